package missingness

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// mostNoted is how many modalities the notes name whose absence is predicted.
const mostNoted = 5

// Notes are the diagnosis in a few sentences, for the foot of a chart: Little's
// test, what predicts absence best, and whether the pattern tells the class.
func (d Diagnosis) Notes() []string {
	var out []string
	for _, l := range d.Little {
		if l.Refused == "" {
			out = append(out, l.Words())
			break
		}
	}
	if len(out) == 0 && len(d.Little) > 0 {
		out = append(out, d.Little[0].Words())
	}
	if words := predicted(d.Predictors); words != "" {
		out = append(out, words)
	}
	if words := d.Tells.Words(); words != "" {
		out = append(out, words)
	}
	return out
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
			text += ", most by " + p.Columns[0].Name
		}
		words = append(words, text)
	}
	return "Absence that the other modalities predict (cross-validated): " + strings.Join(words, "; ") + "."
}
