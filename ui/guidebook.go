package ui

import (
	"regexp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lacuna/docs/guide"
	"lacuna/internal/say"
)

// pageLink is a link of the guide to another of its pages, or to a file that
// lies in the repository and not beside the program.
var pageLink = regexp.MustCompile(`\[([^\]]+)\]\([^)]*\)`)

// showGuide shows the user guide: its pages on the left, one of them on the
// right. Links between pages are left out, since the list stands beside them.
func (f *frame) showGuide() {
	pages := guide.Pages()
	content := container.NewVBox()
	scroll := container.NewVScroll(readable(content))
	list := newRowList(func() int { return len(pages) }, func() fyne.CanvasObject { return newClipped("") },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*clipped).SetText(say.Text(pages[i].Title)) })
	list.OnSelected = func(i widget.ListItemID) {
		content.Objects = partsOf(pages[i])
		content.Refresh()
		scroll.ScrollToTop()
	}
	split := container.NewHSplit(list, scroll)
	split.Offset = 0.28
	title := say.Text("User guide")
	if say.Foreign() {
		title = say.Form("%s (its pages are in English)", title)
	}
	f.modal(title, split, fyne.NewSize(1000, 680), answer{words: say.Text("Close")})
	list.Select(0)
}

// partsOf shows the texts and pictures of a page. A picture that is wider than
// the page is made smaller.
func partsOf(page guide.Page) []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for _, part := range page.Parts() {
		if part.Picture == "" {
			text := widget.NewRichTextFromMarkdown(pageLink.ReplaceAllString(part.Text, "$1"))
			text.Wrapping = fyne.TextWrapWord
			parts = append(parts, text)
			continue
		}
		if data, err := guide.Picture(part.Picture); err == nil {
			parts = append(parts, shot(part.Picture, data))
		}
	}
	return parts
}

// shot is a picture of the guide, which keeps the shape of the window that is on
// it.
func shot(name string, data []byte) fyne.CanvasObject {
	picture := canvas.NewImageFromResource(fyne.NewStaticResource(name, data))
	picture.FillMode, picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	picture.SetMinSize(fyne.NewSize(640, 400))
	return picture
}

// readable keeps a page clear of the bar that scrolls it.
func readable(page fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(4, 4, 4, 16), page)
}
