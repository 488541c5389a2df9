package lowrank

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Factors fits a factor model of several views by expectation–maximisation with
// missing cells (Rubin and Thayer, Psychometrika 1982). Each column has a noise
// of its own; a relevance per view and factor (Bach and Jordan's group prior;
// Virtanen, Klami, Khan and Kaski, AISTATS 2012) switches off what a view has no
// use for.
type Factors struct {
	table     *learn.Table
	threads   int
	model     *Model
	relevance dataset.Matrix // views × rank: prior precision of loadings
	variance  dataset.Matrix // columns × rank: posterior variance of loadings
	hidden    dataset.Matrix // rows × rank+1; the last is 1
	groups    []group
	groupOf   []int // per row
	sets      []set
	seen      []bool // columns that some row has; the others have no loadings
}

// group is rows with the same cells: their hidden numbers have one covariance.
type group struct {
	rows  []int
	spare *mat.SymDense
}

// set is columns that the same rows have.
type set struct {
	view    int
	columns []int
	rows    []int
}

// The prior of relevances and noises is next to flat; no noise is below the
// least, in units of the table, so that one column cannot have a factor to
// itself.
const (
	flatPrior  = 1e-3
	leastNoise = 1e-3
)

// NewFactors starts from loadings drawn from seed, column by column.
func NewFactors(t *learn.Table, rank, threads int, seed rng.Seed) *Factors {
	f := &Factors{
		table: t, threads: threads,
		model:     &Model{Loadings: dataset.NewMatrix(t.Width(), rank), Mean: make([]float64, t.Width()), Precision: make([]float64, t.Width()), Prior: 1},
		relevance: dataset.NewMatrix(len(t.Names), rank), variance: dataset.NewMatrix(t.Width(), rank),
		hidden: dataset.NewMatrix(t.Rows, rank+1),
	}
	var count []int
	f.model.Mean, count = t.Means()
	f.seen = make([]bool, t.Width())
	for j := range t.Width() {
		f.model.Precision[j] = 2
		if f.seen[j] = count[j] > 0; !f.seen[j] {
			continue
		}
		r := seed.Block(j).Rand()
		for a := range rank {
			f.model.Loadings.Set(j, a, r.NormFloat64()/math.Sqrt(float64(rank)))
		}
	}
	for k := range f.relevance.Data {
		f.relevance.Data[k] = 1
	}
	f.groupRows()
	f.groupColumns()
	return f
}

func (f *Factors) groupRows() {
	known := map[string]int{}
	f.groupOf = make([]int, f.table.Rows)
	for i := range f.groupOf {
		key := learn.PatternKey(f.table.SeenRow(i))
		g, ok := known[key]
		if !ok {
			g = len(f.groups)
			known[key] = g
			f.groups = append(f.groups, group{spare: mat.NewSymDense(f.model.Rank(), nil)})
		}
		f.groups[g].rows = append(f.groups[g].rows, i)
		f.groupOf[i] = g
	}
}

// groupColumns puts the columns of a view that is there as a whole into one set.
func (f *Factors) groupColumns() {
	for m := range f.table.Names {
		start, end := f.table.Start[m], f.table.Start[m+1]
		for j := start; j < end; {
			one := set{view: m, columns: []int{j}}
			for i := range f.table.Rows {
				if f.table.Has(i, j) {
					one.rows = append(one.rows, i)
				}
			}
			for j++; f.table.Whole[m] && j < end; j++ {
				one.columns = append(one.columns, j)
			}
			f.sets = append(f.sets, one)
		}
	}
}

// factorChange is the change of the loadings, relative to their size, that ends
// the rounds.
const factorChange = 1e-3

// Fit does rounds of expectation and maximisation until little changes; told is
// called after each.
func (f *Factors) Fit(ctx context.Context, rounds int, told func(done int)) (*Model, error) {
	for round := range rounds {
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("stopped: %w", err)
		}
		before := f.model.Loadings.Clone()
		f.expect()
		if err := f.maximise(ctx); err != nil {
			return nil, err
		}
		f.weigh()
		told(round + 1)
		if floats.Distance(before.Data, f.model.Loadings.Data, 2) <= factorChange*floats.Norm(f.model.Loadings.Data, 2) {
			break
		}
	}
	return f.model, nil
}

// expect finds the hidden numbers of all rows and their covariances.
func (f *Factors) expect() {
	learn.Spread(f.threads, len(f.groups), 1, func(low, high int) {
		s := f.model.NewSolver()
		for _, g := range f.groups[low:high] {
			for _, i := range g.rows {
				dst := f.hidden.Row(i)
				copy(dst, s.Hidden(f.table.Row(i), f.table.SeenRow(i)))
				dst[len(dst)-1] = 1
			}
			s.covariance(g.spare)
		}
	})
}

