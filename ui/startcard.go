package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
)

// startCard is what a window with nothing open shows over its empty panes.
type startCard struct {
	ground *canvas.Rectangle
	look   *workTheme
	root   *fyne.Container
}

// answers are the questions that the tool is for.
const answers = `Which records lack which modality, and which are missing together?
How do imputation and models that take gaps as they are compare?
What does a missing modality cost, for each pattern, with intervals?`

func newStartCard(f *frame) *startCard {
	c := &startCard{ground: canvas.NewRectangle(nil), look: f.look}
	title := newLabel(say.Text("What do missing modalities cost?"))
	title.SizeName, title.TextStyle.Bold = theme.SizeNameHeadingText, true
	title.Alignment = fyne.TextAlignCenter
	words := newLabel(say.Text(answers))
	words.Alignment = fyne.TextAlignCenter
	sample := newButton(say.Text("Try the sample"), theme.MediaPlayIcon(), f.openSample)
	sample.Importance = widget.HighImportance
	buttons := container.NewHBox(layout.NewSpacer(),
		newButton(say.Text("Open folder…"), theme.FolderOpenIcon(), f.openFolder),
		newButton(say.Text("Open file…"), theme.FileIcon(), f.openFile),
		newButton(say.Text("Gallery…"), theme.GridIcon(), f.showGallery),
		sample, layout.NewSpacer())
	drop := newLabel(say.Text("or drop a file or a folder anywhere in this window"))
	drop.Alignment, drop.Importance = fyne.TextAlignCenter, widget.LowImportance
	inside := container.New(layout.NewCustomPaddedLayout(22, 18, 30, 30),
		container.New(layout.NewCustomPaddedVBoxLayout(8), title, words, buttons, drop, f.recentButtons()))
	c.root = container.NewCenter(container.NewStack(c.ground, inside))
	c.paint()
	return c
}

func (c *startCard) paint() {
	s := c.look.style(variant())
	c.ground.FillColor, c.ground.StrokeColor = s.Background, s.Muted
	c.ground.StrokeWidth, c.ground.CornerRadius = 1, 8
	c.ground.Refresh()
}

func (c *startCard) show(on bool) {
	if on {
		c.root.Show()
	} else {
		c.root.Hide()
	}
}
