package record

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
)

// applyAbout gives the modalities the names of features.csv and the kinds,
// shapes, fields and causes of dataset.json, in its order.
func (a *assembly) applyAbout() {
	a.applyFeatureNames()
	place := func(p *part) int {
		k := slices.IndexFunc(a.found.About.Modalities, func(m layout.AboutModality) bool { return m.Name == p.modality.Name })
		if k < 0 {
			return len(a.found.About.Modalities)
		}
		return k
	}
	slices.SortStableFunc(a.parts, func(p, q *part) int { return cmp.Compare(place(p), place(q)) })
	for _, m := range a.found.About.Modalities {
		k := slices.IndexFunc(a.parts, func(p *part) bool { return p.modality.Name == m.Name })
		wrong := "there is no such modality"
		if k >= 0 {
			wrong = a.parts[k].apply(m)
		}
		if wrong != "" {
			a.problem(layout.AboutFile, "", fmt.Sprintf("modality %q: %s", m.Name, wrong), "its description is left out")
		}
	}
}

// apply sets what dataset.json says of a modality, or says why it cannot.
func (p *part) apply(m layout.AboutModality) string {
	if p.texts != nil || p.sheet == nil {
		return "" // the files themselves tell
	}
	if !slices.Contains([]dataset.Kind{dataset.Table, dataset.Image, dataset.Audio, dataset.Text}, m.Kind) {
		return fmt.Sprintf("the kind %q is none of table, image, audio, text", m.Kind)
	}
	product := 1
	for _, n := range m.Shape {
		product *= n
	}
	n := len(p.modality.Columns)
	if m.Shape != nil && product != n || m.Shape == nil && (m.Kind == dataset.Image || m.Kind == dataset.Audio) {
		return fmt.Sprintf("the shape %v does not make %d columns", m.Shape, n)
	}
	if m.Fields != nil && len(m.Fields) != n {
		return fmt.Sprintf("%d fields for %d columns", len(m.Fields), n)
	}
	p.modality.Kind, p.modality.Shape = m.Kind, m.Shape
	if m.Fields != nil {
		p.applyFields(m.Fields)
	}
	p.applyAbsence(m)
	return ""
}

// applyFields reads the columns of a modality again as dataset.json describes
// them: a level that no record has is still a level.
func (p *part) applyFields(fields []dataset.Field) {
	p.numbers = p.numbers.Clone()
	for k, f := range fields {
		if f.Kind != dataset.Category && f.Kind != dataset.Date {
			continue
		}
		for r, cell := range p.sheet.Texts(p.take[k])[0] {
			p.numbers.Set(r, k, parseField(f, cell))
		}
	}
	p.modality.Fields = fields
	p.causes = rowCauses(p.numbers)
}

func parseField(f dataset.Field, cell string) float64 {
	switch f.Kind {
	case dataset.Category:
		if k := f.Level(cell); k >= 0 {
			return float64(k)
		}
	case dataset.Date:
		if t, err := time.Parse(f.Layout, cell); err == nil {
			return t.Sub(f.Epoch).Hours() / 24
		}
	}
	return math.NaN()
}

// applyAbsence restores why records lack the modality, and the files that its
// numbers came from.
func (p *part) applyAbsence(m layout.AboutModality) {
	have := make(map[string]int, len(p.ids))
	for r, id := range p.ids {
		have[id] = r
	}
	for name, ids := range m.Absent {
		cause, err := dataset.ParseCause(name)
		if err != nil || cause == dataset.Present {
			continue
		}
		for _, id := range ids {
			if r, ok := have[id]; ok {
				p.causes[r] = cause
			} else {
				p.add(id, cause)
			}
		}
	}
	if len(m.Files) == 0 {
		return
	}
	p.files = make([]string, len(p.ids))
	for r, id := range p.ids {
		p.files[r] = m.Files[id]
	}
}

// add adds a row without values.
func (p *part) add(id string, cause dataset.Cause) {
	if p.rows == nil {
		p.rows = upTo(len(p.ids))
	}
	p.ids, p.causes, p.rows = append(slices.Clip(p.ids), id), append(p.causes, cause), append(p.rows, -1)
}

// applyFeatureNames renames columns as a table of features says: modality,
// column, name.
func (a *assembly) applyFeatureNames() {
	for _, t := range a.found.Tables {
		if t.Role != layout.Features {
			continue
		}
		at := map[string]int{}
		for j, name := range t.Names {
			at[plain(name)] = j
		}
		cells := t.Texts(at["modality"], at["column"], at["name"])
		names := map[[2]string]string{}
		for r := range t.Rows() {
			names[[2]string{cells[0][r], cells[1][r]}] = cells[2][r]
		}
		for _, p := range a.parts {
			p.modality.Columns = slices.Clone(p.modality.Columns)
			for k, old := range p.modality.Columns {
				p.modality.Columns[k] = cmp.Or(names[[2]string{p.modality.Name, old}], old)
			}
		}
	}
}