// maximise finds the loadings, means and noises of all columns.
func (f *Factors) maximise(ctx context.Context) error {
	failed := make([]bool, len(f.sets))
	learn.Deal(f.threads, len(f.sets), func(k int) {
		if ctx.Err() == nil {
			failed[k] = !f.fitSet(f.sets[k])
		}
	})
	if err := ctx.Err(); err != nil {
		return say.Errorf("stopped: %w", err)
	}
	for k, bad := range failed {
		if bad {
			return say.Errorf("the factor model has no loadings for view %q", f.table.Names[f.sets[k].view])
		}
	}
	return nil
}

// fitSet regresses the columns of a set on the hidden numbers and 1.
func (f *Factors) fitSet(s set) bool {
	if len(s.rows) == 0 {
		return true
	}
	gram := f.secondMoments(s.rows)
	right := make([]float64, gram.SymmetricDim())
	for _, j := range s.columns {
		clear(right)
		squares := 0.0
		for _, i := range s.rows {
			x := f.table.Row(i)[j]
			squares += x * x
			floats.AddScaled(right, x, f.hidden.Row(i))
		}
		if !f.fitColumn(s, j, gram, right, squares) {
			return false
		}
	}
	return true
}

// secondMoments returns the expected sum of z·zᵀ over rows, z with a 1 behind it.
func (f *Factors) secondMoments(rows []int) *mat.SymDense {
	k := f.model.Rank()
	sum := mat.NewSymDense(k+1, nil)
	raw := sum.RawSymmetric()
	counts := map[int]int{}
	var order []int
	for _, i := range rows {
		z := f.hidden.Row(i)
		for a, x := range z {
			floats.AddScaled(raw.Data[a*raw.Stride+a:a*raw.Stride+k+1], x, z[a:])
		}
		if counts[f.groupOf[i]]++; counts[f.groupOf[i]] == 1 {
			order = append(order, f.groupOf[i])
		}
	}
	for _, g := range order { // in the order of the rows, so that sums come out alike
		spare := f.groups[g].spare.RawSymmetric()
		for a := range k {
			floats.AddScaled(raw.Data[a*raw.Stride+a:a*raw.Stride+k], float64(counts[g]), spare.Data[a*spare.Stride+a:a*spare.Stride+k])
		}
	}
	return sum
}

// fitColumn solves for one column and updates its noise.
func (f *Factors) fitColumn(s set, j int, gram *mat.SymDense, right []float64, squares float64) bool {
	k, precision := f.model.Rank(), f.model.Precision[j]
	penalised := mat.NewSymDense(k+1, nil)
	penalised.CopySym(gram)
	for a := range k {
		penalised.SetSym(a, a, penalised.At(a, a)+f.relevance.At(s.view, a)/precision)
	}
	penalised.SetSym(k, k, penalised.At(k, k)+flatPrior)
	var factor mat.Cholesky
	if !factor.Factorize(penalised) {
		return false
	}
	w := mat.NewVecDense(k+1, nil)
	var inverse mat.SymDense
	if factor.SolveVecTo(w, mat.NewVecDense(k+1, right)) != nil || factor.InverseTo(&inverse) != nil {
		return false
	}
	for a := range k {
		f.model.Loadings.Set(j, a, w.AtVec(a))
		f.variance.Set(j, a, inverse.At(a, a)/precision)
	}
	f.model.Mean[j] = w.AtVec(k)
	rest := squares - 2*floats.Dot(w.RawVector().Data, right) + mat.Inner(w, gram, w)
	noise := (max(rest, 0) + 2*flatPrior) / (float64(len(s.rows)) + 2*flatPrior)
	f.model.Precision[j] = 1 / max(noise, leastNoise)
	return true
}

// weigh updates the relevance of each factor for each view.
func (f *Factors) weigh() {
	for m := range f.table.Names {
		start, end := f.table.Start[m], f.table.Start[m+1]
		for a := range f.model.Rank() {
			sum, n := 2*flatPrior, 0
			for j := start; j < end; j++ {
				if !f.seen[j] {
					continue
				}
				w := f.model.Loadings.At(j, a)
				sum += w*w + f.variance.At(j, a)
				n++
			}
			f.relevance.Set(m, a, (float64(n)+2*flatPrior)/sum)
		}
	}
}
