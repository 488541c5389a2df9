package project

import (
	"bytes"

	"github.com/parquet-go/parquet-go"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// sweptRow is one row of sweep.parquet. What the conditions are stands in
// metrics.json, in the same order.
type sweptRow struct {
	Condition     string    `parquet:"condition,dict"`
	Record        int64     `parquet:"record"`
	Pattern       string    `parquet:"pattern,dict"`
	Probabilities []float64 `parquet:"probabilities,list"`
}

func encodeSwept(list []result.Swept) ([]byte, error) {
	var rows []sweptRow
	for _, s := range list {
		for i, record := range s.Records {
			rows = append(rows, sweptRow{s.Name, int64(record), string(s.Patterns[i]), s.Probabilities[i]})
		}
	}
	var file bytes.Buffer
	err := parquet.Write(&file, rows, parquet.Compression(&parquet.Snappy))
	return file.Bytes(), err
}

// decodeSwept puts the predictions of a sweep into their conditions.
func decodeSwept(data []byte, list []result.Swept) error {
	if len(list) == 0 {
		return nil
	}
	rows, err := readRows[sweptRow](data)
	if err != nil {
		return err
	}
	at := map[string]*result.Swept{}
	for k := range list {
		at[list[k].Name] = &list[k]
	}
	for _, r := range rows {
		s := at[r.Condition]
		if s == nil {
			return say.Errorf("condition %q is not known", r.Condition)
		}
		s.Records = append(s.Records, int(r.Record))
		s.Patterns = append(s.Patterns, dataset.Pattern(r.Pattern))
		s.Probabilities = append(s.Probabilities, r.Probabilities)
	}
	return nil
}
