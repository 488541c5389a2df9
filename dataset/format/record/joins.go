package record

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
)

// Join is a way in which two ids may mean one record.
type Join struct {
	Name, Help string
	form       func(id string) string // what such ids have in common; nil for those that look at all ids
}

// Joins are the near misses between ids that can be taken as the same record,
// from the harmless to the bold.
var Joins = []Join{
	{"case", "upper and lower case: P01 and p01", strings.ToLower},
	{"number", "the way a number is written: 1, 1.0 and 1e0", numberForm},
	{"padding", "zeros in front of a number: p1 and p001", paddingForm},
	{"marks", "blanks, strokes and points: p-01, p_01 and p.01", marksForm},
	{"ending", "endings of files: p01.png and p01", endingForm},
	{"spelling", "case, zeros, marks and endings of files together: P_01.png and p1", spellingForm},
	{"stem", "more behind the id: p01 and p01_image, a barcode and a longer one", nil},
	{"prefix", "more in front of the id: 01 and sub-01", nil},
	{"label", "labels that differ in case or the way a number is written: Yes and yes", func(id string) string { return id }},
	{"path", "files of the same name elsewhere or in another case", func(id string) string { return id }},
}

// spellingForm is what ids have in common that differ in several ways at once.
func spellingForm(id string) string {
	return paddingForm(marksForm(strings.ToLower(endingForm(id))))
}

func numberForm(id string) string {
	if x, err := strconv.ParseFloat(id, 64); err == nil {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return id
}

func paddingForm(id string) string {
	var b strings.Builder
	digits := false
	for i := range len(id) {
		c := id[i]
		if c == '0' && !digits && i+1 < len(id) && id[i+1]-'0' < 10 {
			continue
		}
		digits = c-'0' < 10
		b.WriteByte(c)
	}
	return b.String()
}

func marksForm(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("-_.·/", r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, id)
}

// endingForm cuts the ending of a file: two to five letters and digits behind
// a point, a letter first.
func endingForm(id string) string {
	base := strings.TrimSuffix(id, ".gz")
	dot := strings.LastIndexByte(base, '.')
	if dot <= 0 || len(base)-dot > 6 || len(base)-dot < 3 || !unicode.IsLetter(rune(base[dot+1])) {
		return id
	}
	return base[:dot]
}

// source is where ids come from.
type source struct {
	name string
	ids  []string
	list []*[]string // every list of these ids that is kept
}

// idSources lists tables and folders with their ids.
func (a *assembly) idSources() []*source {
	var out []*source
	for _, s := range a.sheets {
		out = append(out, &source{name: s.File, ids: s.ids})
	}
	for _, p := range a.parts {
		if p.sheet == nil && !slices.ContainsFunc(a.sheets, func(s *sheet) bool { return s.File == p.modality.Source }) {
			out = append(out, &source{name: p.modality.Source, ids: p.ids})
		}
	}
	return out
}

// joinIDs applies the near misses that an import takes as the same record, and
// reports those that it does not.
func (a *assembly) joinIDs() {
	sources := a.idSources()
	if len(sources) < 2 {
		return
	}
	said := map[[2]string]bool{}
	for _, j := range Joins {
		if j.Name == "label" || j.Name == "path" {
			continue
		}
		pairs := slices.DeleteFunc(j.pairs(sources), func(p pair) bool { return said[[2]string{p.one, p.other}] })
		if len(pairs) == 0 {
			continue
		}
		for _, p := range pairs {
			said[[2]string{p.one, p.other}] = true
		}
		if slices.Contains(a.imp.Join, j.Name) {
			a.rename(pairs)
			a.problem("", "id", fmt.Sprintf("%s alike but for %s: %s", plural(len(pairs), "id is", "ids are"), j.about(), examplesOf(pairs)), "taken as the same record, as --join "+j.Name+" says")
			sources = a.idSources()
			continue
		}
		a.problem("", "id", fmt.Sprintf("%s alike but for %s: %s", plural(len(pairs), "id is", "ids are"), j.about(), examplesOf(pairs)), "kept apart as different records; --join "+j.Name+" takes them as one")
	}
}

func (j Join) about() string {
	what, _, _ := strings.Cut(j.Help, ":")
	return what
}

// pair is two ids, one record perhaps.
type pair struct{ one, other, in, elsewhere string }

func examplesOf(pairs []pair) string {
	var list []string
	for _, p := range pairs[:min(3, len(pairs))] {
		list = append(list, fmt.Sprintf("%q (%s) and %q (%s)", p.one, p.in, p.other, p.elsewhere))
	}
	return strings.Join(list, "; ")
}

// pairs lists the ids that are alike in the way of a join, never two of one
// source.
func (j Join) pairs(sources []*source) []pair {
	if j.form == nil {
		return longer(sources, j.Name == "prefix")
	}
	type seen struct {
		id, in string
		source int
	}
	first := map[string]seen{}
	spoiled := map[string]bool{} // two of one source have it
	others := map[string]pair{}
	var order []string
	for k, s := range sources {
		own := map[string]string{}
		for _, id := range s.ids {
			if id == "" {
				continue
			}
			form := j.form(id)
			if before, ok := own[form]; ok && before != id {
				spoiled[form] = true
			}
			own[form] = id
			f, ok := first[form]
			switch {
			case !ok:
				first[form] = seen{id, s.name, k}
			case f.id != id && f.source != k:
				if _, again := others[form+"\x00"+id]; !again {
					others[form+"\x00"+id] = pair{f.id, id, f.in, s.name}
					order = append(order, form+"\x00"+id)
				}
			}
		}
	}
	var out []pair
	for _, key := range order {
		form, _, _ := strings.Cut(key, "\x00")
		if !spoiled[form] {
			out = append(out, others[key])
		}
	}
	return out
}

// longer pairs ids that no other source has with a shorter one of another
// source that they begin (or, with prefix, end) with, cut at a mark or between
// letters and digits. Each of a source's ids must lead to another one.
func longer(sources []*source, prefix bool) []pair {
	in := map[string]int{}
	where := map[string]string{}
	for k, s := range sources {
		for _, id := range s.ids {
			if _, ok := in[id]; !ok {
				where[id], in[id] = s.name, k
			} else if in[id] != k {
				in[id] = len(sources) // several have it
			}
		}
	}
	var out []pair
	for k, s := range sources {
		target := map[string]int{}
		var own []pair
		for _, id := range s.ids {
			if id == "" || in[id] != k {
				continue
			}
			if short, ok := shorter(id, prefix, func(c string) bool { at, ok := in[c]; return ok && at != k }); ok {
				target[short]++
				own = append(own, pair{short, id, where[short], s.name})
			}
		}
		for _, p := range own {
			if target[p.one] == 1 {
				out = append(out, p)
			}
		}
	}
	return out
}

// shorter finds the longest part of an id that is known elsewhere.
func shorter(id string, prefix bool, known func(string) bool) (string, bool) {
	const most = 12
	var cuts []int
	for i := 1; i < len(id); i++ {
		if boundary(id[i-1], id[i]) {
			cuts = append(cuts, i)
		}
	}
	if !prefix {
		slices.Reverse(cuts)
	}
	for _, i := range cuts[:min(most, len(cuts))] {
		part := strings.TrimRight(id[:i], "-_. /")
		if prefix {
			part = strings.TrimLeft(id[i:], "-_. /")
		}
		if part != "" && part != id && known(part) {
			return part, true
		}
	}
	return "", false
}

func boundary(a, b byte) bool {
	class := func(c byte) int {
		switch {
		case c-'0' < 10:
			return 0
		case strings.IndexByte("-_. /", c) >= 0:
			return 1
		}
		return 2
	}
	return class(a) != class(b)
}

// rename gives the second of each pair the id of the first, in its own source.
func (a *assembly) rename(pairs []pair) {
	by := map[string]map[string]string{}
	for _, p := range pairs {
		if by[p.elsewhere] == nil {
			by[p.elsewhere] = map[string]string{}
		}
		by[p.elsewhere][p.other] = p.one
	}
	change := func(file string, ids []string) []string {
		to := by[file]
		if to == nil {
			return ids
		}
		ids = slices.Clone(ids)
		for r, id := range ids {
			ids[r] = cmp.Or(to[id], id)
		}
		return ids
	}
	for _, s := range a.sheets {
		s.ids = change(s.File, s.ids)
	}
	for _, p := range a.parts {
		p.ids = change(p.modality.Source, p.ids)
	}
	for _, v := range slices.Concat(a.groups, []*values{a.label, a.splits}) {
		if v != nil {
			v.ids = change(v.file, v.ids)
		}
	}
}

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
	for _, s := range sources {
		if len(s.ids) == 0 || slices.ContainsFunc(s.ids, func(id string) bool { return in[id] > 1 }) || a.stray(s, len(in)) {
			continue
		}
		if err := a.apart(s, sources); err != nil {
			return err
		}
	}
	a.reportMembers()
	return nil
}

