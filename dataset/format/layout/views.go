package layout

import (
	"path"
	"slices"

	"lacuna/internal/say"
)

// countViews numbers the files of one record and modality, but for those that
// differ in their ending only: of these twins one is taken.
func (s *shelf) countViews() {
	type place struct{ rec, part, key string }
	seen := map[place][]*mediaFile{}
	twins := &tally{}
	for _, m := range s.files {
		p := place{m.rec, m.part, m.key}
		k := slices.IndexFunc(seen[p], func(o *mediaFile) bool { return path.Dir(o.path) == path.Dir(m.path) && o.stem == m.stem })
		if k < 0 {
			m.view = len(seen[p])
			seen[p] = append(seen[p], m)
			continue
		}
		other := seen[p][k]
		m.view = twin
		if other.strange && !m.strange {
			m.view, other.view, seen[p][k] = k, twin, m
			m, other = other, m
		}
		m.used.Store(true)
		twins.add(m.path, say.Kept("another file differs in its ending only, such as %s", other.base))
	}
	s.found.Problems = append(s.found.Problems, twins.problems(say.Mark("it is left out, the other is read"), say.Mark("they are left out, the others are read"))...)
}

// twin is the view of a file that is left out for one of the same name.
const twin = -1

// sayViews says that records have several files of one modality.
func (s *shelf) sayViews() {
	most, example, left, hint := 0, "", 0, ""
	if s.record >= 0 && len(s.ids) == 0 && !s.hasLabels() {
		hint = say.Mark("; --reader class-folders reads the folders as classes")
	}
	for _, m := range s.files {
		if m.view > most {
			most, example = m.view, m.path
		}
		left += count(m.view >= mostViews)
	}
	switch {
	case left > 0:
		s.problem(example, say.Kept("records have up to %d files of one modality", most+1), say.Kept("the first %d of each are read as modalities of their own; %s left out", mostViews, say.KeptCount(left, "file is", "files are"))+hint)
	case most > 0:
		s.problem(example, say.Kept("records have up to %d files of one modality", most+1), say.Kept("each is read as a modality of its own, in the order of their names%s", hint))
	}
}
