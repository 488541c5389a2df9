package dataset_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lacuna/dataset"
)

// Every way of asking gives the same answer.
func TestPresenceAgreesWithItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(1, 200).Draw(t, "records"), rapid.IntRange(1, 5).Draw(t, "modalities")
		causes := drawCauses(t, n, k)
		p := dataset.NewPresence(n, causes)
		absent := make([]int, k)
		for m := range k {
			byCause := 0
			for c := dataset.NoRow; c <= dataset.Masked; c++ {
				byCause += p.CauseCount(m, c)
			}
			for i := range n {
				has := causes[m][i] == dataset.Present
				if p.Has(i, m) != has || p.Pattern(i).Has(m) != has || p.Column(m)[i/64]>>(i%64)&1 == 1 != has || p.Cause(i, m) != causes[m][i] {
					t.Fatalf("record %d, modality %d: cause %v", i, m, causes[m][i])
				}
				if !has {
					absent[m]++
				}
			}
			if p.Count(m) != n-absent[m] || byCause != absent[m] {
				t.Fatalf("modality %d: %d present, %d absent, %d with a cause", m, p.Count(m), absent[m], byCause)
			}
		}
		checkRates(t, p, absent)
	})
}

func checkRates(t *rapid.T, p *dataset.Presence, absent []int) {
	n, k := float64(p.Records()), float64(p.Modalities())
	want := dataset.Rates{Modality: make([]float64, len(absent))}
	incomplete := 0
	for i := range p.Records() {
		if !p.Pattern(i).Complete() {
			incomplete++
		}
	}
	for m, a := range absent {
		want.Modality[m] = float64(a) / n
		want.Cell += float64(a) / n / k
	}
	want.Record = float64(incomplete) / n
	got := p.Rates(nil)
	if math.Abs(got.Cell-want.Cell) > 1e-12 || got.Record != want.Record || cmp.Diff(want.Modality, got.Modality) != "" {
		t.Fatalf("rates %+v, want %+v", got, want)
	}
}

// Patterns are a partition of the records, the complete one first and then the
// frequent ones.
func TestPatternsPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDataset(t)
		seen := map[int]bool{}
		groups := d.Presence.Patterns()
		for g, group := range groups {
			for r, i := range group.Records {
				if seen[i] || d.Presence.Pattern(i) != group.Pattern || r > 0 && group.Records[r-1] >= i {
					t.Fatalf("record %d in pattern %s", i, group.Pattern)
				}
				seen[i] = true
			}
			if g > 0 && (group.Pattern.Complete() || !groups[g-1].Pattern.Complete() && len(group.Records) > len(groups[g-1].Records)) {
				t.Fatalf("pattern %s after %s", group.Pattern, groups[g-1].Pattern)
			}
		}
		if len(seen) != d.Records() {
			t.Fatalf("%d of %d records are in a pattern", len(seen), d.Records())
		}
	})
}

// Whatever the rows of a view, their patterns are those of each record by itself,
// in the same order.
func TestPatternsAreThoseOfRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDataset(t)
		v := d.View(rapid.SliceOf(rapid.IntRange(0, d.Records()-1)).Draw(t, "rows"), nil)
		want := dataset.GroupByPattern(v.Len(), v.Pattern)
		if diff := cmp.Diff(want, v.Patterns(), cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}

// Few patterns, and one for nearly each record.
func BenchmarkPatterns(b *testing.B) {
	const n, k = 200_000, 50
	for name, share := range map[string]float64{"few": 0.002, "many": 0.5} {
		draw := rand.New(rand.NewPCG(1, 2))
		causes := make([][]dataset.Cause, k)
		for m := range causes {
			causes[m] = make([]dataset.Cause, n)
			for i := range n {
				if draw.Float64() < share {
					causes[m][i] = dataset.NoRow
				}
			}
		}
		p := dataset.NewPresence(n, causes)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.Patterns()
			}
		})
	}
}

func TestPattern(t *testing.T) {
	names := []string{"image", "audio", "text"}
	p := dataset.Only(3, 0, 2)
	if p != "101" || p.Count() != 2 || p.Complete() || p.Label(names) != "image+text" {
		t.Errorf("%s: %q", p, p.Label(names))
	}
	if diff := cmp.Diff([]string{"image", "text"}, p.Names(names)); diff != "" {
		t.Error(diff)
	}
	full, none := dataset.Complete(3), dataset.Only(3)
	if !full.Complete() || !full.Contains(p) || p.Contains(full) || !p.Contains(none) || none.Label(names) != "nothing" {
		t.Errorf("%s, %s", full, none)
	}
}

func TestRatesOfSomeRecords(t *testing.T) {
	causes := [][]dataset.Cause{{dataset.Present, dataset.NoRow, dataset.Present}, {dataset.Present, dataset.Masked, dataset.NoFile}}
	got := dataset.NewPresence(3, causes).Rates([]int{0, 2})
	want := dataset.Rates{Cell: 0.25, Record: 0.5, Modality: []float64{0, 0.5}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := dataset.NewPresence(3, causes).Rates([]int{}); got.Cell != 0 || got.Record != 0 {
		t.Errorf("rates of nobody: %+v", got)
	}
}

func TestCauses(t *testing.T) {
	for c := dataset.Present; c <= dataset.Masked; c++ {
		if back, err := dataset.ParseCause(c.String()); err != nil || back != c {
			t.Errorf("%v came back as %v, %v", c, back, err)
		}
	}
	if _, err := dataset.ParseCause("gone"); err == nil {
		t.Error("an unknown cause was read")
	}
	if got := dataset.Cause(99).String(); got != "cause(99)" {
		t.Errorf("%q", got)
	}
}