// stray leaves out a few files in a folder that are called like no record: a
// note, a plot.
func (a *assembly) stray(s *source, ids int) bool {
	const few = 2
	k := slices.IndexFunc(a.parts, func(p *part) bool { return p.sheet == nil && p.column == "" && p.modality.Source == s.name })
	if k < 0 || len(s.ids) > max(few, ids/50) || ids <= 2*len(s.ids) {
		return false
	}
	a.lost = append(a.lost, dataset.Problem{File: s.name, What: plural(len(s.ids), "file is", "files are") + " called like no record, such as " + strconv.Quote(s.ids[0]), Done: "left out"})
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
	u := &dataset.UserError{What: fmt.Sprintf("%s shares no id with the rest of the data", s.name),
		Why: fmt.Sprintf("its ids are like %q, those of %s like %q", s.ids[0], other.name, other.ids[0]),
		Try: "Name the records alike everywhere, or say which column holds the ids with --id COLUMN."}
	best := 0
	for _, j := range Joins {
		if j.Name == "label" || j.Name == "path" {
			continue
		}
		own := map[string]bool{}
		for _, p := range j.pairs(sources) {
			if p.in == s.name {
				own[p.one] = true
			} else if p.elsewhere == s.name {
				own[p.other] = true
			}
		}
		if n := len(own); n > best {
			best = n
			u.Why = fmt.Sprintf("its ids are like %q, those of %s like %q; %d of %d are alike but for %s", s.ids[0], other.name, other.ids[0], len(own), len(s.ids), j.about())
			u.Try = "Read them as the same records with --join " + j.Name + ", or name them alike."
		}
	}
	return u
}

// reportMembers counts records that stand nowhere but in the labels, and those
// without a row there.
func (a *assembly) reportMembers() {
	k := slices.IndexFunc(a.sheets, func(s *sheet) bool { return s.Role == layout.Labels })
	if k < 0 {
		return
	}
	s := a.sheets[k]
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
		a.problem(s.File, "", plural(alone, "id is", "ids are")+" in no modality", "kept as records with nothing present")
	}
	without := 0
	for id := range maps.Keys(others) {
		if id != "" && !known[id] {
			without++
		}
	}
	if without > 0 {
		a.problem(s.File, "", plural(without, "record has no row there", "records have no row there"), "kept without a label")
	}
}
