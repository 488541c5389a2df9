package experiment

import (
	"sync"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// curves keeps the epochs that the estimators of a job report.
type curves struct {
	order []int // the place in the dataset of each modality that estimators see
	mu    sync.Mutex

	epochs []result.Epoch
	chosen map[string]int // by phase: the last epoch that was the best so far
}

// listen returns a listener that keeps epochs and passes everything on. Patterns
// leave it as the dataset has them.
func (c *curves) listen(next func(job.Event)) func(job.Event) {
	return func(ev job.Event) {
		if e, ok := ev.(job.Epoch); ok {
			e.Groups = c.arranged(e.Groups)
			c.add(e)
			ev = e
		}
		if next != nil {
			next(ev)
		}
	}
}

// arranged puts the modalities of patterns, which estimators see in the order of
// their names, into that of the dataset.
func (c *curves) arranged(groups []job.Group) []job.Group {
	var out []job.Group
	for _, g := range groups {
		if len(g.Key) == len(c.order) {
			bits := []byte(g.Key)
			for k, m := range c.order {
				bits[m] = g.Key[k]
			}
			g.Key = string(bits)
		}
		out = append(out, g)
	}
	return out
}

func (c *curves) add(e job.Epoch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epochs = append(c.epochs, EpochOf(e))
	if e.Best {
		if c.chosen == nil {
			c.chosen = map[string]int{}
		}
		c.chosen[e.Phase] = e.Epoch
	}
}

// EpochOf is what is kept of an epoch that a job reports.
func EpochOf(e job.Epoch) result.Epoch {
	out := result.Epoch{
		Phase: e.Phase, Epoch: e.Epoch, TrainLoss: e.TrainLoss,
		ValidationLoss: e.ValidationLoss, ValidationAccuracy: e.ValidationAccuracy, Round: e.Round,
	}
	for _, g := range e.Groups {
		out.Patterns = append(out.Patterns, result.PatternLoss{Pattern: dataset.Pattern(g.Key), N: g.N, Right: g.Right, Loss: g.Loss})
	}
	return out
}
