package missingness

import (
	"context"
	"math"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
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
	rows              *mat.Dense    // its observed columns
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
	p.rows = x
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
	precision := inverse(e.covariance)
	for _, q := range t.patterns {
		q.expect(e, precision, sum, products)
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
// intercept, a missing part is a + Bx with the covariance that is left.
func (q pattern) expect(e estimate, precision *mat.SymDense, sum []float64, products *mat.Dense) {
	for k, j := range q.observed {
		sum[j] += q.sum.AtVec(k)
		into, from := products.RawRowView(j), q.products.RawRowView(k)
		for l, i := range q.observed {
			into[i] += from[l]
		}
	}
	if len(q.missing) == 0 {
		return
	}
	b, rest := e.regression(q, precision)
	n := float64(q.n)
	var a, bx mat.VecDense
	a.MulVec(b, subvector(e.mean, q.observed))
	a.SubVec(subvector(e.mean, q.missing), &a)
	bx.MulVec(b, q.sum)
	zx, zz := q.predicted(b)
	for k, j := range q.missing {
		ak, bk := a.AtVec(k), bx.AtVec(k)
		sum[j] += n*ak + bk
		into, across := products.RawRowView(j), zx.RawRowView(k)
		for l, i := range q.observed {
			x := across[l] + q.sum.AtVec(l)*ak
			into[i] += x
			products.RawRowView(i)[j] += x
		}
		both, left := zz.RawRowView(k), rest.RawRowView(k)
		for l, i := range q.missing {
			al := a.AtVec(l)
			into[i] += n*ak*al + ak*bx.AtVec(l) + bk*al + both[l] + n*left[l]
		}
	}
}

// regression returns the regression of the missing columns of a pattern on its
// observed ones, missing × observed, and the covariance that it leaves. Both come
// from the smaller system: of the precision of the missing columns, or of the
// covariance of the observed ones.
func (e estimate) regression(q pattern, precision *mat.SymDense) (b, rest *mat.Dense) {
	if len(q.missing) < len(q.observed) {
		b, rest = block(precision, q.missing, q.observed), identity(len(q.missing))
		b.Scale(-1, b)
		own := factor(precision, q.missing)
		lapack64.Potrs(own, b.RawMatrix())
		lapack64.Potrs(own, rest.RawMatrix())
		return b, rest
	}
	across := block(e.covariance, q.observed, q.missing)
	solved := mat.DenseCopyOf(across)
	lapack64.Potrs(factor(e.covariance, q.observed), solved.RawMatrix())
	rest = &mat.Dense{}
	rest.Mul(across.T(), solved)
	rest.Sub(block(e.covariance, q.missing, q.missing), rest)
	return mat.DenseCopyOf(solved.T()), rest
}

// predicted returns the products of the parts Bx of a pattern's records with the
// observed ones and with each other, by way of the records where they are few.
func (q pattern) predicted(b *mat.Dense) (zx, zz *mat.Dense) {
	zx, zz = &mat.Dense{}, &mat.Dense{}
	if 2*q.n < len(q.observed) {
		var z mat.Dense
		z.Mul(b, q.rows.T())
		zx.Mul(&z, q.rows)
		zz.Mul(&z, z.T())
		return zx, zz
	}
	zx.Mul(b, q.products)
	zz.Mul(zx, b.T())
	return zx, zz
}

// distance is n(ȳ − μ)ᵀ Σ⁻¹ (ȳ − μ) of the observed columns of a pattern.
func (e estimate) distance(q pattern) float64 {
	d := mat.NewDense(len(q.observed), 1, nil)
	for k, j := range q.observed {
		d.Set(k, 0, q.sum.AtVec(k)/float64(q.n)-e.mean[j])
	}
	x := mat.DenseCopyOf(d)
	lapack64.Potrs(factor(e.covariance, q.observed), x.RawMatrix())
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

// factor is the Cholesky factor of some rows and columns of a matrix. It is
// positive definite: columns that others determine were left out.
func factor(m *mat.SymDense, columns []int) blas64.Triangular {
	own := mat.NewSymDense(len(columns), nil)
	for k, i := range columns {
		for l := k; l < len(columns); l++ {
			own.SetSym(k, l, m.At(i, columns[l]))
		}
	}
	t, _ := lapack64.Potrf(own.RawSymmetric())
	return t
}

// inverse of a matrix that is positive definite, as for factor.
func inverse(m *mat.SymDense) *mat.SymDense {
	out := mat.NewSymDense(m.SymmetricDim(), nil)
	out.CopySym(m)
	if t, ok := lapack64.Potrf(out.RawSymmetric()); ok {
		lapack64.Potri(t)
	}
	return out
}

func identity(n int) *mat.Dense {
	out := mat.NewDense(n, n, nil)
	for i := range n {
		out.Set(i, i, 1)
	}
	return out
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
		own := factor.RawRowView(j)[:j]
		rest := covariance.At(j, j)
		for _, x := range own {
			rest -= x * x
		}
		if !(rest > determined*covariance.At(j, j)) {
			dependent = append(dependent, j) // its column of the factor stays 0
			continue
		}
		root := math.Sqrt(rest)
		factor.Set(j, j, root)
		for i := j + 1; i < p; i++ {
			x, row := covariance.At(i, j), factor.RawRowView(i)
			for k, f := range own {
				x -= row[k] * f
			}
			row[j] = x / root
		}
	}
	return dependent
}
