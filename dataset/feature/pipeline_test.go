package feature_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/dataset/feature"
)

var nan = math.NaN()

// block makes a modality of numbers from rows; a nil row is absent.
func block(name string, kind dataset.Kind, rows ...[]float64) dataset.Block {
	cols := 0
	for _, r := range rows {
		cols = max(cols, len(r))
	}
	b := dataset.Block{Modality: dataset.Modality{Name: name, Kind: kind}, Numbers: dataset.NewMissing(len(rows), cols), Causes: make([]dataset.Cause, len(rows))}
	for j := range cols {
		b.Modality.Columns = append(b.Modality.Columns, string(rune('a'+j%26)))
	}
	if kind != dataset.Table {
		b.Modality.Shape = []int{1, cols}
	}
	for i, r := range rows {
		if r == nil {
			b.Causes[i] = dataset.NoRow
		}
		copy(b.Numbers.Row(i), r)
	}
	return b
}

func texts(name string, list ...string) dataset.Block {
	b := dataset.Block{Modality: dataset.Modality{Name: name, Kind: dataset.Text}, Texts: list, Numbers: dataset.NewMatrix(len(list), 0), Causes: make([]dataset.Cause, len(list))}
	for i, s := range list {
		if s == "" {
			b.Causes[i] = dataset.Null
		}
	}
	return b
}

