package feature

import (
	"iter"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// scaling centres and scales the columns of a modality.
type scaling struct {
	middle, scale []float64
	logs          bool   // log(1 + x) comes first
	intensities   bool   // a table of pixels
	side          int    // of the square picture that they make; 0 for none
	common        bool   // all columns have one scale
	by            string // how each column is scaled where they have none in common
}

// Tables of counts: whole numbers from zero up in at least countColumns
// columns, and at least countZeros of all cells zero. Word counts are so, and
// pixels are not.
const (
	countColumns = 50
	countZeros   = 0.9
)

func fitScaling(train dataset.View, m int, o Options) (transform, []string) {
	in := train.Modality(m)
	s := &scaling{logs: in.Kind == dataset.Table && areCounts(train, m), by: o.Scaling}
	if in.Kind == dataset.Table && !s.logs && areIntensities(train, m) {
		s.intensities, s.side = true, pictureSide(train, m)
	}
	s.common = s.logs || s.intensities || in.Kind == dataset.Image || in.Kind == dataset.Audio || in.Kind == dataset.Text
	if never := s.fit(len(in.Columns), s.logged(rowsOf(train, m))); never > 0 {
		return s, []string{say.Kept("%d of %d columns are never observed in the training rows; they are left unscaled", never, len(in.Columns))}
	}
	return s, nil
}

// rowsOf lists the rows of modality m that are there.
func rowsOf(v dataset.View, m int) iter.Seq[[]float64] {
	return func(yield func([]float64) bool) {
		for i := range v.Len() {
			if row := v.Row(i, m); row != nil && !yield(row) {
				return
			}
		}
	}
}

// logged lists the rows as the scale sees them.
func (s *scaling) logged(rows iter.Seq[[]float64]) iter.Seq[[]float64] {
	if !s.logs {
		return rows
	}
	return func(yield func([]float64) bool) {
		var buffer []float64
		for row := range rows {
			buffer = buffer[:0]
			for _, x := range row {
				buffer = append(buffer, logCount(x))
			}
			if !yield(buffer) {
				return
			}
		}
	}
}

// fit sets middles and scales, and returns how many columns were never
// observed.
func (s *scaling) fit(columns int, rows iter.Seq[[]float64]) (never int) {
	sums := make([]moments, columns)
	for row := range rows {
		for j, x := range row {
			if !math.IsNaN(x) {
				sums[j].add(x)
			}
		}
	}
	s.middle, s.scale = make([]float64, columns), make([]float64, columns)
	var all moments
	for j, c := range sums {
		s.middle[j], s.scale[j] = c.mean, c.deviation()
		all.n += c.n
		all.squares += c.squares
		all.mean = max(all.mean, math.Abs(c.mean)) // the measure of rounding
		if c.n == 0 {
			never++
		}
	}
	switch {
	case s.common:
		s.share(sums, all.deviation())
	case s.by == Robust:
		s.byQuartiles(columns, rows)
	case s.by == MinMax:
		s.byRange(columns, rows)
	}
	return never
}

// share gives every column that was observed one scale.
func (s *scaling) share(sums []moments, scale float64) {
	for j, c := range sums {
		if c.n > 0 {
			s.scale[j] = scale
		}
	}
}

// byQuartiles puts the middle at the median and makes the interquartile range
// the scale. A column half of whose cells are alike keeps its standard
// deviation.
func (s *scaling) byQuartiles(columns int, rows iter.Seq[[]float64]) {
	for j, cells := range cellsOf(columns, rows) {
		if len(cells) == 0 {
			continue
		}
		slices.Sort(cells)
		s.middle[j] = quantile(cells, 0.5)
		if width := quantile(cells, 0.75) - quantile(cells, 0.25); width > 1e-12*math.Abs(s.middle[j]) {
			s.scale[j] = width
		}
	}
}

// byRange puts the lowest cell at 0 and the highest at 1.
func (s *scaling) byRange(columns int, rows iter.Seq[[]float64]) {
	for j, cells := range cellsOf(columns, rows) {
		if len(cells) == 0 {
			continue
		}
		low, high := slices.Min(cells), slices.Max(cells)
		s.middle[j], s.scale[j] = low, 1
		if high > low {
			s.scale[j] = high - low
		}
	}
}

func cellsOf(columns int, rows iter.Seq[[]float64]) [][]float64 {
	cells := make([][]float64, columns)
	for row := range rows {
		for j, x := range row {
			if !math.IsNaN(x) {
				cells[j] = append(cells[j], x)
			}
		}
	}
	return cells
}

// quantile interpolates between the two cells beside the place (Hyndman and
// Fan 1996, type 7).
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// moments are the number, the mean and the sum of squared distances from the
// mean of the cells of one column.
type moments struct {
	n             int
	mean, squares float64
}

// add takes one more cell (Welford 1962).
func (c *moments) add(x float64) {
	c.n++
	d := x - c.mean
	c.mean += d / float64(c.n)
	c.squares += d * (x - c.mean)
}

// deviation returns the standard deviation, or 1 where the cells do not differ
// by more than rounding.
func (c moments) deviation() float64 {
	if c.n == 0 {
		return 1
	}
	sd := math.Sqrt(c.squares / float64(c.n))
	if !(sd > 1e-12*math.Abs(c.mean)) || math.IsInf(sd, 0) {
		return 1
	}
	return sd
}

// logCount returns log(1+x). Most counts are zero; one below zero occurs in no
// training row.
func logCount(x float64) float64 {
	if x <= 0 {
		return 0
	}
	return math.Log1p(x)
}

// areCounts says whether modality m of the view is a table of counts.
func areCounts(v dataset.View, m int) bool {
	if v.Columns(m) < countColumns {
		return false
	}
	zeros, cells := 0, 0
	for i := range v.Len() {
		for _, x := range v.Row(i, m) {
			if x < 0 || x != math.Trunc(x) && !math.IsNaN(x) {
				return false
			}
			if x == 0 {
				zeros++
			}
			if !math.IsNaN(x) {
				cells++
			}
		}
	}
	return cells > 0 && float64(zeros) >= countZeros*float64(cells)
}

func (s *scaling) modality(in dataset.Modality) dataset.Modality {
	in.Fields = nil
	if s.side > 0 {
		in.Kind, in.Shape = dataset.Image, []int{s.side, s.side}
	}
	return in
}

func (s *scaling) row(v dataset.View, i, m int, out []float64) {
	copy(out, v.Row(i, m))
	s.apply(out)
}

// apply scales a row in place.
func (s *scaling) apply(row []float64) {
	for j, x := range row {
		if s.logs {
			x = logCount(x)
		}
		row[j] = (x - s.middle[j]) / s.scale[j]
	}
}

func (s *scaling) width() int { return len(s.middle) }

func (s *scaling) unscale(row, out []float64) {
	for j, z := range row {
		out[j] = z*s.scale[j] + s.middle[j]
		if s.logs {
			out[j] = math.Expm1(out[j])
		}
	}
}

func (s *scaling) describe() string {
	switch {
	case s.logs:
		return say.Kept("counts (whole numbers, %.0f %% zeros or more): log(1+x), columns centred, one common scale", 100*countZeros)
	case s.side > 0:
		return say.Kept("intensities that make pictures of %d×%d: columns centred, one common scale", s.side, s.side)
	case s.intensities:
		return say.Kept("intensities (whole numbers from 0 to %d): columns centred, one common scale", mostIntense)
	case s.common:
		return say.Mark("columns centred, one common scale")
	case s.by == Robust:
		return say.Mark("columns centred at their medians, each divided by its interquartile range")
	case s.by == MinMax:
		return say.Mark("columns brought to 0…1 by their lowest and highest values")
	}
	return say.Mark("columns centred, each divided by its standard deviation")
}
