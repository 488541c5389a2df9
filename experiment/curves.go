package experiment

import (
	"sync"

	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// curves keeps the epochs that the estimators of a job report.
type curves struct {
	mu     sync.Mutex
	epochs []result.Epoch
	chosen map[string]int // by phase: the last epoch that was the best so far
}

// listen returns a listener that keeps epochs and passes everything on.
func (c *curves) listen(next func(job.Event)) func(job.Event) {
	return func(ev job.Event) {
		if e, ok := ev.(job.Epoch); ok {
			c.add(e)
		}
		if next != nil {
			next(ev)
		}
	}
}

func (c *curves) add(e job.Epoch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epochs = append(c.epochs, result.Epoch{
		Phase: e.Phase, Epoch: e.Epoch, TrainLoss: e.TrainLoss,
		ValidationLoss: e.ValidationLoss, ValidationAccuracy: e.ValidationAccuracy,
	})
	if e.Best {
		if c.chosen == nil {
			c.chosen = map[string]int{}
		}
		c.chosen[e.Phase] = e.Epoch
	}
}
