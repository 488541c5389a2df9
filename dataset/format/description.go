package format

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"

	"lacuna/dataset"
)

// descriptionFile says what tables cannot: that numbers are the pixels of an
// image, say.
const descriptionFile = "dataset.json"

// description is the content of dataset.json. The modalities that it names
// come first, in its order.
type description struct {
	Modalities  []modalityDescription `json:"modalities"`
	Apostrophes bool                  `json:"apostrophes,omitempty"` // one stands before cells that spreadsheets would take for formulas
}

type modalityDescription struct {
	Name    string       `json:"name"`
	Kind    dataset.Kind `json:"kind"`
	Shape   []int        `json:"shape,omitempty"`
	Columns int          `json:"columns,omitempty"` // all but the id; then none of them is a label

	Fields []dataset.Field     `json:"fields,omitempty"` // what the columns stand for
	Absent map[string][]string `json:"absent,omitempty"` // ids by cause, where the table does not tell it
	Files  map[string]string   `json:"files,omitempty"`  // media file by id that the numbers came from
}

// readDescription reads dataset.json where there is one.
func (p *place) readDescription() (about description, problem string) {
	if p.file != "" || !slices.Contains(p.names, descriptionFile) {
		return about, ""
	}
	data, err := fs.ReadFile(p.fsys, descriptionFile)
	if err != nil {
		return about, "it cannot be read: " + err.Error()
	}
	if err := json.Unmarshal(data, &about); err != nil {
		return description{}, "it is no description in JSON: " + err.Error()
	}
	return about, ""
}

// of returns the description of a modality, or a zero one.
func (a description) of(name string) modalityDescription {
	if k := a.index(name); k < len(a.Modalities) {
		return a.Modalities[k]
	}
	return modalityDescription{}
}

// index returns the place of a modality, behind all others where it has none.
func (a description) index(name string) int {
	k := slices.IndexFunc(a.Modalities, func(m modalityDescription) bool { return m.Name == name })
	if k < 0 {
		return len(a.Modalities)
	}
	return k
}

// applyDescription gives the modalities the names of features.csv and the
// kinds and shapes of dataset.json.
func (c *collection) applyDescription(d *dataset.Dataset) {
	c.applyFeatureNames(d)
	for _, m := range c.about.Modalities {
		if wrong := describeModality(d, m); wrong != "" {
			c.problem(descriptionFile, fmt.Sprintf("modality %q: %s", m.Name, wrong), "its description is left out")
		}
	}
}

// describeModality sets kind and shape, or says why it cannot.
func describeModality(d *dataset.Dataset, m modalityDescription) string {
	at, err := d.ModalityIndex(m.Name)
	if err != nil {
		return "there is no such modality"
	}
	b := &d.Blocks[at]
	if b.Texts != nil || b.Files != nil {
		return "" // the files themselves tell
	}
	if !slices.Contains([]dataset.Kind{dataset.Table, dataset.Image, dataset.Audio, dataset.Text}, m.Kind) {
		return fmt.Sprintf("the kind %q is none of table, image, audio, text", m.Kind)
	}
	product := 1
	for _, n := range m.Shape {
		product *= n
	}
	if m.Shape != nil && product != len(b.Modality.Columns) || m.Shape == nil && (m.Kind == dataset.Image || m.Kind == dataset.Audio) {
		return fmt.Sprintf("the shape %v does not make %d columns", m.Shape, len(b.Modality.Columns))
	}
	b.Modality.Kind, b.Modality.Shape = m.Kind, m.Shape
	return ""
}

// applyFeatureNames renames columns as features.csv says: modality, column,
// name.
func (c *collection) applyFeatureNames(d *dataset.Dataset) {
	file := c.place.role("features")
	if file == "" {
		return
	}
	s := c.place.sheets[file]
	modality, column, name := firstNamed(s.names, []string{"modality"}), firstNamed(s.names, []string{"column"}), firstNamed(s.names, []string{"name"})
	if modality < 0 || column < 0 || name < 0 {
		c.problem(file, "its columns are not modality, column and name", "column names stay as they are")
		return
	}
	names := map[[2]string]string{}
	cells := s.texts([]int{modality, column, name})
	for i := range s.rows {
		names[[2]string{cells[0][i], cells[1][i]}] = cells[2][i]
	}
	for b := range d.Blocks {
		m := &d.Blocks[b].Modality
		m.Columns = slices.Clone(m.Columns)
		for j, old := range m.Columns {
			if better := names[[2]string{m.Name, old}]; better != "" {
				m.Columns[j] = better
			}
		}
	}
}
