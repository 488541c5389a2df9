package metric

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// fourfold makes records of two patterns and two classes by their counts.
func fourfold(completeNo, completeYes, lackNo, lackYes int) (patterns []dataset.Pattern, labels []int) {
	for k, n := range []int{completeNo, completeYes, lackNo, lackYes} {
		for range n {
			patterns = append(patterns, []dataset.Pattern{"11", "10"}[k/2])
			labels = append(labels, k%2)
		}
	}
	return patterns, labels
}

// The mutual information was computed apart with scikit-learn 1.4:
// sklearn.metrics.mutual_info_score(patterns, labels) of the table
// 40 10 / 20 30 is .0863046 nats; the entropy of 60 : 40 is .6730117.
func TestPatternInformation(t *testing.T) {
	patterns, labels := fourfold(40, 10, 20, 30)
	d := PatternTells(patterns, labels, nil)
	if math.Abs(d.Information-0.0863046) > 1e-6 || d.N != 100 {
		t.Errorf("%+v; want 0.0863046 nats", d)
	}
	if want := (d.Information - d.Chance) / (0.6730117 - d.Chance); math.Abs(d.Share-want) > 1e-6 {
		t.Errorf("%+v; want a share of %g", d, want)
	}
	if d.P != 1.0/2000 { // Fisher's exact test gives 8e-5: no permutation of 1,999 tells as much
		t.Errorf("p = %g, want 1/2000", d.P)
	}
}

// The mean over permuted labels is that over all tables with these margins,
// which the hypergeometric distribution weighs.
func TestPatternInformationByChance(t *testing.T) {
	patterns, labels := fourfold(40, 10, 20, 30)
	entropy := func(parts ...float64) (h float64) {
		for _, p := range parts {
			if p > 0 {
				h -= p * math.Log(p)
			}
		}
		return h
	}
	choose := func(n, k float64) float64 {
		a, _ := math.Lgamma(n + 1)
		b, _ := math.Lgamma(k + 1)
		c, _ := math.Lgamma(n - k + 1)
		return a - b - c
	}
	want := 0.0
	for k := 0.0; k <= 40; k++ { // of the 40 of the second class, k are complete
		weight := math.Exp(choose(50, k) + choose(50, 40-k) - choose(100, 40))
		want += weight * (entropy(0.4, 0.6) + entropy(0.5, 0.5) - entropy(k/100, (50-k)/100, (40-k)/100, (10+k)/100))
	}
	if d := PatternTells(patterns, labels, nil); math.Abs(d.Chance-want) > 0.0006 { // four standard errors of 1,999 draws
		t.Errorf("by chance %g nats, want %g", d.Chance, want)
	}
}

// Labels dealt out at random over many patterns are told by none of them, though
// the plain mutual information is a tenth of the entropy and more; what decides
// the class explains all of it.
func TestPatternTellsBeyondChance(t *testing.T) {
	const studies = 40
	plain, beyond := 0.0, 0.0
	for k := range studies {
		r := rng.New(5).Block(k).Rand()
		patterns, labels := make([]dataset.Pattern, 300), make([]int, 300)
		for i := range labels {
			patterns[i], labels[i] = dataset.Pattern(fmt.Sprintf("%06b", r.IntN(64))), r.IntN(2)
		}
		d := PatternTells(patterns, labels, nil)
		plain, beyond = plain+d.Information/math.Ln2/studies, beyond+d.Share/studies
	}
	if plain < 0.1 || math.Abs(beyond) > 0.02 {
		t.Errorf("of independent labels: %.3f plain, %.3f beyond chance", plain, beyond)
	}
	if d := PatternTells([]dataset.Pattern{"10", "10", "10", "01", "01", "01"}, []int{0, 0, 0, 1, 1, 1}, nil); !near(d.Share, 1) {
		t.Errorf("what decides the class: %+v", d)
	}
	if d := PatternTells([]dataset.Pattern{"00", "01", "10", "11"}, []int{0, 1, 0, 1}, nil); d.Share != 0 || d.Finding() == "" {
		t.Errorf("a pattern to each record: %+v", d)
	}
}

// At 30 % positives the most frequent class is as accurate with the pattern as
// without it, and yet the pattern tells: chi squared has p = 7e-14 or less.
func TestPatternTellsWhereAccuracyIsSilent(t *testing.T) {
	patterns, labels := fourfold(330, 70, 90, 110) // of those that lack it, 55 % are positive
	if d := PatternTells(patterns, labels, nil); !d.Tells() || !strings.Contains(d.Words(), "n = 600") {
		t.Errorf("%+v says %q", d, d.Words())
	}
}

// Within groups there is nothing to tell where group decides both which
// modality is missing and how frequent a class is.
func TestPatternTellsWithinGroups(t *testing.T) {
	var patterns []dataset.Pattern
	var labels []int
	var sites []string
	for site, counts := range [][4]int{{90, 10, 45, 5}, {10, 40, 20, 80}} {
		p, l := fourfold(counts[0], counts[1], counts[2], counts[3])
		patterns, labels = append(patterns, p...), append(labels, l...)
		for range p {
			sites = append(sites, fmt.Sprint(site))
		}
	}
	if d := PatternTells(patterns, labels, sites); d.Tells() || d.Information > 1e-9 {
		t.Errorf("within groups: %+v", d)
	}
	if d := PatternTells(patterns, labels, nil); !d.Tells() {
		t.Errorf("over all: %+v", d)
	}
}

