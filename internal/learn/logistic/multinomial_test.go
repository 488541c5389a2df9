package logistic

import (
	"context"
	"math"
	"testing"

	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"

	"gonum.org/v1/gonum/diff/fd"
)

// The gradient agrees with finite differences. The products are taken in
// float32, so the step is wide.
func TestLogisticGradient(t *testing.T) {
	s := learntest.Clusters(1, 30, 4, 3, 3, 1)
	loss := newLoss(s, 3, 0.5)
	theta := make([]float64, 5*3)
	r := rng.New(2).Rand()
	for i := range theta {
		theta[i] = r.NormFloat64()
	}
	want := fd.Gradient(nil, loss.valueAt, theta, &fd.Settings{Step: 1e-2, Formula: fd.Central})
	got := make([]float64, len(theta))
	loss.gradientAt(got, theta)
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-4 {
			t.Errorf("derivative %d: %g, by differences %g", i, got[i], want[i])
		}
	}
}

// Without features, only the biases are left, and the probabilities are the
// shares of the classes.
func TestLogisticWithoutInformation(t *testing.T) {
	s := learn.NewSamples(10, 1)
	copy(s.Labels, []int{0, 0, 0, 0, 0, 0, 1, 1, 1, 2})
	m, err := Fit(context.Background(), s, 3, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	for c, want := range []float64{0.6, 0.3, 0.1} {
		if got := math.Exp(m.LogProbabilities(s)[c]); math.Abs(got-want) > 1e-3 {
			t.Errorf("class %d: %g, want %g", c, got, want)
		}
	}
}

// At the minimum of one weight with penalty, the derivative is 0: for two
// records ±1 of two classes, the difference w of the two weights obeys
// σ(−w) = w/(2c), where c is the inverse strength.
func TestLogisticKnownAnswer(t *testing.T) {
	s := learn.NewSamples(2, 1)
	s.X[0], s.X[1], s.Labels[0], s.Labels[1] = -1, 1, 0, 1
	for _, c := range []float64{0.1, 1, 10} {
		m, err := Fit(context.Background(), s, 2, c, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := m.theta[1] - m.theta[0]
		if left, right := 1/(1+math.Exp(w)), w/(2*c); math.Abs(left-right) > 1e-3 {
			t.Errorf("C=%g: w=%g, %g against %g", c, w, left, right)
		}
	}
}

// TestLogisticEqualsScikit compares with coefficients that
// testdata/logit/make.py wrote: with three classes those of each, with two the
// difference of the second to the first. The products are taken in float32.
func TestLogisticEqualsScikit(t *testing.T) {
	for name, classes := range map[string]int{"two": 2, "three": 3} {
		s := learntest.Standardised(learntest.ReadCells(t, "gbt/"+name), 300).Pick(learntest.Span(0, 300))
		want := learntest.ReadCells(t, "logit/"+name+"_coefficients")
		line := 0
		for _, c := range []float64{0.1, 1, 10} {
			m, err := Fit(context.Background(), s, classes, c, nil)
			if err != nil {
				t.Fatal(err)
			}
			at := func(row, k int) float64 { return m.theta[row*classes+k] }
			for k := range classes {
				if classes == 2 && k == 0 {
					continue
				}
				for j := range s.Cols + 1 {
					got := at((j+s.Cols)%(s.Cols+1), k) // scikit-learn's intercept stands first
					if classes == 2 {
						got -= at((j+s.Cols)%(s.Cols+1), 0)
					}
					if math.Abs(got-want.At(line, j)) > 0.003 {
						t.Errorf("%s, C = %g, class %d, coefficient %d: %.4f, scikit-learn has %.4f", name, c, k, j, got, want.At(line, j))
					}
				}
				line++
			}
		}
	}
}

// Where columns far outnumber records and most are noise, a strong penalty is
// chosen; where one column tells all, a weak one.
func TestPenaltyIsChosen(t *testing.T) {
	p := Penalty{Tune: true, C: 1}
	choose := func(informative int, spread float64) float64 {
		train, validation := learntest.Clusters(3, 60, 300, informative, 2, spread), learntest.Clusters(4, 60, 300, informative, 2, spread)
		c, _, err := p.choose(context.Background(), train, validation, 2)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if noisy, clear := choose(2, 1), choose(2, 0.05); noisy >= clear {
		t.Errorf("C=%g among noise and C=%g where the class is clear", noisy, clear)
	}
}

func BenchmarkLogisticWide(b *testing.B) {
	s := learntest.Clusters(5, 400, 10000, 50, 6, 1)
	for b.Loop() {
		if _, err := Fit(context.Background(), s, 6, 0.01, nil); err != nil {
			b.Fatal(err)
		}
	}
}
