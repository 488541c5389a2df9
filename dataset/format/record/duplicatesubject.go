package record

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// A mark of a visit, a view or a copy behind an id. What stands before it
// names the subject.
var (
	visitMark = regexp.MustCompile(`(?i)^(.+?)[-_. ]+((?:v|vis|visit|s|ses|session|t|tp|time|timepoint|scan|run|rep|replicate|r|img|image|im|pic|photo|view|slice|sl|frame|f|clip|seg|segment|part|crop|aug|` +
		`take|trial|copy|kopie|w|week|m|month|d|day|y|year|fu|followup|x)[-_ ]?\d{1,4})$`)
	sideMark   = regexp.MustCompile(`(?i)^(.+?)[-_. ]+(l|r|left|right|od|os|pre|post|before|after|baseline|bl|followup|copy|kopie|rest|a|b|c|i|ii|iii)$`)
	copyMark   = regexp.MustCompile(`(?i)^(.+?) ?(\(\d{1,3}\)|- copy|- kopie)$`)
	numMark    = regexp.MustCompile(`^(.+?)[-_. ]+(\d{1,3})$`)
	letterMark = regexp.MustCompile(`^(.*\d)([a-hA-H])$`)
	// A visit may stand in front, too: ses-1_sub-01.
	visitFirst = regexp.MustCompile(`(?i)^(?:(?:v|visit|ses|session|t|tp|time|timepoint|scan|week|day|month)[-_ ]?\d{1,3}|pre|post|baseline|followup)[-_. ]+(.+)$`)
)

// stemOf returns what an id says of its subject by a mark that means so, or
// the id.
func stemOf(id string) (stem string, marked bool) {
	for _, mark := range []*regexp.Regexp{copyMark, visitMark, sideMark, visitFirst} {
		if m := mark.FindStringSubmatch(id); m != nil {
			return m[1], true
		}
	}
	return id, false
}

// subjects derives a group from ids that name the subject first and a visit, a
// view or a copy behind it: P00_v0 and P00_v1. It returns nil where ids do not
// do so. Numbers alone count where they begin anew for every subject and the
// subjects are not the classes, as in cat_01.
func subjects(ids []string, labels []int, classes []string) (group []string, p *dataset.Problem) {
	const many = 20_000
	if len(ids) > many && !anyStem(pick(ids, 1000)) {
		return nil, nil
	}
	stems, marked := stemsOf(ids)
	if !marked {
		stems = numberedStems(ids)
	}
	members := map[string][]int{}
	for i, s := range stems {
		members[s] = append(members[s], i)
	}
	shared, records := 0, 0
	var first []int
	for _, i := range slices.Sorted(indices(stems)) {
		list := members[stems[i]]
		if list[0] != i || len(list) < 2 {
			continue
		}
		if first == nil {
			first = list
		}
		shared++
		records += len(list)
	}
	if shared == 0 || len(members) < 3 || namesClass(stems, labels, classes) {
		return nil, nil
	}
	if areSites(ids, members) {
		return stems, &dataset.Problem{Column: siteGroup,
			What: say.Kept("%d ids begin with one of %d words before a number, such as %s, as with the name of a site", records, len(members), examples(ids, first)),
			Done: say.Mark(`kept as the group "site", not as subjects; --split group:site tests one at a time`)}
	}
	return stems, &dataset.Problem{
		What: say.Kept("%d ids begin like another, such as %s, as if %d subjects were there several times", records, examples(ids, first), shared),
		Done: say.Mark(`kept as the group "subject": a comparison keeps a subject in one part, --split group:subject tests one at a time`),
	}
}

// anyStem says whether any of a few ids may have a stem.
func anyStem(ids []string) bool {
	_, marked := stemsOf(ids)
	return marked || !slices.ContainsFunc(ids, func(id string) bool { return !numMark.MatchString(id) && !letterMark.MatchString(id) })
}

// pick takes every so many of a list.
func pick(list []string, n int) []string {
	var some []string
	for i := 0; i < len(list); i += max(1, len(list)/n) {
		some = append(some, list[i])
	}
	return some
}

func stemsOf(ids []string) (stems []string, marked bool) {
	stems = make([]string, len(ids))
	for i, id := range ids {
		var ok bool
		stems[i], ok = stemOf(id)
		marked = marked || ok
	}
	return stems, marked
}

func indices(list []string) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range list {
			if !yield(i) {
				return
			}
		}
	}
}

// numberedStems cuts numbers and letters off where they count from the first
// within most stems: P00_1 and P00_2, P00a and P00b, but not 02_0004, which is
// a site and a subject.
func numberedStems(ids []string) []string {
	stems := slices.Clone(ids)
	marks := map[string][]int{}
	for i, id := range ids {
		m := numMark.FindStringSubmatch(id)
		if m == nil {
			m = letterMark.FindStringSubmatch(id)
		}
		if m == nil {
			return ids
		}
		n, err := strconv.Atoi(m[2])
		if err != nil {
			n = int(m[2][0]|0x20) - 'a'
		}
		stems[i] = m[1]
		marks[m[1]] = append(marks[m[1]], n)
	}
	if !anew(marks) {
		return ids
	}
	return stems
}

// anew says whether the marks of most stems count from 0 or 1, and of half of
// them further than that.
func anew(marks map[string][]int) bool {
	first, several := 0, 0
	for _, list := range marks {
		slices.Sort(list)
		if list[0] <= 1 && list[len(list)-1]-list[0] < 2*len(list) {
			first++
		}
		if len(list) > 1 {
			several++
		}
	}
	return 10*first >= 9*len(marks) && 2*several >= len(marks)
}

// namesClass says whether stems hold the name of the class, as names of files
// in class folders do, so that they are no subjects.
func namesClass(stems []string, labels []int, classes []string) bool {
	hits, labelled := 0, 0
	for i, s := range stems {
		if labels == nil || labels[i] == dataset.NoLabel { // nothing may be labelled at all
			continue
		}
		labelled++
		class := strings.ToLower(classes[labels[i]])
		if slices.Contains(layout.NameWords(s), class) || strings.EqualFold(strings.Trim(s, "-_. "), class) {
			hits++
		}
	}
	return labelled > 0 && 10*hits >= 9*labelled
}
