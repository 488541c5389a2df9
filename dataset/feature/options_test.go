package feature_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/dataset/feature"
)

var loose = cmp.Options{cmpopts.EquateApprox(1e-6, 1e-6), cmpopts.EquateNaNs()}

// fit fits with options on some rows and returns the features of all.
func fit(t testing.TB, d *dataset.Dataset, o feature.Options, train ...int) (*feature.Pipeline, dataset.View) {
	t.Helper()
	p, err := feature.Fit(d.View(train, nil), o)
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Apply(d.All())
	if err != nil {
		t.Fatal(err)
	}
	return p, v
}

// colours is a table of a number and a word: blue, green, green, red, none.
func colours(t testing.TB) *dataset.Dataset {
	b := block("x", dataset.Table, []float64{1, 0}, []float64{3, 1}, []float64{nan, 1}, []float64{5, 2}, []float64{5, nan})
	b.Modality.Columns = []string{"size", "colour"}
	b.Modality.Fields = []dataset.Field{{Kind: dataset.Whole}, {Kind: dataset.Category, Levels: []string{"blue", "green", "red"}}}
	return data(t, b)
}

func TestWordsBecomeColumns(t *testing.T) {
	p, v := fit(t, colours(t), feature.Options{Scaling: feature.MinMax}, 0, 1, 2)
	if diff := cmp.Diff([]string{"size", "colour=blue", "colour=green"}, v.Modality(0).Columns); diff != "" {
		t.Fatal(diff)
	}
	want := []float64{
		0, 1, 0,
		1, 0, 1,
		nan, 0, 1,
		2, 0, 0, // red is in no training row
		2, nan, nan,
	}
	if diff := cmp.Diff(want, v.Dense(0).Data, close); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][2]int{{1, 3}}, v.Modality(0).Categories()); diff != "" {
		t.Errorf("the columns of the category: %s", diff)
	}
	if w := p.Warnings(); len(w) != 1 || !strings.Contains(w[0], `"red" of column colour; records that have such a word are all zeros there`) {
		t.Errorf("warnings %q", w)
	}
	if said := p.Describe()[0]; !strings.Contains(said, "1 column of words as 2 columns of 0 and 1, one a level; a level that training lacks is all zeros; columns brought to 0…1") {
		t.Errorf("said %q", said)
	}
}

func TestWordsAreStandardised(t *testing.T) {
	for _, scaling := range []string{"", feature.Robust} {
		_, v := fit(t, colours(t), feature.Options{Scaling: scaling}, 0, 1, 2)
		sd := math.Sqrt(2.0 / 9) // of 1, 0, 0
		if diff := cmp.Diff([]float64{2 / (3 * sd), -2 / (3 * sd)}, v.Row(0, 0)[1:], close); diff != "" {
			t.Errorf("%q: %s", scaling, diff)
		}
	}
}

func TestWordsAsNumbersOfLevels(t *testing.T) {
	p, v := fit(t, colours(t), feature.Options{Categories: feature.Ordinal, Scaling: feature.MinMax}, 0, 3)
	want := []float64{0, 0, 0.5, nan, nan, nan, 1, 1, 1, nan} // green is in no training row
	if diff := cmp.Diff(want, v.Dense(0).Data, close); diff != "" {
		t.Error(diff)
	}
	back := p.Unscale(0, dataset.Matrix{Rows: 3, Cols: 2, Data: []float64{0.25, 0.4, 0, 0.6, 0, 7}})
	if diff := cmp.Diff([]float64{2, 0, 1, 2, 1, 2}, back.Data, close); diff != "" {
		t.Error(diff)
	}
}

