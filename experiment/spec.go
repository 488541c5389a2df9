// Package experiment is the protocol that makes a result count: it turns a
// Spec into a Plan of Jobs, runs each job on training rows only, and stores one
// prediction per test record.
//
// The words: a Method is a pipeline, "knn+mlp" (imputer and classifier) or
// "attention" (a robust model alone) with its settings. A Spec is what the user
// asked for, as saved in the project file. A Job is one method on one split
// under one mask with one seed; its id is the hash of all that can change its
// result, so finished means done. A Store keeps finished jobs.
package experiment

import (
	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// Method is one pipeline of a comparison.
type Method struct {
	// Name is "imputer+classifier", or the name of a robust model or baseline.
	Name string `json:"name"`
	// Settings are parameters by qualified name: "knn.k": "7".
	Settings map[string]string `json:"settings,omitempty"`
}

// MaskSpec says what is hidden on top of what is naturally absent.
type MaskSpec struct {
	Mechanism string           `json:"mechanism"` // "natural" (hide nothing), "mcar", "file"
	Kind      dataset.RateKind `json:"rate_kind,omitempty"`
	Rate      float64          `json:"rate,omitempty"`
	Modality  string           `json:"modality,omitempty"` // modality rate only
	File      string           `json:"file,omitempty"`     // mechanism "file": relative to the project
	On        string           `json:"on,omitempty"`       // "both" (default), "train", "test"
}

// SplitSpec says how records are divided.
type SplitSpec struct {
	Kind       string  `json:"kind"`                 // "holdout", "file", "kfold", "group"
	Test       float64 `json:"test,omitempty"`       // share for the test, holdout; default 0.2
	Validation float64 `json:"validation,omitempty"` // share of the rest for early stopping; default 0.15
	Folds      int     `json:"folds,omitempty"`      // kfold
	Column     string  `json:"column,omitempty"`     // group: leave one group out
}

// Spec is one comparison as saved in a project.
type Spec struct {
	Methods []Method  `json:"methods"`
	Mask    MaskSpec  `json:"mask"`
	Split   SplitSpec `json:"split"`
	Seeds   int       `json:"seeds"` // repetitions: each draws its own split and mask
	Root    uint64    `json:"root"`  // root of the seed tree
	// MaskedComplete adds the series of complete test records masked to each
	// pattern of the data.
	MaskedComplete bool `json:"masked_complete"`
}

// Job is one method on one split under one mask with one seed.
type Job struct {
	ID     string        `json:"id"`
	Method Method        `json:"method"`
	Seed   int           `json:"seed"`
	Fold   int           `json:"fold"` // 0 for a single split
	Split  dataset.Split `json:"-"`
	Mask   *dataset.Mask `json:"-"`
}

// Event tells how a running comparison goes. Exactly one field beside Job is
// set.
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

// Store keeps finished runs. Save makes a run visible whole or not at all.
type Store interface {
	Has(id string) bool
	Load(id string) (result.Run, error)
	Save(j Job, run result.Run) error
}
