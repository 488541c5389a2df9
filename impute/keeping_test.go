package impute

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// shelf is a keeper in memory for which it is always time.
type shelf map[string][]byte

func (s shelf) Kept(name string) ([]byte, error)    { return s[name], nil }
func (s shelf) Due(string, bool) bool               { return true }
func (s shelf) Keep(name string, data []byte) error { s[name] = data; return nil }

// TestGAINGoesOn: stopped and gone on, GAIN fills in the same values, and its
// curves, whose points are several epochs, are the same.
func TestGAINGoesOn(t *testing.T) {
	_, seen := twins(60)
	v := viewOf(t, seen, 3, 4)
	fit := func(keeper job.Keeper, stop int) (dataset.Matrix, []job.Event, error) {
		imputer := mustMake(t, "gain", map[string]string{"steps": "600", "patience": "600"})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var told []job.Event
		env := job.Env{Seed: rng.New(1), Workers: 1 + stop%2, Keeper: keeper, Report: func(ev job.Event) {
			if told = append(told, ev); len(told) == stop {
				cancel()
			}
		}}
		if err := imputer.Fit(ctx, v, env); err != nil {
			return dataset.Matrix{}, told, err
		}
		return sideBySide(mustTransform(t, imputer, v, env)), told, nil
	}
	want, events, err := fit(nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	keeper := shelf{}
	for _, stop := range []int{1, 2, 35, 90} {
		if _, _, err := fit(keeper, stop); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after %d points: %v", stop, err)
		}
	}
	for _, again := range []string{"after a stop", "after the end"} {
		got, told, err := fit(keeper, 0)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", again, diff)
		}
		if diff := cmp.Diff(events, told, cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s: other curves: %s", again, diff)
		}
	}
}
