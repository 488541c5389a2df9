package record

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// noLabels leaves out columns that are called like the label and hold dates or
// sentences, which are no classes: what is to be told is no feature.
func (a *assembly) noLabels() {
	nouns := map[dataset.ColumnKind]string{dataset.DateColumn: "dates", dataset.TextColumn: "texts"}
	for _, s := range a.sheets {
		if s.Role != layout.Data || s.certain(a.found.About) {
			continue
		}
		for _, j := range s.unused() {
			noun := nouns[s.columns[j].Import.Kind]
			if noun == "" || !slices.Contains(labelNames[:sureLabels], layout.PlainName(s.Names[j])) || a.keeps(s, j) || a.keepsAll() {
				continue
			}
			s.use[j] = asNothing
			a.lost = append(a.lost, s.problem(s.Names[j], say.Kept("it is called like the label and holds %s, which are no classes", noun),
				say.Kept("left out, and no record is labelled; --label COLUMN names another%s as a feature", keepHint(s.Names[j]))))
		}
	}
}

// sayGroupsAsLabels names the groups that could be the label, where there is
// none: patients and controls are told by a column called group, too.
func (a *assembly) sayGroupsAsLabels() {
	const most = 10
	if a.label != nil || a.found.Labels != nil {
		return
	}
	for _, s := range a.sheets {
		for j, u := range s.use {
			c := s.columns[j]
			if u != asGroup || !slices.Contains(classGroups, layout.PlainName(s.Names[j])) || !s.words(j) || c.Distinct < 2 || c.Distinct > most || !s.repeats(j) {
				continue
			}
			a.problem(s.File, s.Names[j], say.Kept("nothing is called like a label, and it holds %d different words, which may be classes", c.Distinct),
				say.Kept("kept as a group; --label %s makes it the label", quoted(s.Names[j])))
		}
	}
}

// sayPerhapsLabels names the columns of a few words that could be the label, where
// none is called like one, as evidence for there being none.
func (a *assembly) sayPerhapsLabels() {
	const most, some = 10, 3
	if a.label != nil || a.found.Labels != nil || a.keepsAll() {
		return
	}
	var perhaps []string
	for _, s := range a.sheets {
		for _, j := range s.unused() {
			if c := s.columns[j]; s.Role == layout.Data && !s.certain(a.found.About) && c.Import.Kind == dataset.CategoryColumn && c.Distinct > 1 && c.Distinct <= most {
				perhaps = append(perhaps, s.Names[j])
			}
		}
	}
	if n := len(perhaps); n > 0 && n <= some {
		a.found.Why = append(a.found.Why, say.Kept("no column is called like a label; --label COLUMN names one, such as %s", quoted(perhaps[n-1])))
	}
}

// classGroups are columns that name sites and the like in some data, and classes
// in others.
var classGroups = []string{"group", "groups", "cohort"}

// loneLabels says that nearly every record is a class of its own.
func (a *assembly) loneLabels(counts map[string]int) {
	const many = 10
	n := 0
	for _, c := range counts {
		n += c
	}
	if len(counts) > many && 2*len(counts) > n {
		a.lost = append(a.lost, dataset.Problem{File: a.label.file, Column: a.label.name, What: say.Kept("there are %d different labels for %d records: most are classes of one record", len(counts), n),
			Done: say.Mark("kept as classes, of which nothing can be learnt; --label COLUMN names another label")})
	}
}

// quantity says whether labels are many different numbers, hardly any of them
// repeated: fractions, or more than classes could be.
func quantity(counts map[string]int) bool {
	n, fractions := 0, 0
	for name, c := range counts {
		x, err := strconv.ParseFloat(name, 64)
		if err != nil {
			return false
		}
		if x != float64(int64(x)) {
			fractions++
		}
		n += c
	}
	const many = 10
	if len(counts) > many && 2*len(counts) > n {
		return true // next to nobody shares a value with anybody
	}
	return len(counts) > mostClasses && 3*len(counts) > n || fractions > 0 && len(counts) > many && 3*len(counts) > n
}

// unlabelled are words that say that a record has no label.
var unlabelled = set("? . - -- unknown unlabelled unlabeled na n/a none null nan missing unannotated unassigned unbekannt inconnu desconocido desconhecido sconosciuto onbekend неизвестно " +
	"k.a. tbd 未知 不明 未标注 未标记 无标签 缺失 미상 알수없음")

// unlabelledWords are the same of several words.
var unlabelledWords = say.Codes("not labeled", "not labelled", "no label", "not annotated", "not available", "not known", "keine angabe", "without label")

func saysUnlabelled(word string) bool {
	word = strings.ToLower(word)
	return unlabelled[word] || slices.Contains(unlabelledWords, strings.ReplaceAll(word, "_", " "))
}

// severalLabels says that labels look like lists: "a;b" beside "a" and "b".
func (a *assembly) severalLabels(counts map[string]int) {
	lists, example := 0, ""
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		parts := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(";|,", r) })
		if len(parts) > 1 && slices.ContainsFunc(parts, func(p string) bool { return counts[strings.TrimSpace(p)] > 0 }) || len(parts) > 1 && (strings.ContainsAny(name, ";|") || isList(name)) {
			lists, example = lists+counts[name], name
		}
	}
	if lists > 0 {
		a.problem(a.label.file, a.label.name, say.Kept("%s like lists of several classes, such as %q", say.KeptCount(lists, "label looks", "labels look"), example),
			say.Mark("every list is read as a class of its own: several classes per record cannot be predicted"))
	}
}

// isList says whether a label is written as a list of Python or JSON: ['a', 'b'].
func isList(name string) bool {
	return len(name) > 1 && (name[0] == '[' && name[len(name)-1] == ']' || name[0] == '{' && name[len(name)-1] == '}')
}
