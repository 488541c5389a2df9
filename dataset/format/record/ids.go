package record

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// giveIDs finds the id of every row of every table.
func (a *assembly) giveIDs(context.Context) error {
	for _, s := range a.sheets {
		if err := a.chooseID(s); err != nil {
			return err
		}
	}
	a.betterIDs()
	if err := a.otherIDs(); err != nil {
		return err
	}
	for _, s := range a.sheets {
		if err := a.repeated(s); err != nil {
			return err
		}
		a.saySums(s)
	}
	return nil
}

// saySums tells of rows at either end that are called like sums of the others.
func (a *assembly) saySums(s *sheet) {
	const last = 5
	for r := range s.Rows() {
		if (r == 0 || r >= s.Rows()-last) && slices.Contains(sumNames, layout.PlainName(s.ids[r])) {
			a.problems = append(a.problems, dataset.Problem{File: s.File, Row: s.Line(r), What: say.Kept("the row %q is called like a summary of the others", s.ids[r]),
				Done: say.Mark("kept as a record; take it out of the table if it is none")})
		}
	}
}

// chooseID takes the id that an import names, or the best of the columns that
// are called like one: the first in which every row has another value, else
// two of them together.
func (a *assembly) chooseID(s *sheet) error {
	if columns := s.columnsOf(a.imp.Files[s.File].IDs); len(columns) > 0 {
		s.takeIDs(columns...)
		if len(columns) > 1 {
			a.firstRepeats(s)
		}
		return nil
	}
	if a.imp.ID != "" {
		if j := s.column(a.imp.ID); j >= 0 {
			s.takeIDs(j)
			return nil
		}
	}
	named := a.namedLikeIDs(s)
	for _, j := range named {
		if s.distinct(j) {
			s.takeIDs(j)
			return nil
		}
	}
	if len(named) == 0 {
		return nil
	}
	first := named[0]
	if len(named) < 2 {
		named = append(named, a.visits(s)...)
	}
	if len(named) > 1 && s.pairs(named[0], named[1]) {
		s.takeIDs(named[0], named[1])
		a.problem(s.File, s.Names[named[0]], say.Kept("it repeats, and is different in every row only together with %s", s.Names[named[1]]), say.Kept("records are named by both: %s", s.ids[0]))
		a.firstRepeats(s)
		return nil
	}
	if slices.Contains(subjectNames, layout.PlainName(s.Names[first])) && layout.PlainName(s.Names[first]) != "id" && s.repeats(first) {
		return nil // it names subjects, who have several records each
	}
	s.takeIDs(first)
	return nil
}

// columnsOf finds columns by their names.
func (s *sheet) columnsOf(names []string) []int {
	var list []int
	for _, name := range names {
		if j := slices.Index(s.Names, name); j >= 0 {
			list = append(list, j)
		}
	}
	return list
}

// firstRepeats keeps the part of a composite id that repeats as a group: the
// records of one subject or recording belong together.
func (a *assembly) firstRepeats(s *sheet) {
	for _, j := range s.idNames {
		if s.repeats(j) {
			a.group(s, j)
			a.problem(s.File, s.Names[j], say.Kept("%d different values in %d rows", s.columns[j].Distinct, s.Rows()), say.Kept("kept as a group; --split group:%s keeps its records together", s.Names[j]))
			return
		}
	}
}

// namedLikeIDs lists the columns whose names say that they hold ids, the best
// first.
func (a *assembly) namedLikeIDs(s *sheet) []int {
	return slices.DeleteFunc(layout.IDColumns(s.Names), func(j int) bool {
		return s.use[j] != asFeature || a.keeps(s, j) || s.columns[j].Import.Kind == dataset.DateColumn || s.columns[j].Filled == 0 && s.Rows() > 0
	})
}

// repeats says whether a column has fewer values than three quarters of its
// rows.
func (s *sheet) repeats(j int) bool { return 4*s.columns[j].Distinct < 3*s.columns[j].Filled }

// pairs says whether two columns together are different in every row.
func (s *sheet) pairs(i, j int) bool {
	cells := s.Texts(i, j)
	seen := make(map[[2]string]bool, s.Rows())
	for r := range cells[0] {
		pair := [2]string{cells[0][r], cells[1][r]}
		if seen[pair] || pair[0] == "" {
			return false
		}
		seen[pair] = true
	}
	return s.Rows() > 0
}

