package experiment

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/internal/say"
)

// What goes into a project and into ids is the same whatever language is spoken.
func TestWhatIsStoredIsInEnglish(t *testing.T) {
	d := fixture(t, 60)
	mask := MaskSpec{Mechanism: MCAR, Rate: 0.3, Strength: 2}
	spec := Spec{
		Methods: methods("mean+logistic"), Split: SplitSpec{Kind: KFold, Folds: 2}.Careful(d), Mask: mask, MaskedComplete: true, Search: 2,
		Shifts: Shifts{Deltas: []float64{-1, 1}},
	}
	stored := func() string {
		spec := spec
		spec.Sweep = Sweep{Tests: Rising(mask, []float64{0, 0.2, 0.99}), Patterns: []string{AllPatterns}, Trainings: []MaskSpec{mask}}.Reachable(d, Spec{Mask: mask})
		if len(spec.Sweep.Omitted) != 1 {
			t.Fatalf("left out: %q", spec.Sweep.Omitted)
		}
		jobs := plan(t, d, spec)
		study, err := Runner{Workers: 1}.Run(context.Background(), d, spec, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range study.Runs {
			study.Runs[i].Seconds = 0
		}
		for i := range study.Beside {
			study.Beside[i].Seconds = 0
		}
		text, err := json.MarshalIndent([]any{jobs, study.Runs, study.Beside, study.Alike, spec.Sweep.Omitted}, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	english := stored()
	say.Speak(&say.Language{Text: func(text string) string { return "¿" + text }, Plural: func(many string, _ int) string { return "¿" + many }})
	defer say.Speak(nil)
	if diff := cmp.Diff(english, stored()); diff != "" {
		t.Error(diff)
	}
}
