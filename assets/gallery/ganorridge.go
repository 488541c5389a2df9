package gallery

import (
	"math"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

var ganOrRidge = Lesson{
	Name:     "gan-or-ridge",
	Title:    "A closer guess, or a likelier one",
	Question: "Should I generate the missing modality with a GAN, or will a regression do?",
	Finding: `The modality "flow" follows from "pressure" by a straight line; ridge regression fills it with the smallest error, in no time.
The modality "valve" is open or shut, at random: ridge fills in the mean of both, a half-open valve that no machine has ever had.
A method that draws (crossgan, hotdeck) picks one of the two and errs more in squares for it, but what it draws looks like the data. So the answer
depends on what is asked: the smallest error (RMSE) or the right distribution (Wasserstein distance).`,
	Look: []string{
		"The grid on the command line, column RMSE: ridge errs least, hotdeck most.",
		"The same grid, column Wasserstein: what hotdeck and crossgan draw is nearer to the data than the means that ridge fills in.",
		"The study: for classifying it hardly matters here, since pressure is always there and says the same as flow. A good imputation is not needed where a simple one loses nothing.",
	},
	Commands: say.Codes(
		"lacuna impute data --method mean --method ridge --method hotdeck --method crossgan --grid --mechanism mcar --rate .2",
		"lacuna run gan-or-ridge.lacuna",
	),
	Study: experiment.Spec{
		Methods: []experiment.Method{{Name: "mean+logistic"}, {Name: "ridge+logistic"}, {Name: "crossgan+logistic"}},
		Mask:    experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Modality: "flow", Rate: 0.5},
		Seeds:   3,
	},
	tables: valves,
}

// valves draws 500 machines: six pressures, six flows that follow from them by
// a line, and four readings of a valve that is open or shut at random.
func valves(seed rng.Seed) []table {
	pressure, flow := table{name: "pressure", header: columns("pressure", 6)}, table{name: "flow", header: columns("flow", 6)}
	valve := table{name: "valve", header: columns("valve", 4)}
	labels := table{name: "labels", header: []string{"id", "leaking"}}
	for i := range 500 {
		r := seed.Child(recordID(i)).Rand()
		p := noise(r, 6)
		f, sum := noise(r, 6), 0.0
		for c := range f {
			f[c] = p[c] - 0.7*p[(c+1)%6] + 0.3*f[c]
			sum += math.Pow(-1, float64(c)) * f[c]
		}
		side := float64(2*r.IntN(2) - 1)
		v := noise(r, 4)
		for c := range v {
			v[c] = side + 0.15*v[c]
		}
		leaking := "no"
		if sum+0.5*r.NormFloat64() > 0 {
			leaking = "yes"
		}
		pressure.add(recordID(i), p...)
		flow.add(recordID(i), f...)
		valve.add(recordID(i), v...)
		labels.rows = append(labels.rows, []string{recordID(i), leaking})
	}
	return []table{pressure, flow, valve, labels}
}
