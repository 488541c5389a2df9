package metric

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// repeatedRecords is one run of two methods on 60 records of which each is there so
// many times, as records of one subject.
func repeatedRecords(times int, kin bool) result.Study {
	study := result.Study{Methods: []string{"a", "b"}, Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}}
	for m, name := range study.Methods {
		run := result.Run{Method: name, Split: "holdout", Mask: "natural"}
		for i := range 60 * times {
			record := i / times
			row := answer(i, m == 0 && record%5 > 0 || m == 1 && record%3 > 0)
			run.Rows = append(run.Rows, row)
		}
		study.Runs = append(study.Runs, run)
	}
	if kin {
		study.Kin, study.Alike = make(dataset.Kin, 60*times), "share their patient"
		for i := range study.Kin {
			study.Kin[i] = i / times * times
		}
	}
	return study
}

// Records that are there four times over tell no more than once: the variance
// over clusters is that of 60 records, computed by its definition.
func TestClustersCountOnce(t *testing.T) {
	study := repeatedRecords(4, true)
	x := newIndex(study)
	var differences []float64
	for record := range 60 {
		differences = append(differences, float64(bit(record%5 > 0)-bit(record%3 > 0)))
	}
	_, sample := x.pair(x.answers(study.RunsOf("a"), allRecords), x.answers(study.RunsOf("b"), allRecords))
	of := x.spreadOf(sample)
	if want := stat.StdErr(stat.StdDev(differences, nil), 60); math.Abs(of.se-want) > 1e-12 || of.clusters != 60 {
		t.Errorf("standard error %g over %g clusters, want %g over 60", of.se, of.clusters, want)
	}
	pair := AllPairs(study, ByMissing(study)[:1])[0]
	once := AllPairs(repeatedRecords(1, false), ByMissing(study)[:1])[0]
	if loose := AllPairs(repeatedRecords(4, false), ByMissing(study)[:1])[0]; !(loose.P < 0.5*once.P) {
		t.Fatalf("p %g of 240 records and %g of 60: there is nothing to correct", loose.P, once.P)
	}
	if ratio := pair.P / once.P; ratio < 0.5 || ratio > 1.5 {
		t.Errorf("p %g over clusters, %g of one record each", pair.P, once.P)
	}
	if !strings.Contains(pair.Test, "60 groups (records that share their patient") {
		t.Errorf("the test is called %q", pair.Test)
	}
}

// So do intervals of scores and of other metrics, and the words say over what.
func TestIntervalsOverClusters(t *testing.T) {
	clustered, once := repeatedRecords(4, true), repeatedRecords(1, false)
	strata := ByMissing(clustered)[:1]
	a, b := Stratify(clustered, strata), Stratify(once, strata)
	width := func(i Interval) float64 { return i.High - i.Low }
	if w, want := width(a.Scores[0][0].CI95), width(b.Scores[0][0].CI95); math.Abs(w/want-1) > 0.1 {
		t.Errorf("an interval of width %g over clusters, %g of one record each", w, want)
	}
	if want := "over 60 groups (records that share their patient"; !strings.Contains(a.Intervals, want) || strings.Contains(b.Intervals, "group") {
		t.Errorf("the intervals are called %q and %q", a.Intervals, b.Intervals)
	}
	f1, err := MeasureNamed("macro_f1")
	if err != nil {
		t.Fatal(err)
	}
	if w, want := width(MeasureOf(clustered, "b", strata[0], f1).CI95), width(MeasureOf(once, "b", strata[0], f1).CI95); math.Abs(w/want-1) > 0.15 {
		t.Errorf("macro-F1: an interval of width %g over clusters, %g of one record each", w, want)
	}
	if words := a.IntervalWords(f1); !strings.Contains(words, "draws of 60 groups") {
		t.Errorf("intervals of macro-F1 are called %q", words)
	}
	if words := Verdict(clustered); !strings.Contains(words, "240 test records (counted as 60, because some share their patient)") {
		t.Errorf("the verdict: %s", words)
	}
}
