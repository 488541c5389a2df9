package record

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
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

// longer pairs ids with a shorter one of another source that they begin (or,
// with prefix, end) with, cut at a mark or between letters and digits. Each of
// a source's ids must lead to another one.
func longer(sources []*source, prefix bool) []pair {
	holders, order := holdersOf(sources)
	type lead struct {
		source int
		short  string
	}
	leads := map[lead]int{}
	var all []pair
	for _, id := range order {
		own := holders[id]
		short, ok := shorter(id, prefix, func(c string) bool {
			return len(holders[c]) > 0 && !slices.ContainsFunc(holders[c], func(k int) bool { return slices.Contains(own, k) })
		})
		if !ok {
			continue
		}
		for _, k := range own {
			leads[lead{k, short}]++
		}
		all = append(all, pair{short, id, sources[holders[short][0]].name, sources[own[0]].name})
	}
	return slices.DeleteFunc(all, func(p pair) bool {
		return slices.ContainsFunc(holders[p.other], func(k int) bool { return leads[lead{k, p.one}] > 1 })
	})
}

// holdersOf lists the sources that have an id, for each, and the ids in the
// order in which they come.
func holdersOf(sources []*source) (holders map[string][]int, order []string) {
	holders = map[string][]int{}
	for k, s := range sources {
		for _, id := range s.ids {
			have := holders[id]
			if id == "" || len(have) > 0 && have[len(have)-1] == k {
				continue
			}
			if have == nil {
				order = append(order, id)
			}
			holders[id] = append(have, k)
		}
	}
	return holders, order
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

// rename gives the second of each pair the id of the first, wherever it stands:
// no source has both.
func (a *assembly) rename(pairs []pair) {
	to := map[string]string{}
	for _, p := range pairs {
		to[p.other] = p.one
	}
	change := func(ids []string) []string {
		ids = slices.Clone(ids)
		for r, id := range ids {
			ids[r] = cmp.Or(to[id], id)
		}
		return ids
	}
	for _, s := range a.sheets {
		s.ids = change(s.ids)
	}
	for _, p := range a.parts {
		p.ids = change(p.ids)
	}
	for _, v := range slices.Concat(a.groups, []*values{a.label, a.splits}) {
		if v != nil {
			v.ids = change(v.ids)
		}
	}
}
