package layout

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// findLevels decides what the folders of each level but the records' are.
func (s *shelf) findLevels() {
	for level := range s.levels {
		if level == s.record || s.different(func(m *mediaFile) string { return m.dir(level) }) < 2 {
			continue
		}
		s.sort[level] = s.sortOf(level)
	}
	if s.decided(classFolders) && !slices.Contains(s.sort, classLevel) {
		for level, sort := range s.sort {
			if sort == modalityLevel && !s.saysModality(level) {
				s.sort[level] = classLevel
			}
		}
	}
	s.classIDs()
}

// sortOf decides what the folders of a level are: modalities, where records
// occur in several of them or their kinds or names differ so; classes, where
// each holds records of its own.
func (s *shelf) sortOf(level int) levelSort {
	crossed := s.crossed(level)
	switch {
	case s.saysModality(level) || s.decided(mediaFolders):
		return modalityLevel
	case crossed && s.mayRestart(level):
		return s.restarted(level)
	case crossed:
		return modalityLevel
	case !s.crowded(level):
		return plainLevel
	case s.hasLabels() || s.all(func(m *mediaFile) bool { return isBatch(m.dir(level)) }):
		return groupLevel
	}
	return classLevel
}

// saysModality says whether folders are modalities by their names, or because
// they hold files of different kinds.
func (s *shelf) saysModality(level int) bool {
	if s.all(func(m *mediaFile) bool { return modalityWords.has(m.dir(level)) }) {
		return true
	}
	kinds := map[dataset.Kind]bool{}
	for _, kind := range s.mainKinds(level) {
		kinds[kind] = true
	}
	delete(kinds, "")
	return len(kinds) > 1
}

// crossed says whether records occur in several folders of a level.
func (s *shelf) crossed(level int) bool {
	in := map[string]string{}
	several := map[string]bool{}
	for _, m := range s.files {
		d, there := in[m.rec]
		if there && d != m.dir(level) {
			several[m.rec] = true
		}
		in[m.rec] = m.dir(level)
	}
	return 5*len(several) >= len(in)
}

// crowded says whether the folders of a level hold several records each, as
// classes do.
func (s *shelf) crowded(level int) bool {
	records := s.different(func(m *mediaFile) string { return m.rec })
	return 2*s.different(func(m *mediaFile) string { return m.dir(level) }) <= records
}

// hasLabels says whether a table tells the classes.
func (s *shelf) hasLabels() bool {
	return slices.ContainsFunc(s.sources, func(t *source) bool {
		return t.role == Labels || t.role == Data && named(t.Names, labelNames) >= 0
	})
}

func (s *shelf) folderNames(level int) string {
	names := map[string]bool{}
	for _, m := range s.files {
		names[strings.Join(m.dirs[:min(level+1, len(m.dirs))], "/")+"/"] = true
	}
	return someOf(sortedKeys(names))
}

// classIDs puts the class before the names of files that begin anew in each
// class.
func (s *shelf) classIDs() {
	if s.record >= 0 || !slices.Contains(s.sort, classLevel) {
		return
	}
	seen := map[string]string{}
	restart := false
	within := func(m *mediaFile) string { return strings.Trim(m.class(s)+"/"+m.of(s, groupLevel, "/"), "/") }
	for _, m := range s.files {
		at := within(m)
		if other, there := seen[m.rec]; there && other != at {
			restart = true
		}
		seen[m.rec] = at
	}
	if restart {
		for _, m := range s.files {
			m.rec = within(m) + "/" + m.rec
		}
	}
}

// class is what the folders of classes are called.
func (m *mediaFile) class(s *shelf) string { return m.of(s, classLevel, "/") }

// of joins the folders of a file that are of one sort.
func (m *mediaFile) of(s *shelf, sort levelSort, between string) string {
	var names []string
	for level, d := range m.dirs {
		if s.sort[level] == sort {
			names = append(names, d)
		}
	}
	return strings.Join(names, between)
}

