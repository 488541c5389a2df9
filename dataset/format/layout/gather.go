package layout

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

const (
	// mostGathered bounds the tables of one folder that are opened.
	mostGathered = 20_000
	// fewGathered is how many tables without ids are one per record though
	// nothing else says so.
	fewGathered = 5
)

// bunch is tables with the same columns, each of one record or of one site.
type bunch struct {
	name    string // of the modality
	sources []*source
	records []string // what tells them apart: a name of a file or a folder
	labels  bool     // they are called like tables of labels
}

// gather makes one table of tables that hold one record each, or the records
// of one site each.
func (f *finder) gather() error {
	f.separateSites()
	for _, by := range []func(*source) (string, string){byFolder, byName} {
		bunches := f.bunches(by)
		if len(bunches) == 0 {
			continue
		}
		ids := f.idsOfRecords()
		for _, b := range bunches {
			switch {
			case f.ctx.Err() != nil:
				return f.ctx.Err()
			case f.areSites(b):
				f.gatherSites(b)
			case !b.labels && f.areRecords(b, ids):
				f.gatherRecords(b)
			}
		}
	}
	f.leaveCrowds()
	return f.gatherArrays()
}

// idsOfRecords returns what files of one record each may be called.
func (f *finder) idsOfRecords() map[string]bool {
	f.consulted = true
	return f.linked(f.allIDs())
}

// byFolder bunches tables that lie in one folder, byName those that are called
// alike in several.
func byFolder(s *source) (key, record string) { return s.dir, s.name }

func byName(s *source) (key, record string) { return "/" + bareName(s.dir, s.name), s.dir }

// bareName takes the names of folders off the start of a name: events of
// sub-01/func/sub-01_events.
func bareName(dir, name string) string {
	for _, d := range strings.Split(dir, "/") {
		name = cmp.Or(restOf(name, d), name)
	}
	return name
}

// bunches groups the tables by a key and their columns.
func (f *finder) bunches(by func(*source) (key, record string)) []*bunch {
	groups := map[string]*bunch{}
	for _, s := range f.sources {
		part, _ := partOfFile(s.dir, s.name)
		key, record := by(s)
		labels := slices.Contains(labelFiles, PlainName(s.name))
		if part != "" || f.imp.Files[s.File].Role != "" || labels && record != s.dir {
			continue
		}
		all := key + "\x00" + strings.Join(s.Names, "\x00")
		if groups[all] == nil {
			groups[all] = &bunch{labels: labels}
		}
		groups[all].sources = append(groups[all].sources, s)
		groups[all].records = append(groups[all].records, record)
	}
	var list []*bunch
	for _, key := range sortedKeys(groups) {
		b := groups[key]
		if len(b.sources) < 2 {
			continue
		}
		b.name = cmp.Or(strings.TrimPrefix(path.Base(b.sources[0].dir), "."), "series")
		if strings.HasPrefix(key, "/") {
			b.name = bareName(b.sources[0].dir, b.sources[0].name)
			b.records = differingFolders(b.records)
		}
		list = append(list, b)
	}
	return list
}

// differingFolders returns the first level of some folders on which all differ,
// or the folders as they are.
func differingFolders(dirs []string) []string {
	for level := range deepest {
		seen := map[string]bool{}
		names := make([]string, len(dirs))
		for i, d := range dirs {
			if parts := strings.Split(d, "/"); level < len(parts) {
				names[i] = parts[level]
				seen[names[i]] = true
			}
		}
		if len(seen) == len(dirs) {
			return names
		}
	}
	return dirs
}

// areSites says whether the tables of a bunch lie in folders of their own and
// hold ids that no other of them has.
func (f *finder) areSites(b *bunch) bool {
	seen := map[string]bool{}
	for _, s := range b.sources {
		if s.id < 0 || s.dir == b.sources[0].dir && s != b.sources[0] || len(s.idSet()) == 0 || namesModality(path.Base(s.dir)) {
			return false
		}
		for id := range s.idSet() {
			if seen[id] {
				return false
			}
		}
		for id := range s.idSet() {
			seen[id] = true
		}
	}
	return true
}

// gatherSites puts the tables of several sites under each other.
func (f *finder) gatherSites(b *bunch) {
	var tables []*table.Table
	var files []string
	first := b.sources[0]
	whole := &source{entry: first.entry, dir: first.dir, name: b.name}
	for k, s := range b.sources {
		tables, files = append(tables, s.Table), append(files, s.File)
		whole.spans = append(whole.spans, span{to: s.Rows(), dir: s.dir})
		if k > 0 {
			whole.spans[k].to += whole.spans[k-1].to
		}
		for id := range s.idSet() {
			if f.found.Groups == nil {
				f.found.Groups = map[string]string{}
			}
			f.found.Groups[id] = b.records[k]
		}
	}
	file := joinedName(files)
	whole.Table = table.Stack(file, tables, f.request(file))
	whole.look(f.ctx, f.imp.ID)
	f.replace(b.sources, whole)
	f.why(say.Mark("%s have the same columns and other ids: they are one table, and their folders are groups"), someOf(files))
}

