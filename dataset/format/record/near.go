package record

import (
	"cmp"
	"slices"
	"strings"
)

// several stands where more than one id has a form; no id holds a line break.
const several = "\n"

// idSet holds the ids of all sources, each once, with the sources that have it.
type idSet struct {
	sources []*source
	holders map[string][]int
	order   []string       // as they come
	place   map[string]int // in order
}

// oneList says whether all sources have the same ids in the same order, so that
// none is like another.
func oneList(sources []*source) bool {
	return !slices.ContainsFunc(sources, func(s *source) bool { return !slices.Equal(s.ids, sources[0].ids) })
}

func newIDSet(sources []*source) *idSet {
	m := &idSet{sources: sources, holders: map[string][]int{}}
	for k, s := range sources {
		for _, id := range s.ids {
			have := m.holders[id]
			if id == "" || len(have) > 0 && have[len(have)-1] == k {
				continue
			}
			if have == nil {
				m.order = append(m.order, id)
			}
			m.holders[id] = append(have, k)
		}
	}
	return m
}

// settled says whether every source has every id, so that none is like another.
func (m *idSet) settled() bool {
	return !slices.ContainsFunc(m.order, func(id string) bool { return len(m.holders[id]) < len(m.sources) })
}

// lonely says whether two sources or more have ids that no other has, so that
// these may be of one record.
func (m *idSet) lonely() bool {
	first := -1
	for _, id := range m.order {
		if have := m.holders[id]; len(have) == 1 {
			if first >= 0 && have[0] != first {
				return true
			}
			first = have[0]
		}
	}
	return false
}

// share says whether some source has both of two ids.
func (m *idSet) share(one, other string) bool {
	return slices.ContainsFunc(m.holders[one], func(k int) bool { return slices.Contains(m.holders[other], k) })
}

// at returns where an id comes.
func (m *idSet) at(id string) int {
	if m.place == nil {
		m.place = make(map[string]int, len(m.order))
		for i, id := range m.order {
			m.place[id] = i
		}
	}
	return m.place[id]
}

// pair makes a pair of an id and a later one, with the first source of each.
func (m *idSet) pair(one, other string) pair {
	return pair{one, other, m.sources[m.holders[one][0]].name, m.sources[m.holders[other][0]].name}
}

// pairs lists the ids that are alike in the way of a join, never two of one
// source. Only ids that have another form than their own are looked up: most
// have not. Those that look for an id in another take it in any way of spelling
// that the given form makes one.
func (j Join) pairs(m *idSet, form func(string) string) []pair {
	if j.form == nil {
		return m.longer(j.Name == "prefix", form)
	}
	alike := map[string][]string{}
	var forms []string
	for _, id := range m.order {
		form := j.form(id)
		if form == id {
			continue
		}
		if alike[form] == nil {
			forms = append(forms, form)
		}
		alike[form] = append(alike[form], id)
	}
	var out []pair
	for _, form := range forms {
		ids := alike[form]
		if m.holders[form] != nil && j.form(form) == form {
			ids = append(ids, form)
		}
		if len(ids) < 2 {
			continue
		}
		slices.SortFunc(ids, func(x, y string) int { return cmp.Compare(m.at(x), m.at(y)) })
		if !m.within(ids) {
			for _, other := range ids[1:] {
				out = append(out, m.pair(ids[0], other))
			}
		}
	}
	return out
}

// inSource counts the ids of a source that stand in pairs.
func (m *idSet) inSource(k int, pairs []pair) int {
	own := map[string]bool{}
	for _, p := range pairs {
		for _, id := range []string{p.one, p.other} {
			if slices.Contains(m.holders[id], k) {
				own[id] = true
			}
		}
	}
	return len(own)
}

// within says whether some source has two of the ids, which are then different
// records.
func (m *idSet) within(ids []string) bool {
	seen := map[int]bool{}
	for _, id := range ids {
		for _, k := range m.holders[id] {
			if seen[k] {
				return true
			}
			seen[k] = true
		}
	}
	return false
}

// longer pairs ids with a shorter one of another source that they begin (or,
// with prefix, end) with, cut at a mark or between letters and digits, in the
// spelling that form makes of both: P-009 and 9. Each of a source's ids must
// lead to another one.
func (m *idSet) longer(prefix bool, form func(string) string) []pair {
	type lead struct {
		source int
		short  string
	}
	leads := map[lead]int{}
	spelt := m.spelt(form)
	var all []pair
	for _, id := range m.order {
		var short string
		if !shorter(id, prefix, func(part string) bool {
			short = spelt(part)
			return short != "" && short != id && !m.share(id, short)
		}) {
			continue
		}
		for _, k := range m.holders[id] {
			leads[lead{k, short}]++
		}
		all = append(all, m.pair(short, id))
	}
	return slices.DeleteFunc(all, func(p pair) bool {
		return slices.ContainsFunc(m.holders[p.other], func(k int) bool { return leads[lead{k, p.one}] > 1 })
	})
}

// spelt returns what finds an id by any spelling of it that has the same form:
// none where several have it.
func (m *idSet) spelt(form func(string) string) func(string) string {
	if form == nil {
		return func(part string) string {
			if m.holders[part] == nil {
				return ""
			}
			return part
		}
	}
	by := make(map[string]string, len(m.order))
	for _, id := range m.order {
		if f := form(id); by[f] == "" {
			by[f] = id
		} else {
			by[f] = several
		}
	}
	return func(part string) string {
		if id := by[form(part)]; id != several {
			return id
		}
		return ""
	}
}

// shorter says whether a part of an id is known elsewhere, asking for the longest
// first.
func shorter(id string, prefix bool, known func(string) bool) bool {
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
			return true
		}
	}
	return false
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
