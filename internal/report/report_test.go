package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// hostile is a name that HTML, LaTeX and spreadsheets would all take for
// something else.
const hostile = `=1+<b>&_%$#{}\^~`

// input is a study of ten records with one without a label and one in no part.
func input(t *testing.T) Input {
	t.Helper()
	ids, labels := make([]string, 10), make([]int, 10)
	for i := range ids {
		ids[i], labels[i] = fmt.Sprint("p", i), i%2
	}
	labels[9] = dataset.NoLabel
	block := func(name string, absent ...int) dataset.Block {
		b := dataset.Block{
			Modality: dataset.Modality{Name: name, Kind: dataset.Table, Columns: []string{"x"}}, Numbers: dataset.NewMatrix(10, 1), Causes: make([]dataset.Cause, 10),
		}
		for _, i := range absent {
			b.Causes[i] = dataset.NoRow
			b.Numbers.Set(i, 0, math.NaN())
		}
		return b
	}
	d, err := dataset.New(dataset.Dataset{
		Name: hostile, IDs: ids, Labels: labels, Classes: []string{"no", hostile}, Blocks: []dataset.Block{block("a"), block("b", 0, 7)},
	})
	if err != nil {
		t.Fatal(err)
	}
	split := dataset.Split{Name: "holdout", Train: []int{0, 1, 2, 3}, Validation: []int{4}, Test: []int{5, 6, 7}}
	mask := dataset.NewMask("natural", 10, 2, func(int, int) bool { return false })
	j := experiment.Job{Method: experiment.Method{Name: "mean+logistic"}, Label: "mean+logistic", Split: split, Mask: mask}
	rows := []result.Row{}
	for _, i := range split.Test {
		rows = append(rows, result.Row{
			ID: ids[i], Record: i, Label: labels[i], Series: result.Observed, Pattern: d.Presence.Pattern(i), Natural: d.Presence.Pattern(i),
			Probabilities: []float64{0.75, 0.25},
		})
	}
	study := result.Study{
		Dataset: d.Name, Hash: d.Hash(), Modalities: d.Names(), Classes: d.Classes, Methods: []string{"mean+logistic"},
		Runs: []result.Run{{Method: "mean+logistic", Split: "holdout", Mask: "natural", MaskHash: mask.Hash(), Dev: 5, DevPatterns: map[dataset.Pattern]int{"11": 4, "10": 1}, Rows: rows}},
	}
	return Input{
		Data: d, Records: d.Records(), Spec: experiment.Spec{Methods: []experiment.Method{j.Method}}, Jobs: []experiment.Job{j}, Study: study,
		Table: metric.Stratify(study, metric.DefaultStrata(study)), Warnings: []string{hostile}, Commands: []string{"lacuna run " + hostile},
	}
}

// Every record that was read is in one column of the flow: of ten, one has no
// label and one with a label is in no part.
func TestFlowSumsToRead(t *testing.T) {
	got := strings.Join(flow(input(t)).Rows[0], " ")
	if want := "0, holdout 10 1 1 4 1 3"; got != want {
		t.Errorf("flow %q, want %q", got, want)
	}
	for column, want := range map[int]int{2: 4, 3: 1, 4: 3} {
		sum := 0
		for _, row := range patterns(input(t)).Rows {
			n, _ := strconv.Atoi(row[column])
			sum += n
		}
		if sum != want {
			t.Errorf("patterns of column %d sum to %d, want %d", column, sum, want)
		}
	}
}

// One of five development records lacks b, and one of three test records.
func TestRatesOfDevelopmentAndTestApart(t *testing.T) {
	rows := rates(input(t)).Rows
	for k, want := range []string{"0, holdout development 5 10.0 20.0 0.0 20.0", "0, holdout test 3 16.7 33.3 0.0 33.3"} {
		if got := strings.Join(rows[k], " "); got != want {
			t.Errorf("rates %q, want %q", got, want)
		}
	}
}

