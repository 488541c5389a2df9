package experiment

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/result"
)

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
// as one vector get gradients; where there are no images, nothing is said.
func TestImagesByMethod(t *testing.T) {
	tables := fixture(t, 60)
	pictures := *tables
	pictures.Blocks = append(slices.Clone(tables.Blocks), dataset.Block{Modality: dataset.Modality{Kind: dataset.Image, Shape: []int{16, 16, 3}}})
	for _, c := range []struct{ method, images, want string }{
		{"knn+svm", "", feature.HOG},
		{"mean+logistic", feature.Auto, feature.HOG},
		{"mean+logistic", feature.Pixels, ""},
		{"attention", "", ""},
		{"attention", feature.HOG, feature.HOG},
		{"majority", "", ""},
	} {
		p, err := ParseMethod(Method{Name: c.method})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.featureOptions(feature.Options{Images: c.images}, &pictures).Images; got != c.want {
			t.Errorf("%s asked for %q gets %q, want %q", c.method, c.images, got, c.want)
		}
		if got := p.featureOptions(feature.Options{Images: c.images}, tables); got != (feature.Options{}) {
			t.Errorf("%s without images gets %+v", c.method, got)
		}
	}
}

// Where methods differ in what a modality was turned into, it is said for which.
func TestFeatureWords(t *testing.T) {
	study := result.Study{Runs: []result.Run{
		{Method: "knn+svm", Features: []string{"image: gradients", "blood: scaled"}},
		{Method: "attention", Features: []string{"image: pixels", "blood: scaled"}},
		{Method: "majority", Features: []string{"image: pixels", "blood: scaled"}},
		{Method: "attention", Features: []string{"image: pixels", "blood: scaled"}},
	}}
	want := []string{"image: gradients (knn+svm)", "blood: scaled", "image: pixels (attention)"}
	if diff := cmp.Diff(want, FeatureWords(study)); diff != "" {
		t.Error(diff)
	}
	study.Runs = study.Runs[2:3]
	if diff := cmp.Diff([]string{"image: pixels", "blood: scaled"}, FeatureWords(study)); diff != "" {
		t.Error(diff)
	}
}
