package layout

import (
	"slices"

	"lacuna/dataset/format/table"
)

// longRows are the rows of a long table, sorted by what they say.
type longRows struct {
	*long
	cells   [][]string // id, feature, value, the further columns, view
	ids     []string
	views   []*longView
	row     []longPlace // per row of the table
	twice   int
	example string
}

// longPlace is where the value of a row belongs; record is -1 for a row that
// says nothing.
type longPlace struct {
	record, feature int
	view            *longView
}

// longView is the columns of one view.
type longView struct {
	name     string
	features []string
	at       map[string]int
	columns  [][]string // per feature, in the order of the records
}

// readLong finds the records, views and features of a long table, in the order
// of their first rows.
func (f *finder) readLong(l *long) *longRows {
	columns := append([]int{l.id, l.feature, l.value}, l.rest...)
	if l.view >= 0 {
		columns = append(columns, l.view)
	}
	r := &longRows{long: l, cells: l.Texts(columns...), row: make([]longPlace, l.Rows())}
	records, views := map[string]int{}, map[string]*longView{}
	for i, id := range r.cells[0] {
		if i%4096 == 0 && f.ctx.Err() != nil {
			break
		}
		r.row[i].record = -1
		if id == "" || r.cells[1][i] == "" {
			continue
		}
		name := ""
		if l.view >= 0 {
			name = r.cells[len(r.cells)-1][i]
		}
		v := views[name]
		if v == nil {
			v = &longView{name: name, at: map[string]int{}}
			views[name] = v
			r.views = append(r.views, v)
		}
		at, known := records[id]
		if !known {
			at = len(r.ids)
			records[id] = at
			r.ids = append(r.ids, id)
		}
		r.row[i] = longPlace{at, v.place(r.cells[1][i]), v}
	}
	return r
}

// place returns the place of a feature, which may be new.
func (v *longView) place(feature string) int {
	at, known := v.at[feature]
	if !known {
		at = len(v.features)
		v.at[feature] = at
		v.features = append(v.features, feature)
	}
	return at
}

// size is the number of cells of the wide tables.
func (r *longRows) size() int {
	n := len(r.rest)
	for _, v := range r.views {
		n += len(v.features) + 1
	}
	return n * len(r.ids)
}

// fill puts the values into their columns. The first value of a cell counts.
func (r *longRows) fill(f *finder) {
	for _, v := range r.views {
		v.columns = make([][]string, len(v.features))
		for k := range v.columns {
			v.columns[k] = make([]string, len(r.ids))
		}
	}
	for i, p := range r.row {
		if i%4096 == 0 && f.ctx.Err() != nil {
			return
		}
		if p.record < 0 || p.view == nil {
			continue
		}
		switch cell := &p.view.columns[p.feature][p.record]; {
		case *cell == "":
			*cell = r.cells[2][i]
		default:
			if r.twice++; r.twice == 1 {
				r.example = r.cells[0][i] + ", " + r.cells[1][i]
			}
		}
	}
}

// source makes the wide table of one view. Further columns of the record stand
// in the first.
func (r *longRows) source(v *longView, first bool, f *finder) *source {
	names, columns := []string{r.Names[r.id]}, [][]string{slices.Clone(r.ids)}
	if first {
		for k, j := range r.rest {
			names, columns = append(names, r.Names[j]), append(columns, r.once(r.cells[3+k]))
		}
	}
	names, columns = append(names, v.features...), append(columns, v.columns...)
	t := &source{Table: table.New(f.ctx, r.File, names, columns, f.request(r.File)), entry: r.entry, name: r.name, dir: r.dir, long: true}
	if v.name != "" {
		t.name = v.name
	}
	t.spans = []span{{t.Rows(), t.dir}}
	t.look(f.ctx, names[0])
	return t
}

// once returns the first value of a column for each record.
func (r *longRows) once(cells []string) []string {
	out := make([]string, len(r.ids))
	for i, p := range r.row {
		if p.record >= 0 && out[p.record] == "" {
			out[p.record] = cells[i]
		}
	}
	return out
}