// nameModalities gives each file the name of its modality: that of the folders
// that are modalities, or the ending of its name, or the one folder that all
// lie in, or its kind.
func (s *shelf) nameModalities() {
	rests := s.usefulRests()
	many := s.severalRests(rests)
	for _, m := range s.files {
		name := m.of(s, modalityLevel, " ")
		if rest := m.rest; rests[rest] && (name == "" || rest != m.stem || many[name]) {
			if name != "" && !s.restTells(rest) {
				rest = name + " " + rest
			}
			name = rest
		}
		if name == "" && !slices.Contains(s.sort, classLevel) && !slices.Contains(s.sort, recordLevel) {
			name = path.Base("/" + m.of(s, plainLevel, "/"))
			name = strings.Trim(name, "/")
		}
		m.key = name
	}
	s.byKind()
	s.countViews()
}

// usefulRests lists what is left of names where it names modalities: not
// numbers, and few for the records there are.
func (s *shelf) usefulRests() map[string]bool {
	counts := map[string]int{}
	for _, m := range s.files {
		if m.rest != "" && !isDigits(m.rest) {
			counts[m.rest]++
		}
	}
	records := s.different(func(m *mediaFile) string { return m.rec })
	useful := map[string]bool{}
	for rest, n := range counts {
		if len(counts) <= 20 && 4*n >= records || modalityWords.has(rest) {
			useful[rest] = true
		}
	}
	return useful
}

// severalRests lists the folders of modalities in which files have several
// useful rests: these tell more than the folder.
func (s *shelf) severalRests(useful map[string]bool) map[string]bool {
	first, several := map[string]string{}, map[string]bool{}
	for _, m := range s.files {
		name := m.of(s, modalityLevel, " ")
		if rest, there := first[name]; useful[m.rest] && there && rest != m.rest {
			several[name] = true
		}
		if useful[m.rest] {
			first[name] = m.rest
		}
	}
	return several
}

// restTells says whether an ending of names occurs in one folder of modalities
// only, so that it is a name by itself.
func (s *shelf) restTells(rest string) bool {
	in := map[string]bool{}
	for _, m := range s.files {
		if m.rest == rest {
			in[m.of(s, modalityLevel, " ")] = true
		}
	}
	return len(in) < 2
}

// byKind tells the kinds of files of one name apart: the most frequent keeps
// the name.
func (s *shelf) byKind() {
	counts := map[string]map[dataset.Kind]int{}
	for _, m := range s.files {
		if counts[m.key] == nil {
			counts[m.key] = map[dataset.Kind]int{}
		}
		counts[m.key][m.kind]++
	}
	for _, m := range s.files {
		count := counts[m.key]
		for kind, n := range count {
			if n > count[m.kind] || n == count[m.kind] && kind < m.kind {
				m.view = -1 // not of the main kind
			}
		}
	}
	for _, m := range s.files {
		switch {
		case m.key == "":
			m.key = kindName(m.kind)
		case m.view < 0:
			m.key += " " + kindName(m.kind)
		}
		m.view = 0
	}
}

// restartParts puts the part before ids that occur in several parts.
func (s *shelf) restartParts() {
	seen := map[string]string{}
	for _, m := range s.files {
		if part, there := seen[m.rec]; there && part != m.part && !s.restart {
			s.restart = true
			s.problem(m.path, say.Mark("the same names of files lie in several parts of the data"), say.Kept("the part belongs to the id, as in %s/%s", m.part, m.rec))
		}
		seen[m.rec] = m.part
	}
	if s.restart {
		for _, m := range s.files {
			if m.part != "" {
				m.rec = m.part + "/" + m.rec
			}
		}
	}
}

