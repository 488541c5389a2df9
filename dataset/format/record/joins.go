package record

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"lacuna/internal/say"
)

// Join is a way in which two ids may mean one record.
type Join struct {
	Name            string
	about, examples string
	form            func(id string) string // what such ids have in common; nil for those that look at all ids
}

// Joins are the near misses between ids that can be taken as the same record,
// from the harmless to the bold.
var Joins = []Join{
	{"case", "upper and lower case", "P01 and p01", strings.ToLower},
	{"number", "the way a number is written", "1, 1.0 and 1e0", numberForm},
	{"padding", "zeros in front of a number", "p1 and p001", paddingForm},
	{"quotes", "quotes and brackets around an id", "{p01}, 'p01' and p01", quotesForm},
	{"marks", "blanks, strokes and points", "p-01, p_01, #p01 and p.01", marksForm},
	{"ending", "endings of files", "p01.png and p01", endingForm},
	{speltJoin, "case, zeros, marks, quotes and endings of files together", "{P_01}.png and p1", spellingForm},
	{"letters", "letters of other alphabets that look alike", "a Latin p and a Cyrillic р", lettersForm},
	{"stem", "more behind the id", "p01 and p01_image, a barcode and a longer one", nil},
	{"prefix", "more in front of the id", "01 and sub-01", nil},
	{"label", "labels that differ in case or the way a number is written", "Yes and yes", func(id string) string { return id }},
	{"path", "files of the same name elsewhere or in another case", "", func(id string) string { return id }},
}

// spellingForm is what ids have in common that differ in several ways at once.
func spellingForm(id string) string {
	return paddingForm(marksForm(strings.ToLower(quotesForm(endingForm(id)))))
}

// around are the signs that programs put around ids: quotes of all countries
// and brackets.
const around = "'\"`´‘’‚‛“”„«»‹›{}[]()<>|"

// quotesForm is an id without quotes and brackets around it, and without the
// words before a UUID that say that it is one.
func quotesForm(id string) string {
	bare := strings.Trim(id, around)
	if lower := strings.ToLower(bare); strings.HasPrefix(lower, "urn:uuid:") || strings.HasPrefix(lower, "uuid:") {
		bare = bare[strings.LastIndexByte(bare, ':')+1:]
	}
	if bare = strings.TrimSpace(bare); bare == "" {
		return id
	}
	return bare
}

