package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/rng"
)

// asked is what came of a question that was asked of many studies in which no
// method is better and no modality matters.
type asked struct{ value, corrected, regret, mixture, rank, apart int } // rank by its p, apart by its words

// scattered gives every record a pattern that has to do with nothing.
func scattered(study result.Study, r *rand.Rand) {
	pattern := map[int]dataset.Pattern{}
	for k := range study.Runs {
		for i := range study.Runs[k].Rows {
			row := &study.Runs[k].Rows[i]
			if pattern[row.Record] == "" {
				pattern[row.Record] = []dataset.Pattern{"111", "101", "110", "111", "100", "100"}[r.IntN(6)]
			}
			row.Pattern, row.Natural = pattern[row.Record], pattern[row.Record]
		}
	}
}

// ask draws a study and asks everything that results can be asked of it.
func (w world) ask(t *testing.T, seed rng.Seed, out *asked) {
	study, _ := w.draw(seed)
	scattered(study, seed.Child("patterns").Rand())
	study.Methods[0], study.Modalities = dedicatedName, []string{"a", "b", "c"}
	for k := range study.Runs {
		if study.Runs[k].Method == "m0" {
			study.Runs[k].Method = dedicatedName
		}
	}
	if effect, err := PresenceEffectOf(study, dedicatedName, "b", Covariates{}); err != nil {
		t.Fatal(err)
	} else {
		out.value += bit(!effect.NaiveCI.holds(0))
		out.corrected += bit(effect.Refused == "" && !effect.CI95.holds(0))
	}
	regrets, err := Regrets(study)
	if err != nil {
		t.Fatal(err)
	}
	out.regret += bit(slices.ContainsFunc(regrets, func(p Pair) bool { return p.Told() }))
	mixture, err := NewMixture(study, map[string]float64{"a+b": 0.2, "a": 0.8})
	if err != nil {
		t.Fatal(err)
	}
	out.mixture += bit(!mixture.Expect(study, dedicatedName, Accuracy()).CI95.holds(w.reached()))
	if ranking, err := RankStudies(t.Context(), []result.Study{study}, Accuracy()); err == nil {
		out.rank += bit(ranking.P < significance)
		out.apart += bit(strings.Contains(ranking.Words(), "ranks before"))
	}
}

func (i Interval) holds(x float64) bool { return i.Low <= x && x <= i.High }

// What --value, --regret, --mixture and rank claim is not so in one study of
// twenty at most.
func TestQuestionsHold(t *testing.T) {
	worlds := []world{{methods: 3, seeds: 3, n: 200, noise: 0.6, kin: 1}}
	n := 40
	if *studies > 0 {
		n, worlds = *studies, nil
		for _, methods := range []int{3, 7} {
			for _, kin := range []int{1, 5} {
				worlds = append(worlds, world{methods: methods, seeds: 3, n: 200, noise: 1.8, kin: kin}, world{methods: methods, seeds: 5, n: 200, noise: 0.6, kin: kin},
					world{methods: methods, folds: 5, n: 300, noise: 0.6, kin: kin}, world{methods: methods, groups: 8, n: 400, noise: 0.6, kin: kin})
			}
		}
	}
	for _, w := range worlds {
		t.Run(w.String(), func(t *testing.T) {
			var out asked
			for k := range n {
				w.ask(t, rng.New(2).Child(w.String()).Block(k), &out)
			}
			t.Logf("%+v of %d studies", out, n)
			for name, false := range map[string]int{"value": out.value, "corrected value": out.corrected, "regret": out.regret, "mixture": out.mixture, "rank": out.apart} {
				if share := float64(false) / float64(n); share > 0.065+luck(0.065, n) {
					t.Errorf("%s: %s", name, fmt.Sprintf("%d of %d studies claim what is not so", false, n))
				}
			}
		})
	}
}
