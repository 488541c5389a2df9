package missingness

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// table is the cells of a test by pattern, with every column at mean 0 and
// deviation 1 of its observed cells: the test does not depend on units.
type table struct {
	names    []string
	constant []string // columns that were left out
	n        int      // records with a cell
	patterns []pattern
	cells    dataset.Matrix // of the names
}

// pattern is the records that have the same cells, by what expectation–
// maximisation needs of them.
type pattern struct {
	observed, missing []int
	n                 int
	sum               *mat.VecDense // of the observed columns
	products          *mat.Dense    // of the observed columns with each other
}

func newTable(names []string, cells dataset.Matrix) *table {
	t := &table{}
	var keep []int
	var centres, scales []float64
	for j, name := range names {
		mean, deviation := momentsOf(cells, j)
		if !(deviation > 1e-10*math.Max(1, math.Abs(mean))) || math.IsInf(deviation, 0) {
			t.constant = append(t.constant, name)
			continue
		}
		keep, centres, scales = append(keep, j), append(centres, mean), append(scales, deviation)
		t.names = append(t.names, name)
	}
	t.cells = dataset.NewMatrix(cells.Rows, len(keep))
	for i := range cells.Rows {
		for k, j := range keep {
			t.cells.Set(i, k, (cells.At(i, j)-centres[k])/scales[k])
		}
	}
	t.sort()
	return t
}

// momentsOf returns mean and deviation of the observed cells of a column; NaN
// of none.
func momentsOf(cells dataset.Matrix, j int) (mean, deviation float64) {
	n, squares := 0.0, 0.0
	for i := range cells.Rows {
		if x := cells.At(i, j); !math.IsNaN(x) {
			n++
			d := x - mean
			mean += d / n
			squares += d * (x - mean)
		}
	}
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	return mean, math.Sqrt(squares / n)
}

// without returns the table without some columns.
func (t *table) without(columns []int) *table {
	out := &table{}
	drop := map[int]bool{}
	for _, j := range columns {
		drop[j] = true
	}
	var keep []int
	for j, name := range t.names {
		if !drop[j] {
			keep, out.names = append(keep, j), append(out.names, name)
		}
	}
	out.cells = dataset.NewMatrix(t.cells.Rows, len(keep))
	for i := range t.cells.Rows {
		for k, j := range keep {
			out.cells.Set(i, k, t.cells.At(i, j))
		}
	}
	out.sort()
	return out
}

// sort makes the patterns. Records without a cell are in none.
func (t *table) sort() {
	of := make([]byte, t.cells.Cols)
	at := map[string]int{}
	var members [][]int
	for i := range t.cells.Rows {
		for j, x := range t.cells.Row(i) {
			of[j] = '1'
			if math.IsNaN(x) {
				of[j] = '0'
			}
		}
		k, seen := at[string(of)]
		if !seen {
			k = len(members)
			at[string(of)] = k
			members = append(members, nil)
		}
		members[k] = append(members[k], i)
	}
	for _, rows := range members {
		if p := t.patternOf(rows); len(p.observed) > 0 {
			t.patterns = append(t.patterns, p)
			t.n += p.n
		}
	}
}

func (t *table) patternOf(rows []int) pattern {
	p := pattern{n: len(rows)}
	for j, x := range t.cells.Row(rows[0]) {
		if math.IsNaN(x) {
			p.missing = append(p.missing, j)
		} else {
			p.observed = append(p.observed, j)
		}
	}
	if len(p.observed) == 0 {
		return p
	}
	x := mat.NewDense(len(rows), len(p.observed), nil)
	p.sum, p.products = mat.NewVecDense(len(p.observed), nil), &mat.Dense{}
	for i, row := range rows {
		for k, j := range p.observed {
			x.Set(i, k, t.cells.At(row, j))
			p.sum.SetVec(k, p.sum.AtVec(k)+t.cells.At(row, j))
		}
	}
	p.products.Mul(x.T(), x)
	return p
}

// estimate is mean and covariance (that of maximum likelihood: sums over n).
type estimate struct {
	mean       []float64
	covariance *mat.SymDense
	converged  bool
	dependent  []int // columns that those before them determine
}

// When expectation–maximisation ends.
const (
	settled        = 1e-9 // largest change of a mean or covariance, in deviations
	mostIterations = 5000
	mostEffort     = 2e10 // patterns × columns³ × iterations
	determined     = 1e-7 // share of a column's variance below which others determine it
)

// maximise estimates mean and covariance by expectation–maximisation (Dempster,
// Laird and Rubin 1977; Little and Rubin 2019, chapter 11).
func (t *table) maximise(ctx context.Context) (estimate, error) {
	p := len(t.names)
	e := estimate{mean: make([]float64, p), covariance: mat.NewSymDense(p, nil)}
	for j := range p {
		e.covariance.SetSym(j, j, 1)
	}
	effort := float64(len(t.patterns)) * math.Pow(float64(p), 3)
	most := min(mostIterations, int(mostEffort/effort)+1)
	for range most {
		if err := ctx.Err(); err != nil {
			return e, say.Errorf("stopped in Little's test: %w", err)
		}
		next := t.improve(e)
		change := next.distanceFrom(e)
		e = next
		if e.dependent = dependentColumns(e.covariance); len(e.dependent) > 0 {
			return e, nil
		}
		if e.converged = change < settled; e.converged {
			break
		}
	}
	return e, nil
}

