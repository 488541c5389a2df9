package record

import (
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// wish is what an import wants of columns.
type wish struct {
	flag, what string // as a person says it: --label, the label
	names      []string
	beside     []string // flags of wishes that the same column can fulfil, too
}

func (a *assembly) wishes() []wish {
	imp := a.imp
	modalities := wish{flag: "--modality", what: say.Mark("part of a modality"), beside: []string{"--feature"}}
	for _, m := range imp.Modalities {
		modalities.names = append(modalities.names, m.Columns...)
	}
	return []wish{
		{flag: "--label", what: say.Mark("the label"), names: []string{imp.Label}, beside: []string{"--group"}},
		{flag: "--id", what: say.Mark("the record id"), names: []string{imp.ID}, beside: []string{"--group"}},
		{flag: "--split-column", what: say.Mark("the split"), names: []string{imp.Split}, beside: []string{"--group"}},
		{flag: "--group", what: say.Mark("a group"), names: imp.Groups},
		modalities,
		{flag: "--feature", what: say.Mark("a feature"), names: imp.Features},
		{flag: "--drop", what: say.Mark("left out"), names: imp.Drop},
	}
}

// checkWishes refuses an import that wants two things of one column, or of one
// code, of which only one could come true.
func (a *assembly) checkWishes() error {
	for _, code := range a.imp.Missing {
		if slices.Contains(a.imp.Values, code) {
			return &dataset.UserError{What: say.Kept("%q is to stand for missing (--missing) and to be a value (--keep)", code),
				Try: say.Mark("Take one of the two away, or write COLUMN=CODE for one column.")}
		}
	}
	list := a.wishes()
	for k, one := range list {
		for _, other := range list[k+1:] {
			if slices.Contains(one.beside, other.flag) {
				continue
			}
			if column := a.wanted(one.names, other.names); column != "" {
				return &dataset.UserError{What: say.Kept("the column %s cannot be %s (%s) and %s (%s) at once", column, one.what, one.flag, other.what, other.flag),
					Try: say.Mark("Take one of the two away; where several tables have a column of this name, write FILE:COLUMN.")}
			}
		}
	}
	return nil
}

// wanted returns the first column that both lists of names mean, or "".
func (a *assembly) wanted(one, other []string) string {
	for _, s := range a.sheets {
		for j := range s.Names {
			means := func(name string) bool { return name != "" && s.is(j, name) }
			if slices.ContainsFunc(one, means) && slices.ContainsFunc(other, means) {
				return s.path(j)
			}
		}
	}
	for _, x := range a.found.Arrays {
		if slices.Contains(one, x.Name) && slices.Contains(other, x.Name) {
			return x.Name
		}
	}
	return ""
}
