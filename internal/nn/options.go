package nn

import (
	"math"

	"lacuna/internal/say"
)

// Options say how to train. The zero value is documented field by field.
type Options struct {
	// Phase names the training in events.
	Phase string
	// Epochs is the most passes over the training data; 0 means 100.
	Epochs int
	// Batch is the number of records of a minibatch; 0 means 128.
	Batch int
	// Rate is the learning rate of Adam; 0 means 1e-3.
	Rate float64
	// WeightDecay is decoupled (AdamW) and spares biases, gains and other
	// parameters of one row.
	WeightDecay float64
	// Beta1, Beta2 and Epsilon are Adam's; 0 means 0.9, 0.999 and 1e-8.
	Beta1, Beta2, Epsilon float64
	// ClipNorm is the largest global norm of the gradient; 0 means no limit.
	ClipNorm float64
	// Schedule changes the learning rate over the steps.
	Schedule Schedule
	// Patience is the number of epochs without improvement on the validation
	// data after which training stops; 0 means to train all epochs. With
	// validation data the best epoch's parameters are kept in either case.
	Patience int
	// Monitor is what counts as improvement.
	Monitor Monitor
	// ModalityDropout makes present modalities absent while training.
	ModalityDropout ModalityDropout
	// Shards is the number of equal parts of a minibatch whose gradients are
	// computed apart and added up in order, and so the most workers that can
	// help. The result depends on it, but not on the number of workers. 0
	// chooses by the work in a minibatch.
	Shards int
	// Losses, if not nil, is told the mean loss of each objective after every
	// epoch, before the epoch is reported. The list is used again.
	Losses func(objectives []float64)
	// Checkpoint, if not nil, is called after every epoch, and may then take
	// the state of the training. Its error ends the training.
	Checkpoint func(take func() *Checkpoint) error
	// Resume, if not nil, is where to continue. The data, the other options
	// and the seed must be those of the training it was taken from; the
	// history returned begins with the next epoch.
	Resume *Checkpoint
}

// Monitor is what early stopping looks at.
type Monitor uint8

// The monitors. MonitorAccuracy needs labels and an output called Logits; ties
// are broken by the loss.
const (
	MonitorLoss Monitor = iota
	MonitorAccuracy
)

// Decay is the course of the learning rate after the warm-up.
type Decay uint8

// The decays: constant, half a cosine down to 0, or a factor every so many
// epochs.
const (
	Constant Decay = iota
	Cosine
	Step
)

// Schedule is the course of the learning rate. The zero value is constant.
type Schedule struct {
	Decay Decay
	// Warmup is the number of epochs in which the rate grows linearly to its
	// full height.
	Warmup float64
	// Every and Factor are those of Step; 0 means every 30 epochs and 0.1.
	Every  int
	Factor float64
}

// rate returns the share of the full learning rate at a step, counted from 0.
func (s Schedule) rate(step, perEpoch, steps int) float64 {
	warm := s.Warmup * float64(perEpoch)
	if at := float64(step + 1); at < warm {
		return at / warm
	}
	switch s.Decay {
	case Cosine:
		span := float64(steps) - warm
		return 0.5 * (1 + math.Cos(math.Pi*min(1, (float64(step)-warm)/max(1, span))))
	case Step:
		return math.Pow(s.Factor, float64(step/perEpoch/s.Every))
	default:
		return 1
	}
}

// resolve fills in the defaults and checks the rest.
func (o Options) resolve() (Options, error) {
	setDefault(&o.Epochs, 100)
	setDefault(&o.Batch, 128)
	setDefault(&o.Rate, 1e-3)
	setDefault(&o.Beta1, 0.9)
	setDefault(&o.Beta2, 0.999)
	setDefault(&o.Epsilon, 1e-8)
	setDefault(&o.Schedule.Every, 30)
	setDefault(&o.Schedule.Factor, 0.1)
	switch {
	case o.Epochs < 0 || o.Batch < 0 || o.Shards < 0 || o.Patience < 0 || o.Schedule.Every < 0:
		return o, say.Errorf("nn: epochs, batch, shards, patience and step of the schedule cannot be negative")
	case !(o.Rate > 0) || o.WeightDecay < 0 || o.ClipNorm < 0:
		return o, say.Errorf("nn: the learning rate must be positive, weight decay and clipping not negative")
	case o.Beta1 < 0 || o.Beta1 >= 1 || o.Beta2 < 0 || o.Beta2 >= 1:
		return o, say.Errorf("nn: Adam's betas must be in [0, 1)")
	case o.ModalityDropout.P < 0 || o.ModalityDropout.P > 1 || o.ModalityDropout.Only < 0 || o.ModalityDropout.Only > 1:
		return o, say.Errorf("nn: the probabilities of modality dropout must be in [0, 1]")
	}
	return o, nil
}

func setDefault[T int | float64](x *T, value T) {
	if *x == 0 {
		*x = value
	}
}
