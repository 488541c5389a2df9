package layout

import (
	"errors"
	"io"
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/format/array"
	"lacuna/internal/say"
)

// openArrays opens files of arrays. Beside tables and media they are data only
// where an array holds their ids: else nothing says which row is which record.
func (f *finder) openArrays() error {
	if f.imp.Reader != "" && !f.decided(arrays) && !f.holdsIDs() {
		return nil
	}
	beside := (len(f.dataSources()) > 0 || len(f.found.Media) > 0) && !f.decided(arrays) && !f.holdsIDs()
	left := &tally{}
	var opened []arrayFile
	for _, e := range f.arrays {
		e.used.Store(true)
		if beside {
			left.add(e.path, say.Mark("nothing says which rows of its arrays are which records; open it alone, add an array called ids, or write it as a table with an id column"))
			continue
		}
		list, err := f.openArray(e)
		if err != nil {
			return err
		}
		opened = append(opened, newArrayFile(e, list))
	}
	for _, list := range f.stackArrays(opened) {
		f.found.Arrays = append(f.found.Arrays, list...)
	}
	f.found.Problems = append(f.found.Problems, left.problems(say.Mark("it is left out"), say.Mark("they are left out"))...)
	if len(f.found.Arrays) > 0 {
		f.arrayIDs()
	}
	return nil
}

// holdsIDs says whether one of the files of arrays is called like ids.
func (f *finder) holdsIDs() bool {
	return slices.ContainsFunc(f.arrays, func(e *entry) bool { return isIDs(stemOf(e.path)) })
}

func isIDs(name string) bool {
	return PlainName(name) == "ids" || idColumn([]string{name}, "", "") == 0
}

// arraysOf returns the arrays of a file, and what of it cannot be read.
func (f *finder) arraysOf(e *entry) ([]array.Array, []string, error) {
	list, lost, err := array.Open(f.ctx, f.place.FS, e.path)
	if err != nil && f.isPointer(e) {
		err = dataset.ErrPointer
	}
	return list, lost, err
}

// isPointer says whether a file is one of Git LFS without its data.
func (f *finder) isPointer(e *entry) bool {
	in, err := f.place.FS.Open(e.path)
	if err != nil {
		return false
	}
	defer func() { _ = in.Close() }()
	head := make([]byte, 64)
	n, _ := io.ReadFull(in, head) // a shorter file is no pointer
	return dataset.IsPointer(head[:n])
}

// openArray opens one file of arrays.
func (f *finder) openArray(e *entry) ([]array.Array, error) {
	list, lost, err := f.arraysOf(e)
	if f.ctx.Err() != nil {
		return nil, f.ctx.Err()
	}
	if errors.Is(err, array.ErrHDF5) {
		err = RefuseHDF5(e.path)
	}
	if err != nil {
		f.errs = append(f.errs, unreadable(e.path, err))
		f.problem(e.path, say.English(bare(err)), say.Mark("the file is left out"))
	}
	for _, what := range lost {
		f.problem(e.path, what, say.Mark("it is left out"))
	}
	return list, nil
}

// arrayIDs takes the ids of a table of labels for arrays without ids that have
// as many rows.
func (f *finder) arrayIDs() {
	rows := 0
	for _, a := range f.found.Arrays {
		if isIDs(a.Name) {
			return
		}
		rows = max(rows, a.Shape[0])
	}
	for _, s := range f.sources {
		if s.role == Labels && s.id >= 0 && s.Rows() == rows {
			f.found.Arrays = append(f.found.Arrays, array.Array{Name: "ids", Shape: []int{rows}, Words: s.Texts(s.id)[0]})
			f.problem(s.File, say.Mark("the arrays have no ids and as many rows as this table"), say.Mark("its ids are taken for theirs, in their order"))
			return
		}
	}
}

// unreadable makes an error about a file one for people.
func unreadable(file string, err error) error {
	if _, ok := errors.AsType[*dataset.UserError](err); ok {
		return err
	}
	try := say.Mark("Check the file and its permissions.")
	if errors.Is(err, dataset.ErrPointer) {
		try = say.Mark("Open it again when they are there.")
	}
	return &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: say.English(bare(err)), Try: try, Err: err}
}
