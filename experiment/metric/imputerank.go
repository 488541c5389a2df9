package metric

import (
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/internal/say"
)

// ImputerError is the score of an imputer on what one seed hid.
type ImputerError struct {
	Method, Hiding string
	Seed           uint64
	Score          ImputationScore
	Further        []Further
	Failed         bool
}

// Further is another score of an imputer: of a whole modality that was made, or
// of a classifier behind it.
type Further struct {
	Of, Name string // "image, filled in" and "SSIM"
	Value    float64
}

// DownstreamOf is what scores of a classifier behind an imputer are of.
const DownstreamOf = "downstream"

// FurtherMean is such a score over seeds.
type FurtherMean struct {
	Of, Name string
	SeedMean
}

// loss is what imputers are ranked by: the NRMSE of numbers and the share of
// false words, each weighed by its number of hidden cells.
func (e ImputerError) loss() float64 {
	numbers, words := float64(e.Score.Cells), float64(e.Score.Words)
	switch {
	case e.Failed:
		return math.NaN()
	case words == 0:
		return e.Score.NRMSE
	case numbers == 0:
		return e.Score.PFC()
	}
	return (numbers*e.Score.NRMSE + words*e.Score.PFC()) / (numbers + words)
}

// ImputerSummary is one method under one hiding over all seeds.
type ImputerSummary struct {
	Method, Hiding string
	Seeds          int // that it has scores of
	Failed         int
	Cells, Words   int // hidden, mean over seeds
	NRMSE, RMSE    SeedMean
	MAE, PFC       SeedMean
	Wasserstein    SeedMean
	Correlation    SeedMean
	Loss           SeedMean // what is ranked by
	Further        []FurtherMean
}

// SeedMean is a mean over seeds with its 95 % interval by Student's t, which is
// unknown (NaN) of a single one.
type SeedMean struct {
	Value float64
	Interval
}

// ImputerRanking is a grid summed up.
type ImputerRanking struct {
	Table []ImputerSummary // by hiding in order of appearance, then by loss
	// Best is the method of the lowest mean loss over all hidings; Ties are those
	// that it is not told apart from, both among methods that never failed.
	Best string
	Ties []string
	// Said is the finding in words.
	Said string
	// open says that more is to come; waiting are the methods without a seed that
	// was scored under all hidings, failed is how many failed somewhere.
	open    bool
	waiting []string
	failed  int
}

// FurtherNames lists what further scores there are, once each: of what, and which
// one. Those of a classifier come first.
func (r ImputerRanking) FurtherNames() [][2]string {
	var down, rest [][2]string
	for _, s := range r.Table {
		for _, f := range s.Further {
			name := [2]string{f.Of, f.Name}
			switch {
			case slices.Contains(down, name) || slices.Contains(rest, name):
			case f.Of == DownstreamOf:
				down = append(down, name)
			default:
				rest = append(rest, name)
			}
		}
	}
	return append(down, rest...)
}

// FurtherOf finds one of these scores, if the method has it.
func (s ImputerSummary) FurtherOf(name [2]string) (SeedMean, bool) {
	for _, f := range s.Further {
		if f.Of == name[0] && f.Name == name[1] {
			return f.SeedMean, true
		}
	}
	return SeedMean{}, false
}

// RankImputers sums up a grid. The best method is compared with each other over
// the seeds, whose losses are means over the hidings, by paired t; as the best is
// found on the same losses, p is adjusted over all pairs (Holm).
func RankImputers(rows []ImputerError) ImputerRanking {
	var out ImputerRanking
	out.rank(rows)
	return out
}

// RankSoFar sums up a grid of these methods that still runs, or was stopped: they
// are compared on the seeds that all of those have which have one, and nothing is
// claimed against the others.
func RankSoFar(rows []ImputerError, methods []string) ImputerRanking {
	out := ImputerRanking{open: true}
	for _, m := range methods {
		if !slices.ContainsFunc(rows, func(r ImputerError) bool { return r.Method == m }) {
			out.waiting = append(out.waiting, m)
		}
	}
	out.rank(rows)
	return out
}

func (r *ImputerRanking) rank(rows []ImputerError) {
	var methods, hidings []string
	groups := map[[2]string][]ImputerError{}
	for _, row := range rows {
		if !slices.Contains(methods, row.Method) {
			methods = append(methods, row.Method)
		}
		if !slices.Contains(hidings, row.Hiding) {
			hidings = append(hidings, row.Hiding)
		}
		groups[[2]string{row.Method, row.Hiding}] = append(groups[[2]string{row.Method, row.Hiding}], row)
	}
	for _, hiding := range hidings {
		var part []ImputerSummary
		for _, method := range methods {
			if g := groups[[2]string{method, hiding}]; len(g) > 0 {
				part = append(part, summarise(g))
			}
		}
		slices.SortStableFunc(part, func(a, b ImputerSummary) int { return compareFloat(a.Loss.Value, b.Loss.Value) })
		r.Table = append(r.Table, part...)
	}
	r.find(methods, len(hidings), rows)
}

