package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
)

// The table of D leads with what is asked for, sorts by its heads, and copies
// with context.
func TestTableSortsAndCopies(t *testing.T) {
	b := ran(t)
	p := b.panes[3]
	p.modes.choose(asTable)
	v := p.table
	if got := strings.Join(v.grid.Header[:5], ", "); got != "stratum, method, value, 95 % interval, n test" {
		t.Fatalf("the table leads with %s", got)
	}
	first := v.grid.Rows[0][0]
	head := newTableHead(v)
	head.show(4)
	test.Tap(head)
	test.Tap(head)
	head.show(4)
	if top := v.grid.Rows[0][4]; !strings.HasSuffix(head.Text, "▼") || top != "18" {
		t.Errorf("%s begins with %s, want the 18 test records of all", head.Text, top)
	}
	test.Tap(head)
	if v.grid.Rows[0][0] != first {
		t.Error("a third click does not bring the order of the figure back")
	}
	if !v.copies[0].Disabled() {
		t.Error("a number that is not chosen can be copied")
	}
	cell := newTableCell(v)
	cell.show(widget.TableCellID{Row: 0, Col: 2}, "")
	b.win.Canvas().Capture()
	test.Tap(cell)
	v.table.Select(widget.TableCellID{Row: 0, Col: 2})
	test.Tap(v.copies[0])
	for _, want := range []string{"value = ", "stratum: ", "95 % interval: ", "seeds: 1", "dataset: small"} {
		if got := b.app.Clipboard().Content(); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	test.Tap(v.copies[2])
	if lines := strings.Count(b.app.Clipboard().Content(), "\n"); lines < len(v.grid.Rows)+1 {
		t.Errorf("the table is copied in %d lines", lines)
	}
}

// The number under the pointer is copied with its context, and the menu of a
// chart says when a command can make it.
func TestChartNumbersAreCopied(t *testing.T) {
	b := ran(t)
	v := b.panes[3].view
	b.win.Canvas().Capture()
	for _, r := range v.regions {
		if r.Kind == drawing.MethodMark && r.Sub == "all" {
			v.pointed, v.under = true, r
		}
	}
	b.copyPointed()
	for _, want := range []string{"accuracy 0.", "95 % interval", "n = ", "1 seed", "dataset small"} {
		if got := b.app.Clipboard().Content(); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	menu := b.panes[3].menuOf(b.actions(), v.under)
	if menu.Items[0].Disabled || !menu.Items[3].Disabled {
		t.Errorf("copying the number is off: %v; the command of an unsaved study: %v", menu.Items[0].Disabled, !menu.Items[3].Disabled)
	}
	menu.Items[1].Action()
	if b.app.Clipboard().Content() != b.panes[3].figure.Title() {
		t.Error("the finding is not copied")
	}
	v.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(5, 5)})
	if b.win.Canvas().Overlays().Top() == nil {
		t.Error("the second button opens no menu")
	}
}