// joinedName names a table after the files that it was made of.
func joinedName(files []string) string {
	if len(files) <= 3 {
		return strings.Join(files, " + ")
	}
	return files[0] + " + " + itoa(len(files)-1) + " more"
}

// replace puts one source in the place of some.
func (f *finder) replace(old []*source, by *source) {
	at := slices.Index(f.sources, old[0])
	gone := map[*source]bool{}
	for _, s := range old {
		gone[s] = true
	}
	f.sources[at] = by
	f.sources = slices.DeleteFunc(f.sources, func(s *source) bool { return gone[s] })
}

// areRecords says whether the tables of a bunch hold one record each: they are
// called by ids of another table, or are many without ids and of different
// lengths.
func (f *finder) areRecords(b *bunch, ids map[string]bool) bool {
	known := 0
	for _, r := range b.records {
		known += count(ids[r])
	}
	if 2*known >= len(b.sources) {
		return true
	}
	lengths := map[int]bool{}
	for _, s := range b.sources {
		if s.id >= 0 {
			return false
		}
		lengths[s.Rows()] = true
	}
	return len(b.sources) >= fewGathered && (len(lengths) > 1 || lengths[1])
}

// leaveUnlinked takes the tables out of a bunch that no column names, where one
// names the others.
func (f *finder) leaveUnlinked(b *bunch) {
	left, gone := &tally{}, map[*source]bool{}
	sources, records := b.sources[:0:0], b.records[:0:0]
	for k, s := range b.sources {
		if f.isUnlinked(s.File) {
			left.add(s.File, noTableNames)
			gone[s] = true
		} else {
			sources, records = append(sources, s), append(records, b.records[k])
		}
	}
	b.sources, b.records = sources, records
	f.sources = slices.DeleteFunc(f.sources, func(s *source) bool { return gone[s] })
	f.found.Problems = append(f.found.Problems, left.problems(say.Mark("it is left out"), say.Mark("they are left out"))...)
}

// gatherRecords makes one row of each table of a bunch.
func (f *finder) gatherRecords(b *bunch) {
	f.leaveUnlinked(b)
	first := b.sources[0]
	var files, ids []string
	cells := make([][]string, len(first.Names))
	for _, s := range b.sources {
		files = append(files, s.File)
	}
	records := f.idsOfFiles(files, b.records)
	for k, s := range b.sources {
		for range s.Rows() {
			ids = append(ids, records[k])
		}
		for j, column := range s.Texts(table.UpTo(len(s.Names))...) {
			cells[j] = append(cells[j], column...)
		}
	}
	file := joinedName(files)
	names := append([]string{"id"}, first.Names...)
	whole := &source{entry: first.entry, dir: first.dir, name: b.name, gathered: true}
	whole.Table = table.New(f.ctx, file, names, append([][]string{ids}, cells...), f.request(file))
	whole.spans = []span{{whole.Rows(), whole.dir}}
	whole.look(f.ctx, "id")
	f.replace(b.sources, whole)
	f.why(say.Mark("%s hold one record each: its name is the id"), someOf(files))
}

// ofOneKind says whether nearly all tables of a folder share ids with the first
// that has any.
func (f *finder) ofOneKind(dir string, first *source) bool {
	shared, all := 0, 0
	for _, s := range f.sources {
		if s.dir == dir {
			all++
			shared += count(s.id >= 0 && sharedIDs(s.idSet(), first.idSet()) > 0)
		}
	}
	return 10*shared >= 9*all
}

// leaveCrowds leaves out the tables of folders that are crowded with them.
func (f *finder) leaveCrowds() {
	number, first := map[string]int{}, map[string]*source{}
	for _, s := range f.sources {
		if number[s.dir]++; first[s.dir] == nil && s.id >= 0 {
			first[s.dir] = s
		}
	}
	together := map[string]bool{}
	for dir, s := range first {
		together[dir] = number[dir] > crowd && number[dir] <= mostTables && f.ofOneKind(dir, s)
	}
	said := map[string]bool{}
	f.sources = slices.DeleteFunc(f.sources, func(s *source) bool {
		if number[s.dir] <= crowd || together[s.dir] || f.place.Files != nil {
			return false
		}
		if !said[s.dir] {
			said[s.dir] = true
			what, try := say.Kept("%s in %s, and their columns differ", say.KeptCount(number[s.dir], "table lies", "tables lie"), inFolder(s.dir)), say.Mark("put what belongs together into one table")
			f.problem(s.File, what, say.Kept("they are left out; %s", try))
			f.errs = append(f.errs, &dataset.UserError{What: say.Kept("%s holds no dataset", f.place.Name), Why: say.Kept("%s, such as %s; no column of ids joins them", what, s.File),
				Try: say.Kept("%s%s, or give each a column of ids.", strings.ToUpper(try[:1]), try[1:])})
		}
		return true
	})
}
