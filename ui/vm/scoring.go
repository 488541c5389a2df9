package vm

import (
	"slices"
	"strings"

	"lacuna/charts"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// question is what is to be scored beside the default strata.
type question struct {
	selected []uint64 // bit column of records; nil for no stratum of their own
	counted  []uint64 // of those that are selected, to be counted in every stratum; nil without a selection
	metric   charts.Metric
	column   string   // whose values are strata, too; "" for none
	values   []string // of the column, by record
}

// scoring is the scoring of results, which takes a moment (bootstrap) and so
// runs off the event goroutine: one at a time, and the newest question wins.
// The scores of the default strata are kept while their runs stay, and those of
// other methods while a run comes in: another selection adds its own stratum
// only, and a job that has finished its own method.
type scoring struct {
	version int  // raised when results are replaced
	busy    bool // a scoring is under way
	again   bool // another is wanted after it
	base    scored
	scorer  *metric.Scorer // used by one scoring at a time
}

// scored are the scores of the default strata.
type scored struct {
	runs   []result.Run // of which they are; every change makes another list
	metric charts.Metric
	column string // whose values are strata, too
	table  metric.Table
	pairs  []metric.Pair // every two methods on all records, in accuracy
}

func (s *scoring) forget() {
	s.version++
	s.base, s.scorer = scored{}, new(metric.Scorer)
}

// Settled says whether everything that was computed is shown.
func (c *Comparison) Settled() bool { return c.running == nil && !c.scoring.busy }

// rescore scores the results anew, if there are any.
func (c *Comparison) rescore() {
	if len(c.study.Runs) == 0 {
		return
	}
	if c.scoring.busy {
		c.scoring.again = true
		return
	}
	c.scoring.busy = true
	version, base, study, q := c.scoring.version, c.scoring.base, c.study, c.asked()
	scorer := c.scoring.scorer
	idle := c.running == nil && !c.elsewhere.on
	verdict, judge := c.verdict, c.verdict == "" && idle
	go func() {
		if !base.of(study.Runs, q) {
			base = scored{study.Runs, q.metric, q.column, score(scorer, study, q.strata(study), q.metric), comparedIn(study, q.metric)}
		}
		if idle && q.metric == charts.Accuracy && base.table.Repeated == nil { // while jobs run this would take longer than they do
			base.table.Repeated = metric.Repetitions(study, base.table.Strata, metric.Accuracy())
		}
		table := base.with(study, q)
		picked := q.count(study, table)
		if judge {
			verdict = judgement(study)
		}
		c.around.Do(func() { c.scored(version, base, table, picked, verdict) })
	}()
}

// judgement is the verdict of a study, with what the gaps leave open where they
// were filled several times.
func judgement(study result.Study) string {
	words := append(metric.Findings(study, metric.Accuracy()), metric.RepetitionWords(study)...)
	return InWindow(strings.Join(words, "\n\n"))
}

func (c *Comparison) scored(version int, base scored, table metric.Table, picked []int, verdict string) {
	c.scoring.busy = false
	if version == c.scoring.version {
		c.scoring.base, c.table, c.picked, c.verdict = base, table, picked, verdict
	}
	if c.scoring.again {
		c.scoring.again = false
		c.rescore()
	}
	if version == c.scoring.version {
		c.emit(StudyChanged)
	}
}

// of says whether the scores are those of these runs.
func (s scored) of(runs []result.Run, q question) bool {
	return len(s.runs) == len(runs) && len(runs) > 0 && &s.runs[0] == &runs[0] && s.metric == q.metric && s.column == q.column
}

// strata are the default ones, and behind them those of a column.
func (q question) strata(study result.Study) []metric.Stratum {
	list := metric.DefaultStrata(study)
	if q.column != "" {
		list = append(list, metric.ByGroup(study, q.column, q.values)...)
	}
	return list
}

// count counts the selected test records of every stratum; nil without a
// selection.
func (q question) count(study result.Study, t metric.Table) []int {
	if q.counted == nil {
		return nil
	}
	return metric.Chosen(study, t, func(record int) bool { return holds(q.counted, record) })
}

// holds says whether a record is in a bit column.
func holds(column []uint64, record int) bool {
	return record/64 < len(column) && column[record/64]>>(record%64)&1 == 1
}

// with puts the selection's stratum first, where a test record is selected.
func (s scored) with(study result.Study, q question) metric.Table {
	t := s.table
	if q.selected == nil {
		return t
	}
	stratum := metric.Selection("selected", func(record int) bool { return holds(q.selected, record) })
	own := score(new(metric.Scorer), study, []metric.Stratum{stratum}, q.metric)
	if n, _ := metric.Shared(own.Scores[0]); n == 0 {
		return t
	}
	if t.Repeated != nil {
		t.Repeated = slices.Concat(metric.Repetitions(study, own.Strata, metric.Accuracy()), t.Repeated)
	}
	t.Strata, t.Scores = slices.Concat(own.Strata, t.Strata), slices.Concat(own.Scores, t.Scores)
	return t
}

// score scores strata by a metric with its intervals.
func score(scorer *metric.Scorer, study result.Study, strata []metric.Stratum, by charts.Metric) metric.Table {
	table := scorer.Stratify(study, strata)
	if m, err := metric.MeasureNamed(string(by)); err == nil {
		table = scorer.WithIntervals(study, table, m)
	}
	return table
}

// comparedIn compares every two methods on all records. Paired tests of other
// metrics than accuracy take long: the verdict has them.
func comparedIn(study result.Study, by charts.Metric) []metric.Pair {
	if by != charts.Accuracy {
		return nil
	}
	all := metric.ByMissing(study)
	return metric.AllPairs(study, all[:min(1, len(all))])
}
