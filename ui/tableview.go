package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// tableView shows a table of text with a header.
type tableView struct {
	table  *widget.Table
	header []string
	rows   [][]string
}

func newTableView() *tableView {
	t := &tableView{}
	// A table that is laid out without height makes one separator per row for
	// ever (seen in Fyne 2.7.1 and 2.8.1), so it has no rows until it is.
	length := func() (int, int) {
		if t.table == nil || t.table.Size().Height < 40 {
			return 0, len(t.header)
		}
		return len(t.rows), len(t.header)
	}
	cell := func() fyne.CanvasObject {
		l := widget.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		return l
	}
	t.table = widget.NewTable(length, cell, func(id widget.TableCellID, o fyne.CanvasObject) {
		text := ""
		if id.Row >= 0 && id.Row < len(t.rows) && id.Col < len(t.rows[id.Row]) {
			text = t.rows[id.Row][id.Col]
		}
		o.(*widget.Label).SetText(text)
	})
	t.table.ShowHeaderRow = true
	t.table.CreateHeader = func() fyne.CanvasObject {
		l := widget.NewLabel("")
		l.TextStyle.Bold, l.Truncation = true, fyne.TextTruncateEllipsis
		return l
	}
	t.table.UpdateHeader = func(id widget.TableCellID, o fyne.CanvasObject) {
		if id.Col >= 0 && id.Col < len(t.header) {
			o.(*widget.Label).SetText(t.header[id.Col])
		}
	}
	return t
}

// show replaces the table's content.
func (t *tableView) show(header []string, rows [][]string) {
	t.header, t.rows = header, rows
	for j := range header {
		t.table.SetColumnWidth(j, t.width(j))
	}
	t.table.Refresh()
}

// width is what the widest of the first cells of a column needs.
func (t *tableView) width(j int) float32 {
	size := theme.TextSize()
	widest := fyne.MeasureText(t.header[j], size, fyne.TextStyle{Bold: true}).Width
	for _, row := range t.rows[:min(len(t.rows), 60)] {
		if j < len(row) {
			widest = max(widest, fyne.MeasureText(row[j], size, fyne.TextStyle{}).Width)
		}
	}
	return min(widest, 260) + 4*theme.InnerPadding()
}
