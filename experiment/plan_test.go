package experiment

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
)

func plan(t testing.TB, d *dataset.Dataset, spec Spec) []Job {
	t.Helper()
	jobs, err := Plan(d, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

func methods(names ...string) []Method {
	var list []Method
	for _, n := range names {
		list = append(list, Method{Name: n})
	}
	return list
}

func TestPlanOrder(t *testing.T) {
	d := fixture(t, 60)
	spec := Spec{Methods: methods("mean+logistic"), Split: SplitSpec{Kind: KFold, Folds: 2}, Seeds: 2}
	var got []string
	for _, j := range plan(t, d, spec) {
		got = append(got, fmt.Sprint(j.Seed, j.Fold, " ", j.Label))
	}
	want := []string{
		"0 0 mean+logistic", "0 0 majority", "0 0 pattern", "0 1 mean+logistic", "0 1 majority", "0 1 pattern",
		"1 0 mean+logistic", "1 0 majority", "1 0 pattern", "1 1 mean+logistic", "1 1 majority", "1 1 pattern",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlanIsRepeatable(t *testing.T) {
	spec := Spec{Methods: methods("mean+logistic", "knn+logistic"), Mask: MaskSpec{Mechanism: MCAR, Rate: 0.3}, Seeds: 2}
	a, b := plan(t, fixture(t, 60), spec), plan(t, fixture(t, 60), spec)
	if diff := cmp.Diff(a, b, cmpopts.IgnoreFields(Job{}, "Mask")); diff != "" {
		t.Error(diff)
	}
}

// All methods of a repetition and split share mask and rows; repetitions do not.
func TestPlanShares(t *testing.T) {
	d := fixture(t, 90)
	jobs := plan(t, d, Spec{Methods: methods("mean+logistic"), Mask: MaskSpec{Mechanism: MCAR, Rate: 0.3}, Seeds: 2})
	for _, j := range jobs[1:3] {
		if j.Mask.Hash() != jobs[0].Mask.Hash() || !cmp.Equal(j.Split, jobs[0].Split) {
			t.Errorf("%s has another mask or split than %s", j.Label, jobs[0].Label)
		}
	}
	if jobs[3].Mask.Hash() == jobs[0].Mask.Hash() || cmp.Equal(jobs[3].Split, jobs[0].Split) {
		t.Error("the second repetition has the mask or split of the first")
	}
}

// An id changes with everything that can change a result, and with nothing else.
func TestIdentity(t *testing.T) {
	d := fixture(t, 60)
	start := Spec{Methods: methods("knn+logistic"), Mask: MaskSpec{Mechanism: MCAR, Rate: 0.2}}
	first := plan(t, d, start)[0]
	change := map[string]func(*Spec){
		"setting":         func(s *Spec) { s.Methods = []Method{{"knn+logistic", map[string]string{"k": "3"}}} },
		"method":          func(s *Spec) { s.Methods = methods("mean+logistic") },
		"rate":            func(s *Spec) { s.Mask.Rate = 0.3 },
		"mechanism":       func(s *Spec) { s.Mask = MaskSpec{} },
		"on":              func(s *Spec) { s.Mask.On = OnTrain },
		"split":           func(s *Spec) { s.Split.Kind = GivenFile },
		"test share":      func(s *Spec) { s.Split.Test = 0.3 },
		"root":            func(s *Spec) { s.Root = 1 },
		"masked complete": func(s *Spec) { s.MaskedComplete = true },
		"features":        func(s *Spec) { s.Features.PCA = 5 },
	}
	seen := map[string]string{first.ID: "nothing"}
	for name, apply := range change {
		spec := start
		apply(&spec)
		id := plan(t, d, spec)[0].ID
		if other, ok := seen[id]; ok {
			t.Errorf("changing the %s gives the id of changing %s", name, other)
		}
		seen[id] = name
	}
	other := first
	other.Arithmetic = "abacus"
	if id := identity(Version, d.Hash(), first.Mask.Hash(), other); seen[id] != "" {
		t.Error("another arithmetic gives a known id")
	}
	if id := plan(t, fixture(t, 61), start)[0].ID; seen[id] != "" {
		t.Error("another dataset gives a known id")
	}
	same := start
	same.Methods, same.Seeds = []Method{{Name: "mean+logistic"}, {"knn+logistic", map[string]string{"knn.k": first.Method.Settings["knn.k"]}}}, 3
	if id := only(t, plan(t, d, same), "knn+logistic").ID; id != first.ID {
		t.Error("more methods, more seeds and a default in writing change the id")
	}
}

// The id of an earlier version is still known, so that its runs are found.
func TestIdentityOfEarlierVersions(t *testing.T) {
	const since = "39129a78412ecab0b4f386eac83697be9f2e308e45c57100c99782276df82be1"
	d := fixture(t, 60)
	j := plan(t, d, Spec{Methods: methods("majority")})[0]
	j.Arithmetic = ""
	if got := identity(before, d.Hash(), j.Mask.Hash(), j); got != since {
		t.Errorf("the id became %s", got)
	}
}

func TestLabels(t *testing.T) {
	spec := Spec{Methods: []Method{{"knn+logistic", map[string]string{"k": "3"}}, {Name: "mean+logistic"}, {"knn+logistic", map[string]string{"k": "9"}}, {Name: "tmc"}, {"tmc", map[string]string{"preset": "paper"}}}}
	var got []string
	for _, j := range plan(t, fixture(t, 60), spec) {
		got = append(got, j.Label)
	}
	want := []string{"knn+logistic (knn.k=3)", "mean+logistic", "knn+logistic (knn.k=9)", "tmc (tmc.preset=own)", "tmc (tmc.preset=paper)", "majority", "pattern"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlanErrors(t *testing.T) {
	d := fixture(t, 60)
	ok := methods("mean+logistic")
	cases := []struct {
		name string
		spec Spec
		says string
	}{
		{"no method", Spec{}, "no method"},
		{"unknown method", Spec{Methods: methods("magic")}, "magic"},
		{"twice", Spec{Methods: methods("mean+logistic", "mean+logistic")}, "twice"},
		{"seeds", Spec{Methods: ok, Seeds: -1}, "seeds"},
		{"mechanism", Spec{Methods: ok, Mask: MaskSpec{Mechanism: "magic"}}, "mcar"},
		{"rate", Spec{Methods: ok, Mask: MaskSpec{Mechanism: MCAR, Rate: 0.9}}, "at most"},
		{"on", Spec{Methods: ok, Mask: MaskSpec{On: "paper"}}, "train, test or both"},
		{"kind", Spec{Methods: ok, Mask: MaskSpec{Mechanism: MNAR, Rate: 0.2, Kind: dataset.CellRate}}, "rate kind modality"},
		{"by nothing", Spec{Methods: ok, Mask: MaskSpec{Mechanism: ByGroup, Rate: 0.2}}, "by what"},
		{"modality", Spec{Methods: ok, Mask: MaskSpec{Mechanism: InOrder, Modality: "smell", Rate: 0.2}}, "no modality \"smell\""},
		{"nothing left", Spec{Methods: ok, Mask: MaskSpec{Mechanism: Leaves, Rate: 1}}, "modalities that are left"},
		{"no reader", Spec{Methods: ok, Mask: MaskSpec{Mechanism: FromFile, File: "m.csv"}}, "m.csv"},
		{"no file", Spec{Methods: ok, Mask: MaskSpec{Mechanism: FromFile}}, "name of a mask file"},
		{"split", Spec{Methods: ok, Split: SplitSpec{Kind: "magic"}}, "holdout"},
		{"share", Spec{Methods: ok, Split: SplitSpec{Test: 1.5}}, "between 0 and 1"},
	}
	for _, c := range cases {
		_, err := Plan(d, c.spec, nil)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want an error that says %q", c.name, err, c.says)
		}
	}
}

func TestMaskFromFile(t *testing.T) {
	d := fixture(t, 60)
	spec := Spec{Methods: methods("mean+logistic"), Mask: MaskSpec{Mechanism: FromFile, File: "m.csv"}}
	reads := func(n int, err error) MaskReader {
		return func(string) (*dataset.Mask, error) {
			return dataset.NewMask("m.csv", n, 2, func(i, m int) bool { return i%3 == m }), err
		}
	}
	jobs, err := Plan(d, spec, reads(60, nil))
	if err != nil || jobs[0].Mask.Count() != 40 {
		t.Errorf("mask from a file: %v, %v", jobs, err)
	}
	if _, err := Plan(d, spec, reads(59, nil)); err == nil || !strings.Contains(err.Error(), "59 records") {
		t.Errorf("a mask of another size: %v", err)
	}
	broken := errors.New("line 3 is broken")
	if _, err := Plan(d, spec, reads(60, broken)); !errors.Is(err, broken) {
		t.Errorf("a mask that cannot be read: %v", err)
	}
}

// Every mechanism is drawn by name; one rate is that of each modality it hides.
func TestMaskByMechanism(t *testing.T) {
	d := fixture(t, 90)
	for want, s := range map[string]MaskSpec{
		"mar size=0.2 by colour strength 2":            {Mechanism: MAR, Rate: 0.2, By: "colour"},
		"mnar colour=0.3 strength 1.5":                 {Mechanism: MNAR, Rate: 0.3, Modality: "colour", Strength: 1.5},
		"label colour=0.1 size=0.4 strength 2":         {Mechanism: ByLabel, Rates: map[string]float64{"colour": 0.1, "size": 0.4}},
		"group colour=0.2 size=0.2 by site strength 2": {Mechanism: ByGroup, Rate: 0.2, By: "site"},
		"block colour=0.2 size=0.2":                    {Mechanism: InOrder, Rate: 0.2},
		"pattern size 1":                               {Mechanism: Leaves, Rate: 1, Left: []string{"size"}},
		"mcar colour=0.1 size=0.4":                     {Mechanism: MCAR, Rates: map[string]float64{"colour": 0.1, "size": 0.4}},
	} {
		j := plan(t, d, Spec{Methods: methods("mean+logistic"), Mask: s})[0]
		if j.Mask.Name != want || j.Mask.Count() == 0 {
			t.Errorf("the mask is called %q and hides %d pairs, want %q", j.Mask.Name, j.Mask.Count(), want)
		}
	}
}

// The mask touches the records that On names; validation goes with training.
func TestMaskOn(t *testing.T) {
	d := fixture(t, 90)
	for on, want := range map[Target][3]bool{OnBoth: {true, true, true}, OnTrain: {true, true, false}, OnTest: {false, false, true}} {
		j := plan(t, d, Spec{Methods: methods("mean+logistic"), Mask: MaskSpec{Mechanism: MCAR, Rate: 0.4, On: on}})[0]
		got := [3]bool{hidesAny(j.Mask, j.Split.Train), hidesAny(j.Mask, j.Split.Validation), hidesAny(j.Mask, j.Split.Test)}
		if got != want {
			t.Errorf("on %s: masked train, validation, test = %v, want %v", on, got, want)
		}
	}
}

func hidesAny(mask *dataset.Mask, rows []int) bool {
	for _, i := range rows {
		for m := range mask.Modalities() {
			if mask.Hides(i, m) {
				return true
			}
		}
	}
	return false
}
