package vm

import (
	"slices"
	"strings"
	"testing"

	"lacuna/charts/canvas"
)

// unquoted are the kinds of regions that stand for no number of their own.
var unquoted = []canvas.RegionKind{canvas.Body, canvas.OtherRows, canvas.Overview}

// Every number that is drawn can be copied with its context: each kind of region,
// in every view of every pane, quotes something, or is exempt by name.
func TestEveryRegionIsQuoted(t *testing.T) {
	k := compared(t)
	met := map[canvas.RegionKind]bool{}
	for _, p := range Panes() {
		for _, title := range k.Display.Views(p) {
			if _, columns := k.Display.TableOf(title); columns || title == AnyColumn {
				continue
			}
			k.Display.Choose(p, title)
			if got := k.Display.Title(p); got != title {
				t.Errorf("%s shows %q, not %q", p, got, title)
			}
			k.wait("the chart", func() bool { return k.Settled() && k.Scene.late.making == nil })
			f, err := k.Scene.Figure(p)
			if err != nil {
				t.Errorf("%s, %s: %v", p, title, err)
			}
			if f == nil {
				continue
			}
			for _, r := range f.Draw(canvas.Measuring(900, 700), canvas.Light()) {
				met[r.Kind] = true
				words := k.Scene.Quote(r)
				if (words == "") != slices.Contains(unquoted, r.Kind) {
					t.Errorf("%s, %s: %s %s %s says %q", p, title, r.Kind, r.Key, r.Sub, words)
				}
				if words != "" && !strings.Contains(words, "sha256") {
					t.Errorf("%s, %s: %q has no context", p, title, words)
				}
			}
		}
	}
	for _, kind := range []canvas.RegionKind{canvas.MethodMark, canvas.StratumRow, canvas.PatternRow, canvas.ModalityHead, canvas.PairCell} {
		if !met[kind] {
			t.Errorf("no %s was drawn", kind)
		}
	}
}

func TestGuessesAreQuoted(t *testing.T) {
	k := compared(t)
	k.look(k.Comparison.Study().Runs[0].Rows[0].Record)
	g := k.Inspector.Guesses()[0]
	words := k.Inspector.QuoteGuess(g)
	for _, want := range []string{k.Inspector.RecordTitle(), g.Method, g.Class, "1 run ", "sha256"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q lacks %q", words, want)
		}
	}
}
