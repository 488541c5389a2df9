package project

import (
	"bytes"

	"github.com/parquet-go/parquet-go"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// completedRow is one row of imputations.parquet: what the classifier of one
// completed table says of a row of predictions.parquet.
type completedRow struct {
	Row           int64     `parquet:"row"`
	Imputation    int64     `parquet:"imputation"`
	Probabilities []float64 `parquet:"probabilities,list"`
}

func encodeCompleted(rows []result.Row) ([]byte, error) {
	var out []completedRow
	for i, r := range rows {
		for k, p := range r.Completed {
			out = append(out, completedRow{int64(i), int64(k), p})
		}
	}
	var file bytes.Buffer
	err := parquet.Write(&file, out, parquet.Compression(&parquet.Snappy))
	return file.Bytes(), err
}

// decodeCompleted gives every row of a run the predictions of so many tables.
func decodeCompleted(data []byte, rows []result.Row, tables int) error {
	if tables == 0 {
		return nil
	}
	list, err := readRows[completedRow](data)
	if err != nil {
		return err
	}
	if len(list) != len(rows)*tables {
		return say.Errorf("%d predictions of %d records in %d tables", len(list), len(rows), tables)
	}
	for n, r := range list {
		i, k := n/tables, n%tables
		if r.Row != int64(i) || r.Imputation != int64(k) || len(r.Probabilities) != len(rows[i].Probabilities) {
			return say.Errorf("prediction %d is of row %d and table %d", n, r.Row, r.Imputation)
		}
		rows[i].Completed = append(rows[i].Completed, r.Probabilities)
	}
	return nil
}
