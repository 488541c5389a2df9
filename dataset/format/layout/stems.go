package layout

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// partsInNames takes the parts that the names of almost all files begin or end
// with: train_001.png. They stay in the ids.
func (s *shelf) partsInNames() {
	seen, n := map[string]bool{}, 0
	for _, m := range s.files {
		if part, _ := partOf(m.rec); part != "" && m.part == "" {
			seen[PlainName(part)] = true
			n++
		}
	}
	if len(seen) < 2 || 10*n < 9*len(s.files) {
		return
	}
	for _, m := range s.files {
		m.inName, _ = partOf(m.rec)
	}
	s.why(say.Mark("names of files such as %s tell the parts of the data"), path.Base(s.files[0].path))
}

// cutSuffix splits a stem before its last word: p01 and image of p01_image.
func cutSuffix(stem string) (base, suffix string) {
	at := strings.LastIndexAny(stem, "_-. ")
	if at <= 0 || at == len(stem)-1 {
		return stem, ""
	}
	return stem[:at], stem[at+1:]
}

// cutSuffixes finds out whether the files of one folder are several per record,
// told apart by what their names end with.
func (s *shelf) cutSuffixes(files []*mediaFile) {
	bases, suffixes, stems := map[string]int{}, map[string]int{}, map[string]bool{}
	numbers, known, knownBase := 0, 0, 0
	for _, m := range files {
		base, suffix := cutSuffix(m.stem)
		if suffix == "" || base == m.dir(len(m.dirs)-1) {
			return
		}
		if stems[m.stem] {
			continue // the same name with another ending
		}
		stems[m.stem] = true
		bases[base]++
		suffixes[suffix]++
		if isDigits(suffix) {
			numbers++
		}
		known += count(s.ids[m.stem])
		knownBase += count(s.ids[base])
	}
	n := len(stems)
	if 2*known >= n || len(bases) < 2 || len(suffixes) < 2 || n <= len(bases) {
		return
	}
	full := len(bases) * len(suffixes)
	few := len(suffixes) <= 20 && 2*n >= full && (numbers == 0 || numbers == n && len(suffixes) <= mostViews && len(bases) > len(suffixes))
	if !few && !(2*knownBase >= n && len(suffixes) <= 20) {
		return
	}
	for _, m := range files {
		m.rec, m.rest = cutSuffix(m.stem)
	}
	first := files[0]
	f := s.finder
	f.why(say.Mark("files such as %s are taken for %s of the record %s: %d records with %d endings of names"), path.Base(first.path), cmp.Or(first.rest, "one"), first.rec, len(bases), len(suffixes))
}

// cutEndings takes the endings off ids of tables that are the names of media
// files, since the records are called by these names without them.
func (f *finder) cutEndings() error {
	names := map[string]bool{}
	for _, m := range f.found.Media {
		for _, e := range m.entries {
			names[e.base] = true
		}
	}
	for _, s := range f.sources {
		if s.id < 0 || len(names) == 0 || f.restart {
			continue
		}
		known, ended, filled := 0, 0, 0
		for _, id := range s.sample[s.id] {
			filled += count(id != "")
			ended += count(hasMediaEnding(id))
			known += count(names[id])
		}
		if known == 0 || 2*known < filled || 10*ended < 9*filled {
			continue
		}
		ids := slices.Clone(s.Texts(s.id)[0])
		example := ids[0]
		for i, id := range ids {
			if hasMediaEnding(id) {
				ids[i] = stemOf(id)
			}
		}
		s.Table = s.With(s.id, ids)
		s.look(f.ctx, f.imp.ID)
		f.problem(s.File, say.Kept("its ids are names of media files, such as %s", example), say.Kept("the endings are left out: %s", ids[0]))
	}
	return f.ctx.Err()
}
