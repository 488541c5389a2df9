package impute

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/neighbours"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// donorRows keeps the training rows of a method that fills records from those
// that are like them.
type donorRows struct {
	name     string       // of the method
	donors   *learn.Table // in the order of ids
	means    []float64    // per column, of the donors
	warnings []string
}

// Fit keeps the training rows.
func (p *donorRows) Fit(ctx context.Context, train dataset.View, _ job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute %s: stopped: %w", p.name, err)
	}
	train = learn.Canonical(train)
	p.keep(learn.NewTable(train, learn.AllRows(train.Len())))
	return nil
}

func (p *donorRows) keep(donors *learn.Table) {
	means, count := donors.Means()
	p.donors, p.means = donors, means
	p.warnings = donors.Unobserved(func(j int) bool { return count[j] > 0 })
}

// donorState is the donors as data: the training rows, without their ids.
type donorState struct{ Donors learn.TableState }

// State returns the donors.
func (p *donorRows) State(context.Context, job.Env) (any, error) {
	if p.donors == nil {
		return nil, say.Errorf("impute %s: %w", p.name, ErrNotFitted)
	}
	return donorState{p.donors.State()}, nil
}

// Restore takes them over.
func (p *donorRows) Restore(state saved.Node) error {
	var s donorState
	if err := state.Decode(&s); err != nil {
		return restored(p.name, err)
	}
	donors, err := s.Donors.Table()
	if err == nil {
		p.keep(donors)
	}
	return restored(p.name, err)
}

// Warnings names the columns that no training record has.
func (p *donorRows) Warnings() []string { return p.warnings }

// donorBlock is the number of records whose donors are sought together.
const donorBlock = 240

// fillFromDonors fills the gaps of v: newFiller makes the work of one goroutine, which
// completes some rows of the values by its search.
func (p *donorRows) fillFromDonors(ctx context.Context, v dataset.View, env job.Env, newFiller func(*neighbours.Search, []dataset.Matrix) func(rows []int)) (*dataset.Filled, error) {
	if p.donors == nil {
		return nil, say.Errorf("impute %s: %w", p.name, ErrNotFitted)
	}
	if err := check(p.donors.Layout, v); err != nil {
		return nil, say.Errorf("impute %s: %w", p.name, err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	receivers, whole := incomplete(values)
	for m := range whole {
		whole[m] = whole[m] && p.donors.Whole[m]
	}
	screen := neighbours.NewScreen(p.donors, whole, p.means)
	err := eachBlock(ctx, env, p.name, len(receivers), donorBlock, func() func(low, high int) {
		fill := newFiller(screen.NewSearch(), values)
		return func(low, high int) { fill(receivers[low:high]) }
	})
	if err != nil {
		return nil, err
	}
	return filled(p.name, v, values)
}
