package canvas

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"golang.org/x/image/font/gofont/goregular"
)

// The window's font for what no installed font has holds those letters, drawn as
// charts draw them, and no others: it is asked before all.
func TestLent(t *testing.T) {
	kept := outlined
	defer func() { outlined = kept }()
	outlined = &foreign{install: func() (*fontscan.FontMap, error) { return nil, errors.New("none") }, known: map[string]*outline{}}
	made, err := Lent([]rune("患者データ、한국어 שלום aé患😀"), goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := font.ParseTTF(bytes.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "患者データ、한국어שלום" {
		g, ok := face.NominalGlyph(r)
		outline, _ := face.GlyphData(g).(font.GlyphOutline)
		want := embeddedOutline(string(r))
		if !ok || float64(face.HorizontalAdvance(g)) != want.width*unitsPerEm {
			t.Errorf("%c: %t, %g units wide, %g ems in charts", r, ok, face.HorizontalAdvance(g), want.width)
		}
		if len(outline.Segments) != len(want.path) { // a rectangle: a start and four sides, the last closes
			t.Errorf("%c has %d lines, %d in charts", r, len(outline.Segments), len(want.path))
			continue
		}
		for k, s := range outline.Segments {
			x, y := float64(s.Args[0].X)/unitsPerEm, float64(s.Args[0].Y)/unitsPerEm
			if k%5 == 0 && (!alike(x, float64(want.path[k].Pos.X)) || !alike(y, float64(want.path[k].Pos.Y))) {
				t.Errorf("%c: a run at %g, %g; in charts at %v", r, x, y, want.path[k].Pos)
			}
		}
	}
	for _, r := range "aé😀" {
		if _, ok := face.NominalGlyph(r); ok {
			t.Errorf("%q is taken from the window's own font", r)
		}
	}
	if g, _ := face.NominalGlyph(' '); !alike(float64(face.HorizontalAdvance(g))/unitsPerEm, 569.0/2048) {
		t.Errorf("a space is %g units wide", face.HorizontalAdvance(g))
	}
	if made, err := Lent([]rune("plain é"), goregular.TTF); made != nil || err != nil {
		t.Errorf("a font without letters: %d bytes, %v", len(made), err)
	}
}

func alike(a, b float64) bool { return math.Abs(a-b) < 0.5/unitsPerEm }
