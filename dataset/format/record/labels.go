package record

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// mostClasses is how many different labels are classes; more different
// numbers are a quantity.
const mostClasses = 50

// chooseLabel finds the label: what an import names, the label of a table of
// labels, or the column of a data table with the best name.
func (a *assembly) chooseLabel() {
	if a.imp.Label != "" {
		for _, s := range a.sheets {
			if j := s.column(a.imp.Label); j >= 0 {
				a.takeLabel(s, j)
				a.otherLabels()
				return
			}
		}
	}
	for _, s := range a.sheets {
		if s.Role == layout.Labels {
			a.labelOf(s)
			a.otherLabels()
			return
		}
	}
	var from *sheet
	column, best := -1, len(labelNames)
	for _, s := range a.sheets {
		if s.Role != layout.Data || s.certain(a.found.About) {
			continue
		}
		j, rank := s.best(labelNames, func(j int) bool { return s.fitsLabel(j) && !a.keeps(s, j) })
		if rank < best {
			from, column, best = s, j, rank
		}
	}
	if from == nil && a.labelColumns() {
		return
	}
	if from == nil {
		from, column = a.besideFiles()
	}
	if from != nil {
		a.takeLabel(from, column)
		a.otherLabels()
		return
	}
	a.noLabels()
}

// labelColumns takes columns of zeros and ones such as label_a, label_b, label_c
// for one label, and says whether there are such.
func (a *assembly) labelColumns() bool {
	for _, s := range a.sheets {
		if s.Role != layout.Data || s.certain(a.found.About) {
			continue
		}
		list := slices.DeleteFunc(s.unused(), func(j int) bool { return a.keeps(s, j) || !partOfLabel(layout.PlainName(s.Names[j])) })
		if len(list) > 1 && s.indicators(list) {
			a.oneHot(s, list)
			return true
		}
	}
	return false
}

// partOfLabel says whether a name is that of a label with a class behind it.
func partOfLabel(name string) bool {
	return slices.ContainsFunc([]string{"label", "target", "class"}, func(word string) bool { return strings.HasPrefix(name, word) && len(name) > len(word) })
}

// besideFiles returns the only column beside those of files, in a table that is
// called labels.
func (a *assembly) besideFiles() (*sheet, int) {
	for _, s := range a.sheets {
		if left := s.unused(); len(s.Paths) > 0 && len(left) == 1 && layout.CalledLabels(s.File) && !a.keeps(s, left[0]) {
			a.problem(s.File, s.Names[left[0]], say.Mark("no column is called label, but the table is"), say.Mark("the only column beside the files is read as the label; --label COLUMN chooses another"))
			return s, left[0]
		}
	}
	return nil, -1
}

// fitsLabel says whether a column can be a label: of one with a weak name,
// values must differ and repeat.
func (s *sheet) fitsLabel(j int) bool {
	if c := s.columns[j]; c.Filled == 0 || c.Import.Kind == dataset.TextColumn || c.Import.Kind == dataset.DateColumn {
		return false
	}
	if layout.PlainName(s.Names[j]) == "y" && !s.words(j) && slices.ContainsFunc(s.Names, func(n string) bool { return layout.PlainName(n) == "x" }) {
		return false // a point in a plane
	}
	if slices.Index(labelNames, layout.PlainName(s.Names[j])) < sureLabels {
		return true
	}
	return s.columns[j].Distinct > 1 && s.columns[j].Distinct <= mostClasses && 2*s.columns[j].Distinct <= s.columns[j].Filled
}

// labelOf takes the label of a table of labels: the column with the best name,
// the only one, one 0/1 column per class, or the first of words.
func (a *assembly) labelOf(s *sheet) {
	if j, _ := s.best(labelNames, func(j int) bool { return !a.keeps(s, j) }); j >= 0 {
		a.takeLabel(s, j)
		return
	}
	left := slices.DeleteFunc(s.unused(), func(j int) bool {
		p := layout.PlainName(s.Names[j])
		return slices.Contains(splitNames, p) || slices.Contains(subjectNames, p) || slices.Contains(groupNames, p)
	})
	if len(left) == 0 {
		left = s.unused()
	}
	switch {
	case len(left) == 0:
		a.problem(s.File, "", say.Mark("it has no column beside the id"), say.Mark("nothing is labelled by it"))
	case len(left) == 1:
		a.takeLabel(s, left[0])
	case s.indicators(left):
		a.oneHot(s, left)
	default:
		a.takeLabel(s, left[0])
		a.problem(s.File, s.Names[left[0]], say.Mark("no column is called label"), say.Mark("the first is read as the label; --label COLUMN chooses another"))
	}
}

