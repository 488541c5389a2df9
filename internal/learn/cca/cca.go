// Package cca finds what several views of the same rows have in common, by
// generalised canonical correlation analysis with views that rows may lack
// (Carroll, 1968; van de Velden and Takane, Generalized canonical correlation
// analysis with missing values, Computational Statistics 2012; Rastogi, Van Durme
// and Arora, Multiview LSA, NAACL 2015): coordinates of the rows that all views
// foretell best. Each view counts by its largest principal components, with a
// penalty. What the views of a row say of its coordinates is put together as in
// probabilistic canonical correlation analysis (Bach and Jordan, 2005): each by
// how well it foretells them.
package cca

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// View is one view of the rows: columns whose mean is 0.
type View struct {
	X   dataset.Matrix
	Has []bool // which rows have it; the others are not looked at
}

func (v View) rows() []int {
	var rows []int
	for i, has := range v.Has {
		if has {
			rows = append(rows, i)
		}
	}
	return rows
}

// Model says what each view tells of the coordinates.
type Model struct {
	Projections []dataset.Matrix // of each view: columns × coordinates
	Noise       [][]float64      // of each view: the variance that it leaves open of each coordinate, whose own is 1
}

// Limits of Noise: no view is believed wholly, and one that tells nothing is not
// believed at all.
const (
	leastNoise = 1e-3
	mostNoise  = 1
)

// Analysis is the views of the training rows by their principal components, from
// which models of several penalties are made.
type Analysis struct {
	rows  int
	views []reduced
}

// Analyse finds at most so many components of each view.
func Analyse(ctx context.Context, views []View, components int, seed rng.Seed) (*Analysis, error) {
	a := &Analysis{}
	for m, v := range views {
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("stopped: %w", err)
		}
		a.rows = v.X.Rows
		a.views = append(a.views, reduce(v, components, seed.Block(m)))
	}
	return a, nil
}

// Model returns the model of at most so many coordinates. The penalty is a share
// of the mean square of a view's largest component.
func (a *Analysis) Model(coordinates int, penalty float64) *Model {
	common := a.common(coordinates, penalty)
	m := &Model{}
	for _, v := range a.views {
		projection, noise := v.regress(common, penalty)
		m.Projections, m.Noise = append(m.Projections, projection), append(m.Noise, noise)
	}
	return m
}

// shrunk returns by how much the penalty shrinks each component.
func (r *reduced) shrunk(penalty float64) []float64 {
	out := make([]float64, len(r.singular))
	for a, s := range r.singular {
		out[a] = s * s / (s*s + penalty*r.singular[0]*r.singular[0])
	}
	return out
}

// common returns the coordinates of the rows, those that the views have in
// common most first, each with the mean square 1.
func (a *Analysis) common(coordinates int, penalty float64) dataset.Matrix {
	views := make([]float64, a.rows) // of each row
	width := 0
	for _, v := range a.views {
		width += len(v.singular)
		for _, i := range v.rows {
			views[i]++
		}
	}
	all, at := dataset.NewMatrix(a.rows, width), 0
	for _, v := range a.views {
		shrunk := v.shrunk(penalty)
		for k, i := range v.rows {
			for c, u := range v.scores.Row(k) {
				all.Row(i)[at+c] = u * math.Sqrt(shrunk[c]/views[i])
			}
		}
		at += len(v.singular)
	}
	if width == 0 {
		return dataset.NewMatrix(a.rows, 0)
	}
	values, vectors := eigen(learn.Product(all, true, all, false))
	rank := 0
	for rank < min(coordinates, len(values)) && values[rank] > 1e-8 {
		rank++
	}
	out := learn.Product(all, false, firstColumns(vectors, rank), false)
	unitSquares(out, views)
	return out
}

