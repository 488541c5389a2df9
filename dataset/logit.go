package dataset

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"

	"lacuna/internal/say"
)

// logit draws records with chances 1/(1+exp(−a−strength·z)) that add up to want.
// The intercept a is the one that bisection of −1000…1000 ends with.
type logit struct {
	z        []float64
	strength float64
	want     float64
	p        []float64 // the chances that were computed last
}

func newLogit(z []float64, free []int, strength, want float64) (*logit, error) {
	if want > float64(len(free)) {
		return nil, say.Error("cannot be reached while every record keeps one modality")
	}
	return &logit{z: pick(z, free), strength: strength, want: want, p: make([]float64, len(free))}, nil
}

// at computes the chances with an intercept, and returns their sum.
func (l *logit) at(a float64) float64 {
	for k, z := range l.z {
		l.p[k] = 1 / (1 + math.Exp(-a-l.strength*z))
	}
	return floats.Sum(l.p)
}

// draw says which records are drawn: those whose number lies below their chance.
// Hardly ever does it take the last digits of the chances to tell, and bisection
// is slow; so the intercept is first enclosed between two that are close to it.
func (l *logit) draw(r *rand.Rand) []bool {
	numbers, out := make([]float64, len(l.z)), make([]bool, len(l.z))
	for k := range numbers {
		numbers[k] = r.Float64()
	}
	low, high, ok := l.enclose()
	if ok && l.told(numbers, low, high, out) {
		return out
	}
	l.bisect(low, high)
	for k, u := range numbers {
		out[k] = u < l.p[k]
	}
	return out
}

// told sets what is drawn, where all intercepts between two say the same.
func (l *logit) told(numbers []float64, low, high float64, out []bool) bool {
	l.at(low)
	for k, u := range numbers {
		out[k] = u < l.p[k]-l.rounding(low)
	}
	l.at(high)
	for k, u := range numbers {
		if !out[k] && u < l.p[k]+l.rounding(high) {
			return false
		}
	}
	return true
}

// bisect computes the chances with the intercept. What lies outside of low and
// high need not be tried.
func (l *logit) bisect(low, high float64) {
	from, to := -1e3, 1e3
	for range 200 {
		a := (from + to) / 2
		if a == from || a == to { // nothing lies between them: this step is the last, and its chances count
			low, high = math.Inf(-1), math.Inf(1)
		}
		below := a <= low || a < high && l.at(a) < l.want
		switch {
		case below && a == from, !below && a == to:
			return
		case below:
			from = a
		default:
			to = a
		}
	}
}

// enclose finds two intercepts by Newton's method, one whose chances add up to
// less than wanted however sums are rounded, the other to more. Where there are
// none, all is possible.
func (l *logit) enclose() (low, high float64, ok bool) {
	share := l.want / float64(len(l.z))
	a := math.Log(share / (1 - share))
	for range 100 {
		if !(math.Abs(a) < 1e3) {
			break
		}
		miss, slope := l.at(a)-l.want, 0.0
		for _, p := range l.p {
			slope += p * (1 - p)
		}
		n := float64(len(l.z))
		slack := n * (l.rounding(a) + n*0x1p-53)
		if math.Abs(miss) <= slack {
			apart := 8 * slack / slope
			low, high = a-apart, a+apart
			ok = l.at(low) < l.want-slack && l.at(high) > l.want+slack
			break
		}
		a -= max(-1, min(1, miss/slope))
	}
	if !ok {
		return math.Inf(-1), math.Inf(1), false
	}
	return low, high, true
}

// rounding bounds the error of a chance, about an intercept.
func (l *logit) rounding(a float64) float64 { return 0x1p-50 * (4 + math.Abs(a)) }
