package format_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// drawDataset draws a dataset as readers make them.
func drawDataset(t *rapid.T) *dataset.Dataset {
	n := rapid.IntRange(1, 8).Draw(t, "records")
	ids := rapid.SliceOfN(rapid.StringMatching(`[=@'a-zA-Z0-9,;" é]{0,5}[a-z]`), n, n).Draw(t, "ids")
	d := dataset.Dataset{Name: "drawn", Groups: map[string][]string{"site": rapid.SliceOfN(rapid.StringMatching(`[-b-m]{0,3}`), n, n).Draw(t, "sites")}}
	for i, id := range ids {
		d.IDs = append(d.IDs, fmt.Sprintf("%s%d", strings.TrimSpace(id), i)) // different also once trimmed
		d.Labels = append(d.Labels, i%3)
	}
	d.Classes = []string{"1", "2", "10"}[:min(n, 3)]
	for m := range rapid.IntRange(1, 3).Draw(t, "modalities") {
		d.Blocks = append(d.Blocks, drawBlock(t, fmt.Sprintf("m%d", m), n))
	}
	d.Blocks = append(d.Blocks, drawImages(t, n), drawTexts(t, n))
	d.Splits = rapid.SliceOfN(rapid.SampledFrom([]string{"train", "test"}), n, n).Draw(t, "splits")
	d.Groups["split"] = d.Splits
	out, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// drawField draws a kind of column and how its cells are drawn.
func drawField(t *rapid.T) (dataset.Field, *rapid.Generator[float64]) {
	cents := rapid.Map(rapid.IntRange(-1e8, 1e8), func(n int) float64 { return float64(n) / 100 })
	whole := rapid.Map(rapid.IntRange(-1e9, 1e9), func(n int) float64 { return float64(n) })
	switch rapid.IntRange(0, 5).Draw(t, "field") {
	case 0:
		return dataset.Field{Kind: dataset.Whole}, whole
	case 1:
		return dataset.Field{Prefix: "$", Decimals: 2}, cents
	case 2:
		return dataset.Field{Suffix: " %", Decimals: rapid.IntRange(0, 3).Draw(t, "decimals")}, cents
	case 3:
		levels := rapid.SliceOfNDistinct(rapid.StringMatching(`[=a-m][a-m ]{0,3}[a-m]`), 1, 4, rapid.ID).Draw(t, "levels")
		slices.Sort(levels)
		return dataset.Field{Kind: dataset.Category, Levels: levels}, rapid.Map(rapid.IntRange(0, len(levels)-1), func(n int) float64 { return float64(n) })
	case 4:
		layout := rapid.SampledFrom([]string{"2006-01-02", "02.01.2006", "2006-01-02 15:04"}).Draw(t, "layout")
		epoch := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
		return dataset.Field{Kind: dataset.Date, Layout: layout, Epoch: epoch}, rapid.Map(rapid.IntRange(-4e4, 4e4), func(n int) float64 { return float64(n) })
	}
	return dataset.Field{}, rapid.Map(rapid.Float64(), func(x float64) float64 { return x + 0 }) // no −0
}

// drawAbsent draws who lacks a modality, and why.
func drawAbsent(t *rapid.T, n int) []dataset.Cause {
	return rapid.SliceOfN(rapid.SampledFrom([]dataset.Cause{
		dataset.Present, dataset.Present, dataset.Present, dataset.NoRow, dataset.Null, dataset.NoFile, dataset.Unreadable}), n, n).Draw(t, "causes")
}

func drawBlock(t *rapid.T, name string, n int) dataset.Block {
	cols := rapid.IntRange(1, 4).Draw(t, "columns")
	b := dataset.Block{Modality: dataset.Modality{Name: name, Kind: dataset.Table}, Numbers: dataset.NewMissing(n, cols), Causes: drawAbsent(t, n)}
	b.Modality.Columns = []string{"x", "label", "a, \"b\"", "=7"}[:cols]
	if name == "m0" {
		b.Causes[0] = dataset.Present // data of which nothing is there are no data
	}
	for j := range cols {
		field, cell := drawField(t)
		b.Modality.Fields = append(b.Modality.Fields, field)
		for i, c := range b.Causes {
			if c == dataset.Present && (j == 0 || rapid.Bool().Draw(t, "there")) {
				b.Numbers.Set(i, j, cell.Draw(t, "cell"))
			}
		}
	}
	if !slices.ContainsFunc(b.Modality.Fields, func(f dataset.Field) bool { return f.Kind != "" || f.Decimals > 0 || f.Suffix != "" }) {
		b.Modality.Fields = nil // as readers say of plain numbers
	}
	return b
}

func drawImages(t *rapid.T, n int) dataset.Block {
	b := dataset.Block{Modality: dataset.Modality{Name: "image", Kind: dataset.Image, Columns: []string{"1", "2", "3", "4"}, Shape: []int{2, 2}},
		Numbers: dataset.Matrix{Cols: 4}, Causes: drawAbsent(t, n), Rows: make([]int, n)}
	for i, c := range b.Causes {
		b.Rows[i] = -1
		if c == dataset.Present {
			b.Rows[i] = b.Numbers.Rows
			b.Numbers.Rows++
			b.Numbers.Data = append(b.Numbers.Data, rapid.SliceOfN(rapid.Float64Range(0, 1), 4, 4).Draw(t, "pixels")...)
		}
	}
	return b
}

func drawTexts(t *rapid.T, n int) dataset.Block {
	b := dataset.Block{Modality: dataset.Modality{Name: "words", Kind: dataset.Text}, Numbers: dataset.NewMatrix(n, 0), Texts: make([]string, n), Causes: make([]dataset.Cause, n)}
	for i := range n {
		// Several lines of one comma each are taken for rows behind a quote that was
		// never closed: commas stand in texts of one line.
		text := rapid.OneOf(rapid.StringMatching(`[-=@'a-zA-Z0-9",;é ]{0,20}`), rapid.StringMatching(`[-=@'a-zA-Z0-9";é\n ]{0,20}`)).Draw(t, "text")
		b.Texts[i] = strings.TrimSpace(text)
		if b.Texts[i] == "" {
			b.Causes[i] = rapid.SampledFrom([]dataset.Cause{dataset.NoRow, dataset.Null}).Draw(t, "cause")
		}
	}
	return b
}

// TestWrittenFolderReadsBack writes any dataset and reads the same again.
func TestWrittenFolderReadsBack(t *testing.T) {
	base, k := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		d := drawDataset(t)
		k++
		dir := filepath.Join(base, fmt.Sprint(k))
		if _, err := format.WriteFolder(dir, d.All()); err != nil {
			t.Fatal(err)
		}
		back, err := format.Open(t.Context(), dir, format.Options{Import: dataset.Import{Features: []string{dataset.AllFeatures}}})
		if err != nil {
			t.Fatal(err)
		}
		if d.Hash() == back.Hash() {
			return
		}
		for _, diff := range []string{
			cmp.Diff(d.IDs, back.IDs), cmp.Diff(d.Classes, back.Classes), cmp.Diff(d.Labels, back.Labels), cmp.Diff(d.Splits, back.Splits), cmp.Diff(d.Groups, back.Groups),
			cmp.Diff(d.Blocks, back.Blocks, cmpopts.EquateNaNs(), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(dataset.Modality{}, "Source"), cmpopts.IgnoreFields(dataset.Block{}, "Rows")),
		} {
			t.Log(diff)
		}
		t.Fatalf("other data; %v", back.Problems)
	})
}

