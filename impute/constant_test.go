package impute

import (
	"context"
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"

	"github.com/google/go-cmp/cmp"
)

// TestConstants fills a table by hand: column 0 has 1, 2, 9; column 1 has 4 and
// 5; column 2 has nothing.
func TestConstants(t *testing.T) {
	gap := math.NaN()
	x := dataset.Matrix{Rows: 4, Cols: 3, Data: []float64{
		1, 4, gap,
		gap, gap, gap,
		9, 5, gap,
		2, gap, gap,
	}}
	for name, fill := range map[string][]float64{"mean": {4, 4.5, 0}, "median": {2, 4.5, 0}, "zero": {0, 0, 0}} {
		v := learntest.ViewOf(t, x, 2, 1)
		imputer := mustMake(t, name, nil)
		if err := imputer.Fit(context.Background(), v, job.Env{}); err != nil {
			t.Fatal(err)
		}
		want := []float64{1, 4, 0, fill[0], fill[1], 0, 9, 5, 0, 2, fill[1], 0}
		if d := cmp.Diff(want, sideBySide(mustTransform(t, imputer, v, job.Env{})).Data); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if said := strings.Join(imputer.(Warner).Warnings(), "\n"); !strings.Contains(said, `"m1"`) {
			t.Errorf("%s: the warnings %q do not name the empty modality", name, said)
		}
	}
}

// TestWarningsAreShort lists a few columns of many.
func TestWarningsAreShort(t *testing.T) {
	l := learn.Layout{Names: []string{"genes"}, Columns: [][]string{{"a", "b", "c", "d", "e", "f", "g", "h"}}, Start: []int{0, 8}}
	got := l.Unobserved(func(j int) bool { return j == 0 })
	want := []string{`no training record has a value in 7 of 8 columns of modality "genes" (b, c, d, e, f, …): nothing can be told of them`}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
