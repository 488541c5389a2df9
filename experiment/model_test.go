package experiment

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/experiment/result"
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

// quick is a comparison of networks, alone and behind an imputer, and of a
// classifier that cannot be kept.
func quick(t *testing.T) Spec {
	list, err := Configure(methods("bypass", "attention", "knn+mlp", "mean+logistic"),
		map[string]string{"epochs": "2", "members": "2", "hidden": "8", "width": "8"})
	if err != nil {
		t.Fatal(err)
	}
	return Spec{Methods: list, Mask: MaskSpec{Mechanism: MCAR, Rate: 0.2}, MaskedComplete: true}
}

// A kept model predicts the test records as the run did that trained it.
func TestKeptModelsRepeatTheirRuns(t *testing.T) {
	d, store := fixture(t, 60), newShelf()
	study := compare(t, Runner{Store: store, KeepModels: true, Workers: 2}, d, quick(t))
	kept := 0
	for i, j := range plan(t, d, quick(t)) {
		if !store.HasModel(j.ID) {
			continue
		}
		kept++
		again, err := Runner{}.RunKept(context.Background(), d, j, bytes.NewReader(store.models[j.ID]), nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(study.Runs[i].Rows, again.Rows); diff != "" {
			t.Errorf("%s: %s", j.Label, diff)
		}
	}
	if kept != 3 {
		t.Errorf("%d models are kept, want those of the three networks", kept)
	}
}

// A run that was finished without its model is done again for it, once, and
// one that has none to keep is not.
func TestModelsAreMadeUpFor(t *testing.T) {
	d, store := fixture(t, 60), newShelf()
	compare(t, Runner{Store: store}, d, quick(t))
	for _, want := range []int{3, 0} {
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

func TestRunKeptRefuses(t *testing.T) {
	d := fixture(t, 30)
	_, err := Runner{}.RunKept(context.Background(), d, plan(t, d, quick(t))[0], strings.NewReader("hello, this is no model"), nil)
	if err == nil || !strings.Contains(err.Error(), "no safetensors file") {
		t.Error(err)
	}
}
