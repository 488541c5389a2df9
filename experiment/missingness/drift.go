package missingness

import (
	"fmt"
	"math"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// Drift tells whether the absence of a modality goes with the place of a record:
// whether it becomes more or less frequent, and whether it comes in bunches.
type Drift struct {
	Modality  string
	N, Absent int
	// Later is the probability that a record without the modality stands behind
	// one with it (0.5: no trend), PTrend its p (Mann and Whitney 1947).
	Later, PTrend float64
	// Runs of records that are alike, how many are expected if order tells
	// nothing, and p (Wald and Wolfowitz 1940).
	Runs         int
	ExpectedRuns float64
	PRuns        float64
	// The same p, adjusted for both tests of all modalities (Holm 1979).
	PTrendHolm, PRunsHolm float64
	// Change is the first record behind the place where the share of absent
	// records changes most, and Before and After are the shares on either side.
	Change        int
	ID            string
	Before, After float64
	Refused       string // why there is no test; "" where there is one
}

// fewestAbsent is how many records must lack a modality, and have it, for a test
// of what its absence goes with.
const fewestAbsent = 10

// Drifts tests the absence of every modality that some records lack against
// their order, that in which they were read.
func Drifts(d *dataset.Dataset) []Drift {
	var list []Drift
	var ps []float64
	for m, name := range d.Names() {
		if d.Presence.Count(m) == d.Records() {
			continue
		}
		x := driftOf(d.Records(), func(i int) bool { return !d.Presence.Has(i, m) })
		x.Modality, x.ID = name, d.IDs[x.Change]
		list, ps = append(list, x), append(ps, x.PTrend, x.PRuns)
	}
	for k, p := range metric.Holm(ps) {
		if k%2 == 0 {
			list[k/2].PTrendHolm = p
		} else {
			list[k/2].PRunsHolm = p
		}
	}
	return list
}

// driftOf tests a sequence of n.
func driftOf(n int, absent func(i int) bool) Drift {
	x := Drift{N: n, Later: math.NaN(), PTrend: math.NaN(), PRuns: math.NaN(), ExpectedRuns: math.NaN()}
	places := make([]float64, n)
	for i := range n {
		if places[i] = float64(i); absent(i) {
			x.Absent++
		}
		if i == 0 || absent(i) != absent(i-1) {
			x.Runs++
		}
	}
	x.split(absent)
	a, p := float64(x.Absent), float64(n-x.Absent)
	if x.Refused = tooFew(x.Absent, n-x.Absent); x.Refused != "" {
		return x
	}
	x.Later, x.PTrend, _ = mannWhitney(places, absent)
	all := a + p
	x.ExpectedRuns = 1 + 2*a*p/all
	x.PRuns = twoSided((float64(x.Runs) - x.ExpectedRuns) / math.Sqrt(2*a*p*(2*a*p-all)/(all*all*(all-1))))
	return x
}

// split finds where the share of absent records changes most: the largest
// distance of the cumulative sum from an even course (Page 1955).
func (x *Drift) split(absent func(i int) bool) {
	share, sum, most := float64(x.Absent)/float64(x.N), 0, 0.0
	before := 0
	for i := range x.N - 1 {
		if absent(i) {
			sum++
		}
		if off := math.Abs(float64(sum) - share*float64(i+1)); off > most {
			most, x.Change, before = off, i+1, sum
		}
	}
	x.Before = float64(before) / float64(max(1, x.Change))
	x.After = float64(x.Absent-before) / float64(x.N-x.Change)
}

func tooFew(absent, present int) string {
	switch {
	case absent < fewestAbsent:
		return say.Form("%s of %s records lack it; %d are needed", say.Grouped(absent), say.Grouped(absent+present), fewestAbsent)
	case present < fewestAbsent:
		return say.Form("%s of %s records have it; %d are needed", say.Grouped(present), say.Grouped(absent+present), fewestAbsent)
	}
	return ""
}

// driftLevel is the p below which absence is said to drift: every dataset is
// tested, so that one false alarm in twenty would be too many.
const driftLevel = 0.01

// Drifts says whether either test finds something.
func (x Drift) Drifts() bool { return min(x.PTrendHolm, x.PRunsHolm) < driftLevel }

// Words says what came out.
func (x Drift) Words() string {
	switch {
	case x.Refused != "":
		return fmt.Sprintf("%s: %s.", x.Modality, x.Refused)
	case !x.Drifts():
		return say.Form("%s: no evidence that its absence depends on the order of records (n = %s, %s absent).", x.Modality, say.Grouped(x.N), say.Grouped(x.Absent))
	}
	expected := say.Grouped(int(math.Round(x.ExpectedRuns)))
	if !(x.PTrendHolm < driftLevel) && float64(x.Runs) > x.ExpectedRuns {
		return say.Form("%s: its absence depends on the order of records: it alternates more than by chance (runs %s where %s are expected, %s; n = %s, %s absent, Holm).",
			x.Modality, say.Grouped(x.Runs), expected, metric.PValue(x.PRunsHolm), say.Grouped(x.N), say.Grouped(x.Absent))
	}
	return say.Form("%s: its absence depends on the order of records: %.1f %% of the first %s lack it and %.1f %% of the other %s, from %s on (trend %s, runs %s where %s are expected, %s; n = %s, Holm).",
		x.Modality, say.Percent(x.Before, 1), say.Grouped(x.Change), say.Percent(x.After, 1), say.Grouped(x.N-x.Change), x.ID, metric.PValue(x.PTrendHolm), say.Grouped(x.Runs), expected, metric.PValue(x.PRunsHolm), say.Grouped(x.N))
}
