package format_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// drawDataset draws a dataset as readers make them.
func drawDataset(t *rapid.T) *dataset.Dataset {
	n := rapid.IntRange(1, 8).Draw(t, "records")
	ids := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-zA-Z0-9,;" é]{0,5}[a-z0-9]`), n, n, rapid.ID).Draw(t, "ids")
	for i := range ids {
		ids[i] = strings.TrimSpace(ids[i])
	}
	d := dataset.Dataset{Name: "drawn", Classes: []string{"1", "2", "10"}, Groups: map[string][]string{}}
	for i, id := range ids {
		d.IDs = append(d.IDs, fmt.Sprintf("%d%s", i, id)) // different also once trimmed
		d.Labels = append(d.Labels, i%3)
	}
	for m := range rapid.IntRange(1, 3).Draw(t, "modalities") {
		d.Blocks = append(d.Blocks, drawBlock(t, fmt.Sprintf("m%d", m), n))
	}
	d.Blocks = append(d.Blocks, drawTexts(t, n))
	if rapid.Bool().Draw(t, "split") {
		d.Splits = rapid.SliceOfN(rapid.SampledFrom([]string{"train", "test"}), n, n).Draw(t, "splits")
		d.Groups["split"] = d.Splits
		d.Groups["site"] = rapid.SliceOfN(rapid.StringMatching(`[a-z]{0,3}`), n, n).Draw(t, "sites")
	}
	out, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func drawBlock(t *rapid.T, name string, n int) dataset.Block {
	cols := rapid.IntRange(1, 4).Draw(t, "columns")
	b := dataset.Block{Modality: dataset.Modality{Name: name, Kind: dataset.Table}, Numbers: dataset.NewMissing(n, cols), Causes: make([]dataset.Cause, n)}
	if cols == 4 {
		b.Modality.Kind, b.Modality.Shape = dataset.Image, []int{2, 2}
	}
	b.Modality.Columns = []string{"x", "label", "a, \"b\"", "7"}[:cols]
	cell := rapid.OneOf(rapid.Float64(), rapid.Just(math.NaN()), rapid.Float64Range(-1, 1))
	for i := range n {
		if !rapid.Bool().Draw(t, "there") {
			b.Causes[i] = dataset.NoRow
			continue
		}
		row := b.Numbers.Row(i)
		for j := range row {
			if row[j] = cell.Draw(t, "cell"); math.IsInf(row[j], 0) {
				row[j] = 0
			}
		}
		if math.IsNaN(row[0]) {
			row[0] = 1
		}
	}
	return b
}

func drawTexts(t *rapid.T, n int) dataset.Block {
	b := dataset.Block{Modality: dataset.Modality{Name: "words", Kind: dataset.Text}, Numbers: dataset.NewMatrix(n, 0), Texts: make([]string, n), Causes: make([]dataset.Cause, n)}
	for i := range n {
		b.Texts[i] = strings.TrimSpace(rapid.StringMatching(`[a-zA-Z0-9",;é\n ]{0,20}`).Draw(t, "text"))
		if b.Texts[i] == "" {
			b.Causes[i] = dataset.NoRow
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
		if err := format.WriteFolder(dir, d.All()); err != nil {
			t.Fatal(err)
		}
		back, err := format.Open(t.Context(), dir, format.Options{})
		if err != nil {
			t.Fatal(err)
		}
		ignore := cmp.Options{
			cmpopts.IgnoreFields(dataset.Dataset{}, "Name", "Root", "Format", "Problems", "Presence", "Classes", "Labels"), cmpopts.IgnoreUnexported(dataset.Dataset{}),
			cmpopts.IgnoreFields(dataset.Modality{}, "Source"), cmpopts.EquateNaNs(), cmpopts.EquateEmpty(),
		}
		if diff := cmp.Diff(d, back, ignore); diff != "" {
			t.Fatal(diff)
		}
		for i := range d.Records() {
			if want, got := d.Classes[d.Labels[i]], back.Classes[back.Labels[i]]; want != got {
				t.Fatalf("record %d: label %q became %q", i, want, got)
			}
		}
	})
}

// TestWriteFilled writes imputed values, and says which they are.
func TestWriteFilled(t *testing.T) {
	d := small(t)
	v := d.All()
	a, b := v.Dense(0), v.Dense(1)
	b.Set(1, 0, 0.5)
	b.Set(2, 0, 0.25)
	b.Set(2, 1, 1e-300)
	f, err := dataset.NewFilled(v, []dataset.Matrix{a, b})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out", "filled")
	if err := format.WriteFolder(dir, f.View()); err != nil {
		t.Fatal(err)
	}
	back, err := format.Open(t.Context(), dir, format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, back.Blocks[1].Numbers); diff != "" {
		t.Error(diff)
	}
	mask, err := os.ReadFile(filepath.Join(dir, "mask_observed.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "id,a,b\np1,1,1\np2,1,1\np3,1,0\n"; string(mask) != want {
		t.Errorf("mask %q, want %q", mask, want)
	}
}

func TestWriteFolderRefuses(t *testing.T) {
	d := small(t)
	dir := writeFiles(t, map[string]string{"a.txt": "precious"})
	wantUserError(t, format.WriteFolder(dir, d.All()), "not empty")
	wantUserError(t, format.WriteFolder(filepath.Join(dir, "a.txt", "b"), d.All()), "cannot be written")
	v, err := d.All().Derive([]dataset.Modality{{Name: "labels", Columns: []string{"x"}}, {Name: "b", Columns: []string{"y", "z"}}},
		[]dataset.Matrix{d.All().Dense(0), d.All().Dense(1)})
	if err != nil {
		t.Fatal(err)
	}
	wantUserError(t, format.WriteFolder(filepath.Join(dir, "new"), v), `"labels" cannot be written`)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
