package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/neighbours"
	"lacuna/internal/param"
	"lacuna/internal/rng"
)

var _ = register(Info{
	Name:  "hotdeck",
	Title: "Hot deck",
	Help: "Fills the gaps of a modality with what one training record has there, drawn from those that are most alike in the cells that both have and lack nothing of it; so numbers and words stay real ones and fit together. " +
		"The draw belongs to the record's id and the seed. Where no training record has all that is missing, each cell has a donor of its own.",
	Paper: "Andridge and Little, A review of hot deck imputation for survey non-response, International Statistical Review 2010",
	Params: []param.Spec{
		{Name: "donors", Title: "Donors", Type: param.Int, Default: 5, Min: 1, Max: 1000, Tries: []any{1, 20},
			Help: "One of so many records that are most alike is drawn; 1 takes the nearest."},
	},
	New: func(p param.Values) Imputer { return &hotDeck{donorRows{name: "hotdeck"}, p.Int("donors")} },
})

// hotDeck draws from the nearest donors.
type hotDeck struct {
	donorRows
	pool int
}

// Transform fills the gaps of v.
func (h *hotDeck) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	seeds := recordSeeds(v, env.Seed.Child("donor"))
	return h.fillFromDonors(ctx, v, env, func(search *neighbours.Search, values []dataset.Matrix) func([]int) {
		d := &dealer{hotDeck: h, search: search, values: values}
		return func(rows []int) { d.fill(v, rows, seeds) }
	})
}

// Draw fills the gaps with donors drawn anew. The donors that
// are drawn from stay the same: how near they are is not drawn.
func (h *hotDeck) Draw(ctx context.Context, v dataset.View, env job.Env, k int) (*dataset.Filled, error) {
	return h.Transform(ctx, v, ofDraw(env, k))
}

// dealer is the work of one goroutine.
type dealer struct {
	*hotDeck
	search *neighbours.Search
	values []dataset.Matrix
	near   []int // donors to draw from
}

// fill completes a block of rows.
func (d *dealer) fill(v dataset.View, rows []int, seeds []rng.Seed) {
	d.search.Compute(learn.NewTable(v, rows))
	for k, i := range rows {
		d.search.Begin(k, 2*d.pool+8)
		for m, block := range d.values {
			d.fillModality(m, block.Row(i), seeds[i].Block(m))
		}
	}
}

// fillModality fills the gaps of one modality of the record at hand, all from
// one donor if there is one that has them all.
func (d *dealer) fillModality(m int, out []float64, seed rng.Seed) {
	var gaps []int
	for j, x := range out {
		if math.IsNaN(x) {
			gaps = append(gaps, d.donors.Start[m]+j)
		}
	}
	if len(gaps) == 0 {
		return
	}
	random := seed.Rand()
	if d.find(gaps); len(d.near) > 0 {
		row := d.donors.Row(d.near[random.IntN(len(d.near))])
		for _, j := range gaps {
			out[j-d.donors.Start[m]] = row[j]
		}
		return
	}
	for _, j := range gaps {
		out[j-d.donors.Start[m]] = d.means[j]
		if d.find([]int{j}); len(d.near) > 0 {
			out[j-d.donors.Start[m]] = d.donors.Row(d.near[random.IntN(len(d.near))])[j]
		}
	}
}

// find lists the nearest donors that have some columns, as many as are drawn
// from, or all where there are fewer.
func (d *dealer) find(columns []int) {
	for {
		d.near = d.near[:0]
		for _, n := range d.search.Nearest() {
			if len(d.near) < d.pool && hasColumns(d.donors, int(n.Donor), columns) {
				d.near = append(d.near, int(n.Donor))
			}
		}
		if len(d.near) == d.pool || d.search.Complete() {
			return
		}
		d.search.More()
	}
}
