package impute

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/learn/chain"
)

// chainBlock is the number of records that are filled together.
const chainBlock = 240

// likeliest returns the most probable level of each row.
func likeliest(logs []float64, levels int) []int {
	out := make([]int, len(logs)/levels)
	for i := range out {
		out[i] = learn.Highest(logs[i*levels : (i+1)*levels])
	}
	return out
}

// lacking lists the rows that have a gap of a target.
func (d *chainDesign) lacking(t *learn.Table, target chainTarget) []int {
	var rows []int
	for i := range t.Rows {
		if d.lacks(t, i, target) {
			rows = append(rows, i)
		}
	}
	return rows
}

// apply writes what a regression expects of a target into some rows of x.
func (d *chainDesign) apply(r *chainRegression, target chainTarget, x dataset.Matrix, rows []int, bounds chainBounds) {
	if target.words {
		if r.model == nil {
			return
		}
		of := category{target.modality, target.columns[0], target.columns[0] + len(target.columns)}
		for k, level := range likeliest(r.model.LogProbabilities(samplesOf(x, rows, r.predictors)), r.model.Classes) {
			d.mark(x.Row(rows[k]), of, level)
		}
		return
	}
	table := chain.Table{X: x}
	y := learn.Product(table.Gather(rows, r.predictors), false, r.weights, true)
	for k, i := range rows {
		for q, j := range target.columns {
			x.Set(i, j, bounds.clip(d, i, j, y.At(k, q)))
		}
	}
}

// wanted lists those of some targets that a row lacks and that are not known;
// without a table all that are not known.
func (c *chainSweeps) wanted(t *learn.Table, targets []int, known []*chainRegression) []int {
	var out []int
	for _, k := range targets {
		if known[k] == nil && len(c.systems[k].Predictors) > 0 && (t == nil || len(c.design.lacking(t, c.design.targets[k])) > 0) {
			out = append(out, k)
		}
	}
	return out
}

// settleRounds is how often a system that changes nothing is solved until its
// penalty is that of the evidence.
const settleRounds = 4

// settle learns targets that no training record lacks, each by itself: which
// others are wanted at the same time must not change a bit.
func (c *chainSweeps) settle(ctx context.Context, targets []int, threads int, rule chainRule, use func(target int, r *chainRegression)) error {
	for _, k := range targets {
		for range settleRounds {
			found, err := c.sweep(ctx, []int{k}, threads, rule)
			if err != nil {
				return err
			}
			use(k, found[k])
		}
	}
	return nil
}
