package imputetest

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/saved"
)

// broken is the mean with one thing done wrong.
type broken struct {
	impute.Imputer
	fit       func(b *broken, ctx context.Context, train dataset.View, e job.Env) error
	transform func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*dataset.Filled, error)
	restore   func(b *broken, state saved.Node) error
	shift     float64
}

func (b *broken) Restore(state saved.Node) error {
	if b.restore != nil {
		return b.restore(b, state)
	}
	return b.Imputer.Restore(state)
}

func (b *broken) Fit(ctx context.Context, train dataset.View, e job.Env) error {
	if b.fit != nil {
		return b.fit(b, ctx, train, e)
	}
	return b.Imputer.Fit(ctx, train, e)
}

func (b *broken) Transform(ctx context.Context, v dataset.View, e job.Env) (*dataset.Filled, error) {
	if b.transform != nil {
		return b.transform(b, ctx, v, e)
	}
	return b.Imputer.Transform(ctx, v, e)
}

// Warnings passes on those of the mean.
func (b *broken) Warnings() []string { return b.Imputer.(impute.Warner).Warnings() }

// changed applies change to every cell of the mean's filling.
func (b *broken) changed(ctx context.Context, v dataset.View, e job.Env, change func(i int, x float64, observed bool) float64) (*dataset.Filled, error) {
	f, err := b.Imputer.Transform(ctx, v, e)
	if err != nil {
		return nil, err
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = f.Values(m).Clone()
		for i := range values[m].Rows {
			for j, x := range values[m].Row(i) {
				values[m].Set(i, j, change(i, x, !f.Estimated(i, m, j)))
			}
		}
	}
	return dataset.NewFilled(v, values)
}

// shifted adds to the filled cells what by says.
func shifted(by func(b *broken, v dataset.View, i int, e job.Env) float64) *broken {
	return &broken{transform: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*dataset.Filled, error) {
		return b.changed(ctx, v, e, func(i int, x float64, observed bool) float64 {
			if observed {
				return x
			}
			return x + by(b, v, i, e)
		})
	}}
}

// failures has for each law an imputer that breaks it.
var failures = map[string]func() *broken{
	"observed": func() *broken { return touched },
	"identity": func() *broken { return touched },
	"finite": func() *broken {
		return shifted(func(*broken, dataset.View, int, job.Env) float64 { return math.Inf(1) })
	},
	"order": func() *broken {
		return &broken{transform: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*dataset.Filled, error) {
			rows := make([]int, v.Len())
			for i := range rows {
				rows[i] = v.Len() - 1 - i
			}
			return b.Imputer.Transform(ctx, v.Select(rows), e)
		}}
	},
	"input": func() *broken {
		return &broken{fit: func(b *broken, ctx context.Context, train dataset.View, e job.Env) error {
			if row := train.Row(0, 0); len(row) > 0 {
				row[0]++
			}
			return b.Imputer.Fit(ctx, train, e)
		}}
	},
	"seed": func() *broken {
		calls++
		here := float64(calls)
		return shifted(func(*broken, dataset.View, int, job.Env) float64 { return here })
	},
	"workers": func() *broken {
		return shifted(func(_ *broken, _ dataset.View, _ int, e job.Env) float64 { return float64(e.Workers) })
	},
	"permutation": func() *broken {
		b := shifted(func(b *broken, _ dataset.View, _ int, _ job.Env) float64 { return b.shift })
		b.fit = func(b *broken, ctx context.Context, train dataset.View, e job.Env) error {
			b.shift = float64(train.Record(0))
			return b.Imputer.Fit(ctx, train, e)
		}
		return b
	},
	"independence": func() *broken {
		return shifted(func(_ *broken, _ dataset.View, i int, _ job.Env) float64 { return float64(i) })
	},
	"refit": func() *broken {
		b := shifted(func(b *broken, _ dataset.View, _ int, _ job.Env) float64 { return b.shift })
		b.fit = func(b *broken, ctx context.Context, train dataset.View, e job.Env) error {
			b.shift++
			return b.Imputer.Fit(ctx, train, e)
		}
		return b
	},
	"unfitted": func() *broken {
		return &broken{transform: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*dataset.Filled, error) {
			f, err := b.Imputer.Transform(ctx, v, e)
			if err != nil {
				err = errors.New("something went wrong")
			}
			return f, err
		}}
	},
	"columns": func() *broken {
		return &broken{transform: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*dataset.Filled, error) {
			if err := b.Imputer.Fit(ctx, v, e); err != nil {
				return nil, err
			}
			return b.Imputer.Transform(ctx, v, e)
		}}
	},
	"warning": func() *broken {
		return &broken{fit: func(b *broken, ctx context.Context, train dataset.View, e job.Env) error {
			if err := b.Imputer.Fit(ctx, train, e); err != nil {
				return err
			}
			b.Imputer = silent{b.Imputer}
			return nil
		}}
	},
	"saved": func() *broken {
		b := shifted(func(b *broken, _ dataset.View, _ int, _ job.Env) float64 { return b.shift })
		b.restore = func(b *broken, state saved.Node) error {
			b.shift++
			return b.Imputer.Restore(state)
		}
		return b
	},
	"damaged": func() *broken {
		return &broken{restore: func(b *broken, state saved.Node) error {
			if err := b.Imputer.Restore(state); err != nil {
				panic(err)
			}
			return nil
		}}
	},
	"cancel": func() *broken {
		return &broken{fit: func(b *broken, _ context.Context, train dataset.View, e job.Env) error {
			return b.Imputer.Fit(context.Background(), train, e)
		}}
	},
}

