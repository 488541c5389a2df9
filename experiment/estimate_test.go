package experiment

import (
	"context"
	"math"
	"sync"
	"testing"
	"time"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/models"
)

// slow is a model that takes so much time for so many training records, by a
// clock of its own.
func slow(takes func(n int) time.Duration, epochs bool) (fake, func() time.Time) {
	var mu sync.Mutex
	now := time.Unix(0, 0)
	f := fake{fit: func(_ context.Context, train, _ dataset.View, env job.Env) error {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(takes(train.Len()))
		if epochs {
			env.Emit(job.Epoch{Epoch: 1, Epochs: 1})
		}
		return nil
	}}
	return f, func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	}
}

// The time of a method that grows by any power, and of one that goes over its
// records in epochs, is foretold; the baselines take none.
func TestEstimate(t *testing.T) {
	d := fixture(t, 1200)
	per := func(power float64) func(int) time.Duration {
		return func(n int) time.Duration { return time.Duration(math.Pow(float64(n), power) * 1e5) }
	}
	for _, c := range []struct {
		name   string
		takes  func(int) time.Duration
		epochs bool
	}{
		{"linear", per(1), false}, {"quadratic", per(2), false}, {"constant", per(0), false}, {"in epochs", per(1), true},
		{"slow from the start", func(n int) time.Duration { return time.Duration(n) * time.Second }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, clock := slow(c.takes, c.epochs)
			r := Runner{methods: withFake("slow", f), Workers: 1, Clock: clock}
			spec := Spec{Methods: []Method{{Name: "slow"}}, Seeds: 2}
			jobs, err := r.catalogue().plan(d, spec, nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := r.Estimate(t.Context(), d, jobs)
			if err != nil {
				t.Fatal(err)
			}
			want := c.takes(len(jobs[0].Split.Train))
			if got.Methods[0].Jobs != 2 || !within(got.Methods[0].Each, want, 0.1) || !within(got.Wall, 2*want, 0.1) {
				t.Errorf("%+v; one job takes %v", got, want)
			}
		})
	}
}

func within(got, want time.Duration, share float64) bool {
	return math.Abs(float64(got-want)) <= share*float64(want)
}

// What is finished tells most, and needs no trial; two workers take half the
// time.
func TestEstimateByFinishedJobs(t *testing.T) {
	d := fixture(t, 300)
	tries := 0
	f, clock := slow(func(int) time.Duration { tries++; return 10 * time.Second }, false)
	r := Runner{methods: withFake("slow", f), Store: NewMemory(), Workers: 1, Clock: clock}
	one := Spec{Methods: []Method{{Name: "slow"}}, Seeds: 1}
	compare(t, r, d, one)
	tries = 0
	more := one
	more.Seeds = 5
	jobs, err := r.catalogue().plan(d, more, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Workers = 2
	got, err := r.Estimate(t.Context(), d, jobs)
	if err != nil || tries > 0 {
		t.Fatal(tries, err)
	}
	if f := got.Methods[0]; !f.Known || f.Jobs != 4 || f.Each != 10*time.Second || got.Wall != 20*time.Second {
		t.Errorf("%+v", got)
	}
}

// A trial sees every class, and none of its records twice.
func TestTrialsHaveEveryClass(t *testing.T) {
	d := fixture(t, 200)
	seen := map[int]bool{}
	f := fake{fit: func(_ context.Context, train, validation dataset.View, _ job.Env) error {
		for i := range train.Len() {
			seen[train.Label(i)] = true
		}
		return nil
	}, predict: func(_ context.Context, v dataset.View, _ job.Env) (*models.Prediction, error) {
		return guess(v, 0), nil
	}}
	r := Runner{methods: withFake("fake", f), Clock: leaping()}
	jobs, err := r.catalogue().plan(d, Spec{Methods: []Method{{Name: "fake"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	j := partOf(d, only(t, jobs, "fake"), firstTrial)
	if _, err := r.RunJob(t.Context(), d, j, nil); err != nil || len(seen) != len(d.Classes) {
		t.Errorf("classes %v, %v", seen, err)
	}
	if n := len(j.Split.Development()); n < 15 || n > 25 {
		t.Errorf("%d of %d development records", n, len(jobs[0].Split.Development()))
	}
}
