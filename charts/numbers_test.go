package charts

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lacuna/dataset"
)

func TestTicksAreRoundAndWithinTheAxis(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(-1000, 1000).Draw(t, "low")
		width := math.Pow(10, rapid.Float64Range(-3, 4).Draw(t, "width"))
		n := rapid.IntRange(2, 20).Draw(t, "n")
		marks := ticks(low, low+width, n)
		if len(marks) > n+1 {
			t.Fatalf("%d ticks, asked for %d", len(marks), n)
		}
		for k, m := range marks {
			if m.Value < low-1e-6*width || m.Value > low+width*(1+1e-6) {
				t.Errorf("tick %g outside %g to %g", m.Value, low, low+width)
			}
			v, err := strconv.ParseFloat(strings.Replace(m.Label, "−", "-", 1), 64)
			if err != nil || math.Abs(v-m.Value) > 1e-6*width {
				t.Errorf("tick %g is labelled %q", m.Value, m.Label)
			}
			if k > 0 && m.Label == marks[k-1].Label {
				t.Errorf("two ticks are labelled %q", m.Label)
			}
		}
	})
}

func TestTicksOfAnAccuracy(t *testing.T) {
	var got []string
	for _, m := range ticks(0.52, 0.96, 6) {
		got = append(got, m.Label)
	}
	if strings.Join(got, " ") != "0.6 0.7 0.8 0.9" {
		t.Errorf("ticks %v", got)
	}
}

func TestSpreadKeepsTextsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		high := rapid.Float64Range(50, 500).Draw(t, "high")
		at, n := 0.0, rapid.IntRange(0, 8).Draw(t, "n")
		var texts []placed
		for range n {
			at += rapid.Float64Range(0, 60).Draw(t, "step")
			texts = append(texts, placed{x: at, width: rapid.Float64Range(5, 80).Draw(t, "width")})
		}
		edge := 0.0
		for _, p := range spread(texts, 0, high, 4) {
			if p.x-p.width/2 < edge-1e-6 {
				t.Fatalf("text at %g begins before %g", p.x, edge)
			}
			edge = p.x + p.width/2 + 4
		}
		if edge-4 > high+1e-6 {
			t.Fatalf("texts end at %g of %g", edge-4, high)
		}
	})
}

func TestEnvelopeKeepsPeaks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4000).Draw(t, "n")
		points := make([]dot, n)
		for i := range points {
			points[i] = dot{300 * float64(i) / float64(n), rapid.Float64Range(0, 100).Draw(t, "y")}
		}
		thin := envelope(points)
		if len(thin) > 4*301 {
			t.Errorf("%d of %d points are left", len(thin), n)
		}
		a, b := newSpan(), newSpan()
		for _, p := range points {
			a.add(p.y)
		}
		for _, p := range thin {
			b.add(p.y)
		}
		if a != b {
			t.Errorf("range %v became %v", a, b)
		}
	})
}

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

func TestWidenStaysWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newSpan()
		for _, v := range rapid.SliceOf(rapid.Float64Range(0, 1)).Draw(t, "values") {
			s.add(v)
		}
		w := s.widen(0.1, 0.03, 0, 1)
		if w.low < 0 || w.high > 1 || w.high-w.low < 0.1-1e-9 {
			t.Fatalf("%v became %v", s, w)
		}
		if !s.empty() && (w.low > s.low || w.high < s.high) {
			t.Fatalf("%v became %v", s, w)
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

// TestContrast compares with ratios measured elsewhere for the palette.
func TestContrast(t *testing.T) {
	for hex, want := range map[uint32]float64{0x0072B2: 5.2, 0xD55E00: 3.9, 0x009E73: 3.4, 0xCC79A7: 3.1, 0x56B4E9: 2.3, 0xE69F00: 2.3} {
		if got := contrast(rgb(hex), rgb(0xFFFFFF)); math.Abs(got-want) > 0.06 {
			t.Errorf("#%06X on white is %.2f, want %.1f", hex, got, want)
		}
	}
	for _, s := range []Style{Light(), Dark()} {
		if c := contrast(s.Text, s.Background); c < 7 {
			t.Errorf("text has a contrast of %.1f", c)
		}
		if c := contrast(s.Muted, s.Background); c < 4.5 {
			t.Errorf("muted text has a contrast of %.1f", c)
		}
	}
}

func TestGreyKeepsMethodsApartByShape(t *testing.T) {
	seen := map[[2]int]bool{}
	for i := range 15 {
		key := [2]int{i % 5, int(shapeOf(i))}
		if seen[key] {
			t.Errorf("method %d looks like another", i)
		}
		seen[key] = true
	}
}

func TestWordsForNumbers(t *testing.T) {
	for got, want := range map[string]string{
		count(1234567): "1 234 567", count(999): "999", count(-1000): "-1 000",
		share(1, 1000): "<1 %", share(999, 1000): ">99 %", share(0, 5): "0 %", share(5, 5): "100 %", share(1, 0): "–",
		points(-0.031): "−3.1", points(0.0001): "0.0", points(0.02): "+2.0",
		list([]string{"a", "b", "c"}):                           "a, b and c",
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
