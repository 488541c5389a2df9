package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// tailLengths cover whole registers, every tail, and both reduction loops.
var tailLengths = rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(60, 140))

// special are the values that elementwise functions must get right.
var special = []float32{
	0, float32(math.Copysign(0, -1)), 1, -1, 0.625, -0.625, 1e-30, -1e-30, 88.7, 88.73, 89, 1e30, -87.3, -100,
	-103.9, -104, -1e30, 9, -9, 10.5, math.MaxFloat32, math.SmallestNonzeroFloat32,
	float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()),
}

// ulps is the distance of got and want in units in the last place of want.
func ulps(got float32, want float64) float64 {
	w := float32(want)
	if got == w || (got != got && want != want) {
		return 0
	}
	if got != got || want != want || math.IsInf(float64(got), 0) || math.IsInf(float64(w), 0) {
		return math.Inf(1)
	}
	_, exponent := math.Frexp(want)
	return math.Abs(float64(got)-want) / math.Ldexp(1, max(exponent-24, -149))
}

func TestElementwiseFunctions(t *testing.T) {
	for name, f := range map[string]struct {
		run  func(dst, x []float32)
		want func(x float64) float64
		ulps float64
	}{
		"Exp":     {Exp, math.Exp, 2},
		"Sigmoid": {Sigmoid, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }, 4},
		"Tanh":    {Tanh, math.Tanh, 3},
		"Rectify": {Rectify, func(x float64) float64 { return max(x, 0) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			everyPath(t, func(t *testing.T) {
				x := append(ramp(-110, 95, 40001), special...)
				x = append(append(x, ramp(-1, 1, 10001)...), ramp(-1e-3, 1e-3, 1001)...)
				dst := make([]float32, len(x))
				f.run(dst, x)
				for i, v := range x {
					want := f.want(float64(v))
					if name == "Sigmoid" && want < 1e-38 && dst[i] == 0 {
						continue // the documented underflow
					}
					if d := ulps(dst[i], want); d > f.ulps {
						t.Fatalf("at %v: %v, want %v (%.1f ulp)", v, dst[i], want, d)
					}
				}
			})
		})
	}
}

func ramp(from, to float64, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(from + (to-from)*float64(i)/float64(n-1))
	}
	return x
}

// inPlace are functions of equal slices whose first may be any of the others.
var inPlace = map[string]struct {
	run  func(dst, x, y []float32)
	want func(x, y float64) float64
}{
	"Add":         {Add, func(x, y float64) float64 { return x + y }},
	"Mul":         {Mul, func(x, y float64) float64 { return x * y }},
	"SigmoidGrad": {SigmoidGrad, func(x, y float64) float64 { return x * y * (1 - y) }},
	"TanhGrad":    {TanhGrad, func(x, y float64) float64 { return x * (1 - y*y) }},
	"ReLUGrad": {ReLUGrad, func(x, y float64) float64 {
		if y > 0 {
			return x
		}
		return 0
	}},
	"Axpy": {
		func(dst, x, y []float32) { copy(dst, y); Axpy(1.5, x, dst) },
		func(x, y float64) float64 { return y + 1.5*x },
	},
	"Scale": {
		func(dst, x, _ []float32) { copy(dst, x); Scale(-3, dst) },
		func(x, _ float64) float64 { return -3 * x },
	},
	"Exp":     {func(dst, x, _ []float32) { Exp(dst, x) }, func(x, _ float64) float64 { return math.Exp(x) }},
	"Sigmoid": {func(dst, x, _ []float32) { Sigmoid(dst, x) }, func(x, _ float64) float64 { return 1 / (1 + math.Exp(-x)) }},
	"Tanh":    {func(dst, x, _ []float32) { Tanh(dst, x) }, func(x, _ float64) float64 { return math.Tanh(x) }},
	"Rectify": {func(dst, x, _ []float32) { Rectify(dst, x) }, func(x, _ float64) float64 { return max(x, 0) }},
}

func TestElementwiseOfAnyLength(t *testing.T) {
	for name, f := range inPlace {
		t.Run(name, func(t *testing.T) {
			everyPath(t, func(t *testing.T) {
				rapid.Check(t, func(t *rapid.T) {
					n := tailLengths.Draw(t, "n")
					r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
					dst, x, y := guard[float32](n), guard[float32](n), guard[float32](n)
					fill(r, x.inner)
					fill(r, y.inner)
					f.run(dst.inner, x.inner, y.inner)
					dst.check(t)
					for i, got := range dst.inner {
						a, b := float64(x.inner[i]), float64(y.inner[i])
						if want := f.want(a, b); math.Abs(float64(got)-want) > 1e-6*(1+math.Abs(a)+math.Abs(b)+math.Abs(want)) {
							t.Fatalf("at %d of %d: %v, want %v", i, n, got, want)
						}
					}
				})
			})
		})
	}
}

func TestElementwiseValueDoesNotDependOnItsPosition(t *testing.T) {
	for name, f := range inPlace {
		t.Run(name, func(t *testing.T) {
			everyPath(t, func(t *testing.T) {
				x, y := random(37), random(37)
				all, one := make([]float32, len(x)), make([]float32, 1)
				f.run(all, x, y)
				for i := range x {
					f.run(one, x[i:i+1], y[i:i+1])
					if one[0] != all[i] {
						t.Errorf("at %d: %v alone, %v among others", i, one[0], all[i])
					}
				}
			})
		})
	}
}

func TestElementwiseInPlace(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		want := random(29)
		Mul(want, want, random(29))
		ReLUGrad(want, want, random(29))
		got := random(29)
		for i, v := range random(29) {
			got[i] *= v
			if v <= 0 {
				got[i] = 0
			}
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("at %d: %v, want %v", i, want[i], got[i])
			}
		}
	})
}

func TestAddMulPropagateNaN(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		x, zero := []float32{float32(math.NaN())}, []float32{0}
		for name, f := range map[string]func(dst, a, b []float32){"Add": Add, "Mul": Mul} {
			dst := []float32{1}
			f(dst, x, zero)
			if dst[0] == dst[0] {
				t.Errorf("%s: %v, want NaN", name, dst[0])
			}
		}
	})
}

// BenchmarkVector prints how many elements a nanosecond takes.
func BenchmarkVector(b *testing.B) {
	const n = 32768
	x, y, dst := random(n), random(n), make([]float32, n)
	for name, f := range map[string]func(){
		"Exp":      func() { Exp(dst, x) },
		"Sigmoid":  func() { Sigmoid(dst, x) },
		"Tanh":     func() { Tanh(dst, x) },
		"ReLUGrad": func() { ReLUGrad(dst, x, y) },
		"Add":      func() { Add(dst, x, y) },
		"Axpy":     func() { Axpy(0, x, dst) },
		"Dot":      func() { Dot(x, y) },
		"Sum":      func() { Sum(x) },
		"SumRows":  func() { SumRows(128, 256, x, 256, false, dst[:256]) },
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				f()
			}
			b.ReportMetric(n*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "elements/ns")
		})
	}
}
