package dataset_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// normals is a dataset of n records with three modalities of one standard
// normal column each, independent of each other, of two classes in turn, and of
// the group "site", which is that of the class.
func normals(t testing.TB, n int) *dataset.Dataset {
	t.Helper()
	d := dataset.Dataset{Name: "normals", Classes: []string{"a", "b"}, Groups: map[string][]string{}}
	draw := rng.New(11).Rand()
	for i := range n {
		d.IDs = append(d.IDs, fmt.Sprint("r", i))
		d.Labels = append(d.Labels, i%2)
		d.Groups["site"] = append(d.Groups["site"], d.Classes[i%2])
	}
	for m := range 3 {
		b := dataset.Block{Modality: dataset.Modality{Name: fmt.Sprint("m", m), Columns: []string{"x"}}, Numbers: dataset.NewMatrix(n, 1), Causes: make([]dataset.Cause, n)}
		for i := range n {
			b.Numbers.Set(i, 0, draw.NormFloat64())
		}
		d.Blocks = append(d.Blocks, b)
	}
	return build(t, d)
}

// contrast returns by how much more often modality m is hidden where a record
// is of one kind than elsewhere, without the sign, which is the seed's.
func contrast(mask *dataset.Mask, m int, of func(i int) bool) float64 {
	var hidden, n [2]float64
	for i := range mask.Records() {
		k := 0
		if of(i) {
			k = 1
		}
		n[k]++
		if mask.Hides(i, m) {
			hidden[k]++
		}
	}
	return math.Abs(hidden[1]/n[1] - hidden[0]/n[0])
}

// What the chance of being hidden depends on, and on nothing else. The mean of
// 1/(1+exp(−2z)) over the positive half of a standard normal z is 0.7780, by
// the midpoint rule with 200,000 steps; of ±1 it is 1/(1+exp(−2)) = 0.8808. At
// rate 0.5 the contrast is twice its distance from one half.
func TestTiltDependsOnWhatItSays(t *testing.T) {
	const n = 8000
	d := normals(t, n)
	positive := func(m int) func(int) bool { return func(i int) bool { return d.Blocks[m].Numbers.At(i, 0) > 0 } }
	of := map[string]func(int) bool{"m0": positive(0), "m1": positive(1), "class": func(i int) bool { return d.Labels[i] == 1 }}
	for _, c := range []struct {
		tilt dataset.Tilt
		on   string
		want float64
	}{
		{dataset.Tilt{On: dataset.OnOther, By: "m0"}, "m0", 2 * (0.7780 - 0.5)},
		{dataset.Tilt{On: dataset.OnItself}, "m1", 2 * (0.7780 - 0.5)},
		{dataset.Tilt{On: dataset.OnLabel}, "class", 2 * (0.8808 - 0.5)},
		{dataset.Tilt{On: dataset.OnGroup, By: "site"}, "class", 2 * (0.8808 - 0.5)},
	} {
		c.tilt.Rates = map[string]float64{"m1": 0.5}
		mask, err := c.tilt.Mask(d, rng.New(2))
		if err != nil {
			t.Fatal(err)
		}
		for what, in := range of {
			want := 0.0
			if what == c.on {
				want = c.want
			}
			if got := contrast(mask, 1, in); math.Abs(got-want) > 0.05 {
				t.Errorf("%s: contrast by %s is %.3f, want %.3f", mask.Name, what, got, want)
			}
		}
	}
}

// Each modality is hidden at its rate, within four standard deviations, and no
// record loses everything.
func TestTiltHitsItsRates(t *testing.T) {
	const n = 4000
	d := normals(t, n)
	for _, tilt := range []dataset.Tilt{
		{On: dataset.OnOther, By: "m0", Rates: map[string]float64{"m1": 0.1, "m2": 0.9}, Strength: 3},
		{On: dataset.OnItself, Rates: map[string]float64{"m0": 0.1, "m1": 0.5, "m2": 0.6}},
		{On: dataset.OnLabel, Rates: map[string]float64{"m0": 0, "m1": 0.3, "m2": 1.0 / 3}, Strength: -1},
		{On: dataset.OnGroup, By: "site", Rates: map[string]float64{"m2": 0.25}},
	} {
		mask, err := tilt.Mask(d, rng.New(5))
		if err != nil {
			t.Fatal(err)
		}
		left := mask.Apply(d.Presence)
		for m, name := range d.Names() {
			want := tilt.Rates[name]
			if got := 1 - float64(left.Count(m))/n; math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/n) {
				t.Errorf("%s: %s is hidden in %.3f of the records", mask.Name, name, got)
			}
		}
		for i := range n {
			if left.Pattern(i).Count() == 0 {
				t.Fatalf("%s: record %d has lost everything", mask.Name, i)
			}
		}
		again, err := tilt.Mask(d, rng.New(5))
		if other, _ := tilt.Mask(d, rng.New(6)); err != nil || again.Hash() != mask.Hash() || other.Hash() == mask.Hash() {
			t.Errorf("%s: the seed does not decide the mask alone", mask.Name)
		}
	}
}

