package format

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
)

// folderCSV reads a folder with one table per modality that share an id
// column, beside labels.csv, split.csv, groups.csv and features.csv; also one
// table alone.
var folderCSV = reader{
	name: "folder-csv",
	claims: func(p *place) string {
		switch n := len(p.dataSheets()); {
		case n == 0 || mediaFolders.claims(p) != "" || wideCSV.claims(p) != "":
			return ""
		case n == 1:
			return "one table of features"
		default:
			return fmt.Sprintf("%d tables of features", n)
		}
	},
	read: readFolderCSV,
}

func readFolderCSV(ctx context.Context, p *place) (*dataset.Dataset, error) {
	c := newCollection(p, "folder-csv")
	if err := c.addTables(ctx); err != nil {
		return nil, err
	}
	if err := c.addRoles(); err != nil {
		return nil, err
	}
	return c.join()
}

// addTables reads every data table of the place as one modality, several at a
// time.
func (c *collection) addTables(ctx context.Context) error {
	sheets := c.place.dataSheets()
	if len(sheets) == 0 {
		if err := c.place.firstError(); err != nil {
			return err
		}
	}
	if err := nameIDs(sheets, c.place.roleSheets()); err != nil {
		return err
	}
	parts := make([]*part, len(sheets))
	columns := make([][]int, len(sheets))
	for k, s := range sheets {
		columns[k] = c.takeRoleColumns(s)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(c.place.work)
	for k, s := range sheets {
		g.Go(func() error {
			x, err := s.scan(ctx, columns[k], c.place.work)
			if err == nil {
				name := stemOf(s.file)
				parts[k] = x.part(name, upTo(len(columns[k])), 0, c.about.of(name).Kind)
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for k, p := range parts {
		c.problems = append(c.problems, sheets[k].problems...)
		c.addPart(p)
	}
	return nil
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// takeRoleColumns takes labels, splits and groups out of a data table and
// returns the columns that are left. A label among the features would give the
// answer away, so it is never one of them.
// Where dataset.json counts the columns of the table, all are features.
func (c *collection) takeRoleColumns(s *sheet) []int {
	var left []int
	certain := c.about.of(stemOf(s.file)).Columns == len(s.names)-1
	for j, name := range s.names {
		switch {
		case j == s.id:
		case certain:
			left = append(left, j)
		case named(name, labelNames):
			c.takeLabels(s, j)
		case named(name, splitNames):
			c.takeSplit(s, j)
		case named(name, groupNames):
			c.takeGroup(s, j)
		default:
			left = append(left, j)
		}
	}
	return left
}

// nameIDs finds the id column of each sheet: by its name or, where no sheet
// has such a name, the first column if it is called the same everywhere. One
// sheet alone may do without: its rows are numbered.
func nameIDs(data, others []*sheet) error {
	all := slices.Concat(data, others)
	for _, s := range all {
		s.id = idColumn(s.names)
	}
	without := slices.DeleteFunc(slices.Clone(all), func(s *sheet) bool { return s.id >= 0 })
	if len(without) == 0 {
		return takeIDs(all)
	}
	if len(all) == 1 {
		all[0].numberRows()
		return nil
	}
	shared := without[0].names[0]
	for _, s := range all {
		if s.id < 0 && s.names[0] != shared {
			return noIDColumn(s)
		}
		if s.id < 0 {
			s.id = 0
		}
	}
	if len(without) < len(all) {
		return noIDColumn(without[0])
	}
	return takeIDs(all)
}

func takeIDs(sheets []*sheet) error {
	for _, s := range sheets {
		if err := s.takeIDs(); err != nil {
			return err
		}
	}
	return nil
}

func noIDColumn(s *sheet) error {
	return &dataset.UserError{What: s.file + " has no id column", Why: "its columns are " + someOf(s.names),
		Try: "Call the column that names the record id, in every table."}
}
