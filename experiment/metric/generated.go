package metric

import (
	"math"

	"lacuna/dataset"
)

// Whole is a modality that was hidden as a whole and made again: rows without
// gaps, a cell that nobody knows being the same in both. The features are those
// that methods see; pixels are in the units of the data.
type Whole struct {
	Made, Real, Learned    dataset.Matrix // features; Learned of records that were fitted on
	MadePixels, RealPixels dataset.Matrix
	Picture                Picture // Height is 0 of what is none
}

// WholeScore says how good a whole modality is that was made.
type WholeScore struct {
	Records int
	SSIM    SeedMean // mean over the records; NaN of what is no picture
	PSNR    float64  // of the mean squared error of all pixels, in decibel; likewise
	// Frechet is the Fréchet distance between what was made and what is real, both
	// as normal distributions along the Axes principal components of the records
	// that were learned from; FrechetReal is that between as many of these and what
	// is real, which nothing can be expected to lie below. Both are NaN with fewer
	// than 20 records.
	Frechet, FrechetReal float64
	Axes                 int
	Memorised            Memorised
}

// Limits of the features of a Fréchet distance.
const (
	fewestFrechet = 20
	mostAxes      = 32
	rowsOfAxis    = 4   // records for each, at least
	rowsOfAxes    = 500 // that they are found from, at most
)

// Score compares what was made with what is real.
func (w Whole) Score() (WholeScore, error) {
	s := WholeScore{Records: w.Made.Rows, SSIM: SeedMean{math.NaN(), unknown()}, PSNR: math.NaN(), Frechet: math.NaN(), FrechetReal: math.NaN()}
	if w.Picture.Height > 0 && w.Made.Rows > 0 {
		s.SSIM, s.PSNR = w.pictures()
	}
	s.Memorised = NearestTest(w.Made, w.Real, w.Learned)
	n := min(w.Made.Rows, w.Learned.Rows)
	if n < fewestFrechet {
		return s, nil
	}
	a, err := axesOf(evenRows(w.Learned, rowsOfAxes), min(mostAxes, w.Made.Cols, n/rowsOfAxis))
	if err != nil || a.axis.Rows == 0 {
		return s, err
	}
	s.Axes = a.axis.Rows
	real := GaussianOf(a.along(w.Real))
	if s.Frechet, err = Frechet(real, GaussianOf(a.along(w.Made))); err != nil {
		return s, err
	}
	s.FrechetReal, err = Frechet(real, GaussianOf(a.along(evenRows(w.Learned, w.Made.Rows))))
	return s, err
}

// pictures returns the mean similarity with its interval over records, and the
// signal-to-noise ratio.
func (w Whole) pictures() (SeedMean, float64) {
	similar := make([]float64, w.MadePixels.Rows)
	squared := 0.0
	for i := range similar {
		similar[i] = SSIM(w.MadePixels.Row(i), w.RealPixels.Row(i), w.Picture)
	}
	for k, x := range w.MadePixels.Data {
		d := x - w.RealPixels.Data[k]
		squared += d * d
	}
	return meanOver(similar), PSNR(squared/float64(len(w.MadePixels.Data)), w.Picture.Span)
}

// evenRows returns at most n rows at even distances.
func evenRows(x dataset.Matrix, n int) dataset.Matrix {
	if x.Rows <= n {
		return x
	}
	out := dataset.NewMatrix(n, x.Cols)
	for k := range n {
		copy(out.Row(k), x.Row(k*x.Rows/n))
	}
	return out
}
