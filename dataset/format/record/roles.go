package record

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// giveRoles decides what every column is for: what an import says first, then
// the label, the split, groups, and what is no feature.
func (a *assembly) giveRoles(ctx context.Context) error {
	for _, s := range a.sheets {
		a.givenGroups(s)
	}
	a.chooseLabel()
	if err := a.chooseSplit(); err != nil {
		return err
	}
	for _, s := range a.sheets {
		if s.certain(a.found.About) {
			continue
		}
		a.chooseGroups(s)
		if s.Role == layout.Data {
			a.refuseOutcomes(s)
			a.refuseNames(s)
		}
	}
	a.sayGroupsAsLabels()
	a.sayPerhapsLabels()
	return nil
}

// certain says whether dataset.json counts the columns of a table, so that all
// of them are features.
func (s *sheet) certain(about layout.About) bool {
	m := about.Modalities
	k := slices.IndexFunc(m, func(m layout.AboutModality) bool { return m.Name == s.Name })
	return k >= 0 && m[k].Columns > 0 && m[k].Columns == len(s.Names)-1
}

// dropColumns leaves out what an import drops, before any column is taken for
// anything else.
func (a *assembly) dropColumns(context.Context) error {
	for _, s := range a.sheets {
		for _, name := range a.imp.Drop {
			if j := s.column(name); j >= 0 {
				s.use[j] = asNothing
			}
		}
	}
	return nil
}

// keeps says whether an import calls a column a feature.
func (a *assembly) keeps(s *sheet, j int) bool {
	is := func(name string) bool { return s.is(j, name) }
	if slices.ContainsFunc(a.imp.Features, is) {
		return true
	}
	return slices.ContainsFunc(a.imp.Modalities, func(m dataset.ModalityImport) bool { return slices.ContainsFunc(m.Columns, is) })
}

// valueLikeID is a column that is called like an id and that an import makes one of
// values, -1 for none.
func (a *assembly) valueLikeID(s *sheet) int {
	for _, j := range layout.IDColumns(s.Names) {
		if a.keeps(s, j) || a.decidedKind(s, j) {
			return j
		}
	}
	return -1
}

// keepsAll says whether an import calls everything a feature that is not a
// role: for filling and writing, nothing is lost then.
func (a *assembly) keepsAll() bool { return slices.Contains(a.imp.Features, dataset.AllFeatures) }

func (a *assembly) givenGroups(s *sheet) {
	for _, name := range a.imp.Groups {
		if j := s.column(name); j >= 0 && (s.use[j] == asFeature || s.use[j] == asID) {
			if s.use[j] == asFeature {
				s.use[j] = asGroup
			}
			a.group(s, j)
		}
	}
}

// chooseGroups takes the columns that name subjects, sites and the like, and
// of tables of labels and groups all that is left.
func (a *assembly) chooseGroups(s *sheet) {
	var left []string
	for _, j := range s.unused() {
		name := layout.PlainName(s.Names[j])
		switch {
		case a.keeps(s, j):
		case slices.Contains(subjectNames, name) && a.namesSubjects(s, j), slices.Contains(groupNames, name) && (s.words(j) || s.few(j)):
			s.use[j] = asGroup
			a.group(s, j)
			if s.Role == layout.Data && slices.Contains(subjectNames, name) {
				a.problem(s.File, s.Names[j], say.Kept("it names whose data a row is: %d different values in %d rows", s.columns[j].Distinct, s.Rows()),
					say.Kept("a group, never a feature; --group %s keeps the records of each in one part of every split, --split group:%s leaves each out once", quoted(s.Names[j]), s.Names[j]))
			}
		case s.Role == layout.Data && a.label != nil && s.countsThings(j):
			s.use[j] = asGroup
			a.group(s, j)
			a.problem(s.File, s.Names[j], say.Kept("it numbers %d things behind one word in %d rows, as subjects and sessions are", s.columns[j].Distinct, s.Rows()),
				say.Kept("a group, no feature%s", keepHint(s.Names[j])))
		case s.Role == layout.Data && s.namesThings(j):
			s.use[j] = asGroup
			a.group(s, j)
			a.problem(s.File, s.Names[j], say.Kept("it is called like an id, and has %d different values in %d rows", s.columns[j].Distinct, s.Rows()),
				say.Kept("a group, no feature; --group %s keeps the records of one value in one part of every split%s", quoted(s.Names[j]), keepHint(s.Names[j])))
		case s.Role != layout.Data:
			s.use[j] = asGroup
			a.group(s, j)
			left = append(left, s.Names[j])
		}
	}
	if len(left) > 0 && s.Role == layout.Labels {
		a.problem(s.File, someOf(left), say.KeptCount(len(left), "column stands beside the label", "columns stand beside the label"), say.Mark("kept as groups, not as features; --label COLUMN chooses another label"))
	}
}

