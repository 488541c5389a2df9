package experiment

import (
	"slices"
	"strings"
	"testing"

	"lacuna/dataset/feature"
)

// A spec that says nothing of features gives the ids that it gave before it
// could, so that finished runs stay finished.
func TestIdentityWithoutFeaturesStays(t *testing.T) {
	const since = "39129a78412ecab0b4f386eac83697be9f2e308e45c57100c99782276df82be1"
	if got := plan(t, fixture(t, 60), Spec{Methods: methods("majority")})[0].ID; got != since {
		t.Errorf("the id became %s", got)
	}
}

func TestFeaturesReachTheJob(t *testing.T) {
	d := fixture(t, 60)
	job := plan(t, d, Spec{Methods: methods("mean+logistic"), Features: feature.Options{Scaling: feature.MinMax}})[0]
	run, err := Runner{}.RunJob(t.Context(), d, job, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(run.Features, func(s string) bool { return strings.Contains(s, "0…1") }) {
		t.Errorf("features %q", run.Features)
	}
	if _, err := Plan(d, Spec{Methods: methods("mean+logistic"), Features: feature.Options{Scaling: "log"}}, nil); err == nil {
		t.Error("an unknown scaling is planned")
	}
}

// Left to the program, convolutions get pixels, and methods that take a record
// as one vector get gradients.
func TestImagesByMethod(t *testing.T) {
	for method, want := range map[string]string{"knn+svm": feature.HOG, "mean+logistic": feature.HOG, "attention": "", "majority": ""} {
		p, err := ParseMethod(Method{Name: method})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.featureOptions(feature.Options{Images: feature.Auto}).Images; got != want {
			t.Errorf("%s gets %q, want %q", method, got, want)
		}
		if got := p.featureOptions(feature.Options{Images: feature.HOG}).Images; got != feature.HOG {
			t.Errorf("%s is not given what was asked for: %q", method, got)
		}
	}
}
