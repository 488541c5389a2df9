package ui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	drawing "lacuna/charts/canvas"
)

// workTheme is the look of the window: quiet surfaces, one accent, text of 13.
// The colours of charts are derived from the same two styles, so that a chart
// lies on its pane without an edge.
type workTheme struct {
	variant *fyne.ThemeVariant // nil follows the system
	high    bool               // high contrast
	lent    *lent              // nil where no such letters are shown
}

// Themes are the names of the looks, as project files and the preferences keep
// them.
var Themes = []string{"light", "dark", "contrast-light", "contrast-dark"}

func newTheme(name string) *workTheme {
	light, dark := theme.VariantLight, theme.VariantDark
	tone, high := strings.CutPrefix(name, "contrast-")
	switch tone {
	case "light":
		return &workTheme{variant: &light, high: high}
	case "dark":
		return &workTheme{variant: &dark, high: high}
	}
	return &workTheme{}
}

// small is the same look, now and after it has changed, with small controls as
// pane headers have them.
func (t *workTheme) small() fyne.Theme { return smallTheme{t} }

type smallTheme struct{ *workTheme }

// Size implements fyne.Theme.
func (t smallTheme) Size(name fyne.ThemeSizeName) float32 { return t.size(name, 1) }

func (t *workTheme) dark(v fyne.ThemeVariant) bool {
	if t.variant != nil {
		v = *t.variant
	}
	return v == theme.VariantDark
}

// palette is what differs between light and dark.
type palette map[fyne.ThemeColorName]color.Color

var lightPalette = palette{
	theme.ColorNameBackground:          grey(0xF4),
	theme.ColorNameButton:              grey(0xE7),
	theme.ColorNameInputBackground:     grey(0xFF),
	theme.ColorNameInputBorder:         grey(0xC4),
	theme.ColorNameForeground:          grey(0x1B),
	theme.ColorNamePlaceHolder:         grey(0x66),
	theme.ColorNameDisabled:            grey(0x8A),
	theme.ColorNameDisabledButton:      grey(0xEC),
	theme.ColorNameSeparator:           grey(0xDA),
	theme.ColorNameHeaderBackground:    grey(0xF4),
	theme.ColorNameMenuBackground:      grey(0xFF),
	theme.ColorNameOverlayBackground:   grey(0xFF),
	theme.ColorNamePrimary:             hex(0x0072B2),
	theme.ColorNameHyperlink:           hex(0x0072B2),
	theme.ColorNameFocus:               color.NRGBA{0x00, 0x72, 0xB2, 0x55},
	theme.ColorNameSelection:           color.NRGBA{0x00, 0x72, 0xB2, 0x33},
	theme.ColorNameHover:               color.NRGBA{0, 0, 0, 0x12},
	theme.ColorNamePressed:             color.NRGBA{0, 0, 0, 0x22},
	theme.ColorNameScrollBar:           color.NRGBA{0, 0, 0, 0x55},
	theme.ColorNameShadow:              color.NRGBA{0, 0, 0, 0x22},
	theme.ColorNameForegroundOnPrimary: grey(0xFF),
}

var darkPalette = palette{
	theme.ColorNameBackground:          hex(0x222226),
	theme.ColorNameButton:              hex(0x36363C),
	theme.ColorNameInputBackground:     hex(0x17171A),
	theme.ColorNameInputBorder:         hex(0x55555C),
	theme.ColorNameForeground:          hex(0xECECEF),
	theme.ColorNamePlaceHolder:         hex(0xA6A6AC),
	theme.ColorNameDisabled:            hex(0x85858C),
	theme.ColorNameDisabledButton:      hex(0x2C2C31),
	theme.ColorNameSeparator:           hex(0x3A3A40),
	theme.ColorNameHeaderBackground:    hex(0x222226),
	theme.ColorNameMenuBackground:      hex(0x2C2C31),
	theme.ColorNameOverlayBackground:   hex(0x2C2C31),
	theme.ColorNamePrimary:             hex(0x2F8FCB),
	theme.ColorNameHyperlink:           hex(0x56B4E9),
	theme.ColorNameFocus:               color.NRGBA{0x56, 0xB4, 0xE9, 0x66},
	theme.ColorNameSelection:           color.NRGBA{0x56, 0xB4, 0xE9, 0x44},
	theme.ColorNameHover:               color.NRGBA{0xFF, 0xFF, 0xFF, 0x14},
	theme.ColorNamePressed:             color.NRGBA{0xFF, 0xFF, 0xFF, 0x28},
	theme.ColorNameScrollBar:           color.NRGBA{0xFF, 0xFF, 0xFF, 0x55},
	theme.ColorNameShadow:              color.NRGBA{0, 0, 0, 0x66},
	theme.ColorNameForegroundOnPrimary: grey(0xFF),
}

func (t *workTheme) palette(v fyne.ThemeVariant) (palette, fyne.ThemeVariant) {
	switch dark := t.dark(v); {
	case dark && t.high:
		return darkContrast, theme.VariantDark
	case dark:
		return darkPalette, theme.VariantDark
	case t.high:
		return lightContrast, theme.VariantLight
	}
	return lightPalette, theme.VariantLight
}

// Color implements fyne.Theme.
func (t *workTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	colours, variant := t.palette(v)
	if c, ok := colours[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font implements fyne.Theme. What the font does not have, Fyne looks for in its
// own fonts, then in those that are installed.
func (t *workTheme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case t.lent == nil || s.Symbol:
	case s.Monospace:
		return t.lent.mono
	default:
		return t.lent.text
	}
	return theme.DefaultTheme().Font(s)
}

// Icon implements fyne.Theme.
func (t *workTheme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size implements fyne.Theme.
func (t *workTheme) Size(name fyne.ThemeSizeName) float32 { return t.size(name, 0) }

// sizes are the normal and the compact ones.
var sizes = map[fyne.ThemeSizeName][2]float32{
	theme.SizeNameText:               {13, 12},
	theme.SizeNameSubHeadingText:     {15, 13},
	theme.SizeNameHeadingText:        {20, 16},
	theme.SizeNameCaptionText:        {12, 11},
	theme.SizeNamePadding:            {4, 2},
	theme.SizeNameInnerPadding:       {6, 4},
	theme.SizeNameInlineIcon:         {17, 15},
	theme.SizeNameInputRadius:        {4, 4},
	theme.SizeNameSelectionRadius:    {3, 3},
	theme.SizeNameScrollBar:          {10, 10},
	theme.SizeNameSeparatorThickness: {1, 1},
	theme.SizeNameSplitThickness:     {4, 4},
	sizeNameRing:                     {2, 2},
	sizeNameEdge:                     {0, 0},
}

// size returns the normal (0) or the compact (1) size.
func (t *workTheme) size(name fyne.ThemeSizeName, compact int) float32 {
	if s, ok := contrastSizes[name]; ok && t.high {
		return s
	}
	if s, ok := sizes[name]; ok {
		return s[compact]
	}
	return theme.DefaultTheme().Size(name)
}

// style is what charts are drawn with under the current theme.
func (t *workTheme) style(v fyne.ThemeVariant) drawing.Style {
	style := drawing.Light()
	switch {
	case t.high:
		style = drawing.HighContrast(t.dark(v))
	case t.dark(v):
		style = drawing.Dark()
	}
	style.Screen = true
	return style
}

func grey(v uint8) color.Color { return color.NRGBA{v, v, v, 255} }

func hex(v uint32) color.Color {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}
