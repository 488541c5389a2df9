package metric

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// UncertaintyWords says, for each method that stores how uncertain it is with
// its predictions, how uncertain it was where it was right and where it was
// wrong: means over test records as observed with 95 % intervals (normal, over
// the means of the records).
func UncertaintyWords(study result.Study) []string {
	var out []string
	for _, method := range study.Methods {
		right, wrong := byRecord(study.RunsOf(method), true), byRecord(study.RunsOf(method), false)
		if len(right)+len(wrong) == 0 {
			continue
		}
		out = append(out, say.Form("%s: mean uncertainty %s where right, %s where wrong", method, meanWords(right), meanWords(wrong)))
	}
	return out
}

// byRecord sums the uncertainty of right or of wrong predictions by record.
func byRecord(runs []result.Run, right bool) map[int]*sums {
	out := map[int]*sums{}
	for _, run := range runs {
		for _, row := range run.Rows {
			if row.Series != result.Observed || row.Uncertainty == nil || row.Correct() != right {
				continue
			}
			if out[row.Record] == nil {
				out[row.Record] = &sums{}
			}
			out[row.Record].add(*row.Uncertainty)
		}
	}
	return out
}

func meanWords(records map[int]*sums) string {
	var means []float64
	for _, s := range records {
		means = append(means, s.sum/s.n)
	}
	slices.Sort(means) // a map has no order, and sums depend on it
	switch len(means) {
	case 0:
		return say.Text("unknown (n = 0)")
	case 1:
		return fmt.Sprintf("%.2f (n = 1)", means[0])
	}
	mean := stat.Mean(means, nil)
	half := z95 * stat.StdDev(means, nil) / math.Sqrt(float64(len(means)))
	return fmt.Sprintf("%.2f [%.2f %.2f] (n = %d)", mean, max(0, mean-half), min(1, mean+half), len(means))
}
