package missingness

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Bounds of what is looked at: of more records a random part is drawn, and that
// is said.
const (
	mostTested = 20_000 // records of Little's test
	mostAxes   = 400    // records of a modality that its components are found from
	components = 2      // of a modality
)

// drawn returns a random part of rows, in their order, or all of them.
func drawn(rows []int, most int, seed rng.Seed) []int {
	if len(rows) <= most {
		return rows
	}
	places := seed.Rand().Perm(len(rows))[:most]
	slices.Sort(places)
	out := make([]int, most)
	for k, i := range places {
		out[k] = rows[i]
	}
	return out
}

func allRows(d *dataset.Dataset) []int {
	rows := make([]int, d.Records())
	for i := range rows {
		rows[i] = i
	}
	return rows
}

func partWords(part, all int) string {
	return say.Form("a random part of %s of %s records", say.Grouped(part), say.Grouped(all))
}

// littleOfColumns tests the numbers of all tables.
func littleOfColumns(ctx context.Context, d *dataset.Dataset) (Little, error) {
	rows := drawn(d.ByID(), mostTested, rng.New(0).Child("little"))
	var names, words, others []string
	for m, b := range d.Blocks {
		if b.Modality.Kind != dataset.Table {
			others = append(others, b.Modality.Name)
			continue
		}
		for j, column := range b.Modality.Columns {
			if isCategory(d.Blocks[m], j) {
				words = append(words, column)
			} else {
				names = append(names, b.Modality.Name+"."+column)
			}
		}
	}
	var notes []string
	if len(words) > 0 {
		notes = append(notes, say.Form("left out because they hold words: %s", listed(words)))
	}
	if len(others) > 0 {
		notes = append(notes, say.Form("left out because they are no tables: %s", listed(others)))
	}
	l, err := littleOf(ctx, names, len(rows), func() dataset.Matrix { return numbersOf(d, rows, len(names)) })
	l.Level, l.Notes = Columns, append(notes, l.Notes...)
	l.sampled(len(rows), d.Records())
	return l, err
}

// littleOf spares itself a table that would be refused for its size alone.
func littleOf(ctx context.Context, names []string, records int, cells func() dataset.Matrix) (Little, error) {
	if p := len(names); p > mostColumns || p >= records {
		t := &table{names: names, n: records, patterns: make([]pattern, 2)} // size is all that is looked at
		return Little{Columns: p, N: records, Refused: t.refusal()}, nil
	}
	return LittleTest(ctx, names, cells())
}

func (l *Little) sampled(part, all int) {
	if part < all {
		l.Notes = append(l.Notes, partWords(part, all))
	}
}

func isCategory(b dataset.Block, j int) bool {
	return b.Modality.Fields != nil && b.Modality.Fields[j].Kind == dataset.Category
}

func numbersOf(d *dataset.Dataset, rows []int, columns int) dataset.Matrix {
	out := dataset.NewMissing(len(rows), columns)
	for k, i := range rows {
		at := 0
		for _, b := range d.Blocks {
			if b.Modality.Kind != dataset.Table {
				continue
			}
			row := b.Row(i)
			for j := range b.Modality.Columns {
				if isCategory(b, j) {
					continue
				}
				if row != nil {
					out.Set(k, at, row[j])
				}
				at++
			}
		}
	}
	return out
}

// littleOfModalities tests the modalities, each by the first principal
// components of its features.
func littleOfModalities(ctx context.Context, d *dataset.Dataset) (Little, error) {
	rows := drawn(d.ByID(), mostTested, rng.New(0).Child("little"))
	var names, failed []string
	var parts []dataset.Matrix
	for m, b := range d.Blocks {
		if err := ctx.Err(); err != nil {
			return Little{}, say.Errorf("stopped in Little's test: %w", err)
		}
		part, err := summaryOf(d, m, rows)
		if err != nil {
			failed = append(failed, fmt.Sprintf("%s (%v)", b.Modality.Name, err))
			continue
		}
		for k := range part.Cols {
			names = append(names, fmt.Sprintf("%s %d", b.Modality.Name, k+1))
		}
		parts = append(parts, part)
	}
	l, err := littleOf(ctx, names, len(rows), func() dataset.Matrix { return sideBySide(parts, len(rows), len(names)) })
	l.Level = Modalities
	if l.Refused == "" {
		l.Notes = append(l.Notes, say.Form("each modality by its first %d principal components, a missing cell in it by the mean", components))
	}
	if len(failed) > 0 {
		l.Notes = append(l.Notes, say.Form("left out: %s", strings.Join(failed, ", ")))
	}
	l.sampled(len(rows), d.Records())
	return l, err
}

