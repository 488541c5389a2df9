package metric

import (
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// masked is a study of one method on 200 complete records, of which lose turn
// wrong and gain turn right when the second modality is hidden.
func masked(lose, gain int) result.Study {
	study := result.Study{
		Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}, Methods: []string{"m"},
		Runs: []result.Run{{Method: "m", Split: "holdout"}},
	}
	run := &study.Runs[0]
	for i := range 200 {
		whole, hidden := answer(i, i >= gain), answer(i, i < gain || i >= gain+lose)
		hidden.Series, hidden.Pattern = result.MaskedComplete, "10"
		run.Rows = append(run.Rows, whole, hidden)
	}
	return study
}

// Of 200 records 16 are right with audio only and 6 without it only: 5 points,
// and McNemar's exact test, 2*binom.cdf(6, 22, .5) of scipy 1.14, is .0524788.
func TestCostIsPaired(t *testing.T) {
	costs := Costs(masked(16, 6), "m")
	if len(costs) != 1 {
		t.Fatalf("%d costs, want that of audio: %+v", len(costs), costs)
	}
	c := costs[0]
	if c.Lost[0] != "audio" || c.N != 200 || !near(c.Difference, 0.05) || math.Abs(c.P-0.0524787902832) > 1e-9 {
		t.Errorf("%+v; want audio, 200 records, 0.05 and p = 0.0525", c)
	}
}

// Where a mask has left few records complete, the costs are those of all complete
// records, shown whole and masked, and not of the few.
func TestCostsHaveOneBase(t *testing.T) {
	study := masked(16, 6)
	run := &study.Runs[0]
	for i := range run.Rows {
		if row := run.Rows[i]; row.Series == result.Observed {
			row.Series = result.MaskedComplete
			run.Rows = append(run.Rows, row)
			if row.Record >= 20 {
				run.Rows[i].Pattern = "10" // hidden by the study's mask
			}
		}
	}
	costs := Costs(study, "m")
	if len(costs) != 1 || costs[0].N != 200 || !near(costs[0].Difference, 0.05) {
		t.Errorf("%+v; want that of audio, 0.05 on 200 records", costs)
	}
}

func TestCostIsTheVerdictsWord(t *testing.T) {
	for _, c := range []struct {
		lose, gain int
		says       string
		hurts      bool
	}{
		{40, 6, "on the same 200 complete test records: audio 17.0 points", false},
		{6, 40, "audio −17.0 points", true},
		{8, 6, "audio 1.0 points", false},
	} {
		got := Verdict(masked(c.lose, c.gain))
		if !strings.Contains(got, c.says) || strings.Contains(got, "other records") {
			t.Errorf("%q does not say %q", got, c.says)
		}
		if hurts := strings.Contains(got, "Adding audio hurts"); hurts != c.hurts {
			t.Errorf("lost %d, gained %d: %q", c.lose, c.gain, got)
		}
	}
}

// The value of a modality beside others is a step of one between patterns, and
// what several cost together is one from complete.
func TestCostSteps(t *testing.T) {
	shown := map[string]bool{}
	study := threeModal()
	for i, p := range []dataset.Pattern{"011", "010", "100"} {
		row := answer(1, i > 0)
		row.Series, row.Pattern = result.MaskedComplete, p
		study.Runs[0].Rows = append(study.Runs[0].Rows, row)
	}
	for _, c := range Costs(study, "m") {
		shown[string(c.From)+">"+string(c.To)] = true
	}
	for _, want := range []string{"111>110", "111>011", "111>010", "111>100", "110>100", "110>010", "011>010"} {
		if !shown[want] {
			t.Errorf("%s is missing of %v", want, shown)
		}
		delete(shown, want)
	}
	if len(shown) > 0 {
		t.Errorf("there are further steps: %v", shown)
	}
}
