package project

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/parquet-go/parquet-go"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// jobRecord is the content of job.json.
type jobRecord struct {
	experiment.Job
	Version    int    `json:"version"`
	Split      string `json:"split"`
	Together   string `json:"together,omitempty"` // which records the split kept in one part, in words
	Train      []int  `json:"train"`              // row numbers in the dataset
	Validation []int  `json:"validation"`
	Test       []int  `json:"test"`
	Mask       string `json:"mask"`
	MaskSHA256 string `json:"mask_sha256"`
}

// job returns the job as it was planned, without the values of its mask.
func (r jobRecord) job() experiment.Job {
	j := r.Job
	j.Split = dataset.Split{Name: r.Split, Train: r.Train, Validation: r.Validation, Test: r.Test, Together: r.Together}
	return j
}

// metricsRecord is the content of metrics.json: the run without its rows and
// curves, which have files of their own, and its accuracy on all records.
type metricsRecord struct {
	result.Run
	Curves   []result.Epoch `json:"curves,omitempty"` // always empty: hides Run.Curves
	Test     int            `json:"n_test"`
	Accuracy *float64       `json:"accuracy"`
	CI95     *[2]float64    `json:"ci95"`
	// Of an earlier version, which counted the training part alone.
	TrainPatterns map[dataset.Pattern]int `json:"train_patterns,omitempty"`
}

// renew fills in what a run of an earlier version lacks, and says so.
func (m metricsRecord) renew(run *result.Run) {
	if run.DevPatterns != nil {
		return
	}
	run.Dev, run.DevPatterns = len(run.DevRecords), m.TrainPatterns
	run.Warnings = append(run.Warnings, say.Kept("run by an earlier version: n dev counts its training part only"))
}

// prediction is one row of predictions.parquet.
type prediction struct {
	ID            string    `parquet:"id"`
	Record        int64     `parquet:"record"`
	Label         int64     `parquet:"label"`
	Series        string    `parquet:"series,dict"`
	Pattern       string    `parquet:"pattern,dict"`
	Natural       string    `parquet:"natural,dict"`
	Probabilities []float64 `parquet:"probabilities,list"`
	Attention     []float64 `parquet:"attention,list"`
	Uncertainty   *float64  `parquet:"uncertainty,optional"`
}

// encodeRun makes the files of a run, DONE aside.
func encodeRun(j experiment.Job, run result.Run) (map[string][]byte, error) {
	content := map[string][]byte{}
	var err error
	if content[jobFile], err = encodeJob(j); err != nil {
		return nil, err
	}
	if content[metricsFile], err = encodeMetrics(run); err != nil {
		return nil, err
	}
	if content[eventsFile], err = encodeEpochs(run.Curves); err != nil {
		return nil, err
	}
	if content[predictionsFile], err = encodeRows(run.Rows); err != nil {
		return nil, err
	}
	if run.Imputations > 0 {
		if content[completedFile], err = encodeCompleted(run.Rows); err != nil {
			return nil, err
		}
	}
	if len(run.Swept) == 0 {
		return content, nil
	}
	content[sweepFile], err = encodeSwept(run.Swept)
	return content, err
}

func encodeJob(j experiment.Job) ([]byte, error) {
	record := jobRecord{
		Job: j, Version: experiment.Version, Split: j.Split.Name, Together: j.Split.Together,
		Train: j.Split.Train, Validation: j.Split.Validation, Test: j.Split.Test,
	}
	if j.Mask != nil {
		record.Mask, record.MaskSHA256 = j.Mask.Name, j.Mask.Hash()
	}
	text, err := json.Marshal(record)
	return append(text, '\n'), err
}

func encodeMetrics(run result.Run) ([]byte, error) {
	record := metricsRecord{Run: run}
	correct := 0
	for _, row := range run.Rows {
		if row.Series == result.Observed {
			record.Test++
			if row.Correct() {
				correct++
			}
		}
	}
	if record.Test > 0 {
		accuracy := float64(correct) / float64(record.Test)
		ci := metric.Wilson(correct, record.Test)
		record.Accuracy, record.CI95 = &accuracy, &[2]float64{ci.Low, ci.High}
	}
	text, err := json.Marshal(record)
	if err != nil {
		return nil, err
	}
	return sortKeys(text)
}

func encodeRows(rows []result.Row) ([]byte, error) {
	out := make([]prediction, len(rows))
	for i, r := range rows {
		out[i] = prediction{
			r.ID, int64(r.Record), int64(r.Label), string(r.Series), string(r.Pattern), string(r.Natural), r.Probabilities, r.Attention, r.Uncertainty,
		}
	}
	var file bytes.Buffer
	err := parquet.Write(&file, out, parquet.Compression(&parquet.Snappy))
	return file.Bytes(), err
}

// decodeRun puts a run together from its files.
func decodeRun(content map[string][]byte) (result.Run, error) {
	var metrics metricsRecord
	if err := json.Unmarshal(content[metricsFile], &metrics); err != nil {
		return result.Run{}, fmt.Errorf("%s: %w", metricsFile, err)
	}
	var job jobRecord
	if err := json.Unmarshal(content[jobFile], &job); err != nil {
		return result.Run{}, fmt.Errorf("%s: %w", jobFile, err)
	}
	run := metrics.Run
	run.DevRecords = slices.Concat(job.Train, job.Validation)
	metrics.renew(&run)
	var err error
	if run.Curves, err = decodeEpochs(content[eventsFile]); err != nil {
		return result.Run{}, fmt.Errorf("%s: %w", eventsFile, err)
	}
	if run.Rows, err = decodeRows(content[predictionsFile]); err != nil {
		return result.Run{}, fmt.Errorf("%s: %w", predictionsFile, err)
	}
	if err := decodeCompleted(content[completedFile], run.Rows, run.Imputations); err != nil {
		return result.Run{}, fmt.Errorf("%s: %w", completedFile, err)
	}
	if err := decodeSwept(content[sweepFile], run.Swept); err != nil {
		return result.Run{}, fmt.Errorf("%s: %w", sweepFile, err)
	}
	return run, nil
}