// summaryOf returns the first principal components of a modality, rows ×
// components, NaN where it is absent. Features and axes are those of some of its
// records.
func summaryOf(d *dataset.Dataset, m int, rows []int) (dataset.Matrix, error) {
	one, err := part(d, d.Blocks[m:m+1], allRows(d), d.Classes, d.Labels)
	if err != nil {
		return dataset.Matrix{}, err
	}
	var present []int
	for _, i := range rows {
		if d.Presence.Has(i, m) {
			present = append(present, i)
		}
	}
	present = drawn(present, mostAxes, rng.New(0).Child("axes/"+d.Blocks[m].Modality.Name))
	if len(present) <= components {
		return dataset.Matrix{}, say.Errorf("%d records have it", len(present))
	}
	features, err := feature.Fit(one.View(present, nil), feature.Options{PCA: components, Images: feature.HOG})
	if err != nil {
		return dataset.Matrix{}, err
	}
	v, err := features.Apply(one.View(rows, nil))
	if err != nil {
		return dataset.Matrix{}, err
	}
	out := v.Dense(0)
	for i := range out.Rows {
		if v.Has(i, 0) {
			zeroMissing(out.Row(i))
		}
	}
	return out, nil
}

// zeroMissing puts the mean of features, which are centred, where one is missing.
func zeroMissing(row []float64) {
	for j, x := range row {
		if math.IsNaN(x) {
			row[j] = 0
		}
	}
}

func sideBySide(parts []dataset.Matrix, rows, columns int) dataset.Matrix {
	out := dataset.NewMatrix(rows, columns)
	for i := range rows {
		to := out.Row(i)
		for _, p := range parts {
			to = to[copy(to, p.Row(i)):]
		}
	}
	return out
}

// part is a dataset of some blocks and some records of another, with classes of
// its own. Groups and kin go with the records.
func part(d *dataset.Dataset, blocks []dataset.Block, rows []int, classes []string, labels []int) (*dataset.Dataset, error) {
	out := dataset.Dataset{
		Name: d.Name, Root: d.Root, Media: d.Media, IDs: pick(d.IDs, rows), Classes: classes, Labels: pick(labels, rows), Subjects: d.Subjects,
	}
	for name, values := range d.Groups {
		if out.Groups == nil {
			out.Groups = map[string][]string{}
		}
		out.Groups[name] = pick(values, rows)
	}
	out.Same = within(d.Same, rows)
	for _, b := range blocks {
		out.Blocks = append(out.Blocks, rowsOf(b, rows))
	}
	return dataset.New(out)
}

// rowsOf is a block of some of the records.
func rowsOf(b dataset.Block, rows []int) dataset.Block {
	at := make([]int, len(rows))
	for k, i := range rows {
		if at[k] = i; b.Rows != nil {
			at[k] = b.Rows[i]
		}
	}
	if b.Texts == nil || b.Numbers.Cols > 0 {
		b.Rows = at
	}
	b.Causes = pick(b.Causes, rows)
	if b.Texts != nil {
		b.Texts = pick(b.Texts, rows)
	}
	if b.Files != nil {
		b.Files = pick(b.Files, rows)
	}
	return b
}

// within numbers the sets anew for some of the records.
func within(sets [][]int, rows []int) [][]int {
	at := map[int]int{}
	for k, i := range rows {
		at[i] = k
	}
	var out [][]int
	for _, set := range sets {
		var own []int
		for _, i := range set {
			if k, ok := at[i]; ok {
				own = append(own, k)
			}
		}
		if len(own) > 1 {
			out = append(out, own)
		}
	}
	return out
}

func pick[T any](list []T, rows []int) []T {
	out := make([]T, len(rows))
	for k, i := range rows {
		out[k] = list[i]
	}
	return out
}
