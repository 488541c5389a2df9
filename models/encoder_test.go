package models

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/encode"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
	"lacuna/internal/saved/savedtest"
)

func TestEncoderByNature(t *testing.T) {
	plain := func(columns int) block { return block{mean: make([]float64, columns)} }
	gappy := plain(256)
	gappy.gaps = []int{3}
	for _, c := range []struct {
		name string
		m    dataset.Modality
		b    block
		want encode.Encoder
	}{
		{"table", dataset.Modality{Kind: dataset.Table}, plain(256), encode.MLP{Columns: 256}},
		{"image", dataset.Modality{Kind: dataset.Image, Shape: []int{16, 16}}, plain(256), encode.CNN{Height: 16, Width: 16, Channels: 1}},
		{"sound", dataset.Modality{Kind: dataset.Audio, Shape: []int{8, 32}}, plain(256), encode.CNN{Height: 8, Width: 32, Channels: 1}},
		{"colours", dataset.Modality{Kind: dataset.Image, Shape: []int{8, 8, 3}}, plain(192), encode.CNN{Height: 8, Width: 8, Channels: 3}},
		{"many layers", dataset.Modality{Kind: dataset.Image, Shape: []int{8, 8, 4}}, plain(256), encode.CNN{Height: 8, Width: 8, Channels: 4}},
		{"a cube", dataset.Modality{Kind: dataset.Image, Shape: []int{8, 8, 8}}, plain(512), encode.MLP{Columns: 512}},
		{"colours of few pixels", dataset.Modality{Kind: dataset.Image, Shape: []int{4, 4, 3}}, plain(48), encode.MLP{Columns: 48}},
		{"a shape of other columns", dataset.Modality{Kind: dataset.Image, Shape: []int{16, 16, 3}}, plain(256), encode.MLP{Columns: 256}},
		{"thumbnail", dataset.Modality{Kind: dataset.Image, Shape: []int{4, 64}}, plain(256), encode.MLP{Columns: 256}},
		{"image features", dataset.Modality{Kind: dataset.Image}, plain(256), encode.MLP{Columns: 256}},
		{"image with missing pixels", dataset.Modality{Kind: dataset.Image, Shape: []int{16, 16}}, gappy, encode.MLP{Columns: 257}},
	} {
		if got := encoderFor(c.m, c.b); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %#v, want %#v", c.name, got, c.want)
		}
	}
}

// Bars that lie or stand anywhere in the image: what tells them apart is no
// single pixel.
func TestImagesAreConvolved(t *testing.T) {
	if right := tellBars(t, 1, func(bool) int { return 0 }); right < 56 {
		t.Errorf("%d of 60 bars are right", right)
	}
}

// In colour images the bars lie or stand as they like, and their colour alone
// tells the class: red or blue, of the same brightness.
func TestColoursAreConvolved(t *testing.T) {
	colour := func(stands bool) int {
		if stands {
			return 0
		}
		return 2
	}
	if right := tellBars(t, 3, colour); right < 56 {
		t.Errorf("%d of 60 bars are right", right)
	}
}

// A network of colours is the same after saving and loading.
func TestColoursAreKept(t *testing.T) {
	v := bars(t, 20, 1, 3, func(second bool) int { return 0 })
	info, err := Lookup("bypass")
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]string{"members": "1", "epochs": "1"}
	model, err := info.Make(set)
	if err != nil {
		t.Fatal(err)
	}
	env := job.Env{Seed: rng.New(1)}
	if err := model.Fit(t.Context(), v, v, env); err != nil {
		t.Fatal(err)
	}
	state, err := model.State()
	if err != nil {
		t.Fatal(err)
	}
	file, err := savedtest.Saved(state)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := info.Make(set)
	if err != nil {
		t.Fatal(err)
	}
	if root, err := file.Root(); err != nil || loaded.Restore(root) != nil {
		t.Fatal("the file cannot be read", err)
	}
	want, err := model.Predict(t.Context(), v, env)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := loaded.Predict(t.Context(), v, env); err != nil || !slices.Equal(want.Probabilities.Data, got.Probabilities.Data) {
		t.Errorf("loaded, it says other things (%v)", err)
	}
}

// tellBars trains a network on bars and returns how many of 60 others it tells
// apart.
func tellBars(t *testing.T, channels int, channel func(second bool) int) (right int) {
	t.Helper()
	train, test := bars(t, 160, 1, channels, channel), bars(t, 60, 2, channels, channel)
	set := map[string]string{"members": "3", "epochs": "40", "batch": "16", "rate": "0.003", "width": "16", "hidden": "32"}
	p := fitAndPredict(t, "bypass", set, train, test.Select(nil), test)
	for i := range test.Len() {
		if learn.Highest(p.Probabilities.Row(i)) == test.Label(i) {
			right++
		}
	}
	return right
}

func bars(t *testing.T, n int, seed uint64, channels int, channel func(second bool) int) dataset.View {
	t.Helper()
	const side = 12
	r := rng.New(seed).Rand()
	b := dataset.Block{
		Modality: dataset.Modality{Name: "bar", Kind: dataset.Image, Shape: []int{side, side}},
		Numbers:  dataset.NewMatrix(n, side*side*channels), Causes: make([]dataset.Cause, n),
	}
	if channels > 1 {
		b.Modality.Shape = append(b.Modality.Shape, channels)
	}
	for j := range side * side * channels {
		b.Modality.Columns = append(b.Modality.Columns, fmt.Sprint(j))
	}
	d := dataset.Dataset{Name: "bars", Classes: []string{"first", "second"}}
	for i := range n {
		second := i%2 == 1
		d.IDs, d.Labels = append(d.IDs, fmt.Sprint(i)), append(d.Labels, i%2)
		stands := second
		if channels > 1 {
			stands = r.IntN(2) == 1
		}
		pixels := make([]float64, side*side)
		drawBar(pixels, side, stands, r)
		for k, x := range pixels {
			b.Numbers.Row(i)[k*channels+channel(second)] = x
		}
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
