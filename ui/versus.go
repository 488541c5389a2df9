package ui

import (
	"image"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// versus sets what was generated beside what is real: pictures with a map of
// their differences, tables with a plot of them.
func (f *frame) versus(l vm.Lens, v vm.Versus, see func([]float64, fyne.CanvasObject) fyne.CanvasObject, style drawing.Style) fyne.CanvasObject {
	words := wrapped(strings.TrimSpace(v.Words() + " " + l.NoSound()))
	words.quote = f.bench.Inspector.QuoteRecord(l.Standin.Words() + ". " + v.Words())
	if l.IsLines() {
		return container.NewBorder(words, nil, nil, nil, f.lines(l, true, true))
	}
	if !l.IsPicture() {
		return container.NewBorder(words, nil, nil, nil, container.NewVScroll(readable(f.differences(l, v, style))))
	}
	generated := see(l.Standin.Row, nil)
	frame := canvas.NewRectangle(color.Transparent)
	frame.StrokeColor, frame.StrokeWidth = style.Caution, 2
	titled := func(title string, content fyne.CanvasObject) fyne.CanvasObject {
		return container.NewBorder(wrapped(title), nil, nil, nil, content)
	}
	legend := say.Form("Generated less real: blue darker, white alike, orange brighter; full colour at %s", say.Figure(v.Largest, 2))
	return container.NewBorder(words, nil, nil, nil, container.NewGridWithColumns(3,
		titled(say.Text("Real"), see(l.Row, nil)),
		titled(l.Standin.Words(), container.NewStack(frame, container.NewPadded(generated))),
		titled(legend, picture(errorMap(l.Shape, v, style), canvas.ImageFillContain))))
}

// soundsBeside sets the stand-in of a sound beside the real one, on the same
// scales, each with a button that plays it, and a map of how their spectrograms
// differ. In its own place the stand-in flips to the real one, as in the Record tab.
func (f *frame) soundsBeside(l vm.Lens, v vm.Versus, style drawing.Style) (root fyne.CanvasObject, both *flip, refresh func()) {
	in := f.bench.Inspector
	s := newSounds(l, in, style.Present)
	ground, note := canvas.NewRectangle(color.Transparent), wrapped("")
	both = newFlip(l, s.view(true, in), s.view(false, in), ground, note, style)
	plays, silent := container.NewGridWithColumns(3), caption("")
	silent.Importance = widget.DangerImportance
	refresh = func() {
		plays.Objects = []fyne.CanvasObject{f.playButton(l, true), f.playButton(l, false), layout.NewSpacer()}
		plays.Refresh()
		setOrHide(silent, f.silence(l))
	}
	refresh()
	words := wrapped(v.Words())
	words.quote = in.QuoteRecord(l.Standin.Words() + ". " + words.Text)
	heads := container.NewGridWithColumns(3, wrapped(say.Text("Real")), note,
		wrapped(say.Form("Spectrograms, generated less real: blue weaker, white alike, orange stronger; full colour at %s. Waveforms are not subtracted: a spectrogram has no phases, so those of the generated one are made up", say.Figure(v.Largest, 2))))
	apart := picture(errorMap(l.Modality.Shape, v.LowBelow(l.Modality.Shape), style), canvas.ImageFillStretch)
	root = container.NewBorder(container.NewVBox(words, s.scale, heads, plays, silent), nil, nil, nil, container.NewGridWithColumns(3,
		s.view(true, in), container.NewStack(ground, container.NewPadded(both.root)), container.NewGridWithRows(2, layout.NewSpacer(), apart)))
	return root, both, refresh
}

// errorMap draws the differences of a picture, the mean of those of its colours,
// as blue, white and orange; what is missing is grey.
func errorMap(shape []int, v vm.Versus, style drawing.Style) image.Image {
	h, w := shape[0], shape[1]
	channels := max(1, len(v.Cells)/(h*w))
	white := color.NRGBA{255, 255, 255, 255}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for k := range h * w {
		var sum float64
		for _, a := range v.Cells[k*channels : (k+1)*channels] {
			sum += a.Difference
		}
		share, end := sum/float64(channels)/max(v.Largest, 1e-12), style.Caution
		if share < 0 {
			share, end = -share, style.Method(0)
		}
		ink := drawing.Mix(white, end, min(share, 1))
		if math.IsNaN(share) {
			ink = style.Muted
		}
		img.SetNRGBA(k%w, k/w, ink)
	}
	return img
}

// differences lists the columns of a table: real, generated, and how many standard
// deviations lie between them, as a bar from the middle.
func (f *frame) differences(l vm.Lens, v vm.Versus, style drawing.Style) fyne.CanvasObject {
	most := 1.0
	for _, a := range v.Cells {
		if !math.IsNaN(a.Standard) {
			most = max(most, math.Abs(a.Standard))
		}
	}
	list := container.New(layout.NewCustomPaddedVBoxLayout(-8))
	add := func(name, real, generated string, plot fyne.CanvasObject, far, quote string) {
		row := []fyne.CanvasObject{newQuotable(name, quote), newQuotable(real, quote), newQuotable(generated, quote), plot, newQuotable(far, quote)}
		for _, o := range row {
			if w, is := o.(*quotable); is {
				w.TextStyle.Bold = quote == ""
			}
		}
		list.Add(container.New(&shares{[]float32{0.24, 0.14, 0.14, 0.34, 0.14}}, row...))
	}
	add(say.Text("Column"), say.Text("Real"), say.Text("Generated"), newClipped(say.Form("Difference, −%.1f to %.1f standard deviations", most, most)), say.Text("Distance"), "")
	for j, a := range v.Cells[:min(len(v.Cells), shownCells)] {
		real, far := say.Text("missing"), say.Text("–")
		if !math.IsNaN(a.Real) {
			real = cellWords(l.Modality, j, a.Real)
		}
		bar := fyne.CanvasObject(layout.NewSpacer())
		if !math.IsNaN(a.Standard) {
			far = say.Form("%+.2f sd", a.Standard)
			ink := style.Caution
			if a.Standard < 0 {
				ink = style.Method(0)
			}
			bar = container.New(&deviation{float32(a.Standard / most)}, canvas.NewRectangle(style.Muted), canvas.NewRectangle(ink))
		}
		add(l.Modality.Columns[j], real, cellWords(l.Modality, j, a.Generated), bar, far, f.bench.Inspector.QuoteAgainst(l, v, j))
	}
	if more := len(v.Cells) - shownCells; more > 0 {
		list.Add(quiet(say.Form("and %d more", more)))
	}
	return list
}

// deviation lays out a line in the middle and a bar from it, by a share of −1…1.
type deviation struct{ share float32 }

// Layout implements fyne.Layout.
func (d *deviation) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	middle, width := size.Width/2, d.share*size.Width/2
	objects[0].Move(fyne.NewPos(middle-0.5, 2))
	objects[0].Resize(fyne.NewSize(1, size.Height-4))
	objects[1].Move(fyne.NewPos(min(middle, middle+width), size.Height/2-4))
	objects[1].Resize(fyne.NewSize(max(width, -width), 8))
}

// MinSize implements fyne.Layout.
func (*deviation) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(60, 16) }
