package say

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// Kept is a sentence that goes into a file, a project or a state, as fmt.Sprintf
// writes it: in English, whatever is spoken, with errors among its parts. Who shows it
// says it with Again.
func Kept(format string, parts ...any) string {
	parts = slices.Clone(parts)
	for i, p := range parts {
		if err, ok := p.(error); ok {
			parts[i] = English(err)
		}
	}
	return fmt.Sprintf(format, parts...)
}

// KeptCount is Count for what goes into a file.
func KeptCount(n int, one, many string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, one)
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Again says what was kept in English: a text that the language knows as it
// stands, a sentence with its parts, which are found by the words around them,
// or several of these one after another. What is neither stays as it is.
func Again(text string) string {
	l := spoken.Load()
	if l == nil || text == "" {
		return text
	}
	if told, ok := l.told.Load(text); ok {
		return told.(string)
	}
	told := (&retelling{l, map[string]string{}, patience}).text(text)
	if l.kept.Add(1) > remembered {
		l.told.Clear()
		l.kept.Store(0)
	}
	l.told.Store(text, told)
	return told
}

const (
	patience   = 150  // how many pieces of a text are looked for among all sentences; what another program has printed is none of ours
	remembered = 4096 // so many texts take no room to speak of
)

// retelling is one text that is being said again. Its pieces come back in other
// pieces, so each is looked for once.
type retelling struct {
	*Language
	known map[string]string
	left  int
}

func (r *retelling) text(text string) string {
	for _, one := range []func(string) (string, bool){r.as, r.again} { // a sentence that is known as it stands goes before one with parts
		if said, ok := one(text); ok {
			return said
		}
		for end := len(text) - 1; end > 0; end-- {
			if !strings.HasPrefix(text[end-1:], ". ") {
				continue
			}
			if said, ok := one(text[:end]); ok {
				rest := text[end:]
				if again := r.text(rest); again != rest {
					return said + again
				}
				return said + rest[:1] + r.text(rest[1:])
			}
		}
	}
	return text
}

// as says a text that the language knows as it stands.
func (l *Language) as(text string) (string, bool) {
	said := l.Text(text)
	return said, said != text
}

// again says a text that is one sentence of the source.
func (r *retelling) again(text string) (string, bool) {
	told, ok := r.known[text]
	if !ok {
		told = r.sentence(text)
		r.known[text] = told
	}
	return told, told != text
}

func (r *retelling) sentence(text string) string {
	if r.left--; r.left < 0 {
		return text
	}
	if said := r.Text(text + "."); said != text+"." { // within another sentence
		return strings.TrimSuffix(said, ".")
	}
	for _, s := range r.sentences() {
		if said, ok := s.again(r, text); ok {
			return said
		}
	}
	return text
}

// places are the parts of a sentence: %s, %.2f, %[3]d, and %% beside them.
var places = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0]*\d*(?:\.\d+)?(?:\[(\d+)\])?([a-zA-Z%])`)

// shapes is what stands in the place of a part, by its verb; the rest are texts
// of any kind.
var shapes = map[string]string{
	"d": `[-+]?[\d,]+`, "q": "\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`",
	"f": number, "g": number, "e": number,
}

const number = `[-+]?(?:[\d.,]+(?:e[-+]?\d+)?|Inf)|NaN`

// sentence finds itself in a text.
type sentence struct {
	format string
	start  string // what it begins with, before its first part
	words  int    // letters that are its own
	whole  func() *regexp.Regexp
	number bool   // whether one of its parts is a number
	counts []bool // which of its parts are numbers that count the part after them
}

// fewestLetters are what makes a sentence one that can be told from another. With
// less, it must be nothing but signs, or name a number.
const (
	fewestLetters        = 6
	fewestLettersInFront = 4 // of one that begins with them
)

// sentences are those of a language that have parts, the wordiest first.
func (l *Language) sentences() []sentence {
	l.once.Do(func() {
		for _, format := range append(slices.Clone(l.Known), "%s: %s") {
			if s := newSentence(format); len(s.counts) > 0 && (s.words >= fewestLetters || s.words == 0 || s.words >= fewestLettersInFront && s.start != "" || s.number) {
				l.parted = append(l.parted, s)
			}
		}
		slices.SortFunc(l.parted, func(a, b sentence) int {
			return cmp.Or(cmp.Compare(b.words, a.words), cmp.Compare(len(b.counts), len(a.counts)), cmp.Compare(a.format, b.format))
		})
	})
	return l.parted
}

func newSentence(format string) sentence {
	s := sentence{format: format, start: format}
	pattern, last := "", 0
	for _, m := range places.FindAllStringSubmatchIndex(format, -1) {
		own, verb := format[last:m[0]], format[m[6]:m[7]]
		last = m[1]
		s.own(own)
		if verb == "%" {
			pattern += regexp.QuoteMeta(own) + "%"
			continue
		}
		if len(s.counts) == 0 {
			s.start = format[:m[0]]
		}
		pattern += regexp.QuoteMeta(own) + "(" + cmp.Or(shapes[verb], ".*?") + ")"
		s.number = s.number || verb == "d"
		s.counts = append(s.counts, verb == "d" && strings.HasPrefix(format[last:], " %"))
	}
	s.own(format[last:])
	pattern += regexp.QuoteMeta(format[last:])
	s.start = strings.ReplaceAll(s.start, "%%", "%")
	s.whole = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)^(?:` + pattern + `)$`) })
	return s
}

// own counts the letters of a stretch of the sentence.
func (s *sentence) own(words string) {
	for _, r := range words {
		if unicode.IsLetter(r) {
			s.words++
		}
	}
}

// again says the text if it is this sentence.
func (s sentence) again(r *retelling, text string) (string, bool) {
	if !strings.HasPrefix(text, s.start) {
		return "", false
	}
	parts := s.whole().FindStringSubmatch(text)
	if parts == nil {
		return "", false
	}
	parts = parts[1:]
	for i := len(parts) - 1; i >= 0; i-- {
		switch n, err := strconv.Atoi(strings.ReplaceAll(parts[max(0, i-1)], ",", "")); {
		case i > 0 && s.counts[i-1] && err == nil:
			if said := r.Plural(parts[i], n); said != parts[i] {
				parts[i] = said
			} else {
				parts[i] = r.Text(parts[i]) // the form for one
			}
		case strings.Contains(parts[i], " "): // a word alone may be a name
			parts[i] = r.text(parts[i])
		}
	}
	said := filled(r.Text(s.format), parts)
	return said, said != text
}

// filled puts parts that are written already in their places.
func filled(format string, parts []string) string {
	next := 0
	return places.ReplaceAllStringFunc(format, func(place string) string {
		m := places.FindStringSubmatch(place)
		if m[3] == "%" {
			return "%"
		}
		if n, err := strconv.Atoi(cmp.Or(m[1], m[2])); err == nil {
			next = n - 1
		}
		next++
		if next > len(parts) {
			return place
		}
		return parts[next-1]
	})
}
