package ui

import (
	"image/color"
	"runtime"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	drawing "lacuna/charts/canvas"
)

// over is a colour as it is seen on an opaque one.
func over(c, ground color.Color) color.NRGBA {
	top, below := color.NRGBAModel.Convert(c).(color.NRGBA), color.NRGBAModel.Convert(ground).(color.NRGBA)
	a := top.A
	top.A = 255
	return drawing.Mix(below, top, float64(a)/255)
}

// TestHighContrastReachesSevenToOne: of every colour of words, lines and symbols on
// every ground that the toolkit draws them on, also under the pointer and the keys.
func TestHighContrastReachesSevenToOne(t *testing.T) {
	inks := []fyne.ThemeColorName{
		theme.ColorNameForeground, theme.ColorNamePlaceHolder, theme.ColorNameDisabled, theme.ColorNameHyperlink, theme.ColorNamePrimary,
		theme.ColorNameError, theme.ColorNameWarning, theme.ColorNameSuccess, theme.ColorNameInputBorder, theme.ColorNameSeparator, theme.ColorNameScrollBar,
	}
	grounds := []fyne.ThemeColorName{
		theme.ColorNameBackground, theme.ColorNameInputBackground, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground,
		theme.ColorNameHeaderBackground, theme.ColorNameDisabledButton, theme.ColorNameScrollBarBackground,
	}
	on := map[fyne.ThemeColorName]fyne.ThemeColorName{
		theme.ColorNameForegroundOnPrimary: theme.ColorNamePrimary, theme.ColorNameForegroundOnError: theme.ColorNameError,
		theme.ColorNameForegroundOnWarning: theme.ColorNameWarning, theme.ColorNameForegroundOnSuccess: theme.ColorNameSuccess,
	}
	for _, name := range []string{"contrast-light", "contrast-dark"} {
		look := newTheme(name)
		of := func(n fyne.ThemeColorName) color.Color { return look.Color(n, theme.VariantLight) }
		check := func(ink, ground fyne.ThemeColorName, below color.Color) {
			if c := drawing.Contrast(over(of(ink), below), over(below, below)); c < 7 {
				t.Errorf("%s: %s on %s has %.2f", name, ink, ground, c)
			}
		}
		for _, g := range grounds {
			for _, i := range inks {
				check(i, g, of(g))
			}
		}
		touched := []fyne.ThemeColorName{theme.ColorNameHover, theme.ColorNamePressed, theme.ColorNameFocus}
		on[theme.ColorNameForeground] = theme.ColorNameButton
		for i, g := range on {
			check(i, g, of(g))
			for _, with := range touched {
				check(i, g+" with "+with, over(of(with), of(g)))
			}
		}
		for _, with := range touched { // rows, menus
			check(theme.ColorNameForeground, "background with "+with, over(of(with), of(theme.ColorNameBackground)))
		}
		check(theme.ColorNameForeground, theme.ColorNameSelection, of(theme.ColorNameSelection))
	}
}

// TestKeysOfMenusCanBeRead: the toolkit writes keys of menus at a fifth of the
// strength of words, in every look; they stand in the words of the items instead,
// and still work.
func TestKeysOfMenusCanBeRead(t *testing.T) {
	if runtime.GOOS == "darwin" {
		t.Skip("the menu bar is the system's")
	}
	b := newBench(t)
	found := map[string]string{}
	var look func(items []*fyne.MenuItem)
	look = func(items []*fyne.MenuItem) {
		for _, i := range items {
			if _, pale := i.Shortcut.(fyne.KeyboardShortcut); pale {
				t.Errorf("%q has a pale key", i.Label)
			}
			if i.Shortcut != nil {
				found[i.Label] = i.Shortcut.ShortcutName()
			}
			if i.ChildMenu != nil {
				look(i.ChildMenu.Items)
			}
		}
	}
	for _, m := range b.frame.menu.Items {
		look(m.Items)
	}
	for label, key := range map[string]fyne.KeyboardShortcut{
		"Undo (Ctrl+Z)":          &fyne.ShortcutUndo{},
		"Run on… (Ctrl+Shift+R)": &desktop.CustomShortcut{KeyName: fyne.KeyR, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift},
		"Keys (F1)":              &desktop.CustomShortcut{KeyName: fyne.KeyF1},
		"Stop (Ctrl+.)":          &desktop.CustomShortcut{KeyName: fyne.KeyPeriod, Modifier: fyne.KeyModifierControl},
	} {
		if found[label] != key.ShortcutName() {
			t.Errorf("%q has the key %q", label, found[label])
		}
	}
}

// TestWhatHasTheKeysIsSeen: in every look the edge of a control with the keys is
// two pixels wide and stands out from the window and from any button.
func TestWhatHasTheKeysIsSeen(t *testing.T) {
	for _, name := range Themes {
		look := newTheme(name)
		if look.Size(sizeNameRing) < 2 || look.small().Size(sizeNameRing) < 2 {
			t.Errorf("%s: the edge is too thin", name)
		}
		for g, edge := range map[fyne.ThemeColorName]fyne.ThemeColorName{theme.ColorNameBackground: theme.ColorNameForeground,
			theme.ColorNameButton: theme.ColorNameForeground, theme.ColorNamePrimary: theme.ColorNameForegroundOnPrimary} {
			ground := look.Color(g, theme.VariantLight)
			if c := drawing.Contrast(over(look.Color(edge, theme.VariantLight), ground), over(ground, ground)); c < 3 {
				t.Errorf("%s: the edge on %s has %.2f", name, g, c)
			}
		}
	}
}

// TestHighContrastStays: who chose it keeps it in a project of someone else and in
// later windows, and what has the keys gets a thick edge.
func TestHighContrastStays(t *testing.T) {
	b := newBench(t)
	b.setTheme("contrast-dark")
	if got := b.frame.bench.Display.Layout().Theme; got != "contrast-dark" || b.app.Preferences().String(themeKey) != got {
		t.Errorf("the project keeps %q", got)
	}
	if !b.panes[0].theme.style(theme.VariantLight).High {
		t.Error("charts are not drawn with high contrast")
	}
	b.toolbar.run.FocusGained()
	if g := &b.toolbar.run.ring; !g.line.Visible() || g.line.StrokeWidth < 3 {
		t.Errorf("the edge of what has the keys is %g wide", g.line.StrokeWidth)
	}
	b.toolbar.run.FocusLost()
	if g := &b.toolbar.run.ring; g.line.StrokeWidth > 1 {
		t.Errorf("without the keys the edge is %g wide", g.line.StrokeWidth)
	}
	w := b.frame.bench.Display.Layout()
	w.Theme = "light"
	b.frame.bench.Display.SetLayout(w)
	b.restoreTheme(false)
	if b.theme != "light" {
		t.Errorf("taken back, the look is %s", b.theme)
	}
	b.applyTheme("contrast-light")
	b.restoreTheme(true)
	if b.theme != "contrast-light" {
		t.Errorf("opening a project changes high contrast to %s", b.theme)
	}
}
