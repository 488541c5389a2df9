package cli

import (
	"fmt"

	"lacuna/experiment"
	"lacuna/experiment/metric"
)

// downstreamScore is the JSON of a classifier behind an imputer.
type downstreamScore struct {
	Records  int       `json:"n"`
	Folds    int       `json:"folds"`
	Seen     bool      `json:"imputer_saw_them"` // their values, never their labels
	Accuracy number    `json:"accuracy"`
	CI       [2]number `json:"ci95"`
	Whole    number    `json:"accuracy_nothing_hidden"`
	WholeCI  [2]number `json:"ci95_nothing_hidden"`
	Drop     number    `json:"difference"`
	DropCI   [2]number `json:"ci95_of_difference"`
}

func newDownstreamScore(d experiment.Downstream) *downstreamScore {
	if d.Records == 0 {
		return nil
	}
	return &downstreamScore{d.Records, d.Folds, d.Seen, number(d.Filled.Share), bounds(d.Filled.Interval), number(d.Whole.Share), bounds(d.Whole.Interval),
		number(d.Drop.Share), bounds(d.Drop.Interval)}
}

// printDownstream says how well a classifier reads the filled records.
func (a *app) printDownstream(s *downstreamScore) {
	if s == nil {
		return
	}
	how := fmt.Sprintf("in %d folds", s.Folds)
	if s.Folds == 1 {
		how = "outside training"
	}
	a.say("downstream: logistic regression reads %s of %d filled records %s; %s with nothing hidden; difference %s", spanned(s.Accuracy, s.CI, 3), s.Records, how,
		spanned(s.Whole, s.WholeCI, 3), spanned(s.Drop, s.DropCI, 3))
	if s.Seen {
		a.say("the imputer was fitted on the values of these records, too, never on their labels; compare keeps test records apart")
	}
}

// furtherRow is the JSON of a further score of a method under one hiding.
type furtherRow struct {
	Of   string `json:"of"`
	Name string `json:"name"`
	seedMean
}

func newFurtherRows(list []metric.FurtherMean) []furtherRow {
	var out []furtherRow
	for _, f := range list {
		out = append(out, furtherRow{f.Of, f.Name, newSeedMean(f.SeedMean)})
	}
	return out
}

// printFurther writes a table for each thing that a grid has further scores of: a
// classifier behind the imputer, and each whole modality that was made.
func (a *app) printFurther(r metric.ImputerRanking) {
	names := r.FurtherNames()
	for k := 0; k < len(names); {
		of, last := names[k][0], k
		for last < len(names) && names[last][0] == of {
			last++
		}
		head := []string{"hidden", of}
		for _, n := range names[k:last] {
			head = append(head, n[1])
		}
		rows := [][]string{head}
		for _, s := range r.Table {
			row, some := []string{s.Hiding, s.Method}, false
			for _, n := range names[k:last] {
				mean, there := s.FurtherOf(n)
				some = some || there
				cell := "–"
				if there {
					cell = meanWords(mean)
				}
				row = append(row, cell)
			}
			if some {
				rows = append(rows, row)
			}
		}
		a.say("")
		a.table(rows)
		k = last
	}
	if len(names) == 0 {
		return
	}
	if names[0][0] == metric.DownstreamOf {
		a.say("downstream: accuracy of logistic regression on filled records that it did not learn from, and the same where nothing was hidden")
	}
	if names[len(names)-1][0] != metric.DownstreamOf {
		a.say("of whole modalities that were made: SSIM and PSNR of images and spectrograms, Fréchet distance from the real ones and that of as many real ones, and the share that a support vector machine reads as its class")
	}
}

// furtherHeader names the columns of further scores in a CSV file: "image, filled
// in: SSIM", each with its interval.
func furtherHeader(names [][2]string) []string {
	var out []string
	for _, n := range names {
		name := n[0] + ": " + n[1]
		out = append(out, name, name+" low", name+" high")
	}
	return out
}

func furtherCells(s metric.ImputerSummary, names [][2]string) []string {
	var out []string
	for _, n := range names {
		if m, there := s.FurtherOf(n); there {
			out = append(out, cellOf(m.Value), cellOf(m.Low), cellOf(m.High))
		} else {
			out = append(out, "", "", "")
		}
	}
	return out
}
