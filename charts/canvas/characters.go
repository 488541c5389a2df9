package canvas

import (
	"math"
	"strings"
	"unicode/utf8"
)

// CharactersIn is how many stand side by side in a terminal of a width; 0 means 80.
func CharactersIn(width int) int {
	if width <= 0 {
		return 80
	}
	return width
}

// Columns lays out cells as text in columns two spaces apart. The first
// column, and those whose head ends in a space, are set left, others right.
func Columns(lines [][]string) string {
	var widths []int
	for _, line := range lines {
		for k, cell := range line {
			if k == len(widths) {
				widths = append(widths, 0)
			}
			widths[k] = max(widths[k], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, line := range lines {
		var out []string
		for k, cell := range line {
			left := k == 0 || strings.HasSuffix(lines[0][k], " ")
			out = append(out, Pad(cell, widths[k], left))
		}
		b.WriteString(strings.TrimRight(strings.Join(out, "  "), " ") + "\n")
	}
	return b.String()
}

// Pad fills a text with spaces to a width in characters.
func Pad(text string, width int, left bool) string {
	gap := strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
	if left {
		return text + gap
	}
	return gap + text
}

// Short cuts a text to a width in characters, with an ellipsis in the middle.
func Short(text string, width int) string {
	runes := []rune(text)
	if len(runes) <= width {
		return text
	}
	head := width / 2
	return string(runes[:head]) + "…" + string(runes[len(runes)-(width-head-1):])
}

// Bar draws a share of a width in eighths of a character.
func Bar(part float64, width int) string {
	if math.IsNaN(part) || part <= 0 {
		return ""
	}
	eighths := int(math.Round(min(part, 1) * float64(width) * 8))
	text := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		text += string([]rune(" ▏▎▍▌▋▊▉")[rest])
	}
	if text == "" {
		text = "▏"
	}
	return text
}

// strip is a line of characters along a numeric axis.
type strip struct {
	Span
	cells []rune
}

// NewStrip is an empty line of a width in characters, eight at least.
func NewStrip(axis Span, width int) strip {
	return strip{axis, []rune(strings.Repeat("·", max(width, 8)))}
}

func (s strip) column(v float64) int {
	at := (v - s.Low) / (s.High - s.Low) * float64(len(s.cells)-1)
	return min(max(int(math.Round(at)), 0), len(s.cells)-1)
}

// Set draws a mark; beyond the axis it is an arrow at the edge.
func (s strip) Set(v float64, mark rune) {
	edge := (s.High - s.Low) * 1e-9
	switch {
	case math.IsNaN(v):
		return
	case v < s.Low-edge:
		mark = '←'
	case v > s.High+edge:
		mark = '→'
	}
	s.cells[s.column(v)] = mark
}

// Interval draws ├──┤, with an arrow for an end beyond the axis.
func (s strip) Interval(low, high float64) {
	for k := s.column(low); k <= s.column(high); k++ {
		s.cells[k] = '─'
	}
	s.Set(low, '├')
	s.Set(high, '┤')
}

// String returns the line.
func (s strip) String() string { return string(s.cells) }

// AxisLine writes the ends of an axis, in words, under a strip.
func (s strip) AxisLine(low, high string) string {
	return low + strings.Repeat(" ", max(1, len(s.cells)-len(low)-len(high))) + high
}
