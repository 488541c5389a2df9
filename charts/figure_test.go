package charts

import (
	"math"
	"slices"
	"strings"
	"testing"

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
	for _, want := range []string{"presence", "patterns", "comissing", "learning", "strata", "difference", "attention"} {
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
func checkWords(t *testing.T, f Figure) {
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
				Render(f, size, size, 1, Light(), nil)
			}
		}
	}
}

// TestTinySizes draws at sizes at which nothing can be read: nothing breaks.
func TestTinySizes(t *testing.T) {
	for _, in := range []Input{small(), crowded()} {
		for _, info := range All() {
			f, err := New(info.Name, in)
			if err != nil {
				t.Fatal(err)
			}
			for _, size := range [][2]int{{0, 0}, {1, 1}, {30, 400}, {400, 30}, {120, 90}, {240, 170}, {250, 900}, {1500, 170}} {
				Render(f, size[0], size[1], 1, Dark(), nil)
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
	_, regions := Render(f, 691, 510, 1, Light(), nil)
	for _, g := range in.Data.Presence.Patterns() {
		r, ok := find(regions, PatternRow, string(g.Pattern))
		if !ok {
			t.Errorf("no row for pattern %s", g.Pattern)
			continue
		}
		if hit, ok := At(regions, (r.Rect.Left+r.Rect.Right)/2, (r.Rect.Top+r.Rect.Bottom)/2, PatternRow); !ok || hit.Key != string(g.Pattern) {
			t.Errorf("the middle of the row of %s is %v", g.Pattern, hit)
		}
	}
	f, err = New("strata", in)
	if err != nil {
		t.Fatal(err)
	}
	_, regions = Render(f, 1382, 1020, 2, Light(), nil)
	complete, ok := find(regions, StratumRow, "complete")
	if !ok || complete.Rect.Right > 691 {
		t.Errorf("regions are not in pixels of the widget: %v", complete)
	}
	if hit, _ := At(regions, complete.Rect.Left+1, complete.Rect.Top+1, PatternRow); hit.Key != "1111" {
		t.Errorf("the stratum of complete records selects %q", hit.Key)
	}
	if _, ok := find(regions, MethodMark, "attention"); !ok {
		t.Error("no mark of the method attention")
	}
}

func find(regions []Region, kind RegionKind, key string) (Region, bool) {
	i := slices.IndexFunc(regions, func(r Region) bool { return r.Kind == kind && r.Key == key })
	if i < 0 {
		return Region{}, false
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
	if s := f.(*strata); shapeOf(s.shown[0]) != square {
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
		n, _ := sizes(r.scores)
		if line := s.row(r); line.faint != (n < fewRecords) || line.faint != strings.HasPrefix(line.cells[0], "n=") {
			t.Errorf("%s with n=%d: %+v", r.Name, n, line)
		}
	}
}
