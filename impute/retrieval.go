package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/cca"
	"lacuna/internal/param"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "retrieval",
	Title: "Retrieval in a learned space",
	Help: "Learns coordinates that all modalities of a record foretell best (generalised canonical correlations), and fills an absent modality with that of the training records that lie nearest there. " +
		"Unlike nearest neighbours and hot deck, which measure distances over the cells that two records both have, it counts what a modality shares with the others and not what is its own, " +
		"and finds records that have no modality in common with the one to be filled. " +
		"The number of coordinates and the penalty are those that fill held-out training cells best.",
	Paper: "Rasiwasia et al., A new approach to cross-modal multimedia retrieval, ACM Multimedia 2010; Rastogi, Van Durme and Arora, Multiview LSA: representation learning via generalized CCA, NAACL 2015; " +
		"Bach and Jordan, A probabilistic interpretation of canonical correlation analysis, 2005",
	Params: []param.Spec{
		{Name: "k", Title: "Records", Type: param.Int, Default: 10, Min: 1, Max: 1000, Tries: []any{1, 5, 20},
			Help: "So many records are averaged; 1 takes the nearest one as it is. Draws are of one of them each."},
		{Name: "weights", Title: "Weights", Type: param.Choice, Default: "distance", Choices: []string{"distance", "uniform"},
			Help: "Whether a nearer record counts for more (1/distance) or all count alike."},
		{Name: "coordinates", Title: "Coordinates", Type: param.Int, Default: 0, Min: 0, Max: 500,
			Help: "Dimensions of the learned space; 0 chooses by held-out cells."},
		{Name: "penalty", Title: "Penalty", Type: param.Float, Default: 0.0, Min: 0, Max: 100,
			Help: "What shrinks the small components of a modality, as a share of its largest; 0 chooses by held-out cells."},
		{Name: "components", Title: "Components", Type: param.Int, Default: 100, Min: 1, Max: 1000,
			Help: "The most principal components of a modality that count."},
	},
	New: func(p param.Values) Imputer {
		return &retrieval{settings: p, k: p.Int("k"), byDistance: p.String("weights") == "distance"}
	},
})

// retrieval keeps the training records and their places in the learned space.
type retrieval struct {
	settings   param.Values
	k          int
	byDistance bool
	space      *learnedSpace
	warnings   []string
	notes      []string
}

// What is tried where nothing is given.
var (
	spaceWidths    = []int{2, 4, 8, 16, 32, 64}
	spacePenalties = []float64{1e-4, 1e-3, 1e-2, 0.1, 1}
)

// Fit learns the space and places the training rows in it.
func (r *retrieval) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute retrieval: stopped: %w", err)
	}
	train = learn.Canonical(train)
	t := learn.NewTable(train, learn.AllRows(train.Len()))
	units := newColumnUnits(train, t)
	width, penalty, notes, err := r.choose(ctx, t, units, env)
	if err != nil {
		return say.Errorf("impute retrieval: %w", err)
	}
	analysis, err := cca.Analyse(ctx, viewsOf(t, units), r.settings.Int("components"), env.Seed.Child("components"))
	if err != nil {
		return say.Errorf("impute retrieval: %w", err)
	}
	r.space, r.notes = newLearnedSpace(t, units, analysis.Model(width, penalty)), notes
	r.warnings = r.space.unobserved()
	return nil
}

// choose returns the number of coordinates and the penalty.
func (r *retrieval) choose(ctx context.Context, t *learn.Table, units columnUnits, env job.Env) (int, float64, []string, error) {
	widths, penalties := spaceWidths, spacePenalties
	if n := r.settings.Int("coordinates"); n > 0 {
		widths = []int{n}
	}
	if p := r.settings.Float("penalty"); p > 0 {
		penalties = []float64{p}
	}
	if len(widths) == 1 && len(penalties) == 1 {
		return widths[0], penalties[0], nil, nil
	}
	trial, err := r.newTrial(ctx, t, units, env)
	if err != nil {
		return 0, 0, nil, err
	}
	best, width, penalty := math.Inf(1), widths[0], penalties[len(penalties)-1]
	for n, p := range penalties {
		model := trial.analysis.Model(widths[len(widths)-1], p)
		for k, w := range widths {
			if k > 0 && widths[k-1] >= model.Width() {
				break
			}
			errs, err := trial.error(ctx, model.First(w), r.k, r.byDistance, env)
			if err != nil {
				return 0, 0, nil, err
			}
			if errs < best {
				best, width, penalty = errs, w, p
			}
		}
		env.Emit(job.Progress{Phase: "retrieval", Done: n + 1, Total: len(penalties)})
	}
	var notes []string
	if !math.IsInf(best, 1) {
		notes = []string{say.Kept("%d coordinates and a penalty of %g: root mean squared error %.3f on held-out cells, in standard deviations", width, penalty, math.Sqrt(best))}
	}
	return width, penalty, notes, nil
}

// Warnings names the columns that no training record has, and what was chosen.
func (r *retrieval) Warnings() []string {
	return append(r.warnings[:len(r.warnings):len(r.warnings)], r.notes...)
}

