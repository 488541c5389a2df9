// Package leaks shows on somebody's own data what the classical leaks of the
// field would have claimed: one pipeline (mean imputation and logistic
// regression) fitted as it should be, and beside it the same pipeline with one
// leak, on the same test records, over several repetitions.
//
// The words: a Leak is a way in which test records reach what is fitted. Honest
// is the pipeline without it. Nothing here is a method: no leaky pipeline is in a
// registry, takes part in a comparison or is exported, and every run says in its
// FitScope what it has seen.
package leaks

import (
	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Leak is one way in which test records reach what is fitted.
type Leak struct {
	Name  string
	Title string // what is done wrong
	Seen  string // where it is found
	Scope result.FitScope
	rows  func(e *episode) ([]result.Row, error)
	// honest is the method that it is held against; "" is the pipeline alone.
	honest string
}

// names of the methods that are no leaks.
const (
	honest         = "honest"
	honestSelected = "selection within training"
)

// selected is how many columns are selected.
const selected = 20

// All lists the leaks.
func All() []Leak {
	return []Leak{
		{Name: "scaling", Title: say.Text("scales and means are those of all records, test records included"),
			Seen: say.Text("a scaler or imputer fitted before the split, as in reference code of CPM-Nets, TMC and UIMD"), Scope: result.Transductive, rows: (*episode).scaledByAll},
		{Name: "class-means", Title: say.Text("gaps are filled with the mean of the record's own class, in the test as well"),
			Seen: say.Text("the baselines of CPM-Nets"), Scope: result.Leaky, rows: (*episode).filledByClass},
		{Name: "settings", Title: say.Text("the penalty is the best of six on the test records"),
			Seen: say.Text("settings or the epoch chosen on the test, as in reference code of MOGONET, SMIL and UIMD"), Scope: result.Leaky, rows: (*episode).chosenOnTest},
		{Name: "duplicates", Title: say.Text("every test record is in training, too"),
			Seen: say.Text("records that are there twice, or records of one subject in both parts, at their worst"), Scope: result.Leaky, rows: (*episode).trainedOnTest},
		{Name: "subjects", Title: say.Text("other records of the subjects that are tested are in training"),
			Seen: say.Text("splits by record of data with several records of a subject (Saeb et al., GigaScience 2017)"), Scope: result.Leaky, rows: (*episode).metSubjects},
		{Name: "selection", Title: say.Text("the 20 columns that tell the classes apart best are chosen on all records before the split"),
			Seen: say.Text("studies with many columns (Ambroise and McLachlan, PNAS 2002)"), Scope: result.Leaky, rows: (*episode).selectedOnAll, honest: honestSelected},
	}
}

// against is the method that a leak is held against.
func (l Leak) against() string {
	if l.honest == "" {
		return honest
	}
	return l.honest
}

// runsOf makes the runs of one repetition: the honest pipelines and all leaks.
func (e *episode) runs() ([]result.Run, error) {
	list := []Leak{
		{Name: honest, Scope: result.TrainOnly, rows: (*episode).fittedOnTraining},
		{Name: honestSelected, Scope: result.TrainOnly, rows: (*episode).selectedOnTraining},
	}
	var out []result.Run
	for _, l := range append(list, All()...) {
		rows, err := l.rows(e)
		if err != nil {
			return nil, err
		}
		out = append(out, result.Run{Method: l.Name, Mask: e.mask.Name, MaskHash: e.mask.Hash(), Split: e.split.Name, Seed: e.repetition, FitScope: l.Scope,
			Dev: len(e.split.Development()), DevPatterns: map[dataset.Pattern]int{}, DevRecords: e.split.Development(), Rows: rows})
	}
	return out, nil
}
