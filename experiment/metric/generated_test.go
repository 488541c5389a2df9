package metric_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %.9g, want %.9g", what, got, want)
	}
}

func noise(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 0))
	x := make([]float64, n)
	for k := range x {
		x[k] = r.Float64()
	}
	return x
}

// TestSSIM: an image equals itself; of two plain images all that is left is the
// term of the means, and of x and 1−x that of a correlation of −1; a colour image
// is the mean of its channels.
func TestSSIM(t *testing.T) {
	p := metric.Picture{Height: 14, Width: 17, Channels: 1, Span: 1}
	x := noise(14*17, 1)
	near(t, "an image and itself", metric.SSIM(x, x, p), 1, 1e-12)
	dark, light := slices.Repeat([]float64{0.2}, 14*17), slices.Repeat([]float64{0.6}, 14*17)
	near(t, "two plain images", metric.SSIM(dark, light, p), (2*0.2*0.6+1e-4)/(0.04+0.36+1e-4), 1e-9)
	board, other := make([]float64, 14*17), make([]float64, 14*17)
	for k := range board {
		board[k] = float64((k/17 + k%17) % 2)
		other[k] = 1 - board[k]
	}
	if s := metric.SSIM(board, other, p); s > -0.99 {
		t.Errorf("a board and its negative: %g, want nearly -1", s)
	}
	colour := metric.Picture{Height: 14, Width: 17, Channels: 2, Span: 1}
	var a, b []float64
	for k := range x {
		a, b = append(a, x[k], dark[k]), append(b, x[k], light[k])
	}
	near(t, "two channels", metric.SSIM(a, b, colour), (1+metric.SSIM(dark, light, p))/2, 1e-12)
	small := metric.Picture{Height: 4, Width: 6, Channels: 1, Span: 1}
	near(t, "a small image and itself", metric.SSIM(x[:24], x[:24], small), 1, 1e-12)
}

func TestPSNR(t *testing.T) {
	near(t, "an error of one in 255", metric.PSNR(1, 255), 48.130803609, 1e-8)
	near(t, "an error of a tenth", metric.PSNR(0.01, 1), 20, 1e-12)
	if !math.IsInf(metric.PSNR(0, 1), 1) {
		t.Error("no error is not infinitely good")
	}
}

// TestFrechet: of normal distributions along one axis it is (m−n)² + (s−t)²; in
// the plane tr (AB)½ is the root of tr AB + 2 (det AB)½.
func TestFrechet(t *testing.T) {
	line := func(mean, deviation float64) metric.Gaussian {
		return metric.Gaussian{Mean: []float64{mean}, Covariance: mat.NewSymDense(1, []float64{deviation * deviation})}
	}
	d, err := metric.Frechet(line(1, 2), line(4, 7))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "on a line", d, 9+25, 1e-9)
	a := metric.Gaussian{Mean: []float64{0, 1}, Covariance: mat.NewSymDense(2, []float64{3, 1, 1, 2})}
	b := metric.Gaussian{Mean: []float64{2, 1}, Covariance: mat.NewSymDense(2, []float64{1, -0.5, -0.5, 4})}
	trace := 3*1 + 2*(1*-0.5) + 2*4.0
	det := (3*2 - 1.0) * (1*4 - 0.25)
	if d, err = metric.Frechet(a, b); err != nil {
		t.Fatal(err)
	}
	near(t, "in the plane", d, 4+5+5-2*math.Sqrt(trace+2*math.Sqrt(det)), 1e-9)
	if d, err = metric.Frechet(a, a); err != nil {
		t.Fatal(err)
	}
	near(t, "from itself", d, 0, 1e-9)
}

func table(rows int, f func(i int) []float64) dataset.Matrix {
	var out dataset.Matrix
	for i := range rows {
		row := f(i)
		out.Rows, out.Cols, out.Data = i+1, len(row), append(out.Data, row...)
	}
	return out
}

// TestNearestTest: copies are found, as is what is nearly a copy; neither new
// draws nor the mean of all records are memorised.
func TestNearestTest(t *testing.T) {
	draw := func(seed uint64) func(int) []float64 {
		return func(i int) []float64 { return noise(5, seed+uint64(i)) }
	}
	learned, real := table(200, draw(1000)), table(100, draw(5000))
	for _, c := range []struct {
		name      string
		made      dataset.Matrix
		copies    int
		memorised bool
	}{
		{"copies", table(100, learned.Row), 100, true},
		{"nearly copies", table(100, func(i int) []float64 {
			row := slices.Clone(learned.Row(i))
			row[0] += 1e-3
			return row
		}), 0, true},
		{"new draws", table(100, draw(9000)), 0, false},
		{"the mean", table(100, func(int) []float64 { return slices.Repeat([]float64{0.5}, 5) }), 0, false},
	} {
		got := metric.NearestTest(c.made, real, learned)
		if got.Copies != c.copies || got.Says() != c.memorised {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// TestWholeScore: what was made of the real ones is as far from them as these are
// from themselves, what is always the mean is further away than real ones are.
func TestWholeScore(t *testing.T) {
	draw := func(seed uint64) func(int) []float64 {
		return func(i int) []float64 { return noise(12, seed+uint64(i)) }
	}
	learned, real := table(200, draw(1000)), table(100, draw(5000))
	w := metric.Whole{Made: real, Real: real, Learned: learned, MadePixels: real, RealPixels: real, Picture: metric.Picture{Height: 3, Width: 4, Channels: 1, Span: 1}}
	s, err := w.Score()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "Fréchet distance from itself", s.Frechet, 0, 1e-9)
	near(t, "similarity", s.SSIM.Value, 1, 1e-12)
	if s.Axes != 12 || s.FrechetReal <= 0 || !math.IsInf(s.PSNR, 1) {
		t.Errorf("%+v", s)
	}
	w.Made = table(100, func(int) []float64 { return slices.Repeat([]float64{0.5}, 12) })
	flat, err := w.Score()
	if err != nil {
		t.Fatal(err)
	}
	if !(flat.Frechet > 5*flat.FrechetReal) {
		t.Errorf("always the mean: %g from what is real, of which others are %g away", flat.Frechet, flat.FrechetReal)
	}
}
