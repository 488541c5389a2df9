package charts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

// sheetTitle is the finding about the columns of a table.
func (f *Presence) sheetTitle() string {
	n, name := f.whole(), f.sheet.name()
	shown := ""
	if all := len(f.sheet.block.Modality.Columns); len(f.names) < all {
		shown = " " + say.Form("%s of %s are shown.", count(len(f.names)), plural(all, "column", "columns"))
	}
	m := f.scarcest()
	lack := n - f.presence.Count(m)
	switch {
	case n == 0:
		return say.Form("No record has %s, so no column of it can be shown.", name)
	case lack == 0:
		return say.Form("No cell is missing in the %s that have %s.", plural(n, "record", "records"), name) + shown
	}
	text := say.Form("%s is missing in %s of the %s that have %s", f.names[m], share(lack, n), plural(n, "record", "records"), name)
	if other, rho, ok := f.companion(m); ok {
		text += say.Form(", mostly together with %s (ρ = %.2f)", f.names[other], rho)
	}
	return say.Form("%s; %s of %s have no missing cell.", text, count(f.filled()), plural(len(f.names), "column", "columns")) + shown
}

// filled counts the columns without a missing cell.
func (f *Presence) filled() int {
	n := 0
	for k := range f.names {
		if f.presence.Count(k) == f.whole() {
			n++
		}
	}
	return n
}

// sheetDescription says what the columns of a table have.
func (f *Presence) sheetDescription() canvas.Description {
	s, n := f.sheet, f.whole()
	short := say.Form("Presence of %s of %s in %s of dataset %s, %s.", plural(len(f.names), "column", "columns"), s.name(), plural(f.records(), "record", "records"), f.name, f.order.words())
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	if s.part != "" {
		b.WriteString(" " + say.Form("They are those with “%s” in their name.", s.part))
	}
	b.WriteString(" " + say.Form("%s have %s.", plural(n, "record", "records"), s.name()))
	for _, st := range []state{without, unreadable, hidden} {
		if k := f.matrix.totals[0][st]; k > 0 {
			b.WriteString(" " + say.Form("%s: %s.", capital(f.stateName(st)), plural(k, "record", "records")))
		}
	}
	var whole []string
	for k, name := range f.names {
		if have := f.presence.Count(k); have < n {
			b.WriteString(" " + say.Form("%s is present in %s of them (%s).", name, share(have, n), count(have)))
		} else if n > 0 {
			whole = append(whole, name)
		}
	}
	if len(whole) > 0 {
		b.WriteString(" " + say.Form("Without a missing cell: %s.", say.List(whole)))
	}
	if f.picked != nil {
		b.WriteString(say.Form(" %s selected.", plural(f.selected, "record", "records")))
	}
	return canvas.Description{Short: short, Long: b.String()}
}

// sheetTable has one row per column.
func (f *Presence) sheetTable() canvas.Table {
	t := canvas.Table{Header: []string{"column", "present", "missing", "records_with_table", "share_present", "without_table", "unreadable", "masked_by_the_experiment"},
		Context: append(f.of.context(f.name, f.records()), [2]string{"table", f.sheet.name()})}
	for k, name := range f.names {
		row := []string{name}
		ratio := ""
		if f.whole() > 0 {
			ratio = strconv.FormatFloat(float64(f.presence.Count(k))/float64(f.whole()), 'f', 4, 64)
		}
		for _, s := range []state{present, absent} {
			row = append(row, strconv.Itoa(f.matrix.totals[k][s]))
		}
		row = append(row, strconv.Itoa(f.whole()), ratio)
		for _, s := range []state{without, unreadable, hidden} {
			row = append(row, strconv.Itoa(f.matrix.totals[k][s]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sheetCharacters is a bar of presence per column.
func (f *Presence) sheetCharacters(width int) string {
	lines := [][]string{{say.Text("column"), say.Text("present"), "", say.Text("missing"), " "}}
	for k, name := range f.names {
		n := f.presence.Count(k)
		lines = append(lines, []string{canvas.Short(name, 24), count(n), share(n, f.whole()), count(f.whole() - n),
			canvas.Bar(float64(n)/float64(max(f.whole(), 1)), max(8, width/4))})
	}
	return canvas.Columns(lines)
}

// stateName says a state; of a cell, where columns are shown.
func (f *Presence) stateName(s state) string {
	switch {
	case s == without:
		return say.Form("without %s", f.sheet.name())
	case s == absent && f.sheet != nil:
		return say.Text("missing cell")
	}
	return say.Text(stateNames[s])
}

// ColumnWords says how much of a column is there, by the name that queries have
// for it; empty where it is not shown.
func (f *Presence) ColumnWords(full string) string {
	if f.sheet == nil {
		return ""
	}
	k := slices.IndexFunc(f.sheet.columns, func(j int) bool { return f.sheet.name()+"."+f.sheet.block.Modality.Columns[j] == full })
	if k < 0 {
		return ""
	}
	return say.Form("%s is present in %s of the %s that have %s.", f.names[k], share(f.presence.Count(k), f.whole()), plural(f.whole(), "record", "records"), f.sheet.name())
}

// sheetCell says what is at a place of the drawn columns, in pixels.
func (f *Presence) sheetCell(l *PresenceLayout, x, y float64) string {
	k, ok := l.Modality(x)
	first, end := l.Between(y-0.5, y+0.5)
	switch {
	case !ok || first >= end || y < l.Body.Top:
		return ""
	case end-first > 1:
		return say.Form("%s: present in %s of %s here.", f.names[k], count(countIn(f.matrix.cells[k][present], first, end)), plural(end-first, "record", "records"))
	}
	i, j := int(f.matrix.order[first]), f.sheet.columns[k]
	s := f.sheet.look(f.census)(int32(i), k)
	what := f.stateName(s)
	if fields := f.sheet.block.Modality.Fields; s == present && fields != nil {
		what = fields[j].Format(f.sheet.block.At(i, j))
	} else if s == present {
		what = strconv.FormatFloat(f.sheet.block.At(i, j), 'g', 6, 64)
	}
	return say.Form("%s of %s: %s.", f.names[k], f.ids[i], what)
}
