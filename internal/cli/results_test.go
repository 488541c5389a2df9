package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/experiment/metric"
)

// A method that lacks runs tells its own n; the others share that of the line.
func TestScoreCellsTellAnotherN(t *testing.T) {
	score := func(correct, n int) metric.Score {
		return metric.Score{N: n, Accuracy: float64(correct) / float64(n), CI95: metric.Wilson(correct, n)}
	}
	got := scoreCells([]metric.Score{{}, score(156, 184), score(400, 452), score(300, 452)}, metric.Accuracy())
	want := []string{"–", "84.8 [78.9 89.3] n=184", "88.5 [85.2 91.1]", "66.4 [61.9 70.6]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNumbered(t *testing.T) {
	for n, want := range map[int]string{0: "0 runs", 1: "1 run", 12: "12 runs"} {
		if got := numbered(n, "run"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
