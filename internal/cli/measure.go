package cli

import (
	"slices"

	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// printMeasure says what a metric is and which methods differ in it on all
// records.
func (a *app) printMeasure(found result.Study, table metric.Table, m metric.Measure) {
	a.say("%s: %s.", m.Name, m.Definition)
	at := slices.IndexFunc(table.Strata, func(s metric.Stratum) bool { return s.Kind == metric.AllRecords })
	if m.Name == metric.AccuracyName || at < 0 {
		return
	}
	differences := metric.MeasureDifferences(found, table.Strata[at], m)
	for _, d := range differences[:min(len(differences), mostDifferences)] {
		a.say("%s minus %s: %.3f [%.3f %.3f], n = %d, adjusted (Holm) for %s %s", d.A, d.B, d.Value, d.CI95.Low, d.CI95.High, d.N,
			d.Family, metric.PValue(d.PHolm))
	}
	if more := len(differences) - mostDifferences; more > 0 {
		a.say("and %s more", numbered(more, "pair"))
	}
	if len(differences) > 0 {
		a.say(metric.IntervalsUnadjusted)
	}
}

// mostDifferences is how many pairs of methods are listed, the smallest p first.
const mostDifferences = 10
