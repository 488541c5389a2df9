package layout

import (
	"bytes"
	"context"
	"io"
	"path"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// mostListed bounds a list of ids.
const mostListed = 64 << 20

// partInList returns the part that a text is called after: train of train.txt,
// test of lists/test_ids.txt.
func partInList(file string) (string, bool) {
	stem := stemOf(file)
	for _, word := range []string{"_ids", "_list", "_files", "-ids", "-list", "_split", "_id", "ids_", "list_", "split_"} {
		stem = strings.TrimPrefix(strings.TrimSuffix(stem, word), word)
	}
	part, rest := partOf(stem)
	return part, part != "" && rest == ""
}

// readLists reads lists of the ids of each part: train.txt beside test.txt.
func (f *finder) readLists() error {
	for _, e := range f.lists {
		part, ok := partInList(e.path)
		if !ok {
			continue
		}
		text, err := f.readList(e.path)
		if err != nil {
			f.problem(e.path, say.English(bare(err)), say.Mark("the list is left out"))
			e.used.Store(true)
			continue
		}
		f.takeList(e, part, text)
		if err := f.ctx.Err(); err != nil {
			return err
		}
	}
	f.listedClasses()
	return nil
}

// listedClasses takes the second words of lists for classes, where every line
// has one, they repeat, and no table or folder tells the classes.
func (f *finder) listedClasses() {
	different := map[string]bool{}
	for _, class := range f.classes {
		different[class] = true
	}
	isLabels := func(s *source) bool { return s.role == Labels }
	if different[""] || len(different) < 2 || 2*len(different) > len(f.classes) || f.found.Labels != nil || slices.ContainsFunc(f.sources, isLabels) {
		return
	}
	f.found.Labels = f.classes
	f.why(say.Mark("the second words of the lists are %d classes"), len(different))
}

func (f *finder) readList(file string) ([]byte, error) {
	in, err := f.place.FS.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	text, err := io.ReadAll(io.LimitReader(in, mostListed+1))
	if err == nil && len(text) > mostListed {
		return nil, &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: say.Kept("a list of more than %d MB is none that people write", mostListed>>20),
			Try: say.Mark("Make a table of it, with columns id and split.")}
	}
	return text, err
}

// takeList takes the ids of a list: the first word of each line, without the
// folder and the ending where it names a file.
func (f *finder) takeList(e *entry, part string, text []byte) {
	if len(f.sources) == 0 && len(f.found.Media) == 0 {
		return
	}
	e.used.Store(true)
	n, twice := 0, ""
	ids := f.rawIDs()
	for line := range bytes.Lines(bytes.TrimPrefix(text, []byte("\ufeff"))) {
		id, class := f.listedID(string(bytes.TrimSpace(line)), ids)
		if id == "" {
			continue
		}
		f.classes[id] = class
		if f.found.Splits == nil {
			f.found.Splits = map[string]string{}
		}
		if other := f.found.Splits[id]; other != "" && PlainName(other) != PlainName(part) {
			twice = id
		}
		f.found.Splits[id] = part
		n++
	}
	f.why(say.Mark("%s lists %s of %s"), e.path, say.KeptCount(n, "id", "ids"), part)
	if twice != "" {
		f.problem(e.path, say.Kept("ids stand in the lists of several parts, such as %s", twice), say.Mark("the last list counts"))
	}
}

// listedID returns the id that a line of a list names, and the one word behind
// it, which may be a class.
func (f *finder) listedID(line string, ids map[string]bool) (id, class string) {
	if line == "" || ids[line] {
		return line, ""
	}
	fields := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t,;", r) })
	if len(fields) == 0 {
		return "", ""
	}
	if len(fields) == 2 {
		class = strings.Trim(fields[1], `"'`)
	}
	switch id = strings.Trim(fields[0], `"'`); {
	case ids[id]:
	case hasMediaEnding(id) || strings.Contains(id, "/") && ids[stemOf(id)]:
		id = stemOf(id)
	case idColumn([]string{id}, "", "") == 0 && len(ids) > 0:
		return "", "" // a header
	}
	return id, class
}

// openTexts opens the texts beside the tables that are tables themselves:
// blood.txt with tabs.
func (f *finder) openTexts() error {
	for _, e := range f.lists {
		if _, ok := partInList(e.path); ok {
			continue
		}
		opened, err := table.Open(f.ctx, f.place.FS, e.path, f.request(e.path))
		if f.ctx.Err() != nil {
			return context.Cause(f.ctx)
		}
		if err == nil && len(opened) == 1 && (f.isTable(opened[0]) || len(f.place.Files) == 1) {
			e.used.Store(true)
			f.addSource(e, opened[0], false)
			continue
		}
		if err != nil && len(f.place.Files) == 1 {
			f.errs = append(f.errs, err)
		}
		f.media = append(f.media, e)
	}
	return nil
}

// isTable says whether a text that could be read as a table is one: it has
// several columns and rows and an id, and no folder of texts lies around it.
func (f *finder) isTable(t *table.Table) bool {
	return len(t.Names) > 1 && t.Rows() > 1 && (idColumn(t.Names, f.imp.ID, t.File) >= 0 || f.namesKnown(t.Sample(f.ctx, sampleRows)[0]))
}

// namesKnown says whether most cells are names of media files, with or without
// their endings, or ids of tables.
func (f *finder) namesKnown(cells []string) bool {
	files := f.elsewhere()
	isFile := func(c string) bool {
		base := folded(path.Base(cleanPath(c)))
		return files.base[base] != nil || files.stem[base] != nil
	}
	isID := func(c string) bool {
		return slices.ContainsFunc(f.sources, func(s *source) bool { return s.Table != nil && s.idSet()[c] })
	}
	known := 0
	for _, c := range cells {
		known += count(c != "" && (isFile(c) || isID(c)))
	}
	return known > 1 && 2*known > len(cells)
}

// isListed says whether a text may be a list or a table rather than the text of
// a record: it lies beside the tables, or is called after a part.
func (f *finder) isListed(e *entry) bool {
	if !strings.EqualFold(path.Ext(e.path), ".txt") {
		return false
	}
	_, list := partInList(e.path)
	return list || CalledLabels(e.path) || f.place.Files != nil || !strings.Contains(e.path, "/") && f.fewTexts()
}

// fewTexts says whether only a few texts lie beside the tables.
func (f *finder) fewTexts() bool {
	n := 0
	if root := f.tree.folder("."); root != nil {
		for name := range root.files {
			n += count(strings.EqualFold(path.Ext(name), ".txt"))
		}
	}
	return n <= 16
}
