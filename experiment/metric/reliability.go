package metric

import (
	"context"

	"lacuna/experiment/result"
)

// ReliabilityBin is the predictions of one method whose highest probability lies
// in (Low, High].
type ReliabilityBin struct {
	Low, High  float64
	Scored     int     // predictions over all runs
	N          int     // distinct test records
	Confidence float64 // mean highest probability
	Accuracy   float64
	CI95       Interval // of Accuracy, Wilson's for the distinct records; NaN of fewer than five
}

// Reliability is how far a method's probabilities are what they say in a
// stratum (Guo et al. 2017), with the expected calibration error over 15 equal
// bins and its bootstrap interval. Bins without predictions are left out.
type Reliability struct {
	Method, Stratum string
	ECE             Estimate
	Bins            []ReliabilityBin
}

// ReliabilityOf looks at the predictions of a method in a stratum, those of all
// runs together; ECE is the mean over what the study repeats, as everywhere. Of a context that ends
// before, the error is returned within a second.
func ReliabilityOf(ctx context.Context, study result.Study, method string, s Stratum) (Reliability, error) {
	out := Reliability{Method: method, Stratum: s.Name}
	for _, m := range Measures() {
		if m.Name == "ece" {
			out.ECE = newIndex(study).until(ctx).estimate(study, m, side{method, s}, nil)
		}
	}
	var bins [CalibrationBins]ReliabilityBin
	var records [CalibrationBins]map[int]bool
	for _, run := range study.RunsOf(method) {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		for i := range run.Rows {
			row := &run.Rows[i]
			if !s.Match(*row) {
				continue
			}
			confidence := row.Probabilities[row.Predicted()]
			b := calibrationBin(confidence)
			if records[b] == nil {
				records[b] = map[int]bool{}
			}
			records[b][row.Record] = true
			bins[b].Scored++
			bins[b].Confidence += confidence
			bins[b].Accuracy += float64(bit(row.Correct()))
		}
	}
	for b, bin := range bins {
		if bin.Scored == 0 {
			continue
		}
		n := float64(bin.Scored)
		bin.Low, bin.High, bin.N = float64(b)/CalibrationBins, float64(b+1)/CalibrationBins, len(records[b])
		bin.Confidence, bin.Accuracy, bin.CI95 = bin.Confidence/n, bin.Accuracy/n, unknown()
		if bin.N >= leastRecords {
			bin.CI95 = wilson(bin.Accuracy, float64(bin.N))
		}
		out.Bins = append(out.Bins, bin)
	}
	return out, ctx.Err()
}
