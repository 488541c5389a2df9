package report

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// TestParquetHasAll: attention, doubt, and the predictions of a sweep are in the
// table, and the file says what the lists are of.
func TestParquetHasAll(t *testing.T) {
	study := input(t).Study
	doubt := 0.25
	run := &study.Runs[0]
	run.Rows[0].Attention, run.Rows[0].Uncertainty = []float64{0.125, 0.875}, &doubt
	run.Swept = []result.Swept{{Condition: result.Condition{Name: "only a"}, Records: []int{5}, Patterns: []dataset.Pattern{"10"}, Probabilities: [][]float64{{0, 1}}}}
	beside := *run
	beside.Training, beside.Swept, beside.Rows = "mcar", nil, run.Rows[:1]
	study.Beside = []result.Run{beside}
	var file bytes.Buffer
	if err := WriteParquet(&file, study); err != nil {
		t.Fatal(err)
	}
	opened, err := parquet.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if words, _ := opened.Lookup("modalities"); words != "a,b" {
		t.Errorf("modalities are %q", words)
	}
	rows, err := parquet.Read[storedPrediction](bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil || len(rows) != len(run.Rows)+2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	swept := rows[len(run.Rows)]
	if swept.Condition != "only a" || swept.ID != "p5" || swept.Pattern != "10" || !cmp.Equal(swept.Probabilities, []float64{0, 1}) {
		t.Errorf("of the sweep: %+v", swept)
	}
	first := rows[0]
	if !cmp.Equal(first.Attention, []float64{0.125, 0.875}) || first.Uncertainty == nil || *first.Uncertainty != doubt || first.TrainedOn != "" {
		t.Errorf("first row: %+v", first)
	}
	if got := rows[len(rows)-1].TrainedOn; got != "mcar" {
		t.Errorf("trained on %q", got)
	}
}
