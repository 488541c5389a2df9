package charts

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"lacuna/charts/canvas"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

func TestRegistry(t *testing.T) {
	var names []string
	for _, i := range All() {
		names = append(names, i.Name)
		if i.Title == "" || !strings.HasSuffix(i.Help, ".") {
			t.Errorf("%s: title %q, help %q", i.Name, i.Title, i.Help)
		}
	}
	for _, want := range []string{"presence", "patterns", "comissing", "learning", "strata", "difference", "attention", "degradation", "stress", "delta"} {
		if !slices.Contains(names, want) {
			t.Errorf("no chart %s among %v", want, names)
		}
	}
	if _, err := Find("pie"); err == nil || !strings.Contains(err.Error(), "strata") {
		t.Errorf("an unknown chart gives %v", err)
	}
}

func TestNewSaysWhatIsLacking(t *testing.T) {
	for name, in := range map[string]Input{"presence": {}, "learning": {}, "strata": {Study: &result.Study{}}} {
		if _, err := New(name, in); err == nil || !strings.Contains(err.Error(), "given") {
			t.Errorf("%s of nothing gives %v", name, err)
		}
	}
	in := small()
	in.Metric = "beauty"
	if _, err := New("strata", in); err == nil || !strings.Contains(err.Error(), "macro_f1") {
		t.Errorf("an unknown metric gives %v", err)
	}
	in = small()
	in.A = "nobody"
	if _, err := New("difference", in); err == nil || !strings.Contains(err.Error(), "attention") {
		t.Errorf("an unknown method gives %v", err)
	}
}

// checkWords demands of every figure what a person who cannot see it needs.
func checkWords(t *testing.T, f canvas.Figure) {
	t.Helper()
	d, table := f.Description(), f.Table()
	if !strings.HasSuffix(f.Title(), ".") || strings.Contains(f.Title(), "NaN") {
		t.Errorf("%s: title %q", f.Name(), f.Title())
	}
	if d.Short == "" || len(d.Long) < len(d.Short) || strings.Contains(d.Long, "NaN") {
		t.Errorf("%s: description %+v", f.Name(), d)
	}
	if strings.TrimSpace(f.Characters(0)) == "" {
		t.Errorf("%s: no characters", f.Name())
	}
	for _, row := range table.Rows {
		if len(row) != len(table.Header) {
			t.Fatalf("%s: %d cells under %d heads: %v", f.Name(), len(row), len(table.Header), row)
		}
	}
}

func TestWords(t *testing.T) {
	for _, in := range []Input{small(), fixture(40, []string{"a", "b"}, []string{"x"})} {
		for _, info := range All() {
			f, err := New(info.Name, in)
			if err != nil {
				t.Fatal(err)
			}
			checkWords(t, f)
			for _, c := range [][2]string{{"dataset", "sample"}, {"dataset_sha256", in.Data.Hash()}} {
				if !slices.Contains(f.Table().Context, c) {
					t.Errorf("%s: the table does not say %v", info.Name, c)
				}
			}
		}
	}
}

