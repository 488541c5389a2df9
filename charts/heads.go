package charts

import "math"

// heads are the names of modalities above columns: level where they fit
// between their neighbours, else rising at 45°, else upright.
type heads struct {
	names []string
	notes []string // second line, or behind the name where it is turned; may be nil
	pitch float64  // distance of the columns
	angle float64
	room  float64 // that a turned name may take along itself
}

// longestHead is the most room that a turned name may take along itself.
const longestHead = 110.0

// newHeads chooses how the names stand. beyond is the free room to the right
// of the middle of the last column.
func (p pen) newHeads(names, notes []string, pitch, beyond float64) heads {
	h := heads{names: names, notes: notes, pitch: pitch, room: min(longestHead, p.frame().Height()*0.3)}
	if p.widest(p.s.Body, names...)+6 <= pitch && p.widest(p.s.Small, notes...)+4 <= pitch {
		return h
	}
	h.angle = math.Pi / 4
	if pitch < p.s.Body*1.4 || p.width(h.words(p, len(names)-1), p.s.Body)*math.Sqrt2/2+6 > beyond {
		h.angle = math.Pi / 2
	}
	return h
}

// words are what is written above column m when the heads are turned.
func (h heads) words(p pen, m int) string {
	text := p.clip(h.names[m], p.s.Body, h.room)
	if h.notes != nil {
		text += " " + h.notes[m]
	}
	return text
}

// height is the room above the columns.
func (h heads) height(p pen) float64 {
	switch {
	case h.angle == 0 && h.notes == nil:
		return p.s.Body*1.4 + 4
	case h.angle == 0:
		return p.s.Body*1.4 + p.s.Small*1.3 + 4
	}
	longest := 0.0
	for m := range h.names {
		longest = max(longest, p.width(h.words(p, m), p.s.Body))
	}
	return longest*math.Sin(h.angle) + p.s.Body + 2
}

// draw writes the head of column m, centred on x, above bottom.
func (h heads) draw(p pen, m int, x, bottom float64) {
	if h.angle > 0 {
		p.turned(x-2*math.Cos(h.angle), bottom-7, h.words(p, m), p.s.Body, h.angle, p.s.Text)
		return
	}
	y := bottom - 4 - p.s.Body*0.6
	if h.notes != nil {
		p.text(x, bottom-4-p.s.Small*0.7, h.notes[m], p.s.Small, p.s.Muted, middle)
		y = bottom - 4 - p.s.Small*1.9
	}
	p.text(x, y, h.names[m], p.s.Body, p.s.Text, middle)
}
