// Package logistic fits multinomial logistic regressions with an L2 penalty
// whose strength is scikit-learn's C.
package logistic

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"lacuna/internal/kernel"
	"lacuna/internal/learn"
	"lacuna/internal/say"
)

// Model is a multinomial logistic regression: the logarithms of the class
// probabilities are linear in the features, up to a common term.
type Model struct {
	inputs, Classes int
	theta           []float64 // weights, inputs × classes, then the biases
}

// State is a model as data: weights, inputs × classes, then the biases.
type State struct {
	Inputs, Classes int
	Theta           []float64
}

// State returns the model as data; it shares its memory.
func (m *Model) State() State { return State{m.inputs, m.Classes, m.theta} }

// Model returns the model of so many features and classes, or says what does
// not fit.
func (s State) Model(inputs, classes int) (*Model, error) {
	if s.Inputs != inputs || s.Classes != classes || classes < 1 || len(s.Theta) != (inputs+1)*classes {
		return nil, say.Errorf("a regression of %d features, %d classes and %d weights where %d features and %d classes are needed", s.Inputs, s.Classes, len(s.Theta), inputs, classes)
	}
	return &Model{inputs, classes, s.Theta}, nil
}

// Refit fits the model anew on other rows of the same columns, beginning where
// it is.
func (m *Model) Refit(ctx context.Context, s learn.Samples, c float64) (*Model, error) {
	return Fit(ctx, s, m.Classes, c, slices.Clone(m.theta))
}

// LogProbabilities returns the logarithm of the probability of each class for
// every row: rows × classes.
func (m *Model) LogProbabilities(s learn.Samples) []float64 {
	logits := m.logits(s, make([]float32, len(m.theta)), make([]float32, s.Rows*m.Classes))
	out := make([]float64, len(logits))
	for i, z := range logits {
		out[i] = float64(z)
	}
	for row := range slices.Chunk(out, m.Classes) {
		learn.SubtractLogSum(row)
	}
	return out
}

// logits computes the scores into dst, with scratch for the weights.
func (m *Model) logits(s learn.Samples, scratch, dst []float32) []float32 {
	for i, w := range m.theta {
		scratch[i] = float32(w)
	}
	n := m.inputs * m.Classes
	if s.Rows > 0 {
		kernel.GemmBiasAct(false, false, s.Rows, m.Classes, m.inputs, s.X, m.inputs, scratch[:n], m.Classes,
			false, scratch[n:], kernel.Identity, dst, m.Classes)
	}
	return dst
}

// logLoss returns the mean of −log p at the labels.
func (m *Model) logLoss(s learn.Samples) float64 {
	logs := m.LogProbabilities(s)
	var sum float64
	for i, c := range s.Labels {
		sum -= logs[i*m.Classes+c]
	}
	return sum / float64(max(1, s.Rows))
}

// loss is the mean cross-entropy of a sample with an L2 penalty on the
// weights, half the sum of their squares over c times the number of rows; the
// biases go free. Of two classes the weights are opposites, and it is their
// difference that the penalty is half the square of, so that c is scikit-learn's
// C there, too. Value and gradient are computed together and remembered, as
// the line search asks for both at one place.
type loss struct {
	learn.Samples
	model    Model
	decay    float64
	weights  []float32
	logits   []float32
	slope    []float32
	at       []float64
	value    float64
	gradient []float64
}

func newLoss(s learn.Samples, classes int, c float64) *loss {
	size := (s.Cols + 1) * classes
	decay := 1 / (c * float64(s.Rows))
	if classes == 2 {
		decay *= 2 // (w/2)² and (−w/2)² are half of w²
	}
	return &loss{
		Samples: s, decay: decay,
		model:   Model{inputs: s.Cols, Classes: classes},
		weights: make([]float32, size), logits: make([]float32, s.Rows*classes), slope: make([]float32, s.Cols*classes),
		gradient: make([]float64, size),
	}
}

func (l *loss) valueAt(theta []float64) float64 {
	l.evaluate(theta)
	return l.value
}

func (l *loss) gradientAt(dst, theta []float64) {
	l.evaluate(theta)
	copy(dst, l.gradient)
}

func (l *loss) evaluate(theta []float64) {
	if slices.Equal(l.at, theta) {
		return
	}
	l.at = append(l.at[:0], theta...)
	l.model.theta = theta
	l.model.logits(l.Samples, l.weights, l.logits)
	n, k := l.Cols*l.model.Classes, l.model.Classes
	clear(l.gradient[n:])
	l.value = l.residuals(l.gradient[n:])
	kernel.Gemm(true, false, l.Cols, k, l.Rows, l.X, l.Cols, l.logits, k, false, l.slope, k)
	for i, w := range theta[:n] {
		l.value += 0.5 * l.decay * w * w
		l.gradient[i] = float64(l.slope[i]) + l.decay*w
	}
}

// residuals replaces the logits by the derivative of the loss with respect to
// them, adds that up over the rows into bias, and returns the loss.
func (l *loss) residuals(bias []float64) float64 {
	k := l.model.Classes
	row := make([]float64, k)
	var loss float64
	for i, label := range l.Labels {
		z := l.logits[i*k : (i+1)*k]
		for c := range row {
			row[c] = float64(z[c])
		}
		learn.SubtractLogSum(row)
		loss -= row[label]
		for c := range row {
			d := math.Exp(row[c])
			if c == label {
				d--
			}
			d /= float64(l.Rows)
			z[c] = float32(d)
			bias[c] += d
		}
	}
	return loss / float64(l.Rows)
}

// Fit minimises the penalised loss by L-BFGS from start, or from 0.
// It looks at ctx before every evaluation.
func Fit(ctx context.Context, s learn.Samples, classes int, c float64, start []float64) (*Model, error) {
	loss := newLoss(s, classes, c)
	if start == nil {
		start = make([]float64, len(loss.gradient))
	}
	problem := optimize.Problem{Func: loss.valueAt, Grad: loss.gradientAt, Status: func() (optimize.Status, error) {
		return optimize.NotTerminated, ctx.Err()
	}}
	settings := &optimize.Settings{
		GradientThreshold: 1e-5, MajorIterations: 300,
		Converger: &optimize.FunctionConverge{Relative: 1e-6, Iterations: 5},
	}
	result, err := optimize.Minimize(problem, start, settings, &optimize.LBFGS{Store: 10})
	if stopped := ctx.Err(); stopped != nil {
		return nil, say.Errorf("stopped: %w", stopped)
	}
	// Any other error is a line search that ends at the accuracy of float32:
	// the place reached is the minimum as far as it can be told.
	if result == nil {
		return nil, say.Errorf("logistic regression: %w", err)
	}
	return &Model{inputs: s.Cols, Classes: classes, theta: result.X}, nil
}
