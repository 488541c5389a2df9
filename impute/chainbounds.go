package impute

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"lacuna/dataset"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// chainBounds are limits of detection by row and column of a chain's table, in its
// units; nil where there are none.
type chainBounds map[[2]int]dataset.Bound

// roomBeyond is how far beyond a limit with no other end estimates may lie, in
// standard deviations of what was measured: a small part of the column's own,
// where most of it lies beyond the limit.
const roomBeyond = 10

// What is drawn beyond limits is learned from in the next sweep, so that of the
// distance to where the draws settle each sweep leaves about a share, that of the
// column beyond its limits to the power of beyondPower (measured: 0.86 of a
// normal distribution of which two thirds lie beyond, 0.95 of four fifths).
const (
	beyondPower = 0.25
	unsettled   = 0.02 // of the distance, which may be left
	mostSweeps  = 200
)

// beyond is the share of the training values of each column that lie beyond limits
// of detection, 0 where none is measured: nothing is learned of it.
func (d *chainDesign) beyond() []float64 {
	shares := make([]float64, d.Width())
	for at := range d.bounds {
		if d.count[at[1]] > 0 {
			shares[at[1]]++
		}
	}
	for j, n := range shares {
		shares[j] = n / max(1, n+float64(d.count[j]))
	}
	return shares
}

// sweepsFor is how many sweeps training makes where so many are asked for: as many
// as what lies beyond limits of detection needs to settle.
func (d *chainDesign) sweepsFor(asked int) int {
	need := asked
	for _, share := range d.beyond() {
		if share > 0 {
			need = max(need, min(mostSweeps, int(math.Ceil(math.Log(unsettled)/(beyondPower*math.Log(share))))))
		}
	}
	return need
}

// hardlyMeasured makes a warning for each column of which so much lies beyond that
// draws do not settle (measured: they do where four fifths do).
func (d *chainDesign) hardlyMeasured() []string {
	var warnings []string
	for j, share := range d.beyond() {
		if share < 0.85 {
			continue
		}
		for m, name := range d.Names {
			if d.Start[m] <= j && j < d.Start[m+1] {
				warnings = append(warnings, say.Kept("%.0f %% of the training values of column %q of modality %q lie beyond limits of detection: "+
					"too few are measured to tell how the others are distributed, and what is drawn lies too near the limit", 100*share, d.Columns[m][j-d.Start[m]], name))
			}
		}
	}
	return warnings
}

// widen has the range of training hold what lies beyond limits of detection.
func (d *chainDesign) widen(v dataset.View) {
	if !v.Bounded() {
		return
	}
	for i := range v.Len() {
		for m := range v.Modalities() {
			for _, b := range v.Bounds(i, m) {
				j := d.Start[m] + b.Column
				low, high := b.Low, b.High
				if math.IsInf(low, -1) {
					low = high - roomBeyond*d.scale[j]
				}
				if math.IsInf(high, 1) {
					high = low + roomBeyond*d.scale[j]
				}
				d.lowest[j], d.highest[j] = min(d.lowest[j], low), max(d.highest[j], high)
			}
		}
	}
}

// boundsOf finds those of some rows of a view, which a table has in this order.
func (d *chainDesign) boundsOf(v dataset.View, rows []int) chainBounds {
	if !v.Bounded() {
		return nil
	}
	out := chainBounds{}
	for k, i := range rows {
		for m := range v.Modalities() {
			for _, b := range v.Bounds(i, m) {
				j := d.Start[m] + b.Column
				out[[2]int{k, j}] = dataset.Bound{Column: j, Low: (b.Low - d.mean[j]) / d.scale[j], High: (b.High - d.mean[j]) / d.scale[j]}
			}
		}
	}
	return out
}

// start brings what gaps begin with within their limits.
func (c chainBounds) start(x dataset.Matrix) dataset.Matrix {
	for at, b := range c {
		x.Set(at[0], at[1], b.Clip(x.At(at[0], at[1])))
	}
	return x
}

// known says whether a row's value of a single column has a limit.
func (c chainBounds) known(row int, target chainTarget) bool {
	_, ok := c[[2]int{row, target.columns[0]}]
	return ok && len(target.columns) == 1
}

// clip brings an estimate within its limit, or where it has none into the range of
// training.
func (c chainBounds) clip(d *chainDesign, row, j int, x float64) float64 {
	b, ok := c[[2]int{row, j}]
	switch {
	case !ok:
		return d.clip(j, x)
	case math.IsNaN(x): // as far as it goes the mean, as without a limit
		x = 0
	}
	return b.Clip(x)
}

// drawWithin draws the estimates of a target anew where a limit of detection is
// known: from the regression's normal distribution, truncated to the limit
// (predictive mean matching has no donor there). y holds the estimates of some
// rows, z their predictors.
func (c chainBounds) drawWithin(r *drawnRegression, columns, rows []int, y, z dataset.Matrix, seeds []rng.Seed, sweep, target int) {
	if len(c) == 0 {
		return
	}
	for k, i := range rows {
		for q, j := range columns {
			if b, ok := c[[2]int{i, j}]; ok {
				u := seeds[k].Block(sweep).Block(target).Child("limit").Block(q).Rand().Float64()
				y.Set(k, q, truncated(r.expected(z.Row(k), q), math.Sqrt(r.noise), b, u))
			}
		}
	}
}

// expected is what a regression expects of one column of its target.
func (r *chainRegression) expected(z []float64, q int) float64 {
	sum := 0.0
	for k, x := range z {
		sum += x * r.weights.At(q, k)
	}
	return sum
}

// truncated returns the u-quantile of a normal distribution within a bound; where
// hardly anything of it lies there, the end that is nearest.
func truncated(mean, deviation float64, b dataset.Bound, u float64) float64 {
	low, high := (b.Low-mean)/deviation, (b.High-mean)/deviation
	if low > 0 { // the other tail has the digits
		return -truncated(-mean, deviation, dataset.Bound{Low: -b.High, High: -b.Low}, 1-u)
	}
	from, to := distuv.UnitNormal.CDF(low), distuv.UnitNormal.CDF(high)
	if !(deviation > 0 && to > from) {
		return b.Clip(mean)
	}
	return b.Clip(mean + deviation*distuv.UnitNormal.Quantile(from+u*(to-from)))
}
