package layout

import (
	"cmp"
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

const (
	// sampleRows is how many rows recognition looks at.
	sampleRows = 400
	// crowd is how many tables in one folder are no modalities any more, unless
	// they speak of the same records; then it is mostTables.
	crowd, mostTables = 64, 1024
)

// request is what is decided about a file.
func (f *finder) request(file string) table.Request {
	r := table.Request{File: f.imp.Files[file], Charset: f.imp.Charset, Delimiter: f.imp.Delimiter, Decimal: f.imp.Decimal,
		Missing: f.imp.Missing, Values: f.imp.Values, Parts: f.imp.Files, Kinds: f.imp.Kinds, Censored: f.imp.Censored, Workers: f.place.Workers}
	if f.written(file) {
		r.Exact, r.File.Header = true, cmp.Or(r.File.Header, "first")
		r.Charset, r.Delimiter, r.Decimal = cmp.Or(r.Charset, "utf-8"), cmp.Or(r.Delimiter, ","), cmp.Or(r.Decimal, ".")
	}
	return r
}

// openTables opens every table, several at a time. One that cannot be opened is
// named and left out.
func (f *finder) openTables() error {
	entries := f.fewTables()
	opened, errs := make([][]*table.Table, len(entries)), make([]error, len(entries))
	var g errgroup.Group // tables are read on with the context that they are opened with
	g.SetLimit(f.place.Workers)
	for k, e := range entries {
		g.Go(func() error {
			opened[k], errs[k] = table.Open(f.ctx, f.place.FS, e.path, f.request(e.path))
			return f.ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	f.sources = nil
	broken := map[string][]int{} // by folder and ending
	for k, e := range entries {
		e.used.Store(true)
		if errors.Is(errs[k], table.ErrLines) {
			return errs[k]
		}
		if errs[k] != nil {
			f.errs = append(f.errs, errs[k])
			broken[path.Dir(e.path)+path.Ext(e.path)] = append(broken[path.Dir(e.path)+path.Ext(e.path)], k)
		}
		for _, t := range f.leaveSheets(opened[k], e.path) {
			f.addSource(e, t, len(opened[k]) > 1)
		}
		if err := f.ctx.Err(); err != nil {
			return err
		}
	}
	for _, where := range sortedKeys(broken) {
		f.sayBroken(entries, errs, broken[where])
	}
	return nil
}

// sayBroken names the tables of one folder that could not be opened: a few one
// by one, many by an example.
func (f *finder) sayBroken(entries []*entry, errs []error, which []int) {
	const few = 3
	if len(which) > few {
		k := which[0]
		f.problem(entries[k].path, say.Kept("%s; so it is with %d files in %s", whyBroken(entries[k], errs[k]), len(which), inFolder(path.Dir(entries[k].path))), say.Mark("they are left out"))
		return
	}
	for _, k := range which {
		f.problem(entries[k].path, whyBroken(entries[k], errs[k]), say.Mark("the file is left out"))
	}
}

// whyBroken says why a table could not be opened, without its name.
func whyBroken(e *entry, err error) string {
	if u, ok := errors.AsType[*dataset.UserError](err); ok && u.Why != "" && u.Try != "" {
		try := strings.TrimSuffix(u.Try, ".")
		switch strings.TrimPrefix(u.What, e.path+" ") {
		case "cannot be read":
			return say.Kept("it cannot be read: %s. %s", u.Why, try)
		case "cannot be unpacked":
			return say.Kept("it cannot be unpacked: %s. %s", u.Why, try)
		case "is no table":
			return say.Kept("it is no table: %s. %s", u.Why, try)
		}
	}
	if rest, ok := strings.CutPrefix(say.English(err), e.path+" "); ok {
		return "it " + strings.TrimSuffix(rest, ".")
	}
	return say.English(err)
}

// addSource takes a table. The sheets of a workbook are called by their own
// names.
func (f *finder) addSource(e *entry, t *table.Table, sheet bool) {
	s := &source{Table: t, entry: e, dir: path.Dir(e.path), name: stemOf(e.path)}
	if sheet {
		s.name = sheetName(t.File, e.path)
	}
	s.Table = f.asWritten(t, s.name)
	s.spans = []span{{t.Rows(), s.dir}}
	decided := f.imp.ID
	if ids := f.imp.Files[t.File].IDs; len(ids) > 0 {
		decided = ids[0]
	}
	s.look(f.ctx, decided)
	f.fillDown(s)
	f.sources = append(f.sources, s)
}

// look samples the table and finds its id column.
func (s *source) look(ctx context.Context, decided string) {
	s.sample = s.Sample(ctx, sampleRows)
	s.id = idColumn(s.Names, decided, s.File)
	s.ids = nil
}

// fewTables returns the tables to open: not those of folders that hold more
// than anybody can mean.
func (f *finder) fewTables() []*entry {
	number := map[string]int{}
	for _, s := range f.sources {
		number[path.Dir(s.entry.path)]++
	}
	var list []*entry
	for _, s := range f.sources {
		if number[path.Dir(s.entry.path)] <= mostGathered {
			list = append(list, s.entry)
		}
	}
	return list
}

// idSet returns the ids of all rows.
func (s *source) idSet() map[string]bool {
	if s.ids == nil {
		s.ids = map[string]bool{}
		if s.id >= 0 {
			for _, id := range s.Texts(s.id)[0] {
				if id != "" {
					s.ids[id] = true
				}
			}
		}
	}
	return s.ids
}

// allIDs returns the ids of all tables that hold records.
func (f *finder) allIDs() map[string]bool {
	all := map[string]bool{}
	for _, s := range f.sources {
		if !s.role.HoldsRecords() {
			continue
		}
		for id := range s.idSet() {
			all[id] = true
		}
	}
	return all
}

// giveName makes names of modalities different: the second is called by its
// longer name.
func giveName(taken map[string]bool, names ...string) string {
	for _, n := range names {
		if n != "" && !taken[n] {
			taken[n] = true
			return n
		}
	}
	for k := 2; ; k++ {
		if n := names[len(names)-1] + " " + itoa(k); !taken[n] {
			taken[n] = true
			return n
		}
	}
}

// makeTables hands the sources over.
func (f *finder) makeTables() error {
	taken := map[string]bool{}
	f.nameByFolder()
	f.nameMedia(taken)
	for _, s := range f.sources {
		t := Table{Table: s.Table, Role: s.role, Name: s.name, Parts: s.parts, Paths: s.paths}
		if s.role == Data {
			f.split(&t, s)
			f.nameTable(&t, s, taken)
		}
		f.found.Tables = append(f.found.Tables, t)
	}
	return nil
}

// nameByFolder calls tables after their folders where the folders tell them
// apart: image/values.csv and audio/values.csv.
func (f *finder) nameByFolder() {
	names, folders := map[string]int{}, map[string]int{}
	for _, s := range f.dataSources() {
		names[s.name]++
		folders[path.Base(s.dir)]++
	}
	for _, s := range f.dataSources() {
		if dir := path.Base(s.dir); names[s.name] > 1 && folders[dir] == 1 && dir != "." {
			s.name = dir
		}
	}
}

// nameMedia makes the names of media different from those of tables: a folder
// that is called like a table is another form of it.
func (f *finder) nameMedia(taken map[string]bool) {
	tables := map[string]string{}
	for _, s := range f.dataSources() {
		tables[s.name] = s.File
	}
	f.found.Media = slices.DeleteFunc(f.found.Media, func(m Media) bool {
		file, there := tables[m.Name]
		if there {
			f.problem(m.Source, say.Kept("the table %s has the same name", file), say.Mark("the table is read, the files are left out"))
		}
		return there
	})
	for k := range f.found.Media {
		m := &f.found.Media[k]
		m.Name = giveName(taken, m.Name, path.Dir(m.entries[0].path)+"/"+m.Name)
	}
}

// sheetName names a sheet: what a table's file says behind that of the
// workbook.
func sheetName(file, workbook string) string {
	name := strings.TrimPrefix(strings.TrimPrefix(file, workbook), ":")
	switch {
	case name == "":
		return stemOf(workbook)
	case table.Is(name):
		return stemOf(name) // of an archive
	}
	return name
}

// dataSources lists the tables of values.
func (f *finder) dataSources() []*source {
	return slices.DeleteFunc(slices.Clone(f.sources), func(s *source) bool { return s.role != Data })
}

// aboutOf returns what dataset.json says of a modality, or a zero value.
func (a About) aboutOf(name string) AboutModality {
	for _, m := range a.Modalities {
		if m.Name == name {
			return m
		}
	}
	return AboutModality{Kind: dataset.Table}
}
