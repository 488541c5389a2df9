package nn

import (
	"context"
	"math"

	"lacuna/internal/job"
)

// validator computes the validation loss and accuracy after each epoch.
type validator struct {
	net      *Network
	feed     *feed
	replicas []*replica
	limit    int
	key      uint64
	totals   []float64 // weights of the losses over the whole set, once known
	losses   []float64 // of each block
	right    []int
	known    int
	each     []job.Judged // by record, where groups are told apart
}

func newValidator(n *Network, d *Data, env job.Env) (*validator, error) {
	v := &validator{net: n, key: env.Seed.Child("predict").Uint64()}
	var err error
	if v.replicas, v.limit, err = n.predictors(d.Records, env.Threads()); err != nil {
		return nil, err
	}
	blocks := (d.Records + v.limit - 1) / v.limit
	v.losses, v.right = make([]float64, blocks), make([]int, blocks)
	if v.feed, err = newFiniteFeed(v.replicas[0].validation(), d, n.classes); err != nil {
		return nil, err
	}
	for _, y := range d.Labels {
		if y >= 0 {
			v.known++
		}
	}
	if len(d.Groups.Keys) > 0 && v.replicas[0].judge() != nil {
		v.each = make([]job.Judged, d.Records)
	}
	return v, nil
}

// run returns the loss and the accuracy, which is NaN where the network has no
// logits or the data no labels.
func (v *validator) run(ctx context.Context) (loss, accuracy float64, err error) {
	if v.totals == nil {
		if err := v.weigh(ctx); err != nil {
			return 0, 0, err
		}
	}
	for _, r := range v.replicas {
		for i, m := range r.validation().norms {
			m.normalise(v.totals[i])
		}
	}
	err = eachBlock(ctx, v.replicas, v.feed.data.Records, v.limit, func(r *replica, records []int32, block int) error {
		if err := r.evaluate(r.validation(), v.feed, records, v.key); err != nil {
			return err
		}
		v.losses[block] = float64(numbers(r.validation().roots[0].Value())[0])
		v.right[block] = r.correct()
		if v.each != nil {
			r.judged(v.each, records)
		}
		return nil
	})
	right := 0
	for b, l := range v.losses {
		loss += l
		right += v.right[b]
	}
	if len(v.replicas[0].validation().roots) < 2 || v.known == 0 {
		return loss, math.NaN(), err
	}
	return loss, float64(right) / float64(v.known), err
}

// groups tells the groups of the last run apart; nil where there are none.
func (v *validator) groups() []job.Group {
	if v.each == nil {
		return nil
	}
	return v.feed.data.Groups.Judge(v.each)
}

// judge is the cross-entropy that is the whole of the validation loss, or nil.
func (r *replica) judge() *crossEntropyMath {
	p := r.validation()
	if len(p.norms) != 1 || len(p.roots) < 2 {
		return nil
	}
	m, ok := p.norms[0].(*crossEntropyMath)
	if !ok || m.rows != r.graph.outputs[Logits].rows {
		return nil
	}
	return m
}

// judged writes down how well each record of the batch was told.
func (r *replica) judged(each []job.Judged, records []int32) {
	m, t := r.judge(), r.graph.outputs[Logits]
	x, w := numbers(t.node.Value()), t.Width()
	for row := range m.rows.n {
		label, weight := m.target(row)
		each[records[m.rows.record[row]]] = job.Judged{Loss: m.each[row], Weight: weight, Right: weight > 0 && argmax(x[row*w:(row+1)*w]) == label}
	}
}

// weigh finds the weight of each loss over the whole validation set. It depends
// on the data alone, so once is enough.
func (v *validator) weigh(ctx context.Context) error {
	totals := make([]float64, len(v.replicas[0].validation().norms))
	err := eachBlock(ctx, v.replicas[:1], v.feed.data.Records, v.limit, func(r *replica, records []int32, _ int) error {
		r.graph.training = false
		r.fill(r.validation(), v.feed, records, v.key)
		for i, m := range r.validation().norms {
			totals[i] += m.weight()
		}
		return nil
	})
	if err == nil {
		v.totals = totals
	}
	return err
}

// correct counts the records of the batch whose highest logit is their label.
func (r *replica) correct() int {
	t, ok := r.graph.outputs[Logits]
	if !ok {
		return 0
	}
	x, w, right := numbers(t.node.Value()), t.Width(), 0
	for i := range r.graph.all.n {
		row := t.rows.row[i]
		if row >= 0 && argmax(x[int(row)*w:(int(row)+1)*w]) == r.graph.labels[i] {
			right++
		}
	}
	return right
}

func argmax(x []float32) int {
	best := 0
	for j, v := range x {
		if v > x[best] {
			best = j
		}
	}
	return best
}

// bestEpoch remembers the best parameters.
type bestEpoch struct {
	options  Options
	epoch    int
	loss     float64
	accuracy float64
	values   []float32
}

func newBest(o Options) *bestEpoch {
	return &bestEpoch{options: o, loss: math.Inf(1), accuracy: math.Inf(-1)}
}

// look keeps the parameters if the epoch is the best so far, and says so.
func (b *bestEpoch) look(e job.Epoch, values []float32) bool {
	better := e.ValidationLoss < b.loss
	if b.options.Monitor == MonitorAccuracy && !math.IsNaN(e.ValidationAccuracy) {
		better = e.ValidationAccuracy > b.accuracy || e.ValidationAccuracy == b.accuracy && better
	}
	if !better {
		return false
	}
	b.epoch, b.loss, b.accuracy = e.Epoch, e.ValidationLoss, e.ValidationAccuracy
	b.values = append(b.values[:0], values...)
	return true
}

// exhausted says whether the patience is over after an epoch. Without
// validation no epoch is the best, and it never is.
func (b *bestEpoch) exhausted(epoch int) bool {
	return b.epoch > 0 && b.options.Patience > 0 && epoch-b.epoch >= b.options.Patience
}

func (b *bestEpoch) restore(values []float32) {
	if b.values != nil {
		copy(values, b.values)
	}
}
