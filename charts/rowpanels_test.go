package charts

import (
	"fmt"
	"slices"
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
		name := fmt.Sprintf("method %02d", k)
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
