package format

import (
	"fmt"
	"slices"
	"strings"

	"lacuna/dataset"
)

// collection is what a reader has found so far.
type collection struct {
	place    *place
	format   string
	about    description
	parts    []*part
	labels   *column
	split    *column
	groups   []*column
	problems []dataset.Problem
}

// column is one value per id, such as a label.
type column struct {
	file, name string
	ids        []string
	cells      []string
}

func newCollection(p *place, format string) *collection {
	c := &collection{place: p, format: format, problems: p.notes}
	var wrong string
	if c.about, wrong = p.readDescription(); wrong != "" {
		c.problem(descriptionFile, wrong, "it is left out")
	}
	return c
}

func (c *collection) problem(file, what, done string) {
	c.problems = append(c.problems, dataset.Problem{File: file, What: what, Done: done})
}

// addPart takes a part, unless nothing in it could be read.
func (c *collection) addPart(p *part) {
	c.problems = append(c.problems, p.problems...)
	if p.empty() {
		c.problem(p.modality.Source, fmt.Sprintf("%q has no column of values", p.modality.Name), "it is left out")
		return
	}
	c.parts = append(c.parts, p)
}

func (c *collection) takeLabels(s *sheet, j int) {
	name := s.names[j]
	if c.labels == nil && c.place.role("labels") == "" {
		c.labels = columnOf(s, j)
		return
	}
	s.problem(0, name, "labels are taken from "+c.labelFile(), "this column is left out")
}

func (c *collection) labelFile() string {
	if c.labels != nil {
		return c.labels.file
	}
	return c.place.role("labels")
}

func (c *collection) takeSplit(s *sheet, j int) {
	if c.split == nil && c.place.role("split") == "" {
		c.split = columnOf(s, j)
		return
	}
	s.problem(0, s.names[j], "the split is taken from another table", "this column is left out")
}

func (c *collection) takeGroup(s *sheet, j int) {
	name := s.names[j]
	if slices.ContainsFunc(c.groups, func(g *column) bool { return g.name == name }) {
		s.problem(0, name, "another table has a group column of this name", "this column is left out")
		return
	}
	c.groups = append(c.groups, columnOf(s, j))
}

func columnOf(s *sheet, j int) *column {
	return &column{file: s.file, name: s.names[j], ids: s.ids, cells: s.text(j)}
}

// addRoles reads labels.csv, split.csv and groups.csv of a folder.
func (c *collection) addRoles() error {
	for _, s := range c.place.roleSheets() {
		if s.id < 0 {
			s.id = idColumn(s.names)
		}
		if s.id < 0 {
			return noIDColumn(s)
		}
		if err := s.takeIDs(); err != nil {
			return err
		}
		switch roleOf(s.file) {
		case "labels":
			c.addLabels(s)
		case "split":
			c.split = columnOf(s, valueColumn(s, splitNames))
		case "groups":
			for j := range s.names {
				if j != s.id {
					c.takeGroup(s, j)
				}
			}
		}
		c.problems = append(c.problems, s.problems...)
	}
	return nil
}

// addLabels takes the label of labels.csv, and its further columns as split
// and groups.
func (c *collection) addLabels(s *sheet) {
	label := valueColumn(s, labelNames)
	c.labels = columnOf(s, label)
	for j, name := range s.names {
		switch {
		case j == s.id || j == label:
		case named(name, splitNames):
			c.takeSplit(s, j)
		default:
			c.takeGroup(s, j)
		}
	}
}

// valueColumn returns the column with one of the names, else the first that is
// not the id.
func valueColumn(s *sheet, wanted []string) int {
	if j := firstNamed(s.names, wanted); j >= 0 && j != s.id {
		return j
	}
	for j := range s.names {
		if j != s.id {
			return j
		}
	}
	return s.id
}

func named(name string, list []string) bool {
	return slices.ContainsFunc(list, func(n string) bool { return strings.EqualFold(n, name) })
}

// perRecord brings the cells into the order of the records; a record that the
// column does not know gets "". Ids without a record are counted.
func (k *column) perRecord(index map[string]int, records int) (cells []string, strangers int) {
	cells = make([]string, records)
	for i, id := range k.ids {
		if at, ok := index[id]; ok {
			cells[at] = k.cells[i]
		} else {
			strangers++
		}
	}
	return cells, strangers
}

func (c *collection) strangers(k *column, n int) {
	if n > 0 {
		c.problem(k.file, fmt.Sprintf("%s in no modality and not in the labels", plural(n, "id is", "ids are")), "left out")
	}
}
