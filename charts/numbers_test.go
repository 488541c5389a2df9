package charts

import (
	"bytes"
	"image/png"
	"math"
	"strings"
	"testing"

	"lacuna/charts/canvas"

	"pgregory.net/rapid"

	"lacuna/dataset"
)

func TestCountInAgreesWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.Uint64(), 1, 6).Draw(t, "words")
		from := rapid.IntRange(0, 64*len(words)).Draw(t, "from")
		to := rapid.IntRange(from, 64*len(words)).Draw(t, "to")
		want := 0
		for i := from; i < to; i++ {
			want += int(words[i/64] >> (i % 64) & 1)
		}
		if got := countIn(words, from, to); got != want {
			t.Fatalf("countIn(%x, %d, %d) = %d, want %d", words, from, to, got, want)
		}
	})
}

func TestPhi(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string // absent where 0
		want float64
	}{
		"together":  {"11001100", "11001100", 1},
		"opposed":   {"11001100", "00110011", -1},
		"unrelated": {"11001100", "10101010", 0},
	} {
		causes := make([][]dataset.Cause, 2)
		for m, text := range []string{c.a, c.b} {
			for _, r := range text {
				cause := dataset.Present
				if r == '0' {
					cause = dataset.NoRow
				}
				causes[m] = append(causes[m], cause)
			}
		}
		if got := phi(dataset.NewPresence(len(c.a), causes), 0, 1); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: phi is %g, want %g", name, got, c.want)
		}
	}
	if got := coefficient(0.999); got != "<1" {
		t.Errorf("a coefficient with a few exceptions reads %s", got)
	}
}

func TestGreyKeepsMethodsApartByShape(t *testing.T) {
	seen := map[[2]int]bool{}
	for i := range 15 {
		key := [2]int{i % 5, int(canvas.ShapeOf(i))}
		if seen[key] {
			t.Errorf("method %d looks like another", i)
		}
		seen[key] = true
	}
}

// A greyscale proof has no colour, pictures that were generated in it included.
func TestGreyscaleProofOfPictures(t *testing.T) {
	var b bytes.Buffer
	made := figure(t, "generated", fixture(40, []string{"table", "image"}, []string{"x"}))
	if err := canvas.Write(&b, made, canvas.PNG, canvas.Page{Grey: true, DPI: 40}); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if r, g, b, _ := img.At(x, y).RGBA(); r != g || g != b {
				t.Fatalf("a colour at %d, %d: %v", x, y, img.At(x, y))
			}
		}
	}
}

func TestWordsForNumbers(t *testing.T) {
	for got, want := range map[string]string{
		count(1234567): "1 234 567", count(999): "999", count(-1000): "-1 000",
		share(1, 1000): "<1 %", share(999, 1000): ">99 %", share(0, 5): "0 %", share(5, 5): "100 %", share(1, 0): "–",
		points(-0.031): "−3.1", points(0.0001): "0.0", points(0.02): "+2.0",
		patternName("1111", []string{"a", "b", "c", "d"}):       "complete",
		patternName("1110", []string{"a", "b", "c", "d"}):       "no d",
		patternName("0100", []string{"a", "b", "c", "d"}):       "only b",
		patternName("0000", []string{"a", "b", "c", "d"}):       "nothing",
		patternName("11000", []string{"a", "b", "c", "d", "e"}): "a + b",
	} {
		if strings.ReplaceAll(got, space, " ") != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
