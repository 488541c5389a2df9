package cli

import (
	"fmt"
	"math"
	"slices"

	"lacuna/charts"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// addIntervals writes a metric other than accuracy with its interval: the mean
// over runs, repetitions, folds or groups, which is what the interval is of, and
// not the value of all predictions together.
func addIntervals(cells []string, found result.Study, s metric.Stratum, name charts.Metric) {
	m, err := metric.MeasureNamed(string(name))
	if err != nil || name == charts.Accuracy {
		return
	}
	for i, method := range found.Methods {
		if e := metric.MeasureOf(found, method, s, m); !math.IsNaN(e.CI95.Low) {
			cells[i] = fmt.Sprintf("%.3f [%.3f %.3f]", e.Value, e.CI95.Low, e.CI95.High)
		}
	}
}

// printMeasure says what a metric is, how its intervals were made, and which
// methods differ in it on all records.
func (a *app) printMeasure(found result.Study, table metric.Table, name charts.Metric) {
	m, err := metric.MeasureNamed(string(name))
	if err != nil {
		return
	}
	a.say("%s: %s.", m.Name, m.Definition)
	at := slices.IndexFunc(table.Strata, func(s metric.Stratum) bool { return s.Kind == metric.AllRecords })
	if name == charts.Accuracy || at < 0 {
		return
	}
	a.say("Values are means over repetitions, folds or groups; intervals of %s by a bootstrap of %d draws of the test records; over repetitions, folds or groups by Student's t of their values beside it.", m.Name, metric.Draws)
	differences := metric.MeasureDifferences(found, table.Strata[at], m)
	for _, d := range differences[:min(len(differences), mostDifferences)] {
		a.say("%s minus %s: %.3f [%.3f %.3f], n = %d, adjusted for %s %s", d.A, d.B, d.Value, d.CI95.Low, d.CI95.High, d.N,
			numbered(len(differences), "pair"), pWords(d.PHolm))
	}
	if more := len(differences) - mostDifferences; more > 0 {
		a.say("and %s more", numbered(more, "pair"))
	}
}

// mostDifferences is how many pairs of methods are listed, the smallest p first.
const mostDifferences = 10

func pWords(p float64) string {
	if p < 0.001 {
		return "p < 0.001"
	}
	return fmt.Sprintf("p = %.3f", p)
}
