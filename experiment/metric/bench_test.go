package metric

import (
	"testing"

	"lacuna/experiment/result"
)

// A study of the size that the window shows: four methods, three runs of 400
// test records.
func BenchmarkStratify(b *testing.B) {
	study := simulated(1, 3, 400, 0.9, 0.8, 0.7, 0.6)
	strata := append(DefaultStrata(study), ByNumberPresent(study)...)
	for b.Loop() {
		Stratify(study, strata)
	}
}

// 100,000 stored predictions in all default strata; the target is less than 50 ms.
func BenchmarkStratify100k(b *testing.B) {
	study := hundredThousand()
	strata := DefaultStrata(study)
	for b.Loop() {
		Stratify(study, strata)
	}
}

// hundredThousand are five methods in four repetitions of 5,000 test records.
func hundredThousand() result.Study {
	study := simulated(1, 4, 5000, 0.9, 0.85, 0.8, 0.7, 0.6)
	for i := range study.Runs {
		for k := range study.Runs[i].Rows {
			row := &study.Runs[i].Rows[k]
			p := 0.5 + 0.49*float64(row.Record*7919%4999)/4999 // probabilities that differ
			row.Probabilities = []float64{1 - p, p}
			if !row.Correct() != (row.Record%9 == i%9) {
				row.Probabilities = []float64{p, 1 - p}
			}
		}
	}
	return study
}

func BenchmarkAllPairs(b *testing.B) {
	study := simulated(1, 3, 400, 0.9, 0.8, 0.7, 0.6)
	strata := DefaultStrata(study)
	for b.Loop() {
		AllPairs(study, strata)
	}
}

// 10,000 draws of 10,000 records with each metric; the target is less than a second.
func BenchmarkDraws10k(b *testing.B) {
	study := simulated(1, 1, 10_000, 0.8)
	all := ByMissing(study)[0]
	for _, m := range Measures() {
		b.Run(m.Name, func(b *testing.B) {
			x := newIndex(study)
			units, _ := x.unitParts(study, m, side{study.Methods[0], all}, nil)
			for b.Loop() {
				x.draw(units, 10_000)
			}
		})
	}
}
