package vm

import (
	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/internal/say"
)

// Form is how the numbers of a modality are seen where they are more than cells of
// a table.
type Form struct {
	Shape  []int            // {height, width} of pictures, of those in colour {height, width, 3}; nil of what is none
	Tones  Tones            // of pictures
	Series []feature.Series // lines whose points are columns; nil where there are none
}

// forms are those of the modalities of a dataset, as far as they were looked for.
type forms struct {
	of      *dataset.Dataset
	found   map[int]Form
	sought  map[int]bool
	asTable map[int]bool // what a person wants to see as a table all the same
}

// fewCells is the number of cells up to which one looks through a modality between
// two frames; through more, beside the event goroutine.
const fewCells = 100_000

// form is that of a modality; false while it is looked for.
func (in *Inspector) form(m int) (Form, bool) {
	d := in.selection.data
	if in.forms.of != d {
		in.forms = forms{d, map[int]Form{}, map[int]bool{}, map[int]bool{}}
	}
	if f, ok := in.forms.found[m]; ok {
		return f, true
	}
	switch kind := d.Blocks[m].Modality.Kind; {
	case kind != dataset.Image && kind != dataset.Table:
		return Form{}, true
	case d.Records()*d.Blocks[m].Numbers.Cols <= fewCells:
		in.forms.found[m] = formOf(d, m)
		return in.forms.found[m], true
	case !in.forms.sought[m]:
		in.forms.sought[m] = true
		go func() {
			f := formOf(d, m)
			in.around.Do(func() {
				if in.forms.of == d {
					in.forms.found[m] = f
					in.selection.emit(RecordChanged)
				}
			})
		}()
	}
	return Form{}, false
}

// formOf looks through a modality.
func formOf(d *dataset.Dataset, m int) Form {
	v := d.All()
	if shape := feature.PictureShape(v, m); len(shape) >= 2 {
		return Form{Shape: shape, Tones: tonesOf(d.Blocks[m], d.Records())}
	}
	return Form{Series: feature.SeriesOf(v, m)}
}

// AsTable shows a modality as a table, whatever else it could be seen as, or again
// as that.
func (in *Inspector) AsTable(m int, on bool) {
	in.forms.asTable[m] = on
	in.selection.emit(RecordChanged)
}

// IsPicture says whether the lens is seen as a picture.
func (l Lens) IsPicture() bool { return len(l.Shape) >= 2 && !l.AsTable }

// IsLines says whether the lens is seen as lines.
func (l Lens) IsLines() bool { return len(l.Series) > 0 && !l.AsTable }

// Other is what a table can be seen as instead of as what it is seen now; "" where
// there is no choice.
func (l Lens) Other() string {
	switch {
	case l.Modality.Kind != dataset.Table || len(l.Shape) == 0 && len(l.Series) == 0:
		return ""
	case !l.AsTable:
		return say.Text("As a table")
	case len(l.Shape) > 0:
		return say.Text("As a picture")
	}
	return say.Text("As lines")
}

// Lines draws the series of a lens: what is real, what stands in for it, or both.
// Cells that were filled in stand beside those that are there.
func (in *Inspector) Lines(l Lens, real, made bool) canvas.Figure {
	f := &charts.Lines{Data: in.selection.data, Real: real, Made: made}
	if i, ok := in.selection.Current(); ok {
		f.Record = f.Data.IDs[i]
	}
	row, filled := l.Row, l.Cells
	if s := l.Standin; s != nil {
		f.By, filled = s.By, s.Row
	} else if filled != nil {
		f.By, f.Made = in.whatIf.Maker(), true
	}
	for _, s := range l.Series {
		name, axis := s.Name, s.Axis
		if name == "" {
			name = l.Modality.Name
		}
		if axis == "" {
			axis = say.Text("number in the name of the column")
		}
		f.Series = append(f.Series, charts.Line{Name: name, Axis: axis, At: s.At, Real: pointsOf(row, s), Generated: pointsOf(filled, s)})
	}
	return f
}

// pointsOf are the cells of a series; nil where there are none.
func pointsOf(row []float64, s feature.Series) []float64 {
	if row == nil {
		return nil
	}
	out := make([]float64, len(s.Columns))
	for k, j := range s.Columns {
		out[k] = row[j]
	}
	return out
}

// Beside are the columns of a lens that no line runs through, as words; "" where
// there are none.
func (l Lens) Beside() string {
	in := make([]bool, len(l.Modality.Columns))
	for _, s := range l.Series {
		for _, j := range s.Columns {
			in[j] = true
		}
	}
	n := 0
	for _, drawn := range in {
		if !drawn {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return say.Form("%s more in the table", say.Count(n, "column", "columns"))
}
