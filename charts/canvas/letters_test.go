package canvas

import (
	"testing"
)

// What the font lacks is a box, never nothing; what it has stays.
func TestBoxes(t *testing.T) {
	for text, want := range map[string]string{"image": "image", "größe": "größe", "图像": "□□", "صورة 1": "□□□□ 1", "Ω≤5": "Ω≤5"} {
		if got := boxed(text); got != want {
			t.Errorf("%q is drawn as %q, want %q", text, got, want)
		}
	}
	if !drawn(box) {
		t.Error("the font has no box")
	}
	p := NewPen(Measuring(10, 10), Light())
	if p.Width("图", 12) == 0 {
		t.Error("a character that is a box takes no room")
	}
}
