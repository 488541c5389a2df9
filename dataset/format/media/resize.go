package media

import "math"

// taps are the source pixels that make one pixel of a resized line, with their
// weights.
type taps struct {
	first   int
	weights []float32
}

// resizing returns the taps of a line that is resized by bicubic interpolation
// (Catmull–Rom), smoothed where it shrinks; nil where nothing is to be done.
func resizing(from, to int) []taps {
	if from == to {
		return nil
	}
	scale := float64(from) / float64(to)
	width := max(1, scale)
	list := make([]taps, to)
	for i := range list {
		middle := (float64(i)+0.5)*scale - 0.5
		first := max(0, int(math.Ceil(middle-2*width)))
		last := min(from-1, int(math.Floor(middle+2*width)))
		w, sum := make([]float32, 0, last-first+1), 0.0
		for k := first; k <= last; k++ {
			x := catmullRom((float64(k) - middle) / width)
			w = append(w, float32(x))
			sum += x
		}
		for k := range w {
			w[k] /= float32(sum)
		}
		list[i] = taps{first, w}
	}
	return list
}

func catmullRom(x float64) float64 {
	switch x = math.Abs(x); {
	case x < 1:
		return (1.5*x-2.5)*x*x + 1
	case x < 2:
		return ((-0.5*x+2.5)*x-4)*x + 2
	}
	return 0
}

// resize reads an image at another height and width. What a row is like before
// is told to seen.
func (r *rows) resize(height, width int, seen *survey) []float32 {
	across, down := resizing(r.bounds.Dx(), width), resizing(r.bounds.Dy(), height)
	row := make([]float32, r.channels*r.bounds.Dx())
	line := make([]float32, r.channels*width)
	out := make([]float32, height*len(line))
	for y := range r.bounds.Dy() {
		r.row(y, row)
		seen.see(row, r.channels, y == 0)
		if across == nil {
			line = row
		} else {
			shrink(row, r.channels, across, line)
		}
		if down == nil {
			copy(out[y*len(line):], line)
			continue
		}
		for i, t := range down {
			if k := y - t.first; k >= 0 && k < len(t.weights) {
				add(out[i*len(line):(i+1)*len(line)], t.weights[k], line)
			}
		}
	}
	for i, x := range out {
		out[i] = min(max(x, seen.low), seen.high)
	}
	return out
}

// shrink brings one row to another width.
func shrink(row []float32, channels int, across []taps, out []float32) {
	for i, t := range across {
		for c := range channels {
			sum := float32(0)
			for k, w := range t.weights {
				sum += w * row[(t.first+k)*channels+c]
			}
			out[i*channels+c] = sum
		}
	}
}

func add(to []float32, weight float32, from []float32) {
	for i, x := range from {
		to[i] += weight * x
	}
}
