package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
)

// takeIDs reads the id column; rows without an id are left out. Ids that occur
// twice are an error that lists them.
func (s *sheet) takeIDs() error {
	if s.ids != nil {
		return nil
	}
	s.ids = s.text(s.id)
	if slices.Contains(s.ids, "") {
		s.dropUnnamed()
	}
	return duplicates(s.file, s.ids, s.lines())
}

// lines returns the line of each row.
func (s *sheet) lines() []int {
	lines := make([]int, len(s.rows))
	for i, r := range s.rows {
		lines[i] = r.line
	}
	return lines
}

func (s *sheet) dropUnnamed() {
	var ids []string
	var rows []rowSpan
	first, dropped := 0, 0
	for i, id := range s.ids {
		switch {
		case id != "":
			ids, rows = append(ids, id), append(rows, s.rows[i])
			continue
		case dropped == 0:
			first = s.rows[i].line
		}
		dropped++
	}
	s.ids, s.rows = ids, rows
	s.problem(first, s.names[s.id], plural(dropped, "row has no id", "rows have no id"), "left out")
}

// numberRows makes ids for a lone table that has none.
func (s *sheet) numberRows() {
	s.id = -1
	s.ids = make([]string, len(s.rows))
	width := len(strconv.Itoa(len(s.rows)))
	for i := range s.ids {
		s.ids[i] = fmt.Sprintf("row%0*d", width, i+1)
	}
	s.problem(0, "", "no column is called id", "the rows are numbered")
}

// nearForm is what ids have in common that differ only in case, blanks or
// zero padding.
func nearForm(id string) string {
	var b strings.Builder
	digits := false
	for i := 0; i < len(id); i++ {
		c := id[i]
		switch {
		case c == ' ' || c == '_' || c == '-':
			continue
		case c == '0' && !digits && i+1 < len(id) && id[i+1]-'0' < 10:
			continue // padding
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		digits = c-'0' < 10
		b.WriteByte(c)
	}
	return b.String()
}

// idSource is a file and which records it has.
type idSource struct {
	file string
	has  []bool // per record
}

// nearMisses reports ids that look like the same record written in two ways:
// alike but for case, blanks and zero padding, and never in one file together.
func nearMisses(ids []string, sources []idSource) []dataset.Problem {
	byForm := make(map[string][]int, len(ids))
	for i, id := range ids {
		form := nearForm(id)
		byForm[form] = append(byForm[form], i)
	}
	var examples []string
	count := 0
	for i, id := range ids {
		alike := byForm[nearForm(id)]
		if len(alike) < 2 || alike[0] != i || shareFile(alike, sources) {
			continue
		}
		if count++; len(examples) < 3 {
			other := alike[1]
			examples = append(examples, fmt.Sprintf("%q (%s) and %q (%s)", id, fileOf(i, sources), ids[other], fileOf(other, sources)))
		}
	}
	if count == 0 {
		return nil
	}
	return []dataset.Problem{{Column: "id", What: fmt.Sprintf("%s but for case or zero padding: %s", plural(count, "id is alike", "ids are alike"), strings.Join(examples, "; ")),
		Done: "kept apart as different records"}}
}

func shareFile(records []int, sources []idSource) bool {
	for _, s := range sources {
		n := 0
		for _, i := range records {
			if s.has[i] {
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

func fileOf(record int, sources []idSource) string {
	for _, s := range sources {
		if s.has[record] {
			return s.file
		}
	}
	return ""
}
