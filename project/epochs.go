package project

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// epochLine is one line of events.jsonl. JSON has no NaN, so what was not
// measured is absent.
type epochLine struct {
	Phase              string   `json:"phase"`
	Epoch              int      `json:"epoch"`
	TrainLoss          *float64 `json:"train_loss,omitempty"`
	ValidationLoss     *float64 `json:"validation_loss,omitempty"`
	ValidationAccuracy *float64 `json:"validation_accuracy,omitempty"`
	Round              bool     `json:"round,omitempty"`
	patternColumns
}

// patternColumns are the validation records by pattern. What the patterns are
// stands in the first line of a phase, and wherever it changes.
type patternColumns struct {
	Patterns []patternSize `json:"patterns,omitempty"`
	Losses   []float32     `json:"pattern_losses,omitempty"`
	Right    []int         `json:"pattern_right,omitempty"`
}

type patternSize struct {
	Pattern dataset.Pattern `json:"pattern"` // empty for the smaller ones together
	N       int             `json:"n"`
}

func encodeEpochs(epochs []result.Epoch) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	var last []patternSize
	phase := ""
	for _, e := range epochs {
		line := epochLine{
			Phase: e.Phase, Epoch: e.Epoch, TrainLoss: known(e.TrainLoss), ValidationLoss: known(e.ValidationLoss),
			ValidationAccuracy: known(e.ValidationAccuracy), Round: e.Round, patternColumns: columnsOf(e.Patterns),
		}
		if e.Phase == phase && slices.Equal(line.Patterns, last) {
			line.Patterns = nil
		} else {
			phase, last = e.Phase, line.Patterns
		}
		if err := encoder.Encode(line); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

func columnsOf(patterns []result.PatternLoss) patternColumns {
	var c patternColumns
	for _, p := range patterns {
		c.Patterns = append(c.Patterns, patternSize{p.Pattern, p.N})
		c.Losses, c.Right = append(c.Losses, float32(p.Loss)), append(c.Right, p.Right)
	}
	return c
}

// losses are the patterns of a line, whose names and sizes may stand in an earlier
// one.
func (c patternColumns) losses(names []patternSize) ([]result.PatternLoss, error) {
	if len(c.Losses) == 0 {
		return nil, nil
	}
	if len(c.Losses) != len(names) || len(c.Right) != len(names) {
		return nil, say.Errorf("losses of %d patterns and hits of %d, where there are %d patterns", len(c.Losses), len(c.Right), len(names))
	}
	out := make([]result.PatternLoss, len(names))
	for k, p := range names {
		out[k] = result.PatternLoss{Pattern: p.Pattern, N: p.N, Right: c.Right[k], Loss: float64(c.Losses[k])}
	}
	return out, nil
}

// known returns nil for what JSON cannot hold.
func known(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// value is the inverse of known.
func value(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

func decodeEpochs(data []byte) ([]result.Epoch, error) {
	var epochs []result.Epoch
	lines := bufio.NewScanner(bytes.NewReader(data))
	var names []patternSize
	for lines.Scan() {
		var e epochLine
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, err
		}
		if e.Patterns != nil {
			names = e.Patterns
		}
		patterns, err := e.losses(names)
		if err != nil {
			return nil, err
		}
		epochs = append(epochs, result.Epoch{
			Phase: e.Phase, Epoch: e.Epoch, TrainLoss: value(e.TrainLoss), ValidationLoss: value(e.ValidationLoss),
			ValidationAccuracy: value(e.ValidationAccuracy), Round: e.Round || e.Phase == boosted, Patterns: patterns,
		})
	}
	return epochs, lines.Err()
}

// boosted is the phase of which earlier versions did not say that it has rounds.
const boosted = "gbt"
