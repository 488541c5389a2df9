package metric

import (
	"context"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Sweep holds the scores of a study's methods in the conditions of its sweep, by
// training: what the development records had hidden, the comparison's own first.
type Sweep struct {
	Measure    Measure // that has intervals
	Methods    []string
	Trainings  []Training
	Conditions []result.Condition
	Tested     []Achieved   // by condition: what was missing of the test records, over all runs
	Scores     [][][]Score  // [training][condition][method]
	Intervals  string       // how the intervals were made, and whose number of records that names
	Study      result.Study // what it was made from
}

// Training is one mask of the development records.
type Training struct {
	Name string
	Dev  Achieved     // what was missing of the development records, over all runs; N is the mean of these
	Runs result.Study // of it, as a study of its own
}

// NewSweep scores a sweep, with intervals of one metric. Of a study without one, it has no condition.
func NewSweep(study result.Study, m Measure) Sweep {
	s, _ := SweepUntil(context.Background(), study, m) // which does not end
	return s
}

// SweepUntil is NewSweep for who may no longer want it: of a context that ends
// before, the error is returned within a second.
func SweepUntil(ctx context.Context, study result.Study, m Measure) (Sweep, error) {
	s := Sweep{Measure: m, Methods: study.Methods, Study: study, Trainings: trainings(study)}
	for _, run := range study.Runs {
		for _, swept := range run.Swept {
			if !slices.ContainsFunc(s.Conditions, func(c result.Condition) bool { return c.Name == swept.Name }) {
				s.Conditions = append(s.Conditions, swept.Condition)
			}
		}
	}
	most, counts := -1, map[int]bool{}
	for _, training := range s.Trainings {
		var byCondition [][]Score
		for _, c := range s.Conditions {
			under := Under(training.Runs, c.Name)
			table, err := tabulated(ctx, under, []Stratum{conditionStratum(c)}, m)
			if err != nil {
				return Sweep{}, err
			}
			byCondition = append(byCondition, table.Scores[0])
			if n, _ := Shared(table.Scores[0]); n > most {
				most, s.Intervals = n, table.IntervalWords(m)
			}
			counts[byCondition[len(byCondition)-1][0].N] = true
		}
		s.Scores = append(s.Scores, byCondition)
	}
	if len(counts) > 1 && s.Intervals != "" {
		s.Intervals += say.Text("; so for the condition with most test records, for the others over their own n")
	}
	for _, c := range s.Conditions {
		s.Tested = append(s.Tested, testedOver(Under(study, c.Name)))
	}
	return s, nil
}

// trainings lists the trainings of a sweep.
func trainings(study result.Study) []Training {
	var list []Training
	for k, runs := range [][]result.Run{study.Runs, study.Beside} {
		for _, run := range runs {
			if len(run.Swept) == 0 {
				continue
			}
			at := slices.IndexFunc(list, func(t Training) bool { return t.Name == run.Training && (k == 0 || t.Name != list[0].Name) })
			if at < 0 {
				of := study
				of.Runs, of.Beside, at = nil, nil, len(list)
				list = append(list, Training{Name: run.Training, Runs: of})
			}
			list[at].Runs.Runs = append(list[at].Runs.Runs, run)
		}
	}
	for k := range list {
		patterns := map[dataset.Pattern]int{}
		runs := firstOfEach(list[k].Runs.Runs)
		for _, run := range runs {
			for p, n := range run.DevPatterns {
				patterns[p] += n
			}
		}
		list[k].Dev = achieved(patterns)
		list[k].Dev.N = (list[k].Dev.N + len(runs)/2) / max(1, len(runs))
	}
	return list
}

// testedOver is what is missing of the test records over all trials.
func testedOver(study result.Study) Achieved {
	patterns := map[dataset.Pattern]int{}
	records := map[int]bool{}
	for _, run := range firstOfEach(study.Runs) {
		for _, row := range run.Rows {
			patterns[row.Pattern]++
			records[row.Record] = true
		}
	}
	a := achieved(patterns)
	a.N = len(records)
	return a
}

// Under returns a study as it would be had its test records been shown in a
// condition of its sweep only. Runs that were not tested in it are left out.
func Under(study result.Study, condition string) result.Study {
	out := study
	out.Runs, out.Beside = nil, nil
	for _, run := range study.Runs {
		if rows, ok := run.Under(condition); ok {
			run.Rows, run.Swept, run.Imputations = rows, nil, 0 // of a condition the mean alone is kept
			out.Runs = append(out.Runs, run)
		}
	}
	return out
}

// conditionStratum holds all test records of a study Under a condition; of
// development records those count that have its pattern, or all.
func conditionStratum(c result.Condition) Stratum {
	s := observed(AllRecords, c.Name, c.Name, func(p dataset.Pattern) bool { return true })
	if c.Pattern != "" {
		s.Trained = func(p dataset.Pattern) bool { return p == c.Pattern }
	}
	return s
}

// Curve lists the conditions of a mechanism by rising rate, from the one in which
// nothing is hidden where that was tested, by their place among the conditions.
func (s Sweep) Curve(mechanism string) []int {
	var list []int
	for i, c := range s.Conditions {
		if c.Pattern == "" && (c.Mechanism == mechanism || c.Mechanism == "") {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return compareFloat(s.Conditions[a].Rate, s.Conditions[b].Rate) })
	return list
}

// Mechanisms lists the mechanisms that were tested at rates, in their order.
func (s Sweep) Mechanisms() []string {
	var list []string
	for _, c := range s.Conditions {
		if c.Mechanism != "" && !slices.Contains(list, c.Mechanism) {
			list = append(list, c.Mechanism)
		}
	}
	return list
}

// Patterns lists the conditions that leave a pattern, by their place.
func (s Sweep) Patterns() []int {
	var list []int
	for i, c := range s.Conditions {
		if c.Pattern != "" {
			list = append(list, i)
		}
	}
	return list
}

// Warnings says where methods were tested with more hidden than they were
// trained with, by more than the draw of the records explains (three standard
// deviations), and how many of the tested patterns no development record has.
func (s Sweep) Warnings() []string {
	var list []string
	for t, training := range s.Trainings {
		most, beyond, masks := -1, 0, 0
		unseen, patterns := 0, 0
		for i, c := range s.Conditions {
			if c.Pattern != "" {
				patterns++
				if s.neverTrained(t, i) {
					unseen++
				}
				continue
			}
			masks++
			if exceeds(s.Tested[i], training.Dev) {
				beyond++
				if most < 0 || s.Tested[i].Rates.Cell > s.Tested[most].Rates.Cell {
					most = i
				}
			}
		}
		if beyond > 0 {
			list = append(list, say.Form("tested beyond what was trained, every method (%s): development records lack %s of their modalities (%s), test records up to %s (%s), more than in training in %d of %d conditions",
				strings.Join(s.tested(t), ", "), percent(training.Dev.Rates.Cell), training.Name, percent(s.Tested[most].Rates.Cell), s.Conditions[most].Name, beyond, masks))
		}
		if unseen > 0 {
			list = append(list, say.Form("no development record (%s) has just the modalities of %d of the %d tested patterns (n_dev 0)", training.Name, unseen, patterns))
		}
	}
	return list
}

// tested lists the methods that were tested after a training.
func (s Sweep) tested(t int) []string {
	return slices.DeleteFunc(slices.Clone(s.Methods), func(m string) bool { return len(s.Trainings[t].Runs.RunsOf(m)) == 0 })
}

func (s Sweep) neverTrained(t, condition int) bool {
	_, dev := Shared(s.Scores[t][condition])
	return dev == 0 && s.Tested[condition].N > 0
}

func exceeds(test, dev Achieved) bool {
	p := test.Rates.Cell
	if test.N == 0 || math.IsNaN(p) {
		return false
	}
	pairs := float64(test.N * max(1, len(test.Rates.Modality)))
	return p-dev.Rates.Cell > 3*math.Sqrt(p*(1-p)/pairs)
}