// namesThings says whether a column is called like an id and names more things
// than classes or kinds would be, some of them several times.
func (s *sheet) namesThings(j int) bool {
	const many = 10
	words := layout.NameWords(s.Names[j])
	if len(words) < 2 || words[len(words)-1] != "id" && words[len(words)-1] != "uid" {
		return false
	}
	return s.columns[j].Distinct > many && s.columns[j].Distinct < s.columns[j].Filled && (s.words(j) || s.whole(j))
}

// countsThings says whether a column has one word with a number behind it in each
// cell, and each of many in a few rows only: M1, M1, M2, M2.
func (s *sheet) countsThings(j int) bool {
	const many, often = 10, 6
	c := s.columns[j]
	if !s.words(j) || c.Distinct <= many || c.Distinct*often < c.Filled || c.Distinct == c.Filled {
		return false
	}
	words := map[string]bool{}
	for cell := range distinct(s.cellsOf(j)) {
		word := strings.TrimRight(cell, "0123456789")
		if words[word] = true; word == "" || word == cell || len(words) > 1 || strings.ContainsAny(word, "0123456789") {
			return false
		}
	}
	return true
}

// namesSubjects says whether a column holds names or numbers of subjects.
func (a *assembly) namesSubjects(s *sheet, j int) bool {
	return s.words(j) || s.whole(j)
}

// few says whether a column has values that repeat, as groups do.
func (s *sheet) few(j int) bool {
	c := s.columns[j]
	return s.whole(j) && c.Distinct <= 50 && 2*c.Distinct <= c.Filled
}

// refuseOutcomes leaves out what is known only when the label is: columns
// called like it, and how long something took.
func (a *assembly) refuseOutcomes(s *sheet) {
	label := ""
	if a.label != nil {
		label = a.label.name
	}
	left := s.unused()
	names := make([]string, len(left))
	for k, j := range left {
		names[k] = s.Names[j]
	}
	if label != "" {
		a.refuse(s, left, twins(names, label), say.Kept("called like the label (%s), which it may tell", label))
	}
	a.refuse(s, left, timesToEvent(names, label), say.Mark("how long until something happened, and whether: an outcome, not a feature"))
}

// refuse leaves out columns that are no features unless an import says so.
func (a *assembly) refuse(s *sheet, of, which []int, why string) {
	var names []string
	for _, k := range which {
		if j := of[k]; s.use[j] == asFeature && !a.keeps(s, j) && !a.keepsAll() {
			s.use[j] = asNothing
			names = append(names, s.Names[j])
		}
	}
	if len(names) > 0 {
		a.problem(s.File, someOf(names), why, say.Kept("left out%s", keepHint(names[0])))
	}
}

