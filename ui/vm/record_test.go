package vm

import (
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/experiment"
)

func TestLensesSayWhy(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	lenses := k.Inspector.Lenses() // of r000, which has neither image nor sound
	if !lenses[0].Present || lenses[0].Row == nil {
		t.Error("the table is there but not shown")
	}
	if lenses[1].Present || lenses[1].Reason != "no row for r000 in image.csv" {
		t.Errorf("the image: %+v", lenses[1])
	}
	if got := k.Inspector.RecordTitle(); got != "r000, class ill" {
		t.Errorf("title %q", got)
	}
}

func TestHiddenModalitiesAreMarked(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.quick()
	k.Setup.SetMask(experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.CellRate, Rate: 0.5})
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end", k.Settled)
	hidden := 0
	for range k.data.Records() {
		for _, l := range k.Inspector.Lenses() {
			if l.Hidden {
				hidden++
			}
		}
		k.Selection.Step(1)
	}
	if hidden < 60 {
		t.Errorf("%d modalities are marked as hidden at a rate of one half", hidden)
	}
}

func TestGuessesComeFromTestedRuns(t *testing.T) {
	k := compared(t)
	tested := k.Comparison.Study().Runs[0].Rows[0].Record
	k.Selection.Select(query.Of(query.Term{Kind: query.Numbered, Rows: []query.Span{{From: tested, To: tested + 1}}}))
	guesses := k.Inspector.Guesses()
	if len(guesses) != 1 || guesses[0].Method != "mean+logistic" || guesses[0].Runs < 1 {
		t.Errorf("guesses: %+v", guesses)
	}
	if g := guesses[0]; g.Share < 0.5 || g.Share > 1 {
		t.Errorf("the chosen class of two has the probability %g", g.Share)
	}
}

func TestPreviewCounts(t *testing.T) {
	p := NewPreview(small(t))
	if got := strings.Join(p.Rows[1], "|"); got != "image|2 numbers||||90|30|0|0|image.csv" {
		t.Errorf("row of the image: %s", got)
	}
	if !strings.Contains(p.Words, "120 records, 33 % incomplete") {
		t.Errorf("words: %s", p.Words)
	}
}
