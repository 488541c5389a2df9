package report

import (
	"fmt"
	"math"
	"strings"

	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// Table is one table as text. Its first Left columns are names, the others
// numbers.
type Table struct {
	Name    string // of its files
	Caption string
	Note    string // what the numbers mean
	Left    int
	Header  []string
	Rows    [][]string
}

// intervalHead is the head of columns of intervals, which between writes.
const intervalHead = "95 % interval"

// until stands between the ends of an interval.
const until = " to "

// numbers is the table for programs: an interval is two columns, so that each
// cell is a number or words.
func (t Table) numbers() (header []string, rows [][]string) {
	for k, h := range t.Header {
		if h == intervalHead {
			of := t.Header[k-1]
			header = append(header, say.Kept("%s, 95 %% low", of), say.Kept("%s, 95 %% high", of))
			continue
		}
		header = append(header, h)
	}
	for _, row := range t.Rows {
		var cells []string
		for k, cell := range row {
			if t.Header[k] != intervalHead {
				cells = append(cells, cell)
				continue
			}
			low, high, known := strings.Cut(cell, until)
			if !known {
				high = low // a dash
			}
			cells = append(cells, low, high)
		}
		rows = append(rows, cells)
	}
	return header, rows
}

// tables are all tables of a study.
func tables(in Input) ([]Table, error) {
	worth, err := values(in)
	list := []Table{scores(in), metrics(in), pairs(in), costs(in), worth, regrets(in)}
	if in.Spec.Imputations > 1 {
		list = append(list, imputations(in))
	}
	list = append(list, sweepTables(in)...)
	list = append(list, flow(in), patterns(in), rates(in))
	return append(list, absences(in.Missing)...), err
}

// scores has a row for each method in each stratum, so that it fits a page with
// any number of methods.
func scores(in Input) Table {
	t := Table{
		Name: "accuracy", Caption: say.Mark("Accuracy by stratum, in percent"), Left: 2,
		Header: []string{say.Mark("Stratum"), say.Mark("Method"), say.Mark("n test"), say.Mark("n dev"), say.Mark("Accuracy"), intervalHead},
		Note:   say.Kept("%s. n dev counts development records (training and validation). %s", in.Table.Intervals, say.Kept("Chance %s, most frequent class %s.", percent(in.Table.Chance), percent(in.Table.Majority))),
	}
	for _, words := range []string{in.Table.Counts, in.Table.Estimate} {
		if words != "" {
			t.Note += " " + words + "."
		}
	}
	for k, stratum := range in.Table.Strata {
		for m, s := range in.Table.Scores[k] {
			t.Rows = append(t.Rows, []string{
				stratum.Title, in.Table.Methods[m], fmt.Sprint(s.N), fmt.Sprint(s.NDev), percent(s.Accuracy), between(s.CI95, percent),
			})
		}
	}
	return t
}

// metrics has a row for each other metric of each method on all records.
func metrics(in Input) Table {
	t := Table{
		Name: "metrics", Caption: say.Mark("Other metrics on all test records"), Left: 2, Header: []string{say.Mark("Metric"), say.Mark("Method"), say.Mark("n test"), say.Mark("Mean"), intervalHead},
		Note: say.Kept("Mean over repetitions, folds or groups. %s. Intervals by a bootstrap of %d draws of the test records; over repetitions, folds or groups by Student's t of their values beside it.",
			definitions(), metric.Draws),
	}
	for _, stratum := range in.Table.Strata {
		if stratum.Kind != metric.AllRecords {
			continue
		}
		for _, m := range metric.Measures() {
			if m.Name == "accuracy" {
				continue // it has a table of its own, with its own kind of interval
			}
			for _, method := range in.Table.Methods {
				e := metric.MeasureOf(in.Study, method, stratum, m)
				t.Rows = append(t.Rows, []string{m.Name, method, fmt.Sprint(e.N), three(e.Value), between(e.CI95, three)})
			}
		}
	}
	return t
}

// definitions say what the metrics are.
func definitions() string {
	var list []string
	for _, m := range metric.Measures() {
		list = append(list, m.Name+": "+m.Definition)
	}
	return strings.Join(list, ". ")
}

// pairs compares all methods on all records.
func pairs(in Input) Table {
	t := Table{
		Name: "pairs", Caption: say.Mark("Differences in accuracy on all test records, paired, in points"), Left: 2,
		Header: []string{"A", "B", say.Mark("n test"), say.Mark("A − B"), intervalHead, "p", say.Mark("p adjusted")},
	}
	for _, p := range metric.AllPairs(in.Study, metric.DefaultStrata(in.Study)) {
		if p.Stratum != "all" {
			continue
		}
		t.Note = say.Kept("p: %s; adjusted (Holm 1979) for %s. %s", p.Test, p.Family, metric.IntervalsUnadjusted)
		t.Rows = append(t.Rows, []string{p.A, p.B, fmt.Sprint(p.N), points(p.Difference), between(p.CI95, points), chance(p.P), chance(p.PHolm)})
	}
	return t
}

// costs says what missing modalities cost the same complete records.
func costs(in Input) Table {
	t := Table{
		Name: "costs", Caption: say.Mark("What a missing modality costs on the same complete records, in points of accuracy"), Left: 3,
		Header: []string{say.Mark("Method"), say.Mark("Seen"), say.Mark("Seen less"), say.Mark("n test"), say.Mark("Cost"), intervalHead, "p", say.Mark("p adjusted")},
	}
	for _, method := range in.Study.Methods {
		for _, c := range metric.Costs(in.Study, method) {
			t.Note = say.Kept("p: %s; adjusted (Holm 1979) for %s. %s", c.Test, c.Family, metric.IntervalsUnadjusted)
			t.Rows = append(t.Rows, []string{method, c.A, c.B, fmt.Sprint(c.N), points(c.Difference), between(c.CI95, points), chance(c.P), chance(c.PHolm)})
		}
	}
	return t
}

func percent(x float64) string { return number(say.Percent(x, 1), 1) }

func three(x float64) string { return number(x, 3) }

func number(x float64, digits int) string {
	if math.IsNaN(x) {
		return "–"
	}
	return fmt.Sprintf("%.*f", digits, x)
}

func points(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return fmt.Sprintf("%+.1f", say.Percent(x, 1))
}

func between(i metric.Interval, write func(float64) string) string {
	if math.IsNaN(i.Low) || math.IsNaN(i.High) {
		return "–"
	}
	return write(i.Low) + until + write(i.High)
}

// chance writes a p value; what is smaller than its digits is not 0.
func chance(p float64) string {
	if p < 0.001 {
		return "<0.001"
	}
	return three(p)
}
