package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// tableView shows a table with a header that sorts, and copies what is in it.
type tableView struct {
	table   *cellTable
	grid    vm.Grid
	sorted  int // column that it is sorted by; -1 for the order of the figure
	falling bool
	chosen  widget.TableCellID // row -1 for none
	copies  []*button
	copy    func(words, what string)
	picked  func(row, column int) // hears which cell is chosen, as the grid came; may be nil
	root    fyne.CanvasObject
}

func newTableView(copy func(words, what string)) *tableView {
	t := &tableView{sorted: -1, copy: copy, chosen: widget.TableCellID{Row: -1}}
	// A table that is laid out without height makes one separator per row for
	// ever (seen in Fyne 2.7.1 and 2.8.1), so it has no rows until it is.
	length := func() (int, int) {
		if t.table == nil || t.table.Size().Height < 40 {
			return 0, len(t.grid.Header)
		}
		return len(t.grid.Rows), len(t.grid.Header)
	}
	t.table = newCellTable(length, func() fyne.CanvasObject { return newTableCell(t) }, func(id widget.TableCellID, o fyne.CanvasObject) {
		text := ""
		if id.Row >= 0 && id.Row < len(t.grid.Rows) && id.Col < len(t.grid.Rows[id.Row]) {
			text = t.grid.Rows[id.Row][id.Col]
		}
		o.(*tableCell).show(id, text)
	})
	t.table.ShowHeaderRow = true
	t.table.CreateHeader = func() fyne.CanvasObject { return newTableHead(t) }
	t.table.UpdateHeader = func(id widget.TableCellID, o fyne.CanvasObject) { o.(*tableHead).show(id.Col) }
	t.table.OnSelected = func(id widget.TableCellID) {
		t.choose(id)
		if row := t.grid.Place(id.Row); t.picked != nil && row >= 0 {
			t.picked(row, id.Col)
		}
	}
	t.root = container.NewBorder(nil, t.copyRow(), nil, nil, t.table)
	t.choose(widget.TableCellID{Row: -1})
	return t
}

// copyRow is the row of what can be copied.
func (t *tableView) copyRow() fyne.CanvasObject {
	words := quiet(say.Text("Copy"))
	words.SizeName = theme.SizeNameCaptionText
	row := container.NewHBox(words)
	for _, b := range []*button{
		newButton(say.Text("number"), nil, func() { t.copy(t.quote(), say.Text("the number with its context")) }),
		newButton(say.Text("row"), nil, func() { t.copy(t.grid.Row(t.chosen.Row), say.Text("the row")) }),
		newButton(say.Text("table"), nil, func() { t.copy(t.grid.All(), say.Text("the table")) }),
	} {
		b.Importance = widget.LowImportance
		t.copies = append(t.copies, b)
		row.Add(b)
	}
	return container.NewHBox(layout.NewSpacer(), row)
}

// quote is the chosen number with its context; empty where none is chosen.
func (t *tableView) quote() string { return t.grid.Cell(t.chosen.Row, t.chosen.Col) }

func (t *tableView) choose(id widget.TableCellID) {
	t.chosen = id
	for _, b := range t.copies[:2] {
		enable(b, t.quote() != "")
	}
}

// show replaces the table's content. One with the same columns stays sorted.
func (t *tableView) show(g vm.Grid) {
	if !sameColumns(g.Header, t.grid.Header) {
		t.sorted, t.falling = -1, false
		t.table.UnselectAll()
		t.choose(widget.TableCellID{Row: -1})
	}
	t.order(g)
}

// order shows a grid in the order that is chosen.
func (t *tableView) order(g vm.Grid) {
	t.grid = g.Sorted(t.sorted, t.falling)
	for j := range g.Header {
		t.table.SetColumnWidth(j, t.width(j))
	}
	t.table.Refresh()
}

// choosePlace chooses a cell of the grid as it came, and brings it into sight.
func (t *tableView) choosePlace(row, column int) {
	for k := range t.grid.Rows {
		if t.grid.Place(k) == row {
			id := widget.TableCellID{Row: k, Col: column}
			t.table.UnselectAll() // so that the same cell can be chosen again
			t.table.Select(id)
			t.table.ScrollTo(id)
		}
	}
}

