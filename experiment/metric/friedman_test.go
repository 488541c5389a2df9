package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/experiment/result"
)

// demsar are the AUCs of C4.5 and its variants on 14 data sets (Demšar 2006,
// table 6). The tie in "voting" that the printed digits make is none in ranks.
func demsar() (methods []string, values [][]float64) {
	return []string{"C4.5", "C4.5+m", "C4.5+cf", "C4.5+m+cf"}, [][]float64{
		{.763, .768, .771, .798}, {.599, .591, .590, .569}, {.954, .971, .968, .967}, {.628, .661, .654, .657}, {.882, .888, .886, .898},
		{.936, .931, .916, .931}, {.661, .668, .609, .685}, {.583, .583, .563, .625}, {.775, .838, .866, .875}, {1, 1, 1, 1},
		{.940, .962, .965, .962}, {.619, .666, .614, .669}, {.972, .981, .9751, .975}, {.957, .978, .946, .970},
	}
}

// Mean ranks and critical difference as printed by Demšar; χ² = 9.28 and F =
// 3.69 are his without correction for ties, and with it
// scipy.stats.friedmanchisquare of SciPy 1.10 gives 10.228346456692925, p =
// 0.016721580328441323; F by the formula and scipy.stats.f.sf.
func TestFriedmanKnown(t *testing.T) {
	methods, values := demsar()
	r, err := Friedman(methods, make([]string, len(values)), values, false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"C4.5+m+cf", "C4.5+m", "C4.5+cf", "C4.5"}, r.Methods); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]float64{1.964, 2, 2.893, 3.143}, r.Ranks, cmpopts.EquateApprox(0, 0.0005)); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct{ got, want, within float64 }{
		{r.Chi, 10.228346456692925, 1e-9}, {r.ChiP, 0.016721580328441323, 1e-9}, {r.F, 4.1851301115241695, 1e-9}, {r.FP, 0.011620659515310954, 1e-9},
		{r.CD, 1.25, 0.005},
	} {
		if math.Abs(c.got-c.want) > c.within {
			t.Errorf("%.10g, want %.10g", c.got, c.want)
		}
	}
	var plain Ranking
	plain.test(r.Ranks, 14, 0)
	if math.Abs(plain.Chi-9.28) > 0.005 || math.Abs(plain.F-3.69) > 0.005 {
		t.Errorf("without ties χ² = %.3f and F = %.3f, want 9.28 and 3.69", plain.Chi, plain.F)
	}
	if diff := cmp.Diff([][2]int{{0, 3}}, r.Alike()); diff != "" { // 3.143 − 1.964 < 1.25
		t.Error(diff)
	}
}

func TestFriedmanRefuses(t *testing.T) {
	nan := math.NaN()
	for name, values := range map[string][][]float64{"one block": {{1, 2}}, "no value": {{1, nan}, {1, 2}}} {
		if _, err := Friedman([]string{"a", "b"}, []string{"x", "y"}, values, false); err == nil || name == "no value" && !strings.Contains(err.Error(), "x: b has no value") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// One data set twice is no two blocks.
func TestRankStudiesTellsOfTheSameData(t *testing.T) {
	a, b, c := simulated(3, 1, 100, 0.6, 0.9), simulated(4, 1, 100, 0.6, 0.9), simulated(5, 1, 100, 0.6, 0.9)
	a.Dataset, a.Hash, b.Dataset, b.Hash, c.Dataset, c.Hash = "a", "1", "b", "2", "c", "1"
	r, err := RankStudies(t.Context(), []result.Study{a, b, c}, Accuracy())
	if err != nil || !strings.Contains(r.Caution, "a and c are the same data") {
		t.Errorf("%q, %v", r.Caution, err)
	}
	if r, err = RankStudies(t.Context(), []result.Study{a, b}, Accuracy()); err != nil || r.Caution != "" {
		t.Errorf("%q, %v", r.Caution, err)
	}
}

// Less is better where a metric falls, and the names of a study's runs are those
// of its blocks.
func TestRankStudies(t *testing.T) {
	study := simulated(3, 4, 200, 0.6, 0.9, 0.75)
	r, err := RankStudies(t.Context(), []result.Study{study}, Accuracy())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"method1", "method2", "method0"}, r.Methods); diff != "" || len(r.Blocks) != 4 || r.Ranks[0] != 1 {
		t.Errorf("%s: %+v", diff, r)
	}
	if !strings.Contains(r.Words(), "share test records") || strings.Contains(r.Words(), "ranks before") {
		t.Errorf("%q", r.Words())
	}
	brier, err := MeasureNamed("brier")
	if err != nil {
		t.Fatal(err)
	}
	several, err := RankStudies(t.Context(), []result.Study{study, simulated(4, 2, 100, 0.6, 0.9, 0.75), simulated(5, 1, 100, 0.5, 0.95, 0.8)}, brier)
	if err != nil || !slices.Equal(several.Methods, r.Methods) || several.Caution != "" || len(several.Blocks) != 3 {
		t.Errorf("%+v, %v", several, err)
	}
}

// Two methods in two blocks that agree: half of all permutations do, so that p
// is 1/2, though F is without bound. Four methods in two blocks that agree are one
// of 4! = 24 orders, and three methods in five blocks one of 6⁴ = 1296.
func TestRanksOfFewBlocks(t *testing.T) {
	for _, c := range []struct {
		methods, blocks int
		want, within    float64
	}{{2, 2, 0.5, 0.02}, {4, 2, 1. / 24, 0.008}, {3, 5, 1. / 1296, 0.001}} {
		var methods []string
		var row []float64
		for m := range c.methods {
			methods, row = append(methods, fmt.Sprint(m)), append(row, float64(-m))
		}
		r, err := Friedman(methods, make([]string, c.blocks), slices.Repeat([][]float64{row}, c.blocks), false)
		if err != nil || math.Abs(r.P-c.want) > c.within || !math.IsInf(r.F, 1) || r.Ranks[0] != 1 {
			t.Errorf("%d methods in %d blocks: p %g, want %g; F %g; %v", c.methods, c.blocks, r.P, c.want, r.F, err)
		}
		if apart := !strings.Contains(r.Words(), "cannot be told apart"); apart != (c.want < significance) || !strings.Contains(r.Words(), "without bound") {
			t.Errorf("%s", r.Words())
		}
	}
}
