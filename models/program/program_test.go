package program

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/models"
)

// scene is a dataset of two classes that the first modality tells, which every
// fourth record lacks; the second is texts.
func scene(t *testing.T) (train, validation, test dataset.View) {
	t.Helper()
	const n = 40
	d := dataset.Dataset{Name: "scene", Classes: []string{"no", "yes"}}
	numbers, causes := dataset.NewMissing(n, 2), make([]dataset.Cause, n)
	texts := make([]string, n)
	for i := range n {
		d.IDs, d.Labels = append(d.IDs, fmt.Sprintf("r%02d", i)), append(d.Labels, i%2)
		texts[i] = fmt.Sprintf("text, of %d", i)
		if causes[i] = dataset.NoRow; i%4 != 3 {
			causes[i] = dataset.Present
			numbers.Set(i, 0, float64(i%2))
			numbers.Set(i, 1, float64(i)/8)
		}
	}
	d.Blocks = []dataset.Block{
		{Modality: dataset.Modality{Name: "blood", Kind: dataset.Table, Columns: []string{"x", "y"}}, Numbers: numbers, Causes: causes},
		{Modality: dataset.Modality{Name: "report", Kind: dataset.Text}, Numbers: dataset.NewMatrix(n, 0), Texts: texts, Causes: make([]dataset.Cause, n)},
	}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	rows := func(from, to int) (list []int) {
		for i := from; i < to; i++ {
			list = append(list, i)
		}
		return list
	}
	all := made.All()
	return all.Select(rows(0, 20)), all.Select(rows(20, 28)), all.Select(rows(28, 40))
}

// shell writes a program as a script of the shell.
func shell(t *testing.T, lines string) *Model {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell here")
	}
	file := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(file, []byte("#!/bin/sh\nset -e\n"+lines), 0o700); err != nil { //nolint:gosec // it is to be run
		t.Fatal(err)
	}
	return pinned(t, file)
}

// pinned is the model of a program as it is now.
func pinned(t *testing.T, file string) *Model {
	t.Helper()
	hash, err := Hash(Prefix + file)
	if err != nil {
		t.Fatal(err)
	}
	info := Info(Prefix+file, hash)
	model, err := info.Make(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = model.(*Model).Close() })
	return model.(*Model)
}

const answers = `
if [ $1 = fit ]; then echo progress 1 2; echo progress 2 2; exit 0; fi
sed 1s/.*/id,p:yes,p:no/ $2/test/records.csv | sed '2,$s/,.*/,0.75,0.25/' > $2/test/predictions.csv
`

// The program gets what may be learned from, and no label of what it predicts;
// its answers come back by id and class.
func TestProgramSeesAndAnswers(t *testing.T) {
	m := shell(t, answers)
	train, validation, test := scene(t)
	var told []job.Event
	env := job.Env{Seed: rng.New(3), Workers: 2, Report: func(ev job.Event) { told = append(told, ev) }}
	if err := m.Fit(t.Context(), train, validation, env); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]job.Event{job.Progress{Phase: "fit", Done: 1, Total: 2}, job.Progress{Phase: "fit", Done: 2, Total: 2}}, told); diff != "" {
		t.Error(diff)
	}
	p, err := m.Predict(t.Context(), test, env)
	if err != nil {
		t.Fatal(err)
	}
	for i := range test.Len() {
		if diff := cmp.Diff([]float64{0.25, 0.75}, p.Probabilities.Row(i)); diff != "" {
			t.Errorf("row %d: %s", i, diff)
		}
	}
	seen := lines(t, m, "development/records.csv")
	if diff := cmp.Diff([]string{"id,label,part,has:blood,has:report", "r00,no,train,1,1", "r01,yes,train,1,1"}, seen[:3]); diff != "" || len(seen) != 29 || seen[28] != "r27,yes,validation,0,1" {
		t.Errorf("%d lines, the last %q; %s", len(seen), seen[len(seen)-1], diff)
	}
	if got := lines(t, m, "test/records.csv"); got[0] != "id,has:blood,has:report" || got[1] != "r28,1,1" || len(got) != 13 {
		t.Errorf("test records %q", got)
	}
	if got := lines(t, m, "test/modality2.csv"); got[1] != `r28,"text, of 28"` {
		t.Errorf("texts %q", got)
	}
	checkNPY(t, m.folder)
	folder := m.folder
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder stays: %v", err)
	}
}