var calls int

var touched = &broken{transform: func(b *broken, ctx context.Context, v dataset.View, e job.Env) (*dataset.Filled, error) {
	return b.changed(ctx, v, e, func(_ int, x float64, _ bool) float64 { return x + 1 })
}}

// silent warns of nothing.
type silent struct{ impute.Imputer }

func (silent) Warnings() []string { return nil }

func subject(make func() *broken) Subject {
	return Subject{Name: "broken", New: func() (impute.Imputer, error) {
		info, err := impute.Lookup("mean")
		if err != nil {
			return nil, err
		}
		b := *make()
		b.Imputer, err = info.Make(nil)
		return &b, err
	}}
}

// TestEveryLawCanFail holds each law against an imputer that breaks it.
func TestEveryLawCanFail(t *testing.T) {
	for _, l := range Laws() {
		fault, ok := failures[l.Name]
		if !ok {
			t.Errorf("no imputer breaks the law %s", l.Name)
			continue
		}
		if err := l.Check(subject(fault)); err == nil {
			t.Errorf("%s: an imputer that breaks the law passes: %s", l.Name, l.Says)
		} else if !strings.Contains(err.Error(), ": ") {
			t.Errorf("%s: the error does not say where: %v", l.Name, err)
		}
	}
}

// TestCancelCountsEvents holds the law of cancelling against an imputer that
// notices too late, and one that leaves a goroutine behind.
func TestCancelCountsEvents(t *testing.T) {
	late := func() *broken {
		return &broken{fit: func(b *broken, ctx context.Context, train dataset.View, e job.Env) error {
			if err := b.Imputer.Fit(ctx, train, job.Env{}); err != nil {
				return err
			}
			for i := range 100 {
				e.Emit(job.Progress{Done: i, Total: 100})
			}
			return ctx.Err()
		}}
	}
	if err := law(t, "cancel").Check(subject(late)); err == nil || !strings.Contains(err.Error(), "events after") {
		t.Errorf("an imputer that works on passes: %v", err)
	}
	end := make(chan struct{})
	defer close(end)
	leaking := func() *broken {
		return &broken{fit: func(b *broken, ctx context.Context, train dataset.View, e job.Env) error {
			go func() { <-end }()
			return b.Imputer.Fit(ctx, train, e)
		}}
	}
	if err := law(t, "cancel").Check(subject(leaking)); err == nil || !strings.Contains(err.Error(), "goroutine") {
		t.Errorf("an imputer that leaves goroutines behind passes: %v", err)
	}
}

func law(t *testing.T, name string) Law {
	t.Helper()
	for _, l := range Laws() {
		if l.Name == name {
			return l
		}
	}
	t.Fatalf("no law %q", name)
	return Law{}
}

// TestScenes makes sure that the scenes hold what their names say.
func TestScenes(t *testing.T) {
	for _, c := range scenes() {
		seen := map[string]int{}
		for m := range c.train.Modalities() {
			for i := range c.train.Len() {
				if c.train.Row(i, m) != nil {
					seen[c.train.Modality(m).Name]++
				}
			}
		}
		switch c.name {
		case "a modality is absent in training", "a modality is absent":
			if seen["image"] != 0 {
				t.Errorf("%s: %d training rows have it", c.name, seen["image"])
			}
		case "a modality is rare":
			if seen["image"] != 1 {
				t.Errorf("%s: %d training rows have it", c.name, seen["image"])
			}
		case "nothing missing":
			if !c.test.Complete() {
				t.Errorf("%s: something is", c.name)
			}
		}
	}
}
