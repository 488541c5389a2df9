package experiment

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/experiment/fitted"
	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// shelf is a store in memory that keeps models, too.
type shelf struct {
	*Memory
	models map[string][]byte
}

func newShelf() *shelf { return &shelf{NewMemory(), map[string][]byte{}} }

func (s *shelf) HasModel(id string) bool { return s.Has(id) && s.models[id] != nil }

func (s *shelf) Model(id string) ([]byte, error) {
	if s.models[id] == nil {
		return nil, fmt.Errorf("no model of %s", id)
	}
	return s.models[id], nil
}

func (s *shelf) SaveModel(j Job, run result.Run, model []byte) error {
	s.mu.Lock()
	s.models[j.ID] = model
	s.mu.Unlock()
	return s.Save(j, run)
}

// quick is a comparison of all kinds of method: networks, alone and behind an
// imputer, classifiers and baselines.
func quick(t *testing.T) Spec {
	list, err := Configure(methods("bypass", "attention", "knn+mlp", "mean+logistic", "ice+svm", "gbt", "dedicated"),
		map[string]string{"epochs": "2", "members": "2", "hidden": "8", "width": "8"})
	if err != nil {
		t.Fatal(err)
	}
	return Spec{Methods: list, Mask: MaskSpec{Mechanism: MCAR, Rate: 0.2}, MaskedComplete: true}
}

// A kept method predicts the test records as the run did that fitted it, and so
// does one that is fitted again.
func TestKeptModelsRepeatTheirRuns(t *testing.T) {
	d, store := fixture(t, 60), newShelf()
	study := compare(t, Runner{Store: store, KeepModels: true, Workers: 2}, d, quick(t))
	for i, j := range plan(t, d, quick(t)) {
		kept, err := Kept(store, j)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Runner{}.Refit(context.Background(), d, j, nil)
		if err != nil {
			t.Fatal(err)
		}
		for what, p := range map[string]*fitted.Pipeline{"kept": kept, "fitted again": again} {
			adapted, told, err := p.Adapt(d)
			if err != nil || len(told) > 0 {
				t.Fatal(told, err)
			}
			got, err := p.Predict(context.Background(), adapted.View(j.Split.Test, j.Mask), job.Env{Workers: 2})
			if err != nil {
				t.Fatalf("%s, %s: %v", j.Label, what, err)
			}
			for k, row := range study.Runs[i].Rows[:len(j.Split.Test)] {
				if diff := cmp.Diff(row.Probabilities, got.Probabilities.Row(k)); diff != "" {
					t.Fatalf("%s, %s, record %s: %s", j.Label, what, row.ID, diff)
				}
			}
		}
	}
}

// A run that was finished without its method is done again for it, once.
func TestModelsAreMadeUpFor(t *testing.T) {
	d, store := fixture(t, 60), newShelf()
	compare(t, Runner{Store: store}, d, quick(t))
	for _, want := range []int{9, 0} { // seven methods and two baselines
		done := 0
		_, err := Runner{Store: store, KeepModels: true}.Run(context.Background(), d, quick(t), func(e Event) {
			if e.Started {
				done++
			}
		})
		if err != nil || done != want {
			t.Errorf("%d jobs done, want %d: %v", done, want, err)
		}
	}
}

func TestKeepingNeedsAPlace(t *testing.T) {
	_, err := Runner{KeepModels: true}.Run(context.Background(), fixture(t, 30), quick(t), nil)
	if err == nil || !strings.Contains(err.Error(), "keeps runs only") {
		t.Error(err)
	}
}

func TestKeptRefuses(t *testing.T) {
	d, store := fixture(t, 30), newShelf()
	j := plan(t, d, quick(t))[0]
	store.models[j.ID] = []byte("hello, this is no model")
	if _, err := Kept(store, j); err == nil || !strings.Contains(err.Error(), "no safetensors file") {
		t.Error(err)
	}
}
