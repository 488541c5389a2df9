package project

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/result"
)

// example is a project as the files of testdata have it; examples have more.
func example() *Project {
	p := New("heart")
	p.Dataset = Dataset{
		Path: "../data/heart4", More: []string{"../data/labels.csv"}, Name: "heart4", Records: 920, SHA256: "00ff",
		Remarks: Remarks{2, []dataset.Problem{{File: "ecg.csv", Row: 3, Column: "st", What: "“x” is no number", Done: "missing"}}},
		Import: dataset.Import{
			Reader: "folder-csv", Charset: "windows-1252", Delimiter: "tab", Decimal: ",", Label: "disease", ID: "patient", Split: "part",
			Groups: []string{"site"}, Missing: []string{"-9", "age=0"}, Values: []string{"ca=?"}, Drop: []string{"row"}, Features: []string{"visit"},
			Modalities: []dataset.ModalityImport{{Name: "blood", Kind: dataset.Table, Columns: []string{"chol", "fbs"}}},
			Join:       []string{"case"}, ImageSize: 64, SampleRate: 16000, Why: []string{"four tables share the column patient"},
			Files: map[string]dataset.FileImport{"ecg.csv": {
				Role: "data", Charset: "utf-8", Delimiter: ";", Decimal: ".", Header: "first", Why: []string{"semicolons"},
				Columns: map[string]dataset.ColumnImport{"st": {Kind: dataset.DateColumn, Missing: []string{"unknown"}, Layout: "2006-01-02", Why: "90 of 92 are dates"}},
			}},
		},
	}
	p.Specs = []experiment.Spec{{
		Methods: []experiment.Method{{Name: "knn+mlp", Settings: map[string]string{"knn.k": "7"}}, {Name: "attention"}},
		Mask:    experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.CellRate, Rate: 0.3, On: experiment.OnTest},
		Split:   experiment.SplitSpec{Kind: experiment.LeaveOut, Column: "site", Validation: 0.2},
		Seeds:   3, Root: math.MaxUint64, MaskedComplete: true,
	}, {
		Methods: []experiment.Method{{Name: "pattern"}},
		Mask:    experiment.MaskSpec{Mechanism: experiment.Leaves, Patterns: map[string]float64{"blood": 0.3}},
	}}
	p.Window = Window{
		Maximised: "strata", Splitters: map[string]float64{"left": 0.32}, Selection: "image missing AND split = test",
		Visible: []string{"attention", "knn+mlp"}, Metric: "accuracy",
		Compared: []string{"knn+mlp", "attention"}, Bands: map[string]float64{"accuracy": 0.02}, Places: map[string]int{"attention": 1},
		Theme: "dark", Tabs: map[string]string{"presence": "table"},
	}
	return p
}

// earlier is the same project as versions before schema 4 knew it.
func earlier() *Project {
	p := example()
	p.Specs[1].Mask = experiment.MaskSpec{}
	p.Window.Compared, p.Window.Bands, p.Window.Places = nil, nil, nil
	return p
}

