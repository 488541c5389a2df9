package svm

import (
	"math"

	"gonum.org/v1/gonum/optimize"
)

// calibrate chooses slope and offset by the log-loss of held-out decisions, and
// returns that loss (Platt 1999, but one slope for all pairs, as the held-out
// records of a single pair are few). The offset is 0 unless there is just one
// pair. A weak prior keeps both finite where the records are separated.
func calibrate(decisions []float32, m *Machines, labels []int) (Calibration, float64) {
	at := func(x []float64) Calibration {
		c := Calibration{slope: math.Exp(x[0])}
		if len(x) > 1 {
			c.offset = x[1]
		}
		return c
	}
	loss := func(x []float64) float64 {
		prior := (x[0] - math.Ln2) * (x[0] - math.Ln2) / 2
		if len(x) > 1 {
			prior += x[1] * x[1] / 2
		}
		return at(x).loss(decisions, m, labels) + prior/float64(max(1, len(labels)))
	}
	start := []float64{math.Ln2}
	if m.classes == 2 {
		start = append(start, 0)
	}
	if len(labels) == 0 || len(m.pairs) == 0 {
		return at(start), loss(start)
	}
	found, err := optimize.Minimize(optimize.Problem{Func: loss}, start,
		&optimize.Settings{FuncEvaluations: 200}, &optimize.NelderMead{})
	if err != nil || found == nil {
		return at(start), loss(start)
	}
	return at(found.X), loss(found.X)
}

// loss returns the mean of −log p at the labels.
func (c Calibration) loss(decisions []float32, m *Machines, labels []int) float64 {
	p := make([]float64, len(labels)*m.classes)
	c.Probabilities(p, decisions, m)
	var sum float64
	for i, l := range labels {
		sum -= math.Log(p[i*m.classes+l])
	}
	return sum / float64(max(1, len(labels)))
}

// impossible is the least probability of a class.
const impossible = 1e-6

// Probabilities couples the preferences of the pairs (Price, Knerr, Personnaz
// and Dreyfus, NIPS 1994): rows × classes.
func (c Calibration) Probabilities(dst []float64, decisions []float32, m *Machines) {
	pairs := len(m.pairs)
	for i := range len(dst) / m.classes {
		row := dst[i*m.classes : (i+1)*m.classes]
		m.couple(row, decisions[i*pairs:(i+1)*pairs], c)
	}
}

// couple writes the class probabilities of one row. A class that no pair knows
// is next to impossible.
func (m *Machines) couple(p []float64, decisions []float32, c Calibration) {
	present := 1
	for present*(present-1)/2 < len(m.pairs) {
		present++
	}
	odds := make([]float64, len(p)) // sums of 1/preference; 0 without any
	for k, pair := range m.pairs {
		r := c.preference(decisions[k])
		odds[pair[0]] += 1 / r
		odds[pair[1]] += 1 / (1 - r)
	}
	var sum float64
	for k, o := range odds {
		p[k] = impossible
		if o > 0 {
			p[k] += 1 / (o - float64(present-2))
		} else if m.only == k {
			p[k] = 1
		}
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
}
