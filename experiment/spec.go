// Package experiment is the protocol that makes a result count: it turns a
// Spec into a Plan of Jobs, runs each job on development rows only (those of
// training and validation), and stores one prediction per test record.
//
// The words: a Method is a pipeline, "knn+mlp" (imputer and classifier) or
// "attention" (a robust model alone) with its settings. A Spec is what the user
// asked for, as saved in the project file. A Job is one method on one split
// under one mask with one seed; its id is the hash of all that can change its
// result, so finished means done. A Store keeps finished jobs. A Runner runs
// what is not in the store.
//
// The seed tree: everything of repetition k grows from
// rng.New(Spec.Root).Child("seed=k"); below it "split" for the split,
// "mask/mcar/0.3" for the mask, and "fold=2/impute/knn", "fold=2/model/mlp" for
// the estimators. Adding a method, a fold or a worker moves nobody else.
package experiment

import (
	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// Version is the code version that goes into every job id. It is raised when
// the protocol or a method changes in a way that changes numbers, so that
// finished jobs of older code are not taken for current ones.
const Version = 9

// Method is one pipeline of a comparison.
type Method struct {
	// Name is "imputer+classifier", or the name of a robust model or baseline.
	Name string `json:"name"`
	// Settings are parameters by qualified name: "knn.k": "7". The part before
	// the dot may be left out where only one part of the pipeline has such a
	// parameter.
	Settings map[string]string `json:"settings,omitempty"`
}

// Mechanism names a way in which modalities come to be missing.
type Mechanism string

// The mechanisms that a comparison can put on top of what is naturally absent.
const (
	Natural  Mechanism = "natural" // hide nothing
	MCAR     Mechanism = "mcar"    // completely at random, at a rate
	MAR      Mechanism = "mar"     // depending on another modality, which stays
	MNAR     Mechanism = "mnar"    // depending on what is hidden
	ByLabel  Mechanism = "label"   // depending on the class
	ByGroup  Mechanism = "group"   // depending on a further column
	InOrder  Mechanism = "block"   // one run of records, in their order
	Leaves   Mechanism = "pattern" // only some modalities are left: Left, or Patterns
	FromFile Mechanism = "file"    // hide what a mask file says
)

// Target says which records the mask of a comparison touches.
type Target string

// The targets; the empty Target means OnBoth.
const (
	OnBoth  Target = "both"
	OnTrain Target = "train" // all development records: training and validation
	OnTest  Target = "test"
)

// MaskSpec says what is hidden on top of what is naturally absent.
type MaskSpec struct {
	Mechanism Mechanism        `json:"mechanism"` // "" means Natural
	Kind      dataset.RateKind `json:"rate_kind,omitempty"`
	Rate      float64          `json:"rate,omitempty"`
	Modality  string           `json:"modality,omitempty"` // modality rate only
	// Rates are rates of their own for the modalities to hide, in place of
	// Kind, Rate and Modality.
	Rates    map[string]float64 `json:"rates,omitempty"`
	By       string             `json:"by,omitempty"`       // MAR: the modality; ByGroup: the column
	Strength float64            `json:"strength,omitempty"` // MAR, MNAR, ByLabel, ByGroup: see dataset.Tilt
	Left     []string           `json:"left,omitempty"`     // Leaves: the modalities that are left
	// Patterns are shares of records by what is left of them, "text+audio", in
	// place of Left and Rate: see dataset.Painted.
	Patterns map[string]float64 `json:"patterns,omitempty"`
	File     string             `json:"file,omitempty"` // mechanism "file": relative to the project
	On       Target             `json:"on,omitempty"`
}

// SplitKind names a way to divide records.
type SplitKind string

// The kinds of split.
const (
	Holdout   SplitKind = "holdout" // stratified by class, drawn anew for each seed
	GivenFile SplitKind = "file"    // the data's own; seeds vary validation and training
	KFold     SplitKind = "kfold"   // stratified by class, drawn anew for each seed
	LeaveOut  SplitKind = "group"   // each group of a column is the test once
)

// SplitSpec says how records are divided.
type SplitSpec struct {
	Kind       SplitKind `json:"kind"`                 // "" means Holdout
	Test       float64   `json:"test,omitempty"`       // share for the test, Holdout only; 0 means 0.2
	Validation float64   `json:"validation,omitempty"` // share of the rest for early stopping; 0 means 0.15
	Folds      int       `json:"folds,omitempty"`      // KFold only; 0 means 5
	Column     string    `json:"column,omitempty"`     // LeaveOut only; "split" is the data's own split column
	// Together is the column whose records of one value stay in one part, such
	// as those of a patient; Twins keeps records in one part that are the same
	// in all that they have (see Careful). Without them, each record is drawn
	// by itself.
	Together string `json:"together,omitempty"`
	Twins    bool   `json:"twins,omitempty"`
}

// The defaults of a SplitSpec.
const (
	DefaultTestShare       = 0.2
	DefaultValidationShare = 0.15
	DefaultFolds           = 5
)

// Spec is one comparison as saved in a project. The zero value of every field
// but Methods is a documented default.
type Spec struct {
	Methods []Method  `json:"methods"`
	Mask    MaskSpec  `json:"mask"`
	Split   SplitSpec `json:"split"`
	Seeds   int       `json:"seeds"` // repetitions: each draws its own split and mask; 0 means 1
	Root    uint64    `json:"root"`  // root of the seed tree
	// MaskedComplete adds the series of complete test records masked to each
	// pattern of the data.
	MaskedComplete bool `json:"masked_complete"`
	// Search is how many settings of each method are tried on the validation
	// records; 0 and 1 take the settings as they are.
	Search int `json:"search,omitempty"`
	// Imputations is how often an imputer that draws fills the gaps, each filling
	// with a classifier of its own; results are pooled by Rubin's rules. 0 and 1
	// fill them once.
	Imputations int `json:"imputations,omitempty"`
	// Features says how what was observed becomes numbers.
	Features feature.Options `json:"features,omitzero"`
	// Imported are predictions of other programs (see Import).
	Imported []Imported `json:"imported,omitempty"`
	// Sweep tests and trains the methods under further masks.
	Sweep Sweep `json:"sweep,omitzero"`
	// Shifts moves what is imputed, in jobs beside the comparison.
	Shifts Shifts `json:"shifts,omitzero"`
}

// Job is one method on one split under one mask with one seed.
type Job struct {
	ID             string `json:"id"`     // SHA-256 of all that can change its result, in hexadecimal
	Method         Method `json:"method"` // with all settings resolved and qualified
	Label          string `json:"label"`  // as in tables: Method.Name, with settings where names repeat
	Seed           int    `json:"seed"`
	Fold           int    `json:"fold"` // 0 for a single split
	Root           uint64 `json:"root"`
	MaskedComplete bool   `json:"masked_complete"`
	// Imputations is how often the gaps are filled; 0 for once.
	Imputations int `json:"imputations,omitempty"`
	// Features are those of the Spec, with what was left to the program decided.
	Features feature.Options `json:"features,omitzero"`
	// Candidates are settings to search among, those of Method first; none
	// takes Method as it is.
	Candidates []map[string]string `json:"candidates,omitempty"`
	// Arithmetic names what decides the last bits of the numbers (package
	// kernel): a job of another machine may have other predictions.
	Arithmetic string `json:"arithmetic,omitempty"`
	// Imported is the SHA-256 of the file that the predictions come from; such a
	// job cannot be run.
	Imported string `json:"imported,omitempty"`
	// Tests are the conditions of a sweep that the fitted method is tested in,
	// and SweepNotes what is to be said of them.
	Tests      []Test   `json:"tests,omitempty"`
	SweepNotes []string `json:"sweep_notes,omitempty"`
	// Training names the mask of the development records in a sweep, or the shift of
	// what is imputed. Beside says that it is not the comparison's own: the job is no
	// part of its tables.
	Training string        `json:"training,omitempty"`
	Beside   bool          `json:"beside,omitempty"`
	Shift    result.Shift  `json:"shift,omitzero"` // of what is imputed
	Split    dataset.Split `json:"-"`
	Mask     *dataset.Mask `json:"-"` // never nil; hides nothing for Natural
}

// Event tells how a running comparison goes. Exactly one of Started, Skipped,
// Inner, Finished and Failed is set, except that Skipped comes with Finished:
// the run as it was stored earlier. Events arrive one at a time.
type Event struct {
	Job      Job
	Index    int         // of the job in the plan, from 0
	Total    int         // jobs in the plan
	Started  bool        // the job begins
	Skipped  bool        // finished earlier: taken from the store
	Inner    job.Event   // progress within the job
	Finished *result.Run // the job is done and stored
	Failed   error       // the job failed; the others go on
}

// Store keeps finished runs. Save makes a run visible whole or not at all. A
// run that Load cannot read is computed again. All methods may be called by
// several goroutines at once.
type Store interface {
	Has(id string) bool
	Load(id string) (result.Run, error)
	Save(j Job, run result.Run) error
}

// MaskReader reads the mask file that a MaskSpec names. The faces hand it in,
// since they know what the name is relative to.
type MaskReader func(file string) (*dataset.Mask, error)
