package metric

import (
	"slices"

	"lacuna/experiment/result"
)

// side is what is estimated, or one of two things that are compared: a method in
// a stratum. Two sides of one method are the same records shown in two ways.
type side struct {
	method  string
	stratum Stratum
}

// part is predictions whose metric is computed together: those of a unit, or
// of one of its runs.
type part struct {
	records []int // place of the record of each prediction
	inOrder bool  // prediction i is of record i
	of      func() func(weights []float64) float64
	less    func() func(weights []float64) float64 // nil of a single value
}

// unit is what the design repeats once: the mean of its parts.
type unit []part

// couple are the predictions of two sides on one occasion; of a single side,
// both are the same.
type couple struct {
	trial int
	rows  [2]result.Row
}

// unitParts collects the predictions of one side, or of two on the occasions
// that both have, by unit; and counts their records, trials and units.
func (x index) unitParts(study result.Study, m Measure, a side, b *side) ([]unit, Estimate) {
	shown := b == nil || a.method != b.method // two sides of one method differ in how records are shown
	order, first := x.occasions(study.RunsOf(a.method), a.stratum, shown)
	second := first
	if b != nil {
		_, second = x.occasions(study.RunsOf(b.method), b.stratum, shown)
	}
	if x.ended() {
		return nil, noEstimate()
	}
	byUnit := make([][]couple, len(x.units))
	records, trials := map[int32]bool{}, map[int]bool{}
	for _, o := range order {
		if x.ended() {
			return nil, noEstimate()
		}
		if other, both := second[o]; both {
			byUnit[o.unit] = append(byUnit[o.unit], couple{o.trial, [2]result.Row{first[o], other}})
			records[o.record], trials[o.trial] = true, true
		}
	}
	byUnit = slices.DeleteFunc(byUnit, func(list []couple) bool { return len(list) == 0 })
	units := make([]unit, len(byUnit))
	for u, list := range byUnit {
		for _, together := range parted(list, m.perRun) {
			if x.ended() {
				break
			}
			units[u] = append(units[u], x.part(together, m, len(study.Classes), b != nil))
		}
	}
	return units, Estimate{N: len(records), Runs: len(trials), Units: len(units)}
}

// parted divides the predictions of a unit by run where a metric asks for it.
func parted(list []couple, perRun bool) [][]couple {
	if !perRun {
		return [][]couple{list}
	}
	trials := make([]int, len(list))
	for i, c := range list {
		trials[i] = c.trial
	}
	var out [][]couple
	for _, places := range grouped(trials) {
		var one []couple
		for _, i := range places {
			one = append(one, list[i])
		}
		out = append(out, one)
	}
	return out
}

// part prepares the metric of predictions, or the difference of two sides.
func (x index) part(list []couple, m Measure, classes int, difference bool) part {
	p := part{inOrder: len(list) == x.n}
	var sides [2][]result.Row
	for i, c := range list {
		record := int(x.records[c.rows[0].Record])
		p.inOrder = p.inOrder && record == i
		p.records = append(p.records, record)
		sides[0], sides[1] = append(sides[0], c.rows[0]), append(sides[1], c.rows[1])
	}
	p.of = m.prepare(sides[0], classes)
	if difference {
		p.less = m.prepare(sides[1], classes)
	}
	return p
}

// evaluators are the units as functions of the weights of records, for one
// goroutine.
func evaluators(units []unit) []func(weights []float64) float64 {
	out := make([]func([]float64) float64, len(units))
	for u, parts := range units {
		list := make([]func([]float64) float64, len(parts))
		for k, p := range parts {
			list[k] = p.evaluator()
		}
		values := make([]float64, len(parts))
		out[u] = func(weights []float64) float64 {
			for k, value := range list {
				values[k] = value(weights)
			}
			return meanDefined(values)
		}
	}
	return out
}

func (p part) evaluator() func(weights []float64) float64 {
	value := p.of()
	if p.less != nil {
		of, less := value, p.less()
		value = func(weights []float64) float64 { return of(weights) - less(weights) }
	}
	if p.inOrder {
		return value
	}
	own := make([]float64, len(p.records))
	return func(weights []float64) float64 {
		for i, record := range p.records {
			own[i] = weights[record]
		}
		return value(own)
	}
}

// occasions finds the prediction of each occasion, in order; shown says that
// the way a record was shown is part of it.
func (x index) occasions(runs []result.Run, s Stratum, shown bool) ([]occasion, map[occasion]result.Row) {
	var order []occasion
	found := map[occasion]result.Row{}
	for _, run := range runs {
		if x.ended() {
			break
		}
		o := occasion{trial: x.trials[trialOf(run)], unit: x.units[x.design.unit(run)]}
		for i := range run.Rows {
			row := &run.Rows[i]
			if !s.Match(*row) {
				continue
			}
			if o.record = x.records[row.Record]; shown {
				o.series, o.pattern = row.Series, row.Pattern
			}
			order = append(order, o)
			found[o] = *row
		}
	}
	return order, found
}
