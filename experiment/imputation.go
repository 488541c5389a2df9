package experiment

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// Imputation is a dataset whose gaps one imputer has filled.
type Imputation struct {
	// Source is what the imputer saw, all records.
	Source dataset.View
	// Values are the filled blocks by modality, all records × columns, in the
	// units of the data: a word is the index of a level. NaN is a cell of which
	// nothing can be told, because no record that was fitted on has one in its
	// column. Texts have no columns: they are learned from, not filled.
	Values    []dataset.Matrix
	Fitted    int      // records that the imputer was fitted on
	Warnings  []string // what is to be told
	FitTime   time.Duration
	Transform time.Duration

	made madeFrom
}

// Impute fits an imputer and fills the gaps of all records. Where the data
// bring a split of their own, only its training records are fitted on; else all
// are. A nil mask hides nothing; clock may be nil.
func Impute(ctx context.Context, d *dataset.Dataset, mask *dataset.Mask, imputer impute.Imputer, env job.Env, clock func() time.Time) (*Imputation, error) {
	watch := stopwatch{clock}
	out, err := fitOn(ctx, d.View(trainRows(d), mask), imputer, env, watch)
	if err != nil {
		return nil, err
	}
	if err := out.fill(ctx, d, mask, watch); err != nil {
		return nil, err
	}
	if n, ok := imputer.(impute.Noter); ok {
		out.Warnings = append(out.Warnings, n.Notes()...)
	}
	return out, nil
}

// fitOn fits an imputer to the records of a view, and fills nothing.
func fitOn(ctx context.Context, v dataset.View, imputer impute.Imputer, env job.Env, watch stopwatch) (*Imputation, error) {
	seen, _ := v.ByName()
	features, err := feature.Fit(seen, feature.Options{})
	if err != nil {
		return nil, err
	}
	train, err := features.Apply(seen)
	if err != nil {
		return nil, err
	}
	start := watch.now()
	if err := imputer.Fit(ctx, train, env); err != nil {
		return nil, err
	}
	out := &Imputation{Fitted: train.Len(), FitTime: watch.now().Sub(start)}
	out.made = madeFrom{seen: seen, train: train, known: observed(seen), features: features, imputer: imputer, env: env}
	return out, nil
}

// fill fills the gaps of all records of a dataset by what was fitted.
func (o *Imputation) fill(ctx context.Context, d *dataset.Dataset, mask *dataset.Mask, watch stopwatch) error {
	o.Source = d.View(indices(d.Records()), mask)
	o.made.all, o.made.order = o.Source.ByName()
	var err error
	if o.made.scaled, err = o.made.features.Apply(o.made.all); err != nil {
		return err
	}
	start := watch.now()
	if o.made.filled, err = o.made.imputer.Transform(ctx, o.made.scaled, o.made.env); err != nil {
		return err
	}
	if err := o.within(); err != nil {
		return err
	}
	o.Transform = watch.now().Sub(start)
	o.Values = o.made.values(o.made.filled)
	o.tell()
	return nil
}

// within brings what was filled in to the limits of detection that are known, and
// says how often that was needed.
func (o *Imputation) within() error {
	filled, bounded, moved, err := impute.Within(o.made.filled)
	if err != nil {
		return err
	}
	empty, still := o.leftEmpty(filled)
	o.made.filled = filled
	if words := limitWords(bounded-empty, moved-still); words != "" {
		o.Warnings = append(o.Warnings, words)
	}
	return nil
}

// leftEmpty counts the cells with a limit of detection that stay empty all the
// same, as nothing is known of their columns (see valuesOf), and how many of them
// were brought to their limit.
func (o *Imputation) leftEmpty(within *dataset.Filled) (bounded, moved int) {
	for m, known := range o.made.known {
		lines := o.made.features.Lines(m)
		for i := range o.made.scaled.Len() {
			for _, b := range o.made.scaled.Bounds(i, m) {
				if column := lines[b.Column].Column; known[column] {
					continue
				}
				bounded++
				if o.made.filled.Values(m).At(i, b.Column) != within.Values(m).At(i, b.Column) {
					moved++
				}
			}
		}
	}
	return bounded, moved
}

// limitWords says of how many filled cells a limit of detection is known, and how
// many were set to it.
func limitWords(bounded, moved int) string {
	if bounded == 0 {
		return ""
	}
	words := say.Kept("a limit of detection is known of %d of the filled cells, and each is filled within it", bounded)
	if moved == 0 {
		return words
	}
	return words + say.Kept("; %d of them are set to the limit itself, as the imputer would have filled in what lies beyond it", moved)
}