// make turns the files into sets, and says of the records what folders say.
func (s *shelf) make() {
	sets := map[string]*Media{}
	strange := map[string]int{}
	for _, m := range s.files {
		if m.view >= mostViews || m.view == twin {
			continue
		}
		name := m.key
		if m.view > 0 {
			name += " " + itoa(m.view+1)
		}
		set := sets[name]
		if set == nil {
			set = &Media{Name: name, Kind: m.kind}
			sets[name] = set
		}
		set.add(m)
		if !m.strange {
			strange[name]++
		}
	}
	before := len(s.found.Media)
	for _, name := range slices.SortedFunc(maps.Keys(sets), strings.Compare) {
		if strange[name] > 0 && s.belongs(sets[name]) {
			s.keep(sets[name])
		}
	}
	if len(s.found.Media) > before {
		s.sayViews()
		s.sayLevels()
		s.sayClassNames()
	}
	for _, m := range s.files {
		if m.used.Load() && m.view != twin {
			s.tell(m)
		}
	}
}

func (set *Media) add(m *mediaFile) {
	set.Stems, set.entries = append(set.Stems, m.rec), append(set.entries, m.entry)
	if m.strange {
		set.Files, set.Causes = append(set.Files, ""), append(set.Causes, dataset.Unsupported)
	} else {
		set.Files, set.Causes = append(set.Files, m.path), append(set.Causes, dataset.Present)
	}
}

// belongs says whether a set has to do with the records of the tables, where
// others have: a folder of plots is no modality.
func (s *shelf) belongs(set *Media) bool {
	known, any := 0, 0
	for _, m := range s.files {
		any += count(s.ids[m.rec])
	}
	for _, id := range set.Stems {
		known += count(s.ids[id])
	}
	return known > 0 || any == 0
}

// keep takes a set, and names its files that are not understood.
func (s *shelf) keep(set *Media) {
	set.Source = foldersOf(set.entries)
	s.found.Media = append(s.found.Media, *set)
	s.folders = s.layoutOf()
	left := &tally{}
	for _, e := range set.entries {
		e.used.Store(true)
		if e.strange {
			left.add(e.path, cmp.Or(Unsupported(e.path), say.Kept("files ending in %s are not understood", path.Ext(e.path))))
		}
	}
	s.found.Problems = append(s.found.Problems, left.problems(say.Mark("it is missing (unsupported)"), say.Mark("they are missing (unsupported)"))...)
}

// foldersOf names the folders that files lie in: one, or the first of several.
func foldersOf(entries []*entry) string {
	dirs := map[string]bool{}
	for _, e := range entries {
		dirs[path.Dir(e.path)+"/"] = true
	}
	list := sortedKeys(dirs)
	if len(list) == 1 {
		return list[0]
	}
	return say.Kept("%s and %d more", list[0], len(list)-1)
}

// layoutOf names the layout of the shelf.
func (s *shelf) layoutOf() string {
	switch {
	case s.record >= 0:
		return recordFolders
	case slices.Contains(s.sort, classLevel), slices.Contains(s.sort, groupLevel):
		return classFolders
	}
	return mediaFolders
}

// sayLevels gives the evidence for what folders are.
func (s *shelf) sayLevels() {
	words := [...]string{recordLevel: "records", modalityLevel: "modalities", classLevel: "classes", groupLevel: say.Mark("groups of records")}
	for level, sort := range s.sort {
		if sort == modalityLevel && s.all(func(m *mediaFile) bool { return isVisit(m.dir(level)) }) {
			s.problem(s.folderNames(level), say.Mark("the folders are called like visits"), say.Mark("each visit is read as a modality of its own; put subject and visit into one folder, such as sub-01_ses-1, to have a record for each"))
		}
		if sort != plainLevel {
			s.why(say.Mark("the folders of level %d, such as %s, are %s; --reader chooses another layout"), level+1, s.files[0].dir(level), words[sort])
		}
	}
}

// tell keeps what folders and names say of a record.
func (s *shelf) tell(m *mediaFile) {
	put := func(into *map[string]string, value string) {
		if value == "" {
			return
		}
		if *into == nil {
			*into = map[string]string{}
		}
		(*into)[m.rec] = value
	}
	put(&s.found.Labels, m.class(s))
	put(&s.found.Groups, m.of(s, groupLevel, "/"))
	put(&s.found.Splits, cmp.Or(m.part, m.inName))
}
