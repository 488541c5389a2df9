// Package impute estimates missing cells: one method, one file.
//
// The words: an Imputer learns from a view of training rows (Fit) and then
// fills the gaps of any view with the same columns (Transform). Observed cells
// come back bit for bit. A column or modality that no training record has is
// kept, filled by the method's documented fallback, and warned about.
//
// Numbers arrive standardised by the training rows (mean 0, variance 1), so
// that distances and penalties treat columns alike and zero is the mean.
//
// A new method is one file: a type, and
//
//	var _ = register(Info{Name: "mean", …, New: func(p param.Values) Imputer { … }})
package impute

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
	"lacuna/internal/registry"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// ErrNotFitted is returned by Transform before Fit.
var ErrNotFitted = say.Error("transform before fit")

// Imputer fills the missing cells of a view. Fit learns from training rows and
// sees no others; Transform fills the gaps of any rows with the same columns.
// What holds of every imputer is a law in impute/imputetest:
//
//   - Observed cells come back bit for bit; every other cell gets a finite
//     number; records and columns keep their order.
//   - A column or modality that no training row has is kept, filled with 0 (the
//     mean after scaling) and named by Warnings.
//   - The same seed gives the same bytes, whatever the number of workers, the
//     order of the training rows, and the records filled at the same time.
//     Random numbers come from env.Seed.Child("what for"), keyed by the record's
//     id where they belong to a record; sums are taken in the order of
//     learn.Canonical, as floating-point sums depend on it.
//   - Before every block of work ctx is looked at; its error is returned wrapped,
//     and no goroutine is left behind.
//   - Transform before Fit returns ErrNotFitted, wrapped; other columns than those
//     of the training are an error that names the modality.
//   - Numbers arrive standardised by the training rows. Missing cells are NaN, an
//     absent modality is nil from View.Row; View.Observed keeps telling what was
//     there after the filling, so an imputer adds no indicator columns. Of a
//     category, the levels are columns side by side (Modality.Categories).
//   - State returns what Fit learned as data that package saved can write, and
//     ErrNotFitted, wrapped, before; what Transform would learn only when it needs
//     it is learned then. Restore takes such data over in the place of a fit, and
//     an imputer that was made with the same settings fills the same bytes. A file
//     may be anybody's: Restore checks that its parts fit each other, so that no
//     Transform can run out of an array; after an error nothing has changed.
type Imputer interface {
	Fit(ctx context.Context, train dataset.View, env job.Env) error
	Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error)
	State(ctx context.Context, env job.Env) (any, error)
	Restore(state saved.Node) error
}

// Warner is an imputer that has something to tell about its fit, for example
// that a column was never observed.
type Warner interface{ Warnings() []string }

// Drawer is an imputer that draws several completed tables, which differ as far
// as the data leave open what is missing (Rubin, Multiple imputation for
// nonresponse in surveys, 1987). Draw returns the k-th of them, from 0, so that
// one need be held at a time; a k beyond what was fitted is an error. The same
// seed gives the same draws, and those of a record do not depend on the records
// beside it.
type Drawer interface {
	Draw(ctx context.Context, v dataset.View, env job.Env, k int) (*dataset.Filled, error)
}

// Targeter is an imputer that learns to fill each modality by itself. FillOnly,
// before Fit, names those that will have gaps, so that it need not learn to fill
// the others; a gap in one of these is then an error of Transform. Without it all
// are learned. What is filled in is the same.
type Targeter interface{ FillOnly(modalities []string) }

// Noter is an imputer that tells how its training went: what was chosen, with
// numbers. Its notes are among its warnings, too.
type Noter interface{ Notes() []string }

// Info describes a method and makes it.
type Info struct {
	Name   string // as in "knn+mlp" and --set knn.k=7
	Title  string // for people
	Help   string // one sentence: what it does
	Paper  string // source, or "" where it is folklore
	Params []param.Spec
	New    func(param.Values) Imputer
	// Draws names the parameter that says how many tables a Drawer is fitted for;
	// "" where it draws any number.
	Draws string
}

var known = registry.New(say.Mark("imputer"), func(info Info) string { return info.Name })

// register adds a method; each method's file calls it once.
func register(info Info) bool { return known.Add(info) }

// All lists the methods by name.
func All() []Info { return known.All() }

// Lookup returns the method called name. The error lists what there is.
func Lookup(name string) (Info, error) { return known.Lookup(name) }

// Names lists the names of all methods.
func Names() []string { return known.Names() }

// Make resolves settings and makes an imputer.
func (info Info) Make(set map[string]string) (Imputer, error) {
	values, err := param.Resolve(info.Params, set)
	if err != nil {
		return nil, say.Errorf("imputer %s: %w", info.Name, err)
	}
	return info.New(values), nil
}
