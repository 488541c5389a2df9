package vm

import (
	"cmp"
	"slices"

	"lacuna/experiment/result"
)

// answers finds what methods say of a record without looking through all
// predictions: those of each run are put in order once.
type answers struct {
	order map[*result.Row][]int32 // places of the observed rows by their record, by the run's first row
	means map[[2]string]typicalOf // by method and what the records have in common
}

// typicalOf is the mean of something over many predictions.
type typicalOf struct {
	runs    int // of the study that it was made of
	mean    []float64
	records int
}

// forget drops what belongs to other results.
func (a *answers) forget() { a.order, a.means = map[*result.Row][]int32{}, map[[2]string]typicalOf{} }

// rowsOf returns the predictions of a record in one run.
func (a *answers) rowsOf(run *result.Run, record int) []*result.Row {
	if len(run.Rows) == 0 {
		return nil
	}
	order, ok := a.order[&run.Rows[0]]
	if !ok {
		for k := range run.Rows {
			if run.Rows[k].Series == result.Observed {
				order = append(order, int32(k))
			}
		}
		slices.SortStableFunc(order, func(x, y int32) int { return cmp.Compare(run.Rows[x].Record, run.Rows[y].Record) })
		a.order[&run.Rows[0]] = order
	}
	at, _ := slices.BinarySearchFunc(order, record, func(k int32, want int) int { return cmp.Compare(run.Rows[k].Record, want) })
	var out []*result.Row
	for ; at < len(order) && run.Rows[order[at]].Record == record; at++ {
		out = append(out, &run.Rows[order[at]])
	}
	return out
}

// meanOf averages something of a record's predictions over the runs of a
// method, and counts them.
func (a *answers) meanOf(study result.Study, method string, record int, of func(*result.Row) []float64) ([]float64, int) {
	var m means
	for k := range study.Runs {
		if run := &study.Runs[k]; run.Method == method {
			for _, row := range a.rowsOf(run, record) {
				m.add(of(row))
			}
		}
	}
	return m.mean(), m.n
}

// typical averages something over those test records of a method that hold, and
// counts them; nil where none does. What holds is known by its name.
func (a *answers) typical(study result.Study, method, name string, holds func(record int) bool, of func(*result.Row) []float64) ([]float64, int) {
	key := [2]string{method, name}
	if had, ok := a.means[key]; ok && had.runs == len(study.Runs) {
		return had.mean, had.records
	}
	var some means
	records := map[int]bool{}
	for k := range study.Runs {
		if study.Runs[k].Method != method {
			continue
		}
		for r := range study.Runs[k].Rows {
			row := &study.Runs[k].Rows[r]
			if x := of(row); x != nil && row.Series == result.Observed && holds(row.Record) {
				some.add(x)
				records[row.Record] = true
			}
		}
	}
	a.means[key] = typicalOf{len(study.Runs), some.mean(), len(records)}
	return a.means[key].mean, len(records)
}

// means sums rows of numbers of one length.
type means struct {
	sum []float64
	n   int
}

func (m *means) add(xs []float64) {
	if xs == nil {
		return
	}
	if m.sum == nil {
		m.sum = make([]float64, len(xs))
	}
	for k, x := range xs {
		m.sum[k] += x
	}
	m.n++
}

func (m *means) mean() []float64 {
	for k := range m.sum {
		m.sum[k] /= float64(m.n)
	}
	return m.sum
}
