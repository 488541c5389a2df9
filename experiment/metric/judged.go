package metric

import (
	"slices"
	"strings"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Judged returns the records that a method predicts right, and those that it
// predicts wrong, as bit columns of so many records (bit i%64 of word i/64 is
// record i): by the mean of its probabilities over the runs in which a record
// was tested as it is. Records that it was not tested on, or that have no label,
// are in neither. A method without runs is an error that lists those there are.
func Judged(study result.Study, method string, records int) (right, wrong []uint64, err error) {
	sums := make([][]float64, records)
	labels := make([]int, records)
	known := false
	for k := range study.Runs {
		run := &study.Runs[k]
		if run.Method != method {
			continue
		}
		known = true
		for r := range run.Rows {
			row := &run.Rows[r]
			if row.Series != result.Observed || row.Record >= records || row.Label < 0 {
				continue
			}
			if sums[row.Record] == nil {
				sums[row.Record] = make([]float64, len(row.Probabilities))
			}
			labels[row.Record] = row.Label
			for c, p := range row.Probabilities {
				sums[row.Record][c] += p
			}
		}
	}
	if !known {
		return nil, nil, say.Errorf("no method %q has results; there are %s", method, strings.Join(study.Methods, ", "))
	}
	right, wrong = make([]uint64, (records+63)/64), make([]uint64, (records+63)/64)
	for i, sum := range sums {
		switch {
		case sum == nil:
		case slices.Index(sum, slices.Max(sum)) == labels[i]:
			right[i/64] |= 1 << (i % 64)
		default:
			wrong[i/64] |= 1 << (i % 64)
		}
	}
	return right, wrong, nil
}
