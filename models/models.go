// Package models predicts the class of records of which some modalities are
// missing: one architecture or baseline, one file.
//
// The words: a Model learns from a view of training rows, watching a
// validation view for early stopping, and predicts class probabilities for any
// view with the same columns. A robust model takes absent modalities as they
// are; a model with NeedsComplete stands behind an imputer and sees filled
// values, with View.Observed telling what was really there.
//
// Numbers arrive standardised by the training rows. Single cells may be NaN
// even in a modality that is present.
//
// A new model is one file: a type, and
//
//	var _ = register(Info{Name: "majority", …, New: func(p param.Values) Model { … }})
package models

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
	"lacuna/internal/registry"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// ErrNotFitted is returned by Predict before Fit.
var ErrNotFitted = say.Error("predict before fit")

// ErrNotKept is returned by State for a model whose knowledge is not the
// program's own.
var ErrNotKept = say.Error("what this model learned is its own affair and cannot be kept in a file")

// Model predicts classes. Fit learns from training rows, watching validation
// rows, which may be none: both are the development records, one budget for
// every method. What holds of every model is a law in models/modelstest:
//
//   - Probabilities are finite and add up to 1 for every record, also for one with
//     nothing that training knew.
//   - Attention, where there is any, is 0 on what a record lacks and adds up to 1
//     over the rest.
//   - The same seed gives the same bytes, whatever the number of workers. What is
//     said of a record does not depend on the records beside it: no statistic of
//     the records that are predicted.
//   - Anything may be absent in training, in the test, or in both; cells of a
//     present modality may be NaN; there may be no validation record, one class,
//     or a record without a label. A classifier that gets a gap says so in an
//     error.
//   - Fit looks at ctx before every minibatch or evaluation and returns its error
//     wrapped. After a Fit that failed, and before any, Predict returns
//     ErrNotFitted, wrapped. A second Fit forgets the first.
//   - It learns: where every value tells the class, four in five test records are
//     right.
//   - State returns what Fit learned as data that package saved can write, and
//     ErrNotFitted, wrapped, before; ErrNotKept, wrapped, where that is not the
//     program's own. Restore takes such data over in the place of a fit, and a
//     model that was made with the same settings predicts the same bytes. A file may
//     be anybody's: Restore checks that its parts fit each other, so that no Predict
//     can run out of an array; after an error nothing has changed.
type Model interface {
	Fit(ctx context.Context, train, validation dataset.View, env job.Env) error
	Predict(ctx context.Context, v dataset.View, env job.Env) (*Prediction, error)
	State() (any, error)
	Restore(state saved.Node) error
}

// Kind groups the models in lists.
type Kind string

// The kinds of models.
const (
	Robust     Kind = "model"      // takes missing modalities as they are
	Classifier Kind = "classifier" // stands behind an imputer
	Baseline   Kind = "baseline"   // carried by every comparison
)

// Info describes a model and makes it.
type Info struct {
	Name   string // as in "knn+mlp" and --set attention.heads=4
	Title  string
	Help   string // one sentence: what it does
	Paper  string // source, or "" where it is folklore
	Kind   Kind
	Params []param.Spec
	// Check, if not nil, says which values do not go together.
	Check func(param.Values) error
	// Most, if not nil, says how many records the model can learn from, 0 for
	// any number, and whether they are counted for each pattern by itself: what
	// cannot be is refused before anything runs.
	Most func(param.Values) (records int, each bool)
	New  func(param.Values) Model
}

// NeedsComplete says whether the model can only be used behind an imputer.
func (info Info) NeedsComplete() bool { return info.Kind == Classifier }

var known = registry.New(say.Mark("model"), func(info Info) string { return info.Name })

// register adds a model; each model's file calls it once.
func register(info Info) bool { return known.Add(info) }

// All lists the models by name.
func All() []Info { return known.All() }

// Lookup returns the model called name. The error lists what there is.
func Lookup(name string) (Info, error) { return known.Lookup(name) }

// Make resolves settings and makes a model.
func (info Info) Make(set map[string]string) (Model, error) {
	values, err := param.Resolve(info.Params, set)
	if err == nil && info.Check != nil {
		err = info.Check(values)
	}
	if err != nil {
		return nil, say.Errorf("model %s: %w", info.Name, err)
	}
	return info.New(values), nil
}
