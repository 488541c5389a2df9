package vm

import (
	"strings"
	"testing"
)

// TestShiftingFinds: of what is hidden at random a shift up fills in too much and
// one down too little, and what is told stays of what was hidden then.
func TestShiftingFinds(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	f := k.Filling
	if err := f.Shift(1); err != nil {
		t.Fatal(err)
	}
	if words := f.Progress(); words != "Moving what knn fills in…" {
		t.Error(words)
	}
	k.wait("the shifts", func() bool { return !f.Running() })
	f.SetHiding(HideModalities, 0.3, "", 3)
	rows, said, of := f.Shifted()
	if len(rows) != 5 || rows[2].Shift != "as it is" || !strings.HasPrefix(rows[0].Error, "−") || strings.HasPrefix(rows[4].Error, "−") {
		t.Fatalf("%+v", rows)
	}
	if !strings.Contains(said, "met on average at a shift of") || !strings.Contains(of, "20\u00a0% of single numbers") {
		t.Errorf("%q, %q", said, of)
	}
	if !strings.HasPrefix(rows[2].Note, "0 filled numbers moved; ") || strings.Contains(rows[2].Note, "change") || !strings.Contains(rows[0].Note, "change") {
		t.Errorf("%q, %q", rows[2].Note, rows[0].Note)
	}
}

// TestShiftingStops: what comes after Stop is dropped, and other data have no
// shifts yet.
func TestShiftingStops(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	f := k.Filling
	if err := f.SetDeltas("2"); err != nil {
		t.Fatal(err)
	}
	if err := f.Shift(0); err != nil {
		t.Fatal(err)
	}
	f.Stop()
	ended := false
	if err := f.Write(0, t.TempDir()+"/filled", func([]string) { ended = true }); err != nil {
		t.Fatal(err)
	}
	k.wait("the files", func() bool { return ended })
	if rows, said, _ := f.Shifted(); len(rows) > 0 || said != "" {
		t.Errorf("%d rows of what was stopped: %q", len(rows), said)
	}
	k.Show(k.data)
	if got := f.Deltas(); got != "-1 -0.5 0.5 1" {
		t.Errorf("other data begin with the shifts %s", got)
	}
}

func TestSetDeltas(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	for text, want := range map[string]string{"-0,5 1": "-0.5 1", " −2;  3 ": "-2 3", "1, 2": "1 2"} {
		if err := k.Filling.SetDeltas(text); err != nil || k.Filling.Deltas() != want {
			t.Errorf("%q: %s, %v", text, k.Filling.Deltas(), err)
		}
	}
	for _, text := range []string{"", "a", "0", "NaN", "inf", "1e99", "-1,-0.5,0.5"} {
		if err := k.Filling.SetDeltas(text); err == nil || k.Filling.ShiftRefused() == nil || k.Filling.Shift(0) == nil {
			t.Errorf("%q: %v", text, err)
		}
		if err := k.Filling.Refused(); err != nil {
			t.Errorf("%q stops the scoring: %v", text, err)
		}
	}
}
