package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// reference computes one element in float64 and bounds the error that float32
// sums of that element may have.
func (p problem[T]) reference(i, j int) (want, tolerance float64) {
	var scale float64
	for q := range p.k {
		t := float64(p.a.at(i, q)) * float64(p.b.at(q, j))
		want += t
		scale += math.Abs(t)
	}
	if p.accumulate {
		want += float64(p.before[i*p.ldc+j])
		scale += math.Abs(float64(p.before[i*p.ldc+j]))
	}
	if p.bias != nil {
		want += float64(p.bias[j])
		scale += math.Abs(float64(p.bias[j]))
	}
	if p.act == ReLU {
		want = max(want, 0)
	}
	return want, float64(p.k+4) * scale * precision[T]()
}

// precision is half the distance from 1 to the next number.
func precision[T number]() float64 { return math.Ldexp(1, map[int]int{4: -24, 8: -53}[sizeOf[T]()]) }

// problem is a product with its guarded slices.
type problem[T number] struct {
	m, n, k       int
	a, b          stored[T]
	bias, before  []T
	accumulate    bool
	act           Activation
	ldc           int
	guardedResult guarded[T]
}

// stored is a matrix as the caller of Gemm holds it.
type stored[T number] struct {
	x     []T
	ld    int
	trans bool
}

func (s stored[T]) at(i, j int) T {
	if s.trans {
		i, j = j, i
	}
	return s.x[i*s.ld+j]
}

func drawStored[T number](t *rapid.T, r *rand.Rand, name string, rows, cols int) stored[T] {
	s := stored[T]{trans: rapid.Bool().Draw(t, "trans"+name)}
	if s.trans {
		rows, cols = cols, rows
	}
	s.ld = drawStride(t, "ld"+name, cols)
	s.x = guard[T](max(0, (rows-1)*s.ld+cols)).inner
	fill(r, s.x)
	return s
}

// drawStride draws a leading dimension, now and then one that aliases.
func drawStride(t *rapid.T, name string, cols int) int {
	if rapid.IntRange(0, 4).Draw(t, name+"Aliases") == 0 {
		return max(1, blockSize(cols, 1<<20, aliasBytes/4))
	}
	return cols + rapid.SampledFrom([]int{0, 0, 1, 7, 40}).Draw(t, name)
}

func drawProblem[T number](t *rapid.T) problem[T] {
	size := rapid.OneOf(rapid.IntRange(0, 40), rapid.SampledFrom([]int{64, 97, 128, 241, 257, 300}))
	p := problem[T]{m: size.Draw(t, "m"), n: size.Draw(t, "n"), k: size.Draw(t, "k")}
	if p.m*p.n*p.k > 2e6 {
		p.k = p.k%30 + 1
	}
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	p.a, p.b = drawStored[T](t, r, "A", p.m, p.k), drawStored[T](t, r, "B", p.k, p.n)
	p.ldc = drawStride(t, "ldc", p.n)
	p.accumulate = rapid.Bool().Draw(t, "accumulate")
	if sizeOf[T]() == 4 { // only float32 has an epilogue
		p.act = rapid.SampledFrom([]Activation{Identity, ReLU}).Draw(t, "act")
		if rapid.Bool().Draw(t, "biased") {
			p.bias = make([]T, p.n)
			fill(r, p.bias)
		}
	}
	p.guardedResult = guard[T](max(0, (p.m-1)*p.ldc+p.n))
	fill(r, p.guardedResult.inner)
	p.before = append([]T(nil), p.guardedResult.inner...)
	return p
}

// run computes rows of the problem, from row at on, into c.
func (p problem[T]) run(w *Workspace, at, rows int, c []T) {
	a := operand(p.a.trans, p.a.x, p.a.ld).from(at, 0).x
	switch c := any(c).(type) {
	case []float32:
		w.GemmBiasAct(p.a.trans, p.b.trans, rows, p.n, p.k, data32(a), p.a.ld, data32(p.b.x), p.b.ld, p.accumulate, data32(p.bias), p.act, c, p.ldc)
	case []float64:
		w.Gemm64(p.a.trans, p.b.trans, rows, p.n, p.k, data64(a), p.a.ld, data64(p.b.x), p.b.ld, p.accumulate, c, p.ldc)
	}
}

func data32[T number](x []T) []float32 { return any(x).([]float32) }
func data64[T number](x []T) []float64 { return any(x).([]float64) }

