package canvas

import (
	"image/color"
	"math"
)

// Style is how figures look. Text sizes are in pixels.
type Style struct {
	Background color.NRGBA
	Text       color.NRGBA
	Muted      color.NRGBA // absent, rest, frame, secondary text
	Grid       color.NRGBA // hairlines and rules behind the data
	Present    color.NRGBA // fill of what is there: quiet
	Caution    color.NRGBA // imputed, masked, caution; never a method
	Methods    []color.NRGBA
	Small      float64 // tick labels, figures in columns
	Body       float64 // row labels, legends
	Heading    float64 // the title of an export
	High       bool    // all that is drawn has a contrast of highest or more
	Proof      bool    // for a printer without colour
	Screen     bool    // it is on a screen, where what has no room can be scrolled to
}

// highest is the contrast that the strictest level of WCAG 2.2, AAA, asks of
// words; under high contrast marks and lines have it, too.
const highest = 7

// okabeIto are the colours of methods after Okabe and Ito, "Color Universal
// Design" (2008): blue, vermilion, bluish green, reddish purple, sky blue.
var okabeIto = []color.NRGBA{rgb(0x0072B2), rgb(0xD55E00), rgb(0x009E73), rgb(0xCC79A7), rgb(0x56B4E9)}

// Light returns the style of print and of the light theme.
func Light() Style {
	return Style{
		Background: rgb(0xFFFFFF), Text: rgb(0x1B1B1F), Muted: rgb(0x6B6B70), Grid: rgb(0xE2E2E6),
		Present: rgb(0x9DB1C2), Caution: rgb(0xE69F00), Methods: okabeIto,
		Small: 11, Body: 12, Heading: 14,
	}
}

// Dark returns the style of the dark theme.
func Dark() Style {
	return Style{
		Background: rgb(0x17171A), Text: rgb(0xECECEF), Muted: rgb(0x9A9AA0), Grid: rgb(0x36363C),
		Present: rgb(0x5F7A90), Caution: rgb(0xE69F00), Methods: okabeIto,
		Small: 11, Body: 12, Heading: 14,
	}
}

// HighContrast returns the style for those who see little contrast: words,
// marks, lines and the grid reach 7:1. The colours of methods keep the order of
// their hues, so that a legend reads the same.
func HighContrast(dark bool) Style {
	s := Light()
	s.High, s.Background, s.Text, s.Muted, s.Grid = true, rgb(0xFFFFFF), rgb(0x000000), rgb(0x4A4A4A), rgb(0x505050)
	s.Present, s.Caution = rgb(0x3D5266), rgb(0x744700)
	s.Methods = []color.NRGBA{rgb(0x0A3FA8), rgb(0x982D00), rgb(0x1B5E00), rgb(0x8A1266), rgb(0x00505E)}
	if dark {
		s.Background, s.Text, s.Muted, s.Grid = rgb(0x000000), rgb(0xFFFFFF), rgb(0xB8B8B8), rgb(0x9C9C9C)
		s.Present, s.Caution = rgb(0xA9BDCF), rgb(0xFFB833)
		s.Methods = []color.NRGBA{rgb(0x8FA8FF), rgb(0xFF9466), rgb(0x3FDC8C), rgb(0xF29BD4), rgb(0x7FE6FF)}
	}
	return s
}

// Method returns the colour of the i-th method of a comparison. Beyond five
// the colours repeat; markers and dashes do too, at another period.
func (s Style) Method(i int) color.NRGBA { return s.Methods[i%len(s.Methods)] }

// Fade mixes a colour with the background so that share of it remains.
func (s Style) Fade(c color.NRGBA, share float64) color.NRGBA { return Mix(s.Background, c, share) }

// Quiet is Fade for what is secondary but must be seen: under high contrast it
// stays at 7:1 or more.
func (s Style) Quiet(c color.NRGBA, share float64) color.NRGBA {
	least := 0.0
	for s.High && least < 1 && Contrast(s.Fade(c, least), s.Background) < highest {
		least += 0.01
	}
	return s.Fade(c, min(1, least+(1-least)*share))
}

// Ground is a quiet surface that marks lie on: the track of a gauge.
func (s Style) Ground() color.NRGBA { return Mix(s.Background, s.Text, 0.12) }

// Unselected is the share of a mark that is left where others are selected. Under
// high contrast words stay readable.
func (s Style) Unselected() float64 {
	if s.High {
		return 0.55
	}
	return 0.25
}

// legible is the least contrast of words with a fill below them.
func (s Style) legible() float64 {
	if s.High {
		return highest
	}
	return 4.5
}

// needsOutline says whether a mark of this colour is under 3:1 on the
// background and so gets an outline of the text colour.
func (s Style) needsOutline(c color.NRGBA) bool { return Contrast(c, s.Background) < 3 }

// Mix returns a moved towards b by share.
func Mix(a, b color.NRGBA, share float64) color.NRGBA {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*share)) }
	return color.NRGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

// Contrast is the ratio of relative luminances of two opaque colours as WCAG
// 2.2 defines it, 1 to 21.
func Contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(v uint8) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

// grey returns the style as a printer without colour shows it.
func (s Style) grey() Style {
	methods := make([]color.NRGBA, len(s.Methods))
	for i, c := range s.Methods {
		methods[i] = greyOf(c)
	}
	s.Methods = methods
	for _, c := range []*color.NRGBA{&s.Background, &s.Text, &s.Muted, &s.Grid, &s.Present, &s.Caution} {
		*c = greyOf(*c)
	}
	s.Proof = true
	return s
}

// Seen is a colour that the data bring, a pixel of a picture say, as the style
// shows it: grey in a greyscale proof.
func (s Style) Seen(c color.NRGBA) color.NRGBA {
	if s.Proof {
		return greyOf(c)
	}
	return c
}

func greyOf(c color.NRGBA) color.NRGBA {
	y := color.GrayModel.Convert(c).(color.Gray).Y
	return color.NRGBA{y, y, y, 255}
}
