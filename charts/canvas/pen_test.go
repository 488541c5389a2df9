package canvas

import (
	"image/color"
	"math"
	"strings"
	"testing"
)

// TestContrast compares with ratios measured elsewhere for the palette.
func TestContrast(t *testing.T) {
	for hex, want := range map[uint32]float64{0x0072B2: 5.2, 0xD55E00: 3.9, 0x009E73: 3.4, 0xCC79A7: 3.1, 0x56B4E9: 2.3, 0xE69F00: 2.3} {
		if got := Contrast(rgb(hex), rgb(0xFFFFFF)); math.Abs(got-want) > 0.06 {
			t.Errorf("#%06X on white is %.2f, want %.1f", hex, got, want)
		}
	}
	for _, s := range []Style{Light(), Dark()} {
		if c := Contrast(s.Text, s.Background); c < 7 {
			t.Errorf("text has a contrast of %.1f", c)
		}
		if c := Contrast(s.Muted, s.Background); c < 4.5 {
			t.Errorf("muted text has a contrast of %.1f", c)
		}
	}
}

func TestUnkernedPartsJoinAgain(t *testing.T) {
	for _, text := range []string{"", "1", "11", "111", "a11b1", "n=11", "2111112"} {
		parts := unkerned(text)
		if strings.Join(parts, "") != text {
			t.Errorf("%q became %q", text, parts)
		}
		for _, p := range parts {
			if strings.Contains(p, "11") {
				t.Errorf("%q still has two ones together", p)
			}
		}
	}
}

// TestHighContrast: of words, marks, lines and grid on the ground and on the stripe
// of a chosen row, of what is secondary, and of words on fills.
func TestHighContrast(t *testing.T) {
	for _, dark := range []bool{false, true} {
		s := HighContrast(dark)
		inks := append([]color.NRGBA{s.Text, s.Muted, s.Grid, s.Present, s.Caution}, s.Methods...)
		for i, c := range inks {
			stripe := Mix(s.Background, s.Text, 0.035)
			if Contrast(c, s.Background) < 7 || Contrast(c, stripe) < 7 {
				t.Errorf("dark %t: colour %d has %.2f, on a stripe %.2f", dark, i, Contrast(c, s.Background), Contrast(c, stripe))
			}
			for _, share := range []float64{0, 0.4, 1} {
				if got := Contrast(s.Quiet(c, share), s.Background); got < 7 {
					t.Errorf("dark %t: quiet %g of colour %d has %.2f", dark, share, i, got)
				}
			}
		}
		if got := Contrast(s.Fade(s.Text, s.Unselected()), s.Background); got < 4.5 {
			t.Errorf("dark %t: words that are not selected have %.2f", dark, got)
		}
		p := Pen{Style: s}
		for _, v := range []float64{-1, -0.5, 0, 0.5, 1} {
			if got := Contrast(s.Text, p.Diverging(v)); got < 7 {
				t.Errorf("dark %t: words on %g have %.2f", dark, v, got)
			}
			if got := Contrast(s.Text, p.Shade(max(0, v))); got < 7 {
				t.Errorf("dark %t: words on a shade of %g have %.2f", dark, v, got)
			}
		}
	}
}
