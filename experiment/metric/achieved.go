package metric

import (
	"fmt"
	"math"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Achieved is what of some records is missing as the methods saw them.
type Achieved struct {
	N     int // records
	Rates result.Rates
	// Information is the mutual information of pattern and class in bits
	// (plug-in estimate), Chance what is expected of it if they are independent:
	// (patterns − 1)(classes − 1) / (2 n ln 2) (Miller 1955). Of development
	// records, whose classes are not stored, both are NaN.
	Information, Chance float64
}

// AchievedRates returns what is missing of the development and of the test
// records of a run.
func AchievedRates(run result.Run) (dev, test Achieved) {
	var seen []dataset.Pattern
	var labels []int
	patterns := map[dataset.Pattern]int{}
	for _, row := range run.Rows {
		if row.Series == result.Observed {
			patterns[row.Pattern]++
			seen, labels = append(seen, row.Pattern), append(labels, row.Label)
		}
	}
	dev, test = achieved(run.DevPatterns), achieved(patterns)
	t := newContingency(seen, labels, nil)
	test.Information = t.information(t.labels) / math.Ln2
	test.Chance = float64((t.nCells-1)*(t.nLabels-1)) / (2 * float64(len(labels)) * math.Ln2)
	return dev, test
}

func achieved(patterns map[dataset.Pattern]int) Achieved {
	a := Achieved{Information: math.NaN(), Chance: math.NaN()}
	for p, n := range patterns {
		if a.Rates.Modality == nil {
			a.Rates.Modality = make([]float64, len(p))
		}
		a.N += n
		a.Rates.Cell += float64(n * (len(p) - p.Count()))
		if !p.Complete() {
			a.Rates.Record += float64(n)
		}
		for m := range a.Rates.Modality {
			if !p.Has(m) {
				a.Rates.Modality[m] += float64(n)
			}
		}
	}
	n := float64(a.N)
	a.Rates.Cell /= n * float64(len(a.Rates.Modality))
	a.Rates.Record /= n
	for m := range a.Rates.Modality {
		a.Rates.Modality[m] /= n
	}
	return a
}

// MissingWords says of each mask of a study which one it is and what is missing
// under it of development and test records, of the first run that has it. It
// gives the numbers; whether the pattern tells the class, Dependence alone says.
func MissingWords(study result.Study) []string {
	var lines []string
	seen := map[string]bool{}
	for _, run := range firstOfEach(study.Runs) {
		if seen[run.Mask] {
			continue
		}
		seen[run.Mask] = true
		dev, test := AchievedRates(run)
		line := say.Form("missing under mask %s in the first run: development %s; test %s", run.Mask, dev.words(study.Modalities), test.words(study.Modalities))
		if !math.IsNaN(test.Information) && test.Rates.Record > 0 {
			line += say.Form("; mutual information of test pattern and class %.3f bits, by chance %.3f", test.Information, test.Chance)
		}
		lines = append(lines, line)
	}
	return lines
}

func (a Achieved) words(modalities []string) string {
	if a.N == 0 {
		return say.Text("not stored")
	}
	var each []string
	for m, name := range modalities {
		each = append(each, fmt.Sprintf("%s %.1f %%", name, say.Percent(a.Rates.Modality[m], 1)))
	}
	return say.Form("(n %s) cell rate %.1f %%, record rate %.1f %%, missing by modality %s", say.Grouped(a.N), say.Percent(a.Rates.Cell, 1), say.Percent(a.Rates.Record, 1), strings.Join(each, ", "))
}
