package feature

import (
	"fmt"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/rng"
	"lacuna/internal/saved/savedtest"
)

// everything has a modality of every kind, with gaps.
func everything(t *testing.T, n int) *dataset.Dataset {
	t.Helper()
	r := rng.New(4).Rand()
	d := dataset.Dataset{Name: "all"}
	causes := func(k int) []dataset.Cause {
		out := make([]dataset.Cause, n)
		for i := k; i < n; i += 7 {
			out[i] = dataset.NoRow
		}
		return out
	}
	numbers := func(cols int, x func(i, j int) float64) dataset.Matrix {
		m := dataset.NewMatrix(n, cols)
		for i := range n {
			for j := range cols {
				m.Set(i, j, x(i, j))
			}
		}
		return m
	}
	names := func(k int) []string {
		out := make([]string, k)
		for j := range out {
			out[j] = fmt.Sprintf("c%d", j)
		}
		return out
	}
	texts := make([]string, n)
	for i := range n {
		d.IDs = append(d.IDs, fmt.Sprintf("r%02d", i))
		texts[i] = []string{"the cat sat", "a dog ran far", "the dog sat", ""}[i%4]
	}
	d.Blocks = []dataset.Block{
		{Modality: dataset.Modality{Name: "table", Kind: dataset.Table, Columns: []string{"x", "word", "day"}, Fields: []dataset.Field{{}, {Kind: dataset.Category, Levels: []string{"a", "b", "c"}}, {Kind: dataset.Whole}}},
			Numbers: numbers(3, func(i, j int) float64 {
				if j == 1 {
					return float64(i % 2)
				}
				if (i+j)%11 == 0 {
					return math.NaN()
				}
				return r.NormFloat64()
			}), Causes: causes(1)},
		{Modality: dataset.Modality{Name: "counts", Kind: dataset.Table, Columns: names(60)}, Numbers: numbers(60, func(i, j int) float64 { return float64((i * j) % 31 / 29) }), Causes: causes(2)},
		{Modality: dataset.Modality{Name: "image", Kind: dataset.Image, Columns: names(64), Shape: []int{8, 8}}, Numbers: numbers(64, func(i, j int) float64 { return r.Float64() }), Causes: causes(3)},
		{Modality: dataset.Modality{Name: "text", Kind: dataset.Text}, Texts: texts, Causes: causes(4)},
	}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

var ways = []Options{{}, {Scaling: Robust, Categories: Ordinal}, {Scaling: MinMax, Texts: Hashed}, {Images: HOG}, {PCA: 2}, {PCA: 2, Images: HOG, Texts: Hashed, Categories: Ordinal}}

// TestPipelinesComeBack holds the features of a loaded pipeline against those of
// the one that was saved, bit for bit, and what Unscale makes of them.
func TestPipelinesComeBack(t *testing.T) {
	d := everything(t, 30)
	for _, o := range ways {
		p, err := Fit(d.View(rowsUpTo(20), nil), o)
		if err != nil {
			t.Fatal(err)
		}
		file, err := savedtest.Saved(p.State())
		if err != nil {
			t.Fatal(err)
		}
		root, err := file.Root()
		if err != nil {
			t.Fatal(err)
		}
		loaded, err := Load(root)
		if err != nil {
			t.Fatalf("%+v: %v", o, err)
		}
		want, err1 := p.Apply(d.All())
		got, err2 := loaded.Apply(d.All())
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		for m := range want.Modalities() {
			x, y := want.Dense(m), got.Dense(m)
			sameCells(t, x, y)
			sameCells(t, p.Unscale(m, x), loaded.Unscale(m, y))
		}
	}
}

func rowsUpTo(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}

func sameCells(t *testing.T, a, b dataset.Matrix) {
	t.Helper()
	if a.Rows != b.Rows || a.Cols != b.Cols {
		t.Fatalf("%d×%d and %d×%d", a.Rows, a.Cols, b.Rows, b.Cols)
	}
	for k := range a.Data {
		if math.Float64bits(a.Data[k]) != math.Float64bits(b.Data[k]) {
			t.Fatalf("cell %d: %g and %g", k, a.Data[k], b.Data[k])
		}
	}
}

// TestDamagedPipelines loads files in which one thing is wrong: an error, or
// some features, but never a panic.
func TestDamagedPipelines(t *testing.T) {
	d := everything(t, 30)
	for _, o := range ways {
		p, err := Fit(d.All(), o)
		if err != nil {
			t.Fatal(err)
		}
		file, err := savedtest.Saved(p.State())
		if err != nil {
			t.Fatal(err)
		}
		refused := 0
		for seed := range uint64(150) {
			bad, what, err := savedtest.Damaged(file, seed)
			if err != nil {
				t.Fatal(err)
			}
			root, err := bad.Root()
			if err != nil {
				t.Fatal(err)
			}
			loaded, err := Load(root)
			if err != nil {
				refused++
				continue
			}
			t.Log(what)
			_, _ = loaded.Apply(d.All())
		}
		if refused == 0 {
			t.Error("no damage was noticed")
		}
	}
}

// TestStrangeWords: a word that the dataset of the fit does not know is none of
// the others, and known ones are read by their names.
func TestStrangeWords(t *testing.T) {
	words := func(levels []string, cells ...float64) *dataset.Dataset {
		m := dataset.Matrix{Rows: len(cells), Cols: 1, Data: cells}
		d := dataset.Dataset{Blocks: []dataset.Block{{Modality: dataset.Modality{Name: "t", Columns: []string{"w"}, Kind: dataset.Table,
			Fields: []dataset.Field{{Kind: dataset.Category, Levels: levels}}}, Numbers: m, Causes: make([]dataset.Cause, len(cells))}}}
		for i := range cells {
			d.IDs = append(d.IDs, fmt.Sprint(i))
		}
		made, err := dataset.New(d)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	p, err := Fit(words([]string{"b", "d"}, 0, 1, 0).All(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, err := p.Apply(words([]string{"b", "d"}, 1, 0).All())
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Apply(words([]string{"a", "b", "c", "d"}, 3, 1, 0).All())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		for j, x := range want.Row(i, 0) {
			if y := got.Row(i, 0)[j]; x != y {
				t.Errorf("row %d, column %d: %g and %g", i, j, x, y)
			}
		}
	}
	strange, low := got.Row(2, 0), want.Row(0, 0)[0] // of the first level, where it is not
	if strange[0] != low || strange[1] != want.Row(1, 0)[1] {
		t.Errorf("a strange word is %v", strange)
	}
}
