package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lacuna/dataset"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// remarkList shows all remarks from reading a dataset. Where the dataset can
// still be read otherwise, a remark has a button for what it offers.
type remarkList struct {
	frame   *frame
	model   *vm.Opening // nil where the dataset is open already
	remarks []dataset.Problem
	link    func(i int) func() // leads to what a remark speaks of; nil to nothing
	title   *quotable
	list    *rowList
	export  *button
	root    fyne.CanvasObject
}

func newRemarkList(f *frame, model *vm.Opening) *remarkList {
	r := &remarkList{frame: f, model: model, title: newLabel(""), link: func(int) func() { return nil }}
	r.title.TextStyle.Bold = true
	r.export = newButton(say.Text("Export…"), nil, func() { f.exportRemarks(r.remarks) })
	r.export.Importance = widget.LowImportance
	r.list = newRowList(func() int { return len(r.remarks) }, r.newRow, r.showRow)
	head := container.NewBorder(nil, nil, nil, r.export, r.title)
	r.root = container.NewBorder(head, nil, nil, nil, r.list)
	return r
}

func (r *remarkList) newRow() fyne.CanvasObject {
	offer, link := newButton("", nil, nil), newButton(say.Text("Show"), nil, nil)
	offer.Importance, link.Importance = widget.LowImportance, widget.LowImportance
	return container.NewBorder(nil, nil, nil, container.NewHBox(link, offer), newRowText())
}

func (r *remarkList) showRow(i int, o fyne.CanvasObject) {
	if i >= len(r.remarks) {
		return
	}
	row := o.(*fyne.Container)
	label, buttons := row.Objects[0].(*clipped), row.Objects[1].(*fyne.Container)
	link, button := buttons.Objects[0].(*button), buttons.Objects[1].(*button)
	link.OnTapped = r.link(i)
	show(link, link.OnTapped != nil)
	label.SetText(vm.InWindow(r.remarks[i].String()))
	button.Hide()
	if offer, ok := r.offer(i); ok {
		button.OnTapped = func() {
			if err := r.model.Accept(r.frame.ctx, offer); err != nil {
				r.frame.fail(err)
			}
		}
		button.SetText(offer.Title)
		button.Show()
	}
	row.Refresh() // the button may have come or gone: the words have another width
	r.list.SetItemHeight(i, label.MinSize().Height)
}

// offer is what a remark offers while the dataset can still be read otherwise.
func (r *remarkList) offer(i int) (vm.Offer, bool) {
	if r.model == nil {
		return vm.Offer{}, false
	}
	return r.model.OfferOf(r.remarks[i])
}

// update shows the remarks of the newest reading.
func (r *remarkList) update() { r.show(r.model.Remarks()) }

func (r *remarkList) show(list []dataset.Problem) {
	r.remarks = list
	r.title.SetText(vm.RemarkWords(len(list)))
	if len(list) == 0 {
		r.export.Disable()
	} else {
		r.export.Enable()
	}
	r.list.Refresh()
}

// showRemarks shows the remarks of the open dataset.
func (f *frame) showRemarks() {
	if f.bench.Document.Data() == nil {
		return
	}
	list := newRemarkList(f, nil)
	list.show(f.bench.Document.RemarkList())
	list.title.SetText(vm.RemarkWords(f.bench.Document.Remarks().Count))
	m := f.modal(say.Form("From reading %s", f.bench.Document.Data().Name), list.root, fyne.NewSize(980, 560), answer{words: say.Text("Close")})
	on := f.bench.Selection
	on.Concerned(list.remarks, f.around, func(records [][]int) {
		list.link = func(i int) func() {
			if len(records[i]) == 0 {
				return nil
			}
			return func() {
				m.close()
				on.SelectRecords(records[i])
				f.inspector.choose(vm.RecordTab)
			}
		}
		list.list.Refresh()
	})
}

// exportRemarks writes remarks as a table.
func (f *frame) exportRemarks(list []dataset.Problem) {
	r := Request{Title: say.Text("Export the remarks"), Name: "remarks.csv", Kind: say.Text("Tables"), Extensions: []string{"csv"}}
	f.ask(r, func(done func(string, error)) { f.pick.SaveFile(r, done) }, func(path string) {
		full := path
		if filepath.Ext(path) == "" {
			full += ".csv"
		}
		f.overwriting(path, full, func() {
			if err := vm.WriteRemarks(full, list); err != nil {
				f.fail(err)
				return
			}
			f.bench.Journal.Note(say.Form("exported %s", full))
			f.status.tell(say.Form("Exported %s", full))
			f.events.exported(full)
		})
	})
}
