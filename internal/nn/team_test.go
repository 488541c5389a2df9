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
		var sum atomic.Int64
		for range 3000 {
			if err := team.run("adding", func(w int) error { sum.Add(int64(w + 1)); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		team.close()
		if want := int64(3000 * size * (size + 1) / 2); sum.Load() != want {
			t.Errorf("%d goroutines: %d, want %d", size, sum.Load(), want)
		}
	}
}

func TestTeamErrors(t *testing.T) {
	defer goleak.VerifyNone(t)
	team := newTeam(3)
	defer team.close()
	broken := errors.New("broken")
	err := team.run("working", func(w int) error {
		if w == 1 {
			panic("fell over")
		}
		return broken
	})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "fell over") {
		t.Errorf("error %v", err)
	}
	if err := team.run("working", func(int) error { return nil }); err != nil {
		t.Errorf("the next piece of work: %v", err)
	}
}
