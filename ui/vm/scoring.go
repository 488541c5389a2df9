package vm

import (
	"context"
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
	version int                // raised when results are replaced
	busy    bool               // a scoring is under way
	cancel  context.CancelFunc // ends it; what it has computed until then is kept
	by      question           // that it answers
	again   bool               // another is wanted after it
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
	if s.version++; s.busy {
		s.cancel()
	}
	s.base, s.scorer = scored{}, new(metric.Scorer)
}

// Settled says whether everything that was computed is shown.
func (c *Comparison) Settled() bool { return c.running == nil && !c.scoring.busy }

// rescore scores the results anew, if there are any. A scoring by another metric
// or column, which nobody wants any more, is ended; one for another selection, or
// without the last job, goes on, so that something is shown where these change all
// the time.
func (c *Comparison) rescore() {
	if len(c.study.Runs) == 0 {
		return
	}
	q := c.asked()
	if c.scoring.busy {
		if c.scoring.again = true; !c.answers(q) {
			c.scoring.cancel()
		}
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	c.scoring.busy, c.scoring.cancel, c.scoring.by = true, cancel, q
	version, scorer, study := c.scoring.version, c.scoring.scorer, c.study
	idle := c.running == nil && !c.elsewhere.on // while jobs run, what is for idle times would take longer than they do
	had := answer{base: c.scoring.base, verdict: c.verdict}
	go func() {
		defer cancel()
		found, err := had.to(ctx, q, scorer, study, idle)
		c.around.Do(func() { c.scored(version, found, err == nil) })
	}()
}

// answer is what is shown of a question.
type answer struct {
	base    scored
	table   metric.Table
	picked  []int
	verdict string
}

// to answers another question, given what was known.
func (a answer) to(ctx context.Context, q question, scorer *metric.Scorer, study result.Study, idle bool) (answer, error) {
	var err error
	if a.base, err = a.base.by(ctx, scorer, study, q); err != nil {
		return a, err
	}
	if idle && q.metric == charts.Accuracy && a.base.table.Repeated == nil {
		if a.base.table.Repeated, err = metric.RepetitionsUntil(ctx, study, a.base.table.Strata, metric.Accuracy()); err != nil {
			return a, err
		}
	}
	if a.table, err = a.base.with(ctx, study, q); err != nil {
		return a, err
	}
	a.picked = q.count(study, a.table)
	if idle && a.verdict == "" {
		if a.verdict, err = judgement(ctx, study); err != nil {
			return a, err
		}
	}
	return a, nil
}

// judgement is the verdict of a study, with what the gaps leave open where they
// were filled several times.
func judgement(ctx context.Context, study result.Study) (string, error) {
	found, err := metric.FindingsUntil(ctx, study, metric.Accuracy())
	if err != nil {
		return "", err
	}
	words, err := metric.RepetitionWords(ctx, study)
	return InWindow(strings.Join(append(found, words...), "\n\n")), err
}

// scored ends a scoring: whole says that it was not ended before.
func (c *Comparison) scored(version int, found answer, whole bool) {
	c.scoring.busy = false
	current := version == c.scoring.version && whole
	if current {
		c.scoring.base, c.table, c.picked, c.verdict = found.base, found.table, found.picked, found.verdict
	}
	if c.scoring.again {
		c.scoring.again = false
		c.rescore()
	}
	if current {
		c.emit(StudyChanged)
	}
}

// answers says whether the scores that are there, or are being made, are by what
// a question asks for.
func (c *Comparison) answers(q question) bool {
	if c.scoring.busy {
		return c.scoring.by.metric == q.metric && c.scoring.by.column == q.column
	}
	return c.scoring.base.of(c.study.Runs, q)
}

// by are the scores of the default strata that a question asks for: these, where
// they are of it.
func (s scored) by(ctx context.Context, scorer *metric.Scorer, study result.Study, q question) (scored, error) {
	if s.of(study.Runs, q) {
		return s, nil
	}
	table, err := score(ctx, scorer, study, q.strata(study), q.metric)
	if err != nil {
		return s, err
	}
	pairs, err := comparedIn(ctx, study, q.metric)
	if err != nil {
		return s, err
	}
	return scored{study.Runs, q.metric, q.column, table, pairs}, nil
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
func (s scored) with(ctx context.Context, study result.Study, q question) (metric.Table, error) {
	t := s.table
	if q.selected == nil {
		return t, nil
	}
	stratum := metric.Selection("selected", func(record int) bool { return holds(q.selected, record) })
	own, err := score(ctx, new(metric.Scorer), study, []metric.Stratum{stratum}, q.metric)
	if err != nil {
		return t, err
	}
	if n, _ := metric.Shared(own.Scores[0]); n == 0 {
		return t, nil
	}
	if t.Repeated != nil {
		repeated, err := metric.RepetitionsUntil(ctx, study, own.Strata, metric.Accuracy())
		if err != nil {
			return t, err
		}
		t.Repeated = slices.Concat(repeated, t.Repeated)
	}
	t.Strata, t.Scores = slices.Concat(own.Strata, t.Strata), slices.Concat(own.Scores, t.Scores)
	return t, nil
}

// score scores strata by a metric with its intervals.
func score(ctx context.Context, scorer *metric.Scorer, study result.Study, strata []metric.Stratum, by charts.Metric) (metric.Table, error) {
	table, err := scorer.Stratify(ctx, study, strata)
	if err != nil {
		return table, err
	}
	m, err := metric.MeasureNamed(string(by))
	if err != nil {
		return table, nil // there is none to draw intervals of
	}
	return scorer.WithIntervals(ctx, study, table, m)
}

// comparedIn compares every two methods on all records. Paired tests of other
// metrics than accuracy take long: the verdict has them.
func comparedIn(ctx context.Context, study result.Study, by charts.Metric) ([]metric.Pair, error) {
	if by != charts.Accuracy {
		return nil, nil
	}
	all := metric.ByMissing(study)
	return metric.AllPairsUntil(ctx, study, all[:min(1, len(all))])
}