func data(t testing.TB, blocks ...dataset.Block) *dataset.Dataset {
	t.Helper()
	var ids []string
	for i := range blocks[0].Causes {
		ids = append(ids, strings.Repeat("i", i+1))
	}
	d, err := dataset.New(dataset.Dataset{Name: "test", IDs: ids, Blocks: blocks})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// fitted fits on some rows and returns the pipeline and the features of all.
func fitted(t testing.TB, d *dataset.Dataset, train ...int) (*feature.Pipeline, dataset.View) {
	t.Helper()
	p, err := feature.Fit(d.View(train, nil), feature.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Apply(d.All())
	if err != nil {
		t.Fatal(err)
	}
	return p, v
}

var close = cmp.Options{cmpopts.EquateApprox(0, 1e-12), cmpopts.EquateNaNs()}

func TestTablesAreStandardised(t *testing.T) {
	d := data(t, block("x", dataset.Table, []float64{1, 7, nan}, []float64{3, 7, nan}, nil, []float64{5, 8, 2}, []float64{nan, 7, nan}))
	p, v := fitted(t, d, 0, 1, 4)
	want := []float64{
		-1, 0, nan,
		1, 0, nan,
		nan, nan, nan,
		3, 1, 2, // the second is constant and the third unknown in training
		nan, 0, nan,
	}
	if diff := cmp.Diff(want, v.Dense(0).Data, close); diff != "" {
		t.Error(diff)
	}
	if v.Has(2, 0) || !v.Has(3, 0) {
		t.Error("presence changed")
	}
	if w := p.Warnings(); len(w) != 1 || !strings.Contains(w[0], "1 of 3 columns") {
		t.Errorf("warnings %q", w)
	}
}

func TestImagesHaveOneScale(t *testing.T) {
	d := data(t, block("x", dataset.Image, []float64{0, 0}, []float64{2, 0}, []float64{2, 1}))
	_, v := fitted(t, d, 0, 1)
	scale := math.Sqrt(0.5) // the root of the mean of variances 1 and 0
	want := []float64{-1 / scale, 0, 1 / scale, 0, 1 / scale, 1 / scale}
	if diff := cmp.Diff(want, v.Dense(0).Data, close); diff != "" {
		t.Error(diff)
	}
}

func TestCountsAreLogged(t *testing.T) {
	few, many := make([]float64, 60), make([]float64, 60)
	many[3] = math.Exp(2) - 1 // no whole number
	p, _ := fitted(t, data(t, block("x", dataset.Table, few, many)), 0, 1)
	if strings.Contains(p.Describe()[0], "log") {
		t.Errorf("%q for fractions", p.Describe()[0])
	}
	many[3] = 6
	d := data(t, block("x", dataset.Table, few, many))
	p, v := fitted(t, d, 0, 1)
	if !strings.Contains(p.Describe()[0], "log(1+x)") {
		t.Fatalf("%q for counts", p.Describe()[0])
	}
	deviation := math.Log(7) / 2 / math.Sqrt(60)
	if got, want := v.Row(1, 0)[3], math.Log(7)/2/deviation; math.Abs(got-want) > 1e-12 {
		t.Errorf("count 6 became %g, want %g", got, want)
	}
}

func TestIntensitiesHaveOneScale(t *testing.T) {
	dim, bright := make([]float64, 60), make([]float64, 60)
	dim[3], bright[3], bright[4] = 1, 1, 90
	p, _ := fitted(t, data(t, block("x", dataset.Table, dim, bright)), 0, 1)
	if strings.Contains(p.Describe()[0], "intensities") {
		t.Errorf("%q without anything bright", p.Describe()[0])
	}
	for j := range dim {
		dim[j], bright[j] = float64(3*j), 255
	}
	p, v := fitted(t, data(t, block("x", dataset.Table, dim, bright)), 0, 1)
	if !strings.Contains(p.Describe()[0], "intensities") {
		t.Fatalf("%q for pixels", p.Describe()[0])
	}
	if a, b := v.Row(1, 0)[0]-v.Row(0, 0)[0], v.Row(1, 0)[59]-v.Row(0, 0)[59]; math.Abs(a/255-b/(255-177)) > 1e-12 {
		t.Errorf("a pixel that differs by 255 is %g apart, one that differs by 78 is %g apart", a, b)
	}
	bright[0] = 256
	p, _ = fitted(t, data(t, block("x", dataset.Table, dim, bright)), 0, 1)
	if strings.Contains(p.Describe()[0], "intensities") {
		t.Errorf("%q for a number that no byte holds", p.Describe()[0])
	}
}

// TestPicturesAreRecognised draws a bright disc at another place in each
// record, and then deals the same pixels out at random.
func TestPicturesAreRecognised(t *testing.T) {
	const side, n = 12, 30
	var discs, dealt [][]float64
	order := rand.New(rand.NewPCG(1, 2)).Perm(side * side)
	for i := range n {
		disc, mixed := make([]float64, side*side), make([]float64, side*side)
		for p := range disc {
			if math.Hypot(float64(p/side-3-i%6), float64(p%side-3-i/6)) < 3 {
				disc[p] = 200
			}
			mixed[order[p]] = disc[p]
		}
		discs, dealt = append(discs, disc), append(dealt, mixed)
	}
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	p, v := fitted(t, data(t, block("x", dataset.Table, discs...)), rows...)
	if got := v.Modality(0); got.Kind != dataset.Image || !slices.Equal(got.Shape, []int{side, side}) || !strings.Contains(p.Describe()[0], "12×12") {
		t.Errorf("discs are %v %v: %q", got.Kind, got.Shape, p.Describe()[0])
	}
	p, v = fitted(t, data(t, block("x", dataset.Table, dealt...)), rows...)
	if got := v.Modality(0); got.Kind != dataset.Table || !strings.Contains(p.Describe()[0], "intensities") {
		t.Errorf("pixels dealt out at random are %v: %q", got.Kind, p.Describe()[0])
	}
}

func TestTermsComeFromTrainingRows(t *testing.T) {
	d := data(t, texts("t", "The cat, the CAT!", "a cat sat", "", "zebra zebra cat"))
	p, v := fitted(t, d, 0, 1, 2)
	// Only "cat" is in two training texts.
	if diff := cmp.Diff([]string{"cat"}, p.Modality(0).Columns); diff != "" {
		t.Fatal(diff)
	}
	weights := p.Unscale(0, v.Dense(0))
	if diff := cmp.Diff([]float64{1, 1, nan, 1}, weights.Data, close); diff != "" {
		t.Error(diff)
	}
}

func TestWordsKeepTheirOrder(t *testing.T) {
	d := data(t, texts("t", "red, blue: RED!", "blue red", "", "a blue green blue"))
	_, v := fitted(t, d, 0, 1)
	var got [][]int
	for i := range v.Len() {
		got = append(got, v.Words(i, 0))
	}
	if diff := cmp.Diff([][]int{{1, 0, 1}, {0, 1}, nil, {0, 0}}, got); diff != "" {
		t.Errorf("of the terms %v: %s", v.Modality(0).Columns, diff)
	}
}

func TestTermWeights(t *testing.T) {
	d := data(t, texts("t", "red red blue", "red blue green", "red"))
	p, v := fitted(t, d, 0, 1, 2)
	idf := 1 + math.Log(4.0/3) // blue; that of red, in every text, is 1
	red, blue := 1+math.Log(2), idf
	length := math.Hypot(red, blue)
	got := p.Unscale(0, v.Dense(0)).Row(0)
	if diff := cmp.Diff([]float64{blue / length, red / length}, got, close); diff != "" {
		t.Errorf("%v: %s", p.Modality(0).Columns, diff)
	}
}

func TestNoWordsInTraining(t *testing.T) {
	p, v := fitted(t, data(t, texts("t", "", "!?", "late words")), 0, 1)
	if len(p.Warnings()) != 1 || v.Columns(0) != 1 {
		t.Errorf("%d columns, warnings %q", v.Columns(0), p.Warnings())
	}
	if got := v.Row(2, 0)[0]; got != 0 {
		t.Errorf("an unknown text weighs %g", got)
	}
}

func TestErrors(t *testing.T) {
	d := data(t, block("x", dataset.Table, []float64{1}, []float64{2}))
	if _, err := feature.Fit(d.View(nil, nil), feature.Options{}); err == nil {
		t.Error("fitting on no rows is no error")
	}
	p, err := feature.Fit(d.All(), feature.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []*dataset.Dataset{
		data(t, block("y", dataset.Table, []float64{1})),
		data(t, block("x", dataset.Table, []float64{1, 2})),
		data(t, block("x", dataset.Table, []float64{1}), block("y", dataset.Table, []float64{1})),
	} {
		if _, err := p.Apply(other.All()); err == nil {
			t.Errorf("applied to %v", other.Names())
		}
	}
}

// drawData draws a dataset of a table, an image and texts.
func drawData(t *rapid.T) *dataset.Dataset {
	n := rapid.IntRange(2, 12).Draw(t, "records")
	cell := rapid.OneOf(rapid.Float64Range(-1e6, 1e6), rapid.Just(nan), rapid.Just(3.0))
	rows := func(cols int) [][]float64 {
		list := make([][]float64, n)
		for i := range list {
			if i == 0 || rapid.Bool().Draw(t, "there") {
				list[i] = rapid.SliceOfN(cell, cols, cols).Draw(t, "row")
			}
		}
		return list
	}
	words := rapid.SliceOfN(rapid.StringMatching(`([a-d]{1,2} ){0,6}`), n, n).Draw(t, "texts")
	var ids []string
	for i := range n {
		ids = append(ids, strings.Repeat("i", i+1))
	}
	d, err := dataset.New(dataset.Dataset{IDs: ids, Blocks: []dataset.Block{
		block("table", dataset.Table, rows(3)...), block("image", dataset.Image, rows(4)...), texts("text", words...),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What test rows hold, and what a mask hides in training rows, changes nothing
// that is fitted.
func TestFittedOnWhatTrainingShowsOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		half := d.Records() / 2
		var train []int
		for i := range half {
			train = append(train, i)
		}
		hidden := rapid.SliceOfN(rapid.Bool(), half, half).Draw(t, "hidden")
		mask := dataset.NewMask("", d.Records(), 3, func(i, m int) bool { return i < half && m == i%3 && hidden[i] })
		changed := change(t, d, func(i, m int) bool { return i >= half || mask.Hides(i, m) })
		probe := probeRows(t, d)
		want, got := features(t, d, train, mask, probe), features(t, changed, train, mask, probe)
		if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// change returns the dataset with other values wherever it may.
func change(t *rapid.T, d *dataset.Dataset, may func(i, m int) bool) *dataset.Dataset {
	blocks := slices.Clone(d.Blocks)
	for m := range blocks {
		b := &blocks[m]
		b.Numbers, b.Texts = b.Numbers.Clone(), slices.Clone(b.Texts)
		for i := range d.Records() {
			if !may(i, m) || !d.Presence.Has(i, m) {
				continue
			}
			for j := range b.Numbers.Cols {
				b.Numbers.Set(i, j, 1e9)
			}
			if b.Texts != nil {
				b.Texts[i] = "a leak a leak"
			}
		}
	}
	out, err := dataset.New(dataset.Dataset{IDs: d.IDs, Blocks: blocks})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// probeRows is a dataset of one complete record to look through a pipeline.
func probeRows(t *rapid.T, d *dataset.Dataset) *dataset.Dataset {
	out, err := dataset.New(dataset.Dataset{IDs: []string{"p"}, Blocks: []dataset.Block{
		block("table", dataset.Table, []float64{1, 2, 3}), block("image", dataset.Image, []float64{1, 2, 3, 4}), texts("text", "a b c d aa bb"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func features(t *rapid.T, d *dataset.Dataset, train []int, mask *dataset.Mask, probe *dataset.Dataset) [][]float64 {
	p, err := feature.Fit(d.View(train, mask), feature.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Apply(probe.All())
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]float64
	for m := range v.Modalities() {
		rows = append(rows, v.Row(0, m))
	}
	return rows
}

// Unscale brings numbers back to where they were.
func TestUnscaleUndoesApply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		p, err := feature.Fit(d.All(), feature.Options{})
		if err != nil {
			t.Fatal(err)
		}
		v, err := p.Apply(d.All())
		if err != nil {
			t.Fatal(err)
		}
		for m := range 2 {
			want, got := d.All().Dense(m), p.Unscale(m, v.Dense(m))
			if diff := cmp.Diff(want.Data, got.Data, cmpopts.EquateApprox(1e-9, 1e-6), cmpopts.EquateNaNs()); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
