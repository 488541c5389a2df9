package charts

import (
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Columns says which columns of a table the presence matrix shows in place of
// the modalities: the first MostColumns of those that have Part in their name,
// whatever the case. The zero value shows the modalities.
type Columns struct {
	Table string // name of the modality
	Part  string // of a column's name; "" for any
}

// MostColumns is how many columns the presence matrix shows at once: more have
// no room for their names.
const MostColumns = 50

// Tables lists the modalities whose columns can be shown.
func Tables(d *dataset.Dataset) []string {
	var out []string
	for _, b := range d.Blocks {
		if b.Modality.Kind == dataset.Table && len(b.Modality.Columns) > 0 {
			out = append(out, b.Modality.Name)
		}
	}
	return out
}

// Find lists the columns that are meant, by their place in the table: all of
// them, not only those there is room for. It reports a table that there is not,
// and a part that no name has.
func (c Columns) Find(d *dataset.Dataset) (modality int, columns []int, err error) {
	tables := Tables(d)
	if !slices.Contains(tables, c.Table) {
		if len(tables) == 0 {
			return 0, nil, say.Errorf("no table %q: %s has no table with columns", c.Table, d.Name)
		}
		return 0, nil, say.Errorf("no table %q whose columns can be shown; there are %s", c.Table, strings.Join(tables, ", "))
	}
	m, err := d.ModalityIndex(c.Table)
	if err != nil {
		return 0, nil, err
	}
	for j, name := range d.Blocks[m].Modality.Columns {
		if strings.Contains(strings.ToLower(name), strings.ToLower(c.Part)) {
			columns = append(columns, j)
		}
	}
	if len(columns) == 0 {
		return 0, nil, say.Errorf("no column of %s has %q in its name", c.Table, c.Part)
	}
	return m, columns, nil
}

// sheet is the table whose columns a presence matrix shows.
type sheet struct {
	block    *dataset.Block
	modality int
	columns  []int // of the block, as they are shown
	found    int   // columns that match, of which the first are shown
	part     string
	natural  *dataset.Presence // of the modalities, as the experiment leaves them
}

// newSheet makes what the columns of a table are shown with: a census in which
// the columns stand in the place of modalities.
func newSheet(in Input) (*sheet, *census, error) {
	m, found, err := in.Columns.Find(in.Data)
	if err != nil {
		return nil, nil, err
	}
	s := &sheet{block: &in.Data.Blocks[m], modality: m, columns: found[:min(len(found), MostColumns)], found: len(found), part: in.Columns.Part, natural: presenceOf(in)}
	c := &census{names: make([]string, len(s.columns)), within: s.natural.Column(m)}
	for k, j := range s.columns {
		c.names[k] = s.block.Modality.Columns[j]
	}
	c.presence = s.presence(s.natural)
	before := c.presence
	if s.natural.Count(m) < in.Data.Presence.Count(m) {
		before = s.presence(in.Data.Presence)
	}
	c.take(in, before)
	return s, c, nil
}

// presence is that of the columns: a cell is there where its table is and it is
// no NaN.
func (s *sheet) presence(of *dataset.Presence) *dataset.Presence {
	causes := make([][]dataset.Cause, len(s.columns))
	for k := range causes {
		causes[k] = make([]dataset.Cause, of.Records())
	}
	for i := range of.Records() {
		why := of.Cause(i, s.modality)
		if why != dataset.Present {
			for k := range causes {
				causes[k][i] = why
			}
			continue
		}
		cell := s.cells(i)
		for k, j := range s.columns {
			if math.IsNaN(cell(j)) {
				causes[k][i] = dataset.Null
			}
		}
	}
	return dataset.NewPresence(of.Records(), causes)
}

// cells gives the cells of a record that has the table; one that is kept in
// units is not read whole, which may be of thousands of columns.
func (s *sheet) cells(i int) func(j int) float64 {
	if s.block.Decimals != nil {
		return func(j int) float64 { return s.block.At(i, j) }
	}
	row := s.block.Row(i)
	return func(j int) float64 { return row[j] }
}

// look is the rule by which a cell's state is found.
func (s *sheet) look(c *census) func(i int32, k int) state {
	return func(i int32, k int) state {
		switch s.natural.Cause(int(i), s.modality) {
		case dataset.Present:
			if c.presence.Has(int(i), k) {
				return present
			}
			return absent
		case dataset.Unreadable:
			return unreadable
		case dataset.Masked:
			return hidden
		}
		return without
	}
}

// name is that of the table.
func (s *sheet) name() string { return s.block.Modality.Name }

// full is how a query names the k-th column that is shown.
func (s *sheet) full(k int) string { return s.name() + "." + s.block.Modality.Columns[s.columns[k]] }

// scattered says that most records have a pattern of columns of their own, so
// that bands of equal ones show only a few of them.
func (c *census) scattered() bool {
	const bands = 40
	n := 0
	for _, g := range c.groups[:min(len(c.groups), bands)] {
		n += len(g.Records)
	}
	return 2*n < c.records()
}

// Columns is what the figure shows in place of the modalities.
func (f *Presence) Columns() Columns {
	if f.sheet == nil {
		return Columns{}
	}
	return Columns{f.sheet.name(), f.sheet.part}
}

// ColumnPattern is which of the columns shown a record has, in their order.
func (f *Presence) ColumnPattern(record int) dataset.Pattern {
	return f.groups[f.groupOf[f.of.shown(record)]].Pattern
}

// Telling names columns, as queries do, by which the records of a pattern of
// columns are told from all others: those that they lack and, where these do
// not suffice, those that they have.
func (f *Presence) Telling(p dataset.Pattern) (lacking, having []string) {
	var others []dataset.Pattern
	for _, g := range f.groups {
		if g.Pattern != p {
			others = append(others, g.Pattern)
		}
	}
	for _, has := range []bool{false, true} {
		for {
			best, most := -1, 0
			for k := range f.names {
				if n := differing(others, k, p); p.Has(k) == has && n > most {
					best, most = k, n
				}
			}
			if best < 0 {
				break
			}
			others = slices.DeleteFunc(others, func(o dataset.Pattern) bool { return o.Has(best) != has })
			if has {
				having = append(having, f.sheet.full(best))
			} else {
				lacking = append(lacking, f.sheet.full(best))
			}
		}
	}
	return lacking, having
}

// differing counts the patterns that differ from p in column k.
func differing(others []dataset.Pattern, k int, p dataset.Pattern) int {
	n := 0
	for _, o := range others {
		if o.Has(k) != p.Has(k) {
			n++
		}
	}
	return n
}
