package metric

import (
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// TestPool holds Rubin's rules against numbers that were worked out apart, in
// exact fractions from the formulas 3.1.2 to 3.1.10 of Rubin (1987) and those of
// Barnard and Rubin (1999); half widths by bisecting an integral of the density
// of Student's t. The first example has the sizes of a t test on the difference
// of two means in 150 people, filled three times.
func TestPool(t *testing.T) {
	cases := []struct {
		name                 string
		estimates, variances []float64
		complete             float64
		want                 Pooled
		half                 float64
	}{
		{
			"difference of means", []float64{2.174, 1.965, 1.774}, []float64{0.896 * 0.896, 0.882 * 0.882, 0.898 * 0.898}, 148,
			Pooled{3, 1.971, 0.7957146666666667, 0.040027, 0.849084, 0.0670709433532288, 0.07978121015140006, 107.73419758739539, Interval{}}, 1.8265397563713646,
		},
		{
			"small sample", []float64{0.80, 0.84, 0.79, 0.83, 0.84}, []float64{0.0016, 0.0014, 0.0017, 0.0015, 0.0014}, 99,
			Pooled{5, 0.82, 0.00152, 0.00055, 0.00218, 0.4342105263157895, 0.34997335931167545, 26.531214325156956, Interval{}}, 0.09588019819881227,
		},
		{
			"large sample", []float64{0.80, 0.84, 0.79, 0.83, 0.84}, []float64{0.0016, 0.0014, 0.0017, 0.0015, 0.0014}, math.Inf(1),
			Pooled{5, 0.82, 0.00152, 0.00055, 0.00218, 0.4342105263157895, 0.3326513998091477, 43.64003673094582, Interval{}}, 0.09412038681130162,
		},
	}
	for _, c := range cases {
		got := Pool(c.estimates, c.variances, c.complete)
		for _, x := range []struct {
			name      string
			got, want float64
		}{
			{"estimate", got.Estimate, c.want.Estimate}, {"within", got.Within, c.want.Within}, {"between", got.Between, c.want.Between},
			{"total", got.Total, c.want.Total}, {"increase", got.Increase, c.want.Increase}, {"missing", got.Missing, c.want.Missing},
			{"df", got.DF, c.want.DF}, {"half width", (got.CI95.High - got.CI95.Low) / 2, c.half},
		} {
			if !(math.Abs(x.got-x.want) <= 1e-8*math.Abs(x.want)) {
				t.Errorf("%s: %s is %.12g, want %.12g", c.name, x.name, x.got, x.want)
			}
		}
		if got.Imputations != c.want.Imputations {
			t.Errorf("%s: %d imputations", c.name, got.Imputations)
		}
	}
}

func TestPoolOfNoSpread(t *testing.T) {
	same := Pool([]float64{0.5, 0.5, 0.5}, []float64{0.01, 0.01, 0.01}, 99)
	if same.Between != 0 || same.Total != 0.01 || same.Increase != 0 {
		t.Errorf("tables that agree: %+v", same)
	}
	if want := 99.0 * 100 / 102; math.Abs(same.DF-want) > 1e-9 {
		t.Errorf("df %g, want %g", same.DF, want)
	}
	if certain := Pool([]float64{1, 1}, []float64{0, 0}, 9); certain.CI95 != (Interval{1, 1}) || certain.Missing != 0 {
		t.Errorf("nothing open: %+v", certain)
	}
	for _, few := range []Pooled{Pool([]float64{0.5}, []float64{0.1}, 9), Pool([]float64{0.5, math.NaN()}, []float64{0.1, 0.1}, 9), Pool([]float64{0.5, 0.6}, []float64{0.1, math.NaN()}, 9)} {
		if !math.IsNaN(few.Total) || !math.IsNaN(few.CI95.Low) {
			t.Errorf("nothing to pool, but %+v", few)
		}
	}
}

// repeatedStudy has one run of a method with three completed tables, which answer
// rightly on the first right[k] of n records, and a method with one.
func repeatedStudy(n int, right ...int) result.Study {
	run := result.Run{Method: "mice+logistic", Split: "holdout", Imputations: len(right)}
	single := result.Run{Method: "mean+logistic", Split: "holdout"}
	for i := range n {
		row := answer(i, true)
		for _, r := range right {
			row.Completed = append(row.Completed, answer(i, i < r).Probabilities)
		}
		run.Rows, single.Rows = append(run.Rows, row), append(single.Rows, answer(i, true))
	}
	return result.Study{Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}, Methods: []string{single.Method, run.Method}, Runs: []result.Run{single, run}}
}

