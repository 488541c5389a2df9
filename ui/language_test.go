package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/say"
	"lacuna/project"
	"lacuna/ui/vm"
)

// foreign is a language of other letters: what is seen in Latin ones is not said
// through it, or comes from the data.
var foreign = say.Language{
	Text: func(text string) string {
		out, last := "", 0
		for _, m := range verb.FindAllStringIndex(text, -1) {
			out, last = out+strings.Map(foreignLetter, text[last:m[0]])+text[m[0]:m[1]], m[1]
		}
		return out + strings.Map(foreignLetter, text[last:])
	},
	Plural: func(many string, _ int) string { return strings.Map(foreignLetter, many) },
}

var verb = regexp.MustCompile(`%[-+#0]*[\d.*]*(\[\d+\])?[a-z%]`)

func foreignLetter(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z':
		return r - 'a' + 'а'
	case r >= 'A' && r <= 'Z':
		return r - 'A' + 'А'
	}
	return r
}

// latin is a word in Latin letters, as names are written, too.
var latin = regexp.MustCompile(`[A-Za-z][A-Za-zñ0-9_+./-]*`)

// fromData are the words of the data, of queries, files and commands, and signs:
// the same in every language.
var fromData = []string{
	"small", "table", "image", "ill", "well", "x", "table.x", "image.x", "r000", "r001", "table.csv", "image.csv", // of the study
	"mean+logistic", "knn+mlp", "mean", "logistic", "majority", "Majority", "pattern", "attention", "knn", "ridge", "hotdeck", // methods
	"A", "B", "C", "D", "n", "s", "p", // panes, and signs
	"English", "Español", // for who understands nothing else
	"lacuna", "run", "study.lacuna", "background", "workers", // a command
}

// unsaid lists the words that the window shows and nobody has said, each with the
// whole of its text.
func (b *bench) unsaid() map[string]string {
	found := map[string]string{}
	look := func(text string) {
		for _, word := range latin.FindAllString(text, -1) {
			if !slices.Contains(fromData, strings.Trim(word, ".-+")) && !strings.Contains(word, "/") { // a path
				found[word] = text
			}
		}
	}
	c := b.win.Canvas()
	for _, root := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		for _, o := range test.LaidOutObjects(root) {
			if t, ok := o.(*canvas.Text); ok && t.Visible() {
				look(t.Text)
			}
		}
	}
	return found
}

// said fails for every word that nobody has said at a place.
func (b *bench) said(where string) {
	b.t.Helper()
	for word, text := range b.unsaid() {
		if !b.heard[word] {
			b.heard[word] = true
			b.t.Errorf("%s: %q is not said: %q", where, word, text)
		}
	}
}

// Everything that the window shows is said, so that it can be said in another
// language.
func TestEverythingIsSaid(t *testing.T) {
	say.Speak(&foreign)
	t.Cleanup(func() { say.Speak(nil) })
	b := newBench(t)
	b.said("the empty window")
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.find.open()
	b.frame.bench.Selection.SelectPattern("10")
	b.said("the sample")
	b.find.close()
	for _, p := range b.panes[:2] {
		for mode := range 3 {
			p.modes.choose(mode)
			b.said("another way of " + string(p.name))
		}
		p.modes.choose(asChart)
	}
	b.menus(b.menu.Items)
	b.menus([]*fyne.Menu{fyne.NewMenu("", b.selectionItems()...)})
	b.choices()
	b.dialogs()
	b.results()
}

// onKeyboard is a key as keyboards have it in every language.
var onKeyboard = regexp.MustCompile(`[(+](F1|[A-Z])\)$`)

// menus holds the words of menus.
func (b *bench) menus(menus []*fyne.Menu) {
	b.t.Helper()
	for _, m := range menus {
		for _, i := range m.Items {
			for _, word := range latin.FindAllString(m.Label+" "+onKeyboard.ReplaceAllString(i.Label, ")"), -1) {
				if !slices.Contains(fromData, word) {
					b.t.Errorf("a menu says %q: %q", word, i.Label)
				}
			}
			if i.ChildMenu != nil {
				b.menus([]*fyne.Menu{i.ChildMenu})
			}
		}
	}
}

// choices holds what panes offer to show.
func (b *bench) choices() {
	b.t.Helper()
	for _, p := range b.panes {
		for _, title := range p.choice.Options {
			for _, word := range latin.FindAllString(title, -1) {
				if !slices.Contains(fromData, word) {
					b.t.Errorf("pane %s offers %q: %q", p.name, word, title)
				}
			}
		}
	}
}

// dialogs holds what dialogs say.
func (b *bench) dialogs() {
	b.t.Helper()
	title := say.Text("Keys")
	for name, show := range map[string]func(){
		"keys": b.showKeys, "protocol": func() { b.showTerms(title, protocolTerms) },
		"imputers": func() { b.showTerms(title, fillTerms) }, "what if": func() { b.showTerms(title, whatIfTerms) },
		"naming": b.nameSelection, "remarks": b.showRemarks, "order": b.orderByColumn,
		"error": func() { b.fail(ErrBusy) }, "large": func() { b.enlarge(b.frame.bench.Inspector.Lenses()[0]) },
		"path": func() { inAppPicker{b.frame}.OpenFile(Request{Title: title}, func(string, error) {}) },
		"preview": func() {
			b.frame.preview(vm.NewOpening(b.around, []string{"small"}, dataset.Import{}, b.frame.bench.Document.Data(), nil), b.adopt)
		},
	} {
		show()
		if len(b.modals) != 1 {
			b.t.Fatalf("%s: %d dialogs", name, len(b.modals))
		}
		b.said(name)
		b.press(fyne.KeyEscape)
	}
}

// results holds what is said of a comparison that has run.
func (b *bench) results() {
	b.t.Helper()
	for len(b.frame.bench.Setup.Spec().Methods) > 1 {
		b.frame.bench.Setup.RemoveMethod(1)
	}
	b.frame.bench.Setup.SetSeeds(1)
	b.run()
	b.wait("the comparison", b.frame.bench.Settled)
	b.said("the finished comparison")
	b.choices()
	b.adopt(&vm.Loaded{Data: small(b.t)})
	b.said("leaving an unsaved study")
	b.press(fyne.KeyEscape)
	b.inspector.results.chosen(0)
	b.said("a job")
	b.press(fyne.KeyEscape)
	b.t.Chdir(b.t.TempDir())
	b.around.Store = func(string) (experiment.Store, error) { return project.NewStore("study.runs"), nil }
	b.pick.path = "study"
	b.runOn()
	b.wait("where it runs", func() bool { return b.outside != nil })
	b.said("where it runs")
}

// TestSpanish: the files of a language are read, nouns have the forms that it has,
// what was chosen is remembered, and English comes back.
func TestSpanish(t *testing.T) {
	t.Cleanup(func() { say.Speak(nil) })
	b := newBench(t)
	b.chooseLanguage("es")
	if err := speak(b.app, ""); err != nil {
		t.Fatal(err)
	}
	got := []string{say.Text("Compare"), say.Form("%d of %d, Esc ends", 1, 7), say.Text("a name of the data")}
	for _, n := range []int{0, 1, 2, 1000000} {
		got = append(got, say.Plural(n, "record", "records"))
	}
	want := []string{"Comparar", "1 de 7, Esc termina", "a name of the data", "registros", "registro", "registros", "registros"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if err := speak(b.app, "en"); err != nil || say.Text("Compare") != "Compare" || say.Plural(2, "record", "records") != "records" {
		t.Errorf("English does not come back: %v", err)
	}
}
