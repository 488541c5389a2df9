package models_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/models"
)

// shelf is a keeper in memory for which it is always time.
type shelf struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (s *shelf) Kept(name string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[name], nil
}

func (s *shelf) Due(string, bool) bool { return true }

func (s *shelf) Keep(name string, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[name] = data
	return nil
}

func must[T any](x T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

// interrupted fits a model until it has reported so many events, -1 for all of
// them, and returns what it predicts and what it has reported.
func interrupted(t *testing.T, name string, keeper job.Keeper, workers, events int) ([]float64, []job.Event, error) {
	t.Helper()
	info := must(models.Lookup(name))(t)
	set := map[string]string{"epochs": "6", "patience": "0", "members": "3"}
	if name == "dedicated" {
		set = map[string]string{"classifier": "mlp"}
	}
	model := must(info.Make(set))(t)
	train, test := halves(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var told []job.Event
	env := job.Env{Seed: rng.New(3), Workers: workers, Keeper: keeper, Report: func(ev job.Event) {
		if told = append(told, ev); len(told) == events {
			cancel()
		}
	}}
	if err := model.Fit(ctx, train, test, env); err != nil {
		return nil, told, err
	}
	p := must(model.Predict(t.Context(), test, env))(t)
	return p.Probabilities.Data, told, nil
}

// halves are twelve records to learn from and as many to be asked about.
func halves(t *testing.T) (train, test dataset.View) {
	t.Helper()
	const n = 24
	d := dataset.Dataset{Name: "pair", Classes: []string{"0", "1"}}
	numbers, r := dataset.NewMatrix(n, 2), rng.New(8).Rand()
	rows := make([][]int, 2)
	for i := range n {
		d.IDs, d.Labels = append(d.IDs, string(rune('a'+i))), append(d.Labels, i/2%2)
		numbers.Set(i, 0, r.NormFloat64()+float64(i/2%2))
		numbers.Set(i, 1, r.NormFloat64())
		rows[i%2] = append(rows[i%2], i)
	}
	d.Blocks = []dataset.Block{{
		Modality: dataset.Modality{Name: "t", Kind: dataset.Table, Columns: []string{"x", "y"}},
		Numbers:  numbers, Causes: make([]dataset.Cause, n),
	}}
	all := must(dataset.New(d))(t).All()
	return all.Select(rows[0]), all.Select(rows[1])
}

// However often a training is stopped, and with however many workers it goes
// on, its predictions and its curves are those of one that never was.
func TestInterruptions(t *testing.T) {
	for _, name := range []string{"attention", "mlp"} {
		want, events, err := interrupted(t, name, nil, 1, -1)
		if err != nil {
			t.Fatal(err)
		}
		for _, workers := range []int{1, 2} {
			keeper := &shelf{kept: map[string][]byte{}}
			for _, stop := range []int{1, 4, 5, 9, 14} {
				_, told, err := interrupted(t, name, keeper, workers, stop)
				// With two workers, one goes on until it sees that it is to stop,
				// and may have kept all that a later stop would interrupt.
				if !errors.Is(err, context.Canceled) && (err != nil || workers == 1) {
					t.Fatalf("%s stopped after %d epochs: %v", name, stop, err)
				}
				if diff := cmp.Diff(events[:len(told)], told, cmpopts.EquateNaNs()); diff != "" {
					t.Errorf("%s stopped after %d epochs: %s", name, stop, diff)
				}
			}
			got, told, err := interrupted(t, name, keeper, 3-workers, -1)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %d workers: other predictions: %s", name, workers, diff)
			}
			if diff := cmp.Diff(events, told, cmpopts.EquateNaNs()); diff != "" {
				t.Errorf("%s, %d workers: other curves: %s", name, workers, diff)
			}
		}
	}
}

// Members that are finished are not trained again: nothing new is kept of them.
func TestFinishedMembersStay(t *testing.T) {
	for _, name := range []string{"attention", "dedicated"} {
		keeper := &shelf{kept: map[string][]byte{}}
		want, _, err := interrupted(t, name, keeper, 2, -1)
		if err != nil || len(keeper.kept) == 0 {
			t.Fatalf("%s: %d pieces kept, %v", name, len(keeper.kept), err)
		}
		before := maps.Clone(keeper.kept)
		got, _, err := interrupted(t, name, keeper, 1, -1)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if !maps.EqualFunc(before, keeper.kept, func(a, b []byte) bool { return bytes.Equal(a, b) && &a[0] == &b[0] }) {
			t.Errorf("%s: a finished training was kept again", name)
		}
	}
}
