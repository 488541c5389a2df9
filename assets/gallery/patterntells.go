package gallery

import (
	"strconv"

	"lacuna/experiment"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

var patternTells = Lesson{
	Name:     "pattern-tells",
	Title:    "The gap that gives the answer away",
	Question: "My model reaches four fifths on incomplete records. What has it learned?",
	Finding: `A scan is ordered for patients whom a doctor suspects to be ill, so whether there *is* a scan tells the diagnosis, and
what is on it tells nothing. A model that only knows which modalities are there (the baseline "pattern") is as good as any other,
and within one pattern every method says the same of all records. Where the scan is ordered for all, or for nobody, such a model is
worth nothing.`,
	Look: []string{
		"The verdict and the patterns pane warn: what is missing tells the class by itself.",
		"Accuracy by stratum: over all records every method does well, and \"pattern\" just as well.",
		"Masked series: take the scan away from the complete records, and accuracy falls from about 80 % to 20 %. They were called ill because a scan was there, not for what it showed.",
	},
	Commands: say.Codes(
		"lacuna inspect data --missingness",
		"lacuna run pattern-tells.lacuna",
		"lacuna results pattern-tells.lacuna",
	),
	Study: experiment.Spec{
		Methods: []experiment.Method{{Name: "mean+logistic"}, {Name: "gbt"}, {Name: "pattern"}},
		Seeds:   3, MaskedComplete: true,
	},
	tables: suspicion,
}

// suspicion draws 600 patients, half of them ill: four in five of the ill have
// a scan and one in five of the well, and all measurements are noise.
func suspicion(seed rng.Seed) []table {
	blood, scan := table{name: "blood", header: columns("blood", 6)}, table{name: "scan", header: columns("scan", 8)}
	labels := table{name: "labels", header: []string{"id", "ill"}}
	for i := range 600 {
		r := seed.Child(recordID(i)).Rand()
		ill := i % 2
		labels.rows = append(labels.rows, []string{recordID(i), strconv.Itoa(ill)})
		blood.add(recordID(i), noise(r, 6)...)
		if r.Float64() < 0.2+0.6*float64(ill) {
			scan.add(recordID(i), noise(r, 8)...)
		}
	}
	return []table{blood, scan, labels}
}