// Estimates come back as the nearest level; where levels are alike, as the most
// frequent one.
func TestEstimatesBecomeLevels(t *testing.T) {
	d := colours(t)
	p, v := fit(t, d, feature.Options{}, 0, 1, 2, 3)
	// Of the four training rows one is blue, two are green and one is red.
	raw := func(blue, green, red float64) []float64 {
		return []float64{0, (blue - 0.25) / math.Sqrt(3.0/16), (green - 0.5) / 0.5, (red - 0.25) / math.Sqrt(3.0/16)}
	}
	for _, c := range []struct {
		row  []float64
		want float64
	}{
		{raw(0.6, 0.3, 0.1), 0},
		{raw(0.2, 0.3, 0.5), 2},
		{raw(0, 0, 0), 1}, // a median
		{raw(0.5, 0.1, 0.5), 0},
		{make([]float64, 4), 1}, // the mean
		{v.Row(3, 0), 2},
	} {
		if got := p.Unscale(0, dataset.Matrix{Rows: 1, Cols: 4, Data: c.row}).At(0, 1); got != c.want {
			t.Errorf("%v is level %g, want %g", c.row, got, c.want)
		}
	}
}

func TestColumnsOfOneWordAndOfNone(t *testing.T) {
	b := block("x", dataset.Table, []float64{0, nan}, []float64{0, nan}, []float64{nan, 0})
	b.Modality.Fields = []dataset.Field{{Kind: dataset.Category, Levels: []string{"only"}}, {Kind: dataset.Category, Levels: []string{"late"}}}
	p, v := fit(t, data(t, b), feature.Options{}, 0, 1)
	if diff := cmp.Diff([]float64{0, nan, 0, nan, nan, 0}, v.Dense(0).Data, close); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a=only", "b (no word in the training rows)"}, v.Modality(0).Columns); diff != "" {
		t.Error(diff)
	}
	back := p.Unscale(0, dataset.NewMatrix(1, 2))
	if diff := cmp.Diff([]float64{0, nan}, back.Data, close); diff != "" {
		t.Errorf("a column of one word and one of none are filled with %s", diff)
	}
}

func TestScalings(t *testing.T) {
	d := data(t, block("x", dataset.Table, []float64{0, 7}, []float64{1, 7}, []float64{2, 7}, []float64{3, 7}, []float64{100, 8}))
	for _, c := range []struct {
		scaling string
		want    []float64 // of the last row
		says    string
	}{
		{feature.Robust, []float64{98.0 / 2, 1 / 0.4}, "interquartile range"}, // the second by its deviation
		{feature.MinMax, []float64{1, 1}, "0…1"},
	} {
		p, v := fit(t, d, feature.Options{Scaling: c.scaling}, 0, 1, 2, 3, 4)
		if diff := cmp.Diff(c.want, v.Row(4, 0), close); diff != "" {
			t.Errorf("%s: %s", c.scaling, diff)
		}
		if said := p.Describe()[0]; !strings.Contains(said, c.says) {
			t.Errorf("%s: said %q", c.scaling, said)
		}
		if diff := cmp.Diff(d.All().Dense(0).Data, p.Unscale(0, v.Dense(0)).Data, close); diff != "" {
			t.Errorf("%s is not undone: %s", c.scaling, diff)
		}
	}
}

// Words of any language: Chinese needs no blanks, and one word is a text.
func TestWordsOfAnyLanguage(t *testing.T) {
	d := data(t, texts("t", "我爱北京", "北京很大", "Straße", "straße über", "да", "Да!"))
	p, _ := fit(t, d, feature.Options{}, 0, 1, 2, 3, 4, 5)
	if diff := cmp.Diff([]string{"straße", "да", "京", "北"}, p.Modality(0).Columns); diff != "" {
		t.Error(diff)
	}
}

func TestHashedTextKnowsEveryWord(t *testing.T) {
	d := data(t, texts("t", "red blue", "blue", "green", ""))
	p, v := fit(t, d, feature.Options{Texts: feature.Hashed}, 0, 1)
	if said := p.Describe()[0]; !strings.Contains(said, "hashed to 1024 columns") {
		t.Errorf("said %q", said)
	}
	raw := p.Unscale(0, v.Dense(0))
	norm := func(i int) (sum float64, n int) {
		for _, x := range raw.Row(i) {
			sum += x * x
			if math.Abs(x) > 1e-9 {
				n++
			}
		}
		return sum, n
	}
	for i, want := range []int{2, 1, 1} { // green, too, which no training text has
		if square, n := norm(i); n != want || math.Abs(square-1) > 1e-9 {
			t.Errorf("text %d has %d words and the squared length %g", i, n, square)
		}
	}
	if got := v.Words(0, 0); len(got) != 2 || v.Words(3, 0) != nil {
		t.Errorf("words %v, %v", got, v.Words(3, 0))
	}
}

