package charts

import (
	"bytes"
	"fmt"
	"image/png"
	"math"
	"strings"
	"testing"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// pattern63 is a study of six modalities that a method was tested in all 63 patterns of.
func pattern63() Input {
	study := &result.Study{Dataset: "six", Modalities: []string{"a", "b", "c", "d", "e", "f"}, Classes: []string{"no", "yes"}, Methods: []string{"m", "n"}}
	for _, method := range study.Methods {
		run := result.Run{Method: method, Split: "holdout", Mask: "natural", Training: "natural", Dev: 9, DevPatterns: map[dataset.Pattern]int{"111111": 9}}
		for i := range 12 {
			run.Rows = append(run.Rows, result.Row{Record: i, Label: i % 2, Series: result.Observed, Pattern: "111111", Natural: "111111", Probabilities: []float64{0.6, 0.4}})
		}
		for code := 1; code < 64; code++ {
			p := dataset.Pattern(fmt.Sprintf("%06b", code))
			s := result.Swept{Condition: result.Condition{Name: "only " + string(p), Pattern: p}}
			for i := range 12 {
				s.Records, s.Patterns, s.Probabilities = append(s.Records, i), append(s.Patterns, p), append(s.Probabilities, []float64{0.6, 0.4})
			}
			run.Swept = append(run.Swept, s)
		}
		study.Runs = append(study.Runs, run)
	}
	table := metric.Stratify(*study, metric.DefaultStrata(*study))
	return Input{Study: study, Table: &table}
}

// All patterns of six modalities have room on a page, in its default size.
func TestStressShowsAllPatterns(t *testing.T) {
	f := figure(t, "stress", pattern63()).(*stress)
	if len(f.rows) != 63 {
		t.Fatalf("%d patterns", len(f.rows))
	}
	svg := string(write(t, f, canvas.SVG, canvas.Page{}))
	if strings.Contains(svg, "have room here") || !strings.Contains(svg, "no f") || !strings.Contains(svg, "only f") {
		t.Error("some patterns are not drawn")
	}
	if svg := string(write(t, f, canvas.SVG, canvas.Page{Height: 12})); !strings.Contains(svg, "have room here; the CSV has all") {
		t.Error("a low page does not say what it leaves out")
	}
}

// A narrow page is as high as its rows need: all patterns, all lines and their numbers.
func TestNarrowPagesShowAll(t *testing.T) {
	in := small()
	single := canvas.Page{Width: 8.5}
	if svg := string(write(t, figure(t, "patterns", in), canvas.SVG, single)); strings.Contains(svg, "more pattern") {
		t.Error("patterns have no room")
	}
	f := figure(t, "learning", patterned(false)).(*learningPatterns)
	if h := f.Natural(canvas.NewPen(canvas.Measuring(320, 900), canvas.Light())); h < usualHigh {
		t.Errorf("loss by pattern is %g pixels high", h)
	}
	for _, l := range labelsOf(figure(t, "difference", in), 320, 500) {
		if strings.Contains(l.text, "…") {
			t.Errorf("%q is cut", l.text)
		}
	}
}

// A pattern without room says which modalities it lacks, each name shortened by itself.
func TestPatternsInNarrowRooms(t *testing.T) {
	p := canvas.NewPen(canvas.Measuring(320, 200), canvas.Light())
	names := newPatternNames(p, []string{"demographics", "symptoms", "imaging", "labs", "ecg"}, 12)
	for room, want := range map[float64]string{500: "no demographics, labs", 110: "no demogra…, labs", 90: "no demo…, labs", 50: "2 lacking"} {
		if got := names.in("01101", room); got != want || p.Width(got, 12) > room {
			t.Errorf("in %g pixels %q, want %q", room, got, want)
		}
	}
}

// The diagram of few methods is as high as it needs.
func TestRanksLeaveNoEmptyHalf(t *testing.T) {
	f := figure(t, "critical-difference", Input{Study: small().Study, Ranking: &metric.Ranking{
		Metric: "accuracy", Methods: []string{"a", "b", "c", "d"}, Blocks: []string{"x", "y", "z"}, Ranks: []float64{1, 2, 3, 4}, CD: math.NaN()}})
	if h := heightOf(t, f); h < 5 || h > 7 {
		t.Errorf("four methods on %.1f cm", h)
	}
	if h := heightOf(t, figure(t, "strata", small())); h < 10 {
		t.Errorf("other charts are %.1f cm high, want 10 or more", h)
	}
}

// Bins are written of so many strata at most, those with most records, and what is
// left out is said.
func TestCalibrationTableIsBounded(t *testing.T) {
	in := small()
	table := *in.Table
	table.Strata, table.Scores = nil, nil
	for k := range 100 {
		s := in.Table.Strata[0]
		s.Name = fmt.Sprint("stratum ", k)
		scores := []metric.Score{{N: 5 + k}, {N: 5 + k}, {N: 5 + k}, {N: 5 + k}}
		table.Strata, table.Scores = append(table.Strata, s), append(table.Scores, scores)
	}
	in.Table = &table
	list, left := (&reliability{in: in}).calibrated()
	if len(list) != mostCalibrated || left != 60 || list[0].Name != "stratum 60" || list[39].Name != "stratum 99" {
		t.Errorf("%d strata from %s on, %d left out", len(list), list[0].Name, left)
	}
	table.Strata, table.Scores = table.Strata[:20], table.Scores[:20]
	if list, left = (&reliability{in: in}).calibrated(); len(list) != 15 || left != 5 {
		t.Errorf("%d strata of 10 records or more, %d left out", len(list), left)
	}
}

// heightOf is the default height of a picture in centimetres.
func heightOf(t *testing.T, f canvas.Figure) float64 {
	t.Helper()
	about, err := png.DecodeConfig(bytes.NewReader(write(t, f, canvas.PNG, canvas.Page{DPI: 50})))
	if err != nil {
		t.Fatal(err)
	}
	return float64(about.Height) / 50 * 2.54
}
