package experiment

import (
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/result"
)

// features turns a view into numbers in the way that was fitted on the
// training rows.
type features interface {
	Apply(v dataset.View) (dataset.View, error)
	// Describe says in one line per modality what is done.
	Describe() []string
}

func fitFeatures(train dataset.View, o feature.Options) (features, error) {
	return feature.Fit(train, o)
}

// featureOptions are those of the spec with the choice made that was left to the
// program: convolutions learn from pixels, and methods that take a record as one
// vector get the gradients of images. What makes no difference is left out, so
// that it changes no id.
func (p Pipeline) featureOptions(o feature.Options, d *dataset.Dataset) feature.Options {
	images := slices.ContainsFunc(d.Blocks, func(b dataset.Block) bool { return feature.HasGradients(b.Modality) })
	auto := o.Images == "" || o.Images == feature.Auto
	switch {
	case images && (o.Images == feature.HOG || auto && p.Model.NeedsComplete()):
		o.Images = feature.HOG
	default:
		o.Images = ""
	}
	return o
}

// FeatureWords says what each modality was turned into, in one line each; where
// methods differ, for which of them. The baselines look at no features.
func FeatureWords(study result.Study) []string {
	others := slices.ContainsFunc(study.Runs, func(r result.Run) bool { return !isBaseline(r.Method) })
	methods := map[string][]string{}
	var lines, all []string
	for _, run := range study.Runs {
		if others && isBaseline(run.Method) || slices.Contains(all, run.Method) {
			continue
		}
		all = append(all, run.Method)
		for _, line := range run.Features {
			if methods[line] == nil {
				lines = append(lines, line)
			}
			methods[line] = append(methods[line], run.Method)
		}
	}
	for k, line := range lines {
		if len(methods[line]) < len(all) {
			lines[k] += " (" + strings.Join(methods[line], ", ") + ")"
		}
	}
	return alike(lines)
}

// alike joins lines "modality: words" that differ only in the modality.
func alike(lines []string) []string {
	var out, said []string
	for _, line := range lines {
		name, words, _ := strings.Cut(line, ": ")
		if k := slices.Index(said, words); k >= 0 {
			first, _, _ := strings.Cut(out[k], ": ")
			out[k] = first + ", " + name + ": " + words
			continue
		}
		out, said = append(out, line), append(said, words)
	}
	return out
}
