// Package result is what an experiment leaves behind: pure data, no logic
// beyond looking things up. Accuracies and strata are computed from it at view
// time (package metric), so a new question never needs a new run.
package result

import "lacuna/dataset"

// Series tells how a test record was shown to the model.
type Series string

// The two series of protocol: test records as they are (naturally incomplete,
// or masked by the comparison's mask), and complete test records masked to
// another pattern, which separates the cost of a missing modality from the
// difference between the records that lack it.
const (
	Observed       Series = "observed"
	MaskedComplete Series = "masked"
)

// Row is one prediction for one test record.
type Row struct {
	ID            string          `json:"id"`
	Record        int             `json:"record"` // row number in the dataset
	Label         int             `json:"label"`
	Series        Series          `json:"series"`
	Pattern       dataset.Pattern `json:"pattern"` // as the model saw it
	Natural       dataset.Pattern `json:"natural"` // before any mask
	Probabilities []float64       `json:"probabilities"`
	Attention     []float64       `json:"attention,omitempty"` // share of each modality
	// Completed are the class probabilities by each of several completed tables, of
	// which Probabilities are the mean; nil where the gaps were filled once.
	Completed [][]float64 `json:"completed,omitempty"`
	// Uncertainty is the share of belief, 0…1, that the method gives to no
	// class; nil where it does not tell.
	Uncertainty *float64 `json:"uncertainty,omitempty"`
}

// Predicted returns the most probable class, the first of equals.
func (r Row) Predicted() int {
	best := 0
	for c, p := range r.Probabilities {
		if p > r.Probabilities[best] {
			best = c
		}
	}
	return best
}

// Correct says whether the most probable class is the label.
func (r Row) Correct() bool { return r.Predicted() == r.Label }

// Epoch is one point of a learning curve. A loss or accuracy without a
// validation set is NaN in memory and absent in files.
type Epoch struct {
	Phase              string  `json:"phase"` // "gain", "attention", …
	Epoch              int     `json:"epoch"` // 1-based
	TrainLoss          float64 `json:"train_loss"`
	ValidationLoss     float64 `json:"validation_loss"`
	ValidationAccuracy float64 `json:"validation_accuracy"`
	Round              bool    `json:"round,omitempty"` // a round of boosting, not a pass over records
	// Patterns are the validation records by pattern, as the method saw them; nil
	// where there is no validation, where all have one pattern, where the network
	// tells no classes, and in runs of versions that did not keep them.
	Patterns []PatternLoss `json:"patterns,omitempty"`
}

// PatternLoss is how the validation records of one pattern are told after an
// epoch.
type PatternLoss struct {
	Pattern dataset.Pattern `json:"pattern"` // empty for all smaller patterns together
	N       int             `json:"n"`
	Right   int             `json:"right"` // of them, whose most probable class is their label
	Loss    float64         `json:"loss"`  // mean, by the weights that the validation loss has
}

// FitScope is a property of every result: what the fitted parts have seen.
type FitScope string

// The fit scopes. What Lacuna's own runner makes is TrainOnly; the others are
// for results that come from elsewhere.
const (
	TrainOnly    FitScope = "train-only"   // everything fitted saw development rows only: training and validation
	Transductive FitScope = "transductive" // something fitted saw test values, no test labels
	Leaky        FitScope = "leaky"        // something fitted saw test labels
	Unknown      FitScope = "unknown"      // predictions were imported
)

// Rates are the missing rates of the records of a run as the method saw them:
// the three things that are called "the missing rate".
type Rates struct {
	Cell     float64   `json:"cell"`     // share of absent (record, modality) pairs
	Record   float64   `json:"record"`   // share of records that lack a modality
	Modality []float64 `json:"modality"` // share of records that lack each
}

