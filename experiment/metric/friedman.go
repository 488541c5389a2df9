package metric

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"lacuna/experiment/result"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Ranking compares methods by their ranks in several blocks: data sets, or the
// repetitions and folds of one (Demšar 2006).
type Ranking struct {
	Metric  string
	Methods []string  // by mean rank, the best first
	Ranks   []float64 // mean rank of each, 1 is the best; ties share their mean rank
	Blocks  []string  // what was ranked in, by name
	// Chi and F are Friedman's χ² (corrected for ties) with its p, and the F of
	// Iman and Davenport (1980), which is less conservative.
	Chi, ChiP, F, FP float64
	// P is that of χ² among permutations of the ranks within blocks, and what the
	// words go by: of few blocks the F is far too sure, and without bound where all
	// blocks agree.
	P       float64
	CD      float64 // critical difference of mean ranks, Nemenyi, 5 % level; NaN of more methods than tabled
	Caution string  // what the numbers do not allow for
	Shared  bool    // blocks share test records: p is no test, and nothing is claimed
}

// nemenyi are the 95 % points of the studentised range for infinite degrees of
// freedom over √2, for 2, 3, … methods (Demšar 2006, table 5; further with
// studentized_range.ppf(.95, k, inf)/sqrt(2) of SciPy 1.10).
var nemenyi = []float64{
	1.960, 2.344, 2.569, 2.728, 2.850, 2.948, 3.031, 3.102, 3.164, 3.219, 3.268, 3.313, 3.354, 3.391, 3.426, 3.458, 3.489, 3.517, 3.544,
	3.569, 3.593, 3.616, 3.637, 3.658, 3.678, 3.696, 3.714, 3.732, 3.749,
}

// Friedman ranks methods in blocks. values has a row for each block with a value
// for each method; falling says that less is better. It needs two methods and
// two blocks, and no value may be NaN.
func Friedman(methods, blocks []string, values [][]float64, falling bool) (Ranking, error) {
	k, n := len(methods), len(values)
	if k < 2 || n < 2 {
		return Ranking{}, say.Errorf("ranks are compared of two or more methods in two or more blocks; there are %d and %d", k, n)
	}
	sums, ties, all := make([]float64, k), 0.0, make([][]float64, 0, n)
	for b, row := range values {
		if m := slices.IndexFunc(row, math.IsNaN); m >= 0 {
			return Ranking{}, say.Errorf("%s: %s has no value there; rank by another metric, or without that block", blocks[b], methods[m])
		}
		ranks, tied := ranksOf(row, falling)
		for m, r := range ranks {
			sums[m] += r
		}
		all, ties = append(all, ranks), ties+tied
	}
	for m := range sums {
		sums[m] /= float64(n)
	}
	out := Ranking{Blocks: blocks, CD: math.NaN(), P: permuted(all)}
	out.test(sums, float64(n), ties)
	order := make([]int, k)
	for m := range order {
		order[m] = m
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sums[a], sums[b]) })
	for _, m := range order {
		out.Methods, out.Ranks = append(out.Methods, methods[m]), append(out.Ranks, sums[m])
	}
	return out, nil
}

// test fills in the tests from mean ranks and Σ(t³ − t) over ties.
func (r *Ranking) test(ranks []float64, n, ties float64) {
	k := float64(len(ranks))
	squares := 0.0
	for _, x := range ranks {
		squares += x * x
	}
	r.Chi = 12 * n / (k * (k + 1)) * (squares - k*(k+1)*(k+1)/4)
	if correction := 1 - ties/(n*k*(k*k-1)); correction > 0 {
		r.Chi /= correction
	}
	r.ChiP = distuv.ChiSquared{K: k - 1}.Survival(r.Chi)
	if r.F, r.FP = math.Inf(1), 0; n*(k-1)-r.Chi > 1e-9*r.Chi {
		r.F = (n - 1) * r.Chi / (n*(k-1) - r.Chi)
		r.FP = distuv.F{D1: k - 1, D2: (k - 1) * (n - 1)}.Survival(r.F)
	}
	if at := len(ranks) - 2; at < len(nemenyi) {
		r.CD = nemenyi[at] * math.Sqrt(k*(k+1)/(6*n))
	}
}

// permutations is how many permutations a p of ranks rests on.
const permutations = 9999

// permuted is the share of permutations of the ranks within their blocks whose
// mean ranks lie as far apart as those seen, which are one of them (Phipson and
// Smyth 2010). Always the same for the same ranks.
func permuted(blocks [][]float64) float64 {
	spreadOf := func() float64 {
		squares := 0.0
		for m := range blocks[0] {
			sum := 0.0
			for _, ranks := range blocks {
				sum += ranks[m]
			}
			squares += sum * sum
		}
		return squares
	}
	seen, reached := spreadOf(), 1
	r := rng.New(0).Child("ranks").Rand()
	for range permutations {
		for _, ranks := range blocks {
			r.Shuffle(len(ranks), func(a, b int) { ranks[a], ranks[b] = ranks[b], ranks[a] })
		}
		reached += bit(spreadOf() >= seen*(1-1e-12))
	}
	return float64(reached) / (permutations + 1)
}