func sameColumns(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// sort sorts by a column: rising, then falling, then as the figure has it.
func (t *tableView) sort(column int) {
	switch {
	case t.sorted != column:
		t.sorted, t.falling = column, false
	case !t.falling:
		t.falling = true
	default:
		t.sorted, t.falling = -1, false
	}
	t.table.UnselectAll()
	t.choose(widget.TableCellID{Row: -1})
	t.order(t.grid)
}

// width is what the widest of the first cells of a column needs. The toolkit makes
// heads without the look that is set for a part of the window, so they are larger.
func (t *tableView) width(j int) float32 {
	look := t.table.Theme()
	size, widest := look.Size(theme.SizeNameText), float32(0)
	for _, row := range t.grid.Rows[:min(len(t.grid.Rows), 200)] {
		if j < len(row) {
			widest = max(widest, fyne.MeasureText(row[j], size, fyne.TextStyle{}).Width)
		}
	}
	most := float32(400)
	if j == len(t.grid.Header)-1 { // nothing stands behind it
		most = 640
	}
	head := fyne.MeasureText(t.head(j), theme.TextSize(), fyne.TextStyle{Bold: true}).Width + 2*theme.InnerPadding()
	return max(head, min(widest, most)+2*look.Size(theme.SizeNameInnerPadding)) + 1
}

// head is what the head of a column says: its name, and how the table is sorted by it.
func (t *tableView) head(column int) string {
	switch words := t.grid.Header[column]; {
	case t.sorted != column:
		return words
	case t.falling:
		return words + " ▼"
	default:
		return words + " ▲"
	}
}

// tableCell is a cell that can be chosen, and that opens a menu.
type tableCell struct {
	clipped
	of *tableView
	id widget.TableCellID
}

func newTableCell(t *tableView) *tableCell {
	c := &tableCell{clipped: clip(""), of: t}
	c.host = t
	c.ExtendBaseWidget(c)
	return c
}

func (c *tableCell) show(id widget.TableCellID, text string) {
	c.id = id
	c.SetText(text)
}

// over implements host.
func (t *tableView) over(ev *desktop.MouseEvent) {
	over := *ev
	over.Position = ev.AbsolutePosition.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(t.table))
	t.table.MouseMoved(&over)
}

// left implements host.
func (t *tableView) left() { t.table.MouseOut() }

// Tapped implements fyne.Tappable.
func (c *tableCell) Tapped(*fyne.PointEvent) {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil {
		canvas.Focus(c.of.table)
	}
	c.of.table.Select(c.id)
}

// TappedSecondary implements fyne.SecondaryTappable.
func (c *tableCell) TappedSecondary(ev *fyne.PointEvent) {
	t := c.of
	t.table.Select(c.id)
	menu := fyne.NewMenu("",
		fyne.NewMenuItem(say.Text("Copy the number with its context"), t.copies[0].OnTapped),
		fyne.NewMenuItem(say.Text("Copy the row"), t.copies[1].OnTapped),
		fyne.NewMenuItem(say.Text("Copy the table"), t.copies[2].OnTapped))
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil {
		widget.ShowPopUpMenuAtPosition(menu, canvas, ev.AbsolutePosition)
	}
}

// tableHead is the head of a column: a click sorts by it.
type tableHead struct {
	clipped
	of     *tableView
	column int
}

func newTableHead(t *tableView) *tableHead {
	h := &tableHead{clipped: clip(""), of: t}
	h.TextStyle.Bold, h.host = true, t
	h.ExtendBaseWidget(h)
	return h
}

func (h *tableHead) show(column int) {
	t := h.of
	h.column = column
	if column < 0 || column >= len(t.grid.Header) {
		return
	}
	h.SetText(t.head(column))
}

// Tapped implements fyne.Tappable.
func (h *tableHead) Tapped(*fyne.PointEvent) { h.of.sort(h.column) }
