package impute

import (
	"cmp"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/learn"
)

// chainDesign says how methods that learn columns from each other see a record:
// the columns of all modalities side by side, standardised by training, and
// behind them, for each modality that some training records lack, whether it is
// there.
type chainDesign struct {
	learn.Layout
	columns     int       // all, indicators included
	mean, scale []float64 // of each column
	lowest      []float64 // cell of each column in training
	highest     []float64
	count       []int // of cells in training
	indicators  []int // the modality of each indicator
	categories  []category
	start       []float64 // what gaps begin with: the mean, the most frequent level
	targets     []chainTarget
	bounds      chainBounds // of the training rows, while it learns
}

// category is a column of words, whose levels are columns low…high-1.
type category struct{ modality, low, high int }

// chainTarget is columns that one regression estimates in some records: those
// that lack a whole modality are told by the other modalities alone, as what
// would stand beside the gap is an estimate, too; those that have a part of it
// by its other cells as well.
type chainTarget struct {
	modality int
	absent   bool // for records that have nothing of the modality
	columns  []int
	words    bool // the columns are the levels of one category
}

// fitChainDesign looks at the training records of v, which t holds.
func fitChainDesign(v dataset.View, t *learn.Table) *chainDesign {
	d := &chainDesign{Layout: t.Layout}
	d.mean, d.count = t.Means()
	d.measure(t)
	for m := range d.Names {
		if share := shareOf(t, m); share > 0 && share < 1 {
			d.indicators = append(d.indicators, m)
			d.mean = append(d.mean, share)
			d.scale = append(d.scale, math.Sqrt(share*(1-share)))
		}
		for _, c := range v.Modality(m).Categories() {
			d.categories = append(d.categories, category{m, d.Start[m] + c[0], d.Start[m] + c[1]})
		}
	}
	d.widen(v)
	d.bounds = d.boundsOf(v, learn.AllRows(v.Len()))
	d.columns = len(d.mean)
	d.start = make([]float64, d.columns)
	for _, c := range d.categories {
		d.mark(d.start, c, learn.Highest(d.mean[c.low:c.high]))
	}
	d.findTargets(t)
	return d
}

// shareOf returns the share of rows that have something of modality m.
func shareOf(t *learn.Table, m int) float64 {
	there := 0
	for i := range t.Rows {
		if t.Count(i, m) > 0 {
			there++
		}
	}
	return float64(there) / float64(max(1, t.Rows))
}

// measure finds the range and the standard deviation of each column, which is
// 1 where the cells do not differ by more than rounding.
func (d *chainDesign) measure(t *learn.Table) {
	n := d.Width()
	d.lowest, d.highest = slices.Clone(d.mean), slices.Clone(d.mean)
	d.scale = make([]float64, n)
	for i := range t.Rows {
		row := t.Row(i)
		learn.EachBit(t.SeenRow(i), func(j int) {
			d.lowest[j], d.highest[j] = min(d.lowest[j], row[j]), max(d.highest[j], row[j])
		})
	}
	for i := range t.Rows {
		row := t.Row(i)
		learn.EachBit(t.SeenRow(i), func(j int) {
			if width := d.highest[j] - d.lowest[j]; width > 0 {
				x := (row[j] - d.mean[j]) / width // squares of large numbers would be infinite
				d.scale[j] += x * x
			}
		})
	}
	for j, squares := range d.scale {
		d.scale[j] = (d.highest[j] - d.lowest[j]) * math.Sqrt(squares/float64(max(1, d.count[j])))
		if !(d.scale[j] > 1e-12*math.Abs(d.mean[j])) || math.IsInf(d.scale[j], 0) {
			d.scale[j] = 1
		}
	}
}

// findTargets lists the targets: whole modalities first, then single columns.
func (d *chainDesign) findTargets(t *learn.Table) {
	for m := range d.Names {
		var numbers []int
		for j := d.Start[m]; j < d.Start[m+1]; j++ {
			if d.count[j] > 0 && !d.isLevel(j) {
				numbers = append(numbers, j)
			}
		}
		if t.Whole[m] && len(numbers) > 0 {
			d.targets = append(d.targets, chainTarget{modality: m, absent: true, columns: numbers})
		}
		for _, j := range numbers {
			if !t.Whole[m] {
				d.targets = append(d.targets, chainTarget{modality: m, absent: true, columns: []int{j}})
			}
			if d.width(m) > 1 {
				d.targets = append(d.targets, chainTarget{modality: m, columns: []int{j}})
			}
		}
	}
	for _, c := range d.categories {
		columns := make([]int, c.high-c.low)
		for k := range columns {
			columns[k] = c.low + k
		}
		if d.count[c.low] == 0 {
			continue
		}
		d.targets = append(d.targets, chainTarget{modality: c.modality, absent: true, columns: columns, words: true})
		if d.width(c.modality) > len(columns) {
			d.targets = append(d.targets, chainTarget{modality: c.modality, columns: columns, words: true})
		}
	}
	d.sortTargets(t)
}