// Points on a line in ten dimensions are told by one component.
func TestPrincipalComponents(t *testing.T) {
	for _, n := range []int{30, 6} { // more rows than columns, and fewer
		var rows [][]float64
		for i := range n {
			row := make([]float64, 10)
			for j := range row {
				row[j] = float64(i*(j+1)) * math.Pow(-1, float64(j))
			}
			rows = append(rows, row)
		}
		rows = append(rows, slices.Repeat([]float64{nan}, 10))
		d := data(t, block("x", dataset.Table, rows...))
		train := make([]int, n)
		for i := range train {
			train[i] = i
		}
		p, v := fit(t, d, feature.Options{PCA: 2}, train...)
		if m := v.Modality(0); len(m.Columns) != 2 || m.Kind != dataset.Table || m.Shape != nil {
			t.Fatalf("became %+v", m)
		}
		step := v.Row(1, 0)[0] - v.Row(0, 0)[0]
		for i := range n {
			row := v.Row(i, 0)
			if math.Abs(row[0]-v.Row(0, 0)[0]-float64(i)*step) > 1e-9 || math.Abs(row[1]) > 1e-6 {
				t.Errorf("%d rows: row %d is at %v", n, i, row)
			}
		}
		if step <= 0 {
			t.Errorf("%d rows: the axis points down: %g", n, step)
		}
		if diff := cmp.Diff(v.Row(n, 0), []float64{0, 0}, close); diff != "" {
			t.Errorf("what is missing is not the mean: %s", diff)
		}
		want := d.View(train, nil).Dense(0)
		if diff := cmp.Diff(want.Data, p.Unscale(0, v.Select(train).Dense(0)).Data, loose); diff != "" {
			t.Errorf("%d rows do not come back: %s", n, diff)
		}
		if said := p.Describe()[0]; !strings.Contains(said, "2 principal components of 10 columns") {
			t.Errorf("said %q", said)
		}
	}
}

func TestTooFewColumnsForComponents(t *testing.T) {
	d := data(t, block("x", dataset.Table, []float64{1, 2}, []float64{2, 1}, []float64{3, 5}))
	p, v := fit(t, d, feature.Options{PCA: 2}, 0, 1, 2)
	if v.Columns(0) != 2 || strings.Contains(p.Describe()[0], "component") {
		t.Errorf("%d columns: %q", v.Columns(0), p.Describe()[0])
	}
}

// An upright edge and a lying one fill other directions, however bright they
// are; so does a colour image whose red alone has the edge.
func TestGradientsTellDirections(t *testing.T) {
	const side = 16
	grey := func(light float64, upright bool) []float64 {
		row := make([]float64, side*side)
		for k := range row {
			place := k / side
			if upright {
				place = k % side
			}
			if place >= side/2 {
				row[k] = light
			}
		}
		return row
	}
	red := make([]float64, 3*side*side)
	for k, x := range grey(0.5, true) {
		red[3*k], red[3*k+1], red[3*k+2] = x, 0.25, 0.25
	}
	image := block("x", dataset.Image, grey(1, true), grey(0.2, true), grey(1, false))
	image.Modality.Shape = []int{side, side}
	o := feature.Options{Images: feature.HOG}
	p, v := fit(t, data(t, image), o, 0, 1, 2)
	if m := v.Modality(0); m.Kind != dataset.Table || m.Shape != nil || len(m.Columns) != 3*3*36 {
		t.Fatalf("became %s %v with %d columns", m.Kind, m.Shape, len(m.Columns))
	}
	if diff := cmp.Diff(v.Row(0, 0), v.Row(1, 0), close); diff != "" {
		t.Errorf("a dim edge is another: %s", diff)
	}
	raw := p.Unscale(0, v.Dense(0))
	for i, strongest := range map[int]int{0: 0, 2: 4} { // around 0°, shared with 170°, and 90°
		for k, x := range raw.Row(i) {
			if other := k % 9; x > 0.01 && other != strongest && !(strongest == 0 && other == 8) {
				t.Errorf("image %d has %g in direction %d", i, x, other)
			}
		}
	}
	colour := block("x", dataset.Image, red)
	colour.Modality.Shape = []int{side, side, 3}
	q, w := fit(t, data(t, colour), o, 0)
	if diff := cmp.Diff(raw.Row(0), q.Unscale(0, w.Dense(0)).Row(0), loose); diff != "" {
		t.Errorf("a red edge is another: %s", diff)
	}
	if said := p.Describe()[0]; !strings.Contains(said, "4×4 cells of 9 directions") {
		t.Errorf("said %q", said)
	}
}

