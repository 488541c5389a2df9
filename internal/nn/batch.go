package nn

import (
	"math"
	"slices"

	"lacuna/internal/kernel"
	"lacuna/internal/say"
)

// feed is Data made ready for one program: its blocks in the order of the
// program's inputs, checked.
type feed struct {
	data   *Data
	blocks []Block
	drop   ModalityDropout
	finite bool // known to be; else every batch is looked at
}

// newFiniteFeed is newFeed for data that are read several times.
func newFiniteFeed(p *program, d *Data, classes int) (*feed, error) {
	f, err := newFeed(p, d, classes)
	if err == nil {
		err = f.checkFinite(p)
	}
	return f, err
}

// newFeed checks that the data have what the program reads.
func newFeed(p *program, d *Data, classes int) (*feed, error) {
	f := &feed{data: d}
	if d.Records < 0 {
		return nil, say.Errorf("%d records", d.Records)
	}
	if d.Weights != nil && len(d.Weights) != d.Records {
		return nil, say.Errorf("%d weights for %d records", len(d.Weights), d.Records)
	}
	for _, in := range p.inputs {
		b, err := in.find(d)
		if err != nil {
			return nil, say.Errorf("input %q: %w", in.name, err)
		}
		f.blocks = append(f.blocks, b)
	}
	if !p.labels {
		classes = math.MaxInt
	}
	if p.labels || d.Labels != nil {
		return f, d.checkLabels(classes)
	}
	return f, nil
}

// find returns the input's block.
func (in *input) find(d *Data) (Block, error) {
	b, ok := d.Blocks[in.block]
	if !ok {
		return Block{}, say.Errorf("the data have no such block")
	}
	if want := in.tensor.Width(); b.Cols != want {
		return Block{}, say.Errorf("the network wants rows of %d numbers, the data have %d", want, b.Cols)
	}
	if err := b.check(d.Records); err != nil {
		return Block{}, err
	}
	if !in.modality && slices.Contains(b.Row, -1) {
		return Block{}, say.Errorf("some records lack it; declare it with Modality")
	}
	return b, nil
}

// checkFinite says where the blocks hold a number that a network cannot use.
func (f *feed) checkFinite(p *program) error {
	for k, in := range p.inputs {
		if err := f.blocks[k].checkFinite(f.data.Records); err != nil {
			return say.Errorf("input %q: %w", in.name, err)
		}
	}
	f.finite = true
	return nil
}

// finite tells whether a network can use the numbers of the batch.
func (p *program) finite() bool {
	for _, in := range p.inputs {
		if !allFinite(in.data[:in.rows.n*in.tensor.Width()]) {
			return false
		}
	}
	return true
}

// checkLabels says whether each record has a label below classes and a weight.
func (d *Data) checkLabels(classes int) error {
	if len(d.Labels) != d.Records {
		return say.Errorf("%d labels for %d records", len(d.Labels), d.Records)
	}
	for i, y := range d.Labels {
		if y >= classes {
			return say.Errorf("record %d has label %d, but the network tells %d classes apart", i, y, classes)
		}
	}
	return nil
}

// fill puts the given records into the graph's inputs. Key is the source of the
// step's random numbers.
func (r *replica) fill(p *program, f *feed, records []int32, key uint64) {
	g := r.graph
	g.key = key
	g.all.n = len(records)
	for i, rec := range records {
		g.labels[i], g.weights[i] = -1, 1
		if f.data.Labels != nil {
			g.labels[i] = f.data.Labels[rec]
		}
		if f.data.Weights != nil {
			g.weights[i] = f.data.Weights[rec]
		}
	}
	for k, in := range p.inputs {
		if in.modality {
			in.place(f.blocks[k], records)
		}
	}
	if g.training {
		f.drop.apply(p.inputs, len(records), branch(key, 0))
	}
	for k, in := range p.inputs {
		in.gather(f.blocks[k], records)
	}
	for _, z := range p.noises {
		z.draw(key, g.identity(records))
	}
}

// identity returns what the random inputs of each row depend on: the record
// when predicting, so that blocks do not matter, and the place in the batch in
// training.
func (g *Graph) identity(records []int32) []int32 {
	if g.training {
		return g.all.record[:len(records)]
	}
	return records
}

// place marks the records of the batch that have the modality.
func (in *input) place(b Block, records []int32) {
	for i, rec := range records {
		in.rows.row[i] = 0
		if b.Row != nil && b.Row[rec] < 0 {
			in.rows.row[i] = -1
		}
	}
}

// fetchAhead is how many records before its turn a row is fetched.
const fetchAhead = 2

// gather copies the rows of the batch, those of absent records left out, and
// numbers them in the position table.
func (in *input) gather(b Block, records []int32) {
	w, n := b.Cols, 0
	for i, rec := range records {
		if next := i + fetchAhead; next < len(records) && in.rows.row[next] >= 0 {
			kernel.Fetch(b.of(records[next]))
		}
		if in.rows.row[i] < 0 {
			continue
		}
		copy(in.data[n*w:(n+1)*w], b.of(rec))
		if in.modality {
			in.rows.row[i], in.rows.record[n] = int32(n), int32(i)
		}
		n++
	}
	if in.modality {
		in.rows.n = n
	}
}

// ModalityDropout makes present modalities absent in training, so that a
// network learns to do without them. A record always keeps at least one of the
// modalities that it has. The zero value drops nothing.
type ModalityDropout struct {
	// P is the probability that a present modality of a record is dropped.
	P float64
	// Only is the probability that a record instead keeps exactly one of its
	// modalities, each equally likely.
	Only float64
	// Ramp is the number of epochs in which both probabilities grow to their
	// full height; 0 means at once.
	Ramp int
	// Course is how they grow.
	Course Course
}

// at returns the dropout of an epoch, counted from 1.
func (d ModalityDropout) at(epoch int) ModalityDropout {
	if epoch < d.Ramp {
		share := d.Course.share(float64(epoch) / float64(d.Ramp))
		d.P *= share
		d.Only *= share
	}
	return d
}

// droppable says whether the i-th record of the batch has the modality and may
// lose it.
func (in *input) droppable(i int) bool {
	return in.modality && !in.spared && in.rows.row[i] >= 0
}

// apply marks dropped modalities as absent in the first n places of the batch.
func (d ModalityDropout) apply(inputs []*input, n int, s stream) {
	if d.P <= 0 && d.Only <= 0 {
		return
	}
	for i := range n {
		present := 0
		for _, in := range inputs {
			if in.droppable(i) {
				present++
			}
		}
		if present < 2 {
			continue
		}
		keep := int(s.float() * float32(present))
		only := s.float() < float32(d.Only)
		d.record(inputs, i, keep, present, only, &s)
	}
}

// record draws for one record. The keep-th present modality stays if all
// others go.
func (d ModalityDropout) record(inputs []*input, i, keep, present int, only bool, s *stream) {
	left, k, spared := present, 0, (*input)(nil)
	for _, in := range inputs {
		if !in.droppable(i) {
			continue
		}
		drop := s.float() < float32(d.P)
		if only {
			drop = k != keep
		}
		if k == keep {
			spared = in
		}
		if drop {
			in.rows.row[i] = -1
			left--
		}
		k++
	}
	if left == 0 {
		spared.rows.row[i] = 0
	}
}
