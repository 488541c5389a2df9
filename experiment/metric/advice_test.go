package metric

import (
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// advised is one run on 40 complete records, shown whole and without audio, of
// which 10 turn right with it and 2 wrong; and a record that lacks audio.
func advised() result.Study {
	study := result.Study{
		Modalities: []string{"image", "audio", "text"}, Classes: []string{"no", "yes"}, Methods: []string{"m"},
		Runs: []result.Run{{Method: "m", Split: "holdout"}},
	}
	run := &study.Runs[0]
	add := func(record int, series result.Series, pattern string, right bool) {
		row := binary(record, record%2, 0.2+0.6*float64(bit(record%2 == 1 == right)))
		row.Series, row.Pattern = series, dataset.Pattern(pattern)
		run.Rows = append(run.Rows, row)
	}
	for i := range 40 {
		add(i, result.Observed, "111", i >= 2)
		add(i, result.MaskedComplete, "101", i < 2 || i >= 12)
	}
	add(100, result.Observed, "101", true)
	add(101, result.Observed, "001", true)
	return study
}

// By hand: 10 turn right and 2 wrong of 40, so that accuracy rises by 8/40. A
// right answer has .8 for its class and a wrong one .2: the probability of the
// true class rises by .6·8/40 and log-loss falls by log(4)·8/40. Of the classes
// that are predicted, each has 20 records.
func TestAdviceKnown(t *testing.T) {
	list, err := Advise(advised(), "m")
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 3 {
		t.Fatalf("%+v", list)
	}
	a := list[0]
	if a.Record != 100 || a.Modality != "audio" || a.Rank != 1 || a.N < leastAdvised {
		t.Errorf("%+v", a)
	}
	any := changesBySteps(advised(), advised().Runs)[step{"101", "111", -1}]
	if n := any.n; n != 40 || any.gained != 10 || any.lost != 2 || !near(any.rightness/n, 0.6*8/40) || !near(any.logLoss/n, math.Log(4)*8/40) {
		t.Errorf("%+v", any)
	}
	for _, b := range list[1:] { // "001" was shown to nobody
		if b.Record != 101 || b.Rank != 0 || b.Reason == "" || !math.IsNaN(b.CI95.Low) {
			t.Errorf("%+v", b)
		}
	}
}

func TestAdviceRefuses(t *testing.T) {
	study := simulated(1, 1, 100, 0.8)
	if _, err := Advise(study, "method0"); err == nil || !strings.Contains(err.Error(), "--masked-complete") {
		t.Errorf("%v", err)
	}
	if _, err := Advise(study, "nobody"); err == nil {
		t.Error("an unknown method has no error")
	}
	few := advised()
	few.Runs[0].Rows = append(few.Runs[0].Rows[:20:20], few.Runs[0].Rows[80:]...)
	list, err := Advise(few, "m")
	if err != nil || list[0].Rank != 0 || !strings.Contains(list[0].Reason, "fewer than 20") {
		t.Errorf("%+v, %v", list, err)
	}
}
