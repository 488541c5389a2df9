package record

import (
	"maps"
	"slices"
	"strconv"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// meeting fails where a table or folder shares no id with any other: whatever
// was computed on that would be about other records.
func (a *assembly) meeting() error {
	sources := a.idSources()
	if len(sources) < 2 {
		return nil
	}
	in := map[string]int{}
	for _, s := range sources {
		own := map[string]bool{}
		for _, id := range s.ids {
			if id != "" && !own[id] {
				own[id] = true
				in[id]++
			}
		}
	}
	alone := func(s *source) bool { return !slices.ContainsFunc(s.ids, func(id string) bool { return in[id] > 1 }) }
	sources = slices.DeleteFunc(sources, func(s *source) bool { return len(s.ids) > 0 && alone(s) && a.stray(s, len(in)) })
	if len(sources) < 2 {
		return nil
	}
	for _, s := range sources {
		if len(s.ids) == 0 || !alone(s) {
			continue
		}
		if err := a.apart(s, sources); err != nil {
			return err
		}
	}
	a.sayFewShared(sources, in)
	a.reportMembers()
	return nil
}

// sayFewShared names the tables and folders that have few ids in common with all
// others, of their own and of theirs: they may be about other records.
func (a *assembly) sayFewShared(sources []*source, in map[string]int) {
	const many = 10
	for _, s := range sources {
		shared := 0
		for _, id := range s.ids {
			if in[id] > 1 {
				shared++
			}
		}
		others := len(in) - (len(s.ids) - shared)
		if shared > 0 && len(s.ids) >= many && 5*shared <= len(s.ids) && 5*shared <= others {
			a.problem(s.name, "", say.Kept("only %d of its %d ids are known elsewhere", shared, len(s.ids)), say.Mark("joined by these; the others are records that have nothing else"))
		}
	}
}

// stray leaves out a few files in a folder that are called like no record: a
// note, a plot.
func (a *assembly) stray(s *source, ids int) bool {
	const few = 2
	k := slices.IndexFunc(a.parts, func(p *part) bool { return p.sheet == nil && p.column == "" && p.modality.Source == s.name })
	if slices.ContainsFunc(a.sheets, func(t *sheet) bool { return t.File == s.name }) {
		k = -1 // a table names the files, in a column without a name
	}
	if k < 0 || len(s.ids) > max(few, ids/50) || ids <= 2*len(s.ids) {
		return false
	}
	a.lost = append(a.lost, dataset.Problem{File: s.name, What: say.Kept("%s called like no record, such as %s", say.KeptCount(len(s.ids), "file is", "files are"), strconv.Quote(s.ids[0])), Done: say.Mark("left out")})
	a.parts = slices.Delete(a.parts, k, k+1)
	a.withoutMedia()
	return true
}

// withoutMedia names the layout of what is left without files of media: that
// of tables.
func (a *assembly) withoutMedia() {
	if slices.ContainsFunc(a.parts, func(p *part) bool { return p.sheet == nil }) {
		return
	}
	a.found.Layout = "folder-csv"
	if slices.ContainsFunc(a.found.Tables, func(t layout.Table) bool { return t.Role == layout.Data && t.Wide != nil }) {
		a.found.Layout = "wide-csv"
	}
}

// apart says that a source meets no other, with ids of both and what would
// join them.
func (a *assembly) apart(s *source, sources []*source) error {
	k := slices.IndexFunc(sources, func(o *source) bool { return o != s && len(o.ids) > 0 })
	if k < 0 {
		return nil
	}
	other := sources[k]
	u := &dataset.UserError{What: say.Kept("%s shares no id with the rest of the data", s.name),
		Why: say.Kept("its ids are like %q, those of %s like %q", s.ids[0], other.name, other.ids[0]),
		Try: say.Mark("Name the records alike everywhere, or say which column holds the ids with --id COLUMN.")}
	for _, p := range a.found.Unlike {
		if p.File == s.name || p.File == other.name {
			u.Why = p.What
			u.Try = say.Mark("Give both the same columns (the one to be told may lack the label), or open one of them alone.")
			return u
		}
	}
	m, best := newIDSet(sources), 0
	offer := func(pairs []pair, but, joins string) {
		if n := m.inSource(slices.Index(sources, s), pairs); n > best {
			best = n
			u.Why = say.Kept("its ids are like %q, those of %s like %q; %d of %d are alike but for %s", s.ids[0], other.name, other.ids[0], n, len(s.ids), but)
			u.Try = say.Kept("Read them as the same records with %s, or name them alike.", joins)
		}
	}
	for _, j := range Joins {
		if j.Name != "label" && j.Name != "path" {
			offer(j.pairs(m, a.spelling()), j.about, "--join "+j.Name)
		}
	}
	for _, j := range Joins {
		offer(j.speltPairs(m), say.Kept("%s and spelling", j.about), "--join "+speltJoin+" --join "+j.Name)
	}
	return u
}

// roll returns the table that lists the records beside what is measured: that of
// labels, or one that holds the label and no feature; nil where there is none.
func (a *assembly) roll() *sheet {
	for _, s := range a.sheets {
		holds := s.Role == layout.Data && a.label != nil && a.label.file == s.File && !slices.ContainsFunc(a.parts, func(p *part) bool { return p.sheet == s })
		if s.Role == layout.Labels || holds {
			return s
		}
	}
	return nil
}

// reportMembers counts records that stand nowhere but in the labels, and those
// without a row there.
func (a *assembly) reportMembers() {
	s := a.roll()
	if s == nil {
		return
	}
	known := make(map[string]bool, len(s.ids))
	alone := 0
	others := map[string]bool{}
	for _, p := range a.parts {
		for _, id := range p.ids {
			others[id] = true
		}
	}
	for _, id := range s.ids {
		known[id] = true
		if id != "" && !others[id] {
			alone++
		}
	}
	if alone > 0 {
		a.problem(s.File, "", say.Kept("%s in no modality", say.KeptCount(alone, "id is", "ids are")), say.Mark("kept as records with nothing present"))
	}
	without := 0
	for id := range maps.Keys(others) {
		if id != "" && !known[id] {
			without++
		}
	}
	if without > 0 {
		a.problem(s.File, "", say.KeptCount(without, "record has no row there", "records have no row there"), say.Mark("kept without a label"))
	}
}