// finished is a run with everything that a run can hold.
func finished(id string) (experiment.Job, result.Run) {
	j := experiment.Job{
		ID: id, Method: experiment.Method{Name: "knn+mlp", Settings: map[string]string{"knn.k": "7"}}, Label: "knn+mlp", Seed: 1, Root: 9,
		Split: dataset.Split{Name: "holdout", Train: []int{0, 3, 4}, Validation: []int{2}, Test: []int{1, 5}},
		Mask:  dataset.NewMask("mcar cell 0.3", 6, 2, func(i, m int) bool { return i == m }),
	}
	run := result.Run{
		Job: id, Method: "knn+mlp", Mask: j.Mask.Name, MaskHash: j.Mask.Hash(), Split: "holdout", Seed: 1, FitScope: result.TrainOnly,
		Rates: result.Rates{Cell: 0.25, Record: 0.5, Modality: []float64{0.5, 0}}, Dev: 4, DevRecords: []int{0, 3, 4, 2},
		DevPatterns: map[dataset.Pattern]int{"11": 3, "01": 1},
		Curves: []result.Epoch{
			{Phase: "mlp", Epoch: 1, TrainLoss: 1.5, ValidationLoss: math.NaN(), ValidationAccuracy: math.NaN()},
			{Phase: "mlp", Epoch: 2, TrainLoss: 0.1 + 0.2, ValidationLoss: 0.7, ValidationAccuracy: 0.5,
				Patterns: []result.PatternLoss{{Pattern: "11", N: 3, Right: 2, Loss: 0.5}, {N: 1, Loss: float64(float32(1.3))}}},
			{Phase: "mlp", Epoch: 3, TrainLoss: 0.25, ValidationLoss: 0.75, ValidationAccuracy: 0.25, Round: true,
				Patterns: []result.PatternLoss{{Pattern: "11", N: 3, Right: 1, Loss: 0.5}, {N: 1, Loss: 1.5}}},
		},
		ChosenEpoch: map[string]int{"mlp": 2}, Warnings: []string{"column \"bp\" was never observed"}, Seconds: 1.25, FitSeconds: 1,
	}
	for k, i := range j.Split.Test {
		run.Rows = append(run.Rows, result.Row{
			ID: fmt.Sprint("p", i), Record: i, Label: k, Series: result.Observed, Pattern: "01", Natural: "11",
			Probabilities: []float64{1. / 3, 2. / 3}, Attention: []float64{0, 1}, Uncertainty: &[]float64{0.25}[0],
			Completed: [][]float64{{0, 1}, {2. / 3, 1. / 3}},
		}, result.Row{
			ID: fmt.Sprint("p", i), Record: i, Label: k, Series: result.MaskedComplete, Pattern: "10", Natural: "11", Probabilities: []float64{math.Nextafter(0, 1), 1},
			Completed: [][]float64{{0, 1}, {math.Nextafter(0, 1), 1}},
		})
	}
	run.Training, run.Imputations = "natural", 2
	run.Swept = []result.Swept{
		{
			Condition: result.Condition{Name: "mcar cell 0.3", Mechanism: "mcar cell", Rate: 0.3, MaskHash: j.Mask.Hash()},
			Records:   []int{1, 5}, Patterns: []dataset.Pattern{"11", "01"}, Probabilities: [][]float64{{0.1 + 0.2, 0.7}, {1, 0}},
		},
		{Condition: result.Condition{Name: "only a", Pattern: "10"}}, // no test record has it
	}
	return j, run
}

var errFault = errors.New("the disk has gone")

// faulty is a disk on which the operation with a given number fails, writes
// after they have written half.
type faulty struct {
	disk
	failAt int
	done   *int
}

func (f faulty) fails() bool {
	*f.done++
	return *f.done == f.failAt
}

func (f faulty) ReadFile(name string) ([]byte, error) {
	if f.fails() {
		return nil, errFault
	}
	return f.disk.ReadFile(name)
}

func (f faulty) WriteFile(name string, data []byte, rights fs.FileMode) error {
	if f.fails() {
		return errors.Join(errFault, os.WriteFile(name, data[:len(data)/2], 0o644))
	}
	return f.disk.WriteFile(name, data, rights)
}

func (f faulty) Target(name string) (string, fs.FileMode, error) {
	if f.fails() {
		return "", 0, errFault
	}
	return f.disk.Target(name)
}

func (f faulty) MkdirAll(name string) error {
	if f.fails() {
		return errFault
	}
	return f.disk.MkdirAll(name)
}

func (f faulty) TempDir(parent, pattern string) (string, error) {
	if f.fails() {
		return "", errFault
	}
	return f.disk.TempDir(parent, pattern)
}

func (f faulty) Rename(from, to string) error {
	if f.fails() {
		return errFault
	}
	return f.disk.Rename(from, to)
}

func (f faulty) Replace(from, to string) error {
	if f.fails() {
		return errFault
	}
	return f.disk.Replace(from, to)
}

func (f faulty) SyncDir(name string) error {
	if f.fails() {
		return errFault
	}
	return f.disk.SyncDir(name)
}

func (f faulty) Size(name string) (int64, error) {
	if f.fails() {
		return 0, errFault
	}
	return f.disk.Size(name)
}

func (f faulty) RemoveAll(name string) error {
	if f.fails() {
		return errFault
	}
	return f.disk.RemoveAll(name)
}

// everyFault calls work with a disk that fails at the first operation, at the
// second, and so on, until work needs no more operations.
func everyFault(t *testing.T, work func(files fileSystem) error, then func(at int, err error)) {
	t.Helper()
	for at := 1; ; at++ {
		done := 0
		err := work(faulty{failAt: at, done: &done})
		then(at, err)
		if done < at {
			return
		}
		if at > 1000 {
			t.Fatal("the work never ends")
		}
	}
}

// listing names everything below a folder.
func listing(t *testing.T, folder string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if path != folder {
			names = append(names, filepath.ToSlash(path[len(folder)+1:]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
