package charts

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Order is an order of records in the presence matrix: one of those below, or
// what ByColumn returns.
type Order string

// The orders. ByPattern is also what the zero value means.
const (
	ByPattern Order = "pattern" // patterns by frequency, complete first, then as in the dataset
	AsRead    Order = "read"    // as in the dataset, which shows drift
	ByID      Order = "id"      // by id, numbers in ids by their value
	ByLabel   Order = "label"   // by class, unlabelled records last
	BySplit   Order = "split"   // train, validation, test, the rest
	ByTime    Order = "time"    // by the first column of dates
)

const columnOrder = "column:"

// words says how records stand.
func (o Order) words() string {
	switch o {
	case "", ByPattern:
		return say.Text("equal patterns together")
	case AsRead:
		return say.Text("records in the order in which they were read")
	}
	if name, ok := strings.CutPrefix(string(o), columnOrder); ok {
		return say.Form("records by %s", name)
	}
	return say.Form("records by %s", say.Text(string(o)))
}

// ByColumn orders by a column of a modality, named COLUMN or MODALITY.COLUMN, or
// by a further column of the data such as a site; records without a value last.
func ByColumn(name string) Order { return Order(columnOrder + name) }

// Orders lists the orders that a dataset has, without those by single columns
// of modalities.
func Orders(d *dataset.Dataset, split *dataset.Split) []Order {
	out := []Order{ByPattern, AsRead, ByID}
	if len(d.Classes) > 0 {
		out = append(out, ByLabel)
	}
	if split != nil {
		out = append(out, BySplit)
	}
	if _, err := timeColumn(d); err == nil {
		out = append(out, ByTime)
	}
	var groups []Order
	for name := range d.Groups {
		groups = append(groups, ByColumn(name))
	}
	slices.Sort(groups)
	return append(out, groups...)
}

// sortKey compares records, and names what equal ones have in common.
type sortKey struct {
	compare func(a, b int32) int
	name    func(i int32) string // nil where stretches have no names
}

// sortBy puts the records into another order than that of patterns; equal ones
// stay as they were read.
func (m *presenceMatrix) sortBy(c *census, d *dataset.Dataset, order Order) error {
	key, err := keyOf(c, d, order)
	if err != nil {
		return err
	}
	for i := range c.records() {
		m.order = append(m.order, int32(i))
	}
	if key.compare != nil {
		slices.SortStableFunc(m.order, key.compare)
	}
	if key.name != nil {
		m.labels = stretches(m.order, key)
	}
	m.patterns = []band{{0, len(m.order), -1}}
	m.fine = m.patterns
	return nil
}

func keyOf(c *census, d *dataset.Dataset, order Order) (sortKey, error) {
	switch {
	case order == AsRead:
		return sortKey{}, nil
	case order == ByID:
		return sortKey{compare: func(a, b int32) int { return dataset.CompareWords(c.ids[a], c.ids[b]) }}, nil
	case order == ByLabel && c.classes != nil:
		return levels(append(slices.Clone(c.classes), say.Text("no label")), func(i int32) int { return c.labels[i] }), nil
	case order == BySplit && c.parts != nil:
		return levels([]string{say.Text("train"), say.Text("validation"), say.Text("test"), say.Text("neither")}, func(i int32) int { return int(c.parts[i]) - 1 }), nil
	case order == ByLabel || order == BySplit:
		return sortKey{}, nil // there is but one
	case order == ByTime:
		name, err := timeColumn(d)
		if err != nil {
			return sortKey{}, err
		}
		return columnKey(d, name)
	}
	name, ok := strings.CutPrefix(string(order), columnOrder)
	if !ok {
		return sortKey{}, say.Errorf("no order %q; there are pattern, read, id, label, split, time and column:NAME", string(order))
	}
	return columnKey(d, name)
}

// levels is a key of few values; those below 0 stand last.
func levels(names []string, of func(i int32) int) sortKey {
	at := func(i int32) int {
		if k := of(i); k >= 0 {
			return k
		}
		return len(names) - 1
	}
	return sortKey{
		compare: func(a, b int32) int { return at(a) - at(b) },
		name:    func(i int32) string { return names[at(i)] },
	}
}

// columnKey finds a column by its name.
func columnKey(d *dataset.Dataset, name string) (sortKey, error) {
	if values, ok := d.Groups[name]; ok {
		return sortKey{
			compare: func(a, b int32) int { return dataset.CompareWords(values[a], values[b]) },
			name:    func(i int32) string { return values[i] },
		}, nil
	}
	if found := d.ColumnsNamed(name); len(found) > 0 {
		return numberKey(&d.Blocks[found[0].Modality], found[0].Column), nil
	}
	return sortKey{}, say.Errorf("no column %q to order by", name)
}

// numberKey orders by the numbers of a column, and names the levels of a
// category.
func numberKey(b *dataset.Block, column int) sortKey {
	at := func(i int32) float64 {
		return b.At(int(i), column)
	}
	key := sortKey{compare: func(a, c int32) int {
		x, y := at(a), at(c)
		if math.IsNaN(x) || math.IsNaN(y) { // last
			return cmp.Compare(lastly(x), lastly(y))
		}
		return cmp.Compare(x, y)
	}}
	if column < len(b.Modality.Fields) && len(b.Modality.Fields[column].Levels) > 0 {
		field := b.Modality.Fields[column]
		key.name = func(i int32) string {
			if x := at(i); !math.IsNaN(x) {
				return field.Format(x)
			}
			return say.Text("none")
		}
	}
	return key
}

func lastly(x float64) int {
	if math.IsNaN(x) {
		return 1
	}
	return 0
}

// timeColumn names the first column of dates.
func timeColumn(d *dataset.Dataset) (string, error) {
	for _, b := range d.Blocks {
		for j, f := range b.Modality.Fields {
			if f.Kind == dataset.Date {
				return b.Modality.Name + "." + b.Modality.Columns[j], nil
			}
		}
	}
	return "", say.Error("no column of dates to order by time; as it was read is the order \"read\"")
}

// stretches labels the stretches of equal key.
func stretches(order []int32, key sortKey) []gutterLabel {
	var out []gutterLabel
	start := 0
	for at := 1; at <= len(order); at++ {
		if at == len(order) || key.compare(order[at], order[start]) != 0 {
			out = append(out, gutterLabel{start, at - start, key.name(order[start])})
			start = at
		}
	}
	return out
}
