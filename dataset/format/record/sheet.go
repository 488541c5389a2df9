package record

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/table"
)

// use says what a column of a table is for.
type use string

const (
	asFeature use = "feature"
	asID      use = "id"
	asLabel   use = "label"
	asSplit   use = "split"
	asGroup   use = "group"
	asPath    use = "path"
	asNothing use = "left out"
)

// sheet is a table with what its columns are, what they are for, and the id of
// every row.
type sheet struct {
	layout.Table
	columns []table.Column
	use     []use
	ids     []string // per row
	idNames []int    // the columns that make the id
}

// describe looks at every column of the tables that matter, several tables at
// a time.
func (a *assembly) describe(ctx context.Context) error {
	for _, t := range a.found.Tables {
		if !t.Role.HoldsRecords() {
			continue
		}
		a.problems = append(a.problems, t.Problems...)
		s := &sheet{Table: t, use: make([]use, len(t.Names))}
		for j := range s.use {
			s.use[j] = asFeature
		}
		for _, p := range t.Paths {
			s.use[p.Column] = asPath
		}
		a.sheets = append(a.sheets, s)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, a.options.Workers))
	for _, s := range a.sheets {
		g.Go(func() error { return s.look(ctx) })
	}
	return g.Wait()
}

// look looks at the cells of every column but those of paths, which the layout
// has looked at.
func (s *sheet) look(ctx context.Context) error {
	var list []int
	for j, u := range s.use {
		if u != asPath {
			list = append(list, j)
		}
	}
	columns, err := s.Columns(ctx, list)
	if err != nil {
		return err
	}
	s.columns = make([]table.Column, len(s.Names))
	for k, j := range list {
		s.columns[j] = columns[k]
	}
	return nil
}

// path names a column with its file, as dataset.Import does.
func (s *sheet) path(j int) string { return s.File + ":" + s.Names[j] }

// is says whether a name of an Import means column j: "column" or
// "file:column".
func (s *sheet) is(j int, name string) bool { return name == s.Names[j] || name == s.path(j) }

// column finds the column that a name of an Import means, or −1.
func (s *sheet) column(name string) int {
	for j := range s.Names {
		if s.is(j, name) {
			return j
		}
	}
	return -1
}

// unused lists the columns that are features so far.
func (s *sheet) unused() []int {
	var list []int
	for j, u := range s.use {
		if u == asFeature {
			list = append(list, j)
		}
	}
	return list
}

// best returns the unused column whose name stands first in a list, or −1, and
// its rank there.
func (s *sheet) best(names []string, fits func(j int) bool) (column, rank int) {
	column, rank = -1, len(names)
	for j := range s.Names {
		r := slices.Index(names, layout.PlainName(s.Names[j]))
		if s.use[j] == asFeature && r >= 0 && r < rank && fits(j) {
			column, rank = j, r
		}
	}
	return column, rank
}

// distinct says whether every row has another value in a column, none empty.
func (s *sheet) distinct(j int) bool {
	c := s.columns[j]
	return c.Missing == 0 && c.Distinct == s.Rows() && s.Rows() > 0
}

// words says whether the cells of a column are words: of a category, ids or
// texts.
func (s *sheet) words(j int) bool {
	k := s.columns[j].Import.Kind
	return k == dataset.CategoryColumn || k == dataset.WordsColumn || k == dataset.TextColumn
}

// cellsOf returns the cells of a column, missing ones as "".
func (s *sheet) cellsOf(j int) []string { return s.Words(j, s.columns[j].Import) }

func (s *sheet) problem(column, what, done string) dataset.Problem {
	return dataset.Problem{File: s.File, Column: column, What: what, Done: done}
}

// whole says whether a column holds whole numbers.
func (s *sheet) whole(j int) bool {
	return s.columns[j].Import.Kind == dataset.NumberColumn && s.columns[j].Field.Kind == dataset.Whole
}
