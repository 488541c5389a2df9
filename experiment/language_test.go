package experiment

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/internal/say"
)

// loud is a language in which every word is another than in English.
var loud = say.Language{
	Text:   func(text string) string { return "¡" + strings.ReplaceAll(text, " ", "·") + "!" },
	Plural: func(many string, _ int) string { return "¡" + many + "!" },
}

// What a comparison leaves behind is the same whatever the window speaks: what
// methods tell, the phases of their curves, why a setting could not be fitted.
func TestLanguageDoesNotMatter(t *testing.T) {
	d := fixture(t, 60)
	spec := Spec{Methods: methods("retrieval+logistic", "attention"), Seeds: 1}
	spec.Methods[1].Settings = map[string]string{"attention.epochs": "1", "attention.members": "2"}
	failing := plan(t, d, Spec{Methods: methods("knn+logistic"), Search: 2})[0]
	failing.Candidates[1] = maps.Clone(failing.Candidates[1])
	failing.Candidates[1]["knn.k"] = "none"
	left := func() any {
		run, err := Runner{}.RunJob(context.Background(), d, failing, nil)
		if err != nil || run.Search[1].Failed == "" {
			t.Fatalf("%v, %+v", err, run.Search)
		}
		return []any{compare(t, Runner{Workers: 2}, d, spec), run}
	}
	english := left()
	say.Speak(&loud)
	defer say.Speak(nil)
	if diff := cmp.Diff(english, left(), cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
}
