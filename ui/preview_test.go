package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"lacuna/dataset"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// asked is what the window reads of data.
type asked struct {
	paths []string
	imp   dataset.Import
}

// readings are what the window has read, each on a goroutine of its own.
type readings struct {
	lock sync.Mutex
	list []asked
}

func (r *readings) note(a asked) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.list = append(r.list, a)
}

func (r *readings) last() asked {
	r.lock.Lock()
	defer r.lock.Unlock()
	return r.list[len(r.list)-1]
}

// readingBench is a window whose readings are written down. Those that choose
// the layout manifest fail.
func readingBench(t *testing.T) (*bench, *readings) {
	t.Helper()
	b := newBench(t)
	list := &readings{}
	b.around.Open = func(_ context.Context, paths []string, imp dataset.Import) (*dataset.Dataset, error) {
		list.note(asked{paths, imp})
		if imp.Reader == "manifest" {
			return nil, &dataset.UserError{What: "this is no manifest", Try: "Read it with --reader folder-csv."}
		}
		d := *small(t)
		d.Import = imp
		d.Import.Label, d.Format = "outcome", "folder-csv"
		d.Problems = []dataset.Problem{{File: "b.csv", What: "two ids are nearly the same", Done: "kept apart; --join case takes them as one"}}
		return &d, nil
	}
	return b, list
}

// previewed is such a window with a preview open.
func previewed(t *testing.T) (*bench, *readings, *previewPage) {
	t.Helper()
	b, list := readingBench(t)
	b.openPath("/data")
	b.wait("the preview", func() bool { return b.previewing != nil })
	return b, list, b.previewing
}

func TestDecisionsInThePreview(t *testing.T) {
	b, list := readingBench(t)
	b.dropped([]fyne.URI{storage.NewFileURI("/data/a.csv"), storage.NewFileURI("/data/b.csv")})
	b.wait("the preview", func() bool { return b.previewing != nil })
	p := b.previewing
	if got := list.last().paths; len(got) != 2 || got[1] != "/data/b.csv" {
		t.Errorf("files dropped together are read as %q", got)
	}
	if p.fields["label"].entry.PlaceHolder != "outcome" || p.open.Disabled() || !strings.Contains(p.words.Text, "90 records") {
		t.Errorf("the label is %q; %q", p.fields["label"].entry.PlaceHolder, p.words.Text)
	}
	test.Type(p.fields["missing"].entry, "-9, a=0")
	if !p.open.Disabled() || !p.busy.Visible() {
		t.Error("data can be opened while they are read otherwise")
	}
	b.wait("the reading", func() bool { return p.model.Document() != nil })
	last := list.last().imp
	if strings.Join(last.Missing, "|") != "-9|a=0" || p.fields["missing"].entry.Text != "-9, a=0" || p.busy.Visible() {
		t.Errorf("read with %+v, the field says %q", last, p.fields["missing"].entry.Text)
	}
	test.Tap(p.open)
	if b.frame.bench.Document.Data() == nil || b.previewing != nil || b.status.remarks.Text != "1 remark" || !b.status.remarks.Visible() {
		t.Errorf("opened: %v, status %q", b.frame.bench.Document.Data(), b.status.remarks.Text)
	}
	test.Tap(b.status.remarks)
	if b.win.Canvas().Overlays().Top() == nil {
		t.Error("the remarks are not shown")
	}
}

func TestErrorsInThePreview(t *testing.T) {
	b, list, p := previewed(t)
	p.fields["reader"].choose.SetSelected("manifest")
	b.wait("the error", func() bool { return !p.model.Reading() })
	if !p.open.Disabled() || !strings.Contains(p.status.Text, "no manifest") || !p.offer.Visible() {
		t.Errorf("an error says %q", p.status.Text)
	}
	test.Tap(p.offer)
	b.wait("the reading", func() bool { return p.model.Document() != nil })
	if last := list.last().imp; last.Reader != "folder-csv" || p.fields["reader"].choose.Selected != "folder-csv" || p.status.Visible() {
		t.Errorf("what was offered leads to %+v, %q", last, p.fields["reader"].choose.Selected)
	}
	p.fields["delimiter"].entry.SetText("x")
	if help := p.fields["delimiter"].help; !help.Visible() || !strings.Contains(help.Text, "separate cells") {
		t.Errorf("a letter as delimiter says %q", help.Text)
	}
	p.fields["reader"].choose.SetSelected(recognised)
	b.wait("the reading", func() bool { return p.model.Document() != nil })
	if last := list.last().imp; last.Reader != "" {
		t.Errorf("recognition is asked for %+v", last)
	}
	p.close()
	if b.frame.bench.Document.Data() != nil {
		t.Error("what was not wanted is open")
	}
}

