package metric

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

var studies = flag.Int("studies", 0, "studies of each kind that the simulation of claims draws; 0 means few, of few kinds")

// world is a kind of study in which no method is better than another: records
// have difficulties, and every training of every method comes out a little
// better or worse.
type world struct {
	methods, seeds, folds, groups, n int
	noise                            float64 // of a training, in points of accuracy
	kin                              int     // records of one subject, whom a method suits or does not; 0 for no subjects
}

func (w world) String() string {
	design := say.Count(w.seeds, "seed", "seeds")
	switch {
	case w.folds > 0:
		design = fmt.Sprintf("%d folds", w.folds)
	case w.groups > 0:
		design = fmt.Sprintf("%d groups", w.groups)
	}
	if w.kin > 0 {
		design += fmt.Sprintf(", %d records a subject", w.kin)
	}
	return fmt.Sprintf("%d methods, %s, n %d, noise %.1f", w.methods, design, w.n, w.noise)
}

const difficulty, usual = 1.5, 1.5 // of records, as log odds: spread and mean

// draw makes a study and returns how much better each training of the first
// method was than that of the second, on all records that there could be.
func (w world) draw(seed rng.Seed) (study result.Study, inRuns float64) {
	r := seed.Rand()
	study = result.Study{Modalities: []string{"a", "b"}, Classes: []string{"no", "yes"}}
	for m := range w.methods {
		study.Methods = append(study.Methods, fmt.Sprint("m", m))
	}
	odds := make([]float64, 5*w.n)
	for i := range odds {
		if odds[i] = usual + difficulty*r.NormFloat64(); w.kin > 0 && i%w.kin > 0 {
			odds[i] = odds[i-1]
		}
	}
	suits := w.subjects(&study, r)
	for k := range w.trials() {
		tested := w.tested(r, k)
		for m, name := range study.Methods {
			shift := w.noise / 100 / slope * r.NormFloat64()
			if w.groups > 0 { // a method suits a group or does not
				shift += 0.3 * r.NormFloat64()
			}
			run := result.Run{Method: name, Seed: k, Split: "holdout", Mask: "natural"}
			switch {
			case w.folds > 0:
				run.Seed, run.Split = 0, fmt.Sprintf("fold %d of %d", k+1, w.folds)
			case w.groups > 0:
				run.Seed, run.Split = 0, fmt.Sprintf("site=%d", k)
			}
			for _, i := range tested {
				run.Rows = append(run.Rows, answer(i, r.Float64() < logistic(odds[i]+shift+suits(m, i))))
			}
			if m < 2 {
				inRuns += float64(1-2*m) * slope * shift / float64(w.trials())
			}
			study.Runs = append(study.Runs, run)
		}
	}
	return study, inRuns
}

// subjects makes kin of the records and returns how well a method suits the
// subject of a record, whatever it is trained on.
func (w world) subjects(study *result.Study, r *rand.Rand) func(method, record int) float64 {
	if w.kin == 0 {
		return func(int, int) float64 { return 0 }
	}
	suits := make([][]float64, w.methods)
	for m := range suits {
		suits[m] = make([]float64, 5*w.n)
		for i := range suits[m] {
			suits[m][i] = r.NormFloat64()
		}
	}
	study.Alike, study.Kin = "share their subject", make(dataset.Kin, 5*w.n)
	for i := range study.Kin {
		study.Kin[i] = i - i%w.kin
	}
	return func(m, i int) float64 { return suits[m][i/w.kin] }
}

func (w world) trials() int { return max(w.seeds, w.folds, w.groups) }

