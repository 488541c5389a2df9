package experiment

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// partials is a store in memory that keeps half-done work. It says stop when it
// was given so many pieces.
type partials struct {
	*Memory
	mu     sync.Mutex
	pieces map[string][]byte
	given  int
	last   int
	stop   func()
	broken error // of what is read
}

func newPartials() *partials { return &partials{Memory: NewMemory(), pieces: map[string][]byte{}} }

func (p *partials) Partial(id, name string) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken != nil {
		return nil, p.broken
	}
	return p.pieces[id+" "+name], nil
}

func (p *partials) SavePartial(id, name string, data []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pieces[id+" "+name] = data
	if p.given++; p.given == p.last {
		p.stop()
	}
	return nil
}

// leaping is a clock that goes on by a minute whenever it is looked at: for a
// keeper it is always time.
func leaping() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Minute)
		return now
	}
}

// upTo runs a comparison until so many pieces of half-done work were kept.
func upTo(t *testing.T, store *partials, spec Spec, workers, pieces int) (result.Study, []job.Note, error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	store.given, store.last, store.stop = 0, pieces, cancel
	var notes []job.Note
	study, err := Runner{Store: store, Workers: workers, Clock: leaping()}.Run(ctx, fixture(t, 60), spec, func(ev Event) {
		if n, ok := ev.Inner.(job.Note); ok {
			notes = append(notes, n)
		}
	})
	return study, notes, err
}

var trained = Spec{Methods: []Method{
	{"attention", map[string]string{"epochs": "4", "members": "2"}},
	{"gain+mlp", map[string]string{"gain.steps": "12", "epochs": "3", "members": "2"}},
	{"dedicated", map[string]string{"classifier": "logistic"}},
}}

// timesAside leaves out the parts of a study that differ between two runs of it.
var timesAside = cmp.Options{cmpopts.EquateNaNs(), cmpopts.IgnoreFields(result.Run{}, "Seconds", "FitSeconds")}

// A comparison that is stopped again and again gives in the end the runs, with
// their curves, of one that never was; so does one whose settings are searched.
func TestInterrupted(t *testing.T) {
	searched := trained
	searched.Search = 3
	for name, spec := range map[string]Spec{"as they are": trained, "searched": searched} {
		want := compare(t, Runner{Workers: 2}, fixture(t, 60), spec)
		for _, workers := range []int{1, 2} {
			store, stops := newPartials(), 0
			study, notes, err := upTo(t, store, spec, workers, 1)
			for pieces := 1; errors.Is(err, context.Canceled) && stops < 500; pieces = pieces%5 + 1 {
				study, notes, err = upTo(t, store, spec, 3-workers, pieces)
				stops++
			}
			if err != nil || len(notes) > 0 || stops < 5 {
				t.Fatalf("%s: %v after %d stops, notes %q", name, err, stops, notes)
			}
			if diff := cmp.Diff(want, study, timesAside); diff != "" {
				t.Errorf("%s, %d workers: %s", name, workers, diff)
			}
		}
	}
}

// Half-done work that cannot be read is told and done again.
func TestBrokenPartials(t *testing.T) {
	want := compare(t, Runner{}, fixture(t, 60), trained)
	store := newPartials()
	if _, _, err := upTo(t, store, trained, 1, 3); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	store.broken = errors.New("it is damaged")
	study, notes, err := upTo(t, store, trained, 1, 0)
	if err != nil || len(notes) == 0 || !strings.Contains(notes[0].Text, "it is damaged") {
		t.Fatalf("%v, notes %q", err, notes)
	}
	if diff := cmp.Diff(want, study, timesAside); diff != "" {
		t.Error(diff)
	}
}

// clocked is the keeper of a job with a clock that the test sets.
func clocked(store PartialStore, at *time.Duration) *keeper {
	start := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	return Runner{Store: store, Clock: func() time.Time { return start.Add(*at) }}.keeper(Job{ID: "abc"})
}

// Quick work is never kept; of long work, something every 20 seconds and every
// name every 20 seconds, and what is finished at once.
func TestKeeperIsDue(t *testing.T) {
	var at time.Duration
	store := newPartials()
	k := clocked(store, &at)
	due := func(second int, name string, done, want bool) {
		t.Helper()
		at = time.Duration(second) * time.Second
		if got := k.Due(name, done); got != want {
			t.Errorf("second %d: %s, done %v, is due: %v", second, name, done, got)
		}
	}
	keep := func(name string) {
		t.Helper()
		if err := k.Keep(name, []byte(name)); err != nil {
			t.Fatal(err)
		}
	}
	due(19, "first", false, false)
	due(19, "first", true, false)
	due(20, "first", false, true)
	keep("first")
	due(39, "first", false, false)
	due(40, "first", false, true)
	keep("first")
	if _, err := k.Kept("second"); err != nil {
		t.Fatal(err)
	}
	due(59, "second", false, false)
	due(60, "second", false, true)
	due(41, "second", true, true)
	keep("first")
	due(60, "third", false, false)
	due(60, "second", false, true)
	due(61, "third", false, true)
	at = 50 * time.Second
	keep("second")

	at = 0
	k = clocked(store, &at)
	due(1, "second", true, false)
	at = 10 * time.Second
	if data, err := k.Kept("second"); err != nil || string(data) != "second" {
		t.Fatalf("%q, %v", data, err)
	}
	due(11, "third", true, true)
	run := result.Run{Seconds: 15, FitSeconds: 12}
	k.addTo(&run)
	if run.Seconds != 55 || run.FitSeconds != 52 {
		t.Errorf("the job took %v and %v seconds, want 40 more", run.Seconds, run.FitSeconds)
	}
}

// There is no keeper without a clock, nor where the store keeps runs only.
func TestNoKeeper(t *testing.T) {
	for _, r := range []Runner{{Store: newPartials()}, {Store: NewMemory(), Clock: leaping()}} {
		if k := r.keeper(Job{ID: "abc"}); k != nil {
			t.Errorf("%+v has a keeper", r)
		}
	}
}
