package record

import (
	"cmp"
	"context"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/media"
	"lacuna/internal/say"
)

// assembly is a dataset in the making.
type assembly struct {
	found    *layout.Found
	imp      dataset.Import
	options  media.Options
	sheets   []*sheet
	parts    []*part
	label    *values
	splits   *values
	groups   []*values
	lost     []dataset.Problem // what data are lost: told first
	problems []dataset.Problem
}

// values is one value per id: a label, a part of a split, a group.
type values struct {
	file, name string
	ids        []string
	cells      []string
}

// Assemble joins what was found to a dataset. The dataset's Import holds every
// decision, those that were given and those that were recognised; its Problems
// are all remarks of all rooms.
func Assemble(ctx context.Context, f *layout.Found, imp dataset.Import, o media.Options) (*dataset.Dataset, error) {
	a := &assembly{found: f, imp: imp, options: o, problems: slices.Clone(f.Problems)}
	if err := cmp.Or(f.Err(), a.describe(ctx)); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{
		a.checkNames, a.dropColumns, a.giveIDs, a.giveRoles, a.makeTables, a.makePaths, a.makeMedia, a.makeArrays,
	} {
		if err := step(ctx); err != nil {
			return nil, cmp.Or(f.Err(), err)
		}
	}
	d, err := a.join(ctx)
	if err := cmp.Or(f.Err(), err); err != nil {
		return nil, err
	}
	return d, nil
}

// checkNames refuses names of an import that no table has: a decision about
// nothing is a slip of the pen.
func (a *assembly) checkNames(context.Context) error {
	a.checkFiles()
	if len(a.sheets)+len(a.found.Arrays) == 0 {
		return nil
	}
	named := []string{a.imp.Label, a.imp.ID, a.imp.Split}
	named = slices.Concat(named, a.imp.Groups, a.imp.Drop, a.imp.Features)
	for _, m := range a.imp.Modalities {
		named = append(named, m.Columns...)
	}
	for _, kind := range a.imp.Kinds {
		if name := kind[:strings.LastIndexByte(kind, '=')]; !a.isAll(name) {
			named = append(named, name)
		}
	}
	for _, name := range named {
		if name != "" && name != dataset.AllFeatures && !a.isColumn(name) {
			return a.noColumn(name)
		}
	}
	for _, s := range a.sheets {
		for _, name := range slices.Concat(a.imp.Files[s.File].IDs, slices.Sorted(maps.Keys(a.imp.Files[s.File].Columns))) {
			if !slices.Contains(s.Names, name) {
				return &dataset.UserError{What: say.Kept("%s has no column called %q", s.File, name), Why: say.Kept("there are %s", someOf(s.Names)), Try: say.Mark("Check the spelling.")}
			}
		}
	}
	return a.checkWishes()
}

func (a *assembly) isColumn(name string) bool {
	return a.isArray(name) || slices.ContainsFunc(a.sheets, func(s *sheet) bool { return s.column(name) >= 0 })
}

func (a *assembly) noColumn(name string) error {
	return &dataset.UserError{What: say.Kept("no table has a column called %q", name), Why: say.Kept("there are %s", a.columnNames()),
		Try: say.Mark("Check the spelling; where several tables have a column of one name, write FILE:COLUMN.")}
}

// checkFiles names the files that an import speaks of and that are not there.
func (a *assembly) checkFiles() {
	for _, file := range slices.Sorted(maps.Keys(a.imp.Files)) {
		is := func(t layout.Table) bool { return t.File == file }
		if slices.ContainsFunc(a.found.Tables, is) {
			continue
		}
		if _, err := fs.Stat(a.found.FS, file); err != nil {
			a.problem(file, "", say.Mark("the import speaks of this file, which is not there"), say.Mark("what it says of it is left out"))
		}
	}
}

// checkCodes refuses codes for columns and modalities that are not there.
func (a *assembly) checkCodes() error {
	isModality := func(name string) bool {
		return slices.ContainsFunc(a.parts, func(p *part) bool { return p.modality.Name == name })
	}
	for _, code := range slices.Concat(a.imp.Missing, a.imp.Values) {
		at := strings.LastIndexByte(code, '=')
		if at > 0 && !a.isColumn(code[:at]) && !a.isAll(code[:at]) && !isModality(code[:at]) {
			return a.noColumn(code[:at])
		}
	}
	return nil
}

func (a *assembly) columnNames() string {
	var names []string
	seen := map[string]bool{} // several tables have an id
	add := func(list ...string) {
		for _, name := range list {
			if !seen[name] {
				seen[name], names = true, append(names, name)
			}
		}
	}
	for _, s := range a.sheets {
		add(s.Names...)
	}
	for _, x := range a.found.Arrays {
		add(x.Name)
	}
	return someOf(names)
}

func (a *assembly) problem(file, column, what, done string) {
	a.problems = append(a.problems, dataset.Problem{File: file, Column: column, What: what, Done: done})
}
