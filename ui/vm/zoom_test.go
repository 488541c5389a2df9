package vm

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The point of the picture under the pointer stays there when one zooms in; no
// margin is left that the picture could fill; and all of it comes back.
func TestZoomHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Float64Range(20, 2000)
		wide, high, width, height := size.Draw(t, "wide"), size.Draw(t, "high"), size.Draw(t, "width"), size.Draw(t, "height")
		var z Zoom
		left0, top0, w0, h0 := z.Place(wide, high, width, height)
		if math.Abs(left0+w0/2-width/2) > 1e-6 || w0 > width+1e-6 || h0 > height+1e-6 {
			t.Fatalf("at first it lies at %g with %g × %g", left0, w0, h0)
		}
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			left, top, w, h := z.Place(wide, high, width, height)
			px, py := rapid.Float64Range(0, 1).Draw(t, "px"), rapid.Float64Range(0, 1).Draw(t, "py")
			atX, atY := left+px*w, top+py*h
			inside := w >= width && h >= height && z.Factor()*1.5 <= mostZoom && atX >= 0 && atX <= width && atY >= 0 && atY <= height
			z.By(1.5, atX, atY, wide, high, width, height)
			left, top, w, h = z.Place(wide, high, width, height)
			if inside && (math.Abs(left+px*w-atX) > 1e-6*w || math.Abs(top+py*h-atY) > 1e-6*h) {
				t.Fatalf("the point under the pointer moved from %g, %g to %g, %g", atX, atY, left+px*w, top+py*h)
			}
			z.Drag(rapid.Float64Range(-500, 500).Draw(t, "dx"), rapid.Float64Range(-500, 500).Draw(t, "dy"), wide, high, width, height)
			if left, top, w, h = z.Place(wide, high, width, height); w >= width && (left > 1e-6*w || left+w < width-1e-6*w) || h >= height && (top > 1e-6*h || top+h < height-1e-6*h) {
				t.Fatalf("there is a margin: %g, %g, %g × %g in %g × %g", left, top, w, h, width, height)
			}
		}
		z.By(1e-9, width/3, height/3, wide, high, width, height)
		if left, top, w, h := z.Place(wide, high, width, height); math.Abs(left-left0)+math.Abs(top-top0)+math.Abs(w-w0)+math.Abs(h-h0) > 1e-6 {
			t.Fatal("not all of it comes back")
		}
	})
}