// refuseNames leaves out columns of words that are almost all different, row
// numbers, and columns without any value or name.
func (a *assembly) refuseNames(s *sheet) {
	var names, empty, blank []string
	for _, j := range s.unused() {
		c := s.columns[j]
		switch {
		case a.keeps(s, j):
		case c.Import.Kind == dataset.WordsColumn && s.alone(j):
			s.columns[j].Import.Kind = dataset.TextColumn
			a.problems = append(a.problems, s.oddWords(j, say.Mark("the only column beside the id holds words that are almost all different"), say.Mark("read as texts")))
		case c.Import.Kind == dataset.WordsColumn && a.keepsAll():
			s.use[j] = asGroup
			a.group(s, j)
			a.problems = append(a.problems, s.oddWords(j, say.Mark("it holds words that are almost all different, such as names or ids"), say.Mark("kept as it is, beside the features")))
		case c.Odd != nil:
			s.use[j] = asNothing
			a.problems = append(a.problems, s.oddWords(j, "", say.Kept("left out%s", keepHint(s.Names[j]))))
		case c.Import.Kind == dataset.WordsColumn:
			s.use[j] = asNothing
			names = append(names, s.Names[j])
			a.problems = append(a.problems, c.Problems...)
		case c.Import.Kind == dataset.EmptyColumn && s.Names[j] == "":
			s.use[j] = asNothing
			empty = append(empty, "")
		case c.Import.Kind == dataset.EmptyColumn && s.Rows() > 0:
			blank = append(blank, s.Names[j])
		case s.words(j) && len(s.unitsOf(j)) > 1:
			a.problem(s.File, s.Names[j], say.Kept("its numbers have different units: %s", someOf(s.unitsOf(j))), say.Mark("kept as words; write all in one unit to have numbers"))
		case s.indexName(j):
			s.use[j] = asNothing
			a.problem(s.File, s.Names[j], say.Mark("it is called like an index and has another number in every row"), say.Kept("left out%s", keepHint(s.Names[j])))
		case s.rowNames(j):
			s.use[j] = asNothing
			a.problem(s.File, s.Names[j], say.Mark("a column with no name of its own that numbers the rows"), say.Kept("left out%s", keepHint(s.Names[j])))
		}
	}
	if len(names) > 0 {
		a.problem(s.File, someOf(names), say.KeptCount(len(names), "column holds words that are almost all different, such as names or ids", "columns hold words that are almost all different, such as names or ids"),
			say.Kept("left out%s", keepHint(names[0])))
	}
	if len(blank) > 0 {
		a.problem(s.File, someOf(blank), say.KeptCount(len(blank), "column has no value in any row", "columns have no value in any row"), say.Kept("kept, with nothing but missing cells; --drop %s leaves it out", quoted(blank[0])))
	}
	if len(empty) > 0 {
		a.problem(s.File, "", say.KeptCount(len(empty), "column has neither name nor values", "columns have neither name nor values"), say.Mark("left out"))
	}
}

// alone says whether a column is all that a table has beside the id, and no
// second id: its words hold blanks or letters only.
func (s *sheet) alone(j int) bool {
	if len(s.unused()) != 1 || len(s.Names) != len(s.idNames)+1 || len(s.idNames) == 0 {
		return false
	}
	codes := 0
	for _, cell := range s.cellsOf(j) {
		if !strings.ContainsFunc(cell, unicode.IsSpace) && strings.ContainsFunc(cell, unicode.IsDigit) {
			codes++
		}
	}
	return 10*codes < s.columns[j].Filled
}

// indexName says whether a column is called like an index and has another whole
// number in every row.
func (s *sheet) indexName(j int) bool {
	const few = 10
	indices := []string{"index", "idx", "row", "no", "nr", "id", "seq", "serial", "order", "ordinal", "rownum", "rownumber", "accession"}
	words := layout.NameWords(s.Names[j])
	return len(words) > 0 && slices.Contains(indices, words[len(words)-1]) && s.Rows() >= few && s.whole(j) && s.distinct(j)
}

// rowNames says whether a column is what pandas and R write before rows: it
// has no name of its own and another value in every row.
func (s *sheet) rowNames(j int) bool {
	name := layout.PlainName(s.Names[j])
	return (name == "" || strings.HasPrefix(name, "unnamed")) && s.distinct(j)
}

// oddWords is the problem of a column of words: what they are, where they hold
// numbers.
func (s *sheet) oddWords(j int, what, done string) dataset.Problem {
	if odd := s.columns[j].Odd; odd != nil {
		p := *odd
		p.Done = done + "; " + odd.Done
		return p
	}
	return dataset.Problem{File: s.File, Column: s.Names[j], What: what, Done: done}
}

// keepHint says how a column that is left out is kept.
func keepHint(name string) string {
	if name == "" {
		return ""
	}
	return say.Kept("; --feature %s keeps it", quoted(name))
}

// quoted writes a name as a shell takes it.
func quoted(name string) string {
	if strings.ContainsAny(name, " '\"$*?()&;|<>") {
		return "'" + name + "'"
	}
	return name
}
