package ui

import (
	"time"
	"unicode/utf8"

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
	around   *vm.Surroundings
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
	told     bool // what is hinted was told, not asked for by the pointer
	tellings int
}

func newStatusBar(f *frame) *statusBar {
	s := &statusBar{bench: f.bench, around: f.around, words: newClipped(""), small: wrapped(""), remarks: newButton("", nil, f.showRemarks), progress: widget.NewProgressBar(), time: newLabel("")}
	look := f.look
	s.small.SizeName = theme.SizeNameCaptionText
	s.progress.TextFormatter = func() string { return "" }
	s.remarks.Importance = widget.LowImportance
	s.chips = newChips(f.bench, look)
	s.more = newButton(say.Text("Selection"), theme.MenuDropUpIcon(), func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.more)
		f.selectionMenu(at)
	})
	s.more.Importance = widget.LowImportance
	s.bar = container.NewCenter(container.NewGridWrap(fyne.NewSize(180, 12), s.progress))
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 8), container.NewHBox(container.NewThemeOverride(s.more, look.small()), s.remarks, s.time, s.bar))
	s.root = container.NewVBox(widget.NewSeparator(), container.NewBorder(nil, nil, nil, right, container.New(&statusRoom{s}, s.words, container.New(&roomless{}, s.small), s.chips.root)))
	return s
}

// hint shows words in place of the selection; none brings it back.
func (s *statusBar) hint(words string) {
	s.told = false
	if s.hinted != words {
		s.hinted = words
		s.update()
	}
}

// tell shows what has been done until it is read, unless something else is to be
// said before.
func (s *statusBar) tell(news string) {
	s.hint(news)
	s.told = true
	s.tellings++
	mine := s.tellings
	s.around.After(readingTime(news), func() {
		s.around.Do(func() {
			if s.tellings == mine {
				s.yield()
			}
		})
	})
}

// readingTime is how long words stay that nobody asked for.
func readingTime(words string) time.Duration {
	return 3*time.Second + time.Duration(utf8.RuneCountInString(words))*60*time.Millisecond
}

// unpoint takes back what was hinted of what the pointer was on, which a dialog lies
// over now.
func (s *statusBar) unpoint() {
	if !s.told {
		s.hint("")
	}
}

// yield takes back what was told, before what is done next is shown.
func (s *statusBar) yield() {
	if s.told {
		s.hint("")
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
