package record

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// chooseSplit finds which records are for training, validation and test: what
// an import names, a table of its own, the parts that tables stand in, or a
// column whose words say so.
func (a *assembly) chooseSplit() error {
	if err := a.findSplit(); err != nil || a.splits == nil {
		return err
	}
	for _, s := range a.sheets {
		for _, j := range s.unused() {
			if slices.Index(splitNames, layout.PlainName(s.Names[j])) >= 0 && !a.keeps(s, j) && !s.certain(a.found.About) && allParts(s.cellsOf(j)) {
				s.use[j] = asNothing
				a.problem(s.File, s.Names[j], say.Kept("the split is taken from %s", a.splits.file), say.Kept("this column is left out; --split-column %s chooses it", s.path(j)))
			}
		}
	}
	return nil
}

// findSplit is chooseSplit without looking at what else says so.
func (a *assembly) findSplit() error {
	if a.imp.Split != "" {
		for _, s := range a.sheets {
			if j := s.column(a.imp.Split); j >= 0 {
				return a.takeSplit(s, j)
			}
		}
	}
	for _, s := range a.sheets {
		if s.Role == layout.Split {
			return a.splitTable(s)
		}
	}
	if a.partsOfTables() || len(a.found.Splits) > 0 {
		return a.foundSplit()
	}
	for _, s := range a.sheets {
		if s.certain(a.found.About) {
			continue
		}
		if done, err := a.splitColumn(s); done || err != nil {
			return err
		}
	}
	return nil
}

// splitTable takes the split of a table that is called so.
func (a *assembly) splitTable(s *sheet) error {
	if j, _ := s.best(splitNames, func(int) bool { return true }); j >= 0 {
		return a.takeSplit(s, j)
	}
	if left := s.unused(); len(left) > 1 && a.splitIndicators(s) {
		return nil
	} else if len(left) > 0 {
		return a.takeSplit(s, left[0])
	}
	if s.Parts != nil {
		return a.foundSplit()
	}
	a.problem(s.File, "", say.Mark("it has no column beside the id"), say.Mark("it is left out"))
	return nil
}