// improve is one step: what is missing is expected from what is there, and mean
// and covariance are those of the result.
func (t *table) improve(e estimate) estimate {
	p := len(t.names)
	sum, products := make([]float64, p), mat.NewDense(p, p, nil)
	for _, q := range t.patterns {
		q.expect(e, sum, products)
	}
	next := estimate{mean: sum, covariance: mat.NewSymDense(p, nil)}
	for i := range sum {
		sum[i] /= float64(t.n)
	}
	for i := range p {
		for j := i; j < p; j++ {
			next.covariance.SetSym(i, j, (products.At(i, j)+products.At(j, i))/2/float64(t.n)-sum[i]*sum[j])
		}
	}
	return next
}

// expect adds the expected sums and products of the records of a pattern. With
// B the regression of the missing columns on the observed ones and a its
// intercept, a missing part is a + Bᵀx with the covariance that is left.
func (q pattern) expect(e estimate, sum []float64, products *mat.Dense) {
	for k, j := range q.observed {
		sum[j] += q.sum.AtVec(k)
		for l, i := range q.observed {
			products.Set(j, i, products.At(j, i)+q.products.At(k, l))
		}
	}
	if len(q.missing) == 0 {
		return
	}
	across := block(e.covariance, q.observed, q.missing)
	var b, left, xz, zz mat.Dense
	solve(e.covariance, q.observed, across, &b)
	left.Mul(across.T(), &b) // explained; what is left is the rest
	n := float64(q.n)
	a := mat.NewVecDense(len(q.missing), nil)
	a.MulVec(b.T(), subvector(e.mean, q.observed))
	a.SubVec(subvector(e.mean, q.missing), a)
	var bt mat.VecDense
	bt.MulVec(b.T(), q.sum)
	xz.Mul(q.products, &b)
	zz.Mul(b.T(), &xz)
	for k, j := range q.missing {
		sum[j] += n*a.AtVec(k) + bt.AtVec(k)
		for l, i := range q.observed {
			x := xz.At(l, k) + q.sum.AtVec(l)*a.AtVec(k)
			products.Set(i, j, products.At(i, j)+x)
			products.Set(j, i, products.At(j, i)+x)
		}
		for l, i := range q.missing {
			x := n*a.AtVec(k)*a.AtVec(l) + a.AtVec(k)*bt.AtVec(l) + bt.AtVec(k)*a.AtVec(l) + zz.At(k, l)
			products.Set(j, i, products.At(j, i)+x+n*(e.covariance.At(j, i)-left.At(k, l)))
		}
	}
}

// distance is n(ȳ − μ)ᵀ Σ⁻¹ (ȳ − μ) of the observed columns of a pattern.
func (e estimate) distance(q pattern) float64 {
	d := mat.NewDense(len(q.observed), 1, nil)
	for k, j := range q.observed {
		d.Set(k, 0, q.sum.AtVec(k)/float64(q.n)-e.mean[j])
	}
	var x mat.Dense
	solve(e.covariance, q.observed, d, &x)
	return float64(q.n) * mat.Dot(d.ColView(0), x.ColView(0))
}

func (e estimate) distanceFrom(before estimate) float64 {
	most := 0.0
	for i := range e.mean {
		most = max(most, math.Abs(e.mean[i]-before.mean[i]))
		for j := i; j < len(e.mean); j++ {
			most = max(most, math.Abs(e.covariance.At(i, j)-before.covariance.At(i, j)))
		}
	}
	return most
}

// solve puts the solution of the covariance of some columns times x = b into x.
func solve(covariance *mat.SymDense, columns []int, b mat.Matrix, x *mat.Dense) {
	own := mat.NewSymDense(len(columns), nil)
	for k, i := range columns {
		for l := k; l < len(columns); l++ {
			own.SetSym(k, l, covariance.At(i, columns[l]))
		}
	}
	var c mat.Cholesky
	c.Factorize(own)    // positive definite: columns that others determine were left out
	_ = c.SolveTo(x, b) // an error says how ill-conditioned; determined bounds that
}

func block(m mat.Matrix, rows, columns []int) *mat.Dense {
	out := mat.NewDense(len(rows), len(columns), nil)
	for k, i := range rows {
		for l, j := range columns {
			out.Set(k, l, m.At(i, j))
		}
	}
	return out
}

func subvector(x []float64, at []int) *mat.VecDense {
	out := mat.NewVecDense(len(at), nil)
	for k, i := range at {
		out.SetVec(k, x[i])
	}
	return out
}

// dependentColumns lists the columns whose variance those before them explain,
// by a Cholesky factorisation that leaves them out.
func dependentColumns(covariance *mat.SymDense) []int {
	p := covariance.SymmetricDim()
	factor := mat.NewDense(p, p, nil)
	var dependent []int
	for j := range p {
		rest := covariance.At(j, j)
		for k := range j {
			rest -= factor.At(j, k) * factor.At(j, k)
		}
		if !(rest > determined*covariance.At(j, j)) {
			dependent = append(dependent, j) // its column of the factor stays 0
			continue
		}
		root := math.Sqrt(rest)
		factor.Set(j, j, root)
		for i := j + 1; i < p; i++ {
			x := covariance.At(i, j)
			for k := range j {
				x -= factor.At(i, k) * factor.At(j, k)
			}
			factor.Set(i, j, x/root)
		}
	}
	return dependent
}
