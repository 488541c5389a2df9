package impute

import (
	"math"

	"lacuna/internal/job"
	"lacuna/internal/say"
)

// gainPoints is the most points of a learning curve.
const gainPoints = 200

// gainCurve turns the engine's epochs into learning curves: that of the
// generator, its root mean squared error on cells that it is shown (training)
// and on held-out ones (validation), and that of the discriminator, its
// cross-entropy. Several epochs make a point.
type gainCurve struct {
	env   job.Env
	every int
	look  func() float64 // the generator's error in training
	point []job.Epoch    // the epochs of the point at hand
}

// report takes an event of the engine.
func (c *gainCurve) report(ev job.Event) {
	e, ok := ev.(job.Epoch)
	if !ok || c.env.Report == nil {
		return
	}
	if c.point = append(c.point, e); e.Epoch%c.every == 0 || e.Epoch == e.Epochs {
		c.emit()
	}
}

// emit reports a point: the discriminator's mean loss, and the generator's
// lowest held-out error.
func (c *gainCurve) emit() {
	last := c.point[len(c.point)-1]
	judge := job.Epoch{Phase: say.Mark("gain discriminator"), Epoch: (last.Epoch + c.every - 1) / c.every, Epochs: (last.Epochs + c.every - 1) / c.every,
		ValidationLoss: math.NaN(), ValidationAccuracy: math.NaN()}
	maker := judge
	maker.Phase, maker.TrainLoss, maker.ValidationLoss = "gain", c.look(), last.ValidationLoss
	for _, e := range c.point {
		judge.TrainLoss += e.TrainLoss / float64(len(c.point))
		maker.ValidationLoss = min(maker.ValidationLoss, e.ValidationLoss)
		maker.Best = maker.Best || e.Best
	}
	maker.ValidationLoss = math.Sqrt(maker.ValidationLoss)
	c.env.Emit(judge)
	c.env.Emit(maker)
	c.point = c.point[:0]
}
