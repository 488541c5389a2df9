package gallery

import (
	"lacuna/experiment"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

var leaks = Lesson{
	Name:     "leaks",
	Title:    "Four fifths from nothing",
	Question: "I chose the 20 best genes and then cross-validated: 80 %. What can be wrong with that?",
	Finding: `Nothing in these data tells the class: 100 patients, 600 columns of noise, labels by the toss of a coin. Choosing columns on all
records, before the split, lets the test records vote for the columns that suit them. The same steps, fitted on training records only,
score what guessing scores.`,
	Look: []string{
		"The study: no method is ahead of guessing, and the verdict says so.",
		"On the command line, leaks shows what each classical leak would have claimed on the same records: choosing columns on all of them is the largest.",
	},
	Commands: say.Codes(
		"lacuna leaks data",
		"lacuna run leaks.lacuna",
	),
	Study: experiment.Spec{
		Methods: []experiment.Method{{Name: "mean+logistic"}, {Name: "knn+svm"}},
		Seeds:   5,
	},
	tables: coins,
}

// coins draws 100 patients with 600 columns of noise in two modalities, of
// which one in five lacks one, and a class by the toss of a coin.
func coins(seed rng.Seed) []table {
	genes, proteins := table{name: "genes", header: columns("gene", 400)}, table{name: "proteins", header: columns("protein", 200)}
	labels := table{name: "labels", header: []string{"id", "responder"}}
	for i := range 100 {
		r := seed.Child(recordID(i)).Rand()
		labels.rows = append(labels.rows, []string{recordID(i), []string{"no", "yes"}[r.IntN(2)]})
		g, p := noise(r, 400), noise(r, 200)
		lacks := r.IntN(10)
		if lacks != 0 {
			genes.add(recordID(i), g...)
		}
		if lacks != 1 {
			proteins.add(recordID(i), p...)
		}
	}
	return []table{genes, proteins, labels}
}
