package layout

import (
	"path"
	"slices"
	"strings"

	"lacuna/dataset"
)

// mediaFile is a file of media with what its path says.
type mediaFile struct {
	*entry
	dirs []string // folders, without the one that is called after a part
	stem string
	part string // part of the data that a folder is called after
	// inName is the part that the file is called after.
	inName string
	rec    string // id of the record
	rest   string // what is left of the stem: image of p01_image.png
	key    string // modality that the folders and the rest name
	view   int    // further files of the same record and modality
}

// findMedia makes modalities of the media files that no table names.
func (f *finder) findMedia() error {
	if f.imp.Reader != "" && !f.decided(manifest, mediaFolders, classFolders, recordFolders) {
		return nil
	}
	files := f.freeMedia()
	if len(files) == 0 {
		return nil
	}
	takeParts(files)
	var top, below []*mediaFile
	for _, m := range files {
		if len(m.dirs) == 0 {
			top = append(top, m)
		} else {
			below = append(below, m)
		}
	}
	ids := f.rawIDs()
	for _, set := range [][]*mediaFile{top, below} {
		if err := f.ctx.Err(); err != nil {
			return err
		}
		if len(set) > 0 {
			f.arrange(newShelf(f, withoutStray(set, ids), ids))
		}
	}
	return nil
}

// freeMedia lists the media files that may be modalities: a folder of which a
// table names some files belongs to the table.
func (f *finder) freeMedia() []*mediaFile {
	owned := map[string]bool{}
	for _, e := range f.media {
		if e.used.Load() {
			owned[path.Dir(e.path)] = true
		}
	}
	var list []*mediaFile
	for _, e := range f.media {
		dir := path.Dir(e.path)
		if e.used.Load() || owned[dir] {
			continue
		}
		m := &mediaFile{entry: e, stem: stemOf(e.path)}
		if dir != "." {
			m.dirs = strings.Split(dir, "/")
		}
		list = append(list, m)
	}
	return list
}

// withoutStray leaves out folders of one or two files that are called like no
// record, where nearly all other files are: plots and the like.
func withoutStray(files []*mediaFile, ids map[string]bool) []*mediaFile {
	const few = 2
	all, known, total := map[string]int{}, map[string]int{}, 0
	for _, m := range files {
		base, _ := cutSuffix(m.stem)
		dir := path.Dir(m.path)
		hit := count(ids[m.stem] || ids[base] || slices.ContainsFunc(m.dirs, func(d string) bool { return ids[d] }))
		all[dir]++
		known[dir] += hit
		total += hit
	}
	if 10*total < 9*len(files) {
		return files
	}
	return slices.DeleteFunc(files, func(m *mediaFile) bool {
		dir := path.Dir(m.path)
		return known[dir] == 0 && all[dir] <= few
	})
}

// rawIDs returns the ids of all tables, without the parts that were put before
// them.
func (f *finder) rawIDs() map[string]bool {
	ids := f.allIDs()
	if f.restart {
		for id := range ids {
			if _, raw, ok := strings.Cut(id, "/"); ok {
				ids[raw] = true
			}
		}
	}
	return ids
}

// takeParts takes the folders train, test and so on out of the paths, where
// there are two of them on one level.
func takeParts(files []*mediaFile) {
	for level := range deepest {
		partsOf := partFolders(files, level)
		if len(partsOf) < 2 {
			continue
		}
		for _, m := range files {
			folder := m.dir(level)
			if part := partsOf[folder]; part != "" {
				m.part = part
				m.dirs = slices.DeleteFunc(slices.Clone(m.dirs), func(d string) bool { return d == folder }) // seg_train/seg_train, too
			}
		}
		return
	}
}

// partFolders returns the part that each folder of a level is called after:
// those called so, or all of them with the same word beside it, as seg_train.
func partFolders(files []*mediaFile, level int) map[string]string {
	named, beside, rests := map[string]string{}, map[string]string{}, map[string]bool{}
	for _, m := range files {
		folder := m.dir(level)
		if folder == "" {
			continue
		}
		if PartNamed(folder) != "" {
			named[folder] = folder
		}
		part, rest := partOf(folder)
		beside[folder], rests[PlainName(rest)] = part, true
		if part == "" {
			rests[folder] = true
		}
	}
	if len(named) == 0 && len(rests) == 1 {
		return beside
	}
	return named
}

// shelf is a set of media files whose folders are to be understood.
type shelf struct {
	*finder
	files  []*mediaFile
	ids    map[string]bool // of tables; empty where there are none
	levels int             // of folders
	record int             // level of the folders that are records, or -1: the stems are
	sort   []levelSort     // what the folders of each level are
}

// levelSort says what the folders of one level are.
type levelSort uint8

const (
	plainLevel    levelSort = iota // one folder, or folders that say nothing
	recordLevel                    // one per record
	modalityLevel                  // one per modality
	classLevel                     // one per class
	groupLevel                     // one per site or the like
)

func newShelf(f *finder, files []*mediaFile, ids map[string]bool) *shelf {
	s := &shelf{finder: f, files: files, ids: ids, record: -1}
	for _, m := range files {
		s.levels = max(s.levels, len(m.dirs))
	}
	s.sort = make([]levelSort, s.levels)
	return s
}

