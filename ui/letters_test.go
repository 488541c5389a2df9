package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lacuna/dataset"
)

// Names in letters that no font at hand has are drawn with the one that is made
// for them, and change nothing for other words.
func TestLettersAreLent(t *testing.T) {
	d, err := dataset.New(dataset.Dataset{
		Name: "visits", IDs: []string{"r0"}, Classes: []string{"健康"}, Labels: []int{0},
		Blocks: []dataset.Block{{Modality: dataset.Modality{Name: "画像", Kind: dataset.Text}, Texts: []string{"患者 plain"}, Causes: make([]dataset.Cause, 1)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var known letters
	all := known.see(wordsOf(d))
	if len(all) != 6 || known.see(wordsOf(d)) != nil {
		t.Fatalf("letters %q, and new ones again", string(all))
	}
	made, err := newLent(all)
	if err != nil {
		t.Fatal(err)
	}
	if made == nil {
		t.Skip("a font is installed that has these letters")
	}
	app := test.NewTempApp(t)
	look := newTheme("light")
	app.Settings().SetTheme(look)
	plain := fyne.MeasureText("no image in 5 %", 12, fyne.TextStyle{})
	look.lent = made
	app.Settings().SetTheme(look)
	if got := fyne.MeasureText("画像", 12, fyne.TextStyle{Bold: true}).Width; got != 24 {
		t.Errorf("two letters of 12 are %g wide", got)
	}
	if got := fyne.MeasureText("no image in 5 %", 12, fyne.TextStyle{}); got.Width != plain.Width || got.Height-plain.Height > 0.1 || plain.Height-got.Height > 0.1 {
		t.Errorf("other words are %v, not %v", got, plain)
	}
}

// Letters that stay boxes are said, once for each script.
func TestBoxesAreSaidOnce(t *testing.T) {
	var l letters
	words := l.boxes([]rune("ab画\U00012000\U00012001")) // cuneiform, of which no program brings a font
	if words == "" {
		t.Skip("a font is installed that has cuneiform")
	}
	if !strings.Contains(words, "letters of Cuneiform:") {
		t.Errorf("it says %q", words)
	}
	if again := l.boxes([]rune("\U00012001")); again != "" {
		t.Errorf("and again: %q", again)
	}
}
