package dataset_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// valid is a dataset of two records that New takes.
func valid() dataset.Dataset {
	return dataset.Dataset{
		Name: "valid", IDs: []string{"a", "b"}, Classes: []string{"x"}, Labels: []int{0, dataset.NoLabel}, Splits: []string{"train", "test"},
		Groups: map[string][]string{"site": {"n", "s"}},
		Blocks: []dataset.Block{
			{Modality: dataset.Modality{Name: "t", Kind: dataset.Table, Columns: []string{"u", "v"}}, Numbers: dataset.NewMatrix(2, 2), Causes: make([]dataset.Cause, 2)},
			{Modality: dataset.Modality{Name: "i", Kind: dataset.Image, Columns: make([]string, 4), Shape: []int{2, 2}}, Numbers: dataset.NewMatrix(2, 4), Causes: make([]dataset.Cause, 2)},
		},
	}
}

func TestNew(t *testing.T) {
	d := build(t, valid())
	if d.Records() != 2 || cmp.Diff([]string{"t", "i"}, d.Names()) != "" || cmp.Diff([]int{0}, d.Labelled()) != "" {
		t.Errorf("%d records, %v, labelled %v", d.Records(), d.Names(), d.Labelled())
	}
	if m, err := d.ModalityIndex("i"); m != 1 || err != nil {
		t.Errorf("%d, %v", m, err)
	}
	if _, err := d.ModalityIndex("z"); err == nil || !strings.Contains(err.Error(), "there are t, i") {
		t.Errorf("%v", err)
	}
	plain := valid()
	plain.Labels = nil
	if d := build(t, plain); len(d.Labelled()) != 0 || d.Labels[1] != dataset.NoLabel {
		t.Errorf("labels %v", d.Labels)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(d *dataset.Dataset)
		says   string
	}{
		{"no records", func(d *dataset.Dataset) { d.IDs = nil }, "no records"},
		{"no modality", func(d *dataset.Dataset) { d.Blocks = nil }, "no modality"},
		{"duplicate id", func(d *dataset.Dataset) { d.IDs = []string{"a", "a"} }, "1 ids occur more than once: a"},
		{"empty id", func(d *dataset.Dataset) { d.IDs = []string{"a", ""} }, "record 2 has an empty id"},
		{"modality twice", func(d *dataset.Dataset) { d.Blocks[1].Modality.Name = "t" }, `"t" is empty or occurs twice`},
		{"too few causes", func(d *dataset.Dataset) { d.Blocks[0].Causes = nil }, "0 causes for 2 records"},
		{"too few rows", func(d *dataset.Dataset) { d.Blocks[0].Numbers = dataset.NewMatrix(1, 2) }, "1 rows for 2 records"},
		{"too few names", func(d *dataset.Dataset) { d.Blocks[0].Modality.Columns = nil }, "2 columns but 0 column names"},
		{"no columns", func(d *dataset.Dataset) {
			d.Blocks[0].Modality.Columns, d.Blocks[0].Numbers = nil, dataset.NewMatrix(2, 0)
		}, "no columns"},
		{"wrong shape", func(d *dataset.Dataset) { d.Blocks[1].Modality.Shape = []int{3, 2} }, "shape [3 2] does not make 4 columns"},
		{"too few texts", func(d *dataset.Dataset) { d.Blocks[0].Texts = []string{"x"} }, "1 texts for 2 records"},
		{"too few files", func(d *dataset.Dataset) { d.Blocks[0].Files = []string{"x"} }, "1 files for 2 records"},
		{"too few labels", func(d *dataset.Dataset) { d.Labels = []int{0} }, "1 labels"},
		{"too few split entries", func(d *dataset.Dataset) { d.Splits = []string{""} }, "1 split entries"},
		{"unknown class", func(d *dataset.Dataset) { d.Labels[0] = 1 }, "label 1 is none of the 1 classes"},
		{"short group", func(d *dataset.Dataset) { d.Groups["site"] = nil }, `group column "site"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := valid()
			c.change(&d)
			if _, err := dataset.New(d); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want an error saying %q", err, c.says)
			}
		})
	}
}

// The hash covers everything that can change a result, and nothing about where
// the data lie.
func TestHash(t *testing.T) {
	want := build(t, valid()).Hash()
	for name, change := range map[string]func(d *dataset.Dataset){
		"id":       func(d *dataset.Dataset) { d.IDs[0] = "z" },
		"value":    func(d *dataset.Dataset) { d.Blocks[0].Numbers.Set(1, 1, 5) },
		"cause":    func(d *dataset.Dataset) { d.Blocks[0].Causes[0] = dataset.NoRow },
		"label":    func(d *dataset.Dataset) { d.Labels[1] = 0 },
		"class":    func(d *dataset.Dataset) { d.Classes[0] = "y" },
		"split":    func(d *dataset.Dataset) { d.Splits[0] = "test" },
		"group":    func(d *dataset.Dataset) { d.Groups["site"][0] = "w" },
		"modality": func(d *dataset.Dataset) { d.Blocks[0].Modality.Name = "u" },
		"column":   func(d *dataset.Dataset) { d.Blocks[0].Modality.Columns[0] = "w" },
		"shape":    func(d *dataset.Dataset) { d.Blocks[1].Modality.Shape = []int{1, 4} },
	} {
		d := valid()
		change(&d)
		if build(t, d).Hash() == want {
			t.Errorf("another %s has the same hash", name)
		}
	}
	elsewhere := valid()
	elsewhere.Name, elsewhere.Root, elsewhere.Format = "other", "there", "wide-csv"
	elsewhere.Blocks[0].Modality.Source = "t.csv"
	elsewhere.Problems = []dataset.Problem{{What: "odd"}}
	if build(t, elsewhere).Hash() != want {
		t.Error("where the data lie changes the hash")
	}
}

func TestUserError(t *testing.T) {
	for want, u := range map[string]dataset.UserError{
		"No file: it is gone. Look elsewhere.": {What: "No file", Why: "it is gone", Try: "Look elsewhere."},
		"No file. Look elsewhere.":             {What: "No file", Try: "Look elsewhere."},
		"No file":                              {What: "No file", Err: fs.ErrNotExist},
	} {
		if got := u.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if errors.Is(&u, fs.ErrNotExist) != (u.Err != nil) {
			t.Errorf("%q does not lead to the error underneath", want)
		}
	}
}

func TestMatrix(t *testing.T) {
	m := dataset.NewMissing(2, 2)
	m.Set(1, 0, 3)
	c := m.Clone()
	c.Set(1, 0, 4)
	if m.At(1, 0) != 3 || m.Row(1)[0] != 3 || !same(m.At(0, 1), c.At(0, 1)) || len(append(m.Row(0), 9)) != 3 || m.At(1, 0) != 3 {
		t.Errorf("%v", m)
	}
}
