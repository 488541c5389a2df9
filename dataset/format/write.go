package format

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
)

// WriteFolder writes the rows of a view as a folder that Open reads back: one
// CSV per modality with a row for every record that has it, labels.csv,
// split.csv and groups.csv where there are such, and dataset.json. Numbers have
// all their digits. Where gaps have been filled, mask_observed.csv says which
// (1 = observed). Files of media are not copied: what is written is numbers and
// text.
//
// The folder appears when it is complete or not at all. It must not exist, or
// be empty.
func WriteFolder(dir string, v dataset.View) error {
	if err := checkNames(v); err != nil {
		return err
	}
	return publish(dir, func(temp string) error {
		w := folderWriter{dir: temp, view: v}
		for m := range v.Modalities() {
			w.modality(m)
		}
		w.labels()
		w.groups()
		w.observed()
		w.description()
		return w.err
	})
}

// checkNames refuses modalities that cannot be files, or that would be taken
// for labels and the like.
func checkNames(v dataset.View) error {
	for _, name := range v.Names() {
		file := name + ".csv"
		if strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, ".") || roleOf(file) != "" || stemOf(file) != name {
			return &dataset.UserError{What: fmt.Sprintf("the modality %q cannot be written", name), Why: "its name is no name for a file of values",
				Try: "Give the modality another name."}
		}
	}
	return nil
}

// publish fills a new folder beside dir and gives it its name at the end.
func publish(dir string, fill func(temp string) error) (err error) {
	dir = filepath.Clean(dir)
	entries, err := os.ReadDir(dir)
	if len(entries) > 0 {
		return &dataset.UserError{What: dir + " is not empty", Why: "nothing is ever overwritten", Try: "Choose a new folder, or empty this one."}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(dir, err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return unwritable(dir, err)
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-*")
	if err != nil {
		return unwritable(dir, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }() // nothing is left of it once it has its name
	if err := os.Chmod(temp, 0o755); err != nil {
		return unwritable(dir, err)
	}
	if err := fill(temp); err != nil {
		return unwritable(dir, err)
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(dir, err)
	}
	return os.Rename(temp, dir)
}

func unwritable(dir string, err error) error {
	return &dataset.UserError{What: dir + " cannot be written", Why: err.Error(), Try: "Check permissions and free space.", Err: err}
}

// folderWriter writes the files of one folder; after the first error it does
// nothing.
type folderWriter struct {
	dir  string
	view dataset.View
	err  error
}

// table writes a CSV file of a header and rows.
func (w *folderWriter) table(name string, header []string, rows func(write func([]string))) {
	w.file(name, func(out io.Writer) error {
		c := csv.NewWriter(out)
		write := func(row []string) { _ = c.Write(row) } // Flush reports the error
		write(header)
		rows(write)
		c.Flush()
		return c.Error()
	})
}

func (w *folderWriter) file(name string, fill func(io.Writer) error) {
	if w.err != nil {
		return
	}
	f, err := os.OpenFile(filepath.Join(w.dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		w.err = err
		return
	}
	out := bufio.NewWriter(f)
	w.err = errors.Join(fill(out), out.Flush(), f.Sync(), f.Close())
}

func (w *folderWriter) modality(m int) {
	about := w.view.Modality(m)
	header := append([]string{"id"}, about.Columns...)
	raw := about.Kind == dataset.Text && len(about.Columns) == 0
	if raw {
		header = []string{"id", "text"}
	}
	w.table(about.Name+".csv", header, func(write func([]string)) {
		for i := range w.view.Len() {
			if !w.view.Has(i, m) {
				continue
			}
			row := []string{w.view.ID(i)}
			if raw {
				text, _ := w.view.Text(i, m)
				row = append(row, text)
			}
			for _, x := range w.view.Row(i, m) {
				row = append(row, number(x))
			}
			write(row)
		}
	})
}

// number writes a cell with all its digits; a missing one is empty.
func number(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// labels lists every record, with its label or none, and so keeps their order.
func (w *folderWriter) labels() {
	w.table("labels.csv", []string{"id", "label"}, func(write func([]string)) {
		for i := range w.view.Len() {
			name := ""
			if l := w.view.Label(i); l != dataset.NoLabel {
				name = w.view.Classes()[l]
			}
			write([]string{w.view.ID(i), name})
		}
	})
}

func (w *folderWriter) groups() {
	v := w.view
	if slices.ContainsFunc(upTo(v.Len()), func(i int) bool { return v.Split(i) != "" }) {
		w.table("split.csv", []string{"id", "split"}, func(write func([]string)) {
			for i := range v.Len() {
				write([]string{v.ID(i), v.Split(i)})
			}
		})
	}
	names := slices.DeleteFunc(v.GroupNames(), func(name string) bool { return name == "split" })
	if len(names) == 0 {
		return
	}
	w.table("groups.csv", append([]string{"id"}, names...), func(write func([]string)) {
		for i := range v.Len() {
			row := []string{v.ID(i)}
			for _, name := range names {
				row = append(row, v.Group(name, i))
			}
			write(row)
		}
	})
}

// observed writes what was observed, where something else has been filled in.
func (w *folderWriter) observed() {
	v, filled := w.view, false
	for i := range v.Len() {
		for m := range v.Modalities() {
			filled = filled || v.Has(i, m) && !v.Observed(i, m)
		}
	}
	if !filled {
		return
	}
	w.table("mask_observed.csv", append([]string{"id"}, v.Names()...), func(write func([]string)) {
		for i := range v.Len() {
			row := []string{v.ID(i)}
			for m := range v.Modalities() {
				row = append(row, map[bool]string{true: "1", false: "0"}[v.Observed(i, m)])
			}
			write(row)
		}
	})
}

func (w *folderWriter) description() {
	var about description
	for m := range w.view.Modalities() {
		d := w.view.Modality(m)
		about.Modalities = append(about.Modalities, modalityDescription{Name: d.Name, Kind: d.Kind, Shape: d.Shape, Columns: len(d.Columns)})
	}
	w.file(descriptionFile, func(out io.Writer) error {
		e := json.NewEncoder(out)
		e.SetIndent("", " ")
		return e.Encode(about)
	})
}
