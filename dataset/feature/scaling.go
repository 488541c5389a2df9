package feature

import (
	"fmt"
	"math"

	"lacuna/dataset"
)

// scaling centres and scales the columns of a modality.
type scaling struct {
	mean, scale []float64
	logs        bool // log(1 + x) comes first
	intensities bool // a table of pixels
	side        int  // of the square picture that they make; 0 for none
	common      bool // all columns have one scale
}

// Tables of counts: whole numbers from zero up in at least countColumns
// columns, and at least countZeros of all cells zero. Word counts are so, and
// pixels are not.
const (
	countColumns = 50
	countZeros   = 0.9
)

func fitScaling(train dataset.View, m int) (transform, []string) {
	in := train.Modality(m)
	s := &scaling{logs: in.Kind == dataset.Table && areCounts(train, m)}
	if in.Kind == dataset.Table && !s.logs && areIntensities(train, m) {
		s.intensities, s.side = true, pictureSide(train, m)
	}
	s.common = s.logs || s.intensities || in.Kind == dataset.Image || in.Kind == dataset.Audio || in.Kind == dataset.Text
	sums := columnMoments(train, m, s.logs)
	never := s.fit(sums)
	if never > 0 {
		return s, []string{fmt.Sprintf("%d of %d columns are never observed in the training rows; they are left unscaled", never, len(sums))}
	}
	return s, nil
}

// fit sets means and scales, and returns how many columns were never observed.
func (s *scaling) fit(sums []moments) (never int) {
	s.mean, s.scale = make([]float64, len(sums)), make([]float64, len(sums))
	var all moments
	for j, c := range sums {
		s.mean[j], s.scale[j] = c.mean, c.deviation()
		all.n += c.n
		all.squares += c.squares
		all.mean = max(all.mean, math.Abs(c.mean)) // the measure of rounding
		if c.n == 0 {
			never++
		}
	}
	if !s.common {
		return never
	}
	common := all.deviation()
	for j, c := range sums {
		if c.n > 0 {
			s.scale[j] = common
		}
	}
	return never
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

func columnMoments(v dataset.View, m int, logs bool) []moments {
	sums := make([]moments, v.Columns(m))
	for i := range v.Len() {
		for j, x := range v.Row(i, m) {
			switch {
			case math.IsNaN(x):
			case logs:
				sums[j].add(logCount(x))
			default:
				sums[j].add(x)
			}
		}
	}
	return sums
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
	if s.side > 0 {
		in.Kind, in.Shape = dataset.Image, []int{s.side, s.side}
	}
	return in
}

func (s *scaling) row(v dataset.View, i, m int, out []float64) {
	for j, x := range v.Row(i, m) {
		if s.logs {
			x = logCount(x)
		}
		out[j] = (x - s.mean[j]) / s.scale[j]
	}
}

func (s *scaling) unscale(row []float64) {
	for j, z := range row {
		row[j] = z*s.scale[j] + s.mean[j]
		if s.logs {
			row[j] = math.Expm1(row[j])
		}
	}
}

func (s *scaling) describe() string {
	switch {
	case s.logs:
		return fmt.Sprintf("counts (whole numbers, %.0f %% zeros or more): log(1+x), columns centred, one common scale", 100*countZeros)
	case s.side > 0:
		return fmt.Sprintf("intensities that make pictures of %d×%d: columns centred, one common scale", s.side, s.side)
	case s.intensities:
		return fmt.Sprintf("intensities (whole numbers from 0 to %d): columns centred, one common scale", mostIntense)
	case s.common:
		return "columns centred, one common scale"
	}
	return "columns centred, each divided by its standard deviation"
}
