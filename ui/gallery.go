package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lacuna/assets/gallery"
	"lacuna/dataset"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// showGallery lists the lessons, and shows the one that is picked before it is
// written and opened.
func (f *frame) showGallery() {
	lessons := gallery.All()
	chosen := 0
	text := widget.NewRichTextFromMarkdown("")
	text.Wrapping = fyne.TextWrapWord
	scroll := container.NewVScroll(readable(text))
	list := newRowList(func() int { return len(lessons) }, func() fyne.CanvasObject { return newClipped("") },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*clipped).SetText(say.Text(lessons[i].Title)) })
	list.OnSelected = func(i widget.ListItemID) {
		chosen = i
		text.ParseMarkdown(lessons[i].Text())
		scroll.ScrollToTop()
	}
	split := container.NewHSplit(list, scroll)
	split.Offset = 0.36 // the titles fit in the smallest window
	f.modal(say.Text("Gallery: six small studies, each with one lesson"), split, fyne.NewSize(1000, 640),
		answer{words: say.Text("Close")}, answer{say.Text("Write and open it…"), func() { f.openLesson(lessons[chosen]) }})
	list.Select(0)
}

// openLesson writes a lesson to a folder that the person names, and opens its
// project.
func (f *frame) openLesson(l gallery.Lesson) {
	r := Request{Title: say.Text("Name a new folder for the lesson"), Name: l.Name, Folder: f.folder(), Kind: say.Text("folder")}
	f.ask(r, func(done func(string, error)) { f.pick.SaveFile(r, done) }, func(dir string) {
		f.read(func(ctx context.Context) (*vm.Loaded, error) {
			file, err := l.Write(ctx, dir)
			if err != nil {
				return nil, err
			}
			return f.around.Read(ctx, dataset.Import{}, file)
		}, f.adopt, f.fail)
	})
}
