package charts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lacuna/charts/canvas"
	"lacuna/experiment/metric"
)

// manyMethods is the small study with n methods that do as its first ones.
func manyMethods(n int) Input {
	in := small()
	study := *in.Study
	runs := study.Runs
	study.Methods, study.Runs, study.Baselines = nil, nil, nil
	for k := range n {
		name := fmt.Sprintf("method %c", 'a'+k)
		study.Methods = append(study.Methods, name)
		for _, r := range runs {
			if r.Method == in.Study.Methods[k%2] {
				r.Method = name
				study.Runs = append(study.Runs, r)
			}
		}
	}
	table := metric.Stratify(study, metric.DefaultStrata(study))
	in.Study, in.Table, in.Pairs = &study, &table, []metric.Pair{}
	return in
}

// TestManyMethodsHaveColumns: more methods than five stand in a column each, by name
// above it, on rows that they share, with n printed once; five do not, and in a narrow
// pane none does.
func TestManyMethodsHaveColumns(t *testing.T) {
	for _, c := range []struct {
		chart         string
		methods       int
		width, height int
		columns       bool
	}{{"strata", 5, 460, 400, false}, {"strata", 6, 460, 400, true}, {"strata", 12, 900, 600, true}, {"strata", 12, 260, 400, false}, {"joined", 8, 900, 500, true}} {
		f := figure(t, c.chart, manyMethods(c.methods))
		for _, style := range []canvas.Style{canvas.Light(), canvas.Dark()} {
			_, regions := canvas.Render(f, c.width, c.height, 1, style, nil)
			cells, heads := map[string][]canvas.Region{}, map[string]canvas.Region{}
			for _, r := range regions {
				switch {
				case r.Kind == canvas.MethodMark && r.Sub == "":
					heads[r.Key] = r
				case r.Kind == canvas.MethodMark:
					cells[r.Key] = append(cells[r.Key], r)
				}
			}
			if len(cells) != c.methods || len(heads) != c.methods {
				t.Fatalf("%+v: %d methods have marks, %d names", c, len(cells), len(heads))
			}
			lefts := map[float64]bool{}
			for name, list := range cells {
				left := list[0].Rect.Left
				lefts[left] = true
				if slices.ContainsFunc(list, func(r canvas.Region) bool { return r.Rect.Left != left }) {
					t.Errorf("%+v: the marks of %s are not below each other", c, name)
				}
				if c.columns && heads[name].Rect.Left != left {
					t.Errorf("%+v: %s stands apart from its column", c, name)
				}
			}
			if got := len(lefts) == c.methods; got != c.columns {
				t.Errorf("%+v: marks begin at %d places", c, len(lefts))
			}
		}
		svg := string(write(t, f, canvas.SVG, canvas.Page{Width: 24, Height: 16}))
		if n := strings.Count(svg, ">n test<"); n != 1 {
			t.Errorf("%+v: n test is written %d times", c, n)
		}
		checkLabels(t, f, float64(c.width), float64(c.height))
	}
}

// TestColumnsShareALabelledAxis: every column labels the same two values or more, and the
// metric is named once.
func TestColumnsShareALabelledAxis(t *testing.T) {
	for _, width := range []float64{420, 460, 700, 1100} {
		f := figure(t, "strata", manyMethods(6))
		counts, labels := map[string]int{}, labelsOf(f, width, 460)
		name := labels[slices.IndexFunc(labels, func(l label) bool { return l.text == "accuracy" })]
		for _, l := range labels {
			_, err := strconv.ParseFloat(l.text, 64)
			if above := name.corners[0].Y - l.corners[0].Y; err == nil && above > 0 && above < 25 || l.text == "accuracy" {
				counts[l.text]++
			}
		}
		if counts["accuracy"] != 1 {
			t.Errorf("at %g the metric is named %d times", width, counts["accuracy"])
		}
		delete(counts, "accuracy")
		if len(counts) < 2 {
			t.Errorf("at %g the axes have the labels %v", width, counts)
		}
		for text, n := range counts {
			if n != 6 {
				t.Errorf("at %g %q is written %d times below six columns", width, text, n)
			}
		}
	}
}

// TestPagesNameTheirMethods: a page that shows marks names every method whole, in words
// above its column or in a legend; one that has no room says so.
func TestPagesNameTheirMethods(t *testing.T) {
	for _, chart := range []string{"strata", "joined"} {
		for _, n := range []int{3, 6, 8, 12} {
			f := figure(t, chart, manyMethods(n))
			for _, page := range []canvas.Page{{Width: 8.5}, {Width: 12}, {Width: 17.8}, {Width: 30}, {Width: 12, Height: 10}, {Width: 8.5, Height: 7}, {Width: 16, Height: 8}} {
				svg := string(write(t, f, canvas.SVG, page))
				if !strings.Contains(svg, ">n test<") {
					if page.Height == 0 {
						t.Errorf("%s of %d methods on %+v has no room", chart, n, page)
					}
					continue
				}
				for k := range n {
					if name := fmt.Sprintf("method %c<", 'a'+k); !strings.Contains(svg, ">"+name) && !strings.Contains(svg, fmt.Sprintf(">%d %s", k+1, name)) {
						t.Errorf("%s of %d methods on %+v does not name %s", chart, n, page, name)
					}
				}
			}
		}
	}
}

// TestNumbersStandForLongNames: names that would be cut above their columns are numbers
// there, and the legend has them whole; on a low pane without a legend they are cut.
func TestNumbersStandForLongNames(t *testing.T) {
	in := manyMethods(6)
	study := *in.Study
	study.Methods, study.Runs = nil, slices.Clone(in.Study.Runs)
	for _, name := range in.Study.Methods {
		long := fmt.Sprintf("chained-equations+%s of a long name", name)
		study.Methods = append(study.Methods, long)
		for i := range study.Runs {
			if in.Study.Runs[i].Method == name {
				study.Runs[i].Method = long
			}
		}
	}
	table := metric.Stratify(study, metric.DefaultStrata(study))
	in.Study, in.Table = &study, &table
	f := figure(t, "strata", in)
	texts := map[string]bool{}
	for _, l := range labelsOf(f, 700, 460) {
		texts[l.text] = true
	}
	for k, name := range study.Methods {
		if !texts[fmt.Sprint(k+1)] || !texts[fmt.Sprintf("%d %s", k+1, name)] {
			t.Errorf("column %d has no number, or the legend not %q", k+1, name)
		}
	}
	cut := 0
	for _, l := range labelsIn(f, 700, 180, onScreen()) {
		if strings.Contains(l.text, "…") {
			cut++
		}
	}
	if cut < 6 {
		t.Errorf("%d names are above the columns of a low pane", cut)
	}
}
