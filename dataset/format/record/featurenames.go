package record

import (
	"cmp"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
)

// featureNames are what tables of features (modality, column, name) call the
// columns of the data.
type featureNames map[[2]string]string // by modality and column

func featureNamesOf(f *layout.Found) featureNames {
	names := featureNames{}
	for _, t := range f.Tables {
		if t.Role != layout.Features {
			continue
		}
		at := map[string]int{}
		for j, name := range t.Names {
			at[layout.PlainName(name)] = j
		}
		cells := t.Texts(at["modality"], at["column"], at["name"])
		for r := range t.Rows() {
			names[[2]string{cells[0][r], cells[1][r]}] = cells[2][r]
		}
	}
	return names
}

// Named returns an import whose columns are called what the files call them,
// where it uses the names of a table of features: "chol" or "labs.chol" becomes
// "labs.csv:f1". A name that a file has, or that several columns are given, stays.
// It says whether any was another.
func Named(f *layout.Found, imp dataset.Import) (dataset.Import, bool) {
	names, changed := featureNamesOf(f), false
	if len(names) == 0 {
		return imp, false
	}
	file := func(name string) string {
		if is := columnsCalled(f, names, name); len(is) == 1 {
			changed = true
			return is[0]
		}
		return name
	}
	list := func(given []string, read func(string) string) []string {
		out := slices.Clone(given)
		for k, name := range out {
			out[k] = read(name)
		}
		return out
	}
	code := func(entry string) string {
		at := strings.LastIndexByte(entry, '=')
		if at <= 0 {
			return entry
		}
		return file(entry[:at]) + entry[at:]
	}
	imp.Label, imp.ID, imp.Split = file(imp.Label), file(imp.ID), file(imp.Split)
	imp.Groups, imp.Drop, imp.Features = list(imp.Groups, file), list(imp.Drop, file), list(imp.Features, file)
	imp.Missing, imp.Values, imp.Kinds = list(imp.Missing, code), list(imp.Values, code), list(imp.Kinds, code)
	imp.Modalities = slices.Clone(imp.Modalities)
	for k, m := range imp.Modalities {
		imp.Modalities[k].Columns = list(m.Columns, file)
	}
	return imp, changed
}

// columnsCalled lists the columns, as "file:column", that are called so in a
// table of features; none where a file or a modality has that name itself.
func columnsCalled(f *layout.Found, names featureNames, name string) []string {
	var list []string
	for _, t := range f.Tables {
		if !t.Role.HoldsRecords() {
			continue
		}
		for _, column := range t.Names {
			if name == "" || name == column || name == t.File+":"+column || name == t.Name {
				return nil
			}
			said := names[[2]string{t.Name, column}]
			if said != "" && (name == said || name == t.Name+"."+said || name == t.File+":"+said) {
				list = append(list, t.File+":"+column)
			}
		}
	}
	return list
}

// applyFeatureNames renames columns as a table of features says.
func (a *assembly) applyFeatureNames() {
	names := featureNamesOf(a.found)
	if len(names) == 0 {
		return
	}
	for _, p := range a.parts {
		table := ""
		if p.sheet != nil {
			table = p.sheet.Name
		}
		p.modality.Columns = slices.Clone(p.modality.Columns)
		for k, old := range p.modality.Columns {
			p.modality.Columns[k] = cmp.Or(names[[2]string{p.modality.Name, old}], names[[2]string{table, old}], old)
		}
	}
}
