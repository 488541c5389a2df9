package canvas

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/go-text/typesetting/fontscan"
	"gonum.org/v1/plot/vg"
)

// bare are foreign letters on a machine without fonts.
func bare() *foreign {
	return &foreign{install: func() (*fontscan.FontMap, error) { return nil, errors.New("none") }, known: map[string]*outline{}}
}

// ends are the left and right ends of a shape.
func (o *outline) ends() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, c := range o.path {
		if c.Type != vg.CloseComp {
			low, high = min(low, float64(c.Pos.X)), max(high, float64(c.Pos.X))
		}
	}
	return low, high
}

// Without any font on the machine, names in the scripts of most people are
// drawn, within their width and each otherwise.
func TestForeignLettersWithoutFonts(t *testing.T) {
	widths := map[string]float64{}
	for _, name := range []string{"画像", "音声", "图像", "이미지", "صورة", "תמונה"} {
		list := bare().parts(name)
		if len(list) != 1 || list[0].outline == nil {
			t.Errorf("%s: %+v", name, list)
			continue
		}
		shape := list[0].outline
		low, high := shape.ends()
		if shape.width < 0.4 || low < -0.2 || high > shape.width+0.2 {
			t.Errorf("%s: ink from %g to %g in a width of %g", name, low, high, shape.width)
		}
		if widths[name] = float64(len(shape.path)); widths[name] < 20 {
			t.Errorf("%s has %d corners", name, len(shape.path))
		}
	}
	if widths["画像"] == widths["音声"] {
		t.Error("two names look alike")
	}
}

// What runs from right to left begins at the right.
func TestRightToLeft(t *testing.T) {
	alef, word := bare().parts("א")[0].outline, bare().parts("אב")[0].outline
	low, _ := alef.ends()
	_, high := alef.ends()
	shift := word.width - alef.width
	found := 0
	for _, c := range word.path {
		if x := float64(c.Pos.X) - shift; x >= low-1e-9 && x <= high+1e-9 {
			found++
		}
	}
	if found < len(alef.path)*3/4 {
		t.Errorf("%d of %d corners of the first letter stand at the right end", found, len(alef.path))
	}
}

// What no font has is its code: never nothing, never a box that could be any.
func TestCodes(t *testing.T) {
	list := bare().parts("🫠")
	if len(list) != 1 || list[0].text != "[U+1FAE0]" {
		t.Errorf("%+v", list)
	}
	text := ""
	for _, p := range parts("größe Ω≤5") {
		text += p.text
	}
	if text != "größe Ω≤5" {
		t.Errorf("what the font has is drawn as %q", text)
	}
}

// Marks that are written apart are put on their letters.
func TestMarksJoinTheirLetters(t *testing.T) {
	list := parts("cafe\u0301 図")
	if list[0].text != "café " || len(list) != 2 {
		t.Errorf("%+v", list)
	}
}

// A width is that of what is drawn, and clipping keeps within the room.
func TestWidthOfForeignLetters(t *testing.T) {
	p := NewPen(Measuring(300, 100), Light())
	if one, two := p.Width("図", 12), p.Width("図図", 12); math.Abs(two-2*one) > 0.1 || one < 6 {
		t.Errorf("one is %g wide, two %g", one, two)
	}
	if short := p.Clip("とても長いモダリティの名前です", 12, 60); p.Width(short, 12) > 60 {
		t.Errorf("%q is %g wide", short, p.Width(short, 12))
	}
}

// What no font draws is told by its script.
func TestScriptsWithoutFonts(t *testing.T) {
	kept := outlined
	defer func() { outlined = kept }()
	outlined = bare()
	if got := Scripts([]rune("ข plain é Ω 画像 ก ಕ 🙂")); !slices.Equal(got, []string{"Kannada", "Thai", "emoji"}) {
		t.Errorf("%q have no letters", got)
	}
}

// A number and its sign of per cent stand on one line.
func TestWrapKeepsPerCent(t *testing.T) {
	if got := Wrap("missing in 54 % of them", 13); got != "missing in\n54 % of them" {
		t.Errorf("%q", got)
	}
	p := NewPen(Measuring(300, 100), Light())
	if got := p.Lines("missing in 54 % of them", 12, p.Width("missing in 54", 12)+1); len(got) != 2 || got[0] != "missing in" {
		t.Errorf("%q", got)
	}
}
