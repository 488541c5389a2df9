package report

import (
	"fmt"
	"html"
	"strings"

	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// parts counts where the records of one split went. Read is the sum of the
// others.
type parts struct {
	job                              experiment.Job
	read, train, validation, test    int
	unlabelled, unused, developments int
}

// splits lists each division of the records once; all methods share it.
func splits(in Input) []parts {
	var list []parts
	seen := map[[2]int]bool{}
	for _, j := range in.Jobs {
		key := [2]int{j.Seed, j.Fold}
		if !seen[key] {
			seen[key] = true
			list = append(list, divided(in, j))
		}
	}
	return list
}

// divided puts every record of the data in exactly one place.
func divided(in Input, j experiment.Job) parts {
	used := map[int]bool{}
	for _, rows := range [][]int{j.Split.Train, j.Split.Validation, j.Split.Test} {
		for _, i := range rows {
			used[i] = true
		}
	}
	labelled := map[int]bool{}
	if in.Data != nil {
		for _, i := range in.Data.Labelled() {
			labelled[i] = true
		}
	}
	p := parts{job: j, read: in.Records, train: len(j.Split.Train), validation: len(j.Split.Validation), test: len(j.Split.Test)}
	p.developments = p.train + p.validation
	for i := range p.read {
		switch {
		case used[i]:
		case labelled[i]:
			p.unused++
		default:
			p.unlabelled++
		}
	}
	if in.Data == nil { // nobody can tell them apart
		p.unlabelled, p.unused = 0, p.unlabelled
	}
	return p
}

// left says which records are in no part.
func (p parts) left(told bool) string {
	if !told {
		return say.Kept("in no part: %d", p.unused)
	}
	return say.Kept("without label: %d, in no part: %d", p.unlabelled, p.unused)
}

// flow says where every record that was read went, in each split.
func flow(in Input) Table {
	t := Table{
		Name: "flow", Caption: say.Mark("Record flow: where the records that were read went"), Left: 1,
		Header: []string{say.Mark("Seed and split"), say.Mark("Read"), say.Mark("Without label"), say.Mark("In no part"), say.Mark("Training"), say.Mark("Validation"), say.Mark("Test")},
		Note:   say.Mark("Read is the sum of the other columns. Without label counts only records that are in no part for that reason."),
	}
	if in.Data == nil {
		t.Note = say.Kept("Read is the sum of the other columns. %s: records without label count among those in no part.", withoutData)
	}
	for _, p := range splits(in) {
		t.Rows = append(t.Rows, []string{
			splitName(p.job), fmt.Sprint(p.read), fmt.Sprint(p.unlabelled), fmt.Sprint(p.unused), fmt.Sprint(p.train), fmt.Sprint(p.validation), fmt.Sprint(p.test),
		})
	}
	return t
}

func splitName(j experiment.Job) string { return say.Kept("%d, %s", j.Seed, j.Split.Name) }

// withoutData begins what is said of a report that was made of stored results.
const withoutData = "The data were not at hand when this was written"

// patterns says what the records of each part had, as methods saw them.
func patterns(in Input) Table {
	t := Table{
		Name: "patterns", Caption: say.Mark("Records by what is present, as the methods saw them"), Left: 2,
		Header: []string{say.Mark("Seed and split"), say.Mark("Present"), say.Mark("Training"), say.Mark("Validation"), say.Mark("Test")},
		Note:   say.Mark("Every column sums to the records of its part. Counted after masking."),
	}
	if in.Data == nil {
		return t
	}
	for _, p := range splits(in) {
		t.Rows = append(t.Rows, patternRows(in, p.job)...)
	}
	return t
}

// patternRows are the rows of one split, in the order of the patterns of all
// its records.
func patternRows(in Input, j experiment.Job) [][]string {
	var all []int
	counts := make([]map[string]int, 3)
	for k, rows := range [][]int{j.Split.Train, j.Split.Validation, j.Split.Test} {
		all = append(all, rows...)
		counts[k] = map[string]int{}
		for _, c := range in.Data.View(rows, j.Mask).Patterns() {
			counts[k][c.Pattern.Label(in.Study.Modalities)] = len(c.Records)
		}
	}
	var list [][]string
	for _, c := range in.Data.View(all, j.Mask).Patterns() {
		name := c.Pattern.Label(in.Study.Modalities)
		list = append(list, []string{splitName(j), name, fmt.Sprint(counts[0][name]), fmt.Sprint(counts[1][name]), fmt.Sprint(counts[2][name])})
	}
	return list
}

// rates are the achieved missing rates, of development and test records apart.
func rates(in Input) Table {
	t := Table{
		Name: "rates", Caption: say.Mark("Achieved missing rates, in percent"), Left: 2,
		Header: []string{say.Mark("Seed and split"), say.Mark("Part"), "n", say.Mark("Cells"), say.Mark("Records")},
		Note:   say.Mark("Cells: absent pairs of record and modality. Records: those that lack a modality."),
	}
	t.Header = append(t.Header, in.Study.Modalities...)
	seen := map[string]bool{}
	for _, run := range in.Study.Runs {
		name := say.Kept("%d, %s", run.Seed, run.Split)
		if !seen[name] {
			seen[name] = true
			dev, test := metric.AchievedRates(run)
			t.Rows = append(t.Rows, rateRow(name, "development", dev), rateRow(name, "test", test))
		}
	}
	return t
}

func rateRow(split, part string, a metric.Achieved) []string {
	row := []string{split, part, fmt.Sprint(a.N), percent(a.Rates.Cell), percent(a.Rates.Record)}
	for _, x := range a.Rates.Modality {
		row = append(row, percent(x))
	}
	return row
}

// flowSVG draws the flow of the first split as boxes.
func flowSVG(in Input) string {
	p := splits(in)[0]
	boxes := []string{
		say.Kept("read: n = %d", p.read),
		p.left(in.Data != nil),
		say.Kept("development: n = %d (training %d, validation %d)", p.developments, p.train, p.validation),
		say.Kept("test: n = %d", p.test),
	}
	var b strings.Builder
	fmt.Fprintf(&b, say.Code(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 %d" font-family="sans-serif" font-size="14" role="img"><title>Record flow of %s</title>`), 70*len(boxes), html.EscapeString(splitName(p.job)))
	for k, words := range boxes {
		y := 70 * k
		fmt.Fprintf(&b, say.Code(`<rect x="120" y="%d" width="400" height="40" fill="none" stroke="#1b1b1f"/><text x="320" y="%d" text-anchor="middle">%s</text>`), y+5, y+30, html.EscapeString(words))
		if k > 0 {
			fmt.Fprintf(&b, say.Code(`<path d="M320 %dV%d" stroke="#1b1b1f"/>`), y-25, y+5)
		}
	}
	return b.String() + "</svg>\n"
}