// observed says of each modality which columns have a cell in some row.
func observed(v dataset.View) [][]bool {
	known := make([][]bool, v.Modalities())
	for m := range known {
		known[m] = observedColumns(v, m)
	}
	return known
}

// valuesOf brings the filled features of a modality back to the units of the
// data. Observed cells are the original numbers, not ones that went there and
// back, and columns that training does not show stay empty.
func valuesOf(all dataset.View, m int, known []bool, features *feature.Pipeline, filled dataset.Matrix) dataset.Matrix {
	if isText(all.Modality(m)) {
		return dataset.NewMatrix(all.Len(), 0)
	}
	values := features.Unscale(m, filled)
	renumber(values, features.Inputs()[m], all.Modality(m))
	for i := range values.Rows {
		for j := range values.Cols {
			if !known[j] {
				values.Set(i, j, math.NaN())
			}
		}
	}
	restoreObserved(all, m, values)
	for i := range values.Rows {
		for _, b := range all.Bounds(i, m) { // scaling there and back may pass a limit by the last digit
			if x := values.At(i, b.Column); !math.IsNaN(x) {
				values.Set(i, b.Column, b.Clip(x))
			}
		}
	}
	return values
}

// renumber brings words that are numbered as in one modality to the numbers that
// they have in another, which may know more of them.
func renumber(values dataset.Matrix, from, to dataset.Modality) {
	for j, f := range from.Fields {
		if f.Kind != dataset.Category || slices.Equal(f.Levels, to.Fields[j].Levels) {
			continue
		}
		for i := range values.Rows {
			if x := values.At(i, j); !math.IsNaN(x) {
				values.Set(i, j, float64(to.Fields[j].Level(f.Levels[int(x)])))
			}
		}
	}
}

// isText says whether a modality is raw text.
func isText(m dataset.Modality) bool { return m.Kind == dataset.Text && len(m.Columns) == 0 }

// observedColumns says which columns have a cell in some row.
func observedColumns(v dataset.View, m int) []bool {
	known := make([]bool, v.Columns(m))
	for i := range v.Len() {
		for j, x := range v.Row(i, m) {
			known[j] = known[j] || !math.IsNaN(x)
		}
	}
	return known
}

// tell collects what a reader of the filled data must know. Columns that
// training lacks are told by their names in the data, which the imputer, who
// warns of them, too, does not know.
func (o *Imputation) tell() {
	for m := range o.Source.Modalities() {
		about := o.Source.Modality(m)
		if isText(about) {
			if n := absent(o.Source, m); n > 0 {
				o.Warnings = append(o.Warnings, say.Kept("modality %q: %d of %d texts missing; texts are learned from, not filled", about.Name, n, o.Source.Len()))
			}
			continue
		}
		var never []string
		for j, known := range o.made.known[slices.Index(o.made.order, m)] {
			if !known {
				never = append(never, about.Columns[j])
			}
		}
		if len(never) > 0 {
			o.Warnings = append(o.Warnings, say.Kept("modality %q: no record that is learned from has a value in %s; %d cells are left empty",
				about.Name, columnWords(never, len(about.Columns)), missing(o.Values[m])))
		}
	}
}

// columnWords names some of a modality's columns.
func columnWords(names []string, all int) string {
	const shown = 5
	switch {
	case len(names) == all:
		return say.Kept("any column")
	case len(names) > shown:
		return say.Kept("%d of %d columns (%s, …)", len(names), all, strings.Join(names[:shown], ", "))
	}
	return strings.Join(names, ", ")
}

func absent(v dataset.View, m int) int {
	n := 0
	for i := range v.Len() {
		if !v.Has(i, m) {
			n++
		}
	}
	return n
}

func missing(x dataset.Matrix) int {
	n := 0
	for _, v := range x.Data {
		if math.IsNaN(v) {
			n++
		}
	}
	return n
}

func restoreObserved(all dataset.View, m int, values dataset.Matrix) {
	for i := range values.Rows {
		for j, x := range all.Row(i, m) {
			if !math.IsNaN(x) {
				values.Set(i, j, x)
			}
		}
	}
}

// trainRows lists what the data themselves call training records, or all, in
// the order of their ids.
func trainRows(d *dataset.Dataset) []int {
	train := func(i int) bool { return d.Splits != nil && d.Splits[i] == "train" }
	if rows := slices.DeleteFunc(slices.Clone(d.ByID()), func(i int) bool { return !train(i) }); len(rows) > 0 {
		return rows
	}
	return d.ByID()
}

// stopwatch reads a clock that may be missing.
type stopwatch struct{ clock func() time.Time }

func (s stopwatch) now() time.Time {
	if s.clock == nil {
		return time.Time{}
	}
	return s.clock()
}
