package experiment

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/experiment/result"
)

// exported runs a comparison and writes the predictions of one method.
func exported(t *testing.T, spec Spec, method string) (*Memory, string) {
	t.Helper()
	d, store := fixture(t, 90), NewMemory()
	compare(t, Runner{Store: store}, d, spec)
	jobs := slices.DeleteFunc(plan(t, d, spec), func(j Job) bool { return j.Label != method })
	var out bytes.Buffer
	if err := WritePredictions(&out, d.Classes, jobs, store.load); err != nil {
		t.Fatal(err)
	}
	return store, out.String()
}

func (m *Memory) load(j Job) (result.Run, error) { return m.Load(j.ID) }

// What is exported and imported again is the same to the last bit, in both
// series, with and without the columns that can be inferred.
func TestImportIsTheInverseOfExport(t *testing.T) {
	spec := Spec{Methods: methods("mean+logistic", "tmc"), Split: SplitSpec{Kind: KFold, Folds: 3}, Mask: MaskSpec{Mechanism: MCAR, Rate: 0.2}, Seeds: 2, MaskedComplete: true}
	spec.Methods[1].Settings = map[string]string{"epochs": "2", "members": "1"}
	d := fixture(t, 90)
	for _, method := range []string{"mean+logistic", "tmc"} {
		store, text := exported(t, spec, method)
		for _, drop := range [][]string{nil, {"fold", "split", "label", "natural"}} {
			p, err := ReadPredictions(strings.NewReader(dropped(t, text, drop)), d.Classes, "")
			if err != nil {
				t.Fatal(err)
			}
			with, runs, err := Import(d, spec, nil, "mine", p, store)
			if err != nil || len(runs) != 6 {
				t.Fatalf("%d runs, %v", len(runs), err)
			}
			study, missing := Collect(d, plan(t, d, with), store)
			if len(missing) > 0 {
				t.Errorf("%d jobs are missing", len(missing))
			}
			mine := study.RunsOf("mine")
			for k, run := range study.RunsOf(method) {
				if diff := cmp.Diff(run.Rows, mine[k].Rows, cmp.FilterPath(isAttention, cmp.Ignore())); diff != "" {
					t.Errorf("%s, %s: %s", method, run.Split, diff)
				}
				if mine[k].Dev != run.Dev || mine[k].FitScope != result.Unknown || !mine[k].Imported {
					t.Errorf("the run is called %+v", mine[k])
				}
			}
		}
	}
}

func isAttention(p cmp.Path) bool { return p.Last().String() == ".Attention" }

// dropped leaves out columns of a CSV text.
func dropped(t *testing.T, text string, names []string) string {
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	for _, line := range lines {
		var kept []string
		for k, cell := range line {
			if !slices.Contains(names, lines[0][k]) {
				kept = append(kept, cell)
			}
		}
		_ = w.Write(kept) // a strings.Builder never fails
	}
	w.Flush()
	return out.String()
}

func TestImportRefuses(t *testing.T) {
	spec := Spec{Methods: methods("majority")}
	d := fixture(t, 90)
	j := plan(t, d, spec)[0]
	_, text := exported(t, spec, "majority")
	lines := strings.SplitAfter(text, "\n")
	trained := strings.Replace(text, ","+d.IDs[j.Split.Test[0]]+",", ","+d.IDs[j.Split.Train[0]]+",", 1)
	cases := []struct{ name, text, says string }{
		{"a record of training", trained, "is not in the test"},
		{"not all records", strings.Join(lines[:len(lines)-2], ""), "1 of 16 test records"},
		{"twice", text + lines[1], "is there twice"},
		{"unknown record", strings.Replace(text, ","+d.IDs[j.Split.Test[0]]+",", ",nobody,", 1), `no record "nobody"`},
		{"another seed", strings.ReplaceAll(text, "majority,0,", "majority,7,"), "no seed 7"},
		{"another fold", strings.ReplaceAll(text, "majority,0,0,", "majority,0,3,"), "no fold 3"},
		{"scores", strings.Replace(text, lines[1], strings.Replace(lines[1], ",0.", ",-0.", 1), 1), "is no probability"},
		{"no class", strings.Replace(text, "p:green", "verde", 1), `"p:green"`},
		{"no id", strings.Replace(text, ",id,", ",name,", 1), `no column "id"`},
		{"two methods", text + strings.Replace(lines[1], "majority", "other", 1), "name one with --method"},
		{"nothing", lines[0], "no prediction"},
		{"another label", relabelled(lines), "the label of record"},
		{"seen otherwise", strings.Replace(text, ",observed,1", ",observed,0", 1), "the comparison shows it with 1"},
		{"incomplete record masked", text + incomplete(t, lines), "is not complete, and only complete records are masked"},
		{"sum", "id,red,green,blue\n" + d.IDs[j.Split.Test[0]] + ",0.5,0.5,0.5\n", "add up to 1.5"},
	}
	for _, c := range cases {
		p, err := ReadPredictions(strings.NewReader(c.text), d.Classes, "")
		if err == nil {
			_, _, err = Import(d, spec, nil, "mine", p, NewMemory())
		}
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want an error that says %q", c.name, err, c.says)
		}
	}
	p, _ := ReadPredictions(strings.NewReader(text), d.Classes, "")
	if _, _, err := Import(d, spec, nil, "pattern", p, NewMemory()); err == nil || !strings.Contains(err.Error(), "another name") {
		t.Errorf("the name of a method: %v", err)
	}
}