func TestUnreadableDataCanBeDecided(t *testing.T) {
	b, _ := readingBench(t)
	b.around.Open = func(context.Context, []string, dataset.Import) (*dataset.Dataset, error) {
		return nil, &dataset.UserError{What: "no layout fits"}
	}
	b.openFirst("/data", dataset.Import{Label: "x"})
	b.wait("the preview", func() bool { return b.previewing != nil })
	if !b.previewing.open.Disabled() || b.previewing.fields["label"].entry.Text != "x" || !strings.Contains(b.previewing.status.Text, "No layout fits") {
		t.Errorf("the preview says %q", b.previewing.status.Text)
	}
	b.previewing.close()
	b.around.Open = func(context.Context, []string, dataset.Import) (*dataset.Dataset, error) {
		return nil, errors.New("the disk is gone")
	}
	b.openFirst("/data", dataset.Import{})
	b.wait("the error", func() bool { return !b.reading })
	if b.previewing != nil {
		t.Error("decisions are offered where none can help")
	}
}

func TestRemarksAreExported(t *testing.T) {
	b, _, _ := previewed(t)
	b.pick.path = filepath.Join(t.TempDir(), "remarks")
	test.Tap(b.previewing.remarks.export)
	text, err := os.ReadFile(b.pick.path + ".csv")
	if err != nil || !strings.Contains(string(text), "two ids are nearly the same") {
		t.Errorf("%q, %v", text, err)
	}
	if b.previewing.remarks.title.Text != vm.RemarkWords(1) {
		t.Errorf("the list is called %q", b.previewing.remarks.title.Text)
	}
}

// TestACellOfThePreviewIsChanged: a click on a name in the table asks for another,
// and the data are read by it; a number that is counted asks nothing.
func TestACellOfThePreviewIsChanged(t *testing.T) {
	b, list, p := previewed(t)
	p.table.table.Select(widget.TableCellID{Row: 0, Col: 5})
	if p.cell.field != nil || !p.cell.hint.Visible() {
		t.Error("a count can be changed")
	}
	p.table.table.Select(widget.TableCellID{Row: 0, Col: 0})
	if p.cell.field == nil || p.cell.hint.Visible() {
		t.Fatal("a name cannot be changed")
	}
	test.Type(p.cell.field.entry, "notes")
	b.wait("the reading", func() bool { return p.model.Document() != nil })
	was := p.model.Preview().Rows[0][0]
	if imp := list.last().imp; imp.Names[was] != "notes" || p.cell.field.entry.Text != "notes" {
		t.Errorf("%q is read with %+v; the field says %q", was, imp.Names, p.cell.field.entry.Text)
	}
}

// What is typed after a click on a cell is its answer, Enter and Escape leave the
// cell before they answer the page, and nothing decided is dropped unasked.
func TestKeysBelongToTheCell(t *testing.T) {
	b, _, p := previewed(t)
	p.table.table.Select(widget.TableCellID{Row: 0, Col: 0})
	if b.win.Canvas().Focused() != p.cell.field.keys() {
		t.Fatal("the keys are not the cell's")
	}
	key := p.cell.key
	test.Type(p.cell.field.entry, "notes")
	b.wait("the reading", func() bool { return p.model.Document() != nil })
	p.cell.field.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d, _ := p.model.Question(key); b.previewing != p || p.cell.field != nil || d.Text != "notes" {
		t.Error("Enter in a cell is not done with the cell alone")
	}
	p.table.table.Select(widget.TableCellID{Row: 0, Col: 0})
	p.cell.field.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.previewing != p || p.cell.field != nil {
		t.Error("Escape in a cell leaves the page")
	}
	b.press(fyne.KeyEscape)
	if b.previewing != p || len(b.modals) != 2 {
		t.Fatal("Escape drops what was decided, unasked")
	}
	b.press(fyne.KeyReturn)
	if b.previewing != nil {
		t.Error("the page stays")
	}
}

// The headings of the preview's table are whole in the smallest window, in both
// languages.
func TestHeadingsOfThePreviewAreWhole(t *testing.T) {
	t.Cleanup(func() { say.Speak(nil) })
	for _, language := range Languages {
		b := newBench(t)
		if err := speak(b.app, language); err != nil {
			t.Fatal(err)
		}
		b.openPath("/data")
		b.wait("the preview", func() bool { return b.previewing != nil })
		table := b.previewing.table
		whole := 0
		for _, o := range test.LaidOutObjects(table.table) {
			if head, ok := o.(*tableHead); ok && head.Text != "" && !head.cut() && place(head)[0]+place(head)[2] <= place(table.table)[0]+place(table.table)[2] {
				whole++
			}
		}
		if want := len(table.grid.Header); whole != want {
			t.Errorf("%s: %d of %d headings are whole", language, whole, want)
		}
	}
}