func TestGemmAgreesWithFloat64(t *testing.T) {
	t.Run("float32", agrees[float32])
	t.Run("float64", agrees[float64])
}

func agrees[T number](t *testing.T) {
	everyPath(t, func(t *testing.T) {
		var w Workspace
		rapid.Check(t, func(t *rapid.T) {
			p := drawProblem[T](t)
			c := p.guardedResult.inner
			p.run(&w, 0, p.m, c)
			for i := range p.m {
				for j := range p.n {
					want, tolerance := p.reference(i, j)
					if got := float64(c[i*p.ldc+j]); math.Abs(got-want) > tolerance {
						t.Fatalf("C[%d,%d] = %v, want %v ± %g", i, j, got, want, tolerance)
					}
				}
			}
			p.checkGaps(t, c)
		})
	})
}

// checkGaps fails if anything but the m×n elements changed.
func (p problem[T]) checkGaps(t *rapid.T, c []T) {
	for x, v := range c {
		if x%max(1, p.ldc) >= p.n && v != p.before[x] {
			t.Fatalf("element %d between the rows of C was overwritten", x)
		}
	}
	p.guardedResult.check(t)
}

func TestGemmRowDoesNotDependOnItsNeighbours(t *testing.T) {
	t.Run("float32", rowsAreIndependent[float32])
	t.Run("float64", rowsAreIndependent[float64])
}

func rowsAreIndependent[T number](t *testing.T) {
	everyPath(t, func(t *testing.T) {
		var w Workspace
		rapid.Check(t, func(t *rapid.T) {
			p := drawProblem[T](t)
			if p.m == 0 || p.n == 0 {
				return
			}
			all := append([]T(nil), p.before...)
			p.run(&w, 0, p.m, all)
			at := rapid.IntRange(0, p.m-1).Draw(t, "at")
			rows := rapid.IntRange(1, p.m-at).Draw(t, "rows")
			part := append([]T(nil), p.before[at*p.ldc:]...)
			p.run(&w, at, rows, part)
			for x, v := range part[:(rows-1)*p.ldc+p.n] {
				if want := all[at*p.ldc+x]; v != want {
					t.Fatalf("row %d of %d alone: %v, among all %d: %v", at+x/p.ldc, rows, v, p.m, want)
				}
			}
		})
	})
}

func TestGemmPropagatesNaN(t *testing.T) {
	nan := float32(math.NaN())
	everyPath(t, func(t *testing.T) {
		for _, act := range []Activation{Identity, ReLU} {
			a, b, c := []float32{nan, 0, 1, 1}, []float32{0, 1}, make([]float32, 2)
			Gemm(false, false, 2, 1, 2, a, 2, b, 1, false, c, 1)
			GemmBiasAct(false, false, 2, 1, 2, a, 2, b, 1, false, nil, act, c, 1)
			if c[0] == c[0] || c[1] != 1 {
				t.Errorf("activation %d: %v, want [NaN 1]", act, c)
			}
		}
	})
}

func TestGemmRefusesShortSlices(t *testing.T) {
	short, long := make([]float32, 5), make([]float32, 6)
	for name, call := range map[string]func(){
		"a":      func() { Gemm(false, false, 2, 2, 3, short, 3, long, 2, false, long, 2) },
		"b":      func() { Gemm(false, false, 2, 2, 3, long, 3, short, 2, false, long, 2) },
		"c":      func() { Gemm(false, false, 2, 3, 2, long, 2, long, 3, false, short, 3) },
		"stride": func() { Gemm(true, false, 3, 2, 2, long, 2, long, 2, false, long, 2) },
		"bias": func() {
			GemmBiasAct(false, false, 2, 3, 2, long, 2, long, 3, false, short[:2], Identity, long, 3)
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("did not panic")
				}
			}()
			call()
		})
	}
}

func TestGemmDoesNotAllocate(t *testing.T) {
	var w Workspace
	const n = 97
	a, bias := make([]float32, n*aliasBytes/4), make([]float32, n)
	step := func() {
		w.GemmBiasAct(false, true, n, n, n, a, aliasBytes/4, a, n, true, bias, ReLU, a, n)
		w.GemmBiasAct(true, false, n, n, n, a, aliasBytes/4, a, n, true, bias, ReLU, a, n)
	}
	if got := testing.AllocsPerRun(10, step); got != 0 {
		t.Errorf("%v allocations a product, want 0", got)
	}
}
