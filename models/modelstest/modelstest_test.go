package modelstest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/saved"
	"lacuna/models"
)

// broken is late fusion with one thing done wrong.
type broken struct {
	models.Model
	fit     func(b *broken, ctx context.Context, train, validation dataset.View, e job.Env) error
	predict func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*models.Prediction, error)
	restore func(b *broken, state saved.Node) error
	seen    int // rows seen by all fits
	shift   float64
}

func (b *broken) Restore(state saved.Node) error {
	if b.restore != nil {
		return b.restore(b, state)
	}
	return b.Model.Restore(state)
}

func (b *broken) Fit(ctx context.Context, train, validation dataset.View, e job.Env) error {
	b.seen += train.Len()
	if b.fit != nil {
		return b.fit(b, ctx, train, validation, e)
	}
	return b.Model.Fit(ctx, train, validation, e)
}

func (b *broken) Predict(ctx context.Context, v dataset.View, e job.Env) (*models.Prediction, error) {
	if b.predict != nil {
		return b.predict(b, ctx, v, e)
	}
	return b.Model.Predict(ctx, v, e)
}

// tilted moves a part of each record's probability, never all, from the first
// class to the last.
func tilted(by func(b *broken, v dataset.View, i int, e job.Env) float64) *broken {
	return &broken{predict: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*models.Prediction, error) {
		p, err := b.Model.Predict(ctx, v, e)
		if err != nil {
			return nil, err
		}
		for i := range v.Len() {
			row := p.Probabilities.Row(i)
			moved := row[0] * by(b, v, i, e)
			row[0] -= moved
			row[len(row)-1] += moved
		}
		return p, nil
	}}
}

// drawn counts the models of the test below, so that two differ with one seed.
var drawn float64

// failures has for each law a model that breaks it.
var failures = map[string]func() *broken{
	"shape": func() *broken {
		return &broken{predict: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*models.Prediction, error) {
			p, err := b.Model.Predict(ctx, v, e)
			if err == nil && v.Len() > 0 {
				p.Probabilities = pickRows(p.Probabilities, make([]int, v.Len()-1))
			}
			return p, err
		}}
	},
	"probabilities": func() *broken {
		return &broken{predict: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*models.Prediction, error) {
			p, err := b.Model.Predict(ctx, v, e)
			if err == nil && v.Len() > 0 {
				p.Probabilities.Data[0] *= 1.01
			}
			return p, err
		}}
	},
	"attention": func() *broken {
		return &broken{predict: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*models.Prediction, error) {
			p, err := b.Model.Predict(ctx, v, e)
			if err == nil {
				p.Attention = dataset.NewMatrix(v.Len(), v.Modalities())
				for i := range v.Len() {
					p.Attention.Set(i, 1, 1)
				}
			}
			return p, err
		}}
	},
	"input": func() *broken {
		return &broken{fit: func(b *broken, ctx context.Context, train, validation dataset.View, e job.Env) error {
			err := b.Model.Fit(ctx, train, validation, e)
			for i := range train.Len() {
				for j := range train.Row(i, 0) {
					train.Row(i, 0)[j]++
				}
			}
			return err
		}}
	},
	"seed": func() *broken {
		drawn++
		own := drawn
		return tilted(func(*broken, dataset.View, int, job.Env) float64 { return 1 / (1 + own) })
	},
	"workers": func() *broken {
		return tilted(func(_ *broken, _ dataset.View, _ int, e job.Env) float64 { return 1 / float64(e.Threads()) })
	},
	"independence": func() *broken {
		return tilted(func(_ *broken, v dataset.View, _ int, _ job.Env) float64 { return 1 / float64(v.Len()) })
	},
	"refit": func() *broken {
		return tilted(func(b *broken, _ dataset.View, _ int, _ job.Env) float64 { return 1 / float64(1+b.seen) })
	},
	"unfitted": func() *broken {
		return &broken{predict: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*models.Prediction, error) {
			if b.seen == 0 {
				return nil, errors.New("not yet")
			}
			return b.Model.Predict(ctx, v, e)
		}}
	},
	"columns": func() *broken {
		return &broken{predict: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*models.Prediction, error) {
			p, err := b.Model.Predict(ctx, v, e)
			if err == nil || errors.Is(err, models.ErrNotFitted) || errors.Is(err, context.Canceled) {
				return p, err
			}
			return &models.Prediction{Probabilities: dataset.NewMatrix(v.Len(), classes)}, nil
		}}
	},
	"labels": func() *broken {
		return &broken{fit: func(b *broken, ctx context.Context, train, validation dataset.View, e job.Env) error {
			if err := b.Model.Fit(ctx, train, validation, e); ctx.Err() != nil {
				return err
			}
			return nil
		}}
	},
	"filled": func() *broken { return &broken{} },
	"saved": func() *broken {
		b := tilted(func(b *broken, _ dataset.View, _ int, _ job.Env) float64 { return b.shift })
		b.restore = func(b *broken, state saved.Node) error {
			b.shift = 0.5
			return b.Model.Restore(state)
		}
		return b
	},
	"damaged": func() *broken {
		return &broken{restore: func(b *broken, state saved.Node) error {
			if err := b.Model.Restore(state); err != nil {
				panic(err)
			}
			return nil
		}}
	},
	"learning": func() *broken {
		return &broken{predict: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*models.Prediction, error) {
			p, err := b.Model.Predict(ctx, v, e)
			if err == nil && v.Len() > 0 {
				p.Probabilities = pickRows(p.Probabilities, make([]int, v.Len()))
			}
			return p, err
		}}
	},
	"cancel": func() *broken {
		return &broken{fit: func(b *broken, ctx context.Context, train, validation dataset.View, e job.Env) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return b.Model.Fit(context.WithoutCancel(ctx), train, validation, e)
		}}
	},
}

// subject returns a broken model as a subject. For "filled" it is late fusion
// itself, which takes gaps, in the place of a classifier.
func subject(name string, make func() *broken) Subject {
	s := Subject{Name: "broken/" + name, Filled: name == "filled", New: func() (models.Model, error) {
		info, err := models.Lookup("late-fusion")
		if err != nil {
			return nil, err
		}
		b := make()
		b.Model, err = info.Make(nil)
		return b, err
	}}
	return s
}

func TestEveryLawCanBeBroken(t *testing.T) {
	for _, l := range Laws() {
		t.Run(l.Name, func(t *testing.T) {
			wrong, ok := failures[l.Name]
			if !ok {
				t.Fatal("no model breaks this law: who says that it can fail?")
			}
			if err := l.Check(subject(l.Name, wrong)); err == nil {
				t.Errorf("a model that breaks the law passed it: %s", l.Says)
			}
		})
	}
}

// A model that always says the same, however well-formed, is found out.
func TestMajorityLearnsNothing(t *testing.T) {
	info, err := models.Lookup("majority")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range Laws() {
		err := l.Check(Of(info, nil))
		if broken := err != nil; broken != (l.Name == "learning") {
			t.Errorf("law %s: %v", l.Name, err)
		}
	}
}

// A goroutine that stays behind is found.
func TestLeakIsFound(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	s := subject("leak", func() *broken {
		return &broken{fit: func(b *broken, ctx context.Context, train, validation dataset.View, e job.Env) error {
			go func() { <-release }()
			return b.Model.Fit(ctx, train, validation, e)
		}}
	})
	for _, l := range Laws() {
		if l.Name != "cancel" {
			continue
		}
		if err := l.Check(s); err == nil || !strings.Contains(err.Error(), "goroutine") {
			t.Errorf("a goroutine that stays passed: %v", err)
		}
	}
}
