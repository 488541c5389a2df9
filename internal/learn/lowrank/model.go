// Package lowrank fits models in which the columns of a table go back to a few
// hidden numbers of each row, whatever cells are missing: SoftImpute by
// alternating least squares and factor analysis by expectation–maximisation. A
// new row is filled by what its cells say of its hidden numbers, alone.
package lowrank

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/say"
)

// Model says that the cell of column j is Loadings[j]·z + Mean[j] + noise, where
// the z of a row has the prior precision Prior, and the noise the precision
// Precision[j].
type Model struct {
	Loadings  dataset.Matrix // columns × rank
	Mean      []float64      // per column
	Precision []float64      // per column
	Prior     float64
}

// Check reports a model of another number of columns, or one that no data give.
func (m *Model) Check(columns int) error {
	l := m.Loadings
	switch {
	case l.Rows != columns || l.Cols < 1 || len(m.Mean) != columns || len(m.Precision) != columns:
		return say.Errorf("%d × %d loadings, %d means and %d precisions of %d columns", l.Rows, l.Cols, len(m.Mean), len(m.Precision), columns)
	case !(m.Prior > 0):
		return say.Errorf("a prior precision of %g", m.Prior)
	}
	return nil
}

// Rank returns the number of hidden numbers.
func (m *Model) Rank() int { return m.Loadings.Cols }

// Solver finds the hidden numbers of rows; it serves one goroutine. Rows with
// the same cells share the work.
type Solver struct {
	model  *Model
	seen   []uint64 // cells of the row that factor belongs to
	ready  bool
	solved bool // factor is that of the cells: their precision is positive
	gram   *mat.SymDense
	factor mat.Cholesky
	right  *mat.VecDense
	z      *mat.VecDense
}

// NewSolver returns a solver for a model.
func (m *Model) NewSolver() *Solver {
	k := m.Rank()
	return &Solver{model: m, gram: mat.NewSymDense(k, nil), right: mat.NewVecDense(k, nil), z: mat.NewVecDense(k, nil)}
}

// Hidden returns the expected hidden numbers of a row with the given cells; they
// last until the next call.
func (s *Solver) Hidden(row []float64, seen []uint64) []float64 {
	if !s.ready || !equal(s.seen, seen) {
		s.prepare(seen)
	}
	right := s.right.RawVector().Data
	clear(right)
	learn.EachBit(seen, func(j int) {
		floats.AddScaled(right, s.model.Precision[j]*(row[j]-s.model.Mean[j]), s.model.Loadings.Row(j))
	})
	if !s.solved || s.factor.SolveVecTo(s.z, s.right) != nil {
		s.z.Zero()
	}
	return s.z.RawVector().Data
}

// Draw adds to the expected hidden numbers of the last row what they may differ
// by, given its cells.
func (s *Solver) Draw(z []float64, random *rand.Rand) {
	if !s.solved {
		return
	}
	for a := range z {
		s.right.SetVec(a, random.NormFloat64())
	}
	var upper mat.TriDense // UᵀU is the precision, so U⁻¹ε has its inverse as covariance
	s.factor.UTo(&upper)
	var apart mat.VecDense
	if apart.SolveVec(&upper, s.right) == nil {
		floats.Add(z, apart.RawVector().Data)
	}
}

// prepare factors the precision of the hidden numbers given the cells.
func (s *Solver) prepare(seen []uint64) {
	k := s.model.Rank()
	raw := s.gram.RawSymmetric()
	clear(raw.Data)
	for a := range k {
		raw.Data[a*raw.Stride+a] = s.model.Prior
	}
	learn.EachBit(seen, func(j int) {
		w := s.model.Loadings.Row(j)
		for a := range k {
			floats.AddScaled(raw.Data[a*raw.Stride+a:a*raw.Stride+k], s.model.Precision[j]*w[a], w[a:])
		}
	})
	s.solved = s.factor.Factorize(s.gram)
	s.seen, s.ready = append(s.seen[:0], seen...), true
}

// covariance writes that of the hidden numbers given the cells of the last row.
func (s *Solver) covariance(dst *mat.SymDense) {
	if !s.solved || s.factor.InverseTo(dst) != nil {
		dst.Zero()
	}
}

// Cell returns what the model says of column j where the hidden numbers are z.
func (m *Model) Cell(z []float64, j int) float64 {
	return m.Mean[j] + floats.Dot(m.Loadings.Row(j), z)
}

// Errors returns the sum of squared differences between the cells of held and
// what the model says of them given the cells of shown, and the number of cells.
func (m *Model) Errors(shown, held *learn.Table) (sum float64, cells int) {
	s := m.NewSolver()
	for i := range shown.Rows {
		if isZero(held.SeenRow(i)) {
			continue
		}
		z, row := s.Hidden(shown.Row(i), shown.SeenRow(i)), held.Row(i)
		learn.EachBit(held.SeenRow(i), func(j int) {
			d := row[j] - m.Cell(z, j)
			sum += d * d
			cells++
		})
	}
	return sum, cells
}

func equal(a, b []uint64) bool {
	for w := range a {
		if a[w] != b[w] {
			return false
		}
	}
	return len(a) == len(b)
}

func isZero(words []uint64) bool {
	for _, w := range words {
		if w != 0 {
			return false
		}
	}
	return true
}

// spectralNorm returns about the largest singular value of a table, with 0 for
// what is missing.
func spectralNorm(t *learn.Table) float64 {
	v := make([]float64, t.Width())
	for j := range v {
		v[j] = 1 / math.Sqrt(float64(len(v))) * float64(1-2*(j%2))
	}
	next, norm := make([]float64, len(v)), 0.0
	for range 50 {
		clear(next)
		for i := range t.Rows {
			row, along := t.Row(i), 0.0
			learn.EachBit(t.SeenRow(i), func(j int) { along += row[j] * v[j] })
			learn.EachBit(t.SeenRow(i), func(j int) { next[j] += along * row[j] })
		}
		size := floats.Norm(next, 2)
		if size == 0 {
			return norm
		}
		last := norm
		norm = math.Sqrt(size)
		floats.ScaleTo(v, 1/size, next)
		if math.Abs(norm-last) < 1e-4*norm {
			break
		}
	}
	return norm
}
