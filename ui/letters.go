package ui

import (
	"iter"
	"slices"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	drawing "lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/internal/say"
)

// letters are those of scripts that the window's own font does not have. Where no
// font is installed that has them they are drawn with one that is made for them.
type letters struct {
	lock sync.Mutex
	seen map[rune]bool
	told map[string]bool // scripts of which it was said that no font has them
}

// see notes the letters in words, and returns all noted so far where there are new
// ones, else nil.
func (l *letters) see(words iter.Seq[string]) []rune {
	known := len(l.seen)
	for text := range words {
		for _, r := range text {
			if drawing.Lendable(r) || r > 0xFFFF {
				if l.seen == nil {
					l.seen = map[rune]bool{}
				}
				l.seen[r] = true
			}
		}
	}
	if len(l.seen) == known {
		return nil
	}
	all := make([]rune, 0, len(l.seen))
	for r := range l.seen {
		all = append(all, r)
	}
	return all
}

// lent draws letters that no other font has: in text, and in text of one width.
type lent struct{ text, mono fyne.Resource }

func newLent(all []rune) (*lent, error) {
	text, err := drawing.Lent(all, theme.DefaultTextFont().Content())
	if err != nil || text == nil {
		return nil, err
	}
	mono, err := drawing.Lent(all, theme.DefaultTextMonospaceFont().Content())
	return &lent{fyne.NewStaticResource("lent.ttf", text), fyne.NewStaticResource("lent-mono.ttf", mono)}, err
}

// lend makes a font for those letters in words that no other has, apart from the
// event goroutine: looking through the installed ones takes a while. Until it is
// there they are boxes; those that stay boxes are said, once for each script.
func (f *frame) lend(words iter.Seq[string]) {
	go func() {
		f.letters.lock.Lock() // fonts come in the order in which they grow
		defer f.letters.lock.Unlock()
		all := f.letters.see(words)
		if all == nil {
			return
		}
		boxes := f.letters.boxes(all)
		made, err := newLent(all)
		f.around.Do(func() {
			if boxes != "" {
				f.bench.Journal.Note(boxes)
				f.status.tell(boxes)
			}
			if err != nil {
				f.fail(err)
			}
			if made != nil {
				f.look.lent = made
				f.app.Settings().SetTheme(f.look)
			}
		})
	}()
}

// boxes says which letters no font draws, of scripts of which it was not said yet;
// empty for none.
func (l *letters) boxes(all []rune) string {
	fresh := slices.DeleteFunc(drawing.Scripts(all), func(script string) bool { return l.told[script] })
	if len(fresh) == 0 {
		return ""
	}
	if l.told == nil {
		l.told = map[string]bool{}
	}
	for _, script := range fresh {
		l.told[script] = true
	}
	return say.Form("No font here has the letters of %s: they are boxes in the window and codes in charts. Install one that has them, such as a Noto font, and start Lacuna again.", say.List(fresh))
}

// wordsOf are the words of a dataset that the window may show.
func wordsOf(d *dataset.Dataset) iter.Seq[string] {
	return func(yield func(string) bool) {
		lists := [][]string{{d.Name, d.Root}, d.IDs, d.Classes, d.Splits}
		for name, column := range d.Groups {
			lists = append(lists, []string{name}, column)
		}
		for _, b := range d.Blocks {
			lists = append(lists, []string{b.Modality.Name, b.Modality.Source}, b.Modality.Columns, b.Texts, b.Files)
			for _, field := range b.Modality.Fields {
				lists = append(lists, field.Levels, []string{field.Prefix, field.Suffix, field.Of})
			}
		}
		for _, p := range d.Problems {
			lists = append(lists, []string{p.File, p.Column, p.What, p.Done})
		}
		for _, list := range lists {
			for _, text := range list {
				if !yield(text) {
					return
				}
			}
		}
	}
}

// lendTo does it for a few words, those of a page or a list.
func (f *frame) lendTo(words ...string) { f.lend(slices.Values(words)) }
