package metric

import (
	"context"
	"maps"
	"slices"
	"sync"

	"lacuna/experiment/result"
)

// Scorer scores a study again and again while its runs come in, as Stratify and
// WithIntervals do, and gives the same numbers. It keeps what it has computed by
// run, stratum and method: a further run costs a look at its own predictions and
// the scores of its method, unless it changes what intervals are over. Strata of
// one name are taken for the same, except those of a selection. The zero Scorer
// has nothing kept. It is not for several goroutines at once.
type Scorer struct {
	mu     sync.Mutex // of tallies
	counts map[*result.Row]map[string]tally
	x      index
	runs   map[string][]*result.Row // the runs that the scores of a method are from
	scores map[cell]Score
}

// cell names a score: a stratum and a method.
type cell struct{ stratum, method string }

// Stratify scores every method of a study in every stratum, as the function of
// this name. Of a context that ends before, the error is returned within a second;
// what was computed until then is kept.
func (k *Scorer) Stratify(ctx context.Context, study result.Study, strata []Stratum) (Table, error) {
	x := newIndex(study)
	k.renew(study, x)
	t := Table{
		Modalities: study.Modalities, Methods: study.Methods, Strata: strata, Scores: make([][]Score, len(strata)),
		Chance: chance(study), Majority: majority(study), Counts: countWords(study, x), Estimate: x.estimateWords(), Clusters: x.clusterWords(),
	}
	for s := range strata {
		t.Scores[s] = make([]Score, len(study.Methods))
	}
	for m, method := range study.Methods {
		if err := ctx.Err(); err != nil {
			return Table{}, err
		}
		open := k.fill(t, m, method)
		runs := study.RunsOf(method)
		lists := make([][]tally, len(runs))
		wanted := make([]Stratum, len(open))
		for i, s := range open {
			wanted[i] = strata[s]
		}
		each(len(runs), func(i int) { lists[i] = k.tallies(runs[i], wanted, len(study.Classes)) })
		each(len(open), func(i int) {
			own := make([]tally, len(runs))
			for r := range runs {
				own[r] = lists[r][i]
			}
			t.Scores[open[i]][m] = x.scoreOf(runs, own)
		})
		for _, s := range open {
			k.keep(strata[s], method, t.Scores[s][m])
		}
	}
	t.Intervals = x.intervalWords(t.Scores)
	return t, nil
}

// renew forgets what is not of this study: runs that have gone, and scores that
// further runs have changed.
func (k *Scorer) renew(study result.Study, x index) {
	if k.counts == nil {
		k.counts, k.runs, k.scores = map[*result.Row]map[string]tally{}, map[string][]*result.Row{}, map[cell]Score{}
	}
	same := k.x.same(x)
	k.x = x
	runs, there := map[string][]*result.Row{}, map[*result.Row]bool{}
	for i := range study.Runs {
		row := firstRow(&study.Runs[i])
		runs[study.Runs[i].Method] = append(runs[study.Runs[i].Method], row)
		there[row] = true
	}
	maps.DeleteFunc(k.counts, func(row *result.Row, _ map[string]tally) bool { return !there[row] })
	maps.DeleteFunc(k.scores, func(at cell, _ Score) bool { return !same || !slices.Equal(k.runs[at.method], runs[at.method]) })
	k.runs = runs
}

// firstRow tells runs apart by where their predictions are; nil has none.
func firstRow(run *result.Run) *result.Row {
	if len(run.Rows) == 0 {
		return nil
	}
	return &run.Rows[0]
}

// same says whether scores under one index hold under the other.
func (x index) same(y index) bool {
	return x.design == y.design && x.n == y.n && x.kin == y.kin && maps.Equal(x.units, y.units) &&
		slices.Equal(x.records, y.records) && slices.Equal(x.cluster, y.cluster)
}

// fill puts the scores of a method that are kept into a table, and returns the
// places of the strata whose are not.
func (k *Scorer) fill(t Table, m int, method string) (open []int) {
	for s, stratum := range t.Strata {
		had, ok := k.scores[cell{stratum.Name, method}]
		if !ok || !kept(stratum) {
			open = append(open, s)
			continue
		}
		t.Scores[s][m] = had
	}
	return open
}

func (k *Scorer) keep(s Stratum, method string, score Score) {
	if kept(s) {
		k.scores[cell{s.Name, method}] = score
	}
}

// kept says whether a stratum means the same whenever it has the same name.
func kept(s Stratum) bool { return s.Kind != SelectedRecord }

// tallies are those of a run in some strata, as far as possible those kept.
func (k *Scorer) tallies(run result.Run, strata []Stratum, classes int) []tally {
	list := make([]tally, len(strata))
	key := firstRow(&run)
	k.mu.Lock()
	had := maps.Clone(k.counts[key])
	k.mu.Unlock()
	var open []int
	var wanted []Stratum
	for s, stratum := range strata {
		t, ok := had[stratum.Name]
		if !ok || !kept(stratum) || key == nil {
			open, wanted = append(open, s), append(wanted, stratum)
			continue
		}
		list[s] = t
	}
	if len(open) == 0 {
		return list
	}
	if had == nil {
		had = map[string]tally{}
	}
	for i, t := range tallies(run, wanted, classes) {
		list[open[i]] = t
		had[wanted[i].Name] = t
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.counts[key] = had
	return list
}

// WithIntervals returns a table of the last study scored with the interval of a
// metric in every score, as the function of this name. Of a context that ends
// before, the error is returned within a second; the strata that were complete by
// then are kept.
func (k *Scorer) WithIntervals(ctx context.Context, study result.Study, t Table, m Measure) (Table, error) {
	if m.Name == AccuracyName {
		return t, nil
	}
	x := newIndex(study).until(ctx)
	t.Scores = slices.Clone(t.Scores)
	for s, stratum := range t.Strata {
		t.Scores[s] = slices.Clone(t.Scores[s])
		if stratum.Match == nil {
			continue
		}
		each(len(t.Methods), func(i int) {
			score := &t.Scores[s][i]
			if _, ok := score.Measured[m.Name]; ok {
				return
			}
			if score.Measured = maps.Clone(score.Measured); score.Measured == nil {
				score.Measured = map[string]Interval{}
			}
			score.Measured[m.Name] = x.estimate(study, m, side{t.Methods[i], stratum}, nil).CI95
		})
		if err := ctx.Err(); err != nil {
			return Table{}, err
		}
		for i, method := range t.Methods {
			if _, ok := k.scores[cell{stratum.Name, method}]; ok {
				k.keep(stratum, method, t.Scores[s][i])
			}
		}
	}
	return t, nil
}
