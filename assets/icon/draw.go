//go:build ignore

// Draw writes icon.svg and icon.png, the program's icon: a table of cells of
// which one is missing. Both are drawn from the one list of shapes below; run
// it with `go run draw.go` in this folder.
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"log"
	"os"
	"strings"

	"golang.org/x/image/vector"
)

const side = 512

// shape is a square with round corners: its left and upper edge, side and
// corner radius in pixels, and its colour.
type shape struct {
	x, y, side, radius float32
	fill               color.NRGBA
}

// Colours of Okabe and Ito, which all eyes can tell apart.
var (
	blue  = color.NRGBA{0x00, 0x72, 0xB2, 0xFF}
	amber = color.NRGBA{0xE6, 0x9F, 0x00, 0xFF}
	white = color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
)

// shapes returns the icon from back to front. Three columns are three
// modalities, three rows three records; the gap is an amber frame. Edges lie on
// multiples of 16, so that they fall between the pixels at 32 × 32.
func shapes() []shape {
	const cell, gap, margin, stroke = 128, 32, 32, 32
	out := []shape{{0, 0, side, 96, blue}}
	for row := range 3 {
		for column := range 3 {
			x, y := float32(margin+column*(cell+gap)), float32(margin+row*(cell+gap))
			if row == 1 && column == 2 {
				out = append(out, shape{x, y, cell, 28, amber}, shape{x + stroke, y + stroke, cell - 2*stroke, 6, blue})
				continue
			}
			out = append(out, shape{x, y, cell, 28, white})
		}
	}
	return out
}

func main() {
	if err := os.WriteFile("icon.svg", []byte(svg(shapes())), 0o644); err != nil {
		log.Fatal(err)
	}
	out, err := os.Create("icon.png")
	if err != nil {
		log.Fatal(err)
	}
	if err := png.Encode(out, raster(shapes())); err != nil {
		log.Fatal(err)
	}
	if err := out.Close(); err != nil {
		log.Fatal(err)
	}
}

func svg(shapes []shape) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%[1]d\" viewBox=\"0 0 %[1]d %[1]d\">\n<title>Lacuna</title>\n", side)
	for _, s := range shapes {
		fmt.Fprintf(&b, "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%[3]g\" rx=\"%g\" fill=\"#%02X%02X%02X\"/>\n",
			s.x, s.y, s.side, s.radius, s.fill.R, s.fill.G, s.fill.B)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func raster(shapes []shape) image.Image {
	out := image.NewNRGBA(image.Rect(0, 0, side, side))
	for _, s := range shapes {
		pen := vector.NewRasterizer(side, side)
		outline(pen, s)
		pen.Draw(out, out.Bounds(), image.NewUniform(s.fill), image.Point{})
	}
	return out
}

// outline walks round the square, a cubic curve for each corner.
func outline(pen *vector.Rasterizer, s shape) {
	const kappa = 0.5522848 // control points of a quarter of a circle
	r, k := s.radius, s.radius*(1-kappa)
	x0, y0, x1, y1 := s.x, s.y, s.x+s.side, s.y+s.side
	pen.DrawOp = draw.Over
	pen.MoveTo(x0+r, y0)
	pen.LineTo(x1-r, y0)
	pen.CubeTo(x1-k, y0, x1, y0+k, x1, y0+r)
	pen.LineTo(x1, y1-r)
	pen.CubeTo(x1, y1-k, x1-k, y1, x1-r, y1)
	pen.LineTo(x0+r, y1)
	pen.CubeTo(x0+k, y1, x0, y1-k, x0, y1-r)
	pen.LineTo(x0, y0+r)
	pen.CubeTo(x0, y0+k, x0+k, y0, x0+r, y0)
	pen.ClosePath()
}