// ranksOf ranks the values of a block, 1 for the best, ties by their mean; and
// returns Σ(t³ − t) over groups of t equal values.
func ranksOf(values []float64, falling bool) (ranks []float64, ties float64) {
	order := make([]int, len(values))
	for m := range values {
		order[m] = m
	}
	slices.SortFunc(order, func(a, b int) int {
		if falling {
			a, b = b, a
		}
		return cmp.Compare(values[b], values[a])
	})
	ranks = make([]float64, len(values))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, m := range order[from:to] {
			ranks[m] = float64(from+to+1) / 2
		}
		t := float64(to - from)
		ties, from = ties+t*t*t-t, to
	}
	return ranks, ties
}

// Alike lists the groups of methods, as places in Methods from first to last,
// whose mean ranks differ by less than the critical difference.
func (r Ranking) Alike() [][2]int {
	var out [][2]int
	last := -1
	for i := range r.Ranks {
		j := i
		for j+1 < len(r.Ranks) && r.Ranks[j+1]-r.Ranks[i] < r.CD {
			j++
		}
		if j > i && j > last {
			out, last = append(out, [2]int{i, j}), j
		}
	}
	return out
}

// Words say what the ranking shows.
func (r Ranking) Words() string {
	f := fmt.Sprintf("%.2f", r.F)
	if math.IsInf(r.F, 1) {
		f = say.Text("without bound, as all blocks agree")
	}
	text := say.Form("Ranks of %d methods in %d blocks: Friedman χ² = %.2f, %s, by permutation of the ranks %s; Iman and Davenport F = %s, %s.",
		len(r.Methods), len(r.Blocks), r.Chi, PValue(r.ChiP), PValue(r.P), f, PValue(r.FP))
	switch {
	case r.Shared:
	case !(r.P < significance):
		text += say.Text(" The methods cannot be told apart by their ranks.")
	case math.IsNaN(r.CD):
		text += say.Text(" There are too many methods for Nemenyi's test.")
	default:
		var behind []string
		for i, m := range r.Methods {
			if r.Ranks[i]-r.Ranks[0] >= r.CD {
				behind = append(behind, m)
			}
		}
		if text += say.Form(" Mean ranks that differ by %.2f or more are apart (Nemenyi, 5 %% level over all pairs).", r.CD); len(behind) > 0 {
			text += say.Form(" %s ranks before %s.", r.Methods[0], say.List(behind))
		} else {
			text += say.Text(" None is apart from the first by it.")
		}
	}
	return strings.TrimSpace(text + " " + r.Caution)
}

// RankStudies ranks the methods that all studies have. Several studies are a
// block each, by the value on all their test records; of a single one each run
// is a block, and folds of one data set are no independent data sets, which
// Caution says, as it does where studies have one data set in common. Runs that
// some method lacks are left out. Of a context that ends before, the error is
// returned within a second.
func RankStudies(ctx context.Context, studies []result.Study, m Measure) (Ranking, error) {
	var methods, blocks []string
	for _, name := range studies[0].Methods {
		if !slices.ContainsFunc(studies, func(s result.Study) bool { return len(s.RunsOf(name)) == 0 }) {
			methods = append(methods, name)
		}
	}
	var values [][]float64
	caution := sameData(studies)
	shared := caution != ""
	for _, study := range studies {
		study.Methods = methods
		study.Runs = slices.DeleteFunc(slices.Clone(study.Runs), func(r result.Run) bool { return !slices.Contains(methods, r.Method) })
		parts := []result.Study{ranked(study)}
		names := []string{study.Dataset}
		if len(studies) == 1 {
			parts, names = byTrial(parts[0])
			caution = say.Text("The blocks are runs on one data set, whose trainings share records: what is said is about this data set.")
			if shared = designOf(study) == repetitions; shared {
				caution = say.Text("The blocks are repetitions on one data set, which share test records: p is too small, so nothing is claimed. Which method is better is what the verdict of results tests.")
			}
		}
		for i, part := range parts {
			row := make([]float64, len(methods))
			table, err := new(Scorer).Stratify(ctx, part, ByMissing(part)[:1])
			if err != nil {
				return Ranking{}, err
			}
			for k := range methods {
				row[k] = m.Of(table.Scores[0][k])
			}
			values, blocks = append(values, row), append(blocks, names[i])
		}
	}
	out, err := Friedman(methods, blocks, values, m.Falling)
	out.Metric, out.Caution, out.Shared = m.Name, caution, shared
	return out, err
}

// sameData says which studies are of the same data, "" where none are.
func sameData(studies []result.Study) string {
	first := map[string]string{}
	for _, s := range studies {
		if name, twice := first[s.Hash]; twice && s.Hash != "" {
			return say.Form("%s and %s are the same data: as blocks they are not independent, and p is too small. Rank each data set once.", name, s.Dataset)
		}
		first[s.Hash] = s.Dataset
	}
	return ""
}

// byTrial parts a study into those of its trials.
func byTrial(study result.Study) ([]result.Study, []string) {
	var out []result.Study
	var names []string
	at := map[trial]int{}
	for _, run := range study.Runs {
		t := trialOf(run)
		if _, ok := at[t]; !ok {
			at[t] = len(out)
			part := study
			part.Runs = nil
			out, names = append(out, part), append(names, say.Form("seed %d, %s", run.Seed, run.Split))
		}
		out[at[t]].Runs = append(out[at[t]].Runs, run)
	}
	return out, names
}