// TestWriteFilled writes imputed values, and says which they are.
func TestWriteFilled(t *testing.T) {
	d := small(t)
	v := d.All()
	a, b := v.Dense(0), v.Dense(1)
	b.Set(1, 0, 4.6) // of whole numbers
	b.Set(2, 0, 7)
	b.Set(2, 1, 1234567)
	dir := filepath.Join(t.TempDir(), "out", "filled")
	if _, err := format.WriteFilled(dir, v, []dataset.Matrix{a, b}); err != nil {
		t.Fatal(err)
	}
	back, err := format.Open(t.Context(), dir, format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b.Set(1, 0, 5)
	if diff := cmp.Diff(b, back.All().Dense(1)); diff != "" {
		t.Error(diff)
	}
	// Masks of its own are no remark: --strict allows what impute wrote.
	if len(back.Problems) > 0 || !strings.Contains(strings.Join(back.Import.Why, "\n"), "filled stand in mask_b.csv, mask_observed.csv") {
		t.Errorf("said %v, because %q", back.Problems, back.Import.Why)
	}
	for file, want := range map[string]string{
		"mask_observed.csv": "id,a,b\np1,1,1\np2,1,1\np3,1,0\n",
		"mask_b.csv":        "id,y,z\np1,1,1\np2,0,1\np3,0,0\n",
	} {
		if got := content(t, dir, file); got != want {
			t.Errorf("%s is %q, want %q", file, got, want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "mask_a.csv")); err == nil {
		t.Error("there is a mask of a modality in which nothing was filled")
	}
}

func content(t *testing.T, dir, file string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// people is a dataset with columns of every kind, a text and a picture.
func people(t *testing.T) *dataset.Dataset {
	t.Helper()
	nan := math.NaN()
	epoch := time.Date(2024, 2, 28, 0, 0, 0, 0, time.UTC)
	d, err := dataset.New(dataset.Dataset{
		IDs: []string{"=1+1", "-2", "p3"}, Classes: []string{"no", "yes"}, Labels: []int{1, 0, dataset.NoLabel},
		Splits: []string{"train", "test", ""}, Groups: map[string][]string{"split": {"train", "test", ""}, "site": {"@home", "'+x", "-5"}},
		Blocks: []dataset.Block{
			{
				Modality: dataset.Modality{Name: "table", Kind: dataset.Table, Columns: []string{"colour", "day", "children", "price", "code", "=x"}, Fields: []dataset.Field{
					{Kind: dataset.Category, Levels: []string{"-", "blue", "red"}}, {Kind: dataset.Date, Layout: "02.01.2006", Epoch: epoch},
					{Kind: dataset.Whole}, {Prefix: "$", Decimals: 2}, {Kind: dataset.Whole, Width: 5}, {Suffix: " %"}}},
				Numbers: dataset.Matrix{Rows: 3, Cols: 6, Data: []float64{2, 1, 1234567, 1.5, 123, -5, 0, nan, 0, 12, 99999, 0.25, nan, nan, nan, nan, nan, nan}},
				Causes:  []dataset.Cause{dataset.Present, dataset.Present, dataset.Sentinel},
			},
			{
				Modality: dataset.Modality{Name: "photo", Kind: dataset.Image, Columns: []string{"1", "2"}, Shape: []int{1, 2}},
				Numbers:  dataset.Matrix{Rows: 1, Cols: 2, Data: []float64{0.5, 1000000}}, Rows: []int{-1, 0, -1},
				Files: []string{"lost.png", "sub/2.png", ""}, Causes: []dataset.Cause{dataset.NoFile, dataset.Present, dataset.NoRow},
			},
			{
				Modality: dataset.Modality{Name: "note", Kind: dataset.Text}, Texts: []string{"=SUM(A1)", "-3 apples", ""},
				Causes: []dataset.Cause{dataset.Present, dataset.Present, dataset.Null},
			},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What came in goes out: words, dates, digits, texts; nothing that a
// spreadsheet would compute.
func TestCellsAreWrittenAsTheyWere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	told, err := format.WriteFolder(dir, people(t).All())
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"table.csv":  "id,colour,day,children,price,code,'=x\n'=1+1,red,29.02.2024,1234567,$1.50,00123,-5 %\n-2,'-,,0,$12.00,99999,0.25 %\n",
		"photo.csv":  "id,1,2\n-2,0.5,1000000\n",
		"note.csv":   "id,text\n'=1+1,'=SUM(A1)\n-2,'-3 apples\n",
		"labels.csv": "id,label\n'=1+1,yes\n-2,no\np3,\n",
		"split.csv":  "id,split\n'=1+1,train\n-2,test\np3,\n",
		"groups.csv": "id,site\n'=1+1,'@home\n-2,''+x\np3,-5\n",
	} {
		if diff := cmp.Diff(want, content(t, dir, file)); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
	about := content(t, dir, "dataset.json")
	for _, part := range []string{`"apostrophes": true`, `"red"`, `"02.01.2006"`, `"sub/2.png"`, `"no-file"`, `"sentinel"`} {
		if !strings.Contains(about, part) {
			t.Errorf("dataset.json does not say %s", part)
		}
	}
	if len(told) != 1 || !strings.Contains(told[0].What, `: 11, such as "=x"`) {
		t.Errorf("told %v", told)
	}
}

// Estimates are written as cells of their column; what nothing could be told of
// is left empty, and texts stay as they were.
func TestFilledCellsLookLikeTheirColumn(t *testing.T) {
	d, nan := people(t), math.NaN()
	table, photo := d.All().Dense(0), d.All().Dense(1)
	copy(table.Row(1), []float64{0, 2.4, 0, 12, 99999, 0.25})
	copy(table.Row(2), []float64{1, nan, 1.526, 3.25, 7.1, 1.5})
	for i := range 3 {
		copy(photo.Row(i), []float64{0.5, 0.25})
	}
	dir := filepath.Join(t.TempDir(), "out")
	if _, err := format.WriteFilled(dir, d.All(), []dataset.Matrix{table, photo, dataset.NewMatrix(3, 0)}); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"table.csv":         "id,colour,day,children,price,code,'=x\n'=1+1,red,29.02.2024,1234567,$1.50,00123,-5 %\n-2,'-,01.03.2024,0,$12.00,99999,0.25 %\np3,blue,,2,$3.25,00007,1.5 %\n",
		"photo.csv":         "id,1,2\n'=1+1,0.5,0.25\n-2,0.5,1000000\np3,0.5,0.25\n",
		"note.csv":          "id,text\n'=1+1,'=SUM(A1)\n-2,'-3 apples\np3,\n",
		"mask_observed.csv": "id,table,photo,note\n'=1+1,1,0,1\n-2,1,1,1\np3,0,0,0\n",
		"mask_table.csv":    "id,colour,day,children,price,code,'=x\n'=1+1,1,1,1,1,1,1\n-2,1,0,1,1,1,1\np3,0,0,0,0,0,0\n",
	} {
		if diff := cmp.Diff(want, content(t, dir, file)); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "mask_photo.csv")); err == nil {
		t.Error("the pixels of pictures that were not there are masked one by one")
	}
}

func TestWriteFolderRefuses(t *testing.T) {
	d := small(t)
	dir := writeFiles(t, map[string]string{"a.txt": "precious"})
	write := func(dir string, v dataset.View) error {
		_, err := format.WriteFolder(dir, v)
		return err
	}
	wantUserError(t, write(dir, d.All()), "not empty")
	wantUserError(t, write(filepath.Join(dir, "a.txt", "b"), d.All()), "cannot be written")
	v, err := d.All().Derive([]dataset.Modality{{Name: "labels", Columns: []string{"x"}}, {Name: "b", Columns: []string{"y", "z"}}},
		[]dataset.Matrix{d.All().Dense(0), d.All().Dense(1)})
	if err != nil {
		t.Fatal(err)
	}
	wantUserError(t, write(filepath.Join(dir, "new"), v), `"labels" cannot be written`)
	v, err = d.All().Derive([]dataset.Modality{{Name: "b", Columns: []string{"x"}}, {Name: "B", Columns: []string{"y", "z"}}},
		[]dataset.Matrix{d.All().Dense(0), d.All().Dense(1)})
	if err != nil {
		t.Fatal(err)
	}
	wantUserError(t, write(filepath.Join(dir, "new"), v), `"b" and "B" cannot both be written`)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
