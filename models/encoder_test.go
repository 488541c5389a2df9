package models

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

func TestEncoderByNature(t *testing.T) {
	plain := func(columns int) block { return block{mean: make([]float64, columns)} }
	gappy := plain(256)
	gappy.gaps = []int{3}
	for _, c := range []struct {
		name string
		m    dataset.Modality
		b    block
		want Encoder
	}{
		{"table", dataset.Modality{Kind: dataset.Table}, plain(256), mlpEncoder{256}},
		{"image", dataset.Modality{Kind: dataset.Image, Shape: []int{16, 16}}, plain(256), cnnEncoder{16, 16}},
		{"sound", dataset.Modality{Kind: dataset.Audio, Shape: []int{8, 32}}, plain(256), cnnEncoder{8, 32}},
		{"thumbnail", dataset.Modality{Kind: dataset.Image, Shape: []int{4, 64}}, plain(256), mlpEncoder{256}},
		{"image features", dataset.Modality{Kind: dataset.Image}, plain(256), mlpEncoder{256}},
		{"image with missing pixels", dataset.Modality{Kind: dataset.Image, Shape: []int{16, 16}}, gappy, mlpEncoder{257}},
	} {
		if got := encoderFor(c.m, c.b); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %#v, want %#v", c.name, got, c.want)
		}
	}
}

// Bars that lie or stand anywhere in the image: what tells them apart is no
// single pixel.
func TestImagesAreConvolved(t *testing.T) {
	train, test := bars(t, 160, 1), bars(t, 60, 2)
	set := map[string]string{"members": "3", "epochs": "40", "batch": "16", "rate": "0.003", "width": "16", "hidden": "32"}
	p := fitAndPredict(t, "bypass", set, train, test.Select(nil), test)
	right := 0
	for i := range test.Len() {
		if highest(p.Probabilities.Row(i)) == test.Label(i) {
			right++
		}
	}
	if right < 56 {
		t.Errorf("%d of 60 bars are right", right)
	}
}

func bars(t *testing.T, n int, seed uint64) dataset.View {
	t.Helper()
	const side = 12
	r := rng.New(seed).Rand()
	b := dataset.Block{
		Modality: dataset.Modality{Name: "bar", Kind: dataset.Image, Shape: []int{side, side}},
		Numbers:  dataset.NewMatrix(n, side*side), Causes: make([]dataset.Cause, n),
	}
	for j := range side * side {
		b.Modality.Columns = append(b.Modality.Columns, fmt.Sprint(j))
	}
	d := dataset.Dataset{Name: "bars", Classes: []string{"lies", "stands"}}
	for i := range n {
		d.IDs, d.Labels = append(d.IDs, fmt.Sprint(i)), append(d.Labels, i%2)
		drawBar(b.Numbers.Row(i), side, i%2 == 1, r)
	}
	d.Blocks = []dataset.Block{b}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made.All()
}

// drawBar draws five pixels in a line somewhere in an image with some noise.
func drawBar(pixels []float64, side int, stands bool, r *rand.Rand) {
	for j := range pixels {
		pixels[j] = 0.3 * r.NormFloat64()
	}
	across, along := r.IntN(side), r.IntN(side-5)
	for k := range 5 {
		x, y := along+k, across
		if stands {
			x, y = y, x
		}
		pixels[y*side+x] += 3
	}
}
