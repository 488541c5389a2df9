package models

import (
	"context"
	"fmt"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "mlp",
	Title: "Multilayer perceptron",
	Help:  "Hidden layers with dropout over the filled columns and one presence indicator per modality.",
	Kind:  Classifier,
	Params: append([]param.Spec{
		{Name: "hidden", Title: "Hidden units", Type: param.Int, Default: 128, Min: 1, Max: 4096, Tries: []any{64, 256}, Help: "Width of a hidden layer."},
		{Name: "layers", Title: "Hidden layers", Type: param.Int, Default: 2, Min: 1, Max: 8, Help: "Number of hidden layers."},
		{Name: "dropout", Title: "Dropout", Type: param.Float, Default: 0.3, Min: 0, Max: 0.95, Tries: []any{0.1, 0.5}, Help: "Share of hidden units dropped while training."},
		{
			Name: "input-dropout", Title: "Input dropout", Type: param.Float, Default: 0.6, Min: 0, Max: 0.95, Tries: []any{0.0, 0.3},
			Help: "Share of the columns dropped while training, where columns far outnumber records; less where records are many.",
		},
	}, trainingParams()...),
	New: func(p param.Values) Model {
		return &mlp{
			training: trainingFrom("mlp", p), hidden: p.Int("hidden"), layers: p.Int("layers"),
			dropout: p.Float("dropout"), inputDropout: p.Float("input-dropout"),
		}
	},
})

// mlp is a plain network on complete rows.
type mlp struct {
	training              training
	hidden, layers        int
	dropout, inputDropout float64

	layout
	design   design
	ensemble ensemble
}

func (m *mlp) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	d, t, val, err := fitSamples(train, validation)
	if err != nil {
		return say.Errorf("mlp: %w", err)
	}
	m.layout = layout{}
	l := layoutOf(train)
	target := m.training.goal(t.Labels, l.classes)
	rows, cols := t.Rows, t.Cols
	build := func(g *nn.Graph) { m.build(g, rows, cols, target) } // which does not keep the samples
	data, stop := dataOf(t), dataOf(val)
	data.Groups, stop.Groups = groupsOf(train, validation)
	members, err := m.training.train(ctx, build, data, stop, familiesOf(train, validation), env)
	if err != nil {
		return say.Errorf("mlp: %w", err)
	}
	m.layout, m.design, m.ensemble = l, d, members
	return nil
}

func (m *mlp) build(g *nn.Graph, rows, cols int, target goal) {
	x := g.Dropout(scaledDropout(m.inputDropout, cols, rows), g.Input("columns", cols))
	for l := range m.layers {
		x = g.Dropout(m.dropout, g.Linear(fmt.Sprintf("hidden%d", l+1), m.hidden, nn.ReLU, x))
	}
	logits := g.Linear("head", target.classes, nn.Identity, x)
	g.Output(nn.Logits, logits)
	g.Objective("classify", g.CrossEntropy(logits, target.train))
	g.Validation(g.CrossEntropy(logits, target.stop))
}

// dataOf lays out samples for the network.
func dataOf(s learn.Samples) nn.Data {
	return nn.Data{Records: s.Rows, Labels: s.Labels, Blocks: map[string]nn.Block{"columns": nn.Dense(s.Cols, s.X)}}
}

func (m *mlp) Predict(ctx context.Context, v dataset.View, env job.Env) (*Prediction, error) {
	if err := m.check(v); err != nil {
		return nil, say.Errorf("mlp: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("mlp: stopped: %w", err)
	}
	s, err := m.design.samples(v, learn.AllRows(v.Len()))
	if err != nil {
		return nil, say.Errorf("mlp: %w", err)
	}
	out := m.answers(v)
	if err := m.ensemble.predict(ctx, dataOf(s), env, out.Probabilities, nil, nil); err != nil {
		return nil, say.Errorf("mlp: %w", err)
	}
	return out, nil
}
