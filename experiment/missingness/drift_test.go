package missingness_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/missingness"
	"lacuna/internal/rng"
)

// sequence makes a dataset whose modality a is absent where the sequence has a 1.
func sequence(t *testing.T, absent string) *dataset.Dataset {
	t.Helper()
	n := len(absent)
	a, b := block("a", n), block("b", n)
	d := dataset.Dataset{Name: "made"}
	for i, c := range absent {
		d.IDs = append(d.IDs, fmt.Sprintf("r%d", i+1))
		if c == '1' {
			a.Causes[i] = dataset.NoRow
		}
	}
	d.Blocks = []dataset.Block{a, b}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func block(name string, n int) dataset.Block {
	return dataset.Block{Modality: dataset.Modality{Name: name, Kind: dataset.Table, Columns: []string{"x"}},
		Numbers: dataset.NewMatrix(n, 1), Causes: make([]dataset.Cause, n)}
}

// The values are those of SciPy 1.10 (mannwhitneyu of the places, asymptotic,
// without continuity correction) and of the runs test's formula in NumPy.
func TestDriftsAgainstSciPy(t *testing.T) {
	list := missingness.Drifts(sequence(t, "0000000100000010000001011101101110111011"))
	if len(list) != 1 {
		t.Fatal(list)
	}
	x := list[0]
	if x.Absent != 16 || x.Runs != 16 || x.Change != 21 {
		t.Errorf("%d absent, %d runs, change after %d", x.Absent, x.Runs, x.Change)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"later", x.Later, 0.84375}, {"trend", x.PTrend, 0.00026818270839020354}, {"expected runs", x.ExpectedRuns, 20.2},
		{"runs", x.PRuns, 0.1605806049379931}, {"Holm", x.PTrendHolm, 2 * 0.00026818270839020354},
	} {
		if math.Abs(c.got-c.want) > 1e-9 {
			t.Errorf("%s: %.12g, want %.12g", c.name, c.got, c.want)
		}
	}
	if !strings.Contains(x.Words(), "from r") {
		t.Error(x.Words())
	}
}

func TestDriftFindsTheBlock(t *testing.T) {
	x := missingness.Drifts(sequence(t, strings.Repeat("0", 60)+strings.Repeat("1", 25)+strings.Repeat("0", 15)))[0]
	if !x.Drifts() || x.Change != 60 || x.ID != "r61" || x.Before != 0 || x.After != 0.625 {
		t.Errorf("%+v", x)
	}
}

// An order that is too regular is told from one with a trend.
func TestDriftFindsAlternation(t *testing.T) {
	x := missingness.Drifts(sequence(t, strings.Repeat("01", 50)))[0]
	if !x.Drifts() || x.PTrendHolm < 0.1 || !strings.Contains(x.Words(), "alternates") {
		t.Error(x.Words())
	}
}

func TestDriftRefuses(t *testing.T) {
	for _, s := range []string{"0001000000000000000000", "1111111111111111111110", strings.Repeat("1", 30)} {
		x := missingness.Drifts(sequence(t, s))[0]
		if x.Refused == "" || x.Drifts() || !strings.Contains(x.Words(), "10 are needed") {
			t.Errorf("%s: %+v", s, x)
		}
	}
	if list := missingness.Drifts(sequence(t, "000000")); len(list) != 0 {
		t.Error(list)
	}
}

// In random order about one in a hundred is found.
func TestDriftHoldsItsLevel(t *testing.T) {
	const studies = 400
	found := 0
	for k := range studies {
		r := rng.New(5).Block(k).Rand()
		s := make([]byte, 150)
		for i := range s {
			s[i] = '0'
			if r.Float64() < 0.3 {
				s[i] = '1'
			}
		}
		if missingness.Drifts(sequence(t, string(s)))[0].Drifts() {
			found++
		}
	}
	if found > 10 {
		t.Errorf("%d of %d random orders drift", found, studies)
	}
}
