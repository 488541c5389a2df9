package charts

import (
	"image"
	"image/color"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// gazing is a study whose attention in one run has the given mean shares, with
// an alternating scatter around those of the first two modalities.
func gazing(shares []float64, scatter float64, runs int) Input {
	study := result.Study{Modalities: []string{"a", "b", "c", "d"}, Classes: []string{"no", "yes"}, Methods: []string{"attention"}}
	for seed := range runs {
		run := result.Run{Method: "attention", Seed: seed}
		for i := range 100 {
			wave := scatter * float64(1-2*(i%2))
			row := result.Row{Record: i, Series: result.Observed, Pattern: "1111", Probabilities: []float64{1, 0}}
			row.Attention = []float64{shares[0] + wave, shares[1] - wave, shares[2], shares[3]}
			run.Rows = append(run.Rows, row)
		}
		study.Runs = append(study.Runs, run)
	}
	return Input{Study: &study}
}

// A share of attention is worth a headline where it is clearly the largest.
func TestAttentionHeadline(t *testing.T) {
	cases := []struct {
		shares []float64
		runs   int
		says   string
	}{
		{[]float64{0.27, 0.26, 0.25, 0.22}, 1, "No modality gets clearly the most attention"},
		{[]float64{0.27, 0.26, 0.25, 0.22}, 3, "No modality gets clearly the most attention"},
		{[]float64{0.60, 0.20, 0.10, 0.10}, 1, "interval over the records of one run"},
		{[]float64{0.60, 0.20, 0.10, 0.10}, 3, "a gets the most attention, 60"},
	}
	for _, c := range cases {
		if got := figure(t, "attention", gazing(c.shares, 0.05, c.runs)).Title(); !strings.Contains(got, c.says) {
			t.Errorf("%v over %d runs: %q does not say %q", c.shares, c.runs, got, c.says)
		}
	}
}

// By hand: a difference of .4 ± .1 in alternation over 100 records has the
// standard deviation .1*sqrt(100/99) and the interval .4 ± 1.98422*.1/sqrt(99),
// with the t quantile of scipy 1.14, stats.t.ppf(.975, 99).
func TestAttentionGap(t *testing.T) {
	f, err := newAttention(gazing([]float64{0.6, 0.2, 0.1, 0.1}, 0.05, 1))
	if err != nil {
		t.Fatal(err)
	}
	low, high, _ := f.gap(f.rows[0], 0, 1)
	half := 1.9842169515086827 * 0.1 / math.Sqrt(99)
	if math.Abs(low-0.4+half) > 1e-9 || math.Abs(high-0.4-half) > 1e-9 {
		t.Errorf("%g to %g, want 0.4 ± %g", low, high, half)
	}
}

// Losses of different methods are losses of different things.
func TestLossesAreNotCompared(t *testing.T) {
	if got := figure(t, "learning", small()).Title(); strings.Contains(got, "lowest") || !strings.Contains(got, "not compared") {
		t.Errorf("%q", got)
	}
}

// A run that trains or was stopped has no epoch that was used.
func TestUnfinishedRunsUseNoEpoch(t *testing.T) {
	in := small()
	study := *in.Study
	in.Study, in.Unfinished, in.Done, in.Planned = &study, map[string]bool{}, 1, 9
	study.Runs = slices.Clone(study.Runs)
	for i := range study.Runs {
		study.Runs[i].Job = strconv.Itoa(i)
		if len(study.Runs[i].Curves) > 0 && study.Runs[i].Method == study.Methods[0] {
			in.Unfinished[strconv.Itoa(i)] = true
		}
	}
	f := figure(t, "learning", in)
	if got := f.Title(); !strings.Contains(got, "so far") || !strings.Contains(got, study.Methods[0]+" 38, stopped") {
		t.Errorf("%q", got)
	}
	for _, row := range f.Table().Rows {
		if row[0] == study.Methods[0] && row[12] == "true" {
			t.Fatalf("a stopped run used an epoch: %v", row)
		}
	}
	if got := figure(t, "strata", in).Title(); !strings.HasPrefix(got, "So far (1 of 9 jobs): ") {
		t.Errorf("%q", got)
	}
}

// The axis of small strata holds their intervals.
func TestAxisHoldsSmallStrata(t *testing.T) {
	study := result.Study{Modalities: []string{"a", "b"}, Classes: []string{"no", "yes"}, Methods: []string{"m"}}
	run := result.Run{Method: "m"}
	for i := range 18 {
		right := []float64{1, 0}
		if i%4 == 3 {
			right = []float64{0, 1}
		}
		pattern := []dataset.Pattern{"11", "10", "01"}[i%3]
		run.Rows = append(run.Rows, result.Row{Record: i, Series: result.Observed, Pattern: pattern, Probabilities: right})
	}
	study.Runs = []result.Run{run}
	table := metric.Stratify(study, metric.DefaultStrata(study))
	f, err := New("strata", Input{Study: &study, Table: &table})
	if err != nil {
		t.Fatal(err)
	}
	axis := f.(*strata).axis()
	for k, s := range table.Strata {
		if ci := table.Scores[k][0].CI95; ci.Low < axis.Low || ci.High > axis.High {
			t.Errorf("%s: interval %v is cut by the axis %v", s.Name, ci, axis)
		}
	}
}

// What learns without validation is shown by its training alone: nothing that is
// not drawn is named.
func TestLearningWithoutValidation(t *testing.T) {
	in := small()
	study := *in.Study
	study.Runs = slices.Clone(study.Runs)
	for i := range study.Runs {
		r := &study.Runs[i]
		r.Curves, r.ChosenEpoch = slices.Clone(r.Curves), nil
		for k := range r.Curves {
			r.Curves[k].ValidationLoss = math.NaN()
		}
	}
	in.Study = &study
	f := figure(t, "learning", in)
	if got := f.Title(); !strings.HasPrefix(got, "Training loss of ") || strings.Contains(got, "etwork") {
		t.Errorf("%q", got)
	}
	if got := f.Description(); strings.Contains(got.Short+got.Long, "Solid") || strings.Contains(got.Long, "validation loss from") {
		t.Errorf("described is what there is not: %q", got.Long)
	}
	for _, l := range labelsOf(f, 456, 370) {
		if slices.Contains([]string{"validation", "epoch used", "lowest so far"}, l.text) || strings.Contains(l.text, "± 1 se") {
			t.Errorf("the legend has %q", l.text)
		}
	}
	if got := f.Characters(80); !strings.Contains(got, "(training loss by epoch; n: finished runs)") || !strings.ContainsAny(got, "▁▂▃▄▅▆▇█") {
		t.Errorf("%s", got)
	}
}

// The difference of small strata does not hide that of all others: their wide
// intervals end in arrows, which the caption explains.
func TestDifferenceAxisIsOfLargeStrata(t *testing.T) {
	f := figure(t, "difference", small()).(*difference)
	axis := f.axis()
	for k := range f.rows {
		p := &f.rows[k].pair
		if p.N >= fewRecords && (100*p.CI95.Low < axis.Low || 100*p.CI95.High > axis.High) {
			t.Errorf("%s: [%g, %g] is cut by %v", f.rows[k].Name, p.CI95.Low, p.CI95.High, axis)
		}
		if p.N > 0 && p.N < fewRecords {
			p.CI95.Low, p.CI95.High = -1, 1
		}
	}
	if got := f.axis(); got != axis {
		t.Errorf("small strata set the axis: %v, was %v", got, axis)
	}
	if got := f.Description().Short; f.beyond() == 0 || !strings.Contains(got, "The axis holds strata with n ≥ 30; arrows: ") {
		t.Errorf("%d beyond: %q", f.beyond(), got)
	}
	for k := range f.rows {
		f.rows[k].pair.N = min(f.rows[k].pair.N, fewRecords-1)
	}
	if f.axis().High != 100 || f.beyond() != 0 {
		t.Errorf("of none but small strata the axis is %v", f.axis())
	}
}

// Counts with the mask have the colour of the mask, those of patterns too.
func TestMaskedCountsHaveOneColour(t *testing.T) {
	in := masked(t)
	f := figure(t, "masking", in)
	s := canvas.Light()
	img, regions := canvas.Render(f, 700, 500, 1, s, nil)
	found := 0
	for _, r := range regions {
		if r.Kind != canvas.PatternRow {
			continue
		}
		found++
		for x := int(r.Rect.Left); x < int(r.Rect.Right); x++ {
			if c := img.At(x, int(r.Rect.Top+r.Rect.Bottom)/2); color.NRGBAModel.Convert(c) == color.NRGBAModel.Convert(s.Present) {
				t.Fatalf("%s is drawn like what is there by nature", r.Key)
			}
		}
	}
	if found == 0 {
		t.Error("no pattern is drawn")
	}
}

// Differences are in points of accuracy only.
func TestDifferencesNameTheirUnit(t *testing.T) {
	in := small()
	for m, points := range map[Metric]bool{Accuracy: true, LogLoss: false} {
		in.Metric = m
		if got := figure(t, "difference", in).Characters(100); strings.Contains(got, "points") != points {
			t.Errorf("%s: %s", m, got)
		}
	}
}

// A stratum too small for a dot has no ticks of single runs either, which rest on
// fewer records still.
func TestFewRecordsHaveNoTicks(t *testing.T) {
	drawn := func(n, runs int) image.Image {
		in := small()
		table := *in.Table
		table.Scores = nil
		for _, row := range in.Table.Scores {
			row = slices.Clone(row)
			for k := range row {
				row[k].N, row[k].Runs = n, runs
			}
			table.Scores = append(table.Scores, row)
		}
		in.Table = &table
		img, _ := canvas.Render(figure(t, "strata", in), 456, 370, 1, canvas.Light(), nil)
		return img
	}
	if !reflect.DeepEqual(drawn(tooFewRecords-1, 1), drawn(tooFewRecords-1, 3)) {
		t.Error("runs are drawn of too few records")
	}
	if reflect.DeepEqual(drawn(tooFewRecords, 1), drawn(tooFewRecords, 3)) {
		t.Error("runs are not drawn of enough records")
	}
}

// A training curve that begins above the axis, which leaves the first two epochs out,
// says where.
func TestCutCurvesSaySo(t *testing.T) {
	said := func(first float64) bool {
		in := curved([]float64{4, 3, 3, 2, 2, 2}, []float64{4, 3, 3, 2, 2, 2})
		for i := range in.Study.Runs {
			in.Study.Runs[i].Curves[0].TrainLoss = first
		}
		return slices.ContainsFunc(labelsOf(figure(t, "learning", in), 456, 370), func(l label) bool { return strings.HasPrefix(l.text, "training, from 70") })
	}
	if said(4) || !said(70) {
		t.Errorf("said of 4: %t; of 70: %t", said(4), said(70))
	}
}
