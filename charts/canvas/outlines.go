package canvas

import (
	"image/color"
	"os"
	"path/filepath"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"github.com/hajimehoshi/bitmapfont/v3"
	"golang.org/x/image/math/fixed"
	textlanguage "golang.org/x/text/language"
	"gonum.org/v1/plot/vg"
)

// outline is a text as a shape: in units of the size of its letters, from the
// start of the baseline, upwards positive. As a shape it looks the same on the
// screen, in PNG, in SVG and in PDF, whatever fonts a reader has.
type outline struct {
	width float64
	path  vg.Path
}

// origin says which font draws a character.
type origin int

const (
	noFont     origin = iota
	system            // one that is installed
	embedded          // the bitmap font that the program carries
	attachment        // none by itself: joiners and marks go with what they follow
)

// foreign draws what the font of charts does not: with an installed font where
// there is one (Noto CJK, say), else with an embedded bitmap font of 12 pixels
// that covers Chinese, Japanese, Korean, Arabic, Hebrew and more; for Thai, or
// the scripts of India, there is none but an installed one.
type foreign struct {
	lock    sync.Mutex
	open    sync.Once
	install func() (*fontscan.FontMap, error)
	fonts   *fontscan.FontMap // nil where none is installed
	known   map[string]*outline
	shaper  shaping.HarfbuzzShaper
}

var outlined = &foreign{install: installed, known: map[string]*outline{}}

// mostKnown bounds the outlines that are kept.
const mostKnown = 4096

// quiet drops what the search for fonts has to tell.
type quiet struct{}

// Printf implements fontscan.Logger.
func (quiet) Printf(string, ...any) {}

// installed finds the fonts of this machine; their index is kept in the user's
// cache, for finding them takes a second.
func installed() (*fontscan.FontMap, error) {
	fonts := fontscan.NewFontMap(quiet{})
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	if err := fonts.UseSystemFonts(filepath.Join(cache, "lacuna")); err != nil {
		return nil, err
	}
	fonts.SetQuery(fontscan.Query{Families: []string{"Noto Sans", "Noto Sans CJK", fontscan.SansSerif}})
	return fonts, nil
}

// ready looks for fonts once, when the first character needs one. Without any,
// the embedded one is there.
func (o *foreign) ready() {
	o.open.Do(func() {
		if fonts, err := o.install(); err == nil {
			o.fonts = fonts
		}
	})
}

// ResolveFace implements shaping.Fontmap; nil where no installed font has an
// outline of the character.
func (o *foreign) ResolveFace(r rune) *font.Face {
	if o.fonts == nil {
		return nil
	}
	o.fonts.SetScript(language.LookupScript(r))
	face := o.fonts.ResolveFace(r)
	if face == nil {
		return nil
	}
	if g, ok := face.NominalGlyph(r); ok && g != 0 {
		if _, ok := face.GlyphData(g).(font.GlyphOutline); ok {
			return face
		}
	}
	return nil
}

func (o *foreign) source(r rune) origin {
	o.ready()
	o.lock.Lock()
	defer o.lock.Unlock()
	return o.find(r)
}

func (o *foreign) find(r rune) origin {
	switch {
	case r == ' ' || unicode.In(r, unicode.Mn, unicode.Cf, unicode.Variation_Selector):
		return attachment
	case o.ResolveFace(r) != nil:
		return system
	case has12(r):
		return embedded
	}
	return noFont
}

// has12 says whether the embedded font has a character: of those that it lacks
// it has an empty picture.
func has12(r rune) bool { return r < 0x10000 && len(embeddedOutline(string(r)).path) > 0 }

// parts divides a stretch of foreign characters by the font that draws them.
func (o *foreign) parts(text string) []part {
	o.ready()
	o.lock.Lock()
	defer o.lock.Unlock()
	var out []part
	runes := []rune(text)
	for from := 0; from < len(runes); {
		by, to := o.find(runes[from]), from+1
		for ; to < len(runes); to++ {
			if next := o.find(runes[to]); next != by && next != attachment {
				break
			}
		}
		out = append(out, o.partsBy(by, runes[from:to])...)
		from = to
	}
	return out
}

func (o *foreign) partsBy(by origin, runes []rune) []part {
	if by == noFont {
		text := ""
		for _, r := range runes {
			if o.find(r) == noFont {
				text += code(r)
			}
		}
		return []part{{text: text}}
	}
	if by == attachment { // marks without a letter
		return nil
	}
	text := string(runes)
	shape, ok := o.known[text]
	if !ok {
		shape = embeddedOutline(text)
		if by == system {
			shape = o.shape(runes)
		}
		if len(o.known) >= mostKnown {
			clear(o.known)
		}
		o.known[text] = shape
	}
	return []part{{outline: shape}}
}