// TestNothingToShow gives every chart inputs without content: each answers
// with a sentence, at any size.
func TestNothingToShow(t *testing.T) {
	whole, err := dataset.New(dataset.Dataset{Name: "whole", IDs: []string{"one"}, Blocks: []dataset.Block{{
		Modality: dataset.Modality{Name: "a", Columns: []string{"x"}}, Numbers: dataset.NewMatrix(1, 1), Causes: make([]dataset.Cause, 1),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	undefined := metric.Score{N: 5, Accuracy: math.NaN(), CI95: metric.Interval{Low: math.NaN(), High: math.NaN()}, PerRun: []float64{math.NaN()}}
	for name, in := range map[string]Input{
		"no runs": {Data: whole, Study: &result.Study{}, Table: &metric.Table{}},
		"no methods shown": {Data: whole, Study: &result.Study{Methods: []string{"m"}}, Hidden: map[string]bool{"m": true},
			Table: &metric.Table{Methods: []string{"m"}}},
		"all undefined": {Data: whole, Study: &result.Study{Methods: []string{"m", "n"}, Runs: []result.Run{{Method: "m",
			Curves: []result.Epoch{{Epoch: 1, TrainLoss: math.NaN(), ValidationLoss: math.NaN()}}}}},
			Table: &metric.Table{Methods: []string{"m", "n"}, Chance: math.NaN(), Majority: math.NaN(),
				Strata: []metric.Stratum{{Name: "all", Kind: metric.AllRecords, Match: func(result.Row) bool { return true }}}, Scores: [][]metric.Score{{undefined, undefined}}}},
	} {
		for _, info := range All() {
			f, err := New(info.Name, in)
			if err != nil {
				t.Errorf("%s, %s: %v", info.Name, name, err)
				continue
			}
			checkWords(t, f)
			for _, size := range []int{1, 40, 400} {
				canvas.Render(f, size, size, 1, canvas.Light(), nil)
			}
		}
	}
}

// TestTinySizes draws at sizes at which nothing can be read: nothing breaks.
func TestTinySizes(t *testing.T) {
	for _, in := range []Input{small(), crowded()} {
		in.Mask = dataset.NewMask("by hand", in.Data.Records(), len(in.Data.Blocks), func(i, m int) bool { return i%3 == m })
		for _, info := range All() {
			f, err := New(info.Name, in)
			if err != nil {
				t.Fatal(err)
			}
			for _, size := range [][2]int{{0, 0}, {1, 1}, {30, 400}, {400, 30}, {120, 90}, {240, 170}, {250, 900}, {1500, 170}} {
				canvas.Render(f, size[0], size[1], 1, canvas.Dark(), nil)
			}
		}
	}
}

func TestRegionsMapToWhatIsDrawn(t *testing.T) {
	in := small()
	f, err := New("patterns", in)
	if err != nil {
		t.Fatal(err)
	}
	_, regions := canvas.Render(f, 691, 510, 1, canvas.Light(), nil)
	for _, g := range in.Data.Presence.Patterns() {
		r, ok := find(regions, canvas.PatternRow, string(g.Pattern))
		if !ok {
			t.Errorf("no row for pattern %s", g.Pattern)
			continue
		}
		if hit, ok := canvas.At(regions, (r.Rect.Left+r.Rect.Right)/2, (r.Rect.Top+r.Rect.Bottom)/2, canvas.PatternRow); !ok || hit.Key != string(g.Pattern) {
			t.Errorf("the middle of the row of %s is %v", g.Pattern, hit)
		}
	}
	f, err = New("strata", in)
	if err != nil {
		t.Fatal(err)
	}
	_, regions = canvas.Render(f, 1382, 1020, 2, canvas.Light(), nil)
	complete, ok := find(regions, canvas.StratumRow, "complete")
	if !ok || complete.Rect.Right > 691 {
		t.Errorf("regions are not in pixels of the widget: %v", complete)
	}
	if hit, _ := canvas.At(regions, complete.Rect.Left+1, complete.Rect.Top+1, canvas.PatternRow); hit.Key != "1111" {
		t.Errorf("the stratum of complete records selects %q", hit.Key)
	}
	if _, ok := find(regions, canvas.MethodMark, "attention"); !ok {
		t.Error("no mark of the method attention")
	}
}

func find(regions []canvas.Region, kind canvas.RegionKind, key string) (canvas.Region, bool) {
	i := slices.IndexFunc(regions, func(r canvas.Region) bool { return r.Kind == kind && r.Key == key })
	if i < 0 {
		return canvas.Region{}, false
	}
	return regions[i], true
}

func TestStrataFollowTheOrderOfPatterns(t *testing.T) {
	in := small()
	var want, got []string
	for _, g := range in.Data.Presence.Patterns()[1:] {
		want = append(want, string(g.Pattern))
	}
	for _, r := range stratumRows(in) {
		if r.Kind == metric.OnePattern {
			got = append(got, string(r.Pattern))
			if len(r.masked) != len(in.Table.Methods) {
				t.Errorf("pattern %s has no masked-complete series", r.Pattern)
			}
		}
	}
	want = slices.DeleteFunc(want, func(p string) bool { return !slices.Contains(got, p) })
	if !slices.Equal(got, want) {
		t.Errorf("strata in order %v, patterns in order %v", got, want)
	}
}

func TestHiddenMethodsKeepTheirColours(t *testing.T) {
	in := small()
	in.Hidden = map[string]bool{"mean+logistic": true}
	f, err := New("strata", in)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range labelsOf(f, 691, 510) {
		if l.text == "mean+logistic" {
			t.Error("a hidden method is in the legend")
		}
	}
	if s := f.(*strata); canvas.ShapeOf(s.shown[0]) != canvas.Square {
		t.Error("the second method took the first one's marker")
	}
}

func TestFewRecordsAreDrawnFaint(t *testing.T) {
	f, err := New("strata", small())
	if err != nil {
		t.Fatal(err)
	}
	s := f.(*strata)
	for _, r := range s.rows {
		n, _ := metric.Shared(r.scores)
		if line := s.row(r); line.faint != (n < fewRecords) || line.faint != strings.HasPrefix(line.cells[0], "n=") {
			t.Errorf("%s with n=%d: %+v", r.Name, n, line)
		}
	}
}

// lacking is a study in which the second method lacks two of three runs and
// the first has none.
func lacking() Input {
	in := small()
	study := *in.Study
	study.Runs = slices.DeleteFunc(slices.Clone(study.Runs), func(r result.Run) bool {
		return r.Method == "mean+logistic" || r.Method == "knn+mlp" && r.Seed > 0
	})
	table := metric.Stratify(study, metric.DefaultStrata(study))
	in.Study, in.Table = &study, &table
	return in
}

// Beside a stratum stands the n that most methods share; another is marked.
func TestOtherNumbersOfRecordsAreMarked(t *testing.T) {
	in := lacking()
	f := figure(t, "strata", in).(*strata)
	scores := in.Table.Scores[0]
	few, most := scores[1].N, scores[2].N
	if few >= most || scores[0].N != 0 {
		t.Fatalf("the fixture has n %d and %d", few, most)
	}
	if cell := f.row(f.rows[0]).cells[0]; cell != count(most)+"*" {
		t.Errorf("n test is %q, want %d with a star", cell, most)
	}
	for i, want := range []string{"", fmt.Sprintf("n differs: the other methods have %d", most), ""} {
		if cells := f.cells(f.rows[0], i); cells[len(cells)-1] != want {
			t.Errorf("the note of method %d is %q, want %q", i, cells[len(cells)-1], want)
		}
	}
	text := f.Characters(80)
	for _, want := range []string{fmt.Sprintf("(n test %d,", most), fmt.Sprintf("] n=%d\n", few)} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for _, name := range []string{"strata", "difference"} {
		if got, want := figure(t, name, in).Description().Short, "Runs are missing: mean+logistic has none, knn+mlp has 1 of 3."; !strings.Contains(got, want) {
			t.Errorf("%s: %q does not say %q", name, got, want)
		}
	}
	for _, line := range strings.Split(text, "\n") {
		if len([]rune(line)) > 80 {
			t.Errorf("a line of %d characters: %s", len([]rune(line)), line)
		}
	}
}

// The leader of the title and of the verdict are the same where a method has
// but its easy run.
func TestLeaderWhereRunsAreMissing(t *testing.T) {
	in := lacking()
	in.Table.Scores[0][1].Accuracy = 0.999
	title := figure(t, "strata", in).Title()
	leader, _, _ := strings.Cut(title, " ")
	if leader == "knn+mlp" || !strings.Contains(metric.Verdict(*in.Study), leader+" has the highest accuracy") {
		t.Errorf("%q, but %q", title, metric.Verdict(*in.Study))
	}
}

// Chart, list of pairs and verdict go by one adjusted p.
func TestDifferenceHasTheAdjustedPOfThePairs(t *testing.T) {
	in := small()
	f := figure(t, "difference", in).(*difference)
	a, b := f.names()
	for _, p := range metric.AllPairs(*in.Study, in.Table.Strata) {
		for _, r := range f.rows {
			same := p.A == a && p.B == b || p.A == b && p.B == a
			if same && p.Stratum == r.Name && math.Abs(p.PHolm-r.pair.PHolm) > 1e-12 {
				t.Errorf("%s: %g in the chart, %g among the pairs", r.Name, r.pair.PHolm, p.PHolm)
			}
		}
	}
}

func TestOneOfAKind(t *testing.T) {
	for _, info := range All() {
		text := figure(t, info.Name, fixture(40, []string{"a"}, []string{"x"})).Description().Long
		for _, bad := range []string{" 1 records", " 1 strata ", "1 modalities", "1 epochs", "-0.0"} {
			if strings.Contains(strings.ReplaceAll(text, space, " "), bad) {
				t.Errorf("%s: %q in %q", info.Name, bad, text)
			}
		}
	}
}
