package vm

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lacuna/dataset"
)

func anyTerm(t *rapid.T) Term {
	kind := rapid.SampledFrom([]TermKind{HasPattern, Lacks, Has, Because, InGroup, Incomplete, Among}).Draw(t, "kind")
	word := rapid.String()
	term := Term{Kind: kind}
	switch kind {
	case HasPattern:
		term.Pattern = dataset.Pattern(rapid.StringMatching(`[01]{3}`).Draw(t, "pattern"))
	case Lacks, Has:
		term.Modality = word.Draw(t, "modality")
	case Because:
		term.Modality = word.Draw(t, "modality")
		term.Cause = dataset.Cause(rapid.IntRange(0, int(dataset.Masked)).Draw(t, "cause"))
	case InGroup:
		term.Column, term.Value = word.Draw(t, "column"), word.Draw(t, "value")
	case Among:
		term.Records = rapid.SliceOfN(rapid.IntRange(0, 119), 1, 9).Draw(t, "records")
	}
	return term
}

func TestQueriesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Query{rapid.SliceOfN(rapid.Custom(anyTerm), 1, 4).Draw(t, "terms")}
		back, err := ParseQuery(q.String())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(q, back); d != "" {
			t.Fatalf("%s: %s", q, d)
		}
	})
}

func TestBrokenQueriesAreErrors(t *testing.T) {
	for _, s := range []string{`nonsense`, `missing`, `missing image`, `missing "a" "b"`, `cause "image" "luck"`, `pattern "1" OR any-missing`, `records "x"`} {
		if q, err := ParseQuery(s); err == nil {
			t.Errorf("%s reads as %v", s, q)
		}
	}
}

func TestTermsNarrow(t *testing.T) {
	d := small(t)
	one := Query{[]Term{{Kind: Lacks, Modality: "image"}}}
	both := Query{[]Term{one.Terms[0], {Kind: Lacks, Modality: "sound"}}}
	some, fewer := one.Records(d, d.Presence), both.Records(d, d.Presence)
	if len(some) != 30 || len(fewer) != 10 {
		t.Errorf("%d and %d records, want 30 and 10", len(some), len(fewer))
	}
	if got := (Query{[]Term{{Kind: Lacks, Modality: "smell"}}}).Records(d, d.Presence); len(got) != 0 {
		t.Errorf("an unknown modality selects %d records", len(got))
	}
	if got := both.Words(d.Names()); got != "image missing and sound missing" {
		t.Errorf("words: %q", got)
	}
}

func TestUndoAndStep(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.Selection.SelectLacking("image", true)
	k.Selection.SelectLacking("sound", true)
	k.Undo()
	if got := k.Selection.Query().String(); got != `missing "image"` {
		t.Errorf("after undo: %s", got)
	}
	if k.Selection.Position() != "1 of 30 selected" {
		t.Errorf("position %q", k.Selection.Position())
	}
	k.Selection.Step(2)
	if i, ok := k.Selection.Current(); !ok || i != 8 {
		t.Errorf("the third record without an image is %d", i)
	}
	k.Selection.Step(1000)
	if k.Selection.Position() != "30 of 30 selected" {
		t.Errorf("position %q", k.Selection.Position())
	}
	k.Undo()
	k.Undo()
	if !k.Selection.Query().Empty() {
		t.Error("undo goes on past the beginning")
	}
}
