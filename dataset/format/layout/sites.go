package layout

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// siteWords are what folders of sites are called, or begin or end with.
var siteWords = newWords("site sites centre center centres centers hospital hospitals hosp clinic ward institute institution lab station cohort country region city university univ campus branch study")

// siteEnd is the letter or the number that tells sites apart: siteA, centre_2.
var siteEnd = regexp.MustCompile(`^(.*?)[-_ .]?(?:[A-Za-z]|\d{1,3})$`)

// likeSites says whether folders are called as sites are: by single letters or
// numbers, alone or behind a word for a site, or with such a word.
func likeSites(dirs []string) bool {
	word := func(d string) bool { return slices.ContainsFunc(NameWords(d), siteWords.has) }
	return !slices.ContainsFunc(dirs, func(d string) bool {
		m := siteEnd.FindStringSubmatch(d)
		return !word(d) && (m == nil || m[1] != "" && !siteWords.has(m[1]))
	})
}

// crossing is folders that hold tables of the same names and columns, and ids
// of each other.
type crossing struct {
	dirs, sites []string
	files       []string // one table of each folder
	tables      int      // how many names they share
}

// separateSites puts the folder before the ids of tables in folders of sites
// that number their records anew. Where a table outside knows the ids, or
// files of media lie there, that is only offered.
func (f *finder) separateSites() {
	for _, c := range f.crossings() {
		if !likeSites(c.sites) && c.tables < 2 {
			continue
		}
		example := ""
		if !f.knownOutside(c.dirs) {
			example = f.putSites(c)
		}
		what := say.Kept("%s have the same name and columns and share ids, as the tables of sites do that number their records anew", someOf(c.files))
		if example != "" {
			f.problem(c.files[0], what, say.Kept("the folder belongs to the id, as in %s; were they the same records, tables of different names would make a modality each", example))
			continue
		}
		f.problem(c.files[0], what, say.Kept("read as modalities of the same records; if each folder holds records of its own, write it before their ids in every table, as in %s/p01, the labels included", c.sites[0]))
	}
}

// crossings lists the sets of folders whose tables cross, but for folders that
// are called like modalities or visits.
func (f *finder) crossings() []*crossing {
	byDirs := map[string]*crossing{}
	for _, b := range f.bunches(byName) {
		dirs, files := make([]string, len(b.sources)), make([]string, len(b.sources))
		for k, s := range b.sources {
			dirs[k], files[k] = s.dir, s.File
		}
		odd := func(d string) bool { return d == "." || isVisit(d) || namesModality(d) }
		if !f.clash(b) || slices.ContainsFunc(b.records, odd) {
			continue
		}
		key := strings.Join(dirs, "\x00")
		if byDirs[key] == nil {
			byDirs[key] = &crossing{dirs: dirs, sites: b.records, files: files}
		}
		byDirs[key].tables++
	}
	var list []*crossing
	for _, key := range sortedKeys(byDirs) {
		list = append(list, byDirs[key])
	}
	return list
}

// clash says whether the tables of a bunch lie in folders of their own, all with
// ids, and two of them share some.
func (f *finder) clash(b *bunch) bool {
	dirs, shared := map[string]bool{}, false
	for k, s := range b.sources {
		if s.id < 0 || dirs[s.dir] || namesModality(path.Base(s.dir)) {
			return false
		}
		dirs[s.dir] = true
		shared = shared || slices.ContainsFunc(b.sources[:k], func(other *source) bool { return sharedIDs(s.idSet(), other.idSet()) > 0 })
	}
	return shared
}

// knownOutside says whether a table beside some folders shares ids with theirs,
// or files of media lie in them.
func (f *finder) knownOutside(dirs []string) bool {
	if slices.ContainsFunc(f.media, func(e *entry) bool {
		return slices.Contains(dirs, path.Dir(e.path)) || slices.Contains(dirs, path.Dir(path.Dir(e.path)))
	}) {
		return true
	}
	for _, inside := range f.sources {
		if !slices.Contains(dirs, inside.dir) {
			continue
		}
		for _, s := range f.sources {
			if !slices.Contains(dirs, s.dir) && sharedIDs(s.idSet(), inside.idSet()) > 0 {
				return true
			}
		}
	}
	return false
}

// putSites puts the site before the ids of all tables in its folder, and returns
// one of them.
func (f *finder) putSites(c *crossing) (example string) {
	for _, s := range f.sources {
		k := slices.Index(c.dirs, s.dir)
		if k < 0 || s.id < 0 {
			continue
		}
		ids := slices.Clone(s.Texts(s.id)[0])
		for i, id := range ids {
			if id != "" {
				ids[i] = c.sites[k] + "/" + id
				example = ids[i]
			}
		}
		s.Table = s.With(s.id, ids)
		s.look(f.ctx, s.Names[s.id])
	}
	return example
}

// namesModality says whether a folder is called like a modality; a single
// letter names a site or a class as well.
func namesModality(dir string) bool { return len(dir) > 1 && modalityWords.has(dir) }
