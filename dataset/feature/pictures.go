package feature

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/dataset"
)

// Tables of intensities: whole numbers of one byte, of which some use its upper
// half, in at least countColumns columns, as images written out pixel by pixel
// are. Divided by its own deviation, a pixel at the edge that hardly ever
// differs from the ground would count as much as the stroke in the middle.
const (
	mostIntense     = 255
	intenseFromHere = 128
)

// areIntensities says whether modality m of the view is a table of pixels.
func areIntensities(v dataset.View, m int) bool {
	if v.Columns(m) < countColumns {
		return false
	}
	highest := 0.0
	for i := range v.Len() {
		for _, x := range v.Row(i, m) {
			if x < 0 || x > mostIntense || x != math.Trunc(x) && !math.IsNaN(x) {
				return false
			}
			if x > highest {
				highest = x
			}
		}
	}
	return highest >= intenseFromHere
}

// In a picture, pixels beside and below each other are alike: they differ by
// less than neighbourly of what pixels half a picture apart differ by.
const (
	neighbourly  = 0.6
	picturesSeen = 500 // records that are looked at
)

// pictureSide returns the side of the square picture that the columns of
// modality m make row by row, or 0 where they make none.
func pictureSide(v dataset.View, m int) int {
	columns := v.Columns(m)
	side := int(math.Round(math.Sqrt(float64(columns))))
	if side*side != columns {
		return 0
	}
	beside, below, apart := 0.0, 0.0, 0.0
	for i := range min(v.Len(), picturesSeen) {
		row := v.Row(i, m)
		beside += roughness(row, 1)
		below += roughness(row, side)
		apart += roughness(row, columns/2+side/2)
	}
	if most := neighbourly * apart; beside < most && below < most {
		return side
	}
	return 0
}

// roughness is the mean difference between the cells of a row and those that
// are lag further on.
func roughness(row []float64, lag int) float64 {
	sum, n := 0.0, 0
	for j := lag; j < len(row); j++ {
		if d := math.Abs(row[j] - row[j-lag]); !math.IsNaN(d) {
			sum, n = sum+d, n+1
		}
	}
	return sum / float64(max(n, 1))
}

// The pictures that any table may turn out to hold: no side shorter than
// shortestSide, none more than twice as long as the other.
const (
	shortestSide = 6
	mostOblong   = 2
)

// PictureShape returns the height and width of the pictures that a modality holds:
// its shape, or those of pixels that a table has row by row, whatever their scale.
// It is for looking at them: features are not made by it. A table holds pictures
// where pixels beside and below each other are alike, each as it differs from its
// own mean, and those below more so than their neighbours to the left and to the
// right. nil where it holds none.
func PictureShape(v dataset.View, m int) []int {
	about := v.Modality(m)
	if about.Kind != dataset.Table || len(about.Shape) >= 2 {
		return about.Shape
	}
	if v.Columns(m) < shortestSide*shortestSide {
		return nil
	}
	rows := standardised(v, m)
	best, least := 0, math.Inf(1)
	for width := shortestSide; width*shortestSide <= v.Columns(m); width++ {
		height := v.Columns(m) / width
		if height*width != v.Columns(m) || max(width, height) > mostOblong*min(width, height) {
			continue
		}
		r := roughnessOf(rows, width)
		if r < least && r < roughnessOf(rows, width-1) && r < roughnessOf(rows, width+1) {
			best, least = width, r
		}
	}
	if best == 0 {
		return nil
	}
	most := neighbourly * roughnessOf(rows, v.Columns(m)/2+best/2)
	if least >= most || roughnessOf(rows, 1) >= most {
		return nil
	}
	return []int{v.Columns(m) / best, best}
}

// standardised returns some rows, each column less its mean and over its deviation;
// a column without one is 0.
func standardised(v dataset.View, m int) [][]float64 {
	n := min(v.Len(), picturesSeen)
	rows := make([][]float64, 0, n)
	for k := range n {
		if row := v.Row(k*v.Len()/n, m); row != nil {
			rows = append(rows, slices.Clone(row))
		}
	}
	column := make([]float64, 0, len(rows))
	for j := range v.Columns(m) {
		column = column[:0]
		for _, row := range rows {
			if !math.IsNaN(row[j]) {
				column = append(column, row[j])
			}
		}
		mean, deviation := stat.MeanStdDev(column, nil)
		for _, row := range rows {
			if row[j] = (row[j] - mean) / deviation; !(deviation > 0) {
				row[j] = 0
			}
		}
	}
	return rows
}

// roughnessOf is the sum over records.
func roughnessOf(rows [][]float64, lag int) float64 {
	sum := 0.0
	for _, row := range rows {
		sum += roughness(row, lag)
	}
	return sum
}
