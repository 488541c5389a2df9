package nn

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"
)

func TestTeam(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, size := range []int{1, 2, 5} {
		team := newTeam(size)
		done := make([]atomic.Int64, 7)
		for round := range 3000 {
			pieces := round % (len(done) + 1)
			if err := team.run("counting", pieces, func(_, p int) error { done[p].Add(1); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		team.close()
		for p := range done {
			if want := int64((7 - p) * 3000 / 8); done[p].Load() != want {
				t.Errorf("%d goroutines: piece %d was done %d times, want %d", size, p, done[p].Load(), want)
			}
		}
	}
}

// While one goroutine is held up, the others do everything else.
func TestTeamIsNotHeldUp(t *testing.T) {
	defer goleak.VerifyNone(t)
	team := newTeam(2)
	defer team.close()
	var others atomic.Int64
	freed := make(chan struct{})
	err := team.run("working", 9, func(_, p int) error {
		if p == 1 {
			<-freed
			return nil
		}
		if others.Add(1) == 8 {
			close(freed)
		}
		return nil
	})
	if err != nil || others.Load() != 8 {
		t.Errorf("%d other pieces, error %v", others.Load(), err)
	}
}

// Each goroutine has a worker number of its own.
func TestTeamWorkers(t *testing.T) {
	defer goleak.VerifyNone(t)
	team := newTeam(3)
	defer team.close()
	var at [3]atomic.Int64
	for range 500 {
		err := team.run("working", 20, func(w, _ int) error {
			if at[w].Add(1) > 1 {
				return errors.New("two pieces at once with one worker")
			}
			at[w].Add(-1)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTeamErrors(t *testing.T) {
	defer goleak.VerifyNone(t)
	team := newTeam(3)
	defer team.close()
	broken := errors.New("broken")
	for _, fall := range []bool{false, true} {
		err := team.run("working", 3, func(_, p int) error {
			if fall {
				panic("fell over")
			}
			return broken
		})
		if errors.Is(err, broken) == fall || fall && !strings.Contains(err.Error(), "fell over") {
			t.Errorf("error %v", err)
		}
	}
	if err := team.run("working", 3, func(_, _ int) error { return nil }); err != nil {
		t.Errorf("the next round: %v", err)
	}
}
