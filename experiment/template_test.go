package experiment

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// rich is a comparison that names much of what the fixture has.
func rich() Spec {
	return Spec{
		Methods: []Method{{Name: "knn+logistic", Settings: map[string]string{"knn.k": "7"}}, {Name: "attention"}},
		Mask:    MaskSpec{Mechanism: MNAR, Rates: map[string]float64{"colour": 0.2, "size": 0.1}, Strength: 2},
		Split:   SplitSpec{Kind: LeaveOut, Column: "site"},
		Seeds:   4, Root: 9, MaskedComplete: true, Search: 3,
		Sweep:    Sweep{Tests: []MaskSpec{{Mechanism: MCAR, Kind: dataset.ModalityRate, Rate: 0.2, Modality: "size"}}, Patterns: []string{"colour", "size"}},
		Shifts:   Shifts{Deltas: []float64{-1, 1}, Of: []string{"size"}},
		Imported: []Imported{{Name: "theirs", SHA256: "0"}},
	}
}

// On data that have all that it names, a comparison stays as it is, but for
// predictions of other records.
func TestSetUpFitsLikeData(t *testing.T) {
	want := rich()
	got, notes := want.For(fixture(t, 90), nil)
	if len(notes) != 1 || !strings.Contains(notes[0], "theirs were imported") {
		t.Errorf("said: %q", notes)
	}
	want.Imported = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What data lack is left out, each part is said, and what remains can be run.
func TestSetUpLosesWhatDataLack(t *testing.T) {
	d := *fixture(t, 90)
	d.Groups, d.Splits = nil, nil
	d.Blocks = slices.Clone(d.Blocks)
	d.Blocks[1].Modality.Name = "weight"
	other, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	gone := errors.New("no such file")
	read := func(string) (*dataset.Mask, error) { return nil, gone }
	spec := rich()
	spec.Split.Together = "site"
	spec.Methods = append(spec.Methods, Method{Name: "nowhere"})
	for _, c := range []struct {
		change func(*Spec)
		want   MaskSpec
		says   string
	}{
		{func(*Spec) {}, MaskSpec{Mechanism: MNAR, Rates: map[string]float64{"colour": 0.2}, Strength: 2}, "no longer hides size"},
		{func(s *Spec) { s.Mask = MaskSpec{Mechanism: FromFile, File: "m.csv"} }, MaskSpec{Mechanism: Natural}, "no such file"},
		{func(s *Spec) { s.Mask = MaskSpec{Mechanism: ByGroup, By: "site", Rate: 0.2} }, MaskSpec{Mechanism: Natural}, "site"},
		{func(s *Spec) { s.Mask = MaskSpec{Mechanism: MAR, By: "size", Rate: 0.2} }, MaskSpec{Mechanism: Natural}, "no modality size"},
		{func(s *Spec) { s.Mask = MaskSpec{Mechanism: Leaves, Left: []string{"size"}, Rate: 0.5} }, MaskSpec{Mechanism: Natural}, "none of the modalities"},
		{func(s *Spec) {
			s.Mask = MaskSpec{Mechanism: Leaves, Patterns: map[string]float64{"size": 0.1, "colour": 0.2}}
		}, MaskSpec{Mechanism: Leaves, Patterns: map[string]float64{"colour": 0.2}}, "no longer has the pattern size"},
	} {
		asked := spec
		c.change(&asked)
		got, notes := asked.For(other, read)
		said := strings.Join(notes, "\n")
		if diff := cmp.Diff(c.want, got.Mask); diff != "" || !strings.Contains(said, c.says) {
			t.Errorf("%s\nsaid: %s", diff, said)
		}
		for _, words := range []string{"Method nowhere", "theirs", "no column site", "at random, is the test", "sweep leaves out mcar", "pattern size", "no size whose imputed", "not shifted"} {
			if !strings.Contains(said, words) {
				t.Errorf("not said: %s, in\n%s", words, said)
			}
		}
		if got.Split.Kind != Holdout || got.Split.Together != "" || len(got.Methods) != 2 || len(got.Sweep.Tests) != 0 || len(got.Sweep.Patterns) != 1 || len(got.Shifts.Deltas) != 0 {
			t.Errorf("what remains: %+v", got)
		}
		got.Search = 0
		if _, err := Plan(other, got, nil); err != nil {
			t.Error(err)
		}
	}
}
