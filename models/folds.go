package models

import (
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/nn"
	"lacuna/internal/rng"
)

// folds is the number of parts of the records that cross-fitting makes, unless
// there are more members.
const folds = 5

// division says which records each member of an ensemble learns from and which
// it is stopped by.
type division struct {
	train, validation nn.Data
	pool              nn.Data // both, if cross-fitted
	fold              []int   // of each record of the pool; nil if not cross-fitted
}

// divide gives every member the same records.
func divide(train, validation nn.Data) division {
	return division{train: train, validation: validation}
}

// crossFit joins training and validation records and deals them into n folds
// alike in every class: member k learns from all folds but the k-th, which
// stops it. Families, of the records of both where they have kin, stay in one
// fold. With fewer than two records a fold, or less than a family, every member
// gets the same.
func crossFit(train, validation nn.Data, families [][]int, n int, seed rng.Seed) division {
	if train.Records+validation.Records < 2*n || families != nil && len(families) < n {
		return divide(train, validation)
	}
	pool := joinData(train, validation)
	if families != nil {
		return division{pool: pool, fold: dealKin(pool.Labels, families, n, seed)}
	}
	return division{pool: pool, fold: dealFolds(pool.Labels, n, seed)}
}

// familiesOf lists the families of the labelled rows of views, which are
// counted on from view to view; nil where no two are kin.
func familiesOf(views ...dataset.View) [][]int {
	var kin dataset.Kin
	for _, v := range views {
		for _, i := range labelled(v) {
			family, some := v.Family(i)
			if !some {
				return nil
			}
			kin = append(kin, family)
		}
	}
	rows := make([]int, len(kin))
	for i := range rows {
		rows[i] = i
	}
	return kin.Families(rows)
}

// dealKin gives each record the number of its fold, families in one.
func dealKin(labels []int, families [][]int, n int, seed rng.Seed) []int {
	classes := 1 + slices.Max(labels)
	dealt := dataset.DealFamilies(families, labels, classes, n, seed.Child("kin").Rand().Perm(len(families)))
	fold := make([]int, len(labels))
	for i := range fold {
		fold[i] = dealt[i]
	}
	return fold
}

// of returns the records of member k.
func (d division) of(k int) (train, validation nn.Data) {
	if d.fold == nil {
		return d.train, d.validation
	}
	var in, out []int
	for i, fold := range d.fold {
		if fold == k {
			out = append(out, i)
		} else {
			in = append(in, i)
		}
	}
	return pickData(d.pool, in), pickData(d.pool, out)
}

// dealFolds gives each record the number of its fold: the records of a class
// are shuffled and dealt out one by one, each class beginning where the last
// one ended.
func dealFolds(labels []int, n int, seed rng.Seed) []int {
	var byClass [][]int
	for i, c := range labels {
		for len(byClass) <= c {
			byClass = append(byClass, nil)
		}
		byClass[c] = append(byClass[c], i)
	}
	fold := make([]int, len(labels))
	next := 0
	for c, members := range byClass {
		r := seed.Block(c).Rand()
		r.Shuffle(len(members), func(a, b int) { members[a], members[b] = members[b], members[a] })
		for _, i := range members {
			fold[i] = next % n
			next++
		}
	}
	return fold
}

// joinData returns the records of a and then those of b, which have the same
// blocks.
func joinData(a, b nn.Data) nn.Data {
	out := nn.Data{Records: a.Records + b.Records, Blocks: map[string]nn.Block{}}
	out.Labels = append(append(out.Labels, a.Labels...), b.Labels...)
	out.Groups = job.Groups{Keys: a.Groups.Keys, Of: slices.Concat(a.Groups.Of, b.Groups.Of)}
	for name, x := range a.Blocks {
		y := b.Blocks[name]
		joined := nn.Block{Cols: x.Cols, X: append(append([]float32(nil), x.X...), y.X...)}
		if x.Row != nil {
			joined.Row = joinRows(x.Row, y.Row, int32(len(x.X)/x.Cols))
		}
		out.Blocks[name] = joined
	}
	return out
}

// joinRows appends b to a, its rows counted from offset.
func joinRows(a, b []int32, offset int32) []int32 {
	rows := append([]int32(nil), a...)
	for _, r := range b {
		if r >= 0 {
			r += offset
		}
		rows = append(rows, r)
	}
	return rows
}

// pickData returns some of the records. The numbers are shared: the members of an
// ensemble differ in their position tables only.
func pickData(d nn.Data, records []int) nn.Data {
	out := nn.Data{Records: len(records), Labels: make([]int, len(records)), Blocks: map[string]nn.Block{}, Groups: d.Groups.Pick(records)}
	for k, i := range records {
		out.Labels[k] = d.Labels[i]
	}
	for name, b := range d.Blocks {
		picked := nn.Block{Cols: b.Cols, X: b.X, Row: make([]int32, len(records))}
		for k, i := range records {
			picked.Row[k] = int32(i)
			if b.Row != nil {
				picked.Row[k] = b.Row[i]
			}
		}
		out.Blocks[name] = picked
	}
	return out
}
