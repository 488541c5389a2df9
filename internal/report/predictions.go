package report

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// guardedCSV passes a CSV table on, row by row, with an apostrophe before cells
// that a spreadsheet would compute.
func guardedCSV(w io.Writer, write func(io.Writer) error) error {
	from, to := io.Pipe()
	go func() { _ = to.CloseWithError(write(to)) }()
	in, out := csv.NewReader(from), csv.NewWriter(w)
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			out.Flush()
			return out.Error()
		}
		if err == nil {
			err = out.Write(guarded(row))
		}
		if err != nil {
			_ = from.CloseWithError(err) // the writer stops, too
			return err
		}
	}
}

// storedPrediction is one row of predictions.parquet. Probabilities are in the
// order of the classes, which the file names under the key "classes".
type storedPrediction struct {
	ID            string    `parquet:"id"`
	Seed          int64     `parquet:"seed"`
	Split         string    `parquet:"split,dict"`
	Method        string    `parquet:"method,dict"`
	Series        string    `parquet:"series,dict"`
	Pattern       string    `parquet:"pattern,dict"`
	Label         string    `parquet:"label,dict"`
	Probabilities []float64 `parquet:"probabilities,list"`
}

func writeParquet(w io.Writer, in Input) error {
	out := parquet.NewGenericWriter[storedPrediction](w, parquet.Compression(&parquet.Snappy), classNames(in.Study.Classes))
	for _, run := range in.Study.Runs {
		for _, r := range run.Rows {
			if _, err := out.Write([]storedPrediction{stored(in.Study, run, r)}); err != nil {
				return err
			}
		}
	}
	return out.Close()
}

func stored(study result.Study, run result.Run, r result.Row) storedPrediction {
	label := ""
	if r.Label != dataset.NoLabel {
		label = study.Classes[r.Label]
	}
	return storedPrediction{
		r.ID, int64(run.Seed), run.Split, run.Method, string(r.Series), string(r.Pattern), label, r.Probabilities,
	}
}

// classNames writes the classes as one line of CSV.
func classNames(classes []string) parquet.WriterOption {
	var line strings.Builder
	w := csv.NewWriter(&line)
	_ = w.Write(classes) // Builders do not fail
	w.Flush()
	return parquet.KeyValueMetadata("classes", strings.TrimSpace(line.String()))
}
