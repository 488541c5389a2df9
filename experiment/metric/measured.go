package metric

import (
	"context"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// WithIntervals returns the table with the interval of a metric in every score
// (Score.Measured). Strata without a rule, as of a table that was read back, stay
// without. Accuracy has its interval already.
func WithIntervals(study result.Study, t Table, m Measure) Table {
	t, _ = new(Scorer).WithIntervals(context.Background(), study, t, m) // which does not end
	return t
}

// tabulated is Stratify with the intervals of a metric, wanted until a context ends.
func tabulated(ctx context.Context, study result.Study, strata []Stratum, m Measure) (Table, error) {
	k := new(Scorer)
	t, err := k.Stratify(ctx, study, strata)
	if err != nil {
		return Table{}, err
	}
	return k.WithIntervals(ctx, study, t, m)
}

// Tabulate scores the strata of a study, with the interval of a metric in every
// score and accuracy pooled over completed tables: what charts and reports show.
func Tabulate(study result.Study, strata []Stratum, m Measure) Table {
	table := WithIntervals(study, Stratify(study, strata), m)
	table.Repeated = Repetitions(study, strata, Accuracy())
	return table
}

// IntervalWords says how the intervals of a metric in a table were made.
func (t Table) IntervalWords(m Measure) string {
	if m.Name == AccuracyName {
		return t.Intervals
	}
	drawn := say.Text("the test records")
	if t.Clusters != "" {
		drawn = t.Clusters
	}
	perfect := ""
	if !m.perRun {
		perfect = say.Text(", or where all draws are the best or the worst that there is")
	}
	return say.Form("95 %% intervals of %s by a bootstrap of %d draws of %s; over repetitions, folds or groups by Student's t of their values beside it; none of fewer than %d records%s",
		m.Title, Draws, drawn, leastRecords, perfect)
}
