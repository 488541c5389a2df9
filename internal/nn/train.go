package nn

import (
	"context"
	"math"
	"math/rand/v2"

	"lacuna/internal/job"
	"lacuna/internal/kernel"
	"lacuna/internal/say"
)

// trainer is the state of one call of Fit.
type trainer struct {
	net      *Network
	options  Options
	env      job.Env
	shards   []*replica
	grads    [][]float32
	late     [][][]*lateGradient // shards × objectives × parameters
	work     []kernel.Workspace  // of the workers
	team     *team
	feed     *feed
	opt      *optimiser
	order    []int32
	totals   []float64 // normalisers of the minibatch
	losses   []float64 // of the minibatch, by objective
	sums     []float64 // of the epoch, likewise; in the end the means over the records
	perEpoch int
	step     int
	validate *validator
}

// Fit trains the network on train and, if validation is not nil, chooses the
// epoch by it. It reports a job.Epoch after every epoch, also returned, and
// looks at ctx before every minibatch: when that is cancelled it returns its
// error, and the parameters are those reached by then.
//
// The result depends on the data, the options and env.Seed, and not on
// env.Workers. A loss that is not a number is an error that names the epoch.
func (n *Network) Fit(ctx context.Context, train Data, validation *Data, o Options, env job.Env) ([]job.Epoch, error) {
	o, err := o.resolve()
	if err != nil {
		return nil, err
	}
	if train.Records == 0 {
		return nil, say.Errorf("nn: there are no records to train on")
	}
	t, err := n.newTrainer(&train, validation, o, env)
	if err != nil {
		return nil, err
	}
	defer t.team.close()
	var history []job.Epoch
	err = Guard("training", func() error {
		history, err = t.run(ctx)
		return err
	})
	return history, err
}

func (n *Network) newTrainer(train, validation *Data, o Options, env job.Env) (*trainer, error) {
	o.Batch = min(o.Batch, train.Records)
	shards := o.Shards
	if shards == 0 {
		shards = n.autoShards(o.Batch)
	}
	shards = min(shards, o.Batch)
	replicas, err := n.trainers((o.Batch+shards-1)/shards, shards)
	if err != nil {
		return nil, err
	}
	t := &trainer{net: n, options: o, env: env, shards: replicas, order: make([]int32, train.Records)}
	for _, r := range replicas {
		t.grads = append(t.grads, r.grads)
		t.late = append(t.late, r.late)
	}
	t.perEpoch = (train.Records + o.Batch - 1) / o.Batch
	t.opt = newOptimiser(n.params, replicas[0].graph.objectives, replicas[0].late, o)
	if t.feed, err = newFiniteFeed(replicas[0].step, train, n.classes); err != nil {
		return nil, say.Errorf("nn: training data: %w", err)
	}
	if validation != nil && validation.Records > 0 {
		if t.validate, err = newValidator(n, validation, env); err != nil {
			return nil, say.Errorf("nn: validation data: %w", err)
		}
	}
	t.totals = make([]float64, len(replicas[0].step.norms))
	t.losses, t.sums = make([]float64, len(t.opt.steps)), make([]float64, len(t.opt.steps))
	t.team = newTeam(min(env.Threads(), shards))
	t.work = make([]kernel.Workspace, t.team.size)
	return t, nil
}

// shardWork is the number of multiplications of a minibatch below which sharing
// it out costs more than it brings, some half a millisecond; shardRows is how
// many rows each of two shards should multiply with each weight, because it must
// read all weights, and lay some of them out. For four shards it is twice as
// many.
const (
	shardWork = 40e6
	shardRows = 56
)

// autoShards chooses 1, 2 or 4 shards by the work in a minibatch.
func (n *Network) autoShards(batch int) int {
	if 6*n.products*batch < shardWork {
		return 1
	}
	shards := 1
	for shards < 4 && n.products*batch >= 2*shards*shards*shardRows*n.Size() {
		shards *= 2
	}
	return shards
}

