package report

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
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
// order of the classes and attention in that of the modalities, which the file
// names under the keys "classes" and "modalities".
type storedPrediction struct {
	ID            string    `parquet:"id"`
	Seed          int64     `parquet:"seed"`
	Split         string    `parquet:"split,dict"`
	Method        string    `parquet:"method,dict"`
	Series        string    `parquet:"series,dict"`
	Pattern       string    `parquet:"pattern,dict"`
	Natural       string    `parquet:"natural,dict"`
	Label         string    `parquet:"label,dict"`
	Probabilities []float64 `parquet:"probabilities,list"`
	Attention     []float64 `parquet:"attention,list"`       // none of methods that have no weights
	Uncertainty   *float64  `parquet:"uncertainty,optional"` // of methods that state one
	Condition     string    `parquet:"condition,dict"`       // of a sweep, else empty
	TrainedOn     string    `parquet:"trained_on,dict"`      // of a sweep: another mask of the development records, else empty
}

// WriteParquet writes the stored predictions of a study, those of its sweep as
// well, one row per test record and series.
func WriteParquet(w io.Writer, study result.Study) error {
	out := parquet.NewGenericWriter[storedPrediction](w, parquet.Compression(&parquet.Snappy),
		parquet.KeyValueMetadata("classes", asLine(study.Classes)), parquet.KeyValueMetadata("modalities", asLine(study.Modalities)))
	write := func(run result.Run, condition, trained string, rows []result.Row) error {
		for _, r := range rows {
			if _, err := out.Write([]storedPrediction{stored(study, run, condition, trained, r)}); err != nil {
				return err
			}
		}
		return nil
	}
	for k, run := range slices.Concat(study.Runs, study.Beside) {
		trained := ""
		if k >= len(study.Runs) {
			trained = run.Training
		}
		if err := write(run, "", trained, run.Rows); err != nil {
			return err
		}
		for _, s := range run.Swept {
			rows, _ := run.Under(s.Name)
			if err := write(run, s.Name, trained, rows); err != nil {
				return err
			}
		}
	}
	return out.Close()
}

func stored(study result.Study, run result.Run, condition, trained string, r result.Row) storedPrediction {
	label := ""
	if r.Label != dataset.NoLabel {
		label = study.Classes[r.Label]
	}
	return storedPrediction{
		r.ID, int64(run.Seed), run.Split, run.Method, string(r.Series), string(r.Pattern), string(r.Natural), label,
		r.Probabilities, r.Attention, r.Uncertainty, condition, trained,
	}
}

// asLine writes names as one line of CSV.
func asLine(names []string) string {
	var line strings.Builder
	w := csv.NewWriter(&line)
	_ = w.Write(names) // Builders do not fail
	w.Flush()
	return strings.TrimSpace(line.String())
}
