package ui

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// lensHeight is the greatest height of a lens.
const lensHeight = 150

// A line has a height of lineHeight in a lens of several, which shows at most
// mostLines.
const lineHeight, mostLines = 84, 4

// shownCells is how many cells of a table one lens lists.
const shownCells = 60

// lensView shows one modality of one record. An absent one is an empty frame
// of the same size, with the reason, or what stands in for it; what is to be seen
// has a button that shows it large.
func (f *frame) lensView(l vm.Lens) (root fyne.CanvasObject, both *flip) {
	head := newClipped(l.Modality.Name)
	if l.Modality.Name != string(l.Modality.Kind) {
		head.SetText(fmt.Sprintf("%s (%s)", l.Modality.Name, say.Text(string(l.Modality.Kind))))
	}
	head.TextStyle.Bold = true
	style := f.look.style(variant())
	ground := canvas.NewRectangle(style.Background)
	ground.StrokeColor, ground.StrokeWidth, ground.CornerRadius = style.Grid, 1, 4
	parts := []fyne.CanvasObject{head}
	if l.Present || l.Standin != nil {
		large := newButton("", theme.ZoomInIcon(), func() { f.enlarge(l) })
		large.Importance = widget.LowImportance
		parts[0] = container.NewBorder(nil, nil, nil, container.NewHBox(f.otherButton(l), f.playButton(l, false), f.playButton(l, true), large), head)
	}
	if why := f.silence(l); why != "" {
		silent := caption(why)
		silent.Importance = widget.DangerImportance
		parts = append(parts, silent)
	}
	note := wrapped("")
	note.SizeName = theme.SizeNameCaptionText
	content, standin := f.lensContents(l, style.Present)
	if standin != nil {
		both = newFlip(l, content, standin, ground, note, style)
		content = both.root
	} else {
		mark(l, ground, note, style)
	}
	if note.Text != "" {
		parts = append(parts, note)
	}
	frame := container.NewStack(ground, container.New(layout.NewCustomPaddedLayout(4, 4, 4, 4), content))
	parts = append(parts, container.New(&tall{heightOf(l)}, frame))
	return container.New(layout.NewCustomPaddedVBoxLayout(-2), parts...), both
}

// silence says why the last sound was not heard, where the lens has one to play.
func (f *frame) silence(l vm.Lens) string {
	p := f.bench.Playing
	if p.Fault() == "" || !p.Can(l, true) && !p.Can(l, false) {
		return ""
	}
	return say.Form("Not played: %s", p.Fault())
}

// otherButton shows a table that can be seen as something else as that, or again as
// a table; it is not to be seen of anything else.
func (f *frame) otherButton(l vm.Lens) *button {
	b := newButton(l.Other(), nil, func() { f.bench.Inspector.AsTable(l.At, !l.AsTable) })
	b.Importance = widget.LowImportance
	show(b, l.Other() != "")
	return b
}

// playButton plays a sound, the real one or its stand-in, or ends it; it is not to
// be seen where there is none.
func (f *frame) playButton(l vm.Lens, real bool) *button {
	p := f.bench.Playing
	words, icon := say.Text("Play"), theme.MediaPlayIcon()
	if p.Of(l, real) {
		words, icon = say.Text("Stop"), theme.MediaStopIcon()
	} else if l.Standin != nil && real {
		words = say.Text("Real one")
	}
	b := newButton(words, icon, func() { p.Toggle(l, real) })
	b.Importance = widget.LowImportance
	show(b, p.Can(l, real))
	return b
}

// mark says of what is there that the methods do not see it, and of what is not
// there why nothing can stand in for it.
func mark(l vm.Lens, ground *canvas.Rectangle, note *quotable, style drawing.Style) {
	words := l.Note
	switch {
	case l.Hidden && l.Off:
		words = say.Form("Hidden from the methods by the comparison. %s", words)
	case l.Off:
		words = say.Form("Switched off. %s", words)
	case l.Hidden:
		words = say.Text("Switched on; the comparison hides it from the methods.")
	}
	if l.Off || l.Hidden {
		ground.StrokeColor, ground.StrokeWidth = style.Caution, 2
	}
	note.SetText(words)
}

// heightOf is the height of a lens: that of its modality, there or not. A
// short table needs less, and several lines need more.
func heightOf(l vm.Lens) float32 {
	if l.IsLines() {
		return max(lensHeight, float32(min(len(l.Series), mostLines))*lineHeight)
	}
	if n := len(l.Modality.Columns); n > 0 && l.Modality.Shape == nil && !l.IsPicture() {
		return min(lensHeight, max(56, float32(n)*rowPitch()+14))
	}
	return lensHeight
}

// lensContents shows what is real of a modality, or why it is not there, and what
// stands in for it; nil for nothing.
func (f *frame) lensContents(l vm.Lens, ink color.NRGBA) (real, standin fyne.CanvasObject) {
	s := newSounds(l, f.bench.Inspector, ink)
	real = f.realContent(l, s)
	if l.Standin != nil {
		standin = f.standinContent(l, s)
	}
	return real, standin
}

