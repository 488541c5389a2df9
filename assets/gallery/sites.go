package gallery

import (
	"math/rand/v2"

	"lacuna/experiment"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

var sites = Lesson{
	Name:     "sites",
	Title:    "Good at home, lost abroad",
	Question: "Cross-validated over four hospitals my model is excellent. Will it be so in a fifth?",
	Finding: `Each hospital measures other things, and each has its own share of severe cases. So what is missing tells the hospital, and the
hospital tells the class. With records of all hospitals in training and test, a model may use that; where a hospital is left out
of training, it cannot, and what remains is what the measurements themselves tell.`,
	Look: []string{
		"The study leaves out each hospital in turn: this is what a new hospital should expect, and its interval is over hospitals.",
		"Compare it with a random hold-out of the same records, the last command: it promises far more.",
		"The baseline \"pattern\" falls below the majority when a hospital is left out: what it had learned were the hospitals.",
	},
	Commands: say.Codes(
		"lacuna run sites.lacuna",
		"lacuna results sites.lacuna",
		"lacuna compare data --method mean+logistic --method gbt --method pattern --split holdout --seeds 5 -o holdout.lacuna",
	),
	Study: experiment.Spec{
		Methods: []experiment.Method{{Name: "mean+logistic"}, {Name: "gbt"}, {Name: "pattern"}},
		Split:   experiment.SplitSpec{Kind: experiment.LeaveOut, Column: "hospital"},
		Seeds:   1,
	},
	tables: hospitals,
}

// clinics is what one of the four does: its share of severe cases, and how
// often it measures each of the three modalities.
var clinics = []struct {
	name                 string
	severe               float64
	exam, lab, radiology float64
}{
	{"north", 0.85, 1, 0.95, 0.05},
	{"east", 0.15, 1, 0.05, 0.95},
	{"south", 0.8, 0.1, 0.95, 0.9},
	{"west", 0.2, 1, 0.9, 0.9},
}

// hospitals draws 150 patients at each of four hospitals; every modality tells
// a little of the class.
func hospitals(seed rng.Seed) []table {
	exam, lab, scan := table{name: "exam", header: columns("exam", 4)}, table{name: "lab", header: columns("lab", 6)}, table{name: "radiology", header: columns("radiology", 5)}
	labels := table{name: "labels", header: []string{"id", "severe", "hospital"}}
	for i := range 600 {
		h := clinics[i%4]
		r := seed.Child(recordID(i)).Rand()
		severe := r.Float64() < h.severe
		class := map[bool]string{false: "no", true: "yes"}[severe]
		labels.rows = append(labels.rows, []string{recordID(i), class, h.name})
		measured := func(t *table, n int, often float64) {
			values := hint(r, n, severe)
			if r.Float64() < often {
				t.add(recordID(i), values...)
			}
		}
		measured(&exam, 4, h.exam)
		measured(&lab, 6, h.lab)
		measured(&scan, 5, h.radiology)
	}
	return []table{exam, lab, scan, labels}
}

// hint draws n numbers that lean a little to one side for severe cases.
func hint(r *rand.Rand, n int, severe bool) []float64 {
	values := noise(r, n)
	if severe {
		for c := range values {
			values[c] += 0.35
		}
	}
	return values
}
