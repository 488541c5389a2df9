package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// previewPage shows what was recognised in a dataset before it is opened:
// on the left the decisions, which can be changed, on the right what the data
// are by them, with all remarks.
type previewPage struct {
	frame   *frame
	model   *vm.Opening
	use     func(*vm.Loaded) // what is to be opened
	words   *quotable
	why     *quotable
	table   *tableView
	remarks *remarkList
	status  *quotable
	busy    *widget.ProgressBarInfinite
	offer   *button // what an error offers
	open    *button
	fields  map[string]*decisionField
	cell    *cellField
	dialog  *modal
}

// preview shows a dataset that may be opened, and passes it on if it is.
func (f *frame) preview(model *vm.Opening, use func(*vm.Loaded)) {
	p := &previewPage{frame: f, model: model, use: use, table: newTableView(f.copy), fields: map[string]*decisionField{}}
	p.words, p.why, p.status = wrapped(""), wrapped(""), wrapped("")
	p.why.Importance, p.status.Importance = widget.LowImportance, widget.DangerImportance
	p.busy = widget.NewProgressBarInfinite()
	p.remarks = newRemarkList(f, model)
	p.remarks.link = p.link
	p.cell = newCellField(p)
	p.offer = newButton("", nil, nil)
	p.open = newButton(say.Text("Open it"), nil, p.accept)
	p.open.Importance = widget.HighImportance
	cancel := newButton(say.Text("Cancel"), nil, p.close)
	p.dialog = newPage(f, model.Preview().Title, p.layout(), p.leave, p.enter)
	p.dialog.dialog.SetButtons([]fyne.CanvasObject{cancel, p.open})
	model.Observe(p.update)
	p.update()
	f.previewing = p
	p.dialog.show(fyne.NewSize(1180, 760))
}

func (p *previewPage) layout() fyne.CanvasObject {
	form := container.New(layout.NewCustomPaddedVBoxLayout(2))
	for _, d := range p.model.Decisions() {
		field := p.newField(d)
		p.fields[d.Key] = field
		form.Add(field.root)
	}
	lower := container.NewVSplit(container.NewBorder(nil, p.cell.root, nil, nil, container.NewThemeOverride(p.table.root, p.frame.look.small())), p.remarks.root)
	rows, remarks := float64(len(p.model.Preview().Rows)), float64(len(p.model.Remarks()))
	lower.SetOffset((rows + 4) / (rows + min(remarks, 5) + 6)) // a line each, as far as there is room
	above := container.New(layout.NewCustomPaddedVBoxLayout(0), p.words, p.why)
	below := container.NewVBox(p.busy, container.NewBorder(nil, nil, nil, p.offer, p.status))
	split := container.NewHSplit(container.NewVScroll(readable(form)), container.NewBorder(above, below, nil, nil, lower))
	split.SetOffset(0.3)
	return split
}

// link leads from a remark to the cell of the table that it speaks of.
func (p *previewPage) link(i int) func() {
	row, column, ok := p.model.Place(p.remarks.remarks[i])
	if !ok {
		return nil
	}
	return func() { p.table.choosePlace(row, column) }
}

// targets are what a script can click on: the fields by their decisions, and
// the button that opens.
func (p *previewPage) targets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"preview/open": p.open}
	for key, f := range p.fields {
		out["preview/"+key] = f.input
	}
	p.cell.target(out)
	return out
}

// update shows what the newest reading has brought.
func (p *previewPage) update() {
	shown := p.model.Preview()
	p.words.SetText(shown.Words)
	setOrHide(p.why, vm.InWindow(shown.Why))
	p.table.show(vm.NewGrid(shown.Header, shown.Rows))
	p.frame.lendTo(slices.Concat([]string{shown.Title, shown.Words, shown.Why}, shown.Header, shown.Remarks, slices.Concat(shown.Rows...))...)
	p.remarks.update()
	p.showState()
	for _, d := range p.model.Decisions() {
		p.fields[d.Key].show(d)
	}
	p.cell.update()
	p.frame.events.preview(p)
}

// showState says whether the data are being read, cannot be, or can be opened.
func (p *previewPage) showState() {
	if p.model.Reading() {
		p.busy.Show()
		p.busy.Start()
	} else {
		p.busy.Stop()
		p.busy.Hide()
	}
	words := ""
	if err := p.model.Err(); err != nil && !p.model.Reading() {
		title, why := vm.Failure(err)
		words = title + ". " + why
	}
	setOrHide(p.status, words)
	offer, ok := p.model.OfferOfError()
	if p.offer.Hide(); ok && words != "" {
		p.offer.OnTapped = func() { p.take(p.model.Accept(p.frame.ctx, offer)) }
		p.offer.SetText(offer.Title)
		p.offer.Show()
	}
	if p.model.Document() == nil {
		p.open.Disable()
	} else {
		p.open.Enable()
	}
}