func lines(t *testing.T, m *Model, file string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(m.folder, file))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

// checkNPY compares with the bytes of numpy.save for a float32 array of 12 × 2:
// a head of 128 bytes, then the numbers; record r31 has none.
func checkNPY(t *testing.T, folder string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "test", "modality1.npy"))
	if err != nil {
		t.Fatal(err)
	}
	head := "\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (12, 2), }"
	if len(data) != 128+12*2*4 || !strings.HasPrefix(string(data), head) || data[127] != '\n' {
		t.Fatalf("%d bytes that begin with %q", len(data), data[:min(len(data), 128)])
	}
	cell := func(i, j int) float64 {
		at := data[128+4*(2*i+j):]
		return float64(math.Float32frombits(uint32(at[0]) | uint32(at[1])<<8 | uint32(at[2])<<16 | uint32(at[3])<<24))
	}
	if cell(0, 1) != 3.5 || cell(1, 0) != 1 || !math.IsNaN(cell(3, 0)) {
		t.Errorf("cells %g, %g and %g", cell(0, 1), cell(1, 0), cell(3, 0))
	}
}

// What a program does wrong is said with what it said last.
func TestProgramsThatFail(t *testing.T) {
	predict := "[ $1 = fit ] && exit 0\n"
	cases := []struct{ name, lines, says string }{
		{"crash", "echo loading >&2; echo no memory; exit 3", "exit status 3; it said last:\n  loading\n  no memory"},
		{"no answer", "exit 0", "it wrote no test/predictions.csv"},
		{"a record lacks", predict + "printf 'id,p:no,p:yes\nr28,1,0\n' > $2/test/predictions.csv", "lacks record r29"},
		{"a stranger", predict + "printf 'id,p:no,p:yes\nr99,1,0\n' > $2/test/predictions.csv", `no record "r99" was asked for`},
		{"words", predict + "printf 'id,p:no,p:yes\nr28,no,0\n' > $2/test/predictions.csv", `"no" is no probability`},
		{"a class lacks", predict + "printf 'id,p:no\n' > $2/test/predictions.csv", `no column "yes"`},
	}
	for _, c := range cases {
		m := shell(t, c.lines)
		train, validation, test := scene(t)
		err := m.Fit(t.Context(), train, validation, job.Env{})
		if err == nil {
			_, err = m.Predict(t.Context(), test, job.Env{})
		}
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want an error that says %q", c.name, err, c.says)
		}
	}
}

// A program that changes is another method; before Fit it says nothing.
func TestProgramIsPinned(t *testing.T) {
	m := shell(t, answers)
	train, validation, test := scene(t)
	if _, err := m.Predict(t.Context(), test, job.Env{}); !errors.Is(err, models.ErrNotFitted) {
		t.Errorf("before Fit: %v", err)
	}
	if err := os.WriteFile(m.path, []byte("#!/bin/sh\n"), 0o700); err != nil { //nolint:gosec // it is to be run
		t.Fatal(err)
	}
	if err := m.Fit(t.Context(), train, validation, job.Env{}); err == nil || !strings.Contains(err.Error(), "compare again") {
		t.Errorf("changed: %v", err)
	}
}

// The example of docs/own-program.md learns what the table tells.
func TestExampleInPython(t *testing.T) {
	if err := exec.Command("python3", "-c", "import numpy, sklearn").Run(); err != nil {
		t.Skip("Python with NumPy and scikit-learn is not installed here")
	}
	m := pinned(t, "../../docs/examples/train.py")
	train, validation, test := scene(t)
	if err := m.Fit(t.Context(), train, validation, job.Env{Seed: rng.New(1)}); err != nil {
		t.Fatal(err)
	}
	p, err := m.Predict(t.Context(), test, job.Env{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range test.Len() {
		if test.Has(i, 0) && p.Probabilities.At(i, test.Label(i)) < 0.6 {
			t.Errorf("record %s of class %d: %v", test.ID(i), test.Label(i), p.Probabilities.Row(i))
		}
	}
}