// indicators says whether columns hold zeros and ones only.
func (s *sheet) indicators(columns []int) bool {
	for _, j := range columns {
		c := s.columns[j]
		if !s.whole(j) || c.Distinct > 2 {
			return false
		}
		for _, cell := range s.cellsOf(j) {
			if x, err := strconv.ParseFloat(cell, 64); cell != "" && (err != nil || x != 0 && x != 1) {
				return false
			}
		}
	}
	return true
}

// oneHot makes one label of a 0/1 column per class. Where a row has several
// ones, the data have several labels per record.
func (a *assembly) oneHot(s *sheet, columns []int) {
	cells := s.Texts(columns...)
	label := &values{file: s.File, name: "label", ids: s.ids, cells: make([]string, s.Rows())}
	several, none := 0, 0
	for r := range label.cells {
		var on []string
		for k, j := range columns {
			if x, err := strconv.ParseFloat(cells[k][r], 64); err == nil && x == 1 {
				on = append(on, s.Names[j])
			}
		}
		switch len(on) {
		case 0:
			none++
		case 1:
			label.cells[r] = on[0]
		default:
			several++
		}
	}
	if several > 0 {
		a.problem(s.File, "", say.Kept("%s has several labels at once (columns of zeros and ones: %s)", say.KeptCount(several, "record", "records"), someOf(s.named(columns))),
			say.Mark("no label is guessed, and the columns are kept as groups; --label COLUMN chooses one of them"))
		for _, j := range columns {
			if s.Role == layout.Data { // of a table of labels, all that is left is a group
				s.use[j] = asGroup
				a.group(s, j)
			}
		}
		return
	}
	for _, j := range columns {
		s.use[j] = asLabel
	}
	a.label = label
	done := say.Mark("read as one label, whose classes are the columns")
	if none > 0 {
		done = say.Kept("%s; %s without a one has none", done, say.KeptCount(none, "record", "records"))
	}
	a.problem(s.File, someOf(s.named(columns)), say.Mark("the label is written as one column of zeros and ones per class"), done)
}

func (s *sheet) named(columns []int) []string {
	var names []string
	for _, j := range columns {
		names = append(names, s.Names[j])
	}
	return names
}

func (a *assembly) takeLabel(s *sheet, j int) {
	if s.use[j] == asFeature {
		s.use[j] = asLabel
	}
	a.label = &values{file: s.File, name: s.Names[j], ids: s.ids, cells: a.labelCells(s, j)}
	a.imp.Label = s.path(j)
}

// labelCells returns the labels of a column, and says which words in it mean
// that a record has none.
func (a *assembly) labelCells(s *sheet, j int) []string {
	cells := slices.Clone(s.Texts(j)[0])
	none := map[string]int{}
	for r, known := range s.cellsOf(j) {
		if word := cells[r]; word != "" && (known == "" || saysUnlabelled(word)) {
			none[word]++
			cells[r] = ""
		}
	}
	for _, word := range slices.Sorted(maps.Keys(none)) {
		a.problem(s.File, s.Names[j], fmt.Sprintf("%s %q", say.KeptCount(none[word], "label is", "labels are"), word), say.Mark("taken as no label"))
	}
	a.suspectLabel(s, j, cells)
	return cells
}

// labelCodes are numbers that people write for a label that they do not have;
// −1 is one only beside two classes or more, and nines only beside small numbers.
var labelCodes = set("-1 -9 -99 -999 -9999 99 999 9999")

