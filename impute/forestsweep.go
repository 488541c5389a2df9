package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/learn/forest"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// forestSweeps is the training table of missForest and how far it has come.
type forestSweeps struct {
	design     *chainDesign
	settings   func(t chainTarget, predictors int) forest.Settings
	seed       rng.Seed
	x          dataset.Matrix
	codes      *forest.Table
	train      [][]int // by target: rows that have it
	fill       [][]int // rows with a gap that it is for
	predictors [][]int
	forests    []*forest.Forest // of the last sweep; nil where no training row has a gap
	passes     int              // sweeps made
	changes    [2]float64       // of the last sweep: numbers, words
}

func newForestSweeps(d *chainDesign, t *learn.Table, settings func(chainTarget, int) forest.Settings, seed rng.Seed) *forestSweeps {
	n := len(d.targets)
	s := &forestSweeps{
		design: d, settings: settings, seed: seed, x: d.rows(t),
		train: make([][]int, n), fill: make([][]int, n), predictors: make([][]int, n), forests: make([]*forest.Forest, n),
		changes: [2]float64{math.Inf(1), math.Inf(1)},
	}
	s.codes = forest.NewTable(s.x, func(i, j int) bool { return j >= d.Width() || t.Has(i, j) })
	for k, target := range d.targets {
		for i := range t.Rows {
			if t.Has(i, target.columns[0]) {
				s.train[k] = append(s.train[k], i)
			}
		}
		s.fill[k], s.predictors[k] = d.lacking(t, target), d.predictors(target)
	}
	return s
}

// sweep grows the forests of all targets with gaps. It says whether the
// estimates changed more than in the sweep before, for numbers and for words as
// far as there are any: then that sweep is the one that counts, as in the paper.
func (s *forestSweeps) sweep(ctx context.Context, threads int) (grew bool, err error) {
	before := s.forests
	s.forests = make([]*forest.Forest, len(before))
	var moved, size [2]float64 // of numbers, of words
	for k, target := range s.design.targets {
		if len(s.fill[k]) == 0 || len(s.predictors[k]) == 0 {
			continue
		}
		if s.forests[k], err = s.growTarget(ctx, k, threads); err != nil {
			return false, err
		}
		kind := 0
		if target.words {
			kind = 1
		}
		m, n := s.write(target, s.forests[k], s.x, s.codes, s.fill[k], threads)
		moved[kind], size[kind] = moved[kind]+m, size[kind]+n
	}
	last := s.changes
	grew = s.passes > 0
	for kind := range moved {
		if size[kind] > 0 {
			s.changes[kind] = moved[kind] / size[kind]
			grew = grew && s.changes[kind] > last[kind]
		}
	}
	if grew {
		s.forests = before
		return true, nil
	}
	s.passes++
	return false, nil
}

// growTarget grows the forest of a target on the table as it is.
func (s *forestSweeps) growTarget(ctx context.Context, k, threads int) (*forest.Forest, error) {
	t := s.design.targets[k]
	y := dataset.NewMatrix(s.x.Rows, len(t.columns))
	for _, i := range s.train[k] {
		row, out := s.x.Row(i), y.Row(i)
		for q, j := range t.columns {
			out[q] = row[j]
			if t.words {
				out[q] = 0
			}
		}
		if t.words {
			if level := s.design.level(row, t.columns); level >= 0 {
				out[level] = 1
			}
		}
	}
	settings := s.settings(t, len(s.predictors[k]))
	return settings.Grow(ctx, s.codes, s.predictors[k], y, s.train[k], forestSeed(s.seed, s.passes, k), threads)
}

// write puts what a forest says of a target into some rows. It returns how much
// they changed, and out of how much: the squares of numbers, the number of
// words.
func (s *forestSweeps) write(t chainTarget, f *forest.Forest, x dataset.Matrix, codes *forest.Table, rows []int, threads int) (moved, size float64) {
	y := f.Predict(codes, rows, threads)
	of := category{t.modality, t.columns[0], t.columns[0] + len(t.columns)}
	for k, i := range rows {
		row := x.Row(i)
		if t.words {
			level := learn.Highest(y.Row(k))
			if level != s.design.level(row, t.columns) {
				moved++
			}
			size++
			s.design.mark(row, of, level)
		}
		for q, j := range t.columns {
			if !t.words {
				v := s.design.clip(j, y.At(k, q))
				moved += (v - row[j]) * (v - row[j])
				size += v * v
				row[j] = v
			}
			codes.Set(i, j, row[j])
		}
	}
	return moved, size
}

// complete returns rows standardised, their gaps filled.
func (s *forestSweeps) complete(t *learn.Table) dataset.Matrix {
	x := s.design.rows(t)
	codes := s.codes.Like(x)
	lacking := make([][]int, len(s.forests))
	for k, target := range s.design.targets {
		if lacking[k] = s.design.lacking(t, target); len(lacking[k]) > 0 && s.forests[k] == nil { // of others it may be grown just now
			lacking[k] = nil
		}
	}
	for range max(s.passes, 1) {
		for k, target := range s.design.targets {
			if len(lacking[k]) > 0 {
				s.write(target, s.forests[k], x, codes, lacking[k], 1)
			}
		}
	}
	return x
}

// nrmse returns the normalised root mean square error out of bag over all columns
// of numbers that have gaps; NaN where it is not known.
func (s *forestSweeps) nrmse() float64 {
	var left, none float64
	s.judged(false, func(f *forest.Forest) {
		for q := range f.Left {
			left, none = left+f.Left[q], none+f.None[q]
		}
	})
	return math.Sqrt(left / none)
}

// judged calls use for the forests of numbers, or of words, that know their
// error out of bag, and returns the number of columns.
func (s *forestSweeps) judged(words bool, use func(*forest.Forest)) (columns int) {
	for k, f := range s.forests {
		if t := s.design.targets[k]; f != nil && f.Left != nil && len(s.fill[k]) > 0 && t.words == words {
			use(f)
			if columns++; !words {
				columns += len(f.Left) - 1
			}
		}
	}
	return columns
}

// assessment tells the errors out of bag in words.
func (s *forestSweeps) assessment() []string {
	var out []string
	if n := s.judged(false, func(*forest.Forest) {}); n > 0 {
		out = append(out, say.Kept("missforest expects, from training records that its trees did not see (out of bag), an NRMSE of %.4f over %d columns of numbers", s.nrmse(), n))
	}
	var wrong float64
	if n := s.judged(true, func(f *forest.Forest) { wrong += f.Wrong }); n > 0 {
		out = append(out, say.Kept("missforest expects, from training records that its trees did not see (out of bag), %.1f %% of the words wrong, %d columns", say.Percent(wrong/float64(n), 1), n))
	}
	return out
}
