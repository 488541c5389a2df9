package report

import (
	"fmt"
	"math"

	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// imputations pools every metric on all records over the completed tables, and
// accuracy on the complete ones and those that lack something, too.
func imputations(in Input) Table {
	t := Table{
		Name: "imputations", Caption: say.Mark("Multiple imputation, pooled by Rubin's rules"), Left: 3,
		Header: []string{say.Mark("Method"), say.Mark("Metric"), say.Mark("Stratum"), say.Mark("n test"), "m", say.Mark("Estimate"), intervalHead, say.Mark("Variance within"), say.Mark("Variance between"), say.Mark("Variance in all"), "df", say.Mark("Missing information")},
		Note:   say.Kept("%s. Variances are those of the estimate.", metric.RubinWords(metric.Accuracy())),
	}
	strata := metric.MainStrata(in.Table.Strata)
	for _, m := range metric.Measures() {
		over := strata
		if m.Name != metric.AccuracyName && len(over) > 1 {
			over = over[:1]
		}
		for _, r := range metric.Repetitions(in.Study, over, m) {
			t.Rows = append(t.Rows, []string{
				r.Method, m.Name, r.Title, fmt.Sprint(r.N), fmt.Sprint(r.Imputations), number(r.Estimate, 4), between(r.CI95, four),
				small(r.Within), small(r.Between), small(r.Total), number(r.DF, 1), number(r.Missing, 3),
			})
		}
	}
	return t
}

func four(x float64) string { return number(x, 4) }

// small writes a variance with three digits that count.
func small(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return fmt.Sprintf("%.3g", x)
}

func aboutImputations(in Input) string {
	text := say.Kept("Multiple imputation. Where an imputer draws, gaps were filled %d times, with a classifier for each completed table that learned with the same seed; "+
		"results were pooled by Rubin's rules (1987) with the degrees of freedom of Barnard and Rubin (1999).", in.Spec.Imputations)
	if words := experiment.OneAnswer(in.Spec); words != "" {
		text += " " + words + "."
	}
	return text
}
