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

// description is the content of dataset.json.
type description struct {
	Modalities []modalityDescription `json:"modalities"`
}

type modalityDescription struct {
	Name  string       `json:"name"`
	Kind  dataset.Kind `json:"kind"`
	Shape []int        `json:"shape,omitempty"`
}

// applyDescription gives the modalities the names of features.csv and the
// kinds and shapes of dataset.json.
func (c *collection) applyDescription(d *dataset.Dataset) error {
	c.applyFeatureNames(d)
	if !slices.Contains(c.place.names, descriptionFile) || c.place.file != "" {
		return nil
	}
	data, err := fs.ReadFile(c.place.fsys, descriptionFile)
	if err != nil {
		return &dataset.UserError{What: descriptionFile + " cannot be read", Why: err.Error(), Err: err}
	}
	var about description
	if err := json.Unmarshal(data, &about); err != nil {
		c.problem(descriptionFile, "it is no valid JSON: "+err.Error(), "it is left out")
		return nil
	}
	for _, m := range about.Modalities {
		if done := describeModality(d, m); done != "" {
			c.problem(descriptionFile, fmt.Sprintf("modality %q: %s", m.Name, done), "its description is left out")
		}
	}
	return nil
}

// describeModality sets kind and shape, or says why it cannot.
func describeModality(d *dataset.Dataset, m modalityDescription) string {
	at, err := d.ModalityIndex(m.Name)
	if err != nil {
		return "there is no such modality"
	}
	b := &d.Blocks[at]
	if b.Texts != nil || m.Kind == dataset.Text {
		if b.Texts != nil && m.Kind == dataset.Text {
			return ""
		}
		return "text cannot be told from numbers by a description"
	}
	if !slices.Contains([]dataset.Kind{dataset.Table, dataset.Image, dataset.Audio}, m.Kind) {
		return fmt.Sprintf("the kind %q is none of table, image, audio", m.Kind)
	}
	product := 1
	for _, n := range m.Shape {
		product *= n
	}
	if m.Shape != nil && product != len(b.Modality.Columns) || m.Shape == nil && m.Kind != dataset.Table {
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
	modalities, columns, cells := s.text(modality), s.text(column), s.text(name)
	for i := range cells {
		names[[2]string{modalities[i], columns[i]}] = cells[i]
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
