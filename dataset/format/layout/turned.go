package layout

import (
	"slices"
	"strings"

	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// fewRecords is how many columns a table has at least whose records are its
// columns though no other table says so.
const fewRecords = 4

// turnAll turns the tables in which records are columns: one of their rows is
// called like a label, or the names of their columns are ids of another table,
// or look like ids above rows of features.
func (f *finder) turnAll() {
	if f.imp.Reader != "" && !f.decided(folderCSV, mediaFolders, recordFolders, classFolders, manifest) {
		return
	}
	for _, why := range []func(*source) string{f.rowIsLabel, f.namesAreIDs, f.rowsAreFeatures} {
		for k, s := range f.sources {
			if len(s.Names) < 3 || s.Rows() == 0 || s.Rows()*len(s.Names) > mostTurned || s.turned {
				continue
			}
			if said := why(s); said != "" {
				f.sources[k] = f.turn(s, said)
			}
		}
	}
}

// rowIsLabel says which row of a table is called like a label or a split and
// holds a few words that come again, as none does in which records are rows.
func (f *finder) rowIsLabel(s *source) string {
	if len(s.Names) <= fewRecords || s.isDecided(f, 0) || named(s.Names[1:], labelNames) >= 0 {
		return ""
	}
	called := featureNames.has(s.Names[0]) || table.LookLikeIDs(s.Names[1:])
	var columns [][]string // read once, when some row is called like a label: in a long table thousands are
	for i, name := range s.Texts(0)[0] {
		if !labelNames.has(name) && !splitNames.has(name) {
			continue
		}
		if columns == nil {
			columns = s.Texts(table.UpTo(len(s.Names))[1:]...)
		}
		if row := rowOf(columns, i); repeats(row) && (called || !slices.ContainsFunc(row, isNumber)) {
			return say.Kept("row %s is called %s, and its cells come again", itoa(i+1), name)
		}
	}
	return ""
}

// isDecided says whether a column was chosen as the id, so that the records are
// rows.
func (s *source) isDecided(f *finder, column int) bool {
	ids := append([]string{f.imp.ID}, f.imp.Files[s.File].IDs...)
	return s.Names[column] != "" && s.Names[column] != "id" && slices.ContainsFunc(ids, func(id string) bool {
		return id == s.Names[column] || id == s.File+":"+s.Names[column]
	})
}

// rowOf returns the cells of a row.
func rowOf(columns [][]string, i int) []string {
	row := make([]string, len(columns))
	for j := range columns {
		row[j] = columns[j][i]
	}
	return row
}

// repeats says whether cells are two or more words, each repeated.
func repeats(cells []string) bool {
	different, filled := map[string]bool{}, 0
	for _, c := range cells {
		if c != "" {
			filled++
			different[c] = true
		}
	}
	return len(different) > 1 && 2*len(different) <= filled && 2*filled > len(cells)
}

// namesAreIDs says whose ids the names of most columns are, where the ids of the
// rows are not.
func (f *finder) namesAreIDs(s *source) string {
	for _, other := range f.sources {
		if other != s && f.headerHolds(s, other) {
			return say.Kept("the names of most columns are ids of %s", other.File)
		}
	}
	return ""
}

// headerHolds says whether most names of columns of s are ids of another table,
// and its own ids are not.
func (f *finder) headerHolds(s, other *source) bool {
	if other.id < 0 {
		return false
	}
	header := make(map[string]bool, len(s.Names))
	for _, name := range s.Names[1:] {
		header[name] = true
	}
	n := 0
	for _, id := range other.Texts(other.id)[0] {
		n += count(header[id])
	}
	return n >= 2 && 2*n > len(header) && sharedIDs(s.idSet(), other.idSet()) == 0
}

// rowsAreFeatures says whether the names of the columns look like ids, nearly all
// cells are numbers, and either the first column is called like the names of
// features or a row holds words that come again.
func (f *finder) rowsAreFeatures(s *source) string {
	if len(s.Names) <= fewRecords || s.id > 0 || s.isDecided(f, 0) || len(s.paths) > 0 {
		return ""
	}
	words, firsts := 0, map[string]bool{}
	for j := range s.Names[1:] {
		words += count(s.isWords(j + 1))
	}
	for _, name := range s.sample[0] {
		firsts[name] = true
	}
	if 4*words > len(s.Names) || len(firsts) < len(s.sample[0]) || !table.LookLikeIDs(s.Names[1+words:]) {
		return ""
	}
	if row := s.rowOfWords(); row != "" {
		return say.Kept("row %s holds words that come again in columns of numbers, whose names look like ids", row)
	}
	if s.id < 0 && featureNames.has(s.Names[0]) {
		return say.Kept("the first column is called %s, and the names of the others look like ids; --id %s takes the rows for records", s.Names[0], s.Names[0])
	}
	return ""
}

// rowOfWords returns the name of the first row of the sample whose cells are
// words that come again, or "".
func (s *source) rowOfWords() string {
	for i, name := range s.sample[0] {
		row := make([]string, 0, len(s.sample))
		for _, column := range s.sample[1:] {
			row = append(row, column[i])
		}
		if name != "" && repeats(row) && !slices.ContainsFunc(row, isNumber) && !slices.ContainsFunc(row, func(c string) bool { return missingWords[strings.ToLower(c)] }) {
			return name
		}
	}
	return ""
}

// turn makes rows of columns. The first column names the new columns; columns of
// words in a table of numbers explain the rows and are left out.
func (f *finder) turn(s *source, why string) *source {
	cells := s.Texts(table.UpTo(len(s.Names))...)
	records, left := f.recordColumns(s)
	names := append([]string{"id"}, cells[0]...)
	columns := make([][]string, len(names))
	for i := range columns {
		if f.ctx.Err() != nil {
			break
		}
		columns[i] = make([]string, len(records))
		for k, j := range records {
			if i == 0 {
				columns[0][k] = s.Names[j]
			} else {
				columns[i][k] = cells[j][i-1]
			}
		}
	}
	f.problem(s.File, say.Kept("its records are columns: %s", why), say.Kept("it is turned: %s, each row a column", say.KeptCount(len(records), "column becomes a record", "columns become records")))
	if len(left) > 0 {
		f.problem(s.File, say.Kept("%s the rows and holds no record: %s", say.KeptCount(len(left), "column explains", "columns explain"), someOf(left)), say.Mark("left out"))
	}
	t := &source{Table: table.New(f.ctx, s.File, names, columns, f.request(s.File)), entry: s.entry, name: s.name, dir: s.dir, turned: true}
	t.Problems = slices.Concat(s.Problems, t.Problems)
	t.spans = []span{{t.Rows(), t.dir}}
	t.look(f.ctx, "id")
	return t
}

// recordColumns lists the columns that are records, and the names of those that
// say something of the rows instead: words where most columns are numbers,
// unless another table has an id of that name.
func (f *finder) recordColumns(s *source) (records []int, left []string) {
	words := map[int]bool{}
	for j := range s.Names[1:] {
		if s.isWords(j + 1) {
			words[j+1] = true
		}
	}
	ofWords := 2*len(words) >= len(s.Names)-1
	for j, name := range s.Names[1:] {
		known := func(other *source) bool { return other != s && other.idSet()[name] }
		if words[j+1] && !ofWords && !slices.ContainsFunc(f.sources, known) {
			left = append(left, name)
		} else {
			records = append(records, j+1)
		}
	}
	return records, left
}

// isWords says whether most cells of a column are no numbers.
func (s *source) isWords(column int) bool {
	words, filled := 0, 0
	for _, c := range s.sample[column] {
		if c != "" {
			filled++
			words += count(!isNumber(c))
		}
	}
	return 2*words > filled
}
