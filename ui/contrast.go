package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The two looks of high contrast: words and lines reach 7:1 on what they lie on,
// which is the strictest level of WCAG, also where the pointer or the keys are.

var lightContrast = palette{
	theme.ColorNameBackground:          grey(0xFF),
	theme.ColorNameButton:              grey(0xEA),
	theme.ColorNameInputBackground:     grey(0xFF),
	theme.ColorNameInputBorder:         grey(0x00),
	theme.ColorNameForeground:          grey(0x00),
	theme.ColorNamePlaceHolder:         grey(0x46),
	theme.ColorNameDisabled:            grey(0x46),
	theme.ColorNameDisabledButton:      grey(0xFF),
	theme.ColorNameSeparator:           grey(0x40),
	theme.ColorNameHeaderBackground:    grey(0xFF),
	theme.ColorNameMenuBackground:      grey(0xFF),
	theme.ColorNameOverlayBackground:   grey(0xFF),
	theme.ColorNamePrimary:             hex(0x003E70),
	theme.ColorNameHyperlink:           hex(0x003E70),
	theme.ColorNameError:               hex(0x8F0000),
	theme.ColorNameWarning:             hex(0x6A3F00),
	theme.ColorNameSuccess:             hex(0x004D1C),
	theme.ColorNameFocus:               color.NRGBA{0x00, 0x3E, 0x70, 0x22},
	theme.ColorNameSelection:           hex(0xBBD9F5),
	theme.ColorNameHover:               color.NRGBA{0, 0, 0, 0x14},
	theme.ColorNamePressed:             color.NRGBA{0, 0, 0, 0x22},
	theme.ColorNameScrollBar:           grey(0x40),
	theme.ColorNameScrollBarBackground: grey(0xFF),
	theme.ColorNameShadow:              color.NRGBA{0, 0, 0, 0x99},
	theme.ColorNameForegroundOnPrimary: grey(0xFF),
	theme.ColorNameForegroundOnError:   grey(0xFF),
	theme.ColorNameForegroundOnWarning: grey(0xFF),
	theme.ColorNameForegroundOnSuccess: grey(0xFF),
}

var darkContrast = palette{
	theme.ColorNameBackground:          grey(0x00),
	theme.ColorNameButton:              grey(0x20),
	theme.ColorNameInputBackground:     grey(0x00),
	theme.ColorNameInputBorder:         grey(0xFF),
	theme.ColorNameForeground:          grey(0xFF),
	theme.ColorNamePlaceHolder:         grey(0xC4),
	theme.ColorNameDisabled:            grey(0xC4),
	theme.ColorNameDisabledButton:      grey(0x00),
	theme.ColorNameSeparator:           grey(0xB8),
	theme.ColorNameHeaderBackground:    grey(0x00),
	theme.ColorNameMenuBackground:      grey(0x00),
	theme.ColorNameOverlayBackground:   grey(0x00),
	theme.ColorNamePrimary:             hex(0x8FCBFF),
	theme.ColorNameHyperlink:           hex(0x8FCBFF),
	theme.ColorNameError:               hex(0xFFA39B),
	theme.ColorNameWarning:             hex(0xFFC14D),
	theme.ColorNameSuccess:             hex(0x8AE89A),
	theme.ColorNameFocus:               color.NRGBA{0x8F, 0xCB, 0xFF, 0x30},
	theme.ColorNameSelection:           hex(0x12406B),
	theme.ColorNameHover:               color.NRGBA{0xFF, 0xFF, 0xFF, 0x1C},
	theme.ColorNamePressed:             color.NRGBA{0xFF, 0xFF, 0xFF, 0x28},
	theme.ColorNameScrollBar:           grey(0xB8),
	theme.ColorNameScrollBarBackground: grey(0x00),
	theme.ColorNameShadow:              color.NRGBA{0xFF, 0xFF, 0xFF, 0x70},
	theme.ColorNameForegroundOnPrimary: grey(0x00),
	theme.ColorNameForegroundOnError:   grey(0x00),
	theme.ColorNameForegroundOnWarning: grey(0x00),
	theme.ColorNameForegroundOnSuccess: grey(0x00),
}

// sizeNameRing is how thick the edge is of what has the keys, sizeNameEdge that of
// a control without them; 0 draws none.
const (
	sizeNameRing fyne.ThemeSizeName = "ring"
	sizeNameEdge fyne.ThemeSizeName = "edge"
)

// contrastSizes are the sizes that differ under high contrast.
var contrastSizes = map[fyne.ThemeSizeName]float32{
	sizeNameRing:                     4,
	sizeNameEdge:                     1,
	theme.SizeNameInputBorder:        2,
	theme.SizeNameSeparatorThickness: 2,
	theme.SizeNameScrollBar:          14,
	theme.SizeNameScrollBarSmall:     6,
}
