package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment/result"
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
	counts := map[[2]string]int{}
	patterns := map[dataset.Pattern]int{}
	for _, row := range run.Rows {
		if row.Series == result.Observed {
			patterns[row.Pattern]++
			counts[[2]string{string(row.Pattern), fmt.Sprint(row.Label)}]++
		}
	}
	dev, test = achieved(run.DevPatterns), achieved(patterns)
	test.Information, test.Chance = information(counts)
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

// information returns the mutual information of two words in bits, and its
// expectation under independence.
func information(counts map[[2]string]int) (bits, chance float64) {
	n, rows, columns := 0, map[string]int{}, map[string]int{}
	for k, c := range counts {
		n += c
		rows[k[0]] += c
		columns[k[1]] += c
	}
	var terms []float64
	for k, c := range counts {
		p := float64(c) / float64(n)
		terms = append(terms, p*math.Log2(p*float64(n)*float64(n)/float64(rows[k[0]]*columns[k[1]])))
	}
	return max(0, sumSorted(terms)), float64((len(rows)-1)*(len(columns)-1)) / (2 * float64(n) * math.Ln2)
}

// sumSorted adds up in an order that does not depend on that of a map.
func sumSorted(terms []float64) float64 {
	slices.Sort(terms)
	sum := 0.0
	for _, x := range terms {
		sum += x
	}
	return sum
}

// MissingWords says of each mask of a study which one it is and what is missing
// under it of development and test records, of the first run that has it.
func MissingWords(study result.Study) []string {
	var lines []string
	seen := map[string]bool{}
	for _, run := range firstOfEach(study.Runs) {
		if seen[run.Mask] {
			continue
		}
		seen[run.Mask] = true
		dev, test := AchievedRates(run)
		line := fmt.Sprintf("mask %s, in the first run that has it: development %s; test %s", run.Mask, dev.words(study.Modalities), test.words(study.Modalities))
		if !math.IsNaN(test.Information) && test.Rates.Record > 0 {
			line += fmt.Sprintf("; the test pattern tells %.3f bits of the class (%.3f expected by chance)", test.Information, test.Chance)
		}
		lines = append(lines, line)
	}
	return lines
}

func (a Achieved) words(modalities []string) string {
	if a.N == 0 {
		return "not stored"
	}
	var each []string
	for m, name := range modalities {
		each = append(each, fmt.Sprintf("%s %.1f %%", name, 100*a.Rates.Modality[m]))
	}
	return fmt.Sprintf("(n %d) cell rate %.1f %%, record rate %.1f %%, missing by modality %s", a.N, 100*a.Rates.Cell, 100*a.Rates.Record, strings.Join(each, ", "))
}
