package canvas

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func TestSubsetDrawsTheSameLetters(t *testing.T) {
	whole := NewPen(Measuring(10, 10), Light()).face(12, false).Face
	letters := map[rune]bool{}
	for _, r := range "accuracy 0.83 ≤ é ρ “n” Ä" {
		letters[r] = true
	}
	b, err := subset(whole, letters)
	if err != nil {
		t.Fatal(err)
	}
	part, err := opentype.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > 60_000 {
		t.Errorf("%d letters take %d bytes", len(letters), len(b))
	}
	for r := range letters {
		if diff := cmp.Diff(outlineOf(t, whole, r), outlineOf(t, part, r)); diff != "" {
			t.Errorf("%c is drawn otherwise: %s", r, diff)
		}
	}
	if g, err := part.GlyphIndex(nil, 'Z'); err != nil || g != 0 {
		t.Errorf("a letter that is not needed has the glyph %d, %v", g, err)
	}
}

func outlineOf(t *testing.T, f *opentype.Font, r rune) sfnt.Segments {
	t.Helper()
	g, err := f.GlyphIndex(nil, r)
	if err != nil || g == 0 {
		t.Fatalf("no glyph for %c: %v", r, err)
	}
	segments, err := f.LoadGlyph(new(sfnt.Buffer), g, fixed.I(64), nil)
	if err != nil {
		t.Fatal(err)
	}
	return append(sfnt.Segments(nil), segments...)
}