func summarise(rows []ImputerError) ImputerSummary {
	s := ImputerSummary{Method: rows[0].Method, Hiding: rows[0].Hiding}
	var kept []ImputerError
	for _, r := range rows {
		if r.Failed {
			s.Failed++
			continue
		}
		kept = append(kept, r)
		s.Cells += r.Score.Cells
		s.Words += r.Score.Words
	}
	if s.Seeds = len(kept); s.Seeds > 0 {
		s.Cells, s.Words = s.Cells/s.Seeds, s.Words/s.Seeds
	}
	over := func(of func(ImputerError) float64) SeedMean {
		var xs []float64
		for _, r := range kept {
			xs = append(xs, of(r))
		}
		return meanOver(xs)
	}
	s.NRMSE = over(func(r ImputerError) float64 { return r.Score.NRMSE })
	s.RMSE = over(func(r ImputerError) float64 { return r.Score.RMSE })
	s.MAE = over(func(r ImputerError) float64 { return r.Score.MAE })
	s.PFC = over(func(r ImputerError) float64 { return r.Score.PFC() })
	s.Wasserstein = over(func(r ImputerError) float64 { return r.Score.Wasserstein })
	s.Correlation = over(func(r ImputerError) float64 { return r.Score.Correlation })
	s.Loss = over(ImputerError.loss)
	s.Further = furtherOver(kept)
	return s
}

// furtherOver averages further scores over the seeds that have them, in order of
// appearance.
func furtherOver(rows []ImputerError) []FurtherMean {
	var order [][2]string
	values := map[[2]string][]float64{}
	for _, r := range rows {
		for _, f := range r.Further {
			key := [2]string{f.Of, f.Name}
			if !slices.Contains(order, key) {
				order = append(order, key)
			}
			if !math.IsNaN(f.Value) {
				values[key] = append(values[key], f.Value)
			}
		}
	}
	var out []FurtherMean
	for _, key := range order {
		out = append(out, FurtherMean{key[0], key[1], meanOver(values[key])})
	}
	return out
}

func meanOver(xs []float64) SeedMean {
	switch len(xs) {
	case 0:
		return SeedMean{math.NaN(), unknown()}
	case 1:
		return SeedMean{xs[0], unknown()}
	}
	mean, deviation := stat.MeanStdDev(xs, nil)
	half := studentT(float64(len(xs)-1)).Quantile(0.975) * deviation / math.Sqrt(float64(len(xs)))
	return SeedMean{mean, Interval{mean - half, mean + half}}
}

// find names the best method and what it is not told apart from.
func (r *ImputerRanking) find(methods []string, hidings int, rows []ImputerError) {
	scored := map[string]map[uint64]float64{}
	for _, m := range methods {
		switch l, ok := lossBySeed(m, hidings, rows); {
		case !ok:
			r.failed++
		case len(l) == 0:
			r.waiting = append(r.waiting, m)
		default:
			scored[m] = l
		}
	}
	losses := r.together(scored)
	for _, m := range methods {
		if l := losses[m]; l != nil && (r.Best == "" || stat.Mean(l, nil) < stat.Mean(losses[r.Best], nil)) {
			r.Best = m
		}
	}
	switch {
	case r.Best == "" && len(scored) > 1:
		r.Said = say.Text("The methods have no repetition in common yet.")
		return
	case r.Best == "":
		r.Said = say.Text("No method has results for all that was hidden.")
		return
	}
	ps := pairedP(methods, losses)
	for _, m := range methods {
		if p, compared := ps[pairKey(m, r.Best)]; m != r.Best && losses[m] != nil && !(compared && p < significance) {
			r.Ties = append(r.Ties, m)
		}
	}
	words := slices.ContainsFunc(rows, func(e ImputerError) bool { return e.Score.Words > 0 })
	r.say(len(losses), losses[r.Best], words)
}

// together are the losses of each method in the seeds that all have, in their
// order. Where some have further ones, scoring is not done.
func (r *ImputerRanking) together(scored map[string]map[uint64]float64) map[string][]float64 {
	have := map[uint64]int{}
	for _, l := range scored {
		for seed := range l {
			have[seed]++
		}
	}
	out := map[string][]float64{}
	for _, seed := range slices.Sorted(maps.Keys(have)) {
		if have[seed] < len(scored) {
			r.open = true
			continue
		}
		for m, l := range scored {
			out[m] = append(out[m], l[seed])
		}
	}
	return out
}

// lossBySeed returns the mean loss of each seed that was scored under all
// hidings; not ok where one failed.
func lossBySeed(method string, hidings int, rows []ImputerError) (losses map[uint64]float64, ok bool) {
	losses = map[uint64]float64{}
	counts := map[uint64]int{}
	for _, r := range rows {
		if r.Method == method {
			losses[r.Seed] += r.loss() / float64(hidings)
			counts[r.Seed]++
		}
	}
	for seed, n := range counts {
		if math.IsNaN(losses[seed]) {
			return nil, false
		}
		if n < hidings {
			delete(losses, seed)
		}
	}
	return losses, true
}

func pairKey(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// pairedP returns the p of each two methods by paired t over the seeds, adjusted
// over all pairs. With fewer than three seeds nothing is claimed: p is 1.
func pairedP(methods []string, losses map[string][]float64) map[[2]string]float64 {
	var keys [][2]string
	var raw []float64
	for i, a := range methods {
		for _, b := range methods[:i] {
			x, y := losses[a], losses[b]
			if x == nil || y == nil || len(x) != len(y) {
				continue
			}
			keys, raw = append(keys, pairKey(a, b)), append(raw, pairedT(x, y))
		}
	}
	out := map[[2]string]float64{}
	for k, p := range Holm(raw) {
		out[keys[k]] = p
	}
	return out
}

func pairedT(x, y []float64) float64 {
	n := len(x)
	if n < leastRepetitions {
		return 1
	}
	d := make([]float64, n)
	for k := range d {
		d[k] = x[k] - y[k]
	}
	mean, deviation := stat.MeanStdDev(d, nil)
	switch {
	case deviation == 0 && mean == 0:
		return 1
	case deviation == 0:
		return 0
	}
	t := math.Abs(mean) / (deviation / math.Sqrt(float64(n)))
	return 2 * studentT(float64(n-1)).Survival(t)
}
