package dataset_test

import (
	"maps"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// Of complete records every pattern gets its share, to the nearest whole number,
// and the rest keeps all.
func TestPaintedCounts(t *testing.T) {
	d := complete(t, 3, 60, 43) // 103 records of modalities m0, m1, m2
	names := d.Names()
	for _, c := range []struct {
		shares map[string]float64
		want   map[string]int
	}{
		{map[string]float64{names[0]: 0.3, names[1] + "+" + names[2]: 0.25}, map[string]int{"100": 31, "011": 26, "111": 46}},
		{map[string]float64{names[0]: 0.5, names[1]: 0.5}, map[string]int{"100": 51, "010": 52}}, // 51.5 each
		{map[string]float64{names[2]: 1}, map[string]int{"001": 103}},
		{map[string]float64{names[2]: 0}, map[string]int{"111": 103}},
	} {
		mask, err := dataset.Painted{Shares: c.shares}.Mask(d, rng.New(5))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, g := range mask.Apply(d.Presence).Patterns() {
			got[string(g.Pattern)] = len(g.Records)
		}
		if !maps.Equal(got, c.want) {
			t.Errorf("%v gives %v, want %v", c.shares, got, c.want)
		}
	}
}

// Which records get a pattern has nothing to do with them: over many seeds each
// gets it as often as its share says.
func TestPaintedIsCompletelyAtRandom(t *testing.T) {
	d := complete(t, 2, 10, 10)
	const seeds, share = 4000, 0.25
	got := make([]float64, d.Records())
	for seed := range seeds {
		mask, err := dataset.Painted{Shares: map[string]float64{d.Names()[0]: share}}.Mask(d, rng.New(uint64(seed)))
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if mask.Hides(i, 1) {
				got[i]++
			}
		}
	}
	sd := math.Sqrt(share * (1 - share) / seeds)
	for i, n := range got {
		if math.Abs(n/seeds-share) > 4.5*sd { // p < 1e-5 each
			t.Errorf("record %d gets the pattern in %.3f of all draws", i, n/seeds)
		}
	}
}

// So it is where rare patterns are missing by nature: rounding has no favourites.
func TestPaintedIsCompletelyAtRandomAmongRarePatterns(t *testing.T) {
	d := complete(t, 3, 50, 56)
	rare := []string{"110", "101", "101", "011", "011", "011"} // and 100 complete ones
	causes := make([][]dataset.Cause, len(d.Blocks))
	for m := range causes {
		causes[m] = make([]dataset.Cause, d.Records())
		for i, p := range rare {
			if p[m] == '0' {
				causes[m][i] = dataset.NoRow
			}
		}
	}
	d.Presence = dataset.NewPresence(d.Records(), causes)
	names, have := d.Names(), make([]dataset.Pattern, d.Records())
	for i := range have {
		have[i] = d.Presence.Pattern(i)
	}
	shares := map[string]float64{names[0]: 0.3, names[1] + "+" + names[2]: 0.25, names[2]: 0.2}
	painted := map[dataset.Pattern]float64{"100": 0.3, "011": 0.25, "001": 0.2}
	const seeds = 4000
	got := make([]map[dataset.Pattern]float64, d.Records()) // by what is left of a record
	for i := range got {
		got[i] = map[dataset.Pattern]float64{}
	}
	for seed := range seeds {
		mask, err := dataset.Painted{Shares: shares}.Mask(d, rng.New(uint64(seed)))
		if err != nil {
			t.Fatal(err)
		}
		left := mask.Apply(d.Presence)
		for i := range got {
			got[i][left.Pattern(i)]++
		}
	}
	for i := range got {
		want := map[dataset.Pattern]float64{}
		for p, share := range painted { // several may leave the same of it
			if rest := both(p, have[i]); rest.Count() > 0 && rest != have[i] {
				want[rest] += share
			}
		}
		for rest, share := range want {
			if n := got[i][rest] / seeds; math.Abs(n-share) > 4.5*math.Sqrt(share*(1-share)/seeds) {
				t.Errorf("of record %d (%s) %s is left in %.3f of all draws, want %.3f", i, have[i], rest, n, share)
			}
		}
	}
}

