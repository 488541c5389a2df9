package table

import (
	"cmp"
	"hash/maphash"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	uax "github.com/clipperhouse/uax29/v2/words"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// mostLevels is how many different words a category may have.
const mostLevels = 1000

// wordTotals counts the words of a column, different ones and all: what always
// stands for missing is none of them.
func (c *typing) wordTotals() (different, filled int) {
	if c.totalled {
		return c.different, c.filled
	}
	hashes := &set{}
	for _, h := range c.scan.words.hashes {
		hashes.add(h)
	}
	for w, n := range c.scan.words.of {
		if !c.codes.isMissing(w) {
			c.different++
			c.filled += n.n
			if hashes.n > 0 {
				hashes.add(maphash.String(hashSeed, w))
			}
		}
	}
	c.different, c.filled, c.totalled = max(c.different, hashes.n), c.filled+c.scan.words.unkept(), true
	return c.different, c.filled
}

// firstWords returns some of the words of a column, sorted: those that stand
// in its first rows, or all where these are few.
func (c *typing) firstWords() []string {
	const rows, few = 4000, 200
	var early, all []string
	for w, n := range c.scan.words.of {
		if c.codes.isMissing(w) {
			continue
		}
		if n.row < rows {
			early = append(early, w)
		} else if len(early) < few {
			all = append(all, w)
		}
	}
	if len(early) < few {
		early = append(early, all...)
	}
	slices.Sort(early)
	if len(early) > rows {
		early = sampleOf(early, rows)
	}
	return early
}

// textNames are the names of columns whose words are texts, however short.
var textNames = setOf("text", "texts", "note", "notes", "comment", "comments", "review", "reviews", "caption", "captions", "description", "sentence", "sentences",
	"utterance", "transcript", "transcription", "report", "title", "body", "abstract", "answer", "question", "tweet", "message", "content", "summary", "remark", "remarks", "free_text", "freetext")

// wordKind says what a column of words is: free text, a category, or words
// that are almost all different.
func (c *typing) wordKind() dataset.ColumnKind {
	words, filled := c.wordTotals()
	filled += c.scan.plain
	different := words
	if c.scan.plain > 0 {
		different += c.scan.different()
	}
	if c.scan.words.overflow > 0 {
		different = filled
	}
	switch {
	case filled == 0:
		return dataset.EmptyColumn
	case words > 0 && len(c.manners) == 0 && readsLikeText(c.firstWords(), different, filled):
		return dataset.TextColumn
	case words > 0 && len(c.manners) == 0 && areSentences(c.firstWords(), textNames[strings.ToLower(c.column.Name)]):
		return dataset.TextColumn
	case 2*different > filled && different > 2, different > mostLevels:
		if textNames[strings.ToLower(c.column.Name)] {
			return dataset.TextColumn
		}
		return dataset.WordsColumn
	}
	return dataset.CategoryColumn
}

// readsLikeText says whether cells read like sentences or answers: most of them
// are several words, and they differ more than those of a category.
func readsLikeText(cells []string, different, filled int) bool {
	several, many, numbered, all := 0, 0, 0, len(cells)
	stems := map[string]bool{}
	for _, cell := range cells {
		words, numbers := wordsIn(cell)
		if words >= 2 {
			several++
		}
		if words >= 4 {
			many++
		}
		if words > 0 && words+numbers >= 2 {
			numbered++
			stems[strings.TrimRight(cell, "0123456789 ")] = true
		}
	}
	varied := 2*different > filled || different > 50
	answers := 2*several > all || 2*numbered > all && len(stems) > 2 && 10*len(stems) > all
	return 2*many > all && (varied || 10*different > filled) || answers && varied
}

// areSentences says whether most cells are whole sentences, with a stop behind
// them: these are texts however often they come again. In a column that is
// called like texts, short ones and those without a stop do as well.
func areSentences(cells []string, called bool) bool {
	const few, some, many = 2, 4, 5
	n := 0
	for _, cell := range cells {
		words, _ := wordsIn(cell)
		stop := strings.HasSuffix(strings.TrimRight(cell, `"')”’»`), ".") || strings.HasSuffix(cell, "!") || strings.HasSuffix(cell, "?") || strings.HasSuffix(cell, "。")
		if stop && words >= many || called && (stop && words >= few || words >= some) {
			n++
		}
	}
	return 2*n > len(cells)
}

// wordsIn counts the words and the numbers of a text, by Unicode's rules:
// scripts without blanks count as many words as they have signs that stand for
// one. In other scripts, what holds no blank is one word: a path, an address.
func wordsIn(text string) (words, numbers int) {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unbroken(r) }) {
		return 1, 0
	}
	for it := uax.FromString(text); it.Next() && words <= 8; {
		switch {
		case strings.ContainsFunc(it.Value(), unicode.IsLetter):
			words++
		case strings.ContainsFunc(it.Value(), unicode.IsDigit):
			numbers++
		}
	}
	return words, numbers
}

