package dataset

import "slices"

// Kin tells which records belong together, such as those of one patient, and
// must not be learned from and tested apart: records of one number are kin. nil
// means that every record stands by itself.
type Kin []int

// KinOf makes kin of the records that have the same value in a column, where
// an empty value joins nothing, and of those of each set. The column may be
// nil. It returns nil where no two of the n records are kin.
func KinOf(n int, column []string, sets [][]int) Kin {
	k := make(Kin, n)
	for i := range k {
		k[i] = i
	}
	first := map[string]int{}
	for i, value := range column {
		if f, seen := first[value]; seen && value != "" {
			k.join(f, i)
		} else {
			first[value] = i
		}
	}
	for _, set := range sets {
		for _, i := range set[1:] {
			k.join(set[0], i)
		}
	}
	some := false
	for i := range k {
		k[i] = k.root(i)
		some = some || k[i] != i
	}
	if !some {
		return nil
	}
	return k
}

// root is the first of a record's kin, once all are joined.
func (k Kin) root(i int) int {
	for k[i] != i {
		k[i] = k[k[i]]
		i = k[i]
	}
	return i
}

func (k Kin) join(a, b int) {
	a, b = k.root(a), k.root(b)
	k[max(a, b)] = min(a, b)
}

// Of returns a number that record i shares with its kin.
func (k Kin) Of(i int) int {
	if i >= len(k) {
		return i
	}
	return k[i]
}

// Families lists the rows of each kin, in the order of their first rows.
func (k Kin) Families(rows []int) [][]int {
	var out [][]int
	place := map[int]int{}
	for _, i := range rows {
		of := k.Of(i)
		at, seen := place[of]
		if !seen {
			at = len(out)
			place[of] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], i)
	}
	return out
}

// Across counts the families with rows on both sides.
func (k Kin) Across(a, b []int) int {
	if k == nil {
		return 0
	}
	in := map[int]bool{}
	for _, i := range a {
		in[k[i]] = true
	}
	n := 0
	for _, family := range k.Families(b) {
		if in[k[family[0]]] {
			n++
		}
	}
	return n
}

// tally counts the classes of some rows.
func tally(labels, rows []int, classes int) []int {
	counts := make([]int, classes)
	for _, i := range rows {
		counts[labels[i]]++
	}
	return counts
}

// member is a family with its classes.
type member struct {
	rows   []int
	counts []int
}

// drawKin chooses whole families that together hold about a share of each
// class. Of several draws, the one nearest to that is taken. It leaves each
// class a family, and takes one at least where there are two.
func (d *Dataset) drawKin(rows []int, share float64, kin Kin, perm func(n int) []int) map[int]bool {
	var families []member
	for _, rows := range kin.Families(rows) {
		families = append(families, member{rows, tally(d.Labels, rows, len(d.Classes))})
	}
	all := tally(d.Labels, rows, len(d.Classes))
	var best []int
	var least float64
	for k := range kinDraws {
		chosen, off := pickFamilies(families, all, share, perm(len(families)))
		if k == 0 || off < least {
			best, least = chosen, off
		}
	}
	in := map[int]bool{}
	for _, f := range best {
		for _, i := range families[f].rows {
			in[i] = true
		}
	}
	return in
}

// kinDraws is how often families are drawn before the best draw is taken.
const kinDraws = 20

// pickFamilies goes through the families in order and takes those that bring
// the classes nearer to their share. It returns how far off they end.
func pickFamilies(families []member, all []int, share float64, order []int) (chosen []int, off float64) {
	taken := make([]int, len(all))
	off = share * share * float64(sum(all))
	nearest, least := -1, 0.0 // the family that is taken where none brings them nearer
	for _, f := range order {
		change, whole := 0.0, false
		for c, n := range families[f].counts {
			if n == 0 {
				continue
			}
			missing := share*float64(all[c]) - float64(taken[c])
			change += (float64(n)*float64(n) - 2*float64(n)*missing) / float64(all[c])
			whole = whole || taken[c]+n == all[c]
		}
		switch {
		case whole:
		case change < 0:
			chosen = append(chosen, f)
			off += change
			for c, n := range families[f].counts {
				taken[c] += n
			}
		case nearest < 0 || change < least:
			nearest, least = f, change
		}
	}
	if len(chosen) == 0 && nearest >= 0 {
		return []int{nearest}, off + least
	}
	return chosen, off
}

func sum(counts []int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// DealFamilies deals families of records with the given labels into folds, so
// that every fold has about the same number of each class: the largest families
// first, each to the fold that it leaves most alike (as scikit-learn's
// StratifiedGroupKFold does, by the squares of the shares). Families of one
// size come in the order of perm. It returns the fold of every record that is
// in a family.
func DealFamilies(families [][]int, labels []int, classes, folds int, perm []int) map[int]int {
	order := slices.Clone(perm)
	slices.SortStableFunc(order, func(a, b int) int { return len(families[b]) - len(families[a]) })
	all := tally(labels, slices.Concat(families...), classes)
	have := make([][]int, folds)
	for f := range have {
		have[f] = make([]int, classes)
	}
	fold := map[int]int{}
	for _, k := range order {
		counts := tally(labels, families[k], classes)
		best := nearestFold(have, counts, all)
		for c, n := range counts {
			have[best][c] += n
		}
		for _, i := range families[k] {
			fold[i] = best
		}
	}
	return fold
}

// nearestFold is the fold to which a family adds least to the squares, the
// smallest of equals.
func nearestFold(have [][]int, counts, all []int) int {
	best, least := 0, 0.0
	for f := range have {
		added := 0.0
		for c, n := range counts {
			if n > 0 {
				added += float64(n*(n+2*have[f][c])) / float64(all[c]*all[c])
			}
		}
		if f == 0 || added < least || added == least && sum(have[f]) < sum(have[best]) {
			best, least = f, added
		}
	}
	return best
}
