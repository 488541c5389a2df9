package nn

import (
	"context"
	"errors"
	"slices"

	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Network is a build function with the parameters it asked for. It may be used
// by one goroutine at a time.
type Network struct {
	build    func(*Graph)
	params   *paramSet
	classes  int
	products int                // multiplications of one record's forward pass
	replicas map[int][]*replica // for prediction, by batch limit
}

// New builds a network and draws its initial parameters from the seed. Mistakes
// of the build function come back as errors.
func New(seed rng.Seed, build func(*Graph)) (*Network, error) {
	n := &Network{build: build, params: &paramSet{byName: map[string]int{}}, replicas: map[int][]*replica{}}
	err := Guard("building the network", func() error {
		r := newReplica(n.params, build, 1, true)
		n.classes, n.products = r.graph.classes, r.graph.products
		n.params.materialise(seed.Child("init"))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return n, nil
}

// Params returns the parameters in the order of their declaration. Changing
// their values changes the network.
func (n *Network) Params() []Param {
	out := make([]Param, len(n.params.specs))
	for i, p := range n.params.specs {
		out[i], _ = n.params.find(p.name) // it is there: the name comes from the specs
	}
	return out
}

// Param returns one parameter by its name, for example "hidden/W".
func (n *Network) Param(name string) (Param, error) { return n.params.find(name) }

// Size returns the number of trained numbers.
func (n *Network) Size() int {
	size := 0
	for _, p := range n.params.specs {
		size += p.size()
	}
	return size
}

// trainers returns new replicas that train on batches of the given limit.
func (n *Network) trainers(limit, count int) (out []*replica, err error) {
	err = Guard("building the network", func() error {
		for range count {
			out = append(out, newReplica(n.params, n.build, limit, true))
		}
		return nil
	})
	return out, err
}

// predictBlock is the most records that one replica predicts at a time: few
// enough that what a layer writes is still in the cache when the next reads it.
const predictBlock = 128

// predictors returns replicas that compute outputs of the given number of
// records, with the size of their blocks: as many as the workers can use. They
// are kept for the next time.
func (n *Network) predictors(records, workers int) ([]*replica, int, error) {
	limit := 1
	for limit < min(records, predictBlock) {
		limit *= 2
	}
	count := max(1, min(workers, (records+limit-1)/limit))
	err := Guard("building the network", func() error {
		for len(n.replicas[limit]) < count {
			n.replicas[limit] = append(n.replicas[limit], newReplica(n.params, n.build, limit, false))
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	return n.replicas[limit][:count], limit, nil
}

// Matrix is a table of numbers, row-major: one row for each record.
type Matrix struct {
	Rows, Cols int
	Values     []float32
}

// Row returns row i, not a copy.
func (m Matrix) Row(i int) []float32 { return m.Values[i*m.Cols : (i+1)*m.Cols] }

// Predict computes the named outputs for all records of d, in blocks on
// env.Workers goroutines. A record's numbers do not depend on the records
// beside it. Where an output has rows only for the records that have some
// modality, the rows of the others are 0.
func (n *Network) Predict(ctx context.Context, d Data, env job.Env, outputs ...string) ([]Matrix, error) {
	replicas, limit, err := n.predictors(d.Records, env.Threads())
	if err != nil {
		return nil, err
	}
	out := make([]Matrix, len(outputs))
	p, err := replicas[0].predict(outputs)
	if err != nil {
		return nil, err
	}
	for i, name := range outputs {
		t := replicas[0].graph.outputs[name]
		out[i] = Matrix{Rows: d.Records, Cols: t.per * t.Width()}
		out[i].Values = make([]float32, out[i].Rows*out[i].Cols)
	}
	f, err := newFeed(p, &d, n.classes)
	if err != nil {
		return nil, say.Errorf("nn: predict: %w", err)
	}
	key := env.Seed.Child("predict").Uint64()
	err = eachBlock(ctx, replicas, d.Records, limit, func(r *replica, records []int32, _ int) error {
		p, err := r.predict(outputs)
		if err != nil {
			return err
		}
		if err := r.evaluate(p, f, records, key); err != nil {
			return err
		}
		for i, name := range outputs {
			r.graph.outputs[name].copyTo(out[i], records)
		}
		return nil
	})
	if errors.Is(err, errNotFinite) {
		err = say.Errorf("nn: predict: %w", f.checkFinite(p)) // says which number it is
	}
	return out, err
}

// errNotFinite says that some input is NaN or infinite.
var errNotFinite = say.Error("an input is not finite")

// evaluate runs a program without training: no dropout of any kind.
func (r *replica) evaluate(p *program, f *feed, records []int32, key uint64) error {
	r.graph.training = false
	r.fill(p, f, records, key)
	if !f.finite && !p.finite() {
		return errNotFinite
	}
	return p.RunAll()
}

// copyTo copies the rows of a batch to their places in a table.
func (t Tensor) copyTo(m Matrix, records []int32) {
	x := numbers(t.node.Value())
	for i, rec := range records {
		if row := t.rows.row[i]; row >= 0 {
			copy(m.Row(int(rec)), x[int(row)*m.Cols:(int(row)+1)*m.Cols])
		}
	}
}

// eachBlock calls f for all blocks of limit records, each with one of the
// replicas, which work side by side.
func eachBlock(ctx context.Context, replicas []*replica, records, limit int, f func(r *replica, records []int32, block int) error) error {
	all := make([]int32, records)
	for i := range all {
		all[i] = int32(i)
	}
	blocks := slices.Collect(slices.Chunk(all, limit))
	t := newTeam(len(replicas))
	defer t.close()
	return t.run("running the network", len(blocks), func(w, b int) error {
		if err := ctx.Err(); err != nil {
			return say.Errorf("nn: stopped: %w", err)
		}
		return f(replicas[w], blocks[b], b)
	})
}