// unbroken says whether a character is of a script that puts no blanks between
// words.
func unbroken(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// asWords describes a column of words, and says which of them stand for
// missing.
func (c *typing) asWords(kind dataset.ColumnKind) {
	words, filled := c.wordTotals()
	col := &c.column
	col.Filled = filled + c.scan.plain
	col.Distinct = min(words+c.scan.words.overflow+c.scan.different(), MostDistinct)
	if kind == dataset.TextColumn {
		for _, n := range c.missingWords() {
			col.Filled += n
		}
	}
	col.Missing = c.table.Rows() - col.Filled
	if c.scan.lossy > 0 && kind == dataset.WordsColumn {
		c.problem(-1, say.Kept("%s of so many digits that numbers here would lose the last", say.KeptCount(c.scan.lossy, "cell is a whole number", "cells are whole numbers")), say.Mark("read as words, not as numbers"))
	}
	if kind == dataset.TextColumn || kind == dataset.EmptyColumn {
		return
	}
	c.sayMissingWords()
	if kind == dataset.CategoryColumn || kind == dataset.WordsColumn {
		col.Field.Kind = dataset.Category
	}
	if kind == dataset.CategoryColumn {
		c.sayPerhaps()
		c.sayTwins()
	}
	if c.sayManners(kind); len(c.manners) == 0 {
		c.sayMixed(kind)
	}
}

// missingWords counts the words that always stand for missing.
func (c *typing) missingWords() map[string]int {
	out := map[string]int{}
	for w, n := range c.scan.words.of {
		if c.codes.isMissing(w) {
			out[w] = n.n
		}
	}
	return out
}

// sayMissingWords names the words of a category that are taken as missing, and
// how to keep them: NA may be Namibia.
func (c *typing) sayMissingWords() {
	var gone, declared []misfit
	for w, n := range c.missingWords() {
		if c.codes.missing[w] {
			declared = append(declared, misfit{w, counted{n: n}})
		} else {
			gone = append(gone, misfit{w, counted{n: n}})
		}
	}
	if len(gone) > 0 {
		first := slices.MaxFunc(gone, func(a, b misfit) int { return cmp.Or(a.n-b.n, strings.Compare(b.cell, a.cell)) }).cell
		c.sayWords(gone, "", say.Kept("taken as missing; --keep '%s=%s' keeps it as a value", c.column.Name, first))
	}
	c.sayWords(declared, say.Mark(", as declared"), say.Mark("taken as missing"))
	if c.scan.declared > 0 {
		c.problem(-1, say.Kept("%s a number that is declared missing", say.KeptCount(c.scan.declared, "cell holds", "cells hold")), say.Mark("taken as missing"))
	}
}

// sayPerhaps names levels of a category that read like missing, misspelt ones
// too: they are kept, and a person decides.
func (c *typing) sayPerhaps() {
	cells := c.scan.words.of
	for _, w := range slices.Sorted(maps.Keys(cells)) {
		if c.codes.isMissing(w) || c.codes.values[w] {
			continue
		}
		if len(w) > 1 && missingInNumbers(w) || misspelt(strings.ToLower(w)) {
			c.problem(-1, say.Kept("%s %q, which may stand for missing", say.KeptCount(cells[w].n, "cell is", "cells are"), w), say.Kept("kept as a value; --missing '%s=%s' makes it missing", c.column.Name, w))
		}
	}
}

// sayTwins names levels of a category that differ only in case.
func (c *typing) sayTwins() {
	forms := map[string][]string{}
	for _, w := range slices.Sorted(maps.Keys(c.scan.words.of)) {
		if !c.codes.isMissing(w) {
			form := strings.ToLower(w)
			forms[form] = append(forms[form], strconv.Quote(w))
		}
	}
	var alike []string
	for _, form := range slices.Sorted(maps.Keys(forms)) {
		if list := forms[form]; len(list) > 1 {
			alike = append(alike, strings.Join(list, " and "))
		}
	}
	if len(alike) > 0 {
		c.problem(-1, say.Kept("%s in several ways: %s", say.KeptCount(len(alike), "word is written", "words are written"), some(alike)), say.Mark("kept apart as different values"))
	}
}

// misspelt says whether a word is "unknown" or "missing" without one letter.
func misspelt(w string) bool {
	for _, right := range []string{"unknown", "missing"} {
		for i := range right {
			if w == right[:i]+right[i+1:] {
				return true
			}
		}
	}
	return false
}

// sayMixed says that some cells of a column of words are numbers.
func (c *typing) sayMixed(kind dataset.ColumnKind) {
	if n := c.scan.plain; n > 0 && kind == dataset.CategoryColumn && c.given.Kind == "" && c.scan.lossy == 0 {
		c.problem(-1, say.Kept("%s of %d among words", say.KeptCount(n, "number", "numbers"), c.column.Filled), say.Mark("every value is a level of a category; leave the words empty, or declare them with --missing, to have numbers"))
	}
}

// Words returns the cells of one column with every missing one, by the given
// decision, as "".
func (t *Table) Words(column int, d dataset.ColumnImport) []string {
	cells := slices.Clone(t.Texts(column)[0])
	codes := t.codesOf(t.Names[column], slices.Concat(t.decided(column).Missing, d.Missing))
	text := d.Kind == dataset.TextColumn
	for i, cell := range cells {
		if text && !codes.missing[cell] || cell == "" {
			continue
		}
		if codes.isMissing(cell) || len(codes.numbers) > 0 && codes.isCode(parse([]byte(cell), t.decimal()).x) {
			cells[i] = ""
		}
	}
	return cells
}