// Notes says what was chosen, and how it does on held-out cells.
func (r *retrieval) Notes() []string { return r.notes }

// Transform fills the gaps of v with the average of the nearest records.
func (r *retrieval) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	return r.fill(ctx, v, env, func(values []dataset.Matrix, row int, voters *voters) {
		for m, block := range values {
			r.average(m, block.Row(row), voters)
		}
	})
}

// average fills the gaps of a modality of one record. Of a modality that no
// donor has in part, all cells have the same voters.
func (r *retrieval) average(m int, out []float64, voters *voters) {
	donors, chosen := r.space.donors, false
	for j, x := range out {
		if !math.IsNaN(x) {
			continue
		}
		column := donors.Start[m] + j
		if !chosen || !donors.Whole[m] {
			voters.choose(r.k, r.byDistance, func(donor int) bool { return donors.Has(donor, column) })
			chosen = true
		}
		out[j] = voters.average(func(donor int) float64 { return donors.Row(donor)[column] }, r.space.means[column])
	}
}

// Draw fills the gaps of v, those of a modality with what one
// of the nearest records has, drawn by their weights. Which one a record gets
// depends on its id and on env.Seed.
func (r *retrieval) Draw(ctx context.Context, v dataset.View, env job.Env, k int) (*dataset.Filled, error) {
	env = ofDraw(env, k)
	seeds := recordSeeds(v, env.Seed)
	return r.fill(ctx, v, env, func(values []dataset.Matrix, row int, voters *voters) {
		for m, block := range values {
			r.draw(m, block.Row(row), voters, seeds[row].Block(m).Rand().Float64())
		}
	})
}

// draw fills the gaps of a modality of one record with what one voter has there,
// or, where none has all that is missing, each gap with what a voter of its own
// has. point, from 0 to 1, says which one.
func (r *retrieval) draw(m int, out []float64, voters *voters, point float64) {
	donors := r.space.donors
	var gaps []int
	for j, x := range out {
		if math.IsNaN(x) {
			gaps = append(gaps, donors.Start[m]+j)
		}
	}
	if len(gaps) == 0 {
		return
	}
	voters.choose(r.k, r.byDistance, func(donor int) bool { return hasColumns(donors, donor, gaps) })
	together := len(voters.list) > 0
	for _, column := range gaps {
		if !together {
			voters.choose(r.k, r.byDistance, func(donor int) bool { return donors.Has(donor, column) })
		}
		out[column-donors.Start[m]] = r.space.means[column]
		if donor := voters.drawn(point); donor >= 0 {
			out[column-donors.Start[m]] = donors.Row(donor)[column]
		}
	}
}

// fill calls one for every record with a gap that has anything to tell its place
// by; the gaps of the others get the means.
func (r *retrieval) fill(ctx context.Context, v dataset.View, env job.Env, one func(values []dataset.Matrix, row int, voters *voters)) (*dataset.Filled, error) {
	if r.space == nil {
		return nil, say.Errorf("impute retrieval: %w", ErrNotFitted)
	}
	if err := check(r.space.donors.Layout, v); err != nil {
		return nil, say.Errorf("impute retrieval: %w", err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	gaps, _ := incomplete(values)
	var receivers []int
	for _, i := range gaps {
		if r.space.tells(v, i) {
			receivers = append(receivers, i)
		}
	}
	err := r.space.eachReceiver(ctx, env, learn.NewTable(v, receivers), func(k int, voters *voters) { one(values, receivers[k], voters) })
	if err != nil {
		return nil, err
	}
	for m := range values {
		fillGaps(values[m], r.space.means[r.space.donors.Start[m]:r.space.donors.Start[m+1]])
	}
	return filled("retrieval", v, values)
}

// retrievalState is the training records and the space as data.
type retrievalState struct {
	Donors     learn.TableState
	Mean, Unit []float64
	Space      cca.Model
	Notes      []string
}

// State returns them.
func (r *retrieval) State(context.Context, job.Env) (any, error) {
	if r.space == nil {
		return nil, say.Errorf("impute retrieval: %w", ErrNotFitted)
	}
	return retrievalState{r.space.donors.State(), r.space.units.mean, r.space.units.unit, *r.space.model, r.notes}, nil
}

// Restore takes them over.
func (r *retrieval) Restore(state saved.Node) error {
	var s retrievalState
	if err := state.Decode(&s); err != nil {
		return restored("retrieval", err)
	}
	donors, err := s.Donors.Table()
	if err != nil {
		return restored("retrieval", err)
	}
	columns := make([]int, len(donors.Names))
	for m := range columns {
		columns[m] = donors.Start[m+1] - donors.Start[m]
	}
	err = firstError(
		func() error { return sameLength(donors.Width(), s.Mean, s.Unit) },
		func() error { return s.Space.Check(columns) },
	)
	if err != nil {
		return restored("retrieval", err)
	}
	r.space, r.notes = newLearnedSpace(donors, columnUnits{s.Mean, s.Unit}, &s.Space), s.Notes
	r.warnings = r.space.unobserved()
	return nil
}