// TestRepetitions: with one run, the variance within a table is that of a share,
// p (1 − p) / (n − 1).
func TestRepetitions(t *testing.T) {
	study := repeatedStudy(50, 40, 42, 44)
	got := Repetitions(study, MainStrata(DefaultStrata(study)), Accuracy())
	if len(got) == 0 || got[0].Method != "mice+logistic" || got[0].N != 50 || got[0].Imputations != 3 {
		t.Fatalf("%+v", got)
	}
	share := func(p float64) float64 { return p * (1 - p) / 49 }
	want := Pool([]float64{0.80, 0.84, 0.88}, []float64{share(0.80), share(0.84), share(0.88)}, 49)
	for _, x := range [][2]float64{{got[0].Estimate, want.Estimate}, {got[0].Within, want.Within}, {got[0].Between, want.Between}, {got[0].DF, want.DF}, {got[0].CI95.Low, want.CI95.Low}, {got[0].CI95.High, 1}} {
		if math.Abs(x[0]-x[1]) > 1e-12 {
			t.Errorf("%g, want %g", x[0], x[1])
		}
	}
	brier, err := MeasureNamed("brier")
	if err != nil {
		t.Fatal(err)
	}
	// A wrong answer of certainty has a squared error of 2.
	b := Repetitions(study, MainStrata(DefaultStrata(study)), brier)[0]
	if want := 4 * got[0].Between; math.Abs(b.Between-want) > 1e-12 || math.Abs(b.Within/(4*got[0].Within)-1) > 0.15 {
		t.Errorf("Brier score: within %g and between %g, want about %g and %g", b.Within, b.Between, 4*got[0].Within, want)
	}
	if none := Repetitions(repeatedStudy(10), nil, Accuracy()); none != nil {
		t.Errorf("one answer: %+v", none)
	}
}

func TestRepetitionWords(t *testing.T) {
	words, err := RepetitionWords(t.Context(), repeatedStudy(50, 40, 42, 44))
	if err != nil || len(words) != 1 || !strings.Contains(words[0], "mice+logistic with its gaps filled 3 times") || !strings.Contains(words[0], "84.0 %") || !strings.Contains(words[0], "between fillings 4.0 points") {
		t.Errorf("%q", words)
	}
}

// TestRepetitionsThatAreAllRight: ten records that every table answers rightly do
// not show that all others will be. Tables of which one errs have an interval.
func TestRepetitionsThatAreAllRight(t *testing.T) {
	for _, c := range []struct {
		right []int
		known bool
	}{{[]int{10, 10, 10}, false}, {[]int{0, 0}, false}, {[]int{10, 9, 10}, true}} {
		study := repeatedStudy(10, c.right...)
		for _, m := range Measures() {
			if m.perRun || math.IsInf(m.Most, 1) && c.right[0] == 0 { // the worst log-loss has no bound
				continue
			}
			if got := Repetitions(study, []Stratum{allRecords}, m)[0]; math.IsNaN(got.CI95.Low) == c.known || math.IsNaN(got.CI95.High) == c.known || math.IsNaN(got.Estimate) {
				t.Errorf("%s, right %v: %+v", m.Name, c.right, got)
			}
		}
		if words, err := RepetitionWords(t.Context(), study); err != nil || len(words) > 0 != c.known {
			t.Errorf("right %v: %q", c.right, words)
		}
	}
}

// TestRepetitionsOfKin: records that are drawn together count as one for the
// degrees of freedom, too, with several repetitions as with one.
func TestRepetitionsOfKin(t *testing.T) {
	study := repeatedStudy(40, 30, 30, 30)
	other := study.Runs[1]
	other.Seed = 1
	study.Methods, study.Runs = study.Methods[1:], []result.Run{study.Runs[1], other}
	brier, err := MeasureNamed("brier")
	if err != nil {
		t.Fatal(err)
	}
	alone := Repetitions(study, []Stratum{allRecords}, brier)[0]
	study.Kin = make(dataset.Kin, 40)
	for i := range study.Kin {
		study.Kin[i] = i - i%5
	}
	together := Repetitions(study, []Stratum{allRecords}, brier)[0]
	for _, c := range []struct{ df, complete float64 }{{alone.DF, 39}, {together.DF, 7}} {
		if want := c.complete * (c.complete + 1) / (c.complete + 3); math.Abs(c.df-want) > 1e-9 {
			t.Errorf("%g degrees of freedom, want %g of %g", c.df, want, c.complete)
		}
	}
}

// TestRepetitionsUnderACondition: of the conditions of a sweep the mean prediction
// alone is kept, so that there is nothing to pool.
func TestRepetitionsUnderACondition(t *testing.T) {
	study := repeatedStudy(10, 9, 8)
	for i := range study.Runs {
		swept := result.Swept{Condition: result.Condition{Name: "mcar cell 0.3"}}
		for _, row := range study.Runs[i].Rows {
			swept.Records, swept.Patterns = append(swept.Records, row.Record), append(swept.Patterns, row.Pattern)
			swept.Probabilities = append(swept.Probabilities, row.Probabilities)
		}
		study.Runs[i].Swept = []result.Swept{swept}
	}
	under := Under(study, "mcar cell 0.3")
	if got := Repetitions(under, []Stratum{allRecords}, Accuracy()); len(under.Runs) != 2 || got != nil {
		t.Errorf("%d runs, pooled %+v", len(under.Runs), got)
	}
}
