package format

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// folderWriter writes the files of one folder; after the first error it does
// nothing.
type folderWriter struct {
	dir     string
	view    dataset.View
	values  []dataset.Matrix // filled numbers by modality; nil where nothing is filled
	err     error
	guarded int    // cells with an apostrophe before them
	example string // the first of them
}

// table writes a CSV file of a header and rows.
func (w *folderWriter) table(name string, header []string, rows func(write func([]string))) {
	w.file(name, func(out io.Writer) error {
		c := csv.NewWriter(out)
		write := func(row []string) {
			w.guard(row)
			_ = c.Write(row) // Flush reports the error
		}
		write(slices.Clone(header))
		rows(write)
		c.Flush()
		return c.Error()
	})
}

// guard puts an apostrophe before cells that a spreadsheet would compute.
func (w *folderWriter) guard(row []string) {
	for k, cell := range row {
		if !table.IsFormula(cell) {
			continue
		}
		if row[k] = "'" + cell; w.guarded == 0 {
			w.example = cell
		}
		w.guarded++
	}
}

// told is what a reader of the folder has to know.
func (w *folderWriter) told() []dataset.Problem {
	var told []dataset.Problem
	if n := w.limits(); n > 0 {
		told = append(told, dataset.Problem{What: say.Kept("cells of which only a limit of detection is known: %d", n),
			Done: say.Mark("left empty, and the limits are not written; read with --censored limit or root2 they are numbers")})
	}
	if w.guarded == 0 {
		return told
	}
	return append(told, dataset.Problem{What: say.Kept("cells that begin like the formula of a spreadsheet: %d, such as %q", w.guarded, w.example),
		Done: say.Mark("an apostrophe stands before each, which is taken away in reading")})
}

// limits counts the cells that are written empty though a limit of detection is
// known.
func (w *folderWriter) limits() int {
	n := 0
	for m := range w.view.Modalities() {
		for i := range w.view.Len() {
			for _, b := range w.view.Bounds(i, m) {
				if row := w.row(i, m); row == nil || math.IsNaN(row[b.Column]) {
					n++
				}
			}
		}
	}
	return n
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

// modality writes the table of a modality.
func (w *folderWriter) modality(m int) {
	about := w.view.Modality(m)
	if isRawText(about) {
		w.texts(m)
		return
	}
	w.table(about.Name+".csv", append([]string{"id"}, about.Columns...), func(write func([]string)) {
		for i := range w.view.Len() {
			if row := w.row(i, m); row != nil {
				write(append([]string{w.view.ID(i)}, cells(about, row)...))
			}
		}
	})
}

func isRawText(about dataset.Modality) bool {
	return about.Kind == dataset.Text && len(about.Columns) == 0
}

// row returns the numbers of a record in a modality: as observed, or filled. It
// is nil where the record has no row.
func (w *folderWriter) row(i, m int) []float64 {
	observed := w.view.Row(i, m)
	if w.values == nil {
		return observed
	}
	row := slices.Clone(w.values[m].Row(i))
	for j, x := range observed {
		if !math.IsNaN(x) {
			row[j] = x
		}
	}
	return row
}

// cells writes the numbers of a row as its columns are written.
func cells(about dataset.Modality, row []float64) []string {
	out := make([]string, len(row))
	for j, x := range row {
		var field dataset.Field
		if about.Fields != nil {
			field = about.Fields[j]
		}
		out[j] = field.Format(x)
	}
	return out
}

func (w *folderWriter) texts(m int) {
	w.table(w.view.Modality(m).Name+".csv", []string{"id", "text"}, func(write func([]string)) {
		for i := range w.view.Len() {
			if text, ok := w.view.Text(i, m); ok || w.values != nil {
				write([]string{w.view.ID(i), text})
			}
		}
	})
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

// groups writes the split of the data and their further columns.
func (w *folderWriter) groups() {
	v := w.view
	if hasSplit(v) {
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

func hasSplit(v dataset.View) bool {
	for i := range v.Len() {
		if v.Split(i) != "" {
			return true
		}
	}
	return false
}

// description writes dataset.json.
func (w *folderWriter) description() {
	about := layout.About{Version: 1, Apostrophes: w.guarded > 0}
	for m := range w.view.Modalities() {
		d := w.view.Modality(m)
		about.Modalities = append(about.Modalities, layout.AboutModality{
			Name: d.Name, Kind: d.Kind, Shape: d.Shape, Columns: len(d.Columns), Fields: fieldsOf(d),
			Absent: w.absent(m), Files: w.files(m),
		})
	}
	w.file(layout.AboutFile, func(out io.Writer) error {
		e := json.NewEncoder(out)
		e.SetIndent("", " ")
		return e.Encode(about)
	})
}

// fieldsOf describes every column of a table, so that reading it again guesses
// nothing.
func fieldsOf(about dataset.Modality) []dataset.Field {
	if about.Kind == dataset.Table && about.Fields == nil {
		return make([]dataset.Field, len(about.Columns))
	}
	return about.Fields
}

// absent lists the ids that lack a modality by cause, but for those without a
// row, which the table itself tells.
func (w *folderWriter) absent(m int) map[string][]string {
	var list map[string][]string
	for i := range w.view.Len() {
		cause := w.view.Cause(i, m)
		if cause == dataset.Present || cause == dataset.NoRow && w.values == nil || w.values != nil && hasValue(w.row(i, m)) {
			continue
		}
		if list == nil {
			list = map[string][]string{}
		}
		list[cause.String()] = append(list[cause.String()], w.view.ID(i))
	}
	return list
}

// hasValue says whether any cell of a row is there.
func hasValue(row []float64) bool {
	return slices.ContainsFunc(row, func(x float64) bool { return !math.IsNaN(x) })
}

// files says by id which files the numbers of a modality came from.
func (w *folderWriter) files(m int) map[string]string {
	var list map[string]string
	for i := range w.view.Len() {
		if file := w.view.File(i, m); file != "" {
			if list == nil {
				list = map[string]string{}
			}
			list[w.view.ID(i)] = file
		}
	}
	return list
}
