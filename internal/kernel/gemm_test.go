package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
	"pgregory.net/rapid"
)

// reference computes one element in float64 and bounds the error that float32
// sums of that element may have.
func (p problem) reference(i, j int) (want, tolerance float64) {
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
	return want, float64(p.k+4) * scale / (1 << 24)
}

// problem is a product with its guarded slices.
type problem struct {
	m, n, k       int
	a, b          stored
	bias, before  []float32
	accumulate    bool
	act           Activation
	ldc           int
	guardedResult guarded
}

// stored is a matrix as the caller of Gemm holds it.
type stored struct {
	x     []float32
	ld    int
	trans bool
}

func (s stored) at(i, j int) float32 {
	if s.trans {
		i, j = j, i
	}
	return s.x[i*s.ld+j]
}

func drawStored(t *rapid.T, r *rand.Rand, name string, rows, cols int) stored {
	s := stored{trans: rapid.Bool().Draw(t, "trans"+name)}
	if s.trans {
		rows, cols = cols, rows
	}
	s.ld = drawStride(t, "ld"+name, cols)
	s.x = guard(max(0, (rows-1)*s.ld+cols)).inner
	fill(r, s.x)
	return s
}

// drawStride draws a leading dimension, now and then one that aliases.
func drawStride(t *rapid.T, name string, cols int) int {
	if rapid.IntRange(0, 4).Draw(t, name+"Aliases") == 0 {
		return max(1, blockSize(cols, 1<<20, aliasStride))
	}
	return cols + rapid.SampledFrom([]int{0, 0, 1, 7, 40}).Draw(t, name)
}

func drawProblem(t *rapid.T) problem {
	size := rapid.OneOf(rapid.IntRange(0, 40), rapid.SampledFrom([]int{64, 97, 128, 241, 257, 300}))
	p := problem{m: size.Draw(t, "m"), n: size.Draw(t, "n"), k: size.Draw(t, "k")}
	if p.m*p.n*p.k > 2e6 {
		p.k = p.k%30 + 1
	}
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	p.a, p.b = drawStored(t, r, "A", p.m, p.k), drawStored(t, r, "B", p.k, p.n)
	p.ldc = drawStride(t, "ldc", p.n)
	p.accumulate = rapid.Bool().Draw(t, "accumulate")
	p.act = rapid.SampledFrom([]Activation{Identity, ReLU}).Draw(t, "act")
	if rapid.Bool().Draw(t, "biased") {
		p.bias = make([]float32, p.n)
		fill(r, p.bias)
	}
	p.guardedResult = guard(max(0, (p.m-1)*p.ldc+p.n))
	fill(r, p.guardedResult.inner)
	p.before = append([]float32(nil), p.guardedResult.inner...)
	return p
}

func (p problem) run(w *Workspace) []float32 {
	c := p.guardedResult.inner
	w.GemmBiasAct(p.a.trans, p.b.trans, p.m, p.n, p.k, p.a.x, p.a.ld, p.b.x, p.b.ld, p.accumulate, p.bias, p.act, c, p.ldc)
	return c
}

func TestGemmAgreesWithFloat64(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		var w Workspace
		rapid.Check(t, func(t *rapid.T) {
			p := drawProblem(t)
			c := p.run(&w)
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
func (p problem) checkGaps(t *rapid.T, c []float32) {
	for x, v := range c {
		if x%max(1, p.ldc) >= p.n && v != p.before[x] {
			t.Fatalf("element %d between the rows of C was overwritten", x)
		}
	}
	p.guardedResult.check(t)
}

func TestGemmRowDoesNotDependOnItsNeighbours(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		var w Workspace
		rapid.Check(t, func(t *rapid.T) {
			p := drawProblem(t)
			if p.m == 0 || p.n == 0 {
				return
			}
			all := append([]float32(nil), p.run(&w)...)
			from := rapid.IntRange(0, p.m-1).Draw(t, "from")
			rows := rapid.IntRange(1, p.m-from).Draw(t, "rows")
			part := append([]float32(nil), p.before[from*p.ldc:]...)
			offset := from * p.a.ld
			if p.a.trans {
				offset = from
			}
			w.GemmBiasAct(p.a.trans, p.b.trans, rows, p.n, p.k, p.a.x[min(offset, len(p.a.x)):], p.a.ld,
				p.b.x, p.b.ld, p.accumulate, p.bias, p.act, part, p.ldc)
			for x, v := range part[:(rows-1)*p.ldc+p.n] {
				if want := all[from*p.ldc+x]; v != want {
					t.Fatalf("row %d of %d alone: %v, among all %d: %v", from+x/p.ldc, rows, v, p.m, want)
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
	a, bias := make([]float32, n*aliasStride), make([]float32, n)
	step := func() {
		w.GemmBiasAct(false, true, n, n, n, a, aliasStride, a, n, true, bias, ReLU, a, n)
		w.GemmBiasAct(true, false, n, n, n, a, aliasStride, a, n, true, bias, ReLU, a, n)
	}
	if got := testing.AllocsPerRun(10, step); got != 0 {
		t.Errorf("%v allocations a product, want 0", got)
	}
}

// BenchmarkGemm measures ours and gonum's product in one run.
func BenchmarkGemm(b *testing.B) {
	for _, s := range []struct {
		name    string
		ta, tb  bool
		m, n, k int
	}{
		{"NN", false, false, 128, 256, 200},
		{"NN", false, false, 128, 128, 256},
		{"NN", false, false, 64, 64, 50},
		{"NN", false, false, 128, 10, 128},
		{"NN", false, false, 1, 256, 200},
		{"NN", false, false, 103, 256, 200},
		{"NT", false, true, 128, 256, 128},
		{"NT", false, true, 128, 200, 256},
		{"TN", true, false, 200, 256, 128},
		{"TN", true, false, 256, 128, 128},
		{"TN", true, false, 1000, 512, 256},
		{"NN", false, false, 256, 512, 1000},
		{"NT", false, true, 256, 1000, 512},
		{"NN", false, false, 1024, 1024, 1024},
		{"NT", false, true, 1024, 1024, 1024},
		{"TN", true, false, 1024, 1024, 1024},
	} {
		x, y, z := random(s.m*s.k), random(s.k*s.n), make([]float32, s.m*s.n)
		lda, ldb := s.k, s.n
		ta, tb := blas.NoTrans, blas.NoTrans
		if s.ta {
			lda, ta = s.m, blas.Trans
		}
		if s.tb {
			ldb, tb = s.k, blas.Trans
		}
		var w Workspace
		rate := func(b *testing.B, f func()) {
			f()
			b.ResetTimer()
			for range b.N {
				f()
			}
			b.ReportMetric(2*float64(s.m*s.n*s.k)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
		}
		name := fmt.Sprintf("%s/%dx%dx%d/", s.name, s.m, s.n, s.k)
		b.Run(name+"ours", func(b *testing.B) {
			rate(b, func() { w.Gemm(s.ta, s.tb, s.m, s.n, s.k, x, lda, y, ldb, false, z, s.n) })
		})
		b.Run(name+"gonum", func(b *testing.B) {
			rate(b, func() { gonum.Implementation{}.Sgemm(ta, tb, s.m, s.n, s.k, 1, x, lda, y, ldb, 0, z, s.n) })
		})
	}
}
