package canvas

import (
	"math"
	"slices"
)

// Heads are the names of modalities or methods above columns: level where they fit
// between their neighbours, else rising at 45°, else upright; where even those would
// touch, every second or third is written.
type Heads struct {
	whole []string
	names []string // as they are written
	notes []string // second line, or behind the name where it is turned; may be nil
	pitch float64  // distance of the columns
	Angle float64
	step  int // columns from one name to the next
}

// LongestHead is the most room that a turned name may take along itself.
const LongestHead = 110.0

// NewHeads chooses how the names stand. beyond is the free room to the right
// of the middle of the last column.
func (p Pen) NewHeads(names, notes []string, pitch, beyond float64) Heads {
	body, height := p.Style.Body, p.Frame().Height()
	h := Heads{whole: names, names: names, notes: notes, pitch: pitch, step: 1}
	turned := min(LongestHead, height*0.5)
	if p.Widest(p.Style.Small, notes...)+4 <= pitch && pitch-6 >= min(turned, p.Widest(body, names...)) {
		h.names = p.ClipApart(names, body, pitch-6)
		return h
	}
	h.names = p.ClipApart(names, body, turned)
	if height < 200 { // percentages are shed before rows are
		h.notes = nil
	}
	h.Angle = math.Pi / 4
	if pitch < body*1.4 || p.Width(h.words(len(names)-1), body)*math.Sqrt2/2+6 > beyond {
		h.Angle, h.names = math.Pi/2, p.ClipApart(names, body, min(LongestHead, height*0.4))
		h.step = max(1, int(math.Ceil(body*1.1/pitch)))
	}
	return h
}

// Cut says whether a name is shortened or left out.
func (h Heads) Cut() bool { return h.step > 1 || !slices.Equal(h.names, h.whole) }

// words are what is written above column m when the heads are turned.
func (h Heads) words(m int) string {
	if h.notes == nil {
		return h.names[m]
	}
	return h.names[m] + " " + h.notes[m]
}

// Height is the room above the columns.
func (h Heads) Height(p Pen) float64 {
	switch {
	case h.Angle == 0 && h.notes == nil:
		return p.Style.Body*1.4 + 4
	case h.Angle == 0:
		return p.Style.Body*1.4 + p.Style.Small*1.3 + 4
	}
	longest := 0.0
	for m := range h.names {
		longest = max(longest, p.Width(h.words(m), p.Style.Body))
	}
	return longest*math.Sin(h.Angle) + p.Style.Body + 2
}

// Draw writes the head of column m, centred on x, above bottom.
func (h Heads) Draw(p Pen, m int, x, bottom float64) {
	if m%h.step > 0 {
		return
	}
	if h.Angle > 0 {
		p.Turned(x-2*math.Cos(h.Angle), bottom-7, h.words(m), p.Style.Body, h.Angle, p.Style.Text)
		return
	}
	y := bottom - 4 - p.Style.Body*0.6
	if h.notes != nil {
		p.Text(x, bottom-4-p.Style.Small*0.7, h.notes[m], p.Style.Small, p.Style.Muted, Middle)
		y = bottom - 4 - p.Style.Small*1.9
	}
	p.Text(x, y, h.names[m], p.Style.Body, p.Style.Text, Middle)
}
