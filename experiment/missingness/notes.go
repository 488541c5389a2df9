package missingness

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// mostNoted is how many modalities the notes name whose absence is predicted.
const mostNoted = 5

// Notes are the diagnosis in a few sentences, for the foot of a chart: whether
// the pattern tells the class, Little's test, what predicts absence best, and
// where absence depends on the order of records.
func (d Diagnosis) Notes() []string {
	var out []string
	if words := d.Tells.Words(); words != "" {
		out = append(out, words)
	}
	tests := len(out)
	for _, l := range d.Little {
		if l.Refused == "" {
			out = append(out, l.Words())
			break
		}
	}
	if len(out) == tests && len(d.Little) > 0 {
		out = append(out, d.Little[0].Words())
	}
	if words := predicted(d.Predictors); words != "" {
		out = append(out, words)
	}
	return append(out, drifted(d.Drifts)...)
}

// predicted names the modalities whose absence the others predict beyond
// chance, the best predicted first.
func predicted(list []Predictor) string {
	list = slices.DeleteFunc(slices.Clone(list), func(p Predictor) bool {
		return p.Refused != "" || math.IsNaN(p.Values.Value) || !(p.Values.CI95.Low > 0.5)
	})
	if len(list) == 0 {
		return ""
	}
	slices.SortStableFunc(list, func(a, b Predictor) int { return cmp.Compare(b.Values.Value, a.Values.Value) })
	var words []string
	for _, p := range list[:min(len(list), mostNoted)] {
		text := fmt.Sprintf("%s AUC %.2f [%.2f, %.2f]", p.Modality, p.Values.Value, p.Values.CI95.Low, p.Values.CI95.High)
		if len(p.Columns) > 0 {
			text += say.Form(", most by %s", p.Columns[0].Name)
		}
		words = append(words, text)
	}
	return say.Form("Absence that the other modalities predict (cross-validated): %s.", strings.Join(words, "; "))
}

// mostDrifts is how many modalities are named whose absence drifts.
const mostDrifts = 2

// drifted tells of the modalities whose absence depends on the order of records,
// the surest first; of those for which there is no evidence of it, how many.
func drifted(list []Drift) []string {
	var found []Drift
	tested := 0
	for _, x := range list {
		if x.Refused != "" {
			continue
		}
		tested++
		if x.Drifts() {
			found = append(found, x)
		}
	}
	slices.SortStableFunc(found, func(a, b Drift) int {
		return cmp.Compare(min(a.PTrendHolm, a.PRunsHolm), min(b.PTrendHolm, b.PRunsHolm))
	})
	var out []string
	for _, x := range found[:min(len(found), mostDrifts)] {
		out = append(out, x.Words())
	}
	switch {
	case len(found) > mostDrifts:
		out = append(out, say.Form("Absence depends on the order of records for %d of %d modalities in all (Holm).", len(found), tested))
	case tested > 0 && len(found) == 0:
		out = append(out, say.Form("No evidence that absence depends on the order of records (%d modalities tested, n = %d).", tested, list[0].N))
	}
	return out
}