func TestSmallImagesStayPixels(t *testing.T) {
	p, v := fit(t, data(t, block("x", dataset.Image, []float64{0, 1, 2})), feature.Options{Images: feature.HOG}, 0)
	if v.Columns(0) != 3 || strings.Contains(p.Describe()[0], "gradients") {
		t.Errorf("%d columns: %s", v.Columns(0), p.Describe()[0])
	}
}

// Whatever the options, features are finite or missing, and test rows have no
// part in them.
func TestOptionsOnAnyData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		o := feature.Options{
			Scaling: rapid.SampledFrom([]string{"", feature.Robust, feature.MinMax}).Draw(t, "scaling"),
			Texts:   rapid.SampledFrom([]string{"", feature.Hashed}).Draw(t, "texts"),
			PCA:     rapid.IntRange(0, 2).Draw(t, "pca"),
		}
		p, err := feature.Fit(d.All(), o)
		if err != nil {
			t.Fatal(err)
		}
		v, err := p.Apply(d.All())
		if err != nil {
			t.Fatal(err)
		}
		for m := range v.Modalities() {
			for i := range v.Len() {
				for _, x := range v.Row(i, m) {
					if math.IsInf(x, 0) || o.PCA > 0 && v.Columns(m) == o.PCA && len(p.Describe()) == 3 && strings.Contains(p.Describe()[m], "component") && math.IsNaN(x) {
						t.Fatalf("%+v: row %d of modality %d: %v", o, i, m, v.Row(i, m))
					}
				}
			}
		}
	})
}

func TestHugeNumbersAreRefusedByName(t *testing.T) {
	b := block("blood", dataset.Table, []float64{1, 2}, []float64{1, -1e308}, []float64{1, 1e308})
	b.Modality.Columns = []string{"crp", "wbc"}
	_, err := feature.Fit(data(t, b).All(), feature.Options{})
	if err == nil || !strings.Contains(err.Error(), `column "wbc" of blood has numbers as large as -1e+308`) {
		t.Errorf("%v", err)
	}
}

func TestOptionsAreSet(t *testing.T) {
	for _, c := range []struct{ key, value, want string }{
		{"scaling", "robust", "{robust    0}"},
		{"scaling", "standard", "{    0}"}, // what holds anyway
		{"categories", "ordinal", "{ ordinal   0}"},
		{"texts", "hashed", "{  hashed  0}"},
		{"images", "pixels", "{   pixels 0}"},
		{"images", "auto", "{    0}"},
		{"pca", "20", "{    20}"},
		{"pca", "-1", "write the number of components"},
		{"images", "colour", "images=colour is none of auto, pixels, hog"},
		{"size", "1", `no feature option "size"; there are scaling=standard|robust|minmax, `},
	} {
		var o feature.Options
		err := o.Set(c.key, c.value)
		got := fmt.Sprint(o)
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(strings.TrimPrefix(got, c.key+"="+c.value+": "), c.want) {
			t.Errorf("%s=%s: %s, want %s", c.key, c.value, got, c.want)
		}
	}
	if err := (feature.Options{Scaling: "log"}).Check(); err == nil {
		t.Error("an unknown scaling passes")
	}
	if err := (feature.Options{PCA: -1}).Check(); err == nil {
		t.Error("less than no component passes")
	}
}
