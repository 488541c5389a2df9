package canvas

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What lies beyond the axis of a text chart is an arrow, never a mark at the edge.
func TestStripShowsWhatIsBeyond(t *testing.T) {
	s := NewStrip(Span{0.5, 0.9}, 9)
	s.Interval(0.3, 0.7)
	s.Set(0.95, '●')
	if got := s.String(); got != "←───┤···→" {
		t.Errorf("%q", got)
	}
}

func TestTicksAreRoundAndWithinTheAxis(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(-1000, 1000).Draw(t, "low")
		width := math.Pow(10, rapid.Float64Range(-3, 4).Draw(t, "width"))
		n := rapid.IntRange(2, 20).Draw(t, "n")
		marks := Ticks(low, low+width, n)
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
	for _, m := range Ticks(0.52, 0.96, 6) {
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
		var texts []Placed
		for range n {
			at += rapid.Float64Range(0, 60).Draw(t, "step")
			texts = append(texts, Placed{X: at, Width: rapid.Float64Range(5, 80).Draw(t, "width")})
		}
		edge := 0.0
		for _, p := range Spread(texts, 0, high, 4) {
			if p.X-p.Width/2 < edge-1e-6 {
				t.Fatalf("text at %g begins before %g", p.X, edge)
			}
			edge = p.X + p.Width/2 + 4
		}
		if edge-4 > high+1e-6 {
			t.Fatalf("texts end at %g of %g", edge-4, high)
		}
	})
}

func TestEnvelopeKeepsPeaks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4000).Draw(t, "n")
		points := make([]Dot, n)
		for i := range points {
			points[i] = Dot{300 * float64(i) / float64(n), rapid.Float64Range(0, 100).Draw(t, "y")}
		}
		thin := Envelope(points)
		if len(thin) > 4*301 {
			t.Errorf("%d of %d points are left", len(thin), n)
		}
		a, b := NewSpan(), NewSpan()
		for _, p := range points {
			a.Add(p.Y)
		}
		for _, p := range thin {
			b.Add(p.Y)
		}
		if a != b {
			t.Errorf("range %v became %v", a, b)
		}
	})
}

func TestWidenStaysWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := NewSpan()
		for _, v := range rapid.SliceOf(rapid.Float64Range(0, 1)).Draw(t, "values") {
			s.Add(v)
		}
		w := s.Widen(0.1, 0.03, 0, 1)
		if w.Low < 0 || w.High > 1 || w.High-w.Low < 0.1-1e-9 {
			t.Fatalf("%v became %v", s, w)
		}
		if !s.Empty() && (w.Low > s.Low || w.High < s.High) {
			t.Fatalf("%v became %v", s, w)
		}
	})
}

// Two epochs have no half one between them.
func TestWholeTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		high, n := float64(rapid.IntRange(2, 5000).Draw(t, "high")), rapid.IntRange(2, 20).Draw(t, "n")
		ticks := WholeTicks(1, high, n)
		if len(ticks) == 0 || len(ticks) > n {
			t.Fatalf("%d ticks", len(ticks))
		}
		for _, x := range ticks {
			if x.Value != math.Round(x.Value) {
				t.Fatalf("a tick at %g", x.Value)
			}
		}
	})
}

// Whatever the axis and the room, two values of it are labelled, and never more than
// have room; of whole numbers, where there are two.
func TestTwoValuesAreLabelled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(-100, 100).Draw(t, "low")
		n := rapid.IntRange(2, 12).Draw(t, "n")
		if ticks := Labelled(low, low+rapid.Float64Range(0.01, 500).Draw(t, "width"), n); len(ticks) < 2 || len(ticks) > n {
			t.Errorf("labelled %v", ticks)
		}
		if ticks := WholeTicks(1, float64(rapid.IntRange(2, 5000).Draw(t, "high")), n); len(ticks) < 2 || len(ticks) > n {
			t.Errorf("of whole numbers %v", ticks)
		}
	})
}

// The labels of an axis by its width: two at least, inner ones where they have room, upright
// where they do not stand side by side.
func TestAcrossLabelsTwoValues(t *testing.T) {
	for _, c := range []struct {
		axis    Span
		width   float64
		labels  string
		upright bool
	}{
		{Span{0, 1}, 30, "0 1", false},
		{Span{0, 1}, 70, "0.0 0.5 1.0", false},
		{Span{0, 1}, 400, "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0", false},
		{Span{0.542, 0.953}, 30, "0.55 0.95", true},
		{Span{0.542, 0.953}, 58, "0.6 0.9", false},
		{Span{0.542, 0.953}, 120, "0.6 0.7 0.8 0.9", false},
		{Span{-0.3, 0.3}, 56, "−0.3 0.3", false},
	} {
		p := NewPen(Measuring(500, 100), Light())
		plt := p.NewPlot()
		p.Across(plt, c.axis, c.width)
		var labels []string
		for _, tick := range plt.X.Tick.Marker.Ticks(plt.X.Min, plt.X.Max) {
			labels = append(labels, tick.Label)
		}
		if got, upright := strings.Join(labels, " "), plt.X.Tick.Label.Rotation != 0; got != c.labels || upright != c.upright {
			t.Errorf("%v in %g pixels: %q, upright %v; want %q, %v", c.axis, c.width, got, upright, c.labels, c.upright)
		}
	}
}

// Whatever the axis, the narrowest column labels two of its values.
func TestAcrossAlwaysLabelsTwo(t *testing.T) {
	p := NewPen(Measuring(500, 100), Light())
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(0, 0.9).Draw(t, "low")
		axis := Span{low, rapid.Float64Range(low+0.1, low+2).Draw(t, "high")}
		width := rapid.Float64Range(30, 600).Draw(t, "width")
		plt := p.NewPlot()
		p.Across(plt, axis, width)
		ticks := plt.X.Tick.Marker.Ticks(plt.X.Min, plt.X.Max)
		if len(ticks) < 2 || ticks[0].Label == ticks[len(ticks)-1].Label {
			t.Errorf("%v in %g pixels is labelled %v", axis, width, ticks)
		}
	})
}

// Names that have room stand level, others are turned before any is cut.
func TestHeadsTurnBeforeTheyAreCut(t *testing.T) {
	for _, c := range []struct {
		names  []string
		pitch  float64
		level  bool
		cut    bool
		height float64
	}{
		{[]string{"age", "ct"}, 60, true, false, 300},
		{[]string{"demographics", "ct"}, 60, false, false, 300},
		{[]string{"demographics", "ct"}, 60, false, false, 210},
		{[]string{"demographics", "ct"}, 60, true, true, 120},
		{[]string{"demographics", "ct"}, 40, false, true, 120},
		{[]string{"a name that has no end at all in any pane", "ct"}, 60, false, true, 300},
	} {
		h := NewPen(Measuring(400, c.height), Light()).NewHeads(c.names, nil, c.pitch, 200)
		if h.Cut() != c.cut || (h.Angle == 0) != c.level {
			t.Errorf("%+v: %q at angle %g", c, h.names, h.Angle)
		}
	}
}
