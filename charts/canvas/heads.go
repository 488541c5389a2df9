package canvas

import (
	"math"
)

// Heads are the names of modalities above columns: level where they fit
// between their neighbours, else rising at 45°, else upright.
type Heads struct {
	names []string
	notes []string // second line, or behind the name where it is turned; may be nil
	pitch float64  // distance of the columns
	Angle float64
	Room  float64 // that a turned name may take along itself
}

// LongestHead is the most room that a turned name may take along itself.
const LongestHead = 110.0

// NewHeads chooses how the names stand. beyond is the free room to the right
// of the middle of the last column.
func (p Pen) NewHeads(names, notes []string, pitch, beyond float64) Heads {
	h := Heads{names: names, notes: notes, pitch: pitch, Room: min(LongestHead, p.Frame().Height()*0.3)}
	if p.Widest(p.Style.Body, names...)+6 <= pitch && p.Widest(p.Style.Small, notes...)+4 <= pitch {
		return h
	}
	h.Angle = math.Pi / 4
	if pitch < p.Style.Body*1.4 || p.Width(h.words(p, len(names)-1), p.Style.Body)*math.Sqrt2/2+6 > beyond {
		h.Angle = math.Pi / 2
	}
	return h
}

// words are what is written above column m when the heads are turned.
func (h Heads) words(p Pen, m int) string {
	text := p.Clip(h.names[m], p.Style.Body, h.Room)
	if h.notes != nil {
		text += " " + h.notes[m]
	}
	return text
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
		longest = max(longest, p.Width(h.words(p, m), p.Style.Body))
	}
	return longest*math.Sin(h.Angle) + p.Style.Body + 2
}

// Draw writes the head of column m, centred on x, above bottom.
func (h Heads) Draw(p Pen, m int, x, bottom float64) {
	if h.Angle > 0 {
		p.Turned(x-2*math.Cos(h.Angle), bottom-7, h.words(p, m), p.Style.Body, h.Angle, p.Style.Text)
		return
	}
	y := bottom - 4 - p.Style.Body*0.6
	if h.notes != nil {
		p.Text(x, bottom-4-p.Style.Small*0.7, h.notes[m], p.Style.Small, p.Style.Muted, Middle)
		y = bottom - 4 - p.Style.Small*1.9
	}
	p.Text(x, y, h.names[m], p.Style.Body, p.Style.Text, Middle)
}
