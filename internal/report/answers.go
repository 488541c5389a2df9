package report

import (
	"fmt"
	"slices"
	"strings"

	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// regrets has a row for each other method in each pattern; without rows where
// nothing was trained for patterns.
func regrets(in Input) Table {
	t := Table{
		Name: "regret", Caption: say.Mark("Regret: accuracy of the model trained for a pattern alone less that of the method, on the same records, in points"), Left: 2,
		Header: []string{say.Mark("Pattern"), say.Mark("Method"), say.Mark("n test"), say.Mark("Regret"), intervalHead, "p", say.Mark("p adjusted")},
	}
	list, err := metric.Regrets(in.Study)
	if err != nil {
		return t // no method to be behind
	}
	for _, p := range list {
		if slices.Contains(in.Study.Baselines, p.B) {
			continue
		}
		t.Note = say.Kept("p: %s; adjusted (Holm 1979) for %s. %s", p.Test, p.Family, metric.IntervalsUnadjusted)
		t.Rows = append(t.Rows, []string{p.Stratum, p.B, fmt.Sprint(p.N), points(p.Difference), between(p.CI95, points), chance(p.P), chance(p.PHolm)})
	}
	return t
}

// values has a row for each modality that some test records lack: what having it
// changes for the leading method.
func values(in Input) (Table, error) {
	t := Table{
		Name: "value", Caption: say.Mark("Having a modality: accuracy of test records with it less that of those without it, in points"), Left: 1,
		Header: []string{say.Mark("Modality"), say.Mark("n with"), say.Mark("n without"), say.Mark("As observed"), intervalHead, say.Mark("Corrected"), intervalHead, say.Mark("Effective n with"), say.Mark("Effective n without")},
	}
	method := metric.Leader(in.Study)
	if method == "" || in.Data == nil {
		return t, nil
	}
	known := experiment.Covariates(in.Data)
	var refused []string
	for _, modality := range in.Study.Modalities {
		e, err := metric.PresenceEffectOf(in.Study, method, modality, known)
		if err != nil {
			return t, err
		}
		o := e.Overlap
		if o.Without == 0 {
			continue
		}
		if e.Refused != "" {
			refused = append(refused, modality+": "+e.Refused)
		}
		t.Rows = append(t.Rows, []string{modality, fmt.Sprint(o.With), fmt.Sprint(o.Without), points(e.Naive), between(e.NaiveCI, points),
			points(e.Weighted), between(e.CI95, points), fmt.Sprintf("%.0f", o.EffectiveWith), fmt.Sprintf("%.0f", o.EffectiveW)})
		t.Note = say.Kept("Of %s. Corrected for who lacks it by %s: inverse-probability weights (Robins, Hernán and Brumback 2000), stabilised and cut at their 99 %% point; "+
			"what is not among these is not corrected for. Intervals by %d draws of %s.", method, strings.Join(e.Given, ", "), metric.PresenceDraws, e.Drawn)
	}
	if len(refused) > 0 {
		t.Note = say.Kept("%s Not corrected: %s.", t.Note, strings.Join(refused, "; "))
	}
	return t, nil
}
