package canvas

import (
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
