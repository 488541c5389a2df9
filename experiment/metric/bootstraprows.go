package metric

import (
	"slices"

	"lacuna/experiment/result"
)

// unitRows collects the predictions of one method, or of two on the occasions
// that both have, by unit; and counts their distinct records.
func (x index) unitRows(study result.Study, s Stratum, m Measure, a, b string) ([]unitRows, int) {
	first, second := x.occasions(study.RunsOf(a), s), x.occasions(study.RunsOf(b), s)
	byUnit := make([][][2]result.Row, len(x.units))
	records := map[int]bool{}
	for _, o := range x.answers(study.RunsOf(a), s).order {
		other, both := second[o]
		if b != "" && !both {
			continue
		}
		byUnit[o.unit] = append(byUnit[o.unit], [2]result.Row{first[o], other})
		records[first[o].Record] = true
	}
	byUnit = slices.DeleteFunc(byUnit, func(rows [][2]result.Row) bool { return len(rows) == 0 })
	units := make([]unitRows, len(byUnit))
	for u, pairs := range byUnit {
		units[u] = x.unit(pairs, m, len(study.Classes), b != "")
	}
	return units, len(records)
}

// unit prepares the metric of one unit, or the difference of two methods in it.
func (x index) unit(pairs [][2]result.Row, m Measure, classes int, difference bool) unitRows {
	u := unitRows{weights: make([]float64, len(pairs)), inOrder: true}
	var sides [2][]result.Row
	for i, p := range pairs {
		u.inOrder = u.inOrder && int(x.records[p[0].Record]) == i
		u.records = append(u.records, int(x.records[p[0].Record]))
		sides[0], sides[1] = append(sides[0], p[0]), append(sides[1], p[1])
	}
	u.value = m.prepare(sides[0], classes)
	if difference {
		of, less := u.value, m.prepare(sides[1], classes)
		u.value = func(weights []float64) float64 { return of(weights) - less(weights) }
	}
	return u
}

// occasions finds the prediction of each occasion.
func (x index) occasions(runs []result.Run, s Stratum) map[occasion]result.Row {
	out := map[occasion]result.Row{}
	for _, run := range runs {
		t, unit := x.trials[trialOf(run)], x.units[x.design.unit(run)]
		for _, row := range run.Rows {
			if s.Match(row) {
				out[occasion{t, unit, x.records[row.Record], string(row.Series) + string(row.Pattern)}] = row
			}
		}
	}
	return out
}
