package experiment

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/param"
	"lacuna/internal/rng"
	"lacuna/models"
)

// TestTriesAreAllowed checks the registries: what a search tries is valid, and
// is not the default again.
func TestTriesAreAllowed(t *testing.T) {
	for _, m := range everyMethod() {
		p, err := ParseMethod(Method{Name: m.Name})
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range p.parts() {
			for _, s := range part.params {
				for _, x := range s.Tries {
					parsed, err := s.Parse(param.Format(x))
					if err != nil || parsed != x || x == s.Default {
						t.Errorf("%s.%s tries %v: %v", part.name, s.Name, x, err)
					}
				}
			}
		}
	}
}

func TestCandidates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Pipeline{Settings: map[string]string{"m.fixed": "1"}}
		var knobs []knob
		total := 1
		for k := range rapid.IntRange(0, 4).Draw(t, "knobs") {
			name := fmt.Sprintf("m.k%d", k)
			p.Settings[name] = "0"
			values := []string{"0"}
			for v := range rapid.IntRange(1, 3).Draw(t, "values") {
				values = append(values, fmt.Sprint(v+1))
			}
			knobs = append(knobs, knob{name, values})
			total *= len(values)
		}
		n := rapid.IntRange(0, 30).Draw(t, "n")
		list := p.candidates(n, knobs, rng.New(3))
		if want := min(n, total); want >= 2 && len(list) != want || want < 2 && list != nil {
			t.Fatalf("%d candidates of %d asked for among %d", len(list), n, total)
		}
		seen := map[string]bool{}
		for k, c := range list {
			if k == 0 && !maps.Equal(c, p.Settings) {
				t.Fatalf("the first is %v", c)
			}
			if seen[fmt.Sprint(c)] || c["m.fixed"] != "1" {
				t.Fatalf("candidate %v comes twice or changes what is fixed", c)
			}
			seen[fmt.Sprint(c)] = true
		}
	})
}

// tunable is a registry with a model that predicts its setting: the
// probability that it gives to the true class.
func tunable() *catalogue {
	c := registered()
	c.models = append(c.models, models.Info{
		Name: "tunable", Kind: models.Robust,
		Params: []param.Spec{{Name: "p", Type: param.Float, Default: 0.3, Min: 0, Max: 1, Tries: []any{0.5, 0.9, 0.7}}},
		New: func(v param.Values) models.Model {
			return fake{
				fit: func(context.Context, dataset.View, dataset.View, job.Env) error { return nil },
				predict: func(_ context.Context, view dataset.View, _ job.Env) (*models.Prediction, error) {
					out := guess(view, 0)
					for i := range view.Len() { // as sure of class 0 as the setting says
						for k := range out.Probabilities.Cols {
							out.Probabilities.Set(i, k, (1-v.Float("p"))/float64(out.Probabilities.Cols-1))
						}
						out.Probabilities.Set(i, 0, v.Float("p"))
					}
					return out, nil
				},
			}
		},
	})
	return &c
}

// TestSearchTakesWhatFitsTheValidation: a third of the records are of class 0,
// so among the settings .3, .5, .7 and .9 the first has the least log loss.
func TestSearchTakesWhatFitsTheValidation(t *testing.T) {
	d := fixture(t, 120)
	spec := Spec{Methods: methods("tunable"), Search: 4}
	run := runOne(t, Runner{methods: tunable()}, d, spec)
	if len(run.Search) != 4 || !run.Search[0].Chosen || run.Search[0].LogLoss <= 0 {
		t.Fatalf("%+v", run.Search)
	}
	if words := SearchWords(run); !strings.Contains(words, "the defaults") {
		t.Error(words)
	}
	for i := range d.Labels { // now class 0 is all there is to find in validation
		if d.Labels[i] == 1 && i%5 > 0 {
			d.Labels[i] = 0
		}
	}
	run = runOne(t, Runner{methods: tunable()}, d, spec)
	best := ""
	for _, c := range run.Search {
		if c.Chosen {
			best = c.Settings["tunable.p"]
		}
	}
	if best != "0.5" {
		t.Errorf("with more than half in class 0 the search takes %q: %+v", best, run.Search)
	}
	if p := run.Rows[0].Probabilities[0]; p != 0.5 {
		t.Errorf("the run uses %g", p)
	}
	if words := SearchWords(run); !strings.Contains(words, "tunable.p = 0.5") || !strings.Contains(words, "4 settings") {
		t.Error(words)
	}
}

// TestSearchSeesNoTestRecord disturbs the test records: what was tried, and how
// it did, stays the same to the last bit.
func TestSearchSeesNoTestRecord(t *testing.T) {
	d := fixture(t, 120)
	spec := Spec{Methods: methods("knn+logistic"), Search: 3}
	j := plan(t, d, spec)[0]
	before, err := Runner{Workers: 1}.RunJob(context.Background(), d, j, nil)
	if err != nil {
		t.Fatal(err)
	}
	other := d
	for k, record := range j.Split.Test {
		other = disturb(t, other, record, rng.New(2).Block(k).Rand())
	}
	after, err := Runner{Workers: 2}.RunJob(context.Background(), other, j, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before.Search, after.Search); diff != "" || len(before.Search) != 3 {
		t.Errorf("test records change the search: %s", diff)
	}
}

func TestSearchIsPartOfTheJob(t *testing.T) {
	d := fixture(t, 60)
	one := Spec{Methods: []Method{{Name: "knn+logistic"}}}
	searched := one
	searched.Search = 4
	if a, b := plan(t, d, one)[0], plan(t, d, searched)[0]; a.ID == b.ID || len(b.Candidates) != 4 {
		t.Errorf("a search does not change the job: %d candidates", len(b.Candidates))
	}
	fixed := searched
	fixed.Methods = []Method{{Name: "knn+logistic", Settings: map[string]string{"knn.k": "7"}}}
	for _, c := range plan(t, d, fixed)[0].Candidates {
		if c["knn.k"] != "7" {
			t.Errorf("the search changes what the user has set: %v", c)
		}
	}
	if _, err := Plan(d, Spec{Methods: one.Methods, Search: mostCandidates + 1}, nil); err == nil {
		t.Error("a search without bounds is planned")
	}
}

func TestFailedCandidatesAreSaid(t *testing.T) {
	d := fixture(t, 60)
	j := plan(t, d, Spec{Methods: methods("knn+logistic"), Search: 2})[0]
	j.Candidates[1] = maps.Clone(j.Candidates[1])
	j.Candidates[1]["knn.k"] = "none"
	run, err := Runner{}.RunJob(context.Background(), d, j, nil)
	if err != nil || run.Search[1].Failed == "" || !run.Search[0].Chosen {
		t.Errorf("%v, %+v", err, run.Search)
	}
	j.Candidates = []map[string]string{j.Candidates[1], j.Candidates[1]}
	if _, err := (Runner{}).RunJob(context.Background(), d, j, nil); err == nil {
		t.Error("nothing could be fitted, and nobody says so")
	}
	var none result.Run
	if SearchWords(none) != "" {
		t.Error("words about a search that was not")
	}
}