// run is the loop over the epochs.
func (t *trainer) run(ctx context.Context) ([]job.Epoch, error) {
	var history []job.Epoch
	best := newBest(t.options)
	first := 1
	if c := t.options.Resume; c != nil {
		if err := t.resume(c, best); err != nil {
			return nil, err
		}
		first += c.Epoch()
	}
	for epoch := first; epoch <= t.options.Epochs && !best.exhausted(epoch-1); epoch++ {
		e, err := t.round(ctx, epoch, best)
		if err != nil {
			return history, err
		}
		history = append(history, e)
		if t.options.Losses != nil {
			t.options.Losses(t.sums)
		}
		t.env.Emit(e)
		if t.options.Checkpoint == nil {
			continue
		}
		if err := t.options.Checkpoint(func() *Checkpoint { return t.checkpoint(epoch, best) }); err != nil {
			return history, say.Errorf("nn: checkpoint after epoch %d: %w", epoch, err)
		}
	}
	best.restore(t.net.params.values)
	return history, nil
}

// round is an epoch with its validation.
func (t *trainer) round(ctx context.Context, epoch int, best *bestEpoch) (job.Epoch, error) {
	e := job.Epoch{Phase: t.options.Phase, Epoch: epoch, Epochs: t.options.Epochs, ValidationLoss: math.NaN(), ValidationAccuracy: math.NaN()}
	var err error
	if e.TrainLoss, err = t.epoch(ctx, epoch); err != nil || t.validate == nil {
		return e, err
	}
	if e.ValidationLoss, e.ValidationAccuracy, err = t.validate.run(ctx); err != nil {
		return e, err
	}
	if !finite(e.ValidationLoss) {
		return e, &DivergedError{Loss: e.ValidationLoss, Epoch: epoch}
	}
	e.Groups = t.validate.groups()
	e.Best = best.look(e, t.net.params.values)
	return e, nil
}

// epoch makes one pass over the training data in a new order and returns the
// mean loss of the records.
func (t *trainer) epoch(ctx context.Context, epoch int) (float64, error) {
	t.shuffle(t.env.Seed.Child("order").Block(epoch).Rand())
	t.feed.drop = t.options.ModalityDropout.at(epoch)
	for _, r := range t.shards {
		r.graph.epoch = epoch
	}
	clear(t.sums)
	for lo := 0; lo < len(t.order); lo += t.options.Batch {
		if err := ctx.Err(); err != nil {
			return 0, say.Errorf("nn: training stopped in epoch %d: %w", epoch, err)
		}
		batch := t.order[lo:min(lo+t.options.Batch, len(t.order))]
		loss, err := t.minibatch(batch)
		if err != nil {
			return 0, err
		}
		if !finite(loss) {
			return 0, &DivergedError{Loss: loss, Epoch: epoch, Minibatch: lo/t.options.Batch + 1}
		}
		for o, l := range t.losses {
			t.sums[o] += l * float64(len(batch))
		}
	}
	for o := range t.sums {
		t.sums[o] /= float64(len(t.order))
	}
	return t.sums[0], nil
}

// DivergedError says that a loss was no number any more: that of a minibatch, or
// that of the validation records after an epoch.
type DivergedError struct {
	Loss      float64
	Epoch     int // counted from 1
	Minibatch int // counted from 1; 0 for the validation
}

// Error says where, and what may help.
func (e *DivergedError) Error() string { return say.Again(e.English()) }

// English says the same in what is kept.
func (e *DivergedError) English() string {
	if e.Minibatch == 0 {
		return say.Kept("nn: the loss of the validation records became %v in epoch %d; a smaller learning rate may help", e.Loss, e.Epoch)
	}
	return say.Kept("nn: the loss became %v in epoch %d, minibatch %d; a smaller learning rate may help", e.Loss, e.Epoch, e.Minibatch)
}

func (t *trainer) shuffle(r *rand.Rand) {
	for i := range t.order {
		t.order[i] = int32(i)
	}
	r.Shuffle(len(t.order), func(i, j int) { t.order[i], t.order[j] = t.order[j], t.order[i] })
}

