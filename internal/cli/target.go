package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/project"
)

// target checks where a command is to write, before any work: the ending must
// be one of those of its kind of file, the folder must be there, and no file of
// a dataset may be replaced, nor a table be put where it would be read as data.
// source is the path of the dataset, "" for none, and flag what named the path.
func target(flag, path, source, kind string, endings ...string) error {
	ending := strings.ToLower(filepath.Ext(path))
	if !slices.Contains(endings, ending) {
		return usagef("%s %s: %s is written to a file that ends in %s", flag, path, kind, strings.Join(endings, ", "))
	}
	about, err := os.Stat(path)
	switch {
	case err == nil && about.IsDir():
		return usagef("%s %s is a folder; name a file in it", flag, path)
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return usagef("%s %s: there is no folder %s; make it first", flag, path, filepath.Dir(path))
		}
	}
	if inside(path, source) && (err == nil || ending == ".csv") {
		return inData(path, source, "a file of the data would be replaced, or a table be taken for data")
	}
	return nil
}

// folderTarget checks a folder of tables that is to be written: in the folder of
// its dataset it would be read as more of the data, filled gaps and all.
func folderTarget(folder, source string) error {
	if folder == "" || !inside(folder, source) {
		return nil
	}
	return inData(folder, source, "its tables would be taken for more modalities of the data")
}

func inData(path, source, why string) error {
	return &dataset.UserError{What: path + " lies in the dataset " + source, Why: why, Try: "Write it to another folder"}
}

// unopened is the error of a file that was named and cannot be opened: what it
// should be and where one comes from.
func unopened(path, kind, source string, err error) error {
	return usageError{&dataset.UserError{What: path + " cannot be opened", Why: bare(err), Try: "Name " + kind + "; " + source, Err: err}}
}

// bare is an error of the file system without the call and the path.
func bare(err error) string {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err.Error()
	}
	return err.Error()
}

// inside says whether a path is a dataset or lies in its folder.
func inside(path, source string) bool {
	if source == "" {
		return false
	}
	full, err1 := filepath.Abs(path)
	root, err2 := filepath.Abs(source)
	if err1 != nil || err2 != nil {
		return false
	}
	relative, err := filepath.Rel(root, full)
	return err == nil && (relative == "." || filepath.IsLocal(relative))
}

// projectTarget checks the name of a project file to write.
func projectTarget(path string) error {
	if path == "" {
		return nil
	}
	return target("-o", path, "", "a project", project.Extension)
}

// studyTarget checks the folder of a study: an empty or new one, or that of
// the same study made earlier.
func studyTarget(folder, file string) error {
	list, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(list) == 0 {
		return nil
	}
	if err != nil {
		return usagef("-o %s: %v", folder, err)
	}
	if _, err := os.Stat(file); err == nil {
		return nil
	}
	return &dataset.UserError{
		What: "the folder " + folder + " is not empty", Why: "the charts and the report could replace files of yours",
		Try: "Name a new folder after -o",
	}
}