// shape sets a text with installed fonts: letters join, marks are placed, and
// what runs from right to left does.
func (o *foreign) shape(runes []rune) *outline {
	const size = 64
	in := shaping.Input{Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR, Size: fixed.I(size), Language: language.NewLanguage("en")}
	if leftward(runes[0]) {
		in.Direction = di.DirectionRTL
	}
	var seg shaping.Segmenter
	runs := seg.Split(in, o)
	out := &outline{}
	for k := range runs {
		run := runs[k]
		if in.Direction == di.DirectionRTL {
			run = runs[len(runs)-1-k]
		}
		if run.Face == nil {
			continue
		}
		set := o.shaper.Shape(run)
		scale := 1 / float64(run.Face.Upem())
		for _, g := range set.Glyphs {
			x, y := out.width+float64(g.XOffset)/64/size, float64(g.YOffset)/64/size
			if data, ok := run.Face.GlyphData(g.GlyphID).(font.GlyphOutline); ok {
				out.add(data, x, y, scale)
			}
			out.width += float64(g.Advance) / 64 / size
		}
	}
	return out
}

// chords is how many lines a curve becomes: at print density none is seen.
const chords = 8

// add appends a glyph at a place. Its curves become lines, which all canvases
// draw alike.
func (o *outline) add(g font.GlyphOutline, x, y, scale float64) {
	at := func(p opentype.SegmentPoint) vg.Point {
		return vg.Point{X: vg.Length(x + float64(p.X)*scale), Y: vg.Length(y + float64(p.Y)*scale)}
	}
	var pen vg.Point
	open := false
	for _, s := range g.Segments {
		args := s.ArgsSlice()
		points := []vg.Point{pen}
		for _, p := range args {
			points = append(points, at(p))
		}
		pen = points[len(points)-1]
		switch {
		case s.Op == opentype.SegmentOpMoveTo:
			if open {
				o.path.Close()
			}
			open = true
			o.path.Move(pen)
		case len(args) == 1:
			o.path.Line(pen)
		default:
			for k := 1; k <= chords; k++ {
				o.path.Line(bezier(points, vg.Length(k)/chords))
			}
		}
	}
	if open {
		o.path.Close()
	}
}

// bezier is a point of a curve, by de Casteljau.
func bezier(points []vg.Point, t vg.Length) vg.Point {
	for ; len(points) > 1; points = points[:len(points)-1] {
		next := make([]vg.Point, len(points))
		for i := range points[:len(points)-1] {
			a, b := points[i], points[i+1]
			next[i] = vg.Point{X: a.X + (b.X-a.X)*t, Y: a.Y + (b.Y-a.Y)*t}
		}
		points = next
	}
	return points[0]
}

// embeddedOutline sets a text with the bitmap font: each run of dark pixels is
// a rectangle. Arabic letters take the forms of their places in words.
func embeddedOutline(text string) *outline {
	const size = 12
	if leftward([]rune(text)[0]) {
		text = bitmapfont.PresentationForms(text, bitmapfont.DirectionRightToLeft, textlanguage.Arabic)
	}
	out := &outline{}
	for _, r := range text {
		box, mask, from, advance, ok := bitmapfont.Face.Glyph(fixed.Point26_6{}, r)
		if !ok {
			continue
		}
		for y := range box.Dy() {
			for x := 0; x < box.Dx(); x++ {
				first := x
				for x < box.Dx() && dark(mask.At(from.X+x, from.Y+y)) {
					x++
				}
				if x > first {
					out.dots(out.width+float64(box.Min.X+first)/size, -float64(box.Min.Y+y+1)/size, float64(x-first)/size, 1.0/size)
				}
			}
		}
		out.width += float64(advance) / 64 / size
	}
	return out
}

func dark(c color.Color) bool {
	_, _, _, a := c.RGBA()
	return a > 0x7FFF
}

// dots appends a rectangle.
func (o *outline) dots(x, y, w, h float64) {
	o.path.Move(vg.Point{X: vg.Length(x), Y: vg.Length(y)})
	for _, corner := range [][2]float64{{x + w, y}, {x + w, y + h}, {x, y + h}} {
		o.path.Line(vg.Point{X: vg.Length(corner[0]), Y: vg.Length(corner[1])})
	}
	o.path.Close()
}

// placed is the outline at a point of a canvas, in letters of a size.
func (o *outline) placed(at vg.Point, size vg.Length) vg.Path {
	out := make(vg.Path, len(o.path))
	for i, c := range o.path {
		c.Pos = vg.Point{X: at.X + c.Pos.X*size, Y: at.Y + c.Pos.Y*size}
		out[i] = c
	}
	return out
}
