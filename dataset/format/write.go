package format

import (
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/folder"
	"lacuna/internal/say"
)

// WriteFolder writes the rows of a view as a folder that Open reads back: one
// CSV per modality with a row for every record that has it, labels.csv,
// split.csv and groups.csv where there are such, and dataset.json. Cells are
// written as they were read: words, dates, and numbers with all their digits.
// Files of media are not copied: what is written is numbers and text, and where
// they came from. It returns what a reader of the folder has to know.
//
// The folder appears when it is complete or not at all. It must not exist, or
// be empty.
func WriteFolder(dir string, v dataset.View) ([]dataset.Problem, error) {
	return write(dir, folderWriter{view: v})
}

// WriteFilled is WriteFolder of a view whose gaps have been filled: values has,
// for each modality, all rows × columns, NaN for what was left empty, and no
// columns for texts. Observed cells are written as they are in the view, and
// every record stands in every table. mask_observed.csv says which modalities
// of which records were there (1 = observed), and mask_NAME.csv which single
// cells.
func WriteFilled(dir string, v dataset.View, values []dataset.Matrix) ([]dataset.Problem, error) {
	for m := range v.Modalities() {
		if x := values[m]; x.Rows != v.Len() || x.Cols != v.Columns(m) {
			return nil, say.Errorf("modality %q: %d×%d values for %d×%d", v.Modality(m).Name, x.Rows, x.Cols, v.Len(), v.Columns(m))
		}
	}
	return write(dir, folderWriter{view: v, values: values})
}

func write(dir string, w folderWriter) ([]dataset.Problem, error) {
	if err := checkNames(w.view); err != nil {
		return nil, err
	}
	err := folder.Create(dir, func(temp string) error {
		w.dir = temp
		for m := range w.view.Modalities() {
			w.modality(m)
		}
		w.labels()
		w.groups()
		w.masks()
		w.description()
		return w.err
	})
	return w.told(), err
}

// ownTables are the tables of a written folder that are no modality.
var ownTables = []string{"labels", "split", "groups", "mask"}

// checkNames refuses modalities that cannot be files, that would be one file where
// capitals do not count, or that would be taken for labels and the like.
func checkNames(v dataset.View) error {
	files := map[string]string{}
	for _, name := range v.Names() {
		if strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, ".") || slices.Contains(ownTables, strings.ToLower(name)) || strings.HasPrefix(name, maskOf) || stem(name+".csv") != name {
			return &dataset.UserError{What: say.Kept("the modality %q cannot be written", name), Why: say.Mark("its name is no name for a file of values"),
				Try: say.Mark("Give the modality another name.")}
		}
		if other, twice := files[strings.ToLower(name)]; twice {
			return &dataset.UserError{What: say.Kept("the modalities %q and %q cannot both be written", other, name), Why: say.Mark("where capitals do not count in names of files, one would replace the other"),
				Try: say.Mark("Give one of them another name.")}
		}
		files[strings.ToLower(name)] = name
	}
	return nil
}
