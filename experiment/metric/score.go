package metric

import (
	"math"

	"lacuna/experiment/result"
)

// score computes the numbers of one method in one stratum. The interval is
// left to those who know how many runs there are.
func score(runs []result.Run, s Stratum, classes int) Score {
	out := Score{PerRun: make([]float64, len(runs))}
	records := map[int]bool{}
	var pooled []result.Row
	dev := 0
	var auroc []float64
	for r, run := range runs {
		rows := matching(run.Rows, s)
		pooled = append(pooled, rows...)
		correct := countCorrect(rows)
		out.Correct += correct
		out.PerRun[r] = ratio(correct, len(rows))
		if len(rows) > 0 {
			out.Runs++
			dev += devIn(run, s)
			auroc = append(auroc, AUROC(rows, classes))
		}
		for _, row := range rows {
			records[row.Record] = true
		}
	}
	out.N, out.Scored = len(records), len(pooled)
	if out.Runs > 0 {
		out.NDev = int(math.Round(float64(dev) / float64(out.Runs)))
	}
	out.Accuracy = ratio(out.Correct, out.Scored)
	confusion := newConfusion(pooled, classes)
	out.Balanced, out.MacroF1 = confusion.balanced(), confusion.macroF1()
	out.Weighted = confusion.weightedF1()
	out.AUROC = meanDefined(auroc)
	out.LogLoss, out.Brier, out.ECE = LogLoss(pooled), Brier(pooled), ECE(pooled)
	return out
}

func matching(rows []result.Row, s Stratum) []result.Row {
	var out []result.Row
	for _, row := range rows {
		if s.Match(row) {
			out = append(out, row)
		}
	}
	return out
}

func countCorrect(rows []result.Row) int {
	n := 0
	for _, row := range rows {
		if row.Correct() {
			n++
		}
	}
	return n
}

// devIn counts the development records of a run that belong to a stratum.
func devIn(run result.Run, s Stratum) int {
	n := 0
	if s.Trained != nil {
		for p, count := range run.DevPatterns {
			if s.Trained(p) {
				n += count
			}
		}
		return n
	}
	for _, record := range run.DevRecords {
		if s.DevRecord != nil && s.DevRecord(record) {
			n++
		}
	}
	return n
}

// meanDefined is the mean of the values that are not NaN, or NaN.
func meanDefined(values []float64) float64 {
	sum, n := 0.0, 0
	for _, x := range values {
		if !math.IsNaN(x) {
			sum += x
			n++
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return sum / float64(n)
}