// suspectLabel tells of a code for missing among labels that are no negative
// numbers otherwise.
func (a *assembly) suspectLabel(s *sheet, j int, cells []string) {
	codes, classes := map[string]int{}, map[string]bool{}
	for _, c := range cells {
		switch {
		case labelCodes[c]:
			codes[c]++
		case strings.HasPrefix(c, "-"):
			return
		case c != "":
			classes[c] = true
		}
	}
	if len(classes) < 2 {
		delete(codes, "-1")
	}
	for c := range codes {
		if c[0] == '9' && (len(classes) < 2 || slices.ContainsFunc(slices.Collect(maps.Keys(classes)), func(name string) bool { return len(name) > 1 })) {
			delete(codes, c)
		}
	}
	for _, c := range slices.Sorted(maps.Keys(codes)) {
		a.problem(s.File, s.Names[j], say.Kept("%s %s, which may stand for missing", say.KeptCount(codes[c], "label is", "labels are"), c),
			say.Kept("kept as a class; --missing '%s=%s' makes it no label", s.Names[j], c))
	}
}

// setLabels makes classes of the names of labels: sorted, as numbers where all
// are. Many different numbers are a quantity, which cannot be a target.
func (a *assembly) setLabels(d *dataset.Dataset, cells []string) {
	counts := map[string]int{}
	for _, name := range cells {
		if name != "" {
			counts[name]++
		}
	}
	if quantity(counts) {
		a.lost = append(a.lost, dataset.Problem{File: a.label.file, Column: a.label.name,
			What: say.Kept("the labels look like a quantity: %d different numbers for %d records", len(counts), len(cells)),
			Done: say.Mark("quantities cannot be predicted yet, so no record is labelled; data can be looked at and imputed")})
		return
	}
	a.labelMisses(counts)
	a.severalLabels(counts)
	a.loneLabels(counts)
	d.Classes = sortedClasses(counts)
	index := make(map[string]int, len(d.Classes))
	for k, name := range d.Classes {
		index[name] = k
	}
	d.Labels = make([]int, len(cells))
	for i, name := range cells {
		d.Labels[i] = dataset.NoLabel
		if k, ok := index[name]; ok {
			d.Labels[i] = k
		}
	}
}

// labelMisses reports labels that are alike but for case or the way a number
// is written.
func (a *assembly) labelMisses(counts map[string]int) {
	forms := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		form := labelForm(name)
		forms[form] = append(forms[form], name)
	}
	var alike []string
	for _, form := range slices.Sorted(maps.Keys(forms)) {
		if list := forms[form]; len(list) > 1 {
			var parts []string
			for _, name := range list {
				parts = append(parts, fmt.Sprintf("%q (%d)", name, counts[name]))
			}
			alike = append(alike, strings.Join(parts, " and "))
		}
	}
	if len(alike) == 0 {
		return
	}
	what := say.Kept("%s in several ways: %s", say.KeptCount(len(alike), "class is written", "classes are written"), strings.Join(alike, "; "))
	if !slices.Contains(a.imp.Join, "label") {
		a.problem(a.label.file, a.label.name, what, say.Mark("kept apart; --join label takes them as one"))
	}
}

// labelForm is what labels have in common that differ in case, blanks or the
// way a number is written.
func labelForm(name string) string {
	if x, err := strconv.ParseFloat(name, 64); err == nil {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	form := strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(name))
	switch form {
	case "":
		return name
	case "true", "t":
		return "true"
	case "false", "f":
		return "false"
	}
	return form
}

// joinLabels writes labels that are alike in one way, where an import says so:
// the most frequent.
func (a *assembly) joinLabels(cells []string) {
	if !slices.Contains(a.imp.Join, "label") {
		return
	}
	counts := map[string]int{}
	for _, c := range cells {
		counts[c]++
	}
	best := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		form := labelForm(name)
		if b, ok := best[form]; !ok || counts[name] > counts[b] {
			best[form] = name
		}
	}
	for i, c := range cells {
		cells[i] = best[labelForm(c)]
	}
}

func sortedClasses(counts map[string]int) []string {
	names := slices.Sorted(maps.Keys(counts))
	numbers := make(map[string]float64, len(names))
	for _, name := range names {
		x, err := strconv.ParseFloat(name, 64)
		if err != nil {
			return names
		}
		numbers[name] = x
	}
	slices.SortStableFunc(names, func(x, y string) int { return cmp.Compare(numbers[x], numbers[y]) })
	return names
}
