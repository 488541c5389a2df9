package experiment

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lacuna/experiment/result"
)

// The shares of a plan are all of it and have nothing in common; of each method
// one has at most one job more than another.
func TestShardsDealOutAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		labels := rapid.SliceOfN(rapid.SampledFrom([]string{"fast", "slow", "slowest"}), 0, 40).Draw(t, "labels")
		n := rapid.IntRange(1, 9).Draw(t, "shares")
		seen, counts := map[int]bool{}, make([]map[string]int, n)
		for i := range n {
			counts[i] = map[string]int{}
			mine := Shard{Index: i, Of: n}.Places(labels)
			if !slices.IsSorted(mine) {
				t.Fatalf("share %d is out of order: %v", i, mine)
			}
			for _, at := range mine {
				if seen[at] {
					t.Fatalf("job %d is in two shares", at)
				}
				seen[at] = true
				counts[i][labels[at]]++
			}
		}
		if len(seen) != len(labels) {
			t.Fatalf("%d of %d jobs are in a share", len(seen), len(labels))
		}
		for _, method := range labels {
			var each []int
			for i := range n {
				each = append(each, counts[i][method])
			}
			if slices.Max(each)-slices.Min(each) > 1 {
				t.Fatalf("%s is dealt out %v", method, each)
			}
		}
	})
	if got := (Shard{}).Places([]string{"b", "a"}); !cmp.Equal(got, []int{0, 1}) {
		t.Errorf("no share: %v, want the whole plan", got)
	}
	for _, s := range []Shard{{Index: 2, Of: 2}, {Index: -1, Of: 2}, {Index: 0, Of: -1}} {
		if s.Check() == nil {
			t.Errorf("%+v is accepted", s)
		}
	}
}

// Without the data an outline finds the runs that the plan finds with them, in
// whatever place they are, and lacks the same jobs.
func TestOutlineFindsTheSameRuns(t *testing.T) {
	d := fixture(t, 60)
	spec := Spec{Methods: methods("mean+logistic", "pattern"), Seeds: 2}
	jobs := plan(t, d, spec)
	store := NewMemory()
	if err := (Runner{Store: store}).RunJobs(t.Context(), d, Shard{Index: 0, Of: 2}.Jobs(jobs), nil); err != nil {
		t.Fatal(err)
	}
	elsewhere := jobs[len(jobs)-1]
	if err := (Runner{Store: store}).RunJobs(t.Context(), d, []Job{elsewhere}, nil); err != nil {
		t.Fatal(err)
	}
	o := OutlineOf(d, jobs)
	store.runs[o.Jobs[len(jobs)-1].Also[0]] = store.runs[elsewhere.ID] // by a machine of another arithmetic
	delete(store.runs, elsewhere.ID)

	want, left := Collect(d, jobs, store)
	got, missing := o.Collect(store)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(missing) != len(left) || len(left) == 0 {
		t.Fatalf("%d missing without the data, %d with them", len(missing), len(left))
	}
	for i, j := range missing {
		if j.ID != left[i].ID || j.Seed != left[i].Seed || j.Label != left[i].Label {
			t.Errorf("missing %+v, want %+v", j, left[i])
		}
	}
}

// Where no further job is to start, those that run are finished, and it is said
// that some are left; where none is, nothing is wrong.
func TestDrain(t *testing.T) {
	d := fixture(t, 60)
	jobs := plan(t, d, Spec{Methods: methods("pattern"), Seeds: 3})
	drain := make(chan struct{})
	var finished []result.Run
	err := Runner{Workers: 1, Drain: drain}.RunJobs(t.Context(), d, jobs, func(ev Event) {
		if ev.Started && len(finished) == 0 {
			close(drain)
		}
		if ev.Finished != nil {
			finished = append(finished, *ev.Finished)
		}
	})
	if !errors.Is(err, ErrDrained) || len(finished) != 1 {
		t.Errorf("%d jobs finished, %v; want the one that had begun", len(finished), err)
	}
	if err := (Runner{Workers: 1, Drain: drain}).RunJobs(t.Context(), d, nil, nil); err != nil {
		t.Errorf("nothing to do: %v", err)
	}
}
