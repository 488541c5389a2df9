package nn

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// shelf is a keeper in memory for which it is always time.
type shelf struct {
	kept map[string][]byte
	err  error // of keeping
}

func (s *shelf) Kept(name string) ([]byte, error) { return s.kept[name], nil }
func (s *shelf) Due(string, bool) bool            { return true }
func (s *shelf) Keep(name string, data []byte) error {
	if s.err == nil {
		s.kept[name] = data
	}
	return s.err
}

// keeping trains with a keeper up to the end, or to the error that event says.
func keeping(t *testing.T, keeper job.Keeper, event func(job.Event, context.CancelFunc)) (*Network, error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	net, err := New(rng.New(1), fusion)
	if err != nil {
		t.Fatal(err)
	}
	train, validation := fixture(60), fixture(30)
	env := job.Env{Seed: rng.New(4), Keeper: keeper, Report: func(ev job.Event) { event(ev, cancel) }}
	k := net.Keep(env)
	env.Report = k.Report
	return net, k.Fit(ctx, train, &validation, Options{Epochs: 8, Batch: 16, Rate: 0.02, Patience: 3}, env)
}

// Stopped after every single epoch, a training ends as if it had not been, and
// in the end has reported the same.
func TestKeeping(t *testing.T) {
	var events []job.Event
	whole, err := keeping(t, nil, func(ev job.Event, _ context.CancelFunc) { events = append(events, ev) })
	if err != nil {
		t.Fatal(err)
	}
	keeper := &shelf{kept: map[string][]byte{}}
	for stop := 1; ; stop++ {
		var told []job.Event
		net, err := keeping(t, keeper, func(ev job.Event, cancel context.CancelFunc) {
			if told = append(told, ev); len(told) == stop {
				cancel()
			}
		})
		if diff := cmp.Diff(events[:len(told)], told, cmpopts.EquateNaNs()); diff != "" {
			t.Fatalf("stopped %d times: %s", stop, diff)
		}
		if stop < len(events) && !errors.Is(err, context.Canceled) || stop > len(events) && err != nil {
			t.Fatalf("stopped %d times: %v", stop, err)
		}
		if stop > len(events) {
			if !bytes.Equal(weightsOf(t, whole), weightsOf(t, net)) {
				t.Error("other parameters")
			}
			return
		}
	}
}

// What cannot be used, or cannot be kept, is told, and changes no number.
func TestKeepingSurvives(t *testing.T) {
	whole, err := keeping(t, nil, func(job.Event, context.CancelFunc) {})
	if err != nil {
		t.Fatal(err)
	}
	full := &shelf{kept: map[string][]byte{}}
	if _, err := keeping(t, full, func(job.Event, context.CancelFunc) {}); err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("%016x", rng.New(4).Uint64())
	good := full.kept[name]
	for _, c := range []struct {
		name, says string
		keeper     *shelf
	}{
		{"no training", "starts anew", &shelf{kept: map[string][]byte{name: []byte("rubbish")}}},
		{"cut off", "starts anew", &shelf{kept: map[string][]byte{name: good[:len(good)/2]}}},
		{"of another seed", "another seed", &shelf{kept: map[string][]byte{name: encoded(t, keptTraining{Seed: 9, Done: true})}}},
		{"of another network", "starts anew", &shelf{kept: map[string][]byte{name: encoded(t, keptTraining{Seed: rng.New(4).Uint64(), Done: true, State: weightsOf(t, small(t, 1))})}}},
		{"a full disk", "cannot be kept: disk full", &shelf{err: errors.New("disk full")}},
	} {
		var notes []string
		net, err := keeping(t, c.keeper, func(ev job.Event, _ context.CancelFunc) {
			if n, ok := ev.(job.Note); ok {
				notes = append(notes, n.Text)
			}
		})
		if err != nil || len(notes) != 1 || !strings.Contains(notes[0], c.says) {
			t.Errorf("%s: %v, notes %q, want one that says %q", c.name, err, notes, c.says)
		}
		if !bytes.Equal(weightsOf(t, whole), weightsOf(t, net)) {
			t.Errorf("%s: other parameters", c.name)
		}
	}
}

func encoded(t *testing.T, k keptTraining) []byte {
	t.Helper()
	data, err := k.encode()
	if err != nil {
		t.Fatal(err)
	}
	return data
}
