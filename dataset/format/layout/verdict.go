package layout

import (
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// layout names the layout of what was found.
func (f *finder) layout() string {
	isManifest := func(t Table) bool { return t.Role == Data && len(t.Paths) > 0 }
	isWide := func(t Table) bool { return t.Role == Data && t.Wide != nil }
	switch found := f.found; {
	case slices.ContainsFunc(found.Tables, isManifest):
		return manifest
	case len(found.Media) > 0:
		return f.folders
	case len(found.Arrays) > 0:
		return arrays
	case slices.ContainsFunc(f.sources, func(s *source) bool { return s.long }):
		return longCSV
	case slices.ContainsFunc(found.Tables, isWide):
		return wideCSV
	}
	return folderCSV
}

const howTo = "Open a folder with one table per modality that share an id column, a table with paths to media, folders of media, a file of arrays, or one wide table."

// nothing says why there is no data.
func (f *finder) nothing() error {
	if len(f.errs) > 0 {
		return f.errs[0]
	}
	if len(f.place.Files) == 1 {
		return &dataset.UserError{What: say.Kept("%s is no dataset", f.place.Files[0]), Why: whyNone(f.place.Files[0]), Try: howTo}
	}
	if f.place.Files == nil && len(f.tree.files) == 0 {
		return &dataset.UserError{What: say.Kept("the folder %s is empty", f.place.Name), Try: howTo}
	}
	var names []string
	for _, e := range f.tree.files {
		if err := Refuse(e.path); err != nil {
			return err
		}
		if why := f.whyMarkup(e.path); why != "" && !documentNames.has(stemOf(e.base)) {
			return &dataset.UserError{What: say.Kept("%s cannot be opened", e.path), Why: why, Try: howTo}
		}
		names = append(names, e.path)
	}
	names = append(names, f.place.Files...)
	return &dataset.UserError{What: say.Kept("%s holds no dataset", f.place.Name), Why: say.Kept("no modality was found in %s", someOf(names)), Try: howTo}
}

func whyNone(file string) string {
	if why := Unsupported(file); why != "" {
		return why
	}
	return say.Mark("it is no table and no file of arrays")
}

// otherLayout says that the place is not of the layout that was asked for.
func (f *finder) otherLayout(is string) error {
	lacks := map[string]string{
		manifest:      say.Mark("no table has a column of paths to media files"),
		wideCSV:       say.Mark("the names of the columns have no prefixes in common"),
		longCSV:       say.Mark("no table has columns such as sample, feature and value"),
		mediaFolders:  say.Mark("no folder holds media files"),
		classFolders:  say.Mark("no folders hold media files of one class each"),
		recordFolders: say.Mark("no folders hold media files of one record each"),
		arrays:        say.Mark("no array was found"),
		folderCSV:     say.Mark("it is not a folder of tables"),
	}
	return &dataset.UserError{What: say.Kept("%s cannot be read as %s", f.place.Name, f.imp.Reader), Why: lacks[f.imp.Reader],
		Try: say.Kept("It can be read as %s; leave the reader out to have it recognised.", is)}
}
