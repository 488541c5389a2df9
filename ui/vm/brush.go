package vm

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/dataset/query"
)

// Brush is a drag over the records of a drawn figure, from one height to where
// the pointer is.
type Brush struct {
	scene  *Scene
	reach  reach
	matrix *charts.Presence // that it drags over, where it shows columns
	order  charts.Order
	from   float64
	mode   BrushMode
	column []uint64 // what is brushed now
	at     [2]int   // the stretch of positions that this is
}

// reach turns heights into records: as positions in an order of them.
type reach struct {
	order   []int32 // position → record
	between func(top, bottom float64) (first, end int)
}

// Brush begins a drag at a height of a figure that is drawn in so many pixels,
// with the regions given; nil where nothing can be dragged over.
func (s *Scene) Brush(f canvas.Figure, width, height, y float64, style canvas.Style, regions []canvas.Region) *Brush {
	b := &Brush{scene: s, from: y}
	if matrix, ok := f.(*charts.Presence); ok {
		b.reach = reach{matrix.Stands(), matrix.Layout(width, height, style).Between}
		if matrix.Columns().Table != "" {
			b.matrix = matrix
		}
		b.order = s.display.View(PresencePane).Order
		return b
	}
	rows := slices.DeleteFunc(slices.Clone(regions), func(r canvas.Region) bool { return r.Kind != canvas.PatternRow && r.Kind != canvas.OtherRows })
	if !slices.ContainsFunc(rows, func(r canvas.Region) bool { return r.Kind == canvas.PatternRow }) || f.Name() != string(PatternsPane) {
		return nil
	}
	b.reach = s.patternReach(rows)
	return b
}

// patternReach is that of rows of patterns; the row of the folded ones stands for
// all of them.
func (s *Scene) patternReach(rows []canvas.Region) reach {
	s.count(s.selection.mask)
	records := map[string][]int{}
	for _, g := range s.counted.groups {
		records[string(g.Pattern)] = g.Records
	}
	var out reach
	ends := make([]int, len(rows))
	take := func(list []int) {
		for _, i := range list {
			out.order = append(out.order, int32(i))
		}
	}
	for k, r := range rows {
		if r.Kind == canvas.PatternRow {
			take(records[r.Key])
		} else {
			for _, g := range s.counted.groups {
				if !slices.ContainsFunc(rows, func(o canvas.Region) bool { return o.Key == string(g.Pattern) }) {
					take(g.Records)
				}
			}
		}
		ends[k] = len(out.order)
	}
	out.between = func(top, bottom float64) (first, end int) {
		first = -1
		for k, r := range rows {
			if r.Rect.Top < bottom && r.Rect.Bottom > top {
				if first < 0 && k > 0 {
					first = ends[k-1]
				}
				first, end = max(first, 0), ends[k]
			}
		}
		return max(first, 0), end
	}
	return out
}

// Mode is what a drag does where no key is held.
func (b *Brush) Mode() BrushMode { return b.scene.selection.mode }

// To drags to a height, and shows what would be selected.
func (b *Brush) To(y float64, mode BrushMode) {
	first, end := b.reach.between(min(b.from, y), max(b.from, y)+1e-3)
	on := b.scene.selection
	if b.column != nil && b.at == [2]int{first, end} && b.mode == mode {
		return
	}
	column := make([]uint64, (on.data.Records()+63)/64)
	if b.column != nil {
		copy(column, b.column) // what is shown may still be looked at
	}
	b.move(column, first, end)
	b.column, b.at, b.mode = column, [2]int{first, end}, mode
	on.Sweep(mode, column)
}

// move changes a column that holds the stretch of before to hold another one:
// only what differs is touched.
func (b *Brush) move(column []uint64, first, end int) {
	was := b.at
	set := func(from, to int) {
		for _, i := range b.reach.order[min(from, to):to] {
			column[i/64] |= 1 << (i % 64)
		}
	}
	clear := func(from, to int) {
		for _, i := range b.reach.order[min(from, to):to] {
			column[i/64] &^= 1 << (i % 64)
		}
	}
	if first >= was[1] || end <= was[0] { // nothing in common
		clear(was[0], was[1])
		set(first, end)
		return
	}
	clear(was[0], min(first, was[1]))
	clear(max(end, was[0]), was[1])
	set(first, was[0])
	set(was[1], end)
}