func TestMechanismsRefuse(t *testing.T) {
	d := normals(t, 200)
	one := map[string]float64{"m1": 0.5}
	all := map[string]float64{"m0": 0.9, "m1": 0.9, "m2": 0.9}
	for says, law := range map[string]interface {
		Mask(*dataset.Dataset, rng.Seed) (*dataset.Mask, error)
	}{
		"the latter must stay":     dataset.Tilt{On: dataset.OnOther, By: "m1", Rates: one},
		`no modality "m9"`:         dataset.Tilt{On: dataset.OnOther, By: "m9", Rates: one},
		`no column "ward"`:         dataset.Tilt{On: dataset.OnGroup, By: "ward", Rates: one},
		"mnar: rate 0.9 of \"m0\"": dataset.Tilt{On: dataset.OnItself, Rates: all},
		"no modality is to be":     dataset.Tilt{On: dataset.OnLabel},
		"block: rate 0.9":          dataset.Outage{Rates: all},
		"rate 2 of":                dataset.Outage{Rates: map[string]float64{"m1": 2}},
		"rate 1.5":                 dataset.Leaving{Modalities: []string{"m0"}, Rate: 1.5},
		"nothing would be left":    dataset.Leaving{Rate: 1},
		`no modality "m8"`:         dataset.Leaving{Modalities: []string{"m8"}, Rate: 1},
		`no modality "m7"`:         dataset.MCAR{Rates: map[string]float64{"m7": 0.1}},
	} {
		if _, err := law.Mask(d, rng.New(1)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want an error that says %q", err, says)
		}
	}
}

// A block is one run of records; its length is the rate.
func TestOutageIsOneRun(t *testing.T) {
	d := normals(t, 400)
	mask, err := dataset.Outage{Rates: map[string]float64{"m0": 0.2, "m2": 0.35}}.Mask(d, rng.New(4))
	if err != nil {
		t.Fatal(err)
	}
	for m, want := range []int{80, 0, 140} {
		n, runs := 0, 0
		for i := range 400 {
			if mask.Hides(i, m) {
				n++
				if i == 0 || !mask.Hides(i-1, m) {
					runs++
				}
			}
		}
		if n != want || runs > 1 {
			t.Errorf("modality %d: %d records in %d runs, want %d in one", m, n, runs, want)
		}
	}
}

// Just the share of records that is asked for is left with the pattern, the
// others with everything; of all seven patterns.
func TestLeaving(t *testing.T) {
	d := normals(t, 400)
	for _, names := range [][]string{{"m0"}, {"m1"}, {"m2"}, {"m0", "m1"}, {"m0", "m2"}, {"m1", "m2"}, {"m0", "m1", "m2"}} {
		mask, err := dataset.Leaving{Modalities: names, Rate: 0.3}.Mask(d, rng.New(4))
		if err != nil {
			t.Fatal(err)
		}
		want := 120 * (3 - len(names))
		for _, g := range mask.Apply(d.Presence).Patterns() {
			if label := g.Pattern.Label(d.Names()); !g.Pattern.Complete() && (label != strings.Join(names, "+") || len(g.Records) != 120) {
				t.Errorf("%d records are left with %s", len(g.Records), label)
			}
		}
		if mask.Count() != want {
			t.Errorf("%s: %d pairs are hidden, want %d", mask.Name, mask.Count(), want)
		}
	}
}

// A rate per modality is met to the nearest whole number.
func TestMCARByModality(t *testing.T) {
	d := normals(t, 400)
	mask, err := dataset.MCAR{Rates: map[string]float64{"m0": 0.1, "m1": 0.5, "m2": 0.6}}.Mask(d, rng.New(4))
	if err != nil || mask.Name != "mcar m0=0.1 m1=0.5 m2=0.6" {
		t.Fatal(mask, err)
	}
	left := mask.Apply(d.Presence)
	if left.Count(0) != 360 || left.Count(1) != 200 || left.Count(2) != 160 {
		t.Errorf("left: %d, %d and %d of 400", left.Count(0), left.Count(1), left.Count(2))
	}
}