// minibatch makes one training step and returns the first objective's loss.
func (t *trainer) minibatch(batch []int32) (float64, error) {
	key := t.env.Seed.Child("step").Block(t.step).Uint64()
	err := t.team.run("training", len(t.shards), func(_, s int) error { t.prepare(s, batch, key); return nil })
	if err != nil {
		return 0, err
	}
	t.normalise()
	rate := t.options.Rate * t.options.Schedule.rate(t.step, t.perEpoch, t.perEpoch*t.options.Epochs)
	t.step++
	var first float64
	for o := range t.opt.steps {
		loss, err := t.descend(o, rate)
		if err != nil {
			return 0, err
		}
		t.losses[o] = loss
		if o == 0 || !finite(loss) {
			first = loss
		}
	}
	return first, nil
}

// prepare gathers a shard.
func (t *trainer) prepare(s int, batch []int32, key uint64) {
	size := (len(batch) + len(t.shards) - 1) / len(t.shards)
	lo := min(s*size, len(batch))
	k := branch(key, uint64(s))
	r := t.shards[s]
	r.graph.training = true
	r.fill(r.step, t.feed, batch[lo:min(lo+size, len(batch))], k.next())
}

// normalise gives all shards' losses the weight of the whole minibatch.
func (t *trainer) normalise() {
	clear(t.totals)
	for _, r := range t.shards {
		for i, m := range r.step.norms {
			t.totals[i] += m.weight()
		}
	}
	for _, r := range t.shards {
		for i, m := range r.step.norms {
			m.normalise(t.totals[i])
		}
	}
}

// descend computes an objective's loss and gradients on all shards and steps
// its parameters.
func (t *trainer) descend(o int, rate float64) (float64, error) {
	err := t.team.run("training", len(t.shards), func(_, s int) error {
		return t.shards[s].steps[o].RunAll()
	})
	if err != nil {
		return 0, err
	}
	var loss float64
	for _, r := range t.shards {
		loss += float64(numbers(r.steps[o].roots[0].Value())[0])
	}
	return loss, t.update(o, rate)
}

// update steps an objective's parameters. The gradient is completed beforehand
// where its norm must be known, and else on the way.
func (t *trainer) update(o int, rate float64) error {
	if t.options.ClipNorm <= 0 {
		step := t.opt.begin(o, rate, 1)
		return t.eachSlot(o, func(worker int, s slot) {
			t.opt.step(s, t.complete(worker, o, s), step)
		})
	}
	err := t.eachSlot(o, func(worker int, s slot) {
		t.opt.squares[s.index] = float64(kernel.SumSq(t.complete(worker, o, s)))
	})
	if err != nil {
		return err
	}
	step := t.opt.begin(o, rate, t.opt.clip(o))
	return t.eachSlot(o, func(_ int, s slot) { t.opt.step(s, t.grads[0][s.lo:s.hi], step) })
}

// complete adds up a slot of the shards' gradients into the first of them, in
// the order of the shards, and returns it.
func (t *trainer) complete(worker, o int, s slot) []float32 {
	sum := t.grads[0][s.lo:s.hi]
	for i, g := range t.grads {
		if s.late {
			t.late[i][o][s.param].add(&t.work[worker], s.row, s.rows, i > 0, sum)
		} else if i > 0 {
			kernel.Add(sum, sum, g[s.lo:s.hi])
		}
	}
	return sum
}

// eachSlot calls f for the slots of an objective: late ones are shared out one
// by one, the others in runs.
func (t *trainer) eachSlot(o int, f func(worker int, s slot)) error {
	late := t.opt.lates[o]
	heavy, light := t.opt.slots[o][:late], t.opt.slots[o][late:]
	runs := min(len(light), 1)
	if t.team.size > 1 {
		runs = min(len(light), 4*t.team.size)
	}
	return t.team.run("training", late+runs, func(worker, r int) error {
		if r < late {
			f(worker, heavy[r])
			return nil
		}
		r -= late
		for _, s := range light[r*len(light)/runs : (r+1)*len(light)/runs] {
			f(worker, s)
		}
		return nil
	})
}
