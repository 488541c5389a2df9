package metric_test

import (
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// Of eight test records, class 0 has 3 complete and 1 with "a" alone, class 1
// has 1 and 3: the mutual information is 1 − H(1/4) = 0.1887 bits, by hand, and
// by chance 1/(2·8·ln 2) = 0.0902 bits.
func TestAchievedRates(t *testing.T) {
	run := result.Run{Method: "m", Mask: "by hand", DevPatterns: map[dataset.Pattern]int{"11": 6, "10": 1, "01": 3}}
	for i, p := range []dataset.Pattern{"11", "11", "11", "10", "11", "10", "10", "10"} {
		run.Rows = append(run.Rows, result.Row{Record: i, Label: i / 4, Pattern: p, Series: result.Observed, Probabilities: []float64{1, 0}},
			result.Row{Record: i, Label: i / 4, Pattern: "01", Series: result.MaskedComplete, Probabilities: []float64{1, 0}})
	}
	dev, test := metric.AchievedRates(run)
	for what, x := range map[string][2]float64{
		"dev n": {float64(dev.N), 10}, "dev cells": {dev.Rates.Cell, 0.2}, "dev records": {dev.Rates.Record, 0.4},
		"dev a": {dev.Rates.Modality[0], 0.3}, "dev b": {dev.Rates.Modality[1], 0.1},
		"test n": {float64(test.N), 8}, "test cells": {test.Rates.Cell, 0.25}, "test records": {test.Rates.Record, 0.5}, "test b": {test.Rates.Modality[1], 0.5},
		"information": {test.Information, 0.18872}, "by chance": {test.Chance, 0.09017},
	} {
		if math.Abs(x[0]-x[1]) > 1e-5 {
			t.Errorf("%s is %g, want %g", what, x[0], x[1])
		}
	}
	said := metric.MissingWords(result.Study{Modalities: []string{"a", "b"}, Methods: []string{"m"}, Runs: []result.Run{run, run}})
	if len(said) != 1 || !strings.Contains(said[0], "(n 10) cell rate 20.0 %, record rate 40.0 %, missing by modality a 30.0 %, b 10.0 %; test (n 8)") {
		t.Errorf("said %q", said)
	}
}
