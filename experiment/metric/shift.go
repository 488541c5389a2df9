package metric

import (
	"cmp"
	"context"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Shifts is a sensitivity analysis: how the methods of a study do, and compare,
// when what their imputers fill in is moved, the more the further values may be
// missing because of what they are (see result.Shift). All is on all test records.
type Shifts struct {
	Measure   Measure
	Shifts    []result.Shift // rising; one of them moves nothing
	None      int            // its place
	Methods   []string
	Baselines []string
	Moved     []bool                // by method: whether it imputes, and so was shifted
	Cells     []result.Cells        // by shift: imputed numbers that were moved, over all methods and runs
	Scores    [][]Score             // [shift][method]
	Pooled    []map[string]Repeated // by shift and method: pooled by Rubin's rules, where gaps were filled several times
	Changes   [][]Pair              // [shift][method]: shifted less not shifted, p adjusted over the shifts of the method
	Pairs     [][]Pair              // [shift][couple]: of contenders one of which was shifted, p adjusted as in the comparison
	Intervals string                // how those of Scores were made
}

// NewShifts compares the shifts of a study by one metric. Of a study without one,
// it has no shift.
func NewShifts(study result.Study, m Measure) Shifts {
	a, _ := ShiftsUntil(context.Background(), study, m) // which does not end
	return a
}

// ShiftsUntil is NewShifts for who may no longer want it: of a context that ends
// before, the error is returned within a second.
func ShiftsUntil(ctx context.Context, study result.Study, m Measure) (Shifts, error) {
	a := Shifts{Measure: m, Methods: study.Methods, Baselines: study.Baselines, Moved: make([]bool, len(study.Methods))}
	for _, run := range study.Beside {
		if at := slices.Index(study.Methods, run.Method); at >= 0 && !run.Shift.None() {
			a.Moved[at] = true
			if !slices.ContainsFunc(a.Shifts, func(s result.Shift) bool { return s.Delta == run.Shift.Delta }) {
				a.Shifts = append(a.Shifts, run.Shift)
			}
		}
	}
	if len(a.Shifts) == 0 {
		return a, nil
	}
	none := a.Shifts[0]
	none.Delta = result.NoShift(none.As)
	a.Shifts = append(a.Shifts, none)
	slices.SortFunc(a.Shifts, func(x, y result.Shift) int { return cmp.Compare(x.Delta, y.Delta) })
	a.None = slices.IndexFunc(a.Shifts, result.Shift.None)
	all := observed(AllRecords, "all", say.Text("all records"), func(dataset.Pattern) bool { return true })
	for _, s := range a.Shifts {
		if err := a.at(ctx, shifted(study, s), all); err != nil {
			return Shifts{}, err
		}
	}
	a.changes(ctx, study, all)
	return a, ctx.Err()
}

// shifted is a study as it would be had the imputed values of its methods been
// moved.
func shifted(study result.Study, s result.Shift) result.Study {
	moved := map[string]bool{}
	out := study
	out.Runs, out.Beside = nil, nil
	for _, run := range study.Beside {
		if run.Shift.None() {
			continue
		}
		moved[run.Method] = true
		if run.Shift.Delta == s.Delta {
			out.Runs = append(out.Runs, run)
		}
	}
	for _, run := range study.Runs {
		if s.None() || !moved[run.Method] {
			run.Swept = nil
			out.Runs = append(out.Runs, run)
		}
	}
	return out
}

// at adds what a study under one shift shows.
func (a *Shifts) at(ctx context.Context, study result.Study, all Stratum) error {
	table, err := tabulated(ctx, study, []Stratum{all}, a.Measure)
	if err != nil {
		return err
	}
	if a.Scores = append(a.Scores, table.Scores[0]); a.Intervals == "" {
		a.Intervals = table.IntervalWords(a.Measure)
	}
	a.Cells = append(a.Cells, result.AllMoved(study.Runs))
	pooled := map[string]Repeated{}
	repeated, err := RepetitionsUntil(ctx, study, []Stratum{all}, a.Measure)
	if err != nil {
		return err
	}
	for _, r := range repeated {
		pooled[r.Method] = r
	}
	a.Pooled = append(a.Pooled, pooled)
	a.Pairs = append(a.Pairs, a.pairs(ctx, study, all))
	return ctx.Err()
}

// pairs compares the contenders of which one or both were moved; of a single one,
// with the baselines.
func (a *Shifts) pairs(ctx context.Context, study result.Study, all Stratum) []Pair {
	contender := func(method string) bool { return !slices.Contains(study.Baselines, method) }
	alone := 0
	for _, method := range a.Methods {
		if contender(method) {
			alone++
		}
	}
	var out []Pair
	for _, p := range everyPair(ctx, study, all, a.Measure) {
		moved := a.moved(p.A) || a.moved(p.B)
		if moved && (alone < 2 || contender(p.A) && contender(p.B)) {
			out = append(out, p)
		}
	}
	return out
}

// Shown lists the methods to be shown, by their place: those that were shifted,
// and others that not every comparison carries.
func (a Shifts) Shown() []int {
	var out []int
	for k, method := range a.Methods {
		if a.Moved[k] || !slices.Contains(a.Baselines, method) {
			out = append(out, k)
		}
	}
	return out
}

// Value is the metric of a method under a shift with its interval, and the test
// records that it is of: pooled by Rubin's rules where gaps were filled several
// times.
func (a Shifts) Value(shift, method int) (value float64, ci Interval, n int) {
	s := a.Scores[shift][method]
	if r, ok := a.Pooled[shift][a.Methods[method]]; ok {
		return r.Estimate, r.CI95, s.N
	}
	if s.N == 0 {
		return math.NaN(), unknown(), 0
	}
	return a.Measure.Of(s), s.Interval(a.Measure), s.N
}

func (a *Shifts) moved(method string) bool { return a.Moved[slices.Index(a.Methods, method)] }

// everyPair compares all methods of a study by a metric, in their order.
func everyPair(ctx context.Context, study result.Study, s Stratum, m Measure) []Pair {
	if m.Name == AccuracyName {
		return pairs(ctx, study, couples(study.Methods), []Stratum{s})
	}
	have := map[[2]string]Pair{}
	for _, d := range measureDifferences(ctx, study, s, m) {
		have[[2]string{d.A, d.B}] = m.adjusted(d, s)
	}
	var out []Pair
	for _, c := range couples(study.Methods) {
		p, ok := have[c]
		if !ok {
			p = Pair{A: c[0], B: c[1], Stratum: s.Name, P: math.NaN(), PHolm: math.NaN()}
		}
		out = append(out, p)
	}
	return out
}

// changes compares each method with itself as it was not shifted.
func (a *Shifts) changes(ctx context.Context, study result.Study, all Stratum) {
	a.Changes = make([][]Pair, len(a.Shifts))
	for i := range a.Shifts {
		a.Changes[i] = make([]Pair, len(a.Methods))
	}
	for k, method := range a.Methods {
		if !a.Moved[k] {
			continue
		}
		var ps []float64
		for i, s := range a.Shifts {
			if i != a.None {
				a.Changes[i][k] = everyPair(ctx, against(study, method, s), all, a.Measure)[0]
				ps = append(ps, a.Changes[i][k].P)
			}
		}
		at := 0
		for _, p := range Holm(ps) {
			if at == a.None {
				at++
			}
			a.Changes[at][k].PHolm = p
			at++
		}
	}
}

// against is a study of two methods: one as it was shifted, and itself.
func against(study result.Study, method string, s result.Shift) result.Study {
	name := method + ", " + s.Short()
	out := study
	out.Methods, out.Runs, out.Beside = []string{name, method}, nil, nil
	for _, run := range study.Beside {
		if run.Method == method && !run.Shift.None() && run.Shift.Delta == s.Delta {
			run.Method = name
			out.Runs = append(out.Runs, run)
		}
	}
	for _, run := range study.RunsOf(method) {
		run.Swept = nil
		out.Runs = append(out.Runs, run)
	}
	return out
}
