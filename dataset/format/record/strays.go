package record

import (
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// otherIDs finds ids for the tables whose columns are not called so. A table
// without any beside good ones is left out, where these hold more: one stray
// file does not close a folder.
func (a *assembly) otherIDs() error {
	errs := map[*sheet]error{}
	var first error
	good, stray := 0, 0
	for _, s := range a.sheets {
		if s.ids == nil {
			errs[s] = a.otherID(s)
		}
		switch size := s.Rows() * len(s.Names); {
		case errs[s] == nil && s.Role == layout.Data:
			good += size
		case errs[s] != nil:
			stray += size
			if first == nil {
				first = errs[s]
			}
		}
	}
	if first != nil && (good+len(a.found.Media) == 0 || good < stray) {
		return first
	}
	records := a.mostRows(errs)
	a.sheets = slices.DeleteFunc(a.sheets, func(s *sheet) bool {
		if errs[s] != nil {
			a.lost = append(a.lost, strayTable(s, records))
		}
		return errs[s] != nil
	})
	return nil
}

// mostRows returns the rows of the longest table that is read.
func (a *assembly) mostRows(errs map[*sheet]error) int {
	n := 0
	for _, s := range a.sheets {
		if errs[s] == nil {
			n = max(n, s.Rows())
		}
	}
	return n
}

// strayTable says that a table without ids is left out.
func strayTable(s *sheet, records int) dataset.Problem {
	p := dataset.Problem{File: s.File, What: say.Kept("it has no column of ids: its columns are %s", someOf(s.Names)), Done: say.Mark("the table is left out; --id COLUMN names the column, if there is one")}
	switch {
	case len(s.Names) == 0:
		p.What, p.Done = say.Mark("it is empty"), say.Mark("the table is left out")
	case s.Rows() == records:
		p.What = say.Kept("%s; it has as many rows as there are records, which may be in the same order", p.What)
		p.Done = say.Mark("the table is left out: rows are never joined by their number; write the ids into it")
	}
	return p
}

// noValue says why nothing of any modality is there: every cell is empty, which
// needs no other word, or what else was said.
func (a *assembly) noValue() error {
	empty := []dataset.Cause{dataset.NoRow, dataset.Null, dataset.Sentinel, dataset.AllNaN}
	full := func(c dataset.Cause) bool { return !slices.Contains(empty, c) }
	if len(a.lost) > 0 || slices.ContainsFunc(a.parts, func(p *part) bool { return slices.ContainsFunc(p.causes, full) }) {
		return noModality(a)
	}
	return &dataset.UserError{What: say.Kept("%s has no value", a.found.Name), Why: say.Mark("every cell of its columns is empty or stands for missing"),
		Try: say.Mark("Look whether the files are the right ones and are read as meant: the delimiter, and the codes for missing.")}
}
