package metric

import "testing"

// A study of the size that the window shows: four methods, three runs of 400
// test records.
func BenchmarkStratify(b *testing.B) {
	study := simulated(1, 3, 400, 0.9, 0.8, 0.7, 0.6)
	strata := append(DefaultStrata(study), ByNumberPresent(study)...)
	for b.Loop() {
		Stratify(study, strata)
	}
}

func BenchmarkAllPairs(b *testing.B) {
	study := simulated(1, 3, 400, 0.9, 0.8, 0.7, 0.6)
	strata := DefaultStrata(study)
	for b.Loop() {
		AllPairs(study, strata)
	}
}
