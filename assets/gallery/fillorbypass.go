package gallery

import (
	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

var fillOrBypass = Lesson{
	Name:     "fill-or-bypass",
	Title:    "The mean is a value too",
	Question: "My test records lack a modality now and then. Is it enough to fill in the mean?",
	Finding: `Three sensors each measure how warm a machine runs: cold, normal or hot. Training records have all three; half of what
test records should have is missing. The mean of a sensor is what a *normal* machine shows, so a filled gap is not neutral: it testifies
for "normal", as loudly as a real measurement would. A network that leaves the absent sensor's encoder out of the fusion does not
hear that witness.`,
	Look: []string{
		"Accuracy by stratum: on complete records both methods are alike.",
		"On the records where something is missing, mean+mlp falls far behind bypass.",
		"Select the records that mean+mlp gets wrong: nearly all of them are called \"normal\".",
	},
	Commands: say.Codes(
		"lacuna run fill-or-bypass.lacuna",
		"lacuna results fill-or-bypass.lacuna --by missing",
		"lacuna chart fill-or-bypass.lacuna strata -o strata.pdf",
	),
	Study: experiment.Spec{
		Methods: []experiment.Method{{Name: "mean+mlp"}, {Name: "bypass"}},
		Mask:    experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.CellRate, Rate: 0.5, On: experiment.OnTest},
		Seeds:   5, MaskedComplete: true,
	},
	tables: warmth,
}

// warmth draws 360 machines, a third of each state, with three sensors whose
// columns lie at −1, 0 and 1 for cold, normal and hot.
func warmth(seed rng.Seed) []table {
	sensors := []table{{name: "casing"}, {name: "bearing"}, {name: "exhaust"}}
	for s := range sensors {
		sensors[s].header = columns(sensors[s].name, 4)
	}
	labels := table{name: "labels", header: []string{"id", "state"}}
	for i := range 360 {
		r := seed.Child(recordID(i)).Rand()
		state := i % 3
		labels.rows = append(labels.rows, []string{recordID(i), []string{"cold", "normal", "hot"}[state]})
		for s := range sensors {
			values := make([]float64, 4)
			for c := range values {
				values[c] = 60 + 10*float64(s) + 8*(float64(state-1)+0.9*r.NormFloat64())
			}
			sensors[s].add(recordID(i), values...)
		}
	}
	return append(sensors, labels)
}
