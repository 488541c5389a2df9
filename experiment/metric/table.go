// Package metric turns stored predictions into numbers with their n and their
// interval: pure functions, computed at view time.
//
// The words: a Stratum is a named set of test records; a Score is one method's
// result in one stratum; a Table holds the scores of all methods in all
// strata; a Pair compares two methods on the same records of a stratum.
//
// Numbers over several runs: accuracy is that of all predictions together. Every
// other metric is the mean of its values in what the study repeats (repetitions,
// folds or groups), which is what its interval is of; AUROC is computed per run
// before, since scores of different models share no scale (Forman and Scholz
// 2010).
package metric

import (
	"math"

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
	Name    string          // as in JSON: "all", "without:image", "pattern:image+audio", "site=va"
	Title   string          // for people: "image missing"
	Kind    StratumKind     //
	Pattern dataset.Pattern // for OnePattern and MaskedPattern
	Column  string          // for OneGroup, and its value, which is empty where none is known
	Value   string          //
	Match   func(result.Row) bool
	// Trained says which development patterns count for n_dev; where it is nil,
	// DevRecord says which development records do.
	Trained   func(dataset.Pattern) bool
	DevRecord func(record int) bool
}

// Interval is a 95 % interval.
type Interval struct{ Low, High float64 }

// Score is one method in one stratum. A metric that is undefined there (AUROC
// with one class, say) is NaN. Where N is 0 everything is NaN.
type Score struct {
	N        int       // distinct test records over all runs: n_test
	NDev     int       // development records (training and validation) of the stratum, mean over the runs that have a test record in it
	Runs     int       // runs that have a record in the stratum
	Scored   int       // predictions over all runs; N where every record is tested once
	Correct  int       // of Scored
	Accuracy float64   // Correct / Scored
	CI95     Interval  // of Accuracy; see Table.Intervals
	PerRun   []float64 // accuracy of each run, in order of seed and split (NaN without records); the spread over seeds
	Balanced float64   // balanced accuracy: mean recall of the classes present
	MacroF1  float64   // mean F1 of the classes that are true or predicted at least once
	Weighted float64   // weighted F1: mean F1 of the classes, each weighted by its records
	AUROC    float64   // two classes: of the second; more: one-versus-rest mean; then mean over runs
	LogLoss  float64   // mean negative log of the true class's probability, nats
	Brier    float64   // mean squared error summed over classes: 0…2 (Brier 1950)
	ECE      float64   // expected calibration error, 15 equal bins
	// Measured holds the interval of other metrics by name, where WithIntervals
	// has computed it.
	Measured map[string]Interval
}

// Interval is that of a metric in the score, NaN where none is known.
func (s Score) Interval(m Measure) Interval {
	if m.Name == AccuracyName {
		return s.CI95
	}
	if i, ok := s.Measured[m.Name]; ok {
		return i
	}
	return unknown()
}

func unknown() Interval { return Interval{math.NaN(), math.NaN()} }

// Table holds every method's score in every stratum.
type Table struct {
	Modalities []string
	Methods    []string
	Strata     []Stratum
	Scores     [][]Score  // [stratum][method]
	Chance     float64    // accuracy of guessing among the classes at random
	Majority   float64    // share of the most frequent class among the test records: the accuracy of always naming it
	Intervals  string     // how CI95 was made, for captions
	Clusters   string     // over how many groups of kin intervals are, for captions; empty where every record stands by itself
	Estimate   string     // what the values are over several runs, for captions; empty of one
	Counts     string     // what N and NDev count over several runs, for captions; empty of one run
	Repeated   []Repeated // accuracy of methods whose gaps were filled several times, pooled; nil unless asked for (see Repetitions)
}