// Candidate is one choice of settings that a search has tried on the
// validation records before the run.
type Candidate struct {
	Settings map[string]string `json:"settings"` // those that differ from the method's own
	LogLoss  float64           `json:"log_loss"` // on the validation records, natural logarithm
	Records  int               `json:"n_validation"`
	Failed   string            `json:"failed,omitempty"` // why it could not be fitted
	Chosen   bool              `json:"chosen,omitempty"`
}

// Run is one finished job: one method on one split under one mask.
type Run struct {
	Job         string                  `json:"job"` // content hash of everything that went in
	Method      string                  `json:"method"`
	Mask        string                  `json:"mask"` // name, e.g. "natural" or "mcar cell 0.5"
	MaskHash    string                  `json:"mask_sha256"`
	Rates       Rates                   `json:"rates"` // over training, validation and test records
	Split       string                  `json:"split"` // name, e.g. "holdout"
	Seed        int                     `json:"seed"`  // 0, 1, … within the study
	FitScope    FitScope                `json:"fit_scope"`
	Dev         int                     `json:"n_dev"`        // development records: training and validation, all that anything could be fitted on
	DevPatterns map[dataset.Pattern]int `json:"dev_patterns"` // of them per pattern, as seen
	DevRecords  []int                   `json:"-"`            // their row numbers in the dataset
	Rows        []Row                   `json:"-"`            // stored apart, one per test record and series
	Curves      []Epoch                 `json:"curves,omitempty"`
	ChosenEpoch map[string]int          `json:"chosen_epoch,omitempty"` // by phase
	Features    []string                `json:"features,omitempty"`     // what each modality was turned into, in words
	Search      []Candidate             `json:"search,omitempty"`       // settings that were tried first
	Imported    bool                    `json:"imported,omitempty"`     // another program made the predictions
	Imputations int                     `json:"imputations,omitempty"`  // tables that the gaps were filled in, each with a classifier of its own; 0 of one
	Training    string                  `json:"training,omitempty"`     // of a run in a sweep: the mask of its development records
	Swept       []Swept                 `json:"swept,omitempty"`        // the conditions of a sweep; predictions are stored apart
	Shift       Shift                   `json:"shift,omitzero"`         // of what was imputed; of a run beside the comparison
	Moved       Cells                   `json:"moved,omitzero"`         // numbers that it moved, in one filling
	Arithmetic  string                  `json:"arithmetic,omitempty"`   // what decided the last bits (package kernel); "" in runs of earlier versions
	Warnings    []string                `json:"warnings,omitempty"`
	Seconds     float64                 `json:"seconds"`
	FitSeconds  float64                 `json:"fit_seconds"`
}

// Completed returns the run as table k alone would have it: its predictions are
// those of the classifier that learned from the k-th filling of the gaps.
func (r Run) Completed(k int) Run {
	rows := make([]Row, len(r.Rows))
	for i, row := range r.Rows {
		row.Probabilities, row.Completed = row.Completed[k], nil
		rows[i] = row
	}
	r.Rows, r.Imputations = rows, 0
	return r
}

// Study is what all charts and tables are made from: the finished runs of one
// comparison with what is needed to name things.
type Study struct {
	Dataset    string // name
	Hash       string // of the dataset
	Modalities []string
	Classes    []string
	Methods    []string // in the order of the comparison
	Baselines  []string // those of the methods that every comparison carries, to be beaten
	Runs       []Run
	// Kin tells which records are of one subject, or the same, by their row in the
	// dataset; nil where every record stands by itself. Intervals and tests draw
	// kin together. Alike says what makes them kin: "share their patient".
	Kin   dataset.Kin
	Alike string
	// Beside are the runs of a sweep whose development records had another mask
	// than the comparison's, and those whose imputed values were shifted. No table
	// of the comparison counts them.
	Beside []Run
}

// RunsOf returns the runs of one method, in order of seed and split.
func (s Study) RunsOf(method string) []Run {
	var out []Run
	for _, r := range s.Runs {
		if r.Method == method {
			out = append(out, r)
		}
	}
	return out
}
