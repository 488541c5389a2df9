// Package metric turns stored predictions into numbers with their n and their
// interval: pure functions, computed at view time.
//
// The words: a Stratum is a named set of test records; a Score is one method's
// result in one stratum; a Table holds the scores of all methods in all
// strata; a Pair compares two methods on the same records of a stratum.
package metric

import (
	"lacuna/dataset"
	"lacuna/experiment/result"
)

// StratumKind groups strata in tables and charts.
type StratumKind string

// The kinds of strata.
const (
	AllRecords     StratumKind = "all"
	CompleteOnly   StratumKind = "complete"
	AnyMissing     StratumKind = "any-missing"
	WithoutOne     StratumKind = "without" // one modality absent
	OnePattern     StratumKind = "pattern"
	MaskedPattern  StratumKind = "masked" // complete records masked to a pattern
	NumberPresent  StratumKind = "present"
	OneGroup       StratumKind = "group"
	SelectedRecord StratumKind = "selection"
)

// Stratum is a named set of predictions.
type Stratum struct {
	Name    string          // as in JSON: "all", "without:image", "pattern:image+audio"
	Title   string          // for people: "image missing"
	Kind    StratumKind     //
	Pattern dataset.Pattern // for OnePattern and MaskedPattern
	Match   func(result.Row) bool
	Trained func(dataset.Pattern) bool // which training patterns count for n_train
}

// Interval is a 95 % interval.
type Interval struct{ Low, High float64 }

// Score is one method in one stratum. A metric that is undefined there (AUROC
// with one class, say) is NaN. Where N is 0 everything is NaN.
type Score struct {
	N        int // distinct test records over all runs: n_test
	NTrain   int // mean training records of the stratum over runs
	Runs     int
	Correct  int // over all runs
	Accuracy float64
	CI95     Interval  // of Accuracy; see Table.Intervals
	PerRun   []float64 // accuracy of each run, in order of seed and split; the spread over seeds
	Balanced float64   // balanced accuracy: mean recall of the classes present
	MacroF1  float64
	AUROC    float64 // one-versus-rest mean over classes
	LogLoss  float64
	Brier    float64
	ECE      float64 // expected calibration error, 15 equal bins
}

// Table holds every method's score in every stratum.
type Table struct {
	Modalities []string
	Methods    []string
	Strata     []Stratum
	Scores     [][]Score // [stratum][method]
	Chance     float64   // accuracy of guessing among the classes at random
	Majority   float64   // accuracy of the most frequent class on all records
	Intervals  string    // how CI95 was made, for captions
}
