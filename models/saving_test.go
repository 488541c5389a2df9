package models_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/models"
)

func must[T any](x T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

// saved returns the file of a small model, fitted to two records.
func saved(t testing.TB, name string) []byte {
	info := must(models.Lookup(name))(t)
	set := settings(info.Params)
	set["epochs"], set["members"] = "1", "1"
	model := must(info.Make(set))(t)
	made := must(dataset.New(dataset.Dataset{
		Name: "pair", IDs: []string{"a", "b"}, Classes: []string{"0", "1"}, Labels: []int{0, 1},
		Blocks: []dataset.Block{{
			Modality: dataset.Modality{Name: "t", Kind: dataset.Table, Columns: []string{"x", "y"}},
			Numbers:  dataset.Matrix{Rows: 2, Cols: 2, Data: []float64{1, 2, 3, 5}}, Causes: make([]dataset.Cause, 2),
		}},
	}))(t)
	v := made.All()
	if err := model.Fit(context.Background(), v, v, job.Env{Seed: rng.New(1)}); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := models.Save(&file, info, set, model); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestOnlyNetworksAreKept(t *testing.T) {
	info := must(models.Lookup("late-fusion"))(t)
	model := must(info.Make(nil))(t)
	if err := models.Save(&bytes.Buffer{}, info, nil, model); !errors.Is(err, models.ErrNotKept) || models.Keeps(model) {
		t.Errorf("saving late fusion gave %v", err)
	}
}

func TestLoadRefuses(t *testing.T) {
	good := saved(t, "bypass")
	for _, c := range []struct{ name, old, new, want string }{
		{"another format", `"lacuna":"1"`, `"lacuna":"2"`, "use a newer program"},
		{"no model", `"lacuna":"1"`, `"lagoon":"1"`, "no model of this program"},
		{"unknown model", `"model":"bypass"`, `"model":"sundry"`, `no model "sundry"`},
		{"unknown setting", `\"members\"`, `\"thimble\"`, "thimble"},
		{"another width", `\"width\":\"16\"`, `\"width\":\"15\"`, "the numbers of the file take"},
		{"modality beyond", `{\"modality\":0,`, `{\"modality\":9,`, "input of modality 9"},
		{"state of another kind", `\"columns\":[`, `\"calumny\":[`, "0 modalities"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !bytes.Contains(good, []byte(c.old)) {
				t.Fatalf("the file has no %s", c.old)
			}
			_, err := models.Load(bytes.NewReader(bytes.Replace(good, []byte(c.old), []byte(c.new), 1)))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(saved(f, "bypass"))
	f.Add(saved(f, "mlp"))
	f.Add([]byte{2, 0, 0, 0, 0, 0, 0, 0, '{', '}'})
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = models.Load(bytes.NewReader(data)) })
}