// sayNoPart counts the records that are in no part of the split.
func (a *assembly) sayNoPart(cells []string) {
	n := 0
	for _, c := range cells {
		n += count(c == "")
	}
	if n > 0 && n < len(cells) {
		a.problem(a.splits.file, "", say.Kept("%s in no part of the split", say.KeptCount(n, "record is", "records are")), say.Mark("not used with --split file"))
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// splitColumn takes the split of a column that is called so, or of columns of
// zeros and ones.
func (a *assembly) splitColumn(s *sheet) (done bool, err error) {
	j, _ := s.best(splitNames, func(j int) bool {
		return !a.keeps(s, j) && (slices.Index(splitNames, layout.PlainName(s.Names[j])) < sureSplits || mostlyParts(s.cellsOf(j)))
	})
	if j >= 0 {
		return true, a.takeSplit(s, j)
	}
	if a.foldNumbers(s) || a.splitIndicators(s) {
		return true, nil
	}
	if j := a.splitByWords(s); j >= 0 {
		a.problem(s.File, s.Names[j], say.Kept("its words name parts of the data: %s", someOf(slices.Sorted(maps.Keys(distinct(s.cellsOf(j)))))), say.Kept("read as the split; --feature %s keeps it as a feature", quoted(s.Names[j])))
		return true, a.takeSplit(s, j)
	}
	return false, nil
}

// splitByWords returns the column of which every word is a part of the data, one
// of them training, whatever it is called; -1 for none.
func (a *assembly) splitByWords(s *sheet) int {
	const most = 6
	return slices.IndexFunc(table.UpTo(len(s.Names)), func(j int) bool {
		if s.use[j] != asFeature || a.keeps(s, j) || !s.words(j) || s.columns[j].Distinct < 2 || s.columns[j].Distinct > most {
			return false
		}
		parts := map[string]bool{}
		for c := range distinct(s.cellsOf(j)) {
			parts[layout.PartNamed(c)] = true
		}
		return len(parts) > 1 && parts["train"] && !parts[""]
	})
}

// distinct returns the different words of a column, those aside that are missing.
func distinct(cells []string) map[string]bool {
	words := map[string]bool{}
	for _, c := range cells {
		if c != "" {
			words[c] = true
		}
	}
	return words
}

// allParts says whether all words of a column are parts of a split.
func allParts(cells []string) bool {
	parts, others := partCounts(cells)
	return parts > 0 && others == 0
}

// mostlyParts says whether a column can only be a split, though some of its
// words are slips of the pen.
func mostlyParts(cells []string) bool {
	parts, others := partCounts(cells)
	return parts > others
}

func partCounts(cells []string) (parts, others int) {
	for _, c := range cells {
		switch {
		case c == "":
		case splitPart(c) != "":
			parts++
		default:
			others++
		}
	}
	return parts, others
}

// foldNumbers takes a column of fold numbers as a group: which fold is the
// test is for the comparison to say.
func (a *assembly) foldNumbers(s *sheet) bool {
	for _, j := range s.unused() {
		if name := layout.PlainName(s.Names[j]); (name == "fold" || name == "folds" || name == "cvfold" || name == "kfold") && s.whole(j) && s.columns[j].Distinct <= 50 && !a.keeps(s, j) {
			s.use[j] = asGroup
			a.group(s, j)
			a.problem(s.File, s.Names[j], say.Kept("it numbers %d folds", s.columns[j].Distinct), say.Kept("a group, no feature; --split group:%s leaves out one fold at a time", s.Names[j]))
			return true
		}
	}
	return false
}

// takeSplit reads a column of parts. A word that is none is an error before
// anything is fitted: it would leave records out.
func (a *assembly) takeSplit(s *sheet, j int) error {
	cells := slices.Clone(s.cellsOf(j))
	numbers, unknown := 0, map[string]int{}
	for r, c := range cells {
		if c == "" {
			continue
		}
		if part := splitPart(c); part != "" {
			cells[r] = part
			continue
		}
		if _, err := strconv.ParseFloat(c, 64); err == nil {
			numbers++
		}
		unknown[c]++
	}
	if s.use[j] == asFeature {
		s.use[j] = asSplit
	}
	if len(unknown) > 0 {
		var err error
		if cells, err = a.numberedSplit(s, j, cells, unknown, numbers); err != nil || cells == nil {
			return err
		}
	}
	a.splits = &values{file: s.File, name: s.Names[j], ids: s.ids, cells: cells}
	a.imp.Split = s.path(j)
	return nil
}

// numberedSplit reads 0, 1 and 2 as training, validation and test, and more
// numbers as folds.
func (a *assembly) numberedSplit(s *sheet, j int, cells []string, unknown map[string]int, numbers int) ([]string, error) {
	words := slices.Sorted(maps.Keys(unknown))
	total := 0
	for _, n := range unknown {
		total += n
	}
	known := slices.ContainsFunc(cells, func(c string) bool { return c != "" && unknown[c] == 0 })
	if numbers == 0 && !known {
		a.problem(s.File, s.Names[j], say.Kept("the split has words of its own: %s", someOf(words)), say.Mark("kept as a group; --split group:split leaves out one of them at a time"))
		return cells, nil
	}
	if numbers < total {
		return nil, &dataset.UserError{What: say.Kept("%s: %q in the column %s is no part of a split", s.File, firstWord(words), s.Names[j]),
			Why: say.Kept("%s such words: %s", say.KeptCount(total, "row has", "rows have"), someOf(words)),
			Try: say.Kept("Write train, validation or test, leave the cell empty, or say what the column is: --feature %s, --group %s or --drop %s.", s.Names[j], s.Names[j], s.Names[j])}
	}
	form := func(c string) string {
		x, _ := strconv.ParseFloat(c, 64)
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	parts := map[string]string{"0": "train", "1": "test"}
	if len(unknown) == 3 {
		parts = map[string]string{"0": "train", "1": "validation", "2": "test"}
	}
	for _, w := range words {
		if parts[form(w)] == "" || len(unknown) < 2 {
			s.use[j] = asGroup
			a.group(s, j)
			a.problem(s.File, s.Names[j], say.Kept("it numbers %d folds", len(words)), say.Kept("a group, no split; --split group:%s leaves out one fold at a time", s.Names[j]))
			return nil, nil
		}
	}
	said := make([]string, 0, 3)
	for _, w := range words {
		said = append(said, say.Kept("%s is %s (%d)", w, parts[form(w)], unknown[w]))
	}
	a.problem(s.File, s.Names[j], say.Mark("the split is written in numbers"), say.Kept("read so: %s", strings.Join(said, ", ")))
	for r, c := range cells {
		if unknown[c] > 0 {
			cells[r] = parts[form(c)]
		}
	}
	return cells, nil
}

func firstWord(words []string) string {
	for _, w := range words {
		if _, err := strconv.ParseFloat(w, 64); err != nil {
			return w
		}
	}
	return words[0]
}

// partsOfTables says whether a table stands in files called after parts.
func (a *assembly) partsOfTables() bool {
	return slices.ContainsFunc(a.sheets, func(s *sheet) bool { return s.Parts != nil })
}

// foundSplit reads what files and folders are called: train.csv, test/1.png.
func (a *assembly) foundSplit() error {
	v := &values{file: say.Mark("files and folders"), name: "split"}
	add := func(id, word string) error {
		part := splitPart(word)
		if part == "" && word != "" {
			return &dataset.UserError{What: say.Kept("%q is no part of a split", word), Why: say.Mark("a file or folder is called so beside others for training and test"), Try: say.Mark("Call it train, validation or test.")}
		}
		v.ids, v.cells = append(v.ids, id), append(v.cells, part)
		return nil
	}
	for _, s := range a.sheets {
		for r, word := range s.Parts {
			if err := add(s.ids[r], word); err != nil {
				return err
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(a.found.Splits)) {
		if err := add(id, a.found.Splits[id]); err != nil {
			return err
		}
	}
	a.splits = v
	return nil
}