// lookAlike are letters of the Cyrillic and the Greek alphabet in the order of
// the Latin ones that they look like.
var lookAlike = strings.NewReplacer(pairsOf("АВЕЅІЈКМНОРСТХУаеіјорсухѕԁԛԝһ", "ABESIJKMHOPCTXYaeijopcyxsdqwh", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικρυ", "ABEZHIKMNOPTYXovikpu")...)

// pairsOf lists each letter of one text before that of the other.
func pairsOf(texts ...string) []string {
	var list []string
	for k := 0; k < len(texts); k += 2 {
		to := []rune(texts[k+1])
		for i, r := range []rune(texts[k]) {
			list = append(list, string(r), string(to[i]))
		}
	}
	return list
}

// lettersForm is an id with Latin letters in the place of those that look like
// them.
func lettersForm(id string) string { return lookAlike.Replace(id) }

func numberForm(id string) string {
	if x, err := strconv.ParseFloat(id, 64); err == nil {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return id
}

func paddingForm(id string) string {
	var b strings.Builder
	digits := false
	for i := range len(id) {
		c := id[i]
		if c == '0' && !digits && i+1 < len(id) && id[i+1]-'0' < 10 {
			continue
		}
		digits = c-'0' < 10
		b.WriteByte(c)
	}
	return b.String()
}

func marksForm(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("-_.·/:#,", r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, width.Narrow.String(id))
}

// endingForm cuts the ending of a file: two to five letters and digits behind
// a point, a letter first.
func endingForm(id string) string {
	base := strings.TrimSuffix(id, ".gz")
	dot := strings.LastIndexByte(base, '.')
	if dot <= 0 || len(base)-dot > 6 || len(base)-dot < 3 || !unicode.IsLetter(rune(base[dot+1])) {
		return id
	}
	return base[:dot]
}

// source is where ids come from.
type source struct {
	name string
	ids  []string
}

// idSources lists tables and folders with their ids.
func (a *assembly) idSources() []*source {
	var out []*source
	for _, s := range a.sheets {
		out = append(out, &source{name: s.File, ids: s.ids})
	}
	for _, p := range a.parts {
		if p.sheet == nil && !slices.ContainsFunc(a.sheets, func(s *sheet) bool { return s.File == p.modality.Source }) {
			out = append(out, &source{name: p.modality.Source, ids: p.ids})
		}
	}
	return out
}

// joinIDs applies the near misses that an import takes as the same record, and
// reports those that it does not.
func (a *assembly) joinIDs() {
	sources := a.idSources()
	a.oddIDs(sources)
	if oneList(sources) {
		return
	}
	m := newIDSet(sources)
	if m.settled() {
		return
	}
	said := map[[2]string]bool{}
	unsaid := func(pairs []pair) []pair {
		pairs = slices.DeleteFunc(pairs, func(p pair) bool { return said[[2]string{p.one, p.other}] })
		for _, p := range pairs {
			said[[2]string{p.one, p.other}] = true
		}
		return pairs
	}
	for _, j := range Joins {
		if j.Name == "label" || j.Name == "path" {
			continue
		}
		pairs := unsaid(j.pairs(m, a.spelling()))
		if len(pairs) == 0 {
			continue
		}
		if slices.Contains(a.imp.Join, j.Name) {
			a.rename(pairs)
			a.problem("", "id", say.Kept("%s alike but for %s: %s", say.KeptCount(len(pairs), "id is", "ids are"), j.about, examplesOf(pairs)), say.Kept("taken as the same record, as --join %s says", j.Name))
			m = newIDSet(a.idSources())
			continue
		}
		a.problem("", "id", say.Kept("%s alike but for %s: %s", say.KeptCount(len(pairs), "id is", "ids are"), j.about, examplesOf(pairs)), say.Kept("kept apart as different records; --join %s takes them as one", j.Name))
	}
	if slices.Contains(a.imp.Join, speltJoin) || !m.lonely() {
		return
	}
	for _, j := range Joins {
		if pairs := unsaid(j.speltPairs(m)); len(pairs) > 0 {
			a.problem("", "id", say.Kept("%s alike but for %s and spelling: %s", say.KeptCount(len(pairs), "id is", "ids are"), j.about, examplesOf(pairs)), say.Kept("kept apart as different records; --join %s --join %s takes them as one", speltJoin, j.Name))
		}
	}
}

// speltJoin is the join of all harmless differences.
const speltJoin = "spelling"

// speltPairs lists the ids that are alike in a bold way once they are spelt
// alike: P-009 and 9.
func (j Join) speltPairs(m *idSet) []pair {
	if j.form != nil {
		return nil
	}
	return j.pairs(m, spellingForm)
}

// spelling is what the joins that an import asks for make of an id, all together;
// nil where it asks for none.
func (a *assembly) spelling() func(string) string {
	var forms []func(string) string
	for _, j := range Joins {
		if j.form != nil && slices.Contains(a.imp.Join, j.Name) {
			forms = append(forms, j.form)
		}
	}
	if forms == nil {
		return nil
	}
	return func(id string) string {
		for _, form := range forms {
			id = form(id)
		}
		return id
	}
}

// Help says what ids differ in, with examples.
func (j Join) Help() string {
	if j.examples == "" {
		return say.Text(j.about)
	}
	return fmt.Sprintf("%s: %s", say.Text(j.about), say.Text(j.examples))
}

// pair is two ids, one record perhaps.
type pair struct{ one, other, in, elsewhere string }

func examplesOf(pairs []pair) string {
	var list []string
	for _, p := range pairs[:min(3, len(pairs))] {
		list = append(list, say.Kept("%q (%s) and %q (%s)", p.one, p.in, p.other, p.elsewhere))
	}
	return strings.Join(list, "; ")
}

// rename gives the second of each pair the id of the first, wherever it stands:
// no source has both.
func (a *assembly) rename(pairs []pair) {
	to := map[string]string{}
	for _, p := range pairs {
		to[p.other] = p.one
	}
	change := func(ids []string) []string {
		ids = slices.Clone(ids)
		for r, id := range ids {
			ids[r] = cmp.Or(to[id], id)
		}
		return ids
	}
	for _, s := range a.sheets {
		s.ids = change(s.ids)
	}
	for _, p := range a.parts {
		p.ids = change(p.ids)
	}
	for _, v := range slices.Concat(a.groups, []*values{a.label, a.splits}) {
		if v != nil {
			v.ids = change(v.ids)
		}
	}
}
