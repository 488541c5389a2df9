package models

import (
	"context"
	"fmt"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/encode"
	"lacuna/internal/job"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/say"
)

// robust is the switchable network: an encoder per modality, run only on the
// records that have it, a fusion of what is there, and a head. While training,
// present modalities are dropped at random, and a head of its own asks each
// embedding for the class, so that no modality leans on the others.
//
// A modality that no labelled training record has is left out. A record with
// nothing that the network knows gets the prior.
type robust struct {
	training training
	encoding encode.Encoding
	text     string // how texts are read: a value of textSpec
	fusion   Fusion
	decider  Decider // in the place of fusion and head
	aux      float64 // weight of the mean loss of the modalities' own heads
	auxSum   bool    // of their sum, not of their mean
	distill  distillation

	layout
	prior    []float64
	blocks   []block // of the modalities seen in training
	kinds    []dataset.Modality
	ensemble ensemble
}

// robustParams are the parameters of every robust network: those of its kind,
// then the common ones.
func robustParams(own ...param.Spec) []param.Spec {
	share := func(name, title string, standard float64, tries []any, help string) param.Spec {
		return param.Spec{Name: name, Title: title, Type: param.Float, Default: standard, Min: 0, Max: 0.95, Tries: tries, Help: help}
	}
	common := []param.Spec{
		{Name: "width", Title: "Width", Type: param.Int, Default: 64, Min: 1, Max: 2048, Tries: []any{32, 128}, Help: "Length of an embedding."},
		{Name: "hidden", Title: "Hidden units", Type: param.Int, Default: 128, Min: 1, Max: 4096, Help: "Width of the encoders' hidden layer."},
		share("dropout", say.Mark("Dropout"), 0.2, []any{0.0, 0.4}, say.Mark("Share of hidden units dropped while training.")),
		share("input-dropout", say.Mark("Input dropout"), 0.9, []any{0.3}, say.Mark("Share of a modality's columns dropped while training, where columns far outnumber records; less where records are many.")),
		{
			Name: "aux", Title: "Auxiliary heads", Type: param.Float, Default: 0.5, Min: 0, Max: 10,
			Help: "Weight of the losses of one head per modality, which must tell the class from that modality alone; 0 for none.",
		},
	}
	return slices.Concat(own, common, modalityDropoutParams(), distillationParams(), []param.Spec{textSpec()}, trainingParams())
}

// newRobust makes the network from its parameters and its fusion.
func newRobust(name string, p param.Values, f Fusion) *robust {
	r := newLate(name, p, nil)
	r.fusion = f
	return r
}

// newLate makes a network that fuses the modalities' decisions.
func newLate(name string, p param.Values, d Decider) *robust {
	t := trainingFrom(name, p)
	t.drop = modalityDropoutFrom(p)
	return &robust{
		training: t, decider: d, aux: p.Float("aux"), distill: distillationFrom(p),
		text: p.String("text"),
		encoding: encode.Encoding{
			Hidden: p.Int("hidden"), Width: p.Int("width"),
			InputDropout: p.Float("input-dropout"), Dropout: p.Float("dropout"),
		},
	}
}

func (r *robust) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	if err := r.fit(ctx, train, validation, env); err != nil {
		return say.Errorf("%s: %w", r.training.name, err)
	}
	return nil
}

func (r *robust) fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	prior, err := priorOf(train)
	if err != nil {
		return err
	}
	r.layout, r.ensemble = layout{}, nil
	r.learnBlocks(train)
	l := layoutOf(train)
	if len(r.blocks) > 0 {
		data, val := r.data(train, labelled(train)), r.data(validation, labelled(validation))
		data.Groups, val.Groups = groupsOf(train, validation)
		target := r.training.goal(data.Labels, l.classes)
		build := func(g *nn.Graph) { r.build(g, target) }
		if r.ensemble, err = r.training.train(ctx, build, data, val, familiesOf(train, validation), env); err != nil {
			return err
		}
	}
	r.layout, r.prior = l, prior
	return nil
}

func (r *robust) learnBlocks(train dataset.View) {
	rows := labelled(train)
	r.blocks, r.kinds = nil, nil
	for m := range train.Modalities() {
		b := fitBlock(train, rows, m)
		b.readWords(train, rows, r.text)
		if b.useful() {
			r.blocks, r.kinds = append(r.blocks, b), append(r.kinds, train.Modality(m))
		}
	}
}

// name is the block's name in the network.
func (b block) name() string { return fmt.Sprintf("modality%d", b.modality) }

// encoder is the name of the block's encoder in the network.
func (b block) encoder() string { return "encoder/" + b.name() }

// data lays out rows of a view for the networks: of each modality, the rows
// that have it.
func (r *robust) data(v dataset.View, rows []int) nn.Data {
	d := nn.Data{Records: len(rows), Labels: make([]int, len(rows)), Blocks: map[string]nn.Block{}}
	for k, i := range rows {
		d.Labels[k] = v.Label(i)
	}
	for _, b := range r.blocks {
		d.Blocks[b.name()] = b.data(v, rows)
	}
	return d
}

func (b block) data(v dataset.View, rows []int) nn.Block {
	out := nn.Block{Cols: b.width(), Row: make([]int32, len(rows))}
	n := int32(0)
	for k, i := range rows {
		out.Row[k] = -1
		if v.Has(i, b.modality) {
			out.Row[k] = n
			n++
		}
	}
	out.X = make([]float32, int(n)*out.Cols)
	for k, i := range rows {
		if at := int(out.Row[k]); at >= 0 {
			b.features(out.X[at*out.Cols:(at+1)*out.Cols], v, i)
		}
	}
	return out
}
