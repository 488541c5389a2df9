package impute

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// shelf is a keeper in memory for which it is always time. It counts what it is
// given, and says stop at a number of its own.
type shelf struct {
	data    map[string][]byte
	given   int
	last    int
	stopped context.CancelFunc
}

func (s *shelf) Kept(name string) ([]byte, error) { return s.data[name], nil }
func (s *shelf) Due(string, bool) bool            { return true }
func (s *shelf) Keep(name string, data []byte) error {
	s.data[name] = data
	if s.given++; s.given == s.last {
		s.stopped()
	}
	return nil
}

// goingOn fits a method as far as its keeper lets it, which may be nil.
func goingOn(t *testing.T, method string, set map[string]string, keeper *shelf, workers int) (dataset.Matrix, []job.Event, error) {
	t.Helper()
	_, seen := twins(60)
	v := learntest.ViewOf(t, seen, 3, 4)
	imputer := mustMake(t, method, set)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var told []job.Event
	env := job.Env{Seed: rng.New(1), Workers: workers, Report: func(ev job.Event) { told = append(told, ev) }}
	if keeper != nil {
		keeper.stopped, env.Keeper = cancel, keeper
	}
	if err := imputer.Fit(ctx, v, env); err != nil {
		return dataset.Matrix{}, told, err
	}
	return sideBySide(mustTransform(t, imputer, v, env)), told, nil
}

// TestGAINGoesOn: stopped and gone on, GAIN fills in the same values, and its
// curves, whose points are several epochs, are the same.
func TestGAINGoesOn(t *testing.T) {
	set := map[string]string{"steps": "600", "patience": "600"}
	want, events, err := goingOn(t, "gain", set, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	keeper := &shelf{data: map[string][]byte{}}
	for _, keeper.last = range []int{1, 3, 20, 52} {
		if _, _, err := goingOn(t, "gain", set, keeper, 1+keeper.last%2); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after keeping %d times: %v", keeper.last, err)
		}
	}
	for _, again := range []string{"after a stop", "after the end"} {
		got, told, err := goingOn(t, "gain", set, keeper, 1)
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
