package cli

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"lacuna/experiment/metric"
)

// print writes the answers for people.
func (out answers) print(a *app, m metric.Measure) {
	if len(out.Regret) > 0 {
		out.printRegret(a)
	}
	if out.Mixture != nil {
		out.printMixture(a, m)
	}
	if len(out.Value) > 0 {
		out.printValues(a)
	}
}

// mostRegrets is how many patterns are listed, the largest regret first.
const mostRegrets = 20

func (out answers) printRegret(a *app) {
	a.say("\nregret: accuracy of the dedicated model of a pattern less that of the method, in points, on the same records")
	rows := [][]string{{"pattern", "method", "n_test", "regret", "adjusted p"}}
	list := slices.DeleteFunc(slices.Clone(out.Regret), func(p pairEntry) bool { return slices.Contains(out.carried, p.B) })
	slices.SortStableFunc(list, func(p, q pairEntry) int { return cmp.Compare(q.Difference, p.Difference) })
	for _, p := range list[:min(len(list), mostRegrets)] {
		rows = append(rows, []string{p.Stratum, p.B, fmt.Sprint(p.N), ranged(p.Difference, p.CI95, 100, 1), pCell(p.PHolm)})
	}
	a.table(rows)
	if more := len(list) - mostRegrets; more > 0 {
		a.say("and %d more with less regret (--json)", more)
	}
	a.say("p: adjusted (Holm 1979) for %s. %s", out.Regret[0].Family, metric.IntervalsUnadjusted)
}

func (out answers) printMixture(a *app, m metric.Measure) {
	a.say("\nexpected in the mixture: %s, without training anew", m.Name)
	for _, line := range out.mixture.Words() {
		a.say("  %s", line)
	}
	factor, digits := 1.0, 3
	if m.Name == metric.AccuracyName {
		factor, digits = 100, 1
	}
	rows := [][]string{{"method", "n_test", "expected"}}
	for _, e := range out.Mixture.Methods {
		rows = append(rows, []string{e.Name, fmt.Sprint(e.N), ranged(e.Value, e.CI95, factor, digits)})
	}
	a.table(rows)
	a.say("Intervals: a bootstrap of the test records, over repetitions Student's t beside it; the frequencies are taken as given. Over repetitions, folds or groups what is expected is the mean of theirs, and may differ a little from the table above, where accuracy is that of all predictions together.")
}

func (out answers) printValues(a *app) {
	a.say("\nhaving a modality, for %s: accuracy of test records with it less that of those without it, in points", out.Value[0].Method)
	rows := [][]string{{"modality", "with", "without", "as observed", "corrected", "effective n", "propensity with", "without"}}
	var refused []string
	for _, v := range out.Value {
		row := []string{v.Modality, fmt.Sprint(v.With), fmt.Sprint(v.Without), ranged(v.Naive, v.NaiveCI, 100, 1), ranged(v.Weighted, v.CI95, 100, 1)}
		if v.Refused != "" {
			row[4] = "–"
			refused = append(refused, v.Modality+": "+v.Refused)
		}
		row = append(row, fmt.Sprintf("%.0f, %.0f", v.Effective[0], v.Effective[1]), ends(v.Propensity), ends(v.Otherwise))
		rows = append(rows, row)
	}
	a.table(rows)
	a.say("Corrected for who lacks it by %s: inverse-probability weights, stabilised and cut at their 99 %% point; propensities are 5 %% to 95 %% points, and should overlap. What is not among these is not corrected for; the cost on the same records stands in the verdict.",
		strings.Join(out.Value[0].Given, ", "))
	a.say("Intervals: 95 %%, by %d draws of %s, propensities estimated anew in each; the methods are taken as they were trained.", metric.PresenceDraws, out.Value[0].Drawn)
	for _, line := range refused {
		a.say("not corrected: %s", line)
	}
}

// pCell writes a p value in a table, a dash where there is none.
func pCell(p number) string {
	if math.IsNaN(float64(p)) {
		return "–"
	}
	return strings.TrimPrefix(strings.TrimPrefix(metric.PValue(float64(p)), "p = "), "p ")
}

func ends(i [2]number) string {
	if math.IsNaN(float64(i[0])) {
		return "–"
	}
	return fmt.Sprintf("%.2f to %.2f", i[0], i[1])
}

// ranged writes a value with its interval.
func ranged(x number, i [2]number, factor float64, digits int) string {
	switch {
	case math.IsNaN(float64(x)):
		return "–"
	case math.IsNaN(float64(i[0])):
		return fmt.Sprintf("%.*f (no interval)", digits, factor*float64(x))
	}
	return fmt.Sprintf("%.*f [%.*f %.*f]", digits, factor*float64(x), digits, factor*float64(i[0]), digits, factor*float64(i[1]))
}
