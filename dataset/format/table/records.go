package table

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// What a table in memory may be at most: cells, and cells for each that has a
// value.
const (
	mostCells    = 1 << 27
	freeCells    = 1 << 20
	mostSparsely = 1000
)

// errCells says that a table is too large to be held as one of cells.
var errCells error = errorOfCells{}

type errorOfCells struct{}

func (errorOfCells) Error() string {
	return say.Kept("it makes a table of more than %d million cells, or one in which almost all are empty", mostCells>>20)
}

func tooManyCells(rows, columns, filled int) bool {
	all := int64(rows) * int64(columns)
	return all > mostCells || all > freeCells+mostSparsely*int64(filled)
}

// records makes a table of nested records: an inner value is called
// outer.inner.
type records struct {
	root    place
	places  int
	rows    int
	filled  int
	lines   []int
	twice   map[string]int         // names that stand twice in a record
	objects map[string]int         // lists of objects, which stay text
	lengths map[string]map[int]int // of lists of numbers: how many records have which, by name
	points  bool                   // some number has a decimal point
}

// place is where values of some path stand.
type place struct {
	name  string
	kids  map[string]*place
	order []*place
	cells []string // up to the last row with a value
	held  bool     // values stand here, not only below
}

func newRecords() *records {
	return &records{twice: map[string]int{}, objects: map[string]int{}, lengths: map[string]map[int]int{}}
}

// add takes one record.
func (t *records) add(v jsonValue, line int) error {
	t.lines = append(t.lines, line)
	if err := t.put(&t.root, v); err != nil {
		return err
	}
	t.rows++
	if tooManyCells(t.rows, t.places, t.filled) {
		return errCells
	}
	return nil
}

// put takes a value and those inside of it.
func (t *records) put(at *place, v jsonValue) error {
	switch v.kind {
	case jsonNull:
		t.set(at, "")
	case jsonNumber:
		t.points = t.points || strings.ContainsAny(v.text, ".eE")
		t.set(at, v.text)
	case jsonWord:
		t.set(at, v.text)
	case jsonObject:
		for i, key := range v.keys {
			if err := t.inner(at, key, v.items[i]); err != nil {
				return err
			}
		}
	case jsonList:
		return t.list(at, v)
	}
	return nil
}

func (t *records) inner(at *place, key string, v jsonValue) error {
	kid := at.kids[key]
	if kid == nil {
		if t.places++; t.places > mostColumns {
			return errCells
		}
		kid = &place{name: key}
		if at != &t.root {
			kid.name = at.name + "." + key
		}
		if at.kids == nil {
			at.kids = map[string]*place{}
		}
		at.kids[key], at.order = kid, append(at.order, kid)
	}
	return t.put(kid, v)
}

// list takes a list: numbers become columns of their own, words one cell.
func (t *records) list(at *place, v jsonValue) error {
	var numbers, words, inner int
	if len(v.items) == 0 {
		t.length(at.name, 0)
	}
	for _, item := range v.items {
		switch item.kind {
		case jsonNumber:
			numbers++
		case jsonWord:
			words++
		case jsonList:
			inner++
		case jsonObject:
			t.objects[at.name]++
			t.set(at, v.text)
			return nil
		}
	}
	if words > 0 && inner > 0 {
		t.objects[at.name]++
		t.set(at, v.text)
		return nil
	}
	if words == 0 && numbers+inner > 0 {
		t.length(at.name, len(v.items))
		for i, item := range v.items {
			if err := t.inner(at, strconv.Itoa(i), item); err != nil {
				return err
			}
		}
		return nil
	}
	t.set(at, joined(v.items))
	return nil
}

// length counts a list of numbers, or one that is empty.
func (t *records) length(name string, n int) {
	if t.lengths[name] == nil {
		t.lengths[name] = map[int]int{}
	}
	t.lengths[name][n]++
}

// listMark separates words of a list in one cell.
const listMark = ";"

func joined(items []jsonValue) string {
	var words []string
	for _, item := range items {
		if item.kind != jsonNull {
			words = append(words, item.text)
		}
	}
	return strings.Join(words, listMark)
}

func (t *records) set(at *place, cell string) {
	if at.held = true; cell == "" {
		return
	}
	if len(at.cells) > t.rows {
		t.twice[at.name]++
		at.cells[t.rows] = cell
		return
	}
	for len(at.cells) < t.rows {
		at.cells = append(at.cells, "")
	}
	at.cells = append(at.cells, cell)
	t.filled++
}

// table makes the table: columns in the order in which they came, inner ones
// side by side.
func (t *records) table(ctx context.Context, file string, r Request) *Table {
	var names []string
	var columns [][]string
	var walk func(*place)
	walk = func(at *place) {
		if at.held && at != &t.root {
			cells := append(make([]string, 0, t.rows), at.cells...)
			names, columns = append(names, at.name), append(columns, cells[:t.rows])
		}
		for _, kid := range at.order {
			walk(kid)
		}
	}
	walk(&t.root)
	if t.points {
		r = r.pointed()
	}
	out := New(ctx, file, names, columns, r).at(t.lines)
	out.Problems = append(out.Problems, t.problems(file)...)
	return out
}

func (t *records) problems(file string) []dataset.Problem {
	var out []dataset.Problem
	for _, name := range sortedKeys(t.twice) {
		out = append(out, dataset.Problem{File: file, Column: name,
			What: say.Kept("%s this twice", say.KeptCount(t.twice[name], "record has", "records have")), Done: say.Mark("the last value counts")})
	}
	for _, name := range sortedKeys(t.lengths) {
		if lengths := t.lengths[name]; len(lengths) > 1 {
			out = append(out, dataset.Problem{File: file, Column: name,
				What: say.Kept("lists of numbers have different lengths here: %s", lengthCounts(lengths)), Done: say.Mark("the shorter are filled up with missing values")})
		}
	}
	for _, name := range sortedKeys(t.objects) {
		out = append(out, dataset.Problem{File: file, Column: name,
			What: say.Kept("%s a list of objects here", say.KeptCount(t.objects[name], "record holds", "records hold")), Done: say.Mark("kept as text")})
	}
	return out
}

// lengthCounts writes how many records have lists of which length, the most
// frequent first.
func lengthCounts(lengths map[int]int) string {
	most := slices.SortedFunc(maps.Keys(lengths), func(a, b int) int { return cmp.Or(lengths[b]-lengths[a], a-b) })
	var words []string
	for _, n := range most {
		words = append(words, say.Kept("%s of %d", say.KeptCount(lengths[n], "record", "records"), n))
	}
	return some(words)
}
