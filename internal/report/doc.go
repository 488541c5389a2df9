// Package report turns a finished study into what a paper needs: a document as
// data, which is written as HTML, LaTeX and CSV. It computes no scores of its
// own.
//
// The words: an Input is a finished study with its data and its spec; a Document
// is what is said about it; a Table is a caption, a header and rows of text; a
// pack is a folder with all of it.
package report

import (
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/missingness"
	"lacuna/experiment/result"
)

// Input is what a report is made from.
type Input struct {
	// Data are nil where they are not at hand: then the report says so, and has
	// what stored results tell. Records is how many there were.
	Data    *dataset.Dataset
	Records int
	Spec    experiment.Spec
	Jobs    []experiment.Job // the plan of the spec; without data, those with a result
	Study   result.Study
	Table   metric.Table // in the default strata
	Figures []canvas.Figure
	// Missing says why something is missing from the data.
	Missing missingness.Diagnosis

	RemarkCount int      // from reading the data; Remarks are the worst of them
	Remarks     []string // one sentence each
	Warnings    []string // of runs
	Software    Software
	Commands    []string // that do the study again
}

// Software says by what a study was computed.
type Software struct {
	Program    string // its version
	Go         string // version of the compiler
	Arithmetic string // what decided the last bits
}
