package vm

// Zoom is which part of a picture is in sight. The zero Zoom shows all of it, as
// large as its room allows.
type Zoom struct {
	factor float64 // beyond what fits; 0 for 1
	x, y   float64 // from the middle of the picture to what is in the middle of the room, in widths and heights of the picture
}

// mostZoom is the greatest factor.
const mostZoom = 64

// Factor is how many times larger the picture is than it would have to be to fit.
func (z *Zoom) Factor() float64 {
	if z.factor == 0 {
		return 1
	}
	return z.factor
}

// Exact shows each pixel of the picture as so much of the room: 1, or less where a
// screen has more pixels than the room has units.
func (z *Zoom) Exact(unit, wide, high, width, height float64) {
	*z = Zoom{factor: min(unit/min(width/wide, height/high), mostZoom)}
}

// Place returns where a picture of so many pixels lies in a room: its corner and
// its size in the units of the room.
func (z *Zoom) Place(wide, high, width, height float64) (left, top, w, h float64) {
	scale := min(width/wide, height/high) * z.Factor()
	w, h = wide*scale, high*scale
	return width/2 - (0.5+z.x)*w, height/2 - (0.5+z.y)*h, w, h
}

// By enlarges the picture by a factor, or shrinks it down to what fits, around a
// point of the room, which stays where it is.
func (z *Zoom) By(factor, atX, atY, wide, high, width, height float64) {
	left, top, w, h := z.Place(wide, high, width, height)
	px, py := (atX-left)/w, (atY-top)/h
	z.factor = min(max(min(1, z.Factor()), z.Factor()*factor), mostZoom)
	_, _, w, h = z.Place(wide, high, width, height)
	z.x, z.y = (width/2-atX)/w+px-0.5, (height/2-atY)/h+py-0.5
	z.keepIn(w, h, width, height)
}

// Drag moves the picture by so much of the room.
func (z *Zoom) Drag(dx, dy, wide, high, width, height float64) {
	_, _, w, h := z.Place(wide, high, width, height)
	z.x, z.y = z.x-dx/w, z.y-dy/h
	z.keepIn(w, h, width, height)
}

// keepIn leaves no empty margin on a side that the picture could fill.
func (z *Zoom) keepIn(w, h, width, height float64) {
	limit := func(x, size, room float64) float64 {
		most := max(0, (1-room/size)/2)
		return min(max(x, -most), most)
	}
	z.x, z.y = limit(z.x, w, width), limit(z.y, h, height)
}

// Reset shows all of the picture again.
func (z *Zoom) Reset() { *z = Zoom{} }
