package vm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

var scores = canvas.Table{
	Header: []string{"stratum", "title", "pattern", "method", "value", "ci95_low", "ci95_high", "n_test", "note"},
	Rows: [][]string{
		{"all", "all records", "", "knn+mlp", "0.8571428", "0.81", "0.8987654", "290", ""},
		{"all", "all records", "", "attention", "0.9", "0.85", "0.95", "290", ""},
		{"pattern:a", "no image", "10", "attention", "", "", "", "8", "few"},
	},
	Context: [][2]string{{"dataset", "sample"}, {"seeds", "3"}, {"estimate", ""}},
}

func columnOf(g Grid, column int) string {
	var cells []string
	for _, row := range g.Rows {
		cells = append(cells, row[column])
	}
	return strings.Join(cells, "|")
}

func TestGridLeadsWithWhatIsAsked(t *testing.T) {
	g := GridOf(scores)
	want := []string{"stratum", "method", "value", "95 % interval", "n test", "name of the stratum", "pattern", "note"}
	if diff := cmp.Diff(want, g.Header); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"all records", "knn+mlp", "0.8571", "0.81 to 0.8988", "290", "all", "", ""}, g.Rows[0]); diff != "" {
		t.Error(diff)
	}
	plain := GridOf(canvas.Table{Header: []string{"pattern", "n"}, Rows: [][]string{{"10", "3"}}})
	if plain.Header[0] != "pattern" {
		t.Errorf("a table without strata begins with %s", plain.Header[0])
	}
}

func TestGridSorts(t *testing.T) {
	g := GridOf(scores)
	cases := []struct {
		column  int
		falling bool
		want    string
	}{
		{2, false, "0.8571|0.9|"}, {2, true, "0.9|0.8571|"}, // empty cells are at the end either way
		{4, false, "8|290|290"}, {1, true, "knn+mlp|attention|attention"},
	}
	for _, c := range cases {
		s := g.Sorted(c.column, c.falling)
		if got := columnOf(s, c.column); got != c.want {
			t.Errorf("by column %d, falling %v: %s, want %s", c.column, c.falling, got, c.want)
		}
		if back := s.Sorted(-1, false); columnOf(back, 1) != columnOf(g, 1) {
			t.Error("the order of the figure does not come back")
		}
	}
}

// What is copied has all digits, and what it is about.
func TestGridCopies(t *testing.T) {
	g := GridOf(scores)
	cell := g.Cell(0, 2)
	for _, want := range []string{"value = 0.8571428", "stratum: all records", "method: knn+mlp", "95 % interval: 0.81 to 0.8987654", "n test: 290", "dataset: sample", "seeds: 3"} {
		if !strings.Contains(cell, want) {
			t.Errorf("%q lacks %q", cell, want)
		}
	}
	if lines := strings.Split(strings.TrimSpace(g.Row(1)), "\n"); len(lines) != 4 || !strings.HasPrefix(lines[1], "all records\tattention\t0.9\t0.85 to 0.95\t290") {
		t.Errorf("a row is copied as %q", lines)
	}
	if all := g.Sorted(2, true).All(); strings.Index(all, "attention") > strings.Index(all, "knn+mlp") {
		t.Errorf("the table is copied in another order than it is shown: %q", all)
	}
	if g.Cell(9, 0) != "" || g.Row(-1) != "" {
		t.Error("what is not there is copied")
	}
}

func TestReadableShortensFractionsOnly(t *testing.T) {
	for cell, want := range map[string]string{"0.86111111": "0.8611", "p0.1234567": "p0.1234567", "1234567": "1234567", "0.5": "0.5", "1.0e-07": "1e-07"} {
		if got := readable(cell); got != want {
			t.Errorf("%s is written %s, want %s", cell, got, want)
		}
	}
}

// TestNamesOfTheDataAreNotTranslated: a modality that is called as a word of the
// window is, stays as it is called.
func TestNamesOfTheDataAreNotTranslated(t *testing.T) {
	say.Speak(&say.Language{
		Text:   func(text string) string { return map[string]string{"text": "texto", "records": "registros"}[text] },
		Plural: func(many string, _ int) string { return many },
	})
	defer say.Speak(nil)
	g := GridOf(canvas.Table{Header: []string{"text", "records"}, Rows: [][]string{{"1", "3"}}, Names: []int{0}})
	if g.Header[0] != "text" || g.Header[1] != "registros" {
		t.Errorf("the heads are %q", g.Header)
	}
}