// sortTargets puts those for absent modalities first, then those with fewer
// gaps.
func (d *chainDesign) sortTargets(t *learn.Table) {
	type counted struct {
		target chainTarget
		gaps   int
	}
	list := make([]counted, len(d.targets))
	for k, target := range d.targets {
		list[k] = counted{target, len(d.lacking(t, target))}
	}
	slices.SortStableFunc(list, func(a, b counted) int {
		return cmp.Or(cmp.Compare(a.target.kind(), b.target.kind()), cmp.Compare(a.gaps, b.gaps))
	})
	for k, c := range list {
		d.targets[k] = c.target
	}
}

func (d *chainDesign) isLevel(j int) bool {
	return slices.ContainsFunc(d.categories, func(c category) bool { return c.low <= j && j < c.high })
}

// width returns the number of columns of a modality.
func (d *chainDesign) width(m int) int { return d.Start[m+1] - d.Start[m] }

// predictors lists the columns that tell a target: all but its own, and of an
// absent modality all of others.
func (d *chainDesign) predictors(t chainTarget) []int {
	var list []int
	for j := range d.columns {
		own := j >= d.Start[t.modality] && j < d.Start[t.modality+1]
		switch {
		case j >= d.Width() && d.indicators[j-d.Width()] == t.modality, own && t.absent, slices.Contains(t.columns, j):
		case j < d.Width() && d.count[j] == 0:
		default:
			list = append(list, j)
		}
	}
	return list
}

// mark writes a level of a category into a standardised row.
func (d *chainDesign) mark(row []float64, c category, level int) {
	for j := c.low; j < c.high; j++ {
		row[j] = d.down(j, d.lowest[j])
	}
	row[c.low+level] = d.down(c.low+level, d.highest[c.low+level])
}

// level returns the level that a standardised row shows, −1 for none.
func (d *chainDesign) level(row []float64, columns []int) int {
	for k, j := range columns {
		if row[j] > 0 || d.lowest[j] == d.highest[j] && len(columns) == 1 {
			return k
		}
	}
	return -1
}

// down standardises a number.
func (d *chainDesign) down(j int, x float64) float64 { return (x - d.mean[j]) / d.scale[j] }

// clip brings an estimate of a standardised number into the range of training.
func (d *chainDesign) clip(j int, x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return min(max(x, d.down(j, d.lowest[j])), d.down(j, d.highest[j]))
}

// up brings a standardised number back, within the range of training.
func (d *chainDesign) up(j int, x float64) float64 {
	return min(max(d.mean[j]+x*d.scale[j], d.lowest[j]), d.highest[j])
}

// rows returns all rows of a table standardised, gaps as they begin.
func (d *chainDesign) rows(t *learn.Table) dataset.Matrix {
	x := dataset.NewMatrix(t.Rows, d.columns)
	for i := range t.Rows {
		out, row := x.Row(i), t.Row(i)
		copy(out, d.start)
		learn.EachBit(t.SeenRow(i), func(j int) { out[j] = d.down(j, row[j]) })
		for k, m := range d.indicators {
			j := d.Width() + k
			out[j] = d.down(j, 0)
			if t.Count(i, m) > 0 {
				out[j] = d.down(j, 1)
			}
		}
	}
	return x
}

// lacks says whether a row has a gap that a target is for.
func (d *chainDesign) lacks(t *learn.Table, i int, target chainTarget) bool {
	return !t.Has(i, target.columns[0]) && (t.Count(i, target.modality) == 0) == target.absent
}

// restore writes the estimates of a standardised row to the gaps of modality m.
func (d *chainDesign) restore(out, row []float64, m int) {
	for j, x := range out {
		if math.IsNaN(x) {
			out[j] = d.up(d.Start[m]+j, row[d.Start[m]+j])
		}
	}
}
