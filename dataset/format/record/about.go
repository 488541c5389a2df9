package record

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
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
		wrong := say.Mark("there is no such modality")
		if k >= 0 {
			wrong = a.parts[k].apply(m)
		}
		if wrong != "" {
			a.problem(layout.AboutFile, "", say.Kept("modality %q: %s", m.Name, wrong), say.Mark("its description is left out"))
		}
	}
}

// apply sets what dataset.json says of a modality, or says why it cannot.
func (p *part) apply(m layout.AboutModality) string {
	if p.texts != nil {
		p.applyAbsence(m)
		return ""
	}
	if p.sheet == nil {
		return "" // the files themselves tell
	}
	if !slices.Contains([]dataset.Kind{dataset.Table, dataset.Image, dataset.Audio, dataset.Text}, m.Kind) {
		return say.Kept("the kind %q is none of table, image, audio, text", m.Kind)
	}
	product := 1
	for _, n := range m.Shape {
		product *= n
	}
	n := len(p.modality.Columns)
	if m.Shape != nil && product != n || m.Shape == nil && (m.Kind == dataset.Image || m.Kind == dataset.Audio) {
		return say.Kept("the shape %v does not make %d columns", m.Shape, n)
	}
	p.modality.Kind, p.modality.Shape = m.Kind, m.Shape
	p.applyFields(m)
	p.applyAbsence(m)
	return ""
}

// applyFields reads the columns of a modality again as dataset.json describes
// them: a level that no record has is still a level, and one that has been
// added is one, too. Pixels are pixels, whole numbers or not. Columns that have
// been left out since are described no more.
func (p *part) applyFields(m layout.AboutModality) {
	if m.Kind != dataset.Table {
		p.modality.Fields = nil
		return
	}
	if len(m.Fields) != len(p.sheet.Names)-1 || !slices.Equal(p.sheet.idNames, []int{0}) {
		return
	}
	fields := make([]dataset.Field, len(p.take))
	for k, j := range p.take {
		fields[k] = m.Fields[j-1]
	}
	p.applyWords(fields)
	p.modality.Fields = fields
	if !slices.ContainsFunc(fields, isDescribed) {
		p.modality.Fields = nil
	}
	p.causes = rowCauses(p.numbers)
}

// applyWords reads the columns again that are words and dates by their fields.
func (p *part) applyWords(fields []dataset.Field) {
	isWords := func(f dataset.Field) bool { return f.Kind == dataset.Category || f.Kind == dataset.Date }
	if !slices.ContainsFunc(fields, isWords) {
		return
	}
	out := dataset.Dense(p.numbers)
	for k := range fields {
		switch fields[k].Kind {
		case dataset.Category:
			p.applyLevels(out, k, &fields[k])
		case dataset.Date:
			p.applyDates(out, k, fields[k])
		}
	}
	p.numbers = out
}

// isDescribed says whether a field says more than that a column holds numbers.
func isDescribed(f dataset.Field) bool {
	return f.Kind != dataset.Quantity || f.Decimals+f.Width > 0 || f.Prefix+f.Suffix != "" || f.NoNegative
}

func (p *part) applyLevels(out dataset.Matrix, k int, f *dataset.Field) {
	cells := p.sheet.cellsOf(p.take[k])
	f.Levels = slices.Concat(f.Levels, cells)
	slices.Sort(f.Levels)
	f.Levels = slices.DeleteFunc(slices.Compact(f.Levels), func(s string) bool { return s == "" })
	for r, cell := range cells {
		x := math.NaN()
		if cell != "" {
			x = float64(f.Level(cell))
		}
		out.Set(r, k, x)
	}
}

func (p *part) applyDates(out dataset.Matrix, k int, f dataset.Field) {
	for r, cell := range p.sheet.cellsOf(p.take[k]) {
		if t, err := time.Parse(f.Layout, cell); err == nil {
			out.Set(r, k, float64(t.Unix()-f.Epoch.Unix())/(24*3600))
		}
	}
}

// applyAbsence restores why records lack the modality, and the files that its
// numbers came from.
func (p *part) applyAbsence(m layout.AboutModality) {
	have := make(map[string]int, len(p.ids))
	for r, id := range p.ids {
		have[id] = r
	}
	for _, name := range slices.Sorted(maps.Keys(m.Absent)) {
		cause, err := dataset.ParseCause(name)
		if err != nil || cause == dataset.Present {
			continue
		}
		for _, id := range m.Absent[name] {
			if r, ok := have[id]; !ok {
				p.add(id, cause)
			} else if p.causes[r] != dataset.Present {
				p.causes[r] = cause
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
	if p.texts != nil {
		p.texts = append(slices.Clip(p.texts), "")
	} else {
		if p.rows == nil {
			p.rows = table.UpTo(len(p.ids))
		}
		p.rows = append(p.rows, -1)
	}
	p.ids, p.causes = append(slices.Clip(p.ids), id), append(p.causes, cause)
}