// dir returns the folder of a file on a level, or "".
func (m *mediaFile) dir(level int) string {
	if level >= 0 && level < len(m.dirs) {
		return m.dirs[level]
	}
	return ""
}

// different counts the values that a part of the paths has.
func (s *shelf) different(of func(m *mediaFile) string) int {
	seen := map[string]bool{}
	for _, m := range s.files {
		seen[of(m)] = true
	}
	return len(seen)
}

// arrange understands the folders of a shelf and makes modalities of its files.
func (f *finder) arrange(s *shelf) {
	s.findRecord()
	s.nameRecords()
	s.findLevels()
	s.nameModalities()
	s.restartParts()
	s.make()
}

// findRecord decides whether the names of the files or those of the folders of
// one level are the records.
func (s *shelf) findRecord() {
	switch {
	case s.decided(mediaFolders, classFolders):
		return
	case s.byIDs():
	default:
		s.byCount()
	}
	if s.record < 0 && s.decided(recordFolders) {
		s.record = s.manyFolders()
	}
	if s.record >= 0 {
		s.sort[s.record] = recordLevel
	}
}

// byIDs decides by the ids of tables, and says whether it could.
func (s *shelf) byIDs() bool {
	share := func(of func(m *mediaFile) string) int {
		n := 0
		for _, m := range s.files {
			if s.ids[of(m)] {
				n++
			}
		}
		return n
	}
	best, most := -1, share(func(m *mediaFile) string { return m.stem })
	for level := range s.levels {
		if n := share(func(m *mediaFile) string { return m.dir(level) }); n > most {
			best, most = level, n
		}
	}
	s.record = best
	return 2*most >= len(s.files)
}

// byCount decides by numbers alone: where there are many folders with the same
// few names of files in them, the folders are the records.
func (s *shelf) byCount() {
	s.record = -1
	for level := range s.levels {
		folders := s.different(func(m *mediaFile) string { return m.dir(level) })
		names := s.different(func(m *mediaFile) string { return restOf(m.stem, m.dir(level)) })
		sayModality := s.all(func(m *mediaFile) bool { return modalityWords.has(restOf(m.stem, m.dir(level))) })
		if names > mostViews && s.numbered() && len(s.ids) == 0 && !s.hasLabels() {
			continue // so many numbers in each are those of a class
		}
		if folders > 1 && (2*names <= folders || sayModality && names > 0) && s.nested(level, names) || folders > 2 && s.onePerKind(level) {
			s.record = level
			return
		}
	}
}

// onePerKind says whether almost every folder of a level holds one file of each
// of several kinds: so do no classes.
func (s *shelf) onePerKind(level int) bool {
	type place struct {
		dir  string
		kind dataset.Kind
	}
	counts, kinds, single := map[place]int{}, map[dataset.Kind]bool{}, 0
	for _, m := range s.files {
		counts[place{m.dir(level), m.kind}]++
		kinds[m.kind] = true
	}
	for _, n := range counts {
		single += count(n == 1)
	}
	return len(kinds) > 1 && 10*single >= 9*len(counts)
}

// nested says whether folders of a level hold several files, or one that has
// the same name in all.
func (s *shelf) nested(level, names int) bool {
	return names == 1 || len(s.files) > s.different(func(m *mediaFile) string { return m.dir(level) })
}

func (s *shelf) all(is func(m *mediaFile) bool) bool {
	return !slices.ContainsFunc(s.files, func(m *mediaFile) bool { return !is(m) })
}

// manyFolders returns the level with the most folders.
func (s *shelf) manyFolders() int {
	best, most := -1, 1
	for level := range s.levels {
		if n := s.different(func(m *mediaFile) string { return m.dir(level) }); n > most {
			best, most = level, n
		}
	}
	return best
}

// restOf takes the name of a record off the start of a stem.
func restOf(stem, record string) string {
	if rest, ok := strings.CutPrefix(stem, record); ok && record != "" {
		return strings.TrimLeft(rest, "_-. ")
	}
	return stem
}

// nameRecords gives each file the id of its record.
func (s *shelf) nameRecords() {
	if s.record >= 0 {
		for _, m := range s.files {
			m.rec = m.dir(s.record)
			m.rest = restOf(m.stem, m.rec)
		}
		return
	}
	folders := map[string][]*mediaFile{}
	for _, m := range s.files {
		m.rec = m.stem
		dir := path.Dir(m.path)
		folders[dir] = append(folders[dir], m)
	}
	if !s.decided(classFolders) {
		for _, dir := range sortedKeys(folders) {
			s.cutSuffixes(folders[dir])
		}
	}
	s.partsInNames()
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// mainKinds returns the most frequent kind of file per folder of a level.
func (s *shelf) mainKinds(level int) map[string]dataset.Kind {
	counts := map[string]map[dataset.Kind]int{}
	for _, m := range s.files {
		d := m.dir(level)
		if counts[d] == nil {
			counts[d] = map[dataset.Kind]int{}
		}
		counts[d][m.kind]++
	}
	kinds := map[string]dataset.Kind{}
	for d, count := range counts {
		best := dataset.Kind("")
		for _, kind := range []dataset.Kind{dataset.Image, dataset.Audio, dataset.Text, ""} {
			if count[kind] > count[best] {
				best = kind
			}
		}
		kinds[d] = best
	}
	return kinds
}
