package gallery

import (
	"math/rand/v2"

	"lacuna/experiment"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

var modalityHurts = Lesson{
	Name:     "modality-hurts",
	Title:    "More is not always better",
	Question: "We also have 150 questionnaire items per person. Should they go in?",
	Finding: `The gait tells the diagnosis; the questionnaire is noise, and there is thirty times as much of it. A method that
takes every column learns the noise by heart: it does better on the records that *lack* the questionnaire. What adding a modality
is worth has to be measured, on the same records with and without it.`,
	Look: []string{
		"The verdict says what missing each modality costs: missing the questionnaire costs nothing, or less than nothing.",
		"Accuracy by stratum, masked series: mean+logistic rises where the questionnaire is masked.",
		"Add best-single to the comparison: on validation records it finds out that one modality is enough.",
	},
	Commands: say.Codes(
		"lacuna run modality-hurts.lacuna",
		"lacuna results modality-hurts.lacuna --value",
	),
	Study: experiment.Spec{
		Methods: []experiment.Method{{Name: "mean+logistic"}, {Name: "mean+svm"}},
		Seeds:   5, MaskedComplete: true,
	},
	tables: questionnaires,
}

// questionnaires draws 360 people with five columns of gait that tell their
// class, and 150 answers that do not; a third of them did not answer.
func questionnaires(seed rng.Seed) []table {
	gait, answers := table{name: "gait", header: columns("gait", 5)}, table{name: "questionnaire", header: columns("item", 150)}
	labels := table{name: "labels", header: []string{"id", "diagnosis"}}
	for i := range 360 {
		r := seed.Child(recordID(i)).Rand()
		class := i % 2
		labels.rows = append(labels.rows, []string{recordID(i), []string{"healthy", "impaired"}[class]})
		steps := noise(r, 5)
		for c := range steps {
			steps[c] += 0.8 * float64(class)
		}
		gait.add(recordID(i), steps...)
		if r.Float64() < 2.0/3 {
			answers.add(recordID(i), noise(r, 150)...)
		}
	}
	return []table{gait, answers, labels}
}

// noise draws n standard normal numbers.
func noise(r *rand.Rand, n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = r.NormFloat64()
	}
	return list
}
