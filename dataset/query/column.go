package query

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// column is something that every record has a value of, or none.
type column struct {
	field  *dataset.Field // of numbers; nil where the values are words
	number func(i int) float64
	word   func(i int) string // "" for none
	seen   []uint64           // records whose modality is there for those who ask; nil where the column is of none
}

// there says whether record i has a value that can be seen: none has where an
// experiment hides the modality that the column is of.
func (c column) there(i int) bool {
	if c.seen != nil && c.seen[i/64]>>(i%64)&1 == 0 {
		return false
	}
	if c.number != nil {
		return !math.IsNaN(c.number(i))
	}
	return c.word(i) != ""
}

// Columns lists the columns that a query may name: what every dataset has, its
// further columns such as a site, and those of its modalities as
// MODALITY.COLUMN, but for media.
func Columns(d *dataset.Dataset) []string {
	out := append([]string{"id", "label", "split", "row"}, slices.Sorted(maps.Keys(d.Groups))...)
	for _, b := range d.Blocks {
		if b.Modality.Kind == dataset.Table {
			for _, name := range b.Modality.Columns {
				out = append(out, b.Modality.Name+"."+name)
			}
		}
	}
	return out
}

// columnOf finds a column by its name.
func columnOf(s Source, name string) (column, error) {
	d := s.Data
	switch name {
	case "id":
		return column{word: func(i int) string { return d.IDs[i] }}, nil
	case "label":
		return column{word: func(i int) string {
			if d.Labels[i] == dataset.NoLabel {
				return ""
			}
			return d.Classes[d.Labels[i]]
		}}, nil
	case "split":
		return splitColumn(s), nil
	case "row":
		return column{field: &dataset.Field{Kind: dataset.Whole}, number: func(i int) float64 { return float64(i + 1) }}, nil
	}
	if values, ok := d.Groups[name]; ok {
		return column{word: func(i int) string { return values[i] }}, nil
	}
	return cellColumn(s, name)
}

// splitColumn is the part of the split that each record is in.
func splitColumn(s Source) column {
	if s.Split == nil {
		return column{word: func(i int) string {
			if s.Data.Splits == nil {
				return ""
			}
			return s.Data.Splits[i]
		}}
	}
	parts := make([]string, s.Data.Records())
	for word, rows := range map[string][]int{"train": s.Split.Train, "validation": s.Split.Validation, "test": s.Split.Test} {
		for _, i := range rows {
			parts[i] = word
		}
	}
	return column{word: func(i int) string { return parts[i] }}
}

// cellColumn finds a column of a modality.
func cellColumn(s Source, name string) (column, error) {
	d := s.Data
	var found []column
	var where []string
	for _, c := range d.ColumnsNamed(name) {
		b, j := &d.Blocks[c.Modality], c.Column
		field := dataset.Field{}
		if b.Modality.Fields != nil {
			field = b.Modality.Fields[j]
		}
		found = append(found, column{field: &field, number: func(i int) float64 { return b.At(i, j) }, seen: s.presence().Column(c.Modality)})
		where = append(where, b.Modality.Name+"."+b.Modality.Columns[j])
	}
	switch len(found) {
	case 0:
		return column{}, say.Errorf("no column %q; there are %s", name, few(Columns(d)))
	case 1:
		return found[0], nil
	}
	return column{}, say.Errorf("several modalities have a column %q; say which: %s", name, few(where))
}

// few lists names, not more than people read.
func few(names []string) string {
	const most = 30
	if len(names) > most {
		return say.Form("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// compared finds the records whose column stands in a relation to a value. A
// record without one stands in none.
func (t Term) compared(s Source) ([]uint64, error) {
	c, err := columnOf(s, t.Name)
	if err != nil {
		return nil, t.wrong(err.Error())
	}
	if c.number == nil {
		holds := wordRelation(t.Op, t.Value)
		return s.where(func(i int) bool { w := c.word(i); return w != "" && holds(w) }), nil
	}
	if c.field.Kind == dataset.Category || t.Op == "contains" {
		return s.where(formatted(c, wordRelation(t.Op, t.Value))), nil
	}
	want, err := c.read(t.Value)
	if err != nil {
		return nil, t.wrong(say.Form("column %s: %v", t.Name, err))
	}
	return s.where(func(i int) bool { x := c.number(i); return !math.IsNaN(x) && holds(t.Op, order(x, want)) }), nil
}

// formatted asks a relation of cells as they are written, each word of a
// category once.
func formatted(c column, holds func(string) bool) func(i int) bool {
	known := map[float64]bool{}
	return func(i int) bool {
		x := c.number(i)
		if math.IsNaN(x) {
			return false
		}
		is, ok := known[x]
		if !ok {
			is = holds(c.field.Format(x))
			if c.field.Kind == dataset.Category {
				known[x] = is
			}
		}
		return is
	}
}

// read reads a value as the column has it: a number, or a date as days.
func (c column) read(text string) (float64, error) {
	if c.field.Kind == dataset.Date {
		for _, layout := range []string{c.field.Layout, time.DateOnly, time.RFC3339} {
			if day, err := time.Parse(layout, text); err == nil {
				return day.Sub(c.field.Epoch).Hours() / 24, nil
			}
		}
		return 0, say.Errorf("%q is no date; they are written as %s", text, c.field.Format(0))
	}
	text = strings.TrimSuffix(strings.TrimPrefix(text, c.field.Prefix), c.field.Suffix)
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(x) {
		return 0, say.Errorf("%q is no number", text)
	}
	return x, nil
}

func order(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// wordRelation says whether a word stands in a relation to a value, numbers in
// words by their value.
func wordRelation(op, value string) func(word string) bool {
	if op == "contains" {
		low := strings.ToLower(value)
		return func(word string) bool { return strings.Contains(strings.ToLower(word), low) }
	}
	if op == "=" || op == "!=" {
		return func(word string) bool { return (word == value) == (op == "=") }
	}
	return func(word string) bool { return holds(op, dataset.CompareWords(word, value)) }
}

// holds says whether the outcome of a comparison fits a relation.
func holds(op string, outcome int) bool {
	switch op {
	case "=":
		return outcome == 0
	case "!=":
		return outcome != 0
	case "<":
		return outcome < 0
	case "<=":
		return outcome <= 0
	case ">":
		return outcome > 0
	}
	return outcome >= 0
}

// Values returns what stands in a column of words, "" where nothing does: in
// label, split, id or a further column of the data. Of any other it is "".
func Values(s Source, name string) func(record int) string {
	c, err := columnOf(s, name)
	if err != nil || c.word == nil {
		return func(int) string { return "" }
	}
	return c.word
}