func (p *previewPage) take(err error) {
	if err != nil {
		p.frame.fail(err)
	}
}

func (p *previewPage) accept() {
	d := p.model.Document()
	if d == nil {
		return
	}
	p.close()
	p.use(d)
}

// leave is what Escape does: it leaves the cell that is being changed, as in any
// table, then the page, and asks where something was decided on it.
func (p *previewPage) leave() {
	switch {
	case p.cell.leave():
	case p.model.Decided():
		p.frame.confirm(say.Text("Leave without opening?"), say.Text("What was decided here is not kept."), say.Text("Leave"), p.close)
	default:
		p.close()
	}
}

// enter is what Enter does: it is done with the cell that is being changed, then
// opens the data.
func (p *previewPage) enter() {
	if !p.cell.leave() {
		p.accept()
	}
}

func (p *previewPage) close() {
	p.model.Close()
	p.busy.Stop()
	p.frame.previewing = nil
	p.dialog.close()
}

func setOrHide(l interface {
	fyne.CanvasObject
	SetText(string)
}, text string) {
	l.SetText(text)
	if text == "" {
		l.Hide()
	} else {
		l.Show()
	}
}

// decisionField is one question with its answer.
type decisionField struct {
	help    *quotable
	root    fyne.CanvasObject
	input   fyne.CanvasObject // one of these
	choose  *chooser
	entry   *field
	options *combo
	words   string // help
	shown   string // the answer that the field shows, or what was typed for it
	typing  bool   // somebody is answering just now
	showing bool   // the program is
}

// recognised is the choice that leaves a question to recognition.
const recognised = "as recognised"

func (p *previewPage) newField(d vm.Decision) *decisionField {
	f := &decisionField{help: quiet(""), words: d.Help}
	f.help.Wrapping = fyne.TextWrapWord
	answered := func(text string) {
		if f.showing {
			return
		}
		if text == say.Text(recognised) {
			text = ""
		}
		f.typing = true
		err := p.model.Set(p.frame.ctx, d.Key, text)
		f.typing = false
		f.refuse(err)
	}
	switch {
	case !d.Free:
		f.choose = newChooser(append([]string{say.Text(recognised)}, d.Options...), answered)
		f.input = f.choose
	case d.Options != nil:
		f.options = newCombo(d.Options)
		f.entry, f.options.OnChanged, f.input = &f.options.field, answered, f.options
	default:
		f.entry = newField("", answered)
		f.input = f.entry
	}
	title := newLabel(d.Title)
	title.Wrapping = fyne.TextWrapWord
	f.root = container.New(layout.NewCustomPaddedVBoxLayout(-6), container.New(&shares{[]float32{0.45, 0.55}}, title, f.input), f.help)
	f.show(d)
	f.refuse(nil)
	return f
}

// keys is what takes the keys for an answer.
func (f *decisionField) keys() fyne.Focusable {
	if f.choose != nil {
		return f.choose
	}
	return f.entry
}

// refuse says what is wrong with an answer, until there is another one.
func (f *decisionField) refuse(err error) {
	f.help.Importance = widget.LowImportance
	text := f.words
	if err != nil {
		f.help.Importance = widget.DangerImportance
		text = err.Error()
	}
	setOrHide(f.help, text)
}

// show brings the answer up to date, but not under the fingers of somebody who
// types: entries keep what was typed, and say what is recognised while empty.
func (f *decisionField) show(d vm.Decision) {
	f.showing = true
	defer func() { f.showing = false }()
	fresh := d.Text != f.shown && !f.typing
	f.shown = d.Text
	if f.choose != nil {
		f.choose.PlaceHolder = say.Text(recognised)
		if d.Recognised != "" && d.Text == "" {
			f.choose.PlaceHolder = d.Recognised
		}
		f.choose.Selected = d.Text
		f.choose.Refresh()
		return
	}
	f.entry.SetPlaceHolder(d.Recognised)
	if d.Recognised == "" && d.Options != nil {
		f.entry.SetPlaceHolder(say.Text(recognised))
	}
	if f.options != nil {
		f.options.options = d.Options
	}
	if fresh {
		f.entry.SetText(d.Text)
		f.refuse(nil)
	}
}