// tested draws the test records of a trial: a fifth of all for every seed, or a
// fold.
func (w world) tested(r *rand.Rand, k int) []int {
	each := max(1, w.kin) // a subject is tested whole
	if w.seeds > 0 {
		var list []int
		for _, s := range r.Perm(5 * w.n / each)[:w.n/each] {
			for i := range each {
				list = append(list, s*each+i)
			}
		}
		return list
	}
	var list []int
	for i := range w.n {
		if i/each%w.trials() == k {
			list = append(list, i)
		}
	}
	return list
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// slope is how fast the accuracy over all records rises with a shift of their
// log odds.
var slope = func() float64 {
	at := func(shift float64) float64 {
		sum := 0.0
		for k := range 2000 {
			sum += logistic(usual + shift + difficulty*distuv.UnitNormal.Quantile((float64(k)+0.5)/2000))
		}
		return sum / 2000
	}
	return (at(1e-3) - at(-1e-3)) / 2e-3
}()

// outcome is what came of many studies of one world.
type outcome struct{ studies, claims, held int }

func (w world) simulate(n int) outcome {
	var o outcome
	for k := range n {
		study, inRuns := w.draw(rng.New(1).Child(w.String()).Block(k))
		truth := 0.0
		if w.trials() == 1 {
			truth = inRuns // one run speaks of its models
		}
		list := AllPairs(study, ByMissing(study)[:1])
		o.studies++
		if first := list[0].CI95; first.Low <= truth && truth <= first.High {
			o.held++
		}
		claimed := strings.Contains(Verdict(study), "ahead of")
		for _, p := range list {
			claimed = claimed || p.Told()
		}
		if claimed {
			o.claims++
		}
	}
	return o
}

// Where no method is better, at most one study in twenty claims so, and the
// interval of a difference holds nothing as often as it says. A few kinds of
// study here; make simulate draws the whole grid.
func TestClaimsHold(t *testing.T) {
	worlds := []world{
		{methods: 2, seeds: 1, n: 200, noise: 1.8}, {methods: 7, seeds: 3, n: 100, noise: 0.6}, {methods: 3, seeds: 3, n: 200, noise: 1.8},
		{methods: 2, seeds: 5, n: 100, noise: 1.8}, {methods: 3, folds: 5, n: 200, noise: 1.8}, {methods: 2, groups: 6, n: 120, noise: 0.6},
		{methods: 3, seeds: 3, n: 200, noise: 0.6, kin: 5}, {methods: 2, folds: 5, n: 200, noise: 0.6, kin: 5}, {methods: 2, seeds: 1, n: 200, noise: 0.6, kin: 5},
	}
	n := 60
	if *studies > 0 {
		n, worlds = *studies, grid()
	}
	for _, w := range worlds {
		t.Run(w.String(), func(t *testing.T) { w.check(t, n) })
	}
}

func (w world) check(t *testing.T, n int) {
	o := w.simulate(n)
	claims, held := float64(o.claims)/float64(o.studies), float64(o.held)/float64(o.studies)
	t.Logf("false claims %5.1f %%   covered %5.1f %%", 100*claims, 100*held)
	if claims > 0.05+luck(0.05, n) {
		t.Errorf("%d of %d studies claim what is not so", o.claims, o.studies)
	}
	if held < 0.935-luck(0.935, n) {
		t.Errorf("%d of %d intervals hold the truth", o.held, o.studies)
	}
}

// luck is how far a share of n draws may be from its p.
func luck(p float64, n int) float64 { return 3 * math.Sqrt(p*(1-p)/float64(n)) }

// grid are the kinds of study that claims must hold in.
func grid() []world {
	var list []world
	for _, methods := range []int{2, 3, 7, 15} {
		for _, n := range []int{100, 300, 800} {
			for _, noise := range []float64{0.6, 1.8} {
				for _, seeds := range []int{1, 2, 3, 5} {
					list = append(list, world{methods: methods, seeds: seeds, n: n, noise: noise})
				}
				for _, kin := range []int{5, 10} {
					list = append(list, world{methods: methods, seeds: 1, n: n, noise: noise, kin: kin}, world{methods: methods, seeds: 3, n: n, noise: noise, kin: kin},
						world{methods: methods, folds: 5, n: n, noise: noise, kin: kin})
				}
				list = append(list, world{methods: methods, folds: 5, n: n, noise: noise}, world{methods: methods, groups: 8, n: n, noise: noise})
			}
		}
	}
	return list
}

// reached is the accuracy over all records that there could be.
func (w world) reached() float64 {
	own := 0.0
	if w.kin > 0 {
		own = 1
	}
	sum := 0.0
	for k := range 2000 {
		sum += logistic(usual + math.Hypot(math.Hypot(difficulty, own), map[bool]float64{true: 0.3}[w.groups > 0])*distuv.UnitNormal.Quantile((float64(k)+0.5)/2000))
	}
	return sum / 2000
}