func TestPageEscapes(t *testing.T) {
	doc, err := New(input(t))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := WriteHTML(&b, doc); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<b>") {
		t.Error("a name became a tag")
	}
	for _, want := range []string{"Warnings of runs", "SHA-256", "lacuna run", "n dev"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// Rows have as many cells as the header, and nothing that LaTeX would take for
// a command of its own.
func TestTeX(t *testing.T) {
	for _, table := range append(tablesOf(t, input(t)), Table{Name: "x", Caption: hostile, Left: 1, Header: []string{hostile, "n"}, Rows: [][]string{{hostile, "[1"}}}) {
		var b strings.Builder
		if err := writeTeX(&b, table); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		bare := strings.NewReplacer(`\\`, "", `\{`, "", `\}`, "", `\&`, "", `\%`, "", `\_`, "", `\#`, "", `\$`, "").Replace(text)
		if strings.Count(bare, "{") != strings.Count(bare, "}") || strings.Count(text, `\begin{`) != strings.Count(text, `\end{`) {
			t.Errorf("%s is not balanced:\n%s", table.Name, text)
		}
		for _, line := range strings.Split(bare, "\n") {
			if n := strings.Count(line, "&"); n > 0 && n != len(table.Header)-1 {
				t.Errorf("%s: %d columns, not %d: %s", table.Name, n+1, len(table.Header), line)
			}
		}
		if strings.ContainsAny(strings.ReplaceAll(bare, "% needs", ""), "#_~%") {
			t.Errorf("%s is not escaped:\n%s", table.Name, text)
		}
	}
}

func TestGuarded(t *testing.T) {
	got := strings.Join(guarded([]string{"=1+1", "-3.5", "+1.0", "a"}), " ")
	if want := "'=1+1 -3.5 +1.0 a"; got != want {
		t.Errorf("guarded: %s, want %s", got, want)
	}
}

// Cells of tables for programs are numbers or words, never both: what is negative
// is no formula, and an interval is two numbers.
func TestNumbersStayNumbers(t *testing.T) {
	table := Table{Left: 1, Header: []string{"Method", "A − B", intervalHead, "p"}, Rows: [][]string{
		{"=knn", points(-0.012), between(metric.Interval{Low: -0.034, High: 0.01}, points), chance(0.2)},
		{"-mean", points(0.5), between(metric.Interval{Low: math.NaN(), High: math.NaN()}, points), chance(0.0001)},
	}}
	var text strings.Builder
	header, rows := table.numbers()
	if err := WriteCSV(&text, header, rows); err != nil {
		t.Fatal(err)
	}
	want := "Method,A − B,\"A − B, 95 % low\",\"A − B, 95 % high\",p\n'=knn,-1.2,-3.4,+1.0,0.200\n'-mean,+50.0,–,–,<0.001\n"
	if text.String() != want {
		t.Errorf("%s\nwant\n%s", text.String(), want)
	}
	for _, x := range []string{"-1.2", "+1.0", "-1e-05", "-Inf"} {
		if got := guarded([]string{x})[0]; got != x {
			t.Errorf("the number %s became %s", x, got)
		}
	}
}

// The value and the regret are tables of the pack: what each modality changes for
// the leading method, and how far methods are behind a model of each pattern.
func TestValueAndRegret(t *testing.T) {
	in := input(t)
	list, err := tables(in)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]Table{}
	for _, x := range list {
		byName[x.Name] = x
	}
	// Test records p5, p6 and p7; p7 lacks b. Of these p5 is wrong (it is of the second class and the first is said).
	if got := byName["value"].Rows; len(got) != 1 || strings.Join(got[0][:4], " ") != "b 2 1 +50.0" {
		t.Errorf("value: %q", got)
	}
	if !strings.Contains(byName["value"].Note, "Of mean+logistic.") || !strings.Contains(byName["value"].Note, "Not corrected: b: 2 test records have it and 1 lack it") {
		t.Errorf("value: %q", byName["value"].Note)
	}
	if rows := byName["regret"].Rows; len(rows) != 0 {
		t.Errorf("regret without a dedicated model: %q", rows)
	}
	right := in.Study.Runs[0]
	right.Method, right.Rows = "dedicated", nil
	for _, r := range in.Study.Runs[0].Rows {
		r.Probabilities = []float64{0, 0}
		r.Probabilities[r.Label] = 1
		right.Rows = append(right.Rows, r)
	}
	in.Study.Methods, in.Study.Runs = append(in.Study.Methods, "dedicated"), append(in.Study.Runs, right)
	got := map[string]string{}
	for _, row := range regrets(in).Rows {
		got[row[0]] = strings.Join(row[1:4], " ")
	}
	if got["pattern:a+b"] != "mean+logistic 2 +50.0" || got["pattern:a"] != "mean+logistic 1 +100.0" {
		t.Errorf("regret: %v", got)
	}
}

// TestWithoutData: a report of stored results has all that these tell, says what
// it lacks, and counts no record twice.
func TestWithoutData(t *testing.T) {
	in := input(t)
	in.Data = nil
	doc, err := New(in)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(flow(in).Rows[0], " "), "0, holdout 10 0 2 4 1 3"; got != want {
		t.Errorf("flow %q, want %q", got, want)
	}
	if rows := patterns(in).Rows; len(rows) > 0 {
		t.Errorf("patterns of data that are not there: %v", rows)
	}
	with, err := New(input(t))
	if err != nil {
		t.Fatal(err)
	}
	if doc.Verdict != with.Verdict || strings.Join(doc.Methods[1:], "") != strings.Join(with.Methods[1:], "") {
		t.Error("what needs no data is told otherwise without them")
	}
	if !strings.Contains(doc.Methods[0], withoutData) {
		t.Errorf("nothing is said about the data: %s", doc.Methods[0])
	}
}