// Where there is nothing to vary there is no test.
func TestPatternTellsNothing(t *testing.T) {
	for _, counts := range [][4]int{{0, 0, 0, 0}, {10, 10, 0, 0}, {10, 0, 10, 0}} {
		patterns, labels := fourfold(counts[0], counts[1], counts[2], counts[3])
		if d := PatternTells(patterns, labels, nil); !math.IsNaN(d.P) || d.Tells() || d.Words() != "" {
			t.Errorf("%v: %+v", counts, d)
		}
	}
}

// Of independent patterns and classes, one alarm in a hundred is false; with
// groups too.
func TestPatternAlarmIsSeldomFalse(t *testing.T) {
	const studies = 150
	for _, groups := range []int{1, 4} {
		alarms, below := 0, 0
		for k := range studies {
			r := rng.New(11).Block(k).Rand()
			patterns, labels, of := make([]dataset.Pattern, 60), make([]int, 60), make([]string, 60)
			for i := range labels {
				g := i % groups
				of[i], patterns[i] = fmt.Sprint(g), "11"
				if r.Float64() < 0.2+0.15*float64(g) {
					patterns[i] = "10"
				}
				if r.Float64() < 0.3+0.1*float64(g) {
					labels[i] = 1
				}
			}
			d := PatternTells(patterns, labels, of)
			if d.Tells() {
				alarms++
			}
			if d.P < significance {
				below++
			}
		}
		if alarms > 7 || below > 19 { // 1.5 and 7.5 are expected: four standard deviations and more
			t.Errorf("%d groups: %d alarms and %d p below 0.05 in %d studies of nothing", groups, alarms, below, studies)
		}
	}
}

// A verdict says it where it is so, and not of groups that explain it.
func TestVerdictOnTellingPatterns(t *testing.T) {
	study := simulated(3, 1, 400, 0.6)
	for i := range study.Runs[0].Rows {
		row := &study.Runs[0].Rows[i]
		row.Pattern = "11"
		if row.Label == 1 && row.Record%3 > 0 {
			row.Pattern = "10"
		}
	}
	if got := Verdict(study); !strings.Contains(got, "What is missing tells the class by itself: the pattern explains") {
		t.Errorf("%q", got)
	}
	for i := range study.Runs[0].Rows { // of those of the second class, the mask hid it
		study.Runs[0].Rows[i].Natural = "11"
	}
	if got := Verdict(study); !strings.Contains(got, "beyond chance (permutation") || !strings.Contains(got, "these records the mask of the experiment hid something") {
		t.Errorf("%q", got)
	}
	parted := study
	parted.Runs = nil
	for label := range 2 {
		run := study.Runs[0]
		run.Split, run.Rows = fmt.Sprintf("site=%d", label), nil
		for _, row := range study.Runs[0].Rows {
			if row.Label == label {
				run.Rows = append(run.Rows, row)
			}
		}
		parted.Runs = append(parted.Runs, run)
	}
	if got := Verdict(parted); strings.Contains(got, "tells the class") {
		t.Errorf("of groups with one class each: %q", got)
	}
}

func BenchmarkPatternTells(b *testing.B) {
	r := rng.New(1).Rand()
	patterns, labels := make([]dataset.Pattern, 600), make([]int, 600)
	for i := range labels {
		patterns[i], labels[i] = []dataset.Pattern{"11", "10", "01"}[r.IntN(3)], r.IntN(3)
	}
	for b.Loop() {
		PatternTells(patterns, labels, nil)
	}
}

// Of very many records a part is tested, which finds what is there and nothing
// else.
func TestDataTellOfManyRecords(t *testing.T) {
	for _, dependent := range []bool{true, false} {
		n := 3 * mostTold
		d := dataset.Dataset{Name: "many", Classes: []string{"a", "b"}, Labels: make([]int, n)}
		blocks := make([]dataset.Block, 2)
		for m := range blocks {
			blocks[m] = dataset.Block{Modality: dataset.Modality{Name: string(rune('x' + m)), Kind: dataset.Table, Columns: []string{"v"}},
				Numbers: dataset.NewMatrix(n, 1), Causes: make([]dataset.Cause, n)}
		}
		r := rng.New(2).Rand()
		for i := range n {
			d.IDs, d.Labels[i] = append(d.IDs, strconv.Itoa(i)), i%2
			chance := 0.2
			if dependent && i%2 == 1 {
				chance = 0.25
			}
			if r.Float64() < chance {
				blocks[1].Causes[i] = dataset.NoRow
				blocks[1].Numbers.Set(i, 0, math.NaN())
			}
		}
		d.Blocks = blocks
		made, err := dataset.New(d)
		if err != nil {
			t.Fatal(err)
		}
		if got := DataTell(made); got.N != mostTold || got.Tells() != dependent {
			t.Errorf("dependent %v: n %d, p %g", dependent, got.N, got.P)
		}
	}
}
