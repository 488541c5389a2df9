package experiment

import (
	"context"

	"lacuna/dataset"
	"lacuna/experiment/fitted"
	"lacuna/impute"
	"lacuna/internal/job"
)

// Asker asks a fitted method about single records of the dataset that it was
// fitted on, as if they had other modalities than they have. It may be used by
// one goroutine at a time.
type Asker struct {
	data  *dataset.Dataset
	by    *fitted.Pipeline
	texts madeFrom // the records that texts are looked for in
}

// Answer is what a method says of one record that has the modalities of a
// pattern and no others. Modalities are in the order of the dataset.
type Answer struct {
	Pattern       dataset.Pattern
	Probabilities []float64 // by class; nil of an imputer alone
	Attention     []float64 // by modality; nil of methods without
	// Filled are the columns of each modality in the units of the data, what is
	// there and what was made: NaN where nothing can be told. It is nil for texts,
	// for images that the method knows by their gradients alone, and of methods
	// that take missing modalities as they are.
	Filled [][]float64
	// Nearest is, for each text that the pattern lacks, the record that was fitted
	// on whose text comes nearest to what was made; −1 for the others, and where
	// there is none.
	Nearest []int
}

// NewAsker asks a method that was fitted on some rows of a dataset, as a mask
// shows them; rows are those of FitImputer where they are nil.
func NewAsker(d *dataset.Dataset, by *fitted.Pipeline, rows []int, mask *dataset.Mask) (*Asker, error) {
	a := &Asker{data: d, by: by}
	for m := range d.Blocks {
		if by.Imputer == nil || d.Blocks[m].Texts == nil {
			continue
		}
		seen, _ := d.View(fittedRows(d, rows), mask).ByName()
		train, err := by.Features.Apply(seen)
		a.texts = madeFrom{seen: seen, train: train}
		return a, err
	}
	return a, nil
}

// fittedRows are the rows, or without any what the data themselves call training
// records, or all.
func fittedRows(d *dataset.Dataset, rows []int) []int {
	if rows == nil {
		return trainRows(d)
	}
	return rows
}

// FitImputer fits an imputer to some rows of a dataset as a mask shows them, to
// be asked about any record. Without rows it is fitted on what the data
// themselves call training records, or else on all. env.Seed is where its random
// numbers come from.
func FitImputer(ctx context.Context, d *dataset.Dataset, rows []int, mask *dataset.Mask, by ImputerChoice, env job.Env) (*fitted.Pipeline, error) {
	info, err := impute.Lookup(by.Name)
	if err != nil {
		return nil, err
	}
	imputer, err := info.Make(by.Set)
	if err != nil {
		return nil, err
	}
	done, err := fitOn(ctx, d.View(fittedRows(d, rows), mask), imputer, env, stopwatch{})
	if err != nil {
		return nil, err
	}
	return done.Keep(d, by.Name, by.Set), nil
}

// About says what is asked: its method, and the number of records that it was
// fitted on.
func (a *Asker) About() fitted.About { return a.by.About }

// Imputes says whether the method fills what is missing.
func (a *Asker) Imputes() bool { return a.by.Imputer != nil }

// Ask returns an answer for each pattern. What the record does not have stays
// absent, whatever a pattern says.
func (a *Asker) Ask(ctx context.Context, record int, patterns []dataset.Pattern, workers int) ([]Answer, error) {
	raw, order := a.data.View([]int{record}, nil).ByName()
	scaled, err := a.by.Features.Apply(raw)
	if err != nil {
		return nil, err
	}
	out := make([]Answer, len(patterns))
	for k, p := range patterns {
		named := make([]byte, len(order))
		for at, m := range order {
			named[at] = p[m]
		}
		asked := madeFrom{order: order, all: raw.WithPattern(dataset.Pattern(named)), scaled: scaled.WithPattern(dataset.Pattern(named))}
		if out[k], err = a.answer(ctx, asked, workers); err != nil {
			return nil, err
		}
		out[k].Pattern = p
	}
	return out, nil
}

func (a *Asker) answer(ctx context.Context, asked madeFrom, workers int) (Answer, error) {
	said, filled, err := a.by.Ask(ctx, asked.scaled, workers)
	if err != nil {
		return Answer{}, err
	}
	var out Answer
	if said != nil {
		out.Probabilities = said.Probabilities.Row(0)
		if said.Attention.Data != nil {
			out.Attention = make([]float64, len(asked.order))
			for k, m := range asked.order {
				out.Attention[m] = said.Attention.At(0, k)
			}
		}
	}
	if filled != nil {
		asked.seen, asked.train, asked.filled = a.texts.seen, a.texts.train, filled
		err = a.show(ctx, &out, asked)
	}
	return out, err
}

// show adds to an answer what the imputer made.
func (a *Asker) show(ctx context.Context, out *Answer, made madeFrom) error {
	out.Filled, out.Nearest = make([][]float64, len(made.order)), make([]int, len(made.order))
	for k, m := range made.order {
		out.Nearest[m] = -1
		switch {
		case a.by.Features.Undoes(k):
			out.Filled[m] = valuesOf(made.all, k, a.by.Known[k], a.by.Features, made.filled.Values(k)).Row(0)
		case a.data.Blocks[m].Texts != nil:
			near, err := made.nearest(ctx, k, func(int) bool { return true })
			if err != nil {
				return err
			}
			out.Nearest[m] = near[0]
		}
	}
	return nil
}
