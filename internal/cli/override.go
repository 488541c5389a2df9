package cli

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"lacuna/dataset"
)

// override puts decisions before others: single ones replace, lists add.
func override(imp *dataset.Import, by dataset.Import) {
	if by.Reader != "" && by.Reader != imp.Reader {
		forget(imp, func(f *dataset.FileImport) { f.Role = "" }) // of another layout
	}
	for _, text := range []struct {
		to   *string
		from string
		of   func(*dataset.FileImport) *string
	}{
		{&imp.Charset, by.Charset, func(f *dataset.FileImport) *string { return &f.Charset }},
		{&imp.Delimiter, by.Delimiter, func(f *dataset.FileImport) *string { return &f.Delimiter }},
		{&imp.Decimal, by.Decimal, func(f *dataset.FileImport) *string { return &f.Decimal }},
	} {
		if text.from != "" {
			*text.to = text.from
			forget(imp, func(f *dataset.FileImport) { *text.of(f) = "" })
		}
	}
	yield(imp, by)
	imp.Reader, imp.Label = cmp.Or(by.Reader, imp.Reader), cmp.Or(by.Label, imp.Label)
	imp.ID, imp.Split = cmp.Or(by.ID, imp.ID), cmp.Or(by.Split, imp.Split)
	imp.Censored = cmp.Or(by.Censored, imp.Censored)
	imp.ImageSize, imp.SampleRate = cmp.Or(by.ImageSize, imp.ImageSize), cmp.Or(by.SampleRate, imp.SampleRate)
	imp.Groups, imp.Join = union(imp.Groups, by.Groups), union(imp.Join, by.Join)
	imp.Missing, imp.Values = union(without(imp.Missing, by.Values), by.Missing), union(without(imp.Values, by.Missing), by.Values)
	imp.Drop, imp.Features = union(imp.Drop, by.Drop), union(imp.Features, by.Features)
	for _, m := range by.Modalities {
		imp.Modalities = slices.DeleteFunc(imp.Modalities, func(old dataset.ModalityImport) bool { return old.Name == m.Name })
	}
	imp.Modalities = append(imp.Modalities, by.Modalities...)
	imp.Without, imp.Kinds = union(imp.Without, by.Without), append(imp.Kinds, by.Kinds...)
	if len(by.Names) > 0 && imp.Names == nil {
		imp.Names = map[string]string{}
	}
	maps.Copy(imp.Names, by.Names)
	overrideFiles(imp, by.Files)
}

// overrideFiles puts what flags decide about single files before what was decided.
func overrideFiles(imp *dataset.Import, by map[string]dataset.FileImport) {
	if len(by) > 0 && imp.Files == nil {
		imp.Files = map[string]dataset.FileImport{}
	}
	for name, f := range by {
		was := imp.Files[name]
		if len(f.IDs) > 0 {
			was.IDs = f.IDs
		}
		was.Delimiter = cmp.Or(f.Delimiter, was.Delimiter)
		imp.Files[name] = was
	}
}

// yield takes out of an import what others decide differently about the same
// columns: one that is dropped now is no label any more.
func yield(imp *dataset.Import, by dataset.Import) {
	named := slices.Concat([]string{by.Label, by.ID, by.Split}, by.Drop, by.Features)
	for _, m := range by.Modalities {
		named = append(named, m.Columns...)
	}
	taken := func(name string) bool {
		return slices.ContainsFunc(named, func(n string) bool { return n != "" && sameColumn(n, name) })
	}
	for _, one := range []*string{&imp.Label, &imp.ID, &imp.Split} {
		if taken(*one) {
			*one = ""
		}
	}
	imp.Groups = slices.DeleteFunc(imp.Groups, taken)
	for k := range imp.Modalities {
		imp.Modalities[k].Columns = slices.DeleteFunc(imp.Modalities[k].Columns, taken)
	}
	imp.Modalities = slices.DeleteFunc(imp.Modalities, func(m dataset.ModalityImport) bool { return len(m.Columns) == 0 })
	named = append(named, by.Groups...)
	for _, list := range []*[]string{&imp.Drop, &imp.Features} {
		*list = slices.DeleteFunc(*list, taken)
	}
}

// sameColumn says whether two names, each "column" or "file:column", may mean
// one column.
func sameColumn(a, b string) bool {
	return a == b || strings.HasSuffix(a, ":"+b) || strings.HasSuffix(b, ":"+a)
}

// forget changes what is decided about each file.
func forget(imp *dataset.Import, what func(*dataset.FileImport)) {
	for name, f := range imp.Files {
		what(&f)
		imp.Files[name] = f
	}
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

func without(a, b []string) []string {
	return slices.DeleteFunc(a, func(s string) bool { return slices.Contains(b, s) })
}
