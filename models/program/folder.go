package program

import (
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// task is the content of task.json.
type task struct {
	Classes    []string   `json:"classes"`
	Modalities []modality `json:"modalities"`
	Seed       uint32     `json:"seed"`
	Workers    int        `json:"workers"`
}

type modality struct {
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	Values  string   `json:"values"` // file in the folders of records
	Texts   string   `json:"texts,omitempty"`
	Columns []string `json:"columns"`
	Shape   []int    `json:"shape,omitempty"`
}

func writeTask(folder string, v dataset.View, env job.Env) error {
	t := task{Classes: v.Classes(), Seed: uint32(env.Seed.Uint64()), Workers: env.Threads()}
	for m := range v.Modalities() {
		about := v.Modality(m)
		entry := modality{about.Name, string(about.Kind), valuesFile(m), "", about.Columns, about.Shape}
		if about.Kind == dataset.Text {
			entry.Texts = textsFile(m)
		}
		t.Modalities = append(t.Modalities, entry)
	}
	text, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "task.json"), text, 0o600)
}

func valuesFile(m int) string { return fmt.Sprintf("modality%d.npy", m+1) }

func textsFile(m int) string { return fmt.Sprintf("modality%d.csv", m+1) }

// part is a view with the name of its part.
type part struct {
	name string
	view dataset.View
}

// writeRecords writes views one after another: records.csv, and for each
// modality its numbers and, of texts, the texts. Records without a label are
// left out where labels are written.
func writeRecords(folder string, parts []part, labels bool) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if labels {
		for k, p := range parts {
			parts[k].view = p.view.Select(labelled(p.view))
		}
	}
	about := parts[0].view
	err := writeTable(filepath.Join(folder, "records.csv"), recordLines(parts, labels))
	for m := range about.Modalities() {
		err = errors.Join(err, writeValues(filepath.Join(folder, valuesFile(m)), parts, m))
		if about.Modality(m).Kind == dataset.Text {
			err = errors.Join(err, writeTable(filepath.Join(folder, textsFile(m)), textLines(parts, m)))
		}
	}
	return err
}

func labelled(v dataset.View) []int {
	var rows []int
	for i := range v.Len() {
		if v.Label(i) != dataset.NoLabel {
			rows = append(rows, i)
		}
	}
	return rows
}

// recordLines are the ids, labels and parts of records, and which modalities
// they have.
func recordLines(parts []part, labels bool) [][]string {
	about := parts[0].view
	head := []string{"id"}
	if labels {
		head = append(head, "label", "part")
	}
	for _, name := range about.Names() {
		head = append(head, "has:"+name)
	}
	lines := [][]string{head}
	for _, p := range parts {
		for i := range p.view.Len() {
			line := []string{p.view.ID(i)}
			if labels {
				line = append(line, about.Classes()[p.view.Label(i)], p.name)
			}
			for m := range about.Modalities() {
				line = append(line, map[bool]string{true: "1", false: "0"}[p.view.Has(i, m)])
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func textLines(parts []part, m int) [][]string {
	lines := [][]string{{"id", "text"}}
	for _, p := range parts {
		for i := range p.view.Len() {
			if text, ok := p.view.Text(i, m); ok {
				lines = append(lines, []string{p.view.ID(i), text})
			}
		}
	}
	return lines
}

func writeTable(file string, lines [][]string) (err error) {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	return csv.NewWriter(out).WriteAll(lines)
}

// writeValues writes the numbers of a modality as an NPY file of records ×
// columns, float32, NaN where a cell or the modality is missing.
func writeValues(file string, parts []part, m int) error {
	rows, cols := 0, parts[0].view.Columns(m)
	for _, p := range parts {
		rows += p.view.Len()
	}
	head := fmt.Sprintf(say.Code("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"), rows, cols)
	const before = 10 // magic, version and the length of the head
	for (before+len(head)+1)%64 != 0 {
		head += " "
	}
	head += "\n"
	data := append([]byte("\x93NUMPY\x01\x00"), byte(len(head)), byte(len(head)>>8))
	data = slices.Grow(append(data, head...), 4*rows*cols)
	for _, p := range parts {
		for _, x := range p.view.Dense(m).Data {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(x)))
		}
	}
	return os.WriteFile(file, data, 0o600)
}

// readPredictions reads the class probabilities of every record of the view.
func readPredictions(file string, v dataset.View) (dataset.Matrix, error) {
	out := dataset.NewMissing(v.Len(), len(v.Classes()))
	in, err := os.Open(file)
	if errors.Is(err, os.ErrNotExist) {
		return out, say.Error("it wrote no test/predictions.csv")
	}
	if err != nil {
		return out, err
	}
	defer func() { _ = in.Close() }() // only read
	place := make(map[string]int, v.Len())
	for i := range v.Len() {
		place[v.ID(i)] = i
	}
	table := csv.NewReader(in)
	head, err := table.Read()
	if err != nil {
		return out, say.Errorf("test/predictions.csv: %w", err)
	}
	at, err := predictionColumns(head, v.Classes())
	for err == nil {
		var cells []string
		if cells, err = table.Read(); err == nil {
			err = put(out, place, at, cells)
		}
	}
	if !errors.Is(err, io.EOF) {
		return out, say.Errorf("test/predictions.csv: %w", err)
	}
	for i := range out.Rows {
		if math.IsNaN(out.Row(i)[0]) {
			return out, say.Errorf("test/predictions.csv lacks record %s", v.ID(i))
		}
	}
	return out, nil
}

// predictionColumns finds the id and then the classes.
func predictionColumns(head, classes []string) ([]int, error) {
	var at []int
	for _, name := range append([]string{"id"}, classes...) {
		k := slices.Index(head, "p:"+name)
		if k < 0 || name == "id" {
			k = slices.Index(head, name)
		}
		if k < 0 {
			return nil, say.Errorf("it has no column %q", name)
		}
		at = append(at, k)
	}
	return at, nil
}

func put(out dataset.Matrix, place map[string]int, at []int, cells []string) error {
	i, known := place[cells[at[0]]]
	if !known {
		return say.Errorf("no record %q was asked for", cells[at[0]])
	}
	for c, k := range at[1:] {
		x, err := strconv.ParseFloat(cells[k], 64)
		if err != nil || math.IsNaN(x) {
			return say.Errorf("%q is no probability (record %s)", cells[k], cells[at[0]])
		}
		out.Set(i, c, x)
	}
	return nil
}
