package charts

import (
	"slices"
	"testing"

	"lacuna/experiment/metric"
)

// TestImputersTable: what only some imputers were scored by is a column, empty for
// the others.
func TestImputersTable(t *testing.T) {
	score := metric.ImputationScore{Cells: 10, NRMSE: 0.5}
	ranking := metric.RankImputers([]metric.ImputerError{
		{Method: "mean", Hiding: "cells 0.1", Score: score, Further: []metric.Further{{Of: "image, filled in", Name: "PSNR", Value: 18}, {Of: metric.DownstreamOf, Name: "accuracy", Value: 0.75}}},
		{Method: "knn", Hiding: "cells 0.2", Score: score, Further: []metric.Further{{Of: metric.DownstreamOf, Name: "accuracy", Value: 0.875}}},
	})
	table := (&imputers{in: Input{Imputed: &ranking}}).Table()
	n := len(table.Header)
	if !slices.Equal(table.Header[n-2:], []string{"downstream: accuracy", "image, filled in: PSNR"}) {
		t.Errorf("%q", table.Header)
	}
	for k, want := range [][]string{{"0.75", "18"}, {"0.875", ""}} {
		if row := table.Rows[k]; len(row) != n || !slices.Equal(row[n-2:], want) {
			t.Errorf("%q, want %q at the end", row, want)
		}
	}
}
