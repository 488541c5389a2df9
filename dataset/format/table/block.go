package table

import (
	"cmp"
	"context"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
)

// cellReader reads the cells of one column.
type cellReader struct {
	kind    dataset.ColumnKind
	field   dataset.Field
	factors factors
	layouts []string // of dates
	codes   codes

	levels  map[string]float64
	decimal byte
	limits  string // what becomes of limits of detection, where there are some: see dataset.Import
}

// Block reads columns as numbers, as Columns has described them: quantities,
// days since the first date, and the levels of categories.
func (t *Table) Block(ctx context.Context, list []int, as []Column) (Block, error) {
	var b Block
	readers := make([]cellReader, len(list))
	for k, j := range list {
		r := &readers[k]
		*r = cellReader{kind: as[k].Import.Kind, field: as[k].Field, decimal: cmp.Or(as[k].mark, t.decimal()), factors: as[k].factors, layouts: as[k].layouts}
		if as[k].limited {
			r.limits = t.request.Censored
		}
		r.codes = t.codesOf(t.Names[j], slices.Concat(t.decided(j).Missing, as[k].Import.Missing))
		if r.field.Kind == dataset.Category {
			r.takeLevels(t.Words(j, as[k].Import))
		}
		b.Names, b.Fields = append(b.Names, t.Names[j]), append(b.Fields, r.field)
	}
	var err error
	if taken := claim(as); taken != nil {
		if b.Numbers, err = t.complete(ctx, taken, list, as, readers); err != nil || b.Numbers != nil {
			return b, err
		}
	}
	out := dataset.NewMatrix(t.Rows(), len(list))
	b.Numbers = out
	limits := &limits{of: map[int][]dataset.Bound{}}
	err = t.fill(ctx, list, filler{readers: readers, out: into{matrix: out}, places: UpTo(len(list)), limits: limits})
	b.Bounds = limits.bounds(out, b.Fields)
	return b, err
}

// complete takes the numbers that were read on the way, and reads the columns
// that were not: nil where decimals have no room for these.
func (t *Table) complete(ctx context.Context, taken *taken, list []int, as []Column, readers []cellReader) (dataset.Cells, error) {
	m, err := taken.pack(ctx, as, t.workers())
	if err != nil {
		return nil, err
	}
	var rest []int
	f := filler{out: m}
	for k := range list {
		if !as[k].place.holds(&readers[k]) {
			rest, f.readers, f.places = append(rest, list[k]), append(f.readers, readers[k]), append(f.places, k)
		}
	}
	if len(rest) > 0 {
		err = t.fill(ctx, rest, f)
	}
	if m.decimals != nil && m.decimals.Lossy() {
		return nil, err
	}
	return m.cells(), err
}

// fill reads many rows at a time.
func (t *Table) fill(ctx context.Context, list []int, f filler) error {
	marks := make([]byte, len(list))
	for k, r := range f.readers {
		if r.kind == dataset.NumberColumn {
			marks[k] = r.decimal
		}
	}
	cells := t.source(list)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, t.workers()))
	for from := 0; from < t.Rows(); from += rowsPerScan {
		g.Go(func() error {
			return cmp.Or(cells.each(from, min(from+rowsPerScan, t.Rows()), marks, f), ctx.Err())
		})
	}
	return g.Wait()
}

// filler puts what cells stand for into a matrix.
type filler struct {
	readers []cellReader
	out     into
	places  []int   // per reader: its column of out
	limits  *limits // found on the way; nil where none are looked for
}

func (f filler) number(row, k int, x float64, _, _ int) {
	if codes := &f.readers[k].codes; len(codes.numbers) > 0 && codes.isCode(x) {
		x = math.NaN()
	}
	f.out.put(row, f.places[k], x)
}

func (f filler) cell(row, k int, cell []byte) {
	if r := &f.readers[k]; r.limits == dataset.LimitImputed && f.limits != nil {
		if side, x := r.limit(cell); side != noLimit {
			f.limits.add(row, f.places[k], side, x)
			f.out.put(row, f.places[k], math.NaN())
			return
		}
	}
	f.out.put(row, f.places[k], f.readers[k].read(cell))
}

// takeLevels sorts the different words of a category.
func (r *cellReader) takeLevels(cells []string) {
	seen := map[string]float64{}
	for _, c := range cells {
		if c != "" {
			seen[c] = 0
		}
	}
	for w := range seen {
		r.field.Levels = append(r.field.Levels, w)
	}
	slices.Sort(r.field.Levels)
	for k, w := range r.field.Levels {
		seen[w] = float64(k)
	}
	r.levels = seen
}

// read returns the number that a cell stands for, NaN for none.
func (r *cellReader) read(cell []byte) float64 {
	if len(cell) == 0 {
		return math.NaN()
	}
	switch r.field.Kind {
	case dataset.Category:
		if x, ok := r.levels[string(cell)]; ok {
			return x
		}
		return math.NaN()
	case dataset.Date:
		if x, ok := days(r.field, r.layouts, string(cell)); ok && !r.codes.isMissing(string(cell)) {
			return x
		}
		return math.NaN()
	}
	if r.kind == dataset.EmptyColumn {
		return math.NaN()
	}
	return r.number(cell)
}

func (r *cellReader) number(cell []byte) float64 {
	if x, n, _ := plainNumber(cell, r.decimal); n == len(cell) && n > 0 {
		if len(r.codes.numbers) > 0 && r.codes.isCode(x) {
			return math.NaN()
		}
		return x
	}
	v := parse(cell, r.decimal)
	factor, ok := r.factors.of(affix{v.prefix, v.suffix})
	if !ok || v.class == aWord || v.class == anInfinity || v.notes&lossy != 0 || r.codes.missing[string(cell)] || r.codes.isCode(v.x) {
		return math.NaN()
	}
	if factor != 1 {
		v.x = scaled(v.x, factor)
	}
	if r.limits == dataset.LimitRoot2 && (v.limit == below || v.limit == atMost) && v.x > 0 {
		return v.x / math.Sqrt2
	}
	return v.x
}
