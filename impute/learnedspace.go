package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/cca"
	"lacuna/internal/learn/neighbours"
)

// learnedSpace is training rows with their places in a space that their
// modalities share.
type learnedSpace struct {
	donors *learn.Table
	means  []float64 // per column, of the donors
	units  columnUnits
	model  *cca.Model
	places *learn.Table // donors × coordinates
	screen *neighbours.Screen
}

func newLearnedSpace(donors *learn.Table, units columnUnits, model *cca.Model) *learnedSpace {
	s := &learnedSpace{donors: donors, units: units, model: model}
	s.means, _ = donors.Means()
	s.places = s.place(donors, learn.AllRows(donors.Rows))
	s.screen = neighbours.NewScreen(s.places, []bool{true}, make([]float64, s.places.Width()))
	return s
}

func (s *learnedSpace) unobserved() []string {
	_, count := s.donors.Means()
	return s.donors.Unobserved(func(j int) bool { return count[j] > 0 })
}

// viewsOf are the modalities of a table in units, 0 for what is missing.
func viewsOf(t *learn.Table, units columnUnits) []cca.View {
	views := make([]cca.View, len(t.Names))
	for m := range views {
		views[m] = cca.View{X: dataset.NewMatrix(t.Rows, t.Start[m+1]-t.Start[m]), Has: make([]bool, t.Rows)}
		for i := range t.Rows {
			views[m].Has[i] = t.Count(i, m) > 0
			writeUnits(views[m].X.Row(i), t, i, m, units)
		}
	}
	return views
}

// writeUnits writes what row i has of a modality, in units.
func writeUnits(out []float64, t *learn.Table, i, m int, units columnUnits) {
	for j := range out {
		if column := t.Start[m] + j; t.Has(i, column) {
			out[j] = units.to(column, t.Row(i)[column])
		}
	}
}

// place returns the places of some rows. There is always a column, so that a
// space without coordinates has all rows in one place.
func (s *learnedSpace) place(t *learn.Table, rows []int) *learn.Table {
	places := dataset.NewMatrix(len(rows), max(1, s.model.Width()))
	for k, i := range rows {
		views := make([][]float64, len(t.Names))
		for m := range views {
			if t.Count(i, m) > 0 {
				views[m] = make([]float64, t.Start[m+1]-t.Start[m])
				writeUnits(views[m], t, i, m, s.units)
			}
		}
		copy(places.Row(k), s.model.Coordinates(views))
	}
	return learn.WholeTable("place", places)
}

// tells says whether row i of a view has anything to tell its place by.
func (s *learnedSpace) tells(v dataset.View, i int) bool {
	for m := range v.Modalities() {
		if v.Has(i, m) {
			return true
		}
	}
	return false
}

// eachReceiver calls visit for each row of t, with a search of the donors that
// is turned to its place; several goroutines do so at once.
func (s *learnedSpace) eachReceiver(ctx context.Context, env job.Env, t *learn.Table, visit func(k int, v *voters)) error {
	const few = 32
	return eachBlock(ctx, env, "retrieval", t.Rows, donorBlock, func() func(low, high int) {
		v := &voters{search: s.screen.NewSearch()}
		return func(low, high int) {
			rows := make([]int, high-low)
			for k := range rows {
				rows[k] = low + k
			}
			v.search.Compute(s.place(t, rows))
			for k, i := range rows {
				v.search.Begin(k, few)
				visit(i, v)
			}
		}
	})
}

// hasColumns says whether a row has all of some columns.
func hasColumns(t *learn.Table, row int, columns []int) bool {
	for _, j := range columns {
		if !t.Has(row, j) {
			return false
		}
	}
	return true
}

// spaceTrial is a part of the training rows, whose held-out cells are filled
// from the others.
type spaceTrial struct {
	units     columnUnits
	donors    *learn.Table // rows of which nothing is held out
	receivers *learn.Table // the others, as they are shown
	held      *learn.Table // their cells that are held out
	analysis  *cca.Analysis
}

// Bounds of a trial, so that it takes no longer for many rows.
const (
	trialDonors    = 4000
	trialReceivers = 400
)

func (r *retrieval) newTrial(ctx context.Context, t *learn.Table, units columnUnits, env job.Env) (*spaceTrial, error) {
	shown, held := holdOut(t, env.Seed.Child("holdout"))
	judged := rowsWithCells(held)
	isJudged := make([]bool, t.Rows)
	for _, i := range judged {
		isJudged[i] = true
	}
	var others []int
	for i := range t.Rows {
		if !isJudged[i] {
			others = append(others, i)
		}
	}
	judged, others = evenly(judged, trialReceivers), evenly(others, trialDonors)
	trial := &spaceTrial{units: units, donors: t.Picked(others), receivers: shown.Picked(judged), held: held.Picked(judged)}
	var err error
	trial.analysis, err = cca.Analyse(ctx, viewsOf(trial.donors, units), r.settings.Int("components"), env.Seed.Child("trial"))
	return trial, err
}

// evenly thins a list out to at most n.
func evenly(list []int, n int) []int {
	if len(list) <= n {
		return list
	}
	return pick(list, learn.Evenly(len(list), n))
}

// error returns the mean squared error of the held-out cells, in units, where a
// model places the records; infinite without any.
func (s *spaceTrial) error(ctx context.Context, model *cca.Model, k int, byDistance bool, env job.Env) (float64, error) {
	r := &retrieval{k: k, byDistance: byDistance, space: newLearnedSpace(s.donors, s.units, model)}
	sums, cells := make([]float64, s.held.Rows), make([]int, s.held.Rows)
	env.Report = nil
	err := r.space.eachReceiver(ctx, env, s.receivers, func(i int, v *voters) {
		for m := range s.held.Names {
			out := gapsOf(s.held, i, m)
			r.average(m, out, v)
			for j, x := range out {
				if column := s.held.Start[m] + j; s.held.Has(i, column) {
					d := s.units.to(column, x) - s.units.to(column, s.held.Row(i)[column])
					sums[i] += d * d
					cells[i]++
				}
			}
		}
	})
	if err != nil {
		return 0, err
	}
	total, n := sum(sums), 0
	for _, c := range cells {
		n += c
	}
	if n == 0 {
		return math.Inf(1), nil
	}
	return total / float64(n), nil
}

// gapsOf returns a row of a modality with a gap for each cell that is held out.
func gapsOf(held *learn.Table, i, m int) []float64 {
	out := make([]float64, held.Start[m+1]-held.Start[m])
	for j := range out {
		if held.Has(i, held.Start[m]+j) {
			out[j] = math.NaN()
		}
	}
	return out
}
