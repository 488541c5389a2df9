package svm

import (
	"lacuna/internal/learn"
	"lacuna/internal/say"
)

// State is machines and their calibration as data. The support vectors are
// training rows.
type State struct {
	Gamma   float64
	Classes int
	Pairs   [][2]int
	Only    int // the one class that occurs, or -1
	Rows    int // support vectors
	Columns int
	Support []float32 // rows × columns
	Weights []float32 // rows × pairs
	Bias    []float64 // per pair
	Slope   float64
	Offset  float64
}

// State returns the machines as data; it shares their memory.
func (m *Machines) State(c Calibration) State {
	return State{m.gamma, m.classes, m.pairs, m.only, m.support.Rows, m.support.Cols, m.support.X, m.weights, m.bias, c.slope, c.offset}
}

// Machines returns the machines for so many classes on so many columns, or says
// what does not fit.
func (s State) Machines(classes, columns int) (*Machines, Calibration, error) {
	n := len(s.Pairs)
	var none Calibration
	switch {
	case s.Classes != classes || s.Columns != columns || s.Only < -1 || s.Only >= classes:
		return nil, none, say.Errorf("machines for %d classes on %d columns where %d and %d are needed", s.Classes, s.Columns, classes, columns)
	case s.Rows < 0 || s.Rows > Limit || len(s.Support) != s.Rows*columns || len(s.Weights) != s.Rows*n || len(s.Bias) != n:
		return nil, none, say.Errorf("%d support vectors of %d columns with %d numbers and %d weights for %d pairs of classes", s.Rows, columns, len(s.Support), len(s.Weights), n)
	}
	for _, p := range s.Pairs {
		if p[0] < 0 || p[0] >= classes || p[1] < 0 || p[1] >= classes {
			return nil, none, say.Errorf("a machine for the classes %v of %d", p, classes)
		}
	}
	m := &Machines{gamma: s.Gamma, classes: classes, pairs: s.Pairs, only: s.Only, weights: s.Weights, bias: s.Bias}
	m.support = learn.Samples{Rows: s.Rows, Cols: columns, X: s.Support}
	return m, Calibration{s.Slope, s.Offset}, nil
}