// relabelled gives the first record of a file the class of another.
func relabelled(lines []string) string {
	cells := strings.Split(lines[1], ",")
	for _, class := range []string{"red", "green"} {
		if cells[5] != class {
			cells[5] = class
			break
		}
	}
	return lines[0] + strings.Join(cells, ",") + strings.Join(lines[2:], "")
}

// incomplete is the line of a record that lacks something as if it had been
// complete and masked.
func incomplete(t *testing.T, lines []string) string {
	t.Helper()
	for _, line := range lines[1:] {
		if cells := strings.Split(line, ","); len(cells) > 8 && strings.Contains(cells[8], "0") {
			return strings.Replace(line, ","+string(result.Observed)+",", ","+string(result.MaskedComplete)+",", 1)
		}
	}
	t.Fatal("every record is complete")
	return ""
}

// Names that a table cannot show are refused.
func TestImportedNames(t *testing.T) {
	spec := Spec{Methods: methods("majority")}
	d := fixture(t, 90)
	_, text := exported(t, spec, "majority")
	p, _ := ReadPredictions(strings.NewReader(text), d.Classes, "")
	for _, name := range []string{"", " ", "mine ", "a\nb", "\x1b[31mred", "a\xffb", "a\tb"} {
		if _, _, err := Import(d, spec, nil, name, p, NewMemory()); err == nil || !strings.Contains(err.Error(), "cannot name a method") {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, _, err := Import(d, spec, nil, "ランダム forest, v2", p, NewMemory()); err != nil {
		t.Error(err)
	}
}

// What was imported for one comparison cannot be run for another.
func TestImportedIsNotRun(t *testing.T) {
	spec := Spec{Methods: methods("majority")}
	d := fixture(t, 90)
	store, text := exported(t, spec, "majority")
	p, _ := ReadPredictions(strings.NewReader(text), d.Classes, "")
	spec, _, err := Import(d, spec, nil, "mine", p, store)
	if err != nil {
		t.Fatal(err)
	}
	spec.Root = 1
	_, err = Runner{}.Run(t.Context(), d, spec, nil)
	if err == nil || !strings.Contains(err.Error(), "import them again") {
		t.Errorf("%v", err)
	}
}

// A sweep is exported line by line as it was scored, apart from the comparison's
// own lines, and is passed over when the file is imported.
func TestExportHoldsTheSweep(t *testing.T) {
	d, spec := fixture(t, 90), swings()
	store, text := exported(t, spec, "mean+logistic")
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) int { return slices.Index(lines[0], name) }
	counts := map[[2]string]int{}
	for _, l := range lines[1:] {
		counts[[2]string{l[at("condition")], l[at("trained_on")]}]++
	}
	study, _ := Collect(d, plan(t, d, spec), store)
	want := map[[2]string]int{}
	for _, run := range append(study.RunsOf("mean+logistic"), result.Study{Runs: study.Beside}.RunsOf("mean+logistic")...) {
		trained := ""
		if slices.ContainsFunc(study.Beside, func(r result.Run) bool { return r.Training == run.Training }) {
			trained = run.Training
		}
		want[[2]string{"", trained}] += len(run.Rows)
		for _, s := range run.Swept {
			want[[2]string{s.Name, trained}] += len(s.Records)
		}
	}
	if diff := cmp.Diff(want, counts); diff != "" || len(counts) < 12 {
		t.Errorf("lines by condition and training: %s", diff)
	}
	p, err := ReadPredictions(strings.NewReader(text), d.Classes, "")
	total := 0
	for _, n := range counts {
		total += n
	}
	if p.Swept != total-len(p.lines) || p.Swept == 0 {
		t.Errorf("%d lines are said to be passed over, of %d", p.Swept, total-len(p.lines))
	}
	if err != nil || len(p.lines) != want[[2]string{}] {
		t.Errorf("%d lines are read back, want the comparison's own, %d; %v", len(p.lines), want[[2]string{}], err)
	}
}
