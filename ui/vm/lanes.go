package vm

import (
	"maps"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// The columns of the preview's table that are decisions: what a modality is
// called and read as, and the ids, missing codes and separator of its file.
const (
	nameColumn = iota
	kindColumn
	idColumn
	missingColumn
	delimiterColumn
	decidedColumns // the number of them
)

// previewHeader is the head of the table of modalities.
func previewHeader() []string {
	return []string{say.Text("modality"), say.Text("read as"), say.Text("id column"), say.Text("missing codes"), say.Text("separator"),
		say.Text("records"), say.Text("absent"), say.Text("unreadable"), say.Text("partial"), say.Text("source")}
}

// readAs are the kinds that the columns of a modality can be given.
var readAs = []struct {
	words string
	kind  dataset.ColumnKind
}{
	{say.Mark("numbers"), dataset.NumberColumn}, {say.Mark("categories"), dataset.CategoryColumn}, {say.Mark("text"), dataset.TextColumn},
}

// leftOut is what a modality is read as that is left out.
var leftOut = say.Mark("left out")

// mostKinds is for how many columns of a modality a kind is decided at once.
const mostKinds = 200

// lane is a row of the preview's table.
type lane struct {
	name  string         // by which the modality is recognised
	file  string         // of its table; "" where its values lie in files of their own
	alone bool           // no other modality is in that table
	block *dataset.Block // nil of one that is left out
}

// lanes are the rows of the table: the modalities that are read, then those that
// are left out.
func lanes(d *dataset.Dataset) []lane {
	var list []lane
	if d == nil {
		return list
	}
	inFile := map[string]int{}
	for m := range d.Blocks {
		inFile[d.Blocks[m].Modality.Source]++
	}
	for m := range d.Blocks {
		b := &d.Blocks[m]
		l := lane{name: recognisedName(d.Import, b.Modality.Name), block: b, alone: inFile[b.Modality.Source] == 1}
		if _, ok := d.Import.Files[b.Modality.Source]; ok && b.Files == nil {
			l.file = b.Modality.Source
		}
		list = append(list, l)
	}
	for _, name := range d.Import.Without {
		list = append(list, lane{name: name})
	}
	return list
}

// recognisedName is what a modality would be called if it were given no name.
func recognisedName(imp dataset.Import, name string) string {
	for _, old := range slices.Sorted(maps.Keys(imp.Names)) {
		if strings.TrimSpace(imp.Names[old]) == name {
			return old
		}
	}
	return name
}

// Cell is the question that a cell of the preview's table answers; not ok where
// the cell is counted.
func (o *Opening) Cell(row, column int) (Decision, bool) {
	list := lanes(o.data)
	if row < 0 || row >= len(list) || column < 0 || column >= decidedColumns {
		return Decision{}, false
	}
	return o.answered(list[row].decisions()[column]), true
}

// decisions are the questions about a modality, by the column of the table.
func (l lane) decisions() []decision {
	ask := func(key, title, help string, free bool, get func(*dataset.Import) string, set func(*dataset.Import, string) error, options func(*dataset.Dataset) []string) decision {
		return decision{key + ":" + l.name, say.Form("%s: %s", l.name, say.Text(title)), help, get, set, options, free}
	}
	return []decision{
		ask("name", say.Mark("name"), "", true, func(i *dataset.Import) string { return i.Names[l.name] }, l.setName, nil),
		ask("read", say.Mark("read as"), say.Mark("all its columns; single ones under Kinds of columns"), false, l.kind, l.setKind, l.kinds),
		ask("ids", say.Mark("id column"), say.Mark("of its file; several with commas between are joined"), true, l.ids, l.setIDs, columnNames),
		ask("codes", say.Mark("missing codes"), say.Mark("in every column of its file, with commas between"), true, l.codes, l.setCodes, nil),
		ask("separator", say.Mark("separator"), say.Mark("of the cells of its file"), true,
			func(i *dataset.Import) string { return i.Files[l.file].Delimiter }, l.setDelimiter, delimiters),
	}
}

func (l lane) setName(i *dataset.Import, text string) error {
	if l.block == nil {
		return l.absent()
	}
	if i.Names == nil {
		i.Names = map[string]string{}
	}
	if i.Names[l.name] = text; text == "" || text == l.name {
		delete(i.Names, l.name)
	}
	return nil
}

// absent refuses decisions about what is left out.
func (l lane) absent() error {
	return say.Errorf("%s is left out; choose under “read as” how it is read", l.name)
}

// kinds are what the modality can be read as: what lies in files of its own only
// as it is.
func (l lane) kinds(*dataset.Dataset) []string {
	var words []string
	if l.block != nil && l.file != "" {
		for _, k := range readAs {
			words = append(words, say.Text(k.words))
		}
	}
	return append(words, say.Text(leftOut))
}

// columns name the columns of the modality, as an Import does.
func (l lane) columns() []string {
	names := l.block.Modality.Columns
	if l.block.Texts != nil {
		names = []string{l.name}
	}
	out := make([]string, len(names))
	for k, name := range names {
		out[k] = l.file + ":" + name
	}
	return out
}

// kind is what has been decided of the modality, or of all its columns alike.
func (l lane) kind(i *dataset.Import) string {
	if slices.Contains(i.Without, l.name) {
		return say.Text(leftOut)
	}
	if l.block == nil || l.file == "" {
		return ""
	}
	for _, k := range readAs {
		all := true
		for _, column := range l.columns() {
			all = all && slices.Contains(i.Kinds, column+"="+string(k.kind))
		}
		if all {
			return say.Text(k.words)
		}
	}
	return ""
}

func (l lane) setKind(i *dataset.Import, text string) error {
	i.Without = slices.DeleteFunc(slices.Clone(i.Without), func(name string) bool { return name == l.name })
	if text == say.Text(leftOut) {
		i.Without = append(i.Without, l.name)
		return nil
	}
	if l.block == nil || l.file == "" {
		return nil
	}
	columns := l.columns()
	i.Kinds = slices.DeleteFunc(slices.Clone(i.Kinds), func(entry string) bool {
		return slices.Contains(columns, entry[:max(0, strings.LastIndexByte(entry, '='))])
	})
	for _, k := range readAs {
		if say.Text(k.words) != text {
			continue
		}
		if len(columns) > mostKinds {
			return say.Errorf("%s has %d columns, more than are decided at once; write COLUMN=KIND under Kinds of columns", l.name, len(columns))
		}
		for _, column := range columns {
			i.Kinds = append(i.Kinds, column+"="+string(k.kind))
		}
	}
	return nil
}

// ofTable refuses decisions about a table where there is none.
func (l lane) ofTable() error {
	switch {
	case l.block == nil:
		return l.absent()
	case l.file == "":
		return say.Errorf("the values of %s lie in files of their own, not in the cells of a table", l.name)
	}
	return nil
}

// changeFile changes what is decided about the file.
func (l lane) changeFile(i *dataset.Import, change func(*dataset.FileImport)) error {
	if err := l.ofTable(); err != nil {
		return err
	}
	if i.Files == nil {
		i.Files = map[string]dataset.FileImport{}
	}
	f := i.Files[l.file]
	if change(&f); f.Delimiter == "" && f.Decimal == "" && f.Charset == "" && f.Header == "" && len(f.IDs)+len(f.Columns) == 0 {
		delete(i.Files, l.file)
		return nil
	}
	i.Files[l.file] = f
	return nil
}

func (l lane) ids(i *dataset.Import) string {
	if l.file == "" {
		return ""
	}
	if ids := i.Files[l.file].IDs; len(ids) > 0 {
		return joinWords(ids)
	}
	return joinWords([]string{i.ID})
}

func (l lane) setIDs(i *dataset.Import, text string) error {
	names, err := splitWords(text)
	if err != nil {
		return err
	}
	return l.changeFile(i, func(f *dataset.FileImport) { f.IDs = names })
}

// codes are those of every column of the file.
func (l lane) codes(i *dataset.Import) string {
	var codes []string
	for _, entry := range i.Missing {
		if code, ok := strings.CutPrefix(entry, l.file+":"+dataset.AllFeatures+"="); ok && l.file != "" {
			codes = append(codes, code)
		}
	}
	return joinWords(codes)
}

func (l lane) setCodes(i *dataset.Import, text string) error {
	if err := l.ofTable(); err != nil {
		return err
	}
	if !l.alone {
		return say.Errorf("%s holds several modalities; write COLUMN=CODE under Missing codes", l.file)
	}
	codes, err := splitWords(text)
	if err != nil {
		return err
	}
	all := l.file + ":" + dataset.AllFeatures + "="
	i.Missing = slices.DeleteFunc(slices.Clone(i.Missing), func(entry string) bool { return strings.HasPrefix(entry, all) })
	for _, code := range codes {
		i.Missing = append(i.Missing, all+code)
	}
	return nil
}

func (l lane) setDelimiter(i *dataset.Import, text string) error {
	return l.changeFile(i, func(f *dataset.FileImport) { f.Delimiter = text })
}

// gaps are the words that were recognised as missing in the file, with those that
// were declared.
func (l lane) gaps(imp dataset.Import) string {
	var words []string
	for _, c := range imp.Files[l.file].Columns {
		words = append(words, c.Missing...)
	}
	declared, _ := splitWords(l.codes(&imp))
	words = append(words, declared...)
	slices.Sort(words)
	return joinWords(slices.DeleteFunc(slices.Compact(words), func(w string) bool { return w == "" }))
}