func (f *frame) realContent(l vm.Lens, s *sounds) fyne.CanvasObject {
	switch {
	case !l.Present:
		reason := newProse(say.Form("No %s: %s", l.Modality.Name, l.Reason))
		reason.Alignment, reason.Importance = fyne.TextAlignCenter, widget.LowImportance
		return container.NewVBox(layout.NewSpacer(), reason, layout.NewSpacer())
	case l.Row == nil:
		return newNested(newProse(l.Text), f.scrollRecord)
	case l.Sought:
		return soughtWords()
	case l.IsPicture():
		return f.photograph(l)
	case l.IsLines():
		return f.lines(l, true, false)
	case l.IsSound():
		return s.view(true, f.bench.Inspector)
	}
	return newNested(f.cells(l.Modality, l.Row, l.Cells, f.bench.WhatIf.Maker()), f.scrollRecord)
}

// standinContent shows what stands in for a modality, as what is real is shown.
func (f *frame) standinContent(l vm.Lens, sounds *sounds) fyne.CanvasObject {
	s := l.Standin
	switch {
	case s.Row == nil:
		text := wrapped(s.Text)
		return newNested(text, f.scrollRecord)
	case l.Sought:
		return soughtWords()
	case l.IsPicture():
		return picture(pixelPicture(l.Shape, s.Row, l.Tones), canvas.ImageFillContain)
	case l.IsLines():
		return f.lines(l, false, true)
	case l.IsSound():
		return sounds.view(false, f.bench.Inspector)
	}
	return newNested(f.cells(l.Modality, slices.Repeat([]float64{math.NaN()}, len(s.Row)), s.Row, s.By), f.scrollRecord)
}

// soughtWords stand in a lens for a moment, while all numbers of the modality are
// looked through.
func soughtWords() fyne.CanvasObject { return quiet(say.Text("All its numbers are looked through…")) }

// lines draws the series of a lens.
func (f *frame) lines(l vm.Lens, real, made bool) fyne.CanvasObject {
	figure := f.bench.Inspector.Lines(l, real, made)
	v := newPlotted(figure, f.bench.Inspector.QuoteRecord(figure.Description().Long), func() drawing.Style { return f.look.style(variant()) })
	beside := quiet(l.Beside())
	beside.SizeName = theme.SizeNameCaptionText
	show(beside, beside.Text != "")
	return container.NewBorder(nil, beside, nil, nil, v)
}

func picture(img image.Image, fill canvas.ImageFill) *canvas.Image {
	c := canvas.NewImageFromImage(img)
	c.FillMode, c.ScaleMode = fill, canvas.ImageScalePixels
	return c
}

// pixelPicture draws an image from its values, {height, width} in grey or
// {height, width, 3} in colour.
func pixelPicture(shape []int, row []float64, tones vm.Tones) image.Image {
	h, w := shape[0], shape[1]
	channels := max(1, len(row)/(h*w))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	brightness := func(x float64) uint8 { return uint8(255 * tones.Brightness(x)) }
	for k := range h * w {
		at := k * channels
		c := color.RGBA{A: 255, R: brightness(row[at])}
		if c.G, c.B = c.R, c.R; channels == 3 {
			c.G, c.B = brightness(row[at+1]), brightness(row[at+2])
		}
		img.SetRGBA(k%w, k/w, c)
	}
	return img
}

// cells lists the columns of a table with their values. What is missing has the
// value that was filled in, marked as such, where there is one, and by whom.
func (f *frame) cells(m dataset.Modality, row, filled []float64, by string) fyne.CanvasObject {
	grid, in := container.New(&pairs{}), f.bench.Inspector
	for j, x := range row[:min(len(row), shownCells)] {
		name := quietClipped(m.Columns[j])
		value := newQuotable(say.Text("missing"), "")
		switch {
		case !math.IsNaN(x):
			value.SetText(cellWords(m, j, x))
			value.quote = in.QuoteCell(m, j, value.Text, "")
		case filled != nil && !math.IsNaN(filled[j]):
			value.SetText("≈ " + cellWords(m, j, filled[j]))
			value.quote = in.QuoteCell(m, j, value.Text, by)
			value.TextStyle.Italic, value.Importance = true, widget.WarningImportance
		default:
			value.Importance = widget.WarningImportance
		}
		grid.Add(name)
		grid.Add(value)
	}
	if more := len(row) - shownCells; more > 0 {
		grid.Add(quiet(say.Form("and %d more", more)))
		grid.Add(newLabel(""))
	}
	return grid
}

// cellWords writes a cell as it came: the word of a category, a date, a number.
func cellWords(m dataset.Modality, column int, x float64) string {
	if m.Fields != nil && m.Fields[column].Kind != dataset.Quantity {
		return m.Fields[column].Format(x)
	}
	return strconv.FormatFloat(x, 'g', 5, 64)
}

// pairs lays out names and values in dense rows.
type pairs struct{}

func rowPitch() float32 { return theme.TextSize() + 7 }

// Layout implements fyne.Layout.
func (pairs) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		h := o.MinSize().Height
		y := float32(i/2)*rowPitch() + (rowPitch()-h)/2
		o.Move(fyne.NewPos(float32(i%2)*size.Width*0.55, y))
		o.Resize(fyne.NewSize(size.Width*0.5, h))
	}
}

// MinSize implements fyne.Layout.
func (pairs) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, float32((len(objects)+1)/2)*rowPitch())
}

// tall gives its object a fixed height.
type tall struct{ height float32 }

// Layout implements fyne.Layout.
func (tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// MinSize implements fyne.Layout.
func (t *tall) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, t.height) }