// takeIDs makes ids of columns, joined by a stroke.
func (s *sheet) takeIDs(columns ...int) {
	cells := s.Texts(columns...)
	s.idNames = columns
	s.ids = slices.Clone(cells[0]) // they may be brought to one form, the cells stay
	for _, more := range cells[1:] {
		for r := range s.ids {
			s.ids[r] += "/" + more[r]
		}
	}
	for _, j := range columns {
		s.use[j] = asID
	}
}

// otherID finds ids where no name tells: a column whose values are the ids of
// other tables or of files, a first column of different words, a column of
// files; else rows are numbered.
func (a *assembly) otherID(s *sheet) error {
	known := a.knownIDs(nil)
	free := slices.DeleteFunc(s.unused(), func(j int) bool { return a.keeps(s, j) })
	for _, j := range free {
		if len(known) > 0 && s.distinct(j) && meets(s.Texts(j)[0], known) {
			s.takeIDs(j)
			a.problem(s.File, s.Names[j], say.Mark("no column is called id; its values are ids elsewhere"), say.Mark("read as the id"))
			return nil
		}
	}
	for _, j := range free {
		if s.distinct(j) && s.columns[j].Import.Kind == dataset.WordsColumn {
			s.takeIDs(j)
			a.problem(s.File, s.Names[j], say.Mark("no column is called id; this one has another word in every row"), say.Mark("read as the id"))
			return nil
		}
	}
	if s.Role != layout.Data || a.dataTables() > 1 {
		if j := a.valueLikeID(s); j >= 0 {
			return &dataset.UserError{What: say.Kept("%s has no id column", s.File), Why: say.Kept("its column %s is to hold values, and an id has no kind and is no feature", s.Names[j]),
				Try: say.Kept("Leave away what is decided about %s, such as its kind, or name another column with --id COLUMN.", s.Names[j])}
		}
		return &dataset.UserError{What: say.Kept("%s has no id column", s.File), Why: say.Kept("its columns are %s", someOf(s.Names)), Try: say.Mark("Call the column that names the record id, in every table, or name it with --id COLUMN.")}
	}
	if len(s.Paths) > 0 {
		return a.fileIDs(s)
	}
	s.number(s.Rows(), "row")
	if s.Rows() > 0 {
		a.problem(s.File, "", say.Mark("no column is called id"), say.Mark("the rows are numbered"))
	}
	return nil
}

// dataTables counts the tables of values: rows of several are joined by ids
// alone, never by their number.
func (a *assembly) dataTables() int {
	n := 0
	for _, s := range a.sheets {
		if s.Role == layout.Data && len(s.Names) > 0 {
			n++
		}
	}
	return n
}

// number makes ids of a table's rows.
func (s *sheet) number(rows int, word string) {
	s.ids = make([]string, rows)
	width := len(strconv.Itoa(rows))
	for r := range s.ids {
		s.ids[r] = fmt.Sprintf("%s%0*d", word, width, r+1)
	}
}

