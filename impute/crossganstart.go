package impute

import (
	"errors"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/learn/ridge"
	"lacuna/internal/nn"
)

// The start of a generator that has its features at its output, too.
const (
	startPenalty = 100     // of the ridge regression, as that of the imputer of this name
	startShrink  = 0.1     // of the other weights of its last layer
	mostStart    = 1 << 35 // multiplications, beyond which weights start at random
)

// startLinear sets the weights that lead from the features straight to the
// columns to a ridge regression on the training rows, with 0, the mean, for
// what is missing: training begins where a linear method ends, and need only
// learn what that one cannot. It leaves a network alone that has no such weights.
func (f *crossTraining) startLinear(net *nn.Network) error {
	sources := f.straight()
	if len(sources) == 0 {
		return nil
	}
	x := f.features(sources)
	low, high := min(x.Rows, x.Cols), max(x.Rows, x.Cols)
	if low*low*high > mostStart {
		return nil
	}
	w, offset, err := linearMap(x, doubles(f.data.Blocks["target"], f.data.Records))
	if errors.Is(err, ridge.ErrSingular) {
		return nil // at random, as without
	}
	if err != nil {
		return err
	}
	return setLinear(net, len(sources), w, offset)
}

// features are some sources side by side.
func (f *crossTraining) features(sources []crossSource) dataset.Matrix {
	width := 0
	for _, s := range sources {
		width += s.width()
	}
	x, at := dataset.NewMatrix(f.data.Records, width), 0
	for _, s := range sources {
		b := f.data.Blocks["x/"+s.name]
		for i := range x.Rows {
			if b.Row[i] >= 0 {
				toDoubles(x.Row(i)[at:at+s.width()], b.X[i*b.Cols:(i+1)*b.Cols])
			}
		}
		at += s.width()
	}
	return x
}

func doubles(b nn.Block, rows int) dataset.Matrix {
	x := dataset.NewMatrix(rows, b.Cols)
	toDoubles(x.Data, b.X)
	return x
}

func toDoubles(out []float64, x []float32) {
	for k, v := range x {
		out[k] = float64(v)
	}
}

// linearMap solves the regression and returns its coefficients.
func linearMap(x, y dataset.Matrix) (w dataset.Matrix, offset []float64, err error) {
	r, err := ridge.Fit(x.Clone(), y, startPenalty, learn.AllRows(x.Rows), x.Rows)
	if err != nil {
		return w, nil, err
	}
	s := r.State()
	if w = s.Coefficients; s.NeedsRows() {
		w = learn.Product(x, true, s.Weights, false)
	}
	return w, s.Offset, nil
}

// setLinear writes coefficients into the last layer of a network.
func setLinear(net *nn.Network, sources int, w dataset.Matrix, offset []float64) error {
	at := 0
	for k := range sources {
		p, err := net.Param(rawWeight(k))
		if err != nil {
			return err
		}
		for j := range p.Values {
			p.Values[j] = float32(w.Data[at+j])
		}
		at += len(p.Values)
	}
	rest, err := net.Param(lastWeight)
	if err != nil {
		return err
	}
	for j := range rest.Values {
		rest.Values[j] *= startShrink
	}
	bias, err := net.Param(lastBias)
	if err != nil {
		return err
	}
	for j := range bias.Values {
		bias.Values[j] = float32(offset[j])
	}
	return nil
}