// unitSquares undoes the weighting by the number of views and brings each
// coordinate to mean square 1 over the rows that have a view.
func unitSquares(x dataset.Matrix, views []float64) {
	square, rows := make([]float64, x.Cols), 0.0
	for i := range x.Rows {
		if views[i] == 0 {
			continue
		}
		rows++
		for c, u := range x.Row(i) {
			x.Row(i)[c] = u / math.Sqrt(views[i])
			square[c] += u * u / views[i]
		}
	}
	for i := range x.Rows {
		for c := range x.Row(i) {
			x.Row(i)[c] /= math.Sqrt(square[c] / rows)
		}
	}
}

// regress foretells the coordinates from the view, and says what it leaves open:
// the mean square of the errors at rows that are left out one by one.
func (r *reduced) regress(common dataset.Matrix, penalty float64) (dataset.Matrix, []float64) {
	shrunk := r.shrunk(penalty)
	target := pick(common, r.rows)
	weights := learn.Product(r.scores, true, target, false) // components × coordinates
	for a, s := range shrunk {
		floats.Scale(s, weights.Row(a))
	}
	said := learn.Product(r.scores, false, weights, false)
	noise, square := make([]float64, common.Cols), make([]float64, common.Cols)
	for k := range target.Rows {
		leverage := 0.0
		for a, u := range r.scores.Row(k) {
			leverage += shrunk[a] * u * u
		}
		for c, g := range target.Row(k) {
			e := (g - said.At(k, c)) / max(1-leverage, 1e-6)
			noise[c] += e * e
			square[c] += g * g
		}
	}
	for c := range noise {
		open := float64(mostNoise)
		if square[c] > 0 {
			open = noise[c] / square[c]
		}
		noise[c] = min(max(open, leastNoise), mostNoise)
	}
	return learn.Product(r.back, false, weights, false), noise
}

// First returns the model of the first coordinates only.
func (m *Model) First(coordinates int) *Model {
	n := min(coordinates, m.Width())
	out := &Model{}
	for v, p := range m.Projections {
		out.Projections = append(out.Projections, firstColumns(p, n))
		out.Noise = append(out.Noise, m.Noise[v][:n])
	}
	return out
}

// Coordinates returns what a row's views tell of its coordinates; views that it
// lacks are nil. Without any view it returns zeros.
func (m *Model) Coordinates(views [][]float64) []float64 {
	out, precision := make([]float64, m.Width()), make([]float64, m.Width())
	for v, row := range views {
		if row == nil {
			continue
		}
		said := make([]float64, m.Width())
		for j, x := range row {
			if x != 0 {
				floats.AddScaled(said, x, m.Projections[v].Row(j))
			}
		}
		for c := range out {
			out[c] += said[c] / m.Noise[v][c]
			precision[c] += 1/m.Noise[v][c] - 1
		}
	}
	for c := range out {
		out[c] /= 1 + precision[c]
	}
	return out
}

// Width returns the number of coordinates.
func (m *Model) Width() int {
	if len(m.Noise) == 0 {
		return 0
	}
	return len(m.Noise[0])
}

// Check reports a model of other views than those of so many columns, or one
// that no data give.
func (m *Model) Check(columns []int) error {
	if len(m.Projections) != len(columns) || len(m.Noise) != len(columns) {
		return say.Errorf("%d projections and %d lists of noise of %d views", len(m.Projections), len(m.Noise), len(columns))
	}
	for v, p := range m.Projections {
		if p.Rows != columns[v] || p.Cols != m.Width() || len(p.Data) != p.Rows*p.Cols || len(m.Noise[v]) != m.Width() {
			return say.Errorf("a projection of %d × %d numbers and %d variances for a view of %d columns and %d coordinates", p.Rows, p.Cols, len(m.Noise[v]), columns[v], m.Width())
		}
		for _, n := range m.Noise[v] {
			if !(n >= leastNoise && n <= mostNoise) {
				return say.Errorf("a variance of %g", n)
			}
		}
	}
	return nil
}
