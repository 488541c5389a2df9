package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/internal/say"
	"lacuna/project"
	"lacuna/ui/vm"
)

func (f *frame) save() { f.saveThen(func() {}) }

// saveThen saves, and goes on when it is done.
func (f *frame) saveThen(then func()) {
	if file := f.bench.Document.File(); file != "" {
		f.saveTo(file, then)
		return
	}
	f.saveAs(then)
}

func (f *frame) saveAs(then func()) {
	if f.bench.Document.Data() == nil {
		return
	}
	r := Request{Title: say.Text("Save the project"), Name: f.bench.Document.ProjectName(), Folder: f.folder(), Kind: say.Text("Lacuna project"), Extensions: []string{strings.TrimPrefix(project.Extension, ".")}}
	f.ask(r, func(done func(string, error)) { f.pick.SaveFile(r, done) }, func(path string) {
		full := vm.ProjectFile(path)
		f.overwriting(path, full, func() { f.saveTo(full, then) })
	})
}

// overwriting asks before a file is replaced that the dialog has not asked
// about, because the extension was added after it.
func (f *frame) overwriting(asked, path string, write func()) {
	if _, err := os.Stat(path); asked == path || err != nil {
		write()
		return
	}
	f.confirm(say.Text("Replace the file?"), say.Form("%s is there already.", filepath.Base(path)), say.Text("Replace"), write)
}

func (f *frame) saveTo(path string, then func()) {
	f.keepLayout()
	f.bench.Document.Save(path, func(err error) {
		if err != nil {
			f.fail(err)
			return
		}
		f.status.tell(say.Form("Saved %s", path))
		then()
	})
}

func (f *frame) run() {
	if err := f.bench.Run(); err != nil {
		f.fail(err)
		return
	}
	if f.inspector.open() == compareName { // where one has pressed it; elsewhere one stays
		f.inspector.choose(resultsName)
	}
}

// stop stops the comparison; one that runs outside of the window goes on
// without it, so that is asked first.
func (f *frame) stop() {
	if f.bench.Comparison.Running() || !f.bench.Away.Following() {
		f.bench.Comparison.Stop()
		return
	}
	f.confirm(say.Text("Stop what runs outside of the window?"), say.Text("Finished jobs are kept. Run on… goes on from there."), say.Text("Stop it"), f.bench.Away.Stop)
}

// exportChoices is a menu of the panes.
func (f *frame) exportChoices() *fyne.Menu {
	menu := fyne.NewMenu(say.Text("Export"))
	for i, p := range f.panes {
		menu.Items = append(menu.Items, fyne.NewMenuItem(fmt.Sprintf("%c  %s…", 'A'+i, p.name.Heading()), func() { f.exportPane(p) }))
	}
	paper := fyne.NewMenuItem(say.Text("For paper or slides"), nil)
	paper.ChildMenu = fyne.NewMenu("")
	for i, p := range f.panes {
		paper.ChildMenu.Items = append(paper.ChildMenu.Items, fyne.NewMenuItem(fmt.Sprintf("%c  %s…", 'A'+i, p.name.Heading()), func() { f.exportOnPaper(p) }))
	}
	menu.Items = append(menu.Items, fyne.NewMenuItemSeparator(), paper)
	return menu
}

// exportMenu shows the menu under its button.
func (f *frame) exportMenu() {
	menu := f.exportChoices()
	for i, p := range f.panes {
		for _, list := range [][]*fyne.MenuItem{menu.Items, menu.Items[len(menu.Items)-1].ChildMenu.Items} {
			list[i].Disabled = p.figure == nil
		}
	}
	b := f.toolbar.export
	widget.ShowPopUpMenuAtRelativePosition(menu, f.win.Canvas(), fyne.NewPos(0, b.Size().Height), b)
}

// exportPane writes a pane's figure to a file.
func (f *frame) exportPane(p *pane) {
	if p.figure == nil {
		f.fail(say.Error("this pane has nothing to export yet"))
		return
	}
	f.exportFigure(p.figure, p.name.Heading())
}

// exportFigure writes a figure to a file; the ending chooses the format.
func (f *frame) exportFigure(figure drawing.Figure, what string) {
	var endings []string
	for _, x := range drawing.Formats() {
		endings = append(endings, string(x))
	}
	r := Request{Title: say.Form("Export %s as png, svg, pdf, csv or txt", what), Name: f.exportName(figure), Folder: f.folder(), Kind: say.Text("Charts and tables"), Extensions: endings}
	f.ask(r, func(done func(string, error)) { f.pick.SaveFile(r, done) }, func(path string) {
		full := withExtension(path)
		f.overwriting(path, full, func() { f.export(full, figure, drawing.Page{}) })
	})
}

// exportName is the file name that a chart is proposed to have.
func (f *frame) exportName(figure drawing.Figure) string {
	return strings.TrimSuffix(f.bench.Document.ProjectName(), project.Extension) + "-" + figure.Name() + "." + string(drawing.PNG)
}

// withExtension adds .png where a name has no ending.
func withExtension(path string) string {
	if filepath.Ext(path) == "" {
		return path + "." + string(drawing.PNG)
	}
	return path
}

// export writes a figure and says so; where it takes long, a dialog can stop it.
func (f *frame) export(path string, figure drawing.Figure, page drawing.Page) {
	write := func(done func(error)) func() { return f.bench.Export(path, figure, page, done) }
	then := func(err error) {
		if err != nil {
			f.fail(err)
			return
		}
		f.status.tell(say.Form("Exported %s", path))
		f.events.exported(path)
	}
	if vm.ExportIsSlow(path, figure) {
		f.waiting(say.Text("Exporting…"), say.Text("The numbers of this chart are being computed."), write, then)
		return
	}
	write(then)
}
