package nn

import (
	"encoding/json"
	"io"
	"math"

	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// Checkpoint is a training between two epochs: parameters, the state of the
// optimiser, and the best epoch so far. Continued from there with the same data,
// options and seed, a training ends with the same numbers as one that was never
// interrupted.
type Checkpoint struct {
	params   *paramSet
	values   []float32
	m, v     []float32
	best     []float32
	progress progress
}

// progress is the part of a checkpoint that is no matrix.
type progress struct {
	Seed     uint64  `json:"seed"`
	Epoch    int     `json:"epoch"`
	Step     int     `json:"step"`
	Steps    []int   `json:"steps"`      // of each objective
	Best     int     `json:"best_epoch"` // 0 = none
	Loss     float64 `json:"best_loss"`
	Accuracy float64 `json:"best_accuracy"`
	Judged   bool    `json:"judged_by_accuracy"`
}

// progressKey is the name of the progress in a file's metadata.
const progressKey = "progress"

// Epoch returns the number of epochs that are done.
func (c *Checkpoint) Epoch() int { return c.progress.Epoch }

// Save writes the checkpoint in the safetensors layout.
func (c *Checkpoint) Save(w io.Writer) error {
	text, err := json.Marshal(c.progress)
	if err == nil {
		file := fileOf(c.stored())
		file.Metadata[progressKey] = string(text)
		err = file.Write(w)
	}
	if err != nil {
		return say.Errorf("nn: saving a checkpoint: %w", err)
	}
	return nil
}

// LoadCheckpoint reads what Checkpoint.Save wrote for this network.
func (n *Network) LoadCheckpoint(r io.Reader) (*Checkpoint, error) {
	c := newCheckpoint(n.params)
	file, err := saved.Read(r)
	if err == nil {
		err = take(file, c.stored())
	}
	if err == nil {
		err = json.Unmarshal([]byte(file.Metadata[progressKey]), &c.progress)
	}
	if p := c.progress; err == nil && (p.Epoch < 1 || p.Step < 1 || p.Best < 0 || p.Best > p.Epoch) {
		err = say.Errorf("progress %+v cannot be", p)
	}
	if err != nil {
		return nil, say.Errorf("nn: loading a checkpoint: %w", err)
	}
	return c, nil
}

func newCheckpoint(p *paramSet) *Checkpoint {
	return &Checkpoint{params: p, values: make([]float32, p.total), m: make([]float32, p.total), v: make([]float32, p.total), best: make([]float32, p.total)}
}

func (c *Checkpoint) stored() []saved.Tensor {
	out := c.params.stored("now/", c.values)
	out = append(out, c.params.stored("m/", c.m)...)
	out = append(out, c.params.stored("v/", c.v)...)
	return append(out, c.params.stored("best/", c.best)...)
}

// checkpoint copies the state of the training after an epoch.
func (t *trainer) checkpoint(epoch int, best *bestEpoch) *Checkpoint {
	c := newCheckpoint(t.net.params)
	copy(c.values, t.net.params.values)
	copy(c.m, t.opt.m)
	copy(c.v, t.opt.v)
	c.progress = progress{Seed: t.env.Seed.Uint64(), Epoch: epoch, Step: t.step, Steps: append([]int(nil), t.opt.steps...)}
	if best.epoch > 0 {
		copy(c.best, best.values)
		c.progress.Best, c.progress.Loss = best.epoch, best.loss
		if c.progress.Judged = !math.IsNaN(best.accuracy); c.progress.Judged {
			c.progress.Accuracy = best.accuracy
		}
	}
	return c
}

// resume puts the training where the checkpoint was taken.
func (t *trainer) resume(c *Checkpoint, best *bestEpoch) error {
	p := c.progress
	if c.params != t.net.params || len(p.Steps) != len(t.opt.steps) {
		return say.Errorf("nn: the checkpoint belongs to another network")
	}
	if p.Seed != t.env.Seed.Uint64() {
		return say.Errorf("nn: the checkpoint belongs to a training with another seed")
	}
	copy(t.net.params.values, c.values)
	copy(t.opt.m, c.m)
	copy(t.opt.v, c.v)
	copy(t.opt.steps, p.Steps)
	t.step = p.Step
	if p.Best > 0 {
		best.epoch, best.loss, best.accuracy = p.Best, p.Loss, math.NaN()
		best.values = append(best.values[:0], c.best...)
		if p.Judged {
			best.accuracy = p.Accuracy
		}
	}
	return nil
}
