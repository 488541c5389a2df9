package layout

import (
	"errors"
	"maps"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/array"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// gatherArrays makes a table of a folder of arrays that hold one record each:
// emb/p01.npy, emb/p02.npy.
func (f *finder) gatherArrays() error {
	if f.imp.Reader == arrays {
		return nil
	}
	folders := map[string][]*entry{}
	for _, e := range f.arrays {
		if strings.EqualFold(path.Ext(e.path), ".npy") {
			folders[path.Dir(e.path)] = append(folders[path.Dir(e.path)], e)
		}
	}
	maps.DeleteFunc(folders, func(_ string, list []*entry) bool { return len(list) < 2 })
	if len(folders) == 0 {
		return nil
	}
	ids := f.idsOfRecords()
	for _, dir := range sortedKeys(folders) {
		list := folders[dir]
		if dir == "." && len(ids) == 0 || !f.areArraysOfRecords(list, ids) {
			continue
		}
		if err := f.gatherArray(dir, list); err != nil {
			return err
		}
	}
	f.arrays = slices.DeleteFunc(f.arrays, func(e *entry) bool { return e.used.Load() })
	return nil
}

// areArraysOfRecords says whether files of arrays are called by ids, or are
// many where no table has ids.
func (f *finder) areArraysOfRecords(list []*entry, ids map[string]bool) bool {
	known := 0
	for _, e := range list {
		known += count(ids[stemOf(e.path)])
	}
	return 2*known >= len(list) && known > 0 || len(ids) == 0 && len(list) >= fewGathered
}

// gatherArray opens the arrays of a folder. Those of one size become rows;
// where the first side differs, it is taken for time.
func (f *finder) gatherArray(dir string, list []*entry) error {
	var opened []array.Array
	var files []*entry
	left := &tally{}
	cells := 0
	for _, e := range list {
		if f.isUnlinked(e.path) {
			e.used.Store(true)
			left.add(e.path, noTableNames)
			continue
		}
		a, _, err := f.arraysOf(e)
		if f.ctx.Err() != nil {
			return f.ctx.Err()
		}
		if errors.Is(err, dataset.ErrPointer) {
			e.used.Store(true)
			f.errs = append(f.errs, unreadable(e.path, err))
			left.add(e.path, say.English(err))
			continue
		}
		if e.used.Store(true); err != nil || len(a) != 1 || a[0].Words != nil || len(a[0].Numbers) == 0 {
			left.add(e.path, say.Mark("the array cannot be read as numbers"))
			continue
		}
		if cells += len(a[0].Numbers); cells > mostTurned {
			f.problem(e.path, say.Kept("the arrays in %s hold too many numbers", inFolder(dir)), say.Mark("they are left out"))
			return nil
		}
		opened, files = append(opened, a[0]), append(files, e)
	}
	f.found.Problems = append(f.found.Problems, left.problems(say.Mark("it is left out"), say.Mark("they are left out"))...)
	if len(opened) > 0 {
		f.addArrays(dir, files, opened)
	}
	return nil
}

// addArrays makes a source of the arrays of a folder.
func (f *finder) addArrays(dir string, files []*entry, list []array.Array) {
	width, steps := len(list[0].Numbers), false
	for _, a := range list {
		steps = steps || len(a.Numbers) != width
	}
	if steps {
		width = len(list[0].Numbers) / list[0].Shape[0]
	}
	paths, records := make([]string, len(files)), make([]string, len(files))
	for k, e := range files {
		paths[k], records[k] = e.path, stemOf(e.path)
	}
	records = f.idsOfFiles(paths, records)
	ids := []string{}
	columns := make([][]string, width)
	odd := 0
	for k, a := range list {
		if len(a.Numbers)%width != 0 || steps && len(a.Numbers) != a.Shape[0]*width {
			odd++
			continue
		}
		for i, x := range a.Numbers {
			if i%width == 0 {
				ids = append(ids, records[k])
			}
			columns[i%width] = append(columns[i%width], numberText(x))
		}
	}
	names := []string{"id"}
	for j := range width {
		names = append(names, "f"+itoa(j))
	}
	name := path.Base(dir)
	if dir == "." {
		name = "arrays"
	}
	file := joinedName(paths)
	s := &source{Table: table.New(f.ctx, file, names, append([][]string{ids}, columns...), f.request(file)), entry: files[0], dir: dir, name: name, gathered: true}
	s.spans = []span{{s.Rows(), dir}}
	s.look(f.ctx, "id")
	f.sources = append(f.sources, s)
	f.why(say.Mark("%s hold one record each: its name is the id"), say.KeptCount(len(files), "array", "arrays")+" in "+inFolder(dir))
	if odd > 0 {
		f.problem(files[0].path, say.Kept("%s another shape than the first in %s", say.KeptCount(odd, "array has", "arrays have"), inFolder(dir)), say.Mark("left out"))
	}
}

// numberText writes a number of an array as a cell.
func numberText(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
