package ui

import (
	"bytes"
	"image"
	"image/png"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/internal/say"
)

// paperPage says how a figure is written to a file, and shows what it will look
// like. It begins with what the export in one step does.
type paperPage struct {
	frame   *frame
	figure  drawing.Figure
	what    string
	format  *chooser
	size    *chooser
	dots    *chooser
	bare    *checkBox
	grey    *checkBox
	preview *canvas.Image
	words   *quotable
}

// sharpness are the dots per inch to choose from.
var sharpness = []string{"150", "300", "600"}

// asUsual is the size that a figure has unless one is chosen.
func asUsual() string { return say.Text("as usual, 160 mm wide") }

// sizeWords names a size on paper.
func sizeWords(s drawing.Size) string {
	return say.Form("%s, %.0f mm wide", say.Text(s.Title), 10*s.Width)
}

// exportOnPaper asks how a pane's figure is to be written.
func (f *frame) exportOnPaper(p *pane) {
	if p.figure == nil {
		f.fail(say.Error("this pane has nothing to export yet"))
		return
	}
	o := newPaperPage(f, p.figure, p.name.Heading())
	m := f.modal(say.Form("Export %s for paper or slides", o.what), o.layout(), fyne.NewSize(900, 600), answer{words: say.Text("Cancel")}, answer{say.Text("Choose a file…"), o.save})
	m.dialog.Refresh()
}

func newPaperPage(f *frame, figure drawing.Figure, what string) *paperPage {
	o := &paperPage{frame: f, figure: figure, what: what, preview: &canvas.Image{FillMode: canvas.ImageFillContain}, words: wrapped("")}
	o.words.Importance = widget.LowImportance
	var formats []string
	for _, x := range drawing.Formats() {
		formats = append(formats, string(x))
	}
	sizes := []string{asUsual()}
	for _, s := range drawing.Sizes() {
		sizes = append(sizes, sizeWords(s))
	}
	changed := func(string) { o.update() }
	o.format, o.size, o.dots = newChooser(formats, changed), newChooser(sizes, changed), newChooser(sharpness, changed)
	o.format.Selected, o.size.Selected, o.dots.Selected = formats[0], sizes[0], sharpness[1]
	o.bare = newCheckBox(say.Text("without title and caption"), false, func(bool) { o.update() })
	o.grey = newCheckBox(say.Text("greyscale, as a journal may print it"), false, func(bool) { o.update() })
	o.update()
	return o
}

func (o *paperPage) layout() fyne.CanvasObject {
	form := container.New(layout.NewCustomPaddedVBoxLayout(4), titled(say.Text("Format"), o.format), titled(say.Text("Size"), o.size),
		titled(say.Text("Dots per inch"), o.dots), o.bare, o.grey, o.words)
	return container.NewBorder(nil, nil, container.New(&wide{330}, form), nil, container.NewPadded(o.preview))
}

// page is what has been chosen.
func (o *paperPage) page() drawing.Page {
	page := drawing.Page{Bare: o.bare.Checked, Grey: o.grey.Checked}
	for _, s := range drawing.Sizes() {
		if sizeWords(s) == o.size.Selected {
			page.Width, page.Height = s.Width, s.Height
		}
	}
	page.DPI, _ = strconv.Atoi(o.dots.Selected) // one of ours
	return page
}

// picture says whether the chosen format has a size.
func (o *paperPage) picture() bool {
	f := drawing.Format(o.format.Selected)
	return f == drawing.PNG || f == drawing.SVG || f == drawing.PDF
}

// update shows what would be written.
func (o *paperPage) update() {
	for _, d := range []disabler{o.size, o.bare, o.grey} {
		enable(d, o.picture())
	}
	enable(o.dots, o.format.Selected == string(drawing.PNG))
	o.preview.Hide()
	if !o.picture() {
		o.words.SetText(say.Text("The figure as a table with its context, or in words: no picture."))
		return
	}
	img, err := o.draw()
	if err != nil {
		o.words.SetText(err.Error())
		return
	}
	o.preview.Image = img
	o.preview.Show()
	o.preview.Refresh()
	o.words.SetText(o.sizes(img.Bounds().Size()))
}

// sizes says how large what has so many dots in the preview gets.
func (o *paperPage) sizes(dots image.Point) string {
	words := say.Form("%.0f × %.0f mm. Always drawn on white; text has the size that it has on paper.",
		float64(dots.X)*25.4/previewDots, float64(dots.Y)*25.4/previewDots)
	if page := o.page(); o.format.Selected == string(drawing.PNG) {
		words = say.Form("%s %d × %d pixels.", words, dots.X*page.DPI/previewDots, dots.Y*page.DPI/previewDots)
	}
	return words
}

// previewDots are the dots per inch of the preview.
const previewDots = 100

func (o *paperPage) draw() (image.Image, error) {
	page := o.page()
	page.DPI = previewDots
	var b bytes.Buffer
	if err := drawing.Write(&b, o.figure, drawing.PNG, page); err != nil {
		return nil, err
	}
	return png.Decode(&b)
}

// save asks for the file and writes it.
func (o *paperPage) save() {
	f, page, ending := o.frame, o.page(), o.format.Selected
	name := f.exportName(o.figure)
	r := Request{Title: say.Form("Export %s", o.what), Name: name[:len(name)-len(filepath.Ext(name))] + "." + ending, Folder: f.folder(), Kind: say.Text("Charts and tables"), Extensions: []string{ending}}
	f.ask(r, func(done func(string, error)) { f.pick.SaveFile(r, done) }, func(path string) {
		full := path
		if filepath.Ext(path) == "" {
			full += "." + ending
		}
		f.overwriting(path, full, func() { f.export(full, o.figure, page) })
	})
}

// wide gives its object a fixed width.
type wide struct{ width float32 }

// Layout implements fyne.Layout.
func (*wide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// MinSize implements fyne.Layout.
func (w *wide) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(w.width, 200) }