// Drop lets go: what was brushed becomes part of the selection, as a query.
func (b *Brush) Drop() {
	on := b.scene.selection
	if b.column == nil {
		return
	}
	on.Drop(b.mode, on.swept(b.column, b.query()))
}

// Cancel brings back what was selected before.
func (b *Brush) Cancel() {
	if b.column != nil {
		b.scene.selection.Drop(b.mode, query.Query{})
	}
}

// mostParts is how many parts the query of a brush has; beyond, the records are
// listed.
const mostParts = 40

// query says the stretch by what orders it: by patterns, classes or values, the
// first and last of them in part. Whether it is right is checked by who asks.
func (b *Brush) query() query.Query {
	first, end := b.at[0], b.at[1]
	if first >= end {
		return query.Query{}
	}
	if of, ok := b.bounded(); ok {
		return of
	}
	key := b.key()
	var parts []query.Term
	for at := first; at < end; {
		k := key.of(b.record(at))
		next := at + sort.Search(end-at, func(n int) bool { return key.of(b.record(at+n)) != k })
		if len(parts) == mostParts {
			return query.Query{}
		}
		part := key.term(k)
		if next == end && end < len(b.reach.order) && key.of(b.record(end)) == k || at == first && at > 0 && key.of(b.record(at-1)) == k {
			part = query.Term{Kind: query.All, Terms: []query.Term{part, {Kind: query.Numbered, Rows: []query.Span{{From: b.record(at), To: b.record(next-1) + 1}}}}}
		}
		parts, at = append(parts, part), next
	}
	if t := query.Either(parts...); t.Kind == query.All {
		return query.Of(t.Terms...)
	} else {
		return query.Of(t)
	}
}

func (b *Brush) record(position int) int { return int(b.reach.order[position]) }

// bounded is the query of a stretch of an order in which first and last record
// say all: by place, id or number.
func (b *Brush) bounded() (query.Query, bool) {
	d, first, last := b.scene.selection.data, b.record(b.at[0]), b.record(b.at[1]-1)
	between := func(column, low, high string) (query.Query, bool) {
		return query.Of(query.Term{Kind: query.Compared, Name: column, Op: ">=", Value: low}, query.Term{Kind: query.Compared, Name: column, Op: "<=", Value: high}), true
	}
	switch b.order {
	case charts.AsRead:
		return query.Of(query.Term{Kind: query.Numbered, Rows: []query.Span{{From: first, To: last + 1}}}), true
	case charts.ByID:
		return between("id", d.IDs[first], d.IDs[last])
	}
	column, ok := strings.CutPrefix(string(b.order), string(charts.ByColumn("")))
	if !ok || d.Groups[column] != nil {
		return query.Query{}, false
	}
	if found := d.ColumnsNamed(column); len(found) > 0 {
		block, j := d.Blocks[found[0].Modality], found[0].Column
		return between(block.Modality.Name+"."+block.Modality.Columns[j], number(block.At(first, j)), number(block.At(last, j)))
	}
	return query.Query{}, false
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// orderKey is what neighbours in an order have in common.
type orderKey struct {
	of   func(record int) string
	term func(key string) query.Term
}

func (b *Brush) key() orderKey {
	on := b.scene.selection
	column := ""
	switch name, ok := strings.CutPrefix(string(b.order), string(charts.ByColumn(""))); {
	case b.order == charts.ByLabel:
		column = "label"
	case b.order == charts.BySplit:
		column = "split"
	case ok && on.data.Groups[name] != nil:
		column = name
	case b.matrix != nil:
		return orderKey{func(i int) string { return string(b.matrix.ColumnPattern(i)) }, func(k string) query.Term {
			terms := columnsTerms(b.matrix, dataset.Pattern(k))
			if len(terms) == 1 {
				return terms[0]
			}
			return query.Term{Kind: query.All, Terms: terms}
		}}
	default:
		return orderKey{func(i int) string { return string(on.presence.Pattern(i)) },
			func(k string) query.Term { return query.Pattern(dataset.Pattern(k), on.data.Names()) }}
	}
	values := query.Values(on.source(), column)
	return orderKey{values, func(k string) query.Term {
		if k == "" {
			return query.Term{Kind: query.Missing, Name: column}
		}
		return query.Is(column, k)
	}}
}
