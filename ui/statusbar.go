package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// statusBar says what is selected, what a click would do, and how far the
// comparison is.
type statusBar struct {
	bench    *vm.Workbench
	words    *clipped
	small    *quotable // the same, in small lines, where they are too long for one
	chips    *chips    // the words of the selection, where there is one
	more     *button   // what can be done with it
	remarks  *button   // how many there were from reading; shows them
	progress *widget.ProgressBar
	bar      *fyne.Container // the progress at its size
	time     *quotable
	root     fyne.CanvasObject
	hinted   string
}

func newStatusBar(bench *vm.Workbench, look *workTheme, remarks func(), menu func(at fyne.Position)) *statusBar {
	s := &statusBar{bench: bench, words: newClipped(""), small: wrapped(""), remarks: newButton("", nil, remarks), progress: widget.NewProgressBar(), time: newLabel("")}
	s.small.SizeName = theme.SizeNameCaptionText
	s.progress.TextFormatter = func() string { return "" }
	s.remarks.Importance = widget.LowImportance
	s.chips = newChips(bench, look)
	s.more = newButton(say.Text("Selection"), theme.MenuDropUpIcon(), func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.more)
		menu(at)
	})
	s.more.Importance = widget.LowImportance
	s.bar = container.NewCenter(container.NewGridWrap(fyne.NewSize(180, 12), s.progress))
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 8), container.NewHBox(container.NewThemeOverride(s.more, look.small()), s.remarks, s.time, s.bar))
	s.root = container.NewVBox(widget.NewSeparator(), container.NewBorder(nil, nil, nil, right, container.New(&statusRoom{s}, s.words, container.New(&roomless{}, s.small), s.chips.root)))
	return s
}

// hint shows words in place of the selection; none brings it back.
func (s *statusBar) hint(words string) {
	if s.hinted != words {
		s.hinted = words
		s.update()
	}
}

func (s *statusBar) update() {
	words := s.hinted
	if words == "" {
		words = s.bench.Selection.Words()
	}
	enable(s.more, s.bench.Document.Data() != nil)
	s.showMode()
	chips := s.hinted == "" && s.chips.update()
	show(s.chips.root, chips)
	if s.words.Text != words {
		s.words.SetText(words)
		s.small.SetText(words)
	}
	s.fit()
	s.showRemarks()
	p := s.bench.Comparison.Progress()
	if !p.Running {
		s.bar.Hide()
		setOrHide(s.time, "")
		return
	}
	s.bar.Show()
	s.progress.SetValue(p.Fraction)
	setOrHide(s.time, p.Words)
}

// fit shows the words in one line, or small where they are too long for it.
func (s *statusBar) fit() {
	said := !s.chips.root.Visible()
	show(s.words, said && !s.words.cut())
	show(s.small, said && s.words.cut())
}

// statusRoom lays the words out, which may fit or not when the room has changed.
type statusRoom struct{ of *statusBar }

// Layout implements fyne.Layout.
func (r *statusRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
	r.of.fit()
}

// MinSize implements fyne.Layout.
func (r *statusRoom) MinSize([]fyne.CanvasObject) fyne.Size {
	return r.of.words.MinSize().Max(r.of.chips.root.MinSize())
}

// showMode says what clicks and drags do, where they do not select anew.
func (s *statusBar) showMode() {
	words := say.Text("Selection")
	if mode := s.bench.Selection.Mode().Word(); mode != "" {
		words = say.Form("Selection: %s", mode)
	}
	if s.more.Text != words {
		s.more.SetText(words)
	}
}

// showRemarks says how many remarks there are from reading what is open.
func (s *statusBar) showRemarks() {
	n := s.bench.Document.Remarks().Count
	if s.bench.Document.Data() == nil || n == 0 {
		s.remarks.Hide()
		return
	}
	if words := vm.RemarkCount(n); s.remarks.Text != words {
		s.remarks.SetText(words)
	}
	s.remarks.Show()
}
