package fitted_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/fitted"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/internal/saved"
	"lacuna/internal/saved/savedtest"
	"lacuna/models"
)

var start = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// people is records with a table of a number, a word and a date, and a table of
// two numbers that every fifth lacks.
func people(t testing.TB, n int) *dataset.Dataset {
	t.Helper()
	r := rng.New(7).Rand()
	d := dataset.Dataset{Name: "people", Classes: []string{"no", "yes"}}
	a, b := dataset.NewMatrix(n, 3), dataset.NewMatrix(n, 2)
	causes := make([]dataset.Cause, n)
	for i := range n {
		class := i % 2
		d.IDs, d.Labels = append(d.IDs, fmt.Sprintf("p%02d", i)), append(d.Labels, class)
		copy(a.Row(i), []float64{r.NormFloat64() + 2*float64(class), float64((i + class) % 3), float64(i)})
		copy(b.Row(i), []float64{r.NormFloat64(), r.NormFloat64() - float64(class)})
		if i%5 == 4 {
			causes[i] = dataset.NoRow
		}
		if i%7 == 3 {
			a.Set(i, 0, math.NaN())
		}
	}
	d.Blocks = []dataset.Block{
		{Modality: dataset.Modality{Name: "body", Kind: dataset.Table, Columns: []string{"height", "job", "seen"},
			Fields: []dataset.Field{{}, {Kind: dataset.Category, Levels: []string{"baker", "clerk", "smith"}}, {Kind: dataset.Date, Layout: time.DateOnly, Epoch: start}}},
			Numbers: a, Causes: make([]dataset.Cause, n)},
		{Modality: dataset.Modality{Name: "blood", Kind: dataset.Table, Columns: []string{"u", "v"}}, Numbers: b, Causes: causes},
	}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// fit fits an imputer and a model to all records.
func fit(t testing.TB, d *dataset.Dataset) *fitted.Pipeline {
	t.Helper()
	features, err := feature.Fit(d.All(), feature.Options{})
	if err != nil {
		t.Fatal(err)
	}
	numbers, err := features.Apply(d.All())
	if err != nil {
		t.Fatal(err)
	}
	p := &fitted.Pipeline{About: fitted.About{Method: "hotdeck+logistic", Dataset: d.Name, Hash: d.Hash()}, Features: features, Known: [][]bool{{true, true, true}, {true, true}}, Classes: d.Classes,
		Imputer: &fitted.Imputer{Name: "hotdeck", Seed: rng.New(1)}, Model: &fitted.Model{Name: "logistic", Seed: rng.New(2)}}
	imputer, err1 := impute.Lookup("hotdeck")
	model, err2 := models.Lookup("logistic")
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if p.Imputer.Fitted, err = imputer.Make(nil); err != nil {
		t.Fatal(err)
	}
	if p.Model.Fitted, err = model.Make(nil); err != nil {
		t.Fatal(err)
	}
	if err := p.Imputer.Fitted.Fit(t.Context(), numbers, job.Env{}); err != nil {
		t.Fatal(err)
	}
	filled, err := p.Imputer.Fitted.Transform(t.Context(), numbers, job.Env{Seed: p.Imputer.Seed})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Model.Fitted.Fit(t.Context(), filled.View(), filled.View().Select(nil), job.Env{}); err != nil {
		t.Fatal(err)
	}
	return p
}

func file(t testing.TB, p *fitted.Pipeline) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := p.Write(t.Context(), &out, job.Env{}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func ask(t testing.TB, p *fitted.Pipeline, d *dataset.Dataset) []float64 {
	t.Helper()
	adapted, _, err := p.Adapt(d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Predict(t.Context(), adapted.All(), job.Env{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return got.Probabilities.Data
}

// TestPipelineComesBack holds a pipeline from a file against the fitted one, and
// the file of that against the first, bit for bit.
func TestPipelineComesBack(t *testing.T) {
	d := people(t, 40)
	p := fit(t, d)
	data := file(t, p)
	loaded, err := fitted.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ask(t, p, d), ask(t, loaded, d)); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(data, file(t, loaded)) {
		t.Error("saved again it is another file")
	}
	if diff := cmp.Diff(p.About, loaded.About); diff != "" {
		t.Error(diff)
	}
}

// change returns records with other blocks.
func change(t *testing.T, d *dataset.Dataset, f func(b []dataset.Block) []dataset.Block) *dataset.Dataset {
	t.Helper()
	c := *d
	c.Blocks = f(append([]dataset.Block(nil), d.Blocks...))
	made, err := dataset.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// column returns a block with other cells in one column.
func column(b *dataset.Block, j int, f dataset.Field, x func(float64) float64) {
	b.Modality.Fields = append([]dataset.Field(nil), b.Modality.Fields...)
	b.Modality.Fields[j] = f
	b.Numbers = b.Numbers.Clone()
	for i := range b.Numbers.Rows {
		b.Numbers.Set(i, j, x(b.Numbers.At(i, j)))
	}
}

// differences are other records: what is told of them, and whether they are the
// same in other terms.
var differences = []struct {
	name string
	with func(b []dataset.Block) []dataset.Block
	told []string
	same bool
}{
	{"as it was", func(b []dataset.Block) []dataset.Block { return b }, nil, true},
	{"modalities in another order", func(b []dataset.Block) []dataset.Block { return []dataset.Block{b[1], b[0]} }, nil, true},
	{"a modality by another name", func(b []dataset.Block) []dataset.Block { b[1].Modality.Name = "serum"; return b },
		[]string{"modality blood: the data call it serum; taken for it, as no other has its columns"}, true},
	{"a modality fewer", func(b []dataset.Block) []dataset.Block { return b[:1] }, []string{"modality blood: not in the data; absent from every record"}, false},
	{"a modality more", func(b []dataset.Block) []dataset.Block {
		more := b[1]
		more.Modality.Name, more.Modality.Columns = "urine", []string{"q", "r"}
		return append(b, more)
	}, []string{"modality urine: the model does not know it; left out"}, true},
	{"a column renamed", func(b []dataset.Block) []dataset.Block { b[1].Modality.Columns = []string{"u", "w"}; return b },
		[]string{"modality blood: no column v; missing in every record; if a column was renamed, give it its old name: the data also have w", "modality blood: the model does not know the column w; left out"}, false},
	{"no column known", func(b []dataset.Block) []dataset.Block { b[1].Modality.Columns = []string{"q", "w"}; return b },
		[]string{"modality blood: none of its columns is in the data, which have q, w; absent from every record; give columns that were renamed their old names"}, false},
	{"levels by other numbers", func(b []dataset.Block) []dataset.Block {
		column(&b[0], 1, dataset.Field{Kind: dataset.Category, Levels: []string{"actor", "baker", "clerk", "smith"}}, func(x float64) float64 { return x + 1 })
		return b
	}, nil, true},
	{"a strange level", func(b []dataset.Block) []dataset.Block {
		column(&b[0], 1, dataset.Field{Kind: dataset.Category, Levels: []string{"actor", "baker", "clerk"}}, func(x float64) float64 { return x })
		return b
	}, []string{"modality body: column job has words that no record had when the model was fitted: actor; taken as none of the others"}, false},
	{"days from another day", func(b []dataset.Block) []dataset.Block {
		column(&b[0], 2, dataset.Field{Kind: dataset.Date, Layout: time.RFC1123, Epoch: start.AddDate(0, 0, -10)}, func(x float64) float64 { return x + 10 })
		return b
	}, nil, true},
	{"numbers read as words", func(b []dataset.Block) []dataset.Block {
		column(&b[0], 0, dataset.Field{Kind: dataset.Category, Levels: []string{"2.5", "tall"}}, func(x float64) float64 {
			if math.IsNaN(x) || x < 0 {
				return math.NaN()
			}
			return 1
		})
		return b
	}, []string{"cells that are not what it held when the model was fitted; missing there"}, false},
}

// TestDifferencesAreTold gives a pipeline records that differ from those of its
// fit: what is told, and that what is the same in other terms gives the same
// bits.
func TestDifferencesAreTold(t *testing.T) {
	d := people(t, 40)
	p := fit(t, d)
	for _, c := range differences {
		adapted, told, err := p.Adapt(change(t, d, c.with))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var words []string
		for _, w := range told {
			words = append(words, w.String())
		}
		said := strings.Join(words, "\n")
		if len(told) != len(c.told) || !strings.Contains(said, strings.Join(c.told, "\n")) {
			t.Errorf("%s: told %q, want %q", c.name, words, c.told)
		}
		got, err := p.Predict(t.Context(), adapted.All(), job.Env{})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if same := cmp.Equal(ask(t, p, d), got.Probabilities.Data); same != c.same {
			t.Errorf("%s: the same predictions: %v", c.name, same)
		}
	}
}

func TestAdaptRefusesOtherKinds(t *testing.T) {
	d := people(t, 20)
	p := fit(t, d)
	text := change(t, d, func(b []dataset.Block) []dataset.Block {
		return []dataset.Block{b[0], {Modality: dataset.Modality{Name: "blood", Kind: dataset.Text}, Texts: make([]string, d.Records()), Causes: make([]dataset.Cause, d.Records())}}
	})
	if _, _, err := p.Adapt(text); err == nil || !strings.Contains(err.Error(), "blood is text in the data") {
		t.Error(err)
	}
}

func TestReadRefuses(t *testing.T) {
	good := file(t, fit(t, people(t, 20)))
	edit := func(change func(f *saved.File)) []byte {
		f, err := saved.Read(bytes.NewReader(good))
		if err != nil {
			t.Fatal(err)
		}
		change(f)
		data, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	state := func(old, new string) []byte {
		return edit(func(f *saved.File) {
			if !strings.Contains(f.Metadata["state"], old) {
				t.Fatalf("the state has no %s", old)
			}
			f.Metadata["state"] = strings.Replace(f.Metadata["state"], old, new, 1)
		})
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"no model":        {edit(func(f *saved.File) { delete(f.Metadata, "lacuna") }), "no model of this program"},
		"newer":           {edit(func(f *saved.File) { f.Metadata["lacuna"] = "3" }), "use a newer program"},
		"earlier":         {edit(func(f *saved.File) { f.Metadata["lacuna"] = "1" }), "keep the model again"},
		"unknown imputer": {state(`"name":"hotdeck"`, `"name":"sundry"`), `no imputer "sundry"`},
		"unknown model":   {state(`"name":"logistic"`, `"name":"sundry"`), `no model "sundry"`},
		"other settings":  {state(`"settings":null`, `"settings":{"thimble":"3"}`), "thimble"},
		"no classes":      {state(`"classes":["no","yes"]`, `"classes":[]`), "without classes"},
		"other classes":   {state(`"classes":2,"columns":`, `"classes":3,"columns":`), "3 classes"},
		"a program":       {state(`"name":"logistic"`, `"name":"exec:rm -rf"`), "no model"},
	} {
		_, err := fitted.Read(bytes.NewReader(c.data))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that says %q", name, err, c.want)
		}
		var newer *fitted.NewerError
		if errors.As(err, &newer) != (name == "newer") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzDamaged changes one thing after the other in a file whose checksum is
// right, loads it, and asks what can be loaded.
func FuzzDamaged(f *testing.F) {
	d := people(f, 20)
	p := fit(f, d)
	for seed := range uint64(40) {
		f.Add(seed, seed*31, seed%3)
	}
	data := file(f, p)
	f.Fuzz(func(t *testing.T, a, b, times uint64) {
		bad, err := saved.Read(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for k := range 1 + times%3 {
			if bad, _, err = savedtest.Damaged(bad, a+k*b); err != nil {
				return
			}
		}
		var out bytes.Buffer
		if err := bad.Write(&out); err != nil {
			t.Fatal(err)
		}
		loaded, err := fitted.Read(&out)
		if err != nil {
			return
		}
		adapted, _, err := loaded.Adapt(d)
		if err != nil || loaded.Model == nil {
			return
		}
		_, _ = loaded.Predict(context.Background(), adapted.All(), job.Env{})
	})
}
