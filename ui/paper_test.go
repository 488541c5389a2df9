package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"image/png"

	drawing "lacuna/charts/canvas"
)

// What is chosen for paper is what is written, and what the preview shows; as it
// opens it is what the export in one step writes.
func TestPaperIsWhatIsWritten(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	if got := newPaperPage(b.frame, b.panes[1].figure, "").page(); got != (drawing.Page{DPI: 300}) {
		t.Errorf("it opens with %+v", got)
	}
	o := newPaperPage(b.frame, b.panes[1].figure, "patterns")
	o.size.SetSelected(sizeWords(drawing.Sizes()[0]))
	o.dots.SetSelected("150")
	o.grey.SetChecked(true)
	b.pick.path = filepath.Join(t.TempDir(), "narrow")
	o.save()
	b.wait("the picture", func() bool { return strings.HasPrefix(b.status.hinted, "Exported") })
	file, err := os.Open(b.pick.path + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Dx(); got < 500 || got > 504 { // 85 mm
		t.Errorf("85 mm at 150 dots per inch are %d pixels", got)
	}
	for y := 0; y < img.Bounds().Dy(); y += 3 {
		for x := 0; x < img.Bounds().Dx(); x += 3 {
			if r, g, bl, _ := img.At(x, y).RGBA(); r != g || g != bl {
				t.Fatalf("the greyscale proof has a colour at %d, %d: %v", x, y, img.At(x, y))
			}
		}
	}
	o.format.SetSelected("csv")
	if !o.size.Disabled() || o.preview.Visible() {
		t.Error("a table has a size")
	}
}