// fileIDs names records after the files of their first column of paths.
func (a *assembly) fileIDs(s *sheet) error {
	p := s.Paths[0]
	s.ids = make([]string, s.Rows())
	seen := map[string]bool{}
	for r, file := range s.Texts(p.Column)[0] {
		stem := file[strings.LastIndexAny(file, `/\`)+1:]
		if dot := strings.LastIndexByte(stem, '.'); dot > 0 {
			stem = stem[:dot]
		}
		if s.ids[r] = stem; stem == "" || seen[stem] {
			s.number(s.Rows(), "row")
			a.problem(s.File, "", say.Mark("no column is called id, and files are named more than once or not at all"), say.Mark("the rows are numbered"))
			return nil
		}
		seen[stem] = true
	}
	a.problem(s.File, "", say.Mark("no column is called id"), say.Kept("records are named after the files in %s", s.Names[p.Column]))
	return nil
}

// knownIDs are the ids that files and tables but one have so far.
func (a *assembly) knownIDs(but *sheet) map[string]bool {
	known := map[string]bool{}
	for _, s := range a.sheets {
		if s == but {
			continue
		}
		for _, id := range s.ids {
			known[id] = true
		}
	}
	for _, m := range a.found.Media {
		for _, stem := range m.Stems {
			known[stem] = true
		}
	}
	return known
}

// meets says whether half of the cells are known ids.
func meets(cells []string, known map[string]bool) bool {
	n := 0
	for _, c := range cells {
		if known[c] {
			n++
		}
	}
	return n > 0 && 2*n >= len(cells)
}

// repeated deals with rows that have no id and with ids that occur twice: in a
// table of files the rows are numbered, elsewhere they are an error that lists
// them.
func (a *assembly) repeated(s *sheet) error {
	a.normalise(s)
	again := twice(s.ids)
	if len(again) == 0 {
		return nil
	}
	if len(s.Paths) > 0 && s.Role == layout.Data {
		a.problem(s.File, s.idName(), say.Kept("%s more than once, such as %q", say.KeptCount(len(again), "id occurs", "ids occur"), s.ids[slices.Min(slices.Collect(maps.Values(firsts(again))))]),
			say.Mark("every row is a record; repeated ids get a number"))
		numberTwins(s.ids)
		a.group(s, s.idNames[0])
		return nil
	}
	return s.twiceError(again)
}

// group keeps the column of the id as a group: its rows belong together.
func (a *assembly) group(s *sheet, j int) {
	a.groups = append(a.groups, &values{file: s.File, name: s.Names[j], ids: s.ids, cells: s.cellsOf(j)})
}

func (s *sheet) idName() string {
	if len(s.idNames) == 0 {
		return ""
	}
	return s.Names[s.idNames[0]]
}

// normalise brings ids to one Unicode form and names rows without one.
func (a *assembly) normalise(s *sheet) {
	changed, empty := 0, 0
	for r, id := range s.ids {
		if id == "" {
			empty++
			continue
		}
		if form := norm.NFC.String(id); form != id {
			s.ids[r], changed = form, changed+1
		}
	}
	if changed > 0 {
		a.problem(s.File, s.idName(), say.Kept("%s written in another Unicode form (NFD)", say.KeptCount(changed, "id is", "ids are")), say.Mark("brought to the usual one (NFC)"))
	}
	if empty == 0 {
		return
	}
	a.lost = append(a.lost, s.problem(s.idName(), say.KeptCount(empty, "row has no id", "rows have no id"), say.Mark("left out")))
}

// twice lists the rows of ids that occur more than once.
func twice(ids []string) map[string][]int {
	first, again := map[string]int{}, map[string][]int{}
	for _, r := range dataset.PerhapsRepeated(ids) {
		id := ids[r]
		f, seen := first[id]
		switch {
		case id == "":
		case !seen:
			first[id] = r
		case again[id] == nil:
			again[id] = []int{f, r}
		default:
			again[id] = append(again[id], r)
		}
	}
	return again
}

func firsts(again map[string][]int) map[string]int {
	out := map[string]int{}
	for id, rows := range again {
		out[id] = rows[0]
	}
	return out
}

// numberTwins numbers ids from their second occurrence on.
func numberTwins(ids []string) {
	count := make(map[string]int, len(ids))
	taken := make(map[string]bool, len(ids))
	for _, id := range ids {
		taken[id] = true
	}
	for r, id := range ids {
		if id == "" {
			continue
		}
		for count[id]++; count[id] > 1; count[id]++ {
			if name := fmt.Sprintf("%s (%d)", id, count[id]); !taken[name] {
				ids[r], taken[name] = name, true
				break
			}
		}
	}
}

func (s *sheet) twiceError(again map[string][]int) error {
	ids := slices.SortedFunc(maps.Keys(again), func(x, y string) int { return cmp.Compare(again[x][0], again[y][0]) })
	var list []string
	for _, id := range ids[:min(len(ids), 5)] {
		list = append(list, fmt.Sprintf("%q%s", id, s.lineList(again[id])))
	}
	if len(ids) > len(list) {
		list = append(list, "…")
	}
	return &dataset.UserError{What: fmt.Sprintf("%s: %s", s.File, say.Kept("%s more than once", say.KeptCount(len(ids), "id occurs", "ids occur"))),
		Why: strings.Join(list, ", "), Try: say.Kept("Every record needs one row with an id of its own: %s.", s.tellApart(ids[0], again[ids[0]][0]))}
}

// lineList writes the lines of some rows: " (lines 3, 9)".
func (s *sheet) lineList(rows []int) string {
	const most = 5
	var list []string
	for _, r := range rows[:min(len(rows), most)] {
		if line := s.Line(r); line > 0 {
			list = append(list, strconv.Itoa(line))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return " (lines " + strings.Join(list, ", ") + ")"
}
