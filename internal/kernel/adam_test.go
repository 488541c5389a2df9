package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// adamSettings are the hyperparameters of a test, in float64.
type adamSettings struct{ lr, beta1, beta2, eps, decay float64 }

// reference makes one step for one parameter in float64.
func (s adamSettings) reference(p, g, m, v *float64, t int) {
	*m = s.beta1**m + (1-s.beta1)**g
	*v = s.beta2**v + (1-s.beta2)**g**g
	mean := *m / (1 - math.Pow(s.beta1, float64(t)))
	deviation := math.Sqrt(*v / (1 - math.Pow(s.beta2, float64(t))))
	*p -= s.lr * (mean/(deviation+s.eps) + s.decay**p)
}

func TestAdamFollowsTheDefinition(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			n := tailLengths.Draw(t, "n")
			s := adamSettings{lr: 1e-2, beta1: 0.9, beta2: 0.999, eps: 1e-8, decay: rapid.SampledFrom([]float64{0, 0.01}).Draw(t, "decay")}
			r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
			p, g, m, v := guard[float32](n), guard[float32](n), guard[float32](n), guard[float32](n)
			fill(r, p.inner)
			clear(m.inner)
			clear(v.inner)
			exact := make([][3]float64, n)
			for i := range exact {
				exact[i][0] = float64(p.inner[i])
			}
			for step := 1; step <= 5; step++ {
				fill(r, g.inner)
				c1, c2 := 1-math.Pow(s.beta1, float64(step)), 1-math.Pow(s.beta2, float64(step))
				Adam(p.inner, g.inner, m.inner, v.inner, float32(s.lr), float32(s.beta1), float32(s.beta2),
					float32(s.eps), float32(s.decay), float32(c1), float32(c2))
				for i := range exact {
					d := float64(g.inner[i])
					s.reference(&exact[i][0], &d, &exact[i][1], &exact[i][2], step)
				}
			}
			for _, x := range []guarded[float32]{p, g, m, v} {
				x.check(t)
			}
			for i, e := range exact {
				if math.Abs(float64(p.inner[i])-e[0]) > 2e-6*(1+math.Abs(e[0])) {
					t.Fatalf("parameter %d of %d: %v, want %v", i, n, p.inner[i], e[0])
				}
			}
		})
	})
}

// BenchmarkAdam is one step over the parameters of the reference model.
func BenchmarkAdam(b *testing.B) {
	const n = 227000
	p, g, m, v := random(n), random(n), make([]float32, n), make([]float32, n)
	b.ResetTimer()
	for range b.N {
		Adam(p, g, m, v, 1e-3, 0.9, 0.999, 1e-8, 0, 0.5, 0.5)
	}
	b.ReportMetric(float64(n)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "elements/ns")
}