// both is what two patterns have in common.
func both(a, b dataset.Pattern) dataset.Pattern {
	c := []byte(a)
	for m := range c {
		c[m] = min(c[m], b[m])
	}
	return dataset.Pattern(c)
}

// drawShares draws shares of patterns, which may be none.
func drawShares(t *rapid.T, d *dataset.Dataset) map[string]float64 {
	k := len(d.Blocks)
	shares, sum := map[string]float64{}, 0.0
	for range rapid.IntRange(1, 4).Draw(t, "patterns") {
		code := rapid.IntRange(1, 1<<k-1).Draw(t, "pattern")
		var left []int
		for m := range k {
			if code>>m&1 == 1 {
				left = append(left, m)
			}
		}
		p := dataset.Only(k, left...)
		label := p.Label(d.Names())
		if _, twice := shares[label]; twice || p.Complete() {
			continue
		}
		shares[label] = rapid.Float64Range(0, 1-sum).Draw(t, "share")
		sum += shares[label]
	}
	return shares
}

// Whatever is missing by itself and whatever is painted: what is hidden was
// there, every record keeps a modality, and a pattern gets its share of those
// that can have it, to less than one record for each natural pattern.
func TestPaintedKeepsItsWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDataset(t)
		k := len(d.Blocks)
		shares := drawShares(t, d)
		if len(shares) == 0 {
			return
		}
		mask, err := dataset.Painted{Shares: shares}.Mask(d, rng.New(rapid.Uint64().Draw(t, "seed")))
		if err != nil {
			t.Fatal(err)
		}
		left, changed := mask.Apply(d.Presence), 0
		able := 0.0
		for i := range d.Records() {
			have := d.Presence.Pattern(i)
			if have.Count() > 0 && left.Pattern(i).Count() == 0 {
				t.Fatalf("record %d has lost everything", i)
			}
			for m := range k {
				if mask.Hides(i, m) && !have.Has(m) {
					t.Fatalf("record %d never had modality %d", i, m)
				}
			}
			if left.Pattern(i) != have {
				changed++
			}
			for label, share := range shares {
				p, _ := dataset.ParsePattern(label, d.Names())
				common := 0
				for m := range k {
					if p.Has(m) && have.Has(m) {
						common++
					}
				}
				if common > 0 && common < have.Count() {
					able += share
				}
			}
		}
		if slack := float64(len(d.Presence.Patterns()) * len(shares)); math.Abs(float64(changed)-able) > slack {
			t.Fatalf("%d records lose something, %.1f are expected (%v)", changed, able, shares)
		}
	})
}

// What cannot be is said.
func TestPaintedRefuses(t *testing.T) {
	d := complete(t, 2, 10, 10)
	a, b := d.Names()[0], d.Names()[1]
	for _, c := range []struct {
		shares map[string]float64
		says   string
	}{
		{nil, "no pattern"},
		{map[string]float64{a: 0.7, b: 0.4}, "add up to 1.1, more than 1"},
		{map[string]float64{a: 1.2}, "outside 0 to 1"},
		{map[string]float64{a: math.NaN()}, "outside 0 to 1"},
		{map[string]float64{"nothing": 0.5}, "leaves nothing"},
		{map[string]float64{a + "+" + b: 0.5}, "leaves everything"},
		{map[string]float64{a: 0.1, " " + a: 0.1}, "same pattern"},
		{map[string]float64{"smell": 0.1}, "no pattern \"smell\""},
	} {
		if _, err := (dataset.Painted{Shares: c.shares}).Mask(d, rng.New(1)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v, want %q", c.shares, err, c.says)
		}
	}
}
