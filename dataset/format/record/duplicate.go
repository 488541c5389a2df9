package record

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// search looks for records that are one and the same.
type search struct {
	d       *dataset.Dataset
	keys    []keyList  // per modality
	chances []*chances // per modality
	near    *union     // records that are equal but for rounding
	exact   *union
	within  []*union // per modality: records that are equal there, and may differ elsewhere; nil where that says nothing
}

// doubles are sets of records that are the same, and what is to be said of them.
type doubles struct {
	sets     [][]int
	problems []dataset.Problem
}

// duplicates finds records that are the same as another in every modality that
// both have, but for rounding, where that is more than chance.
func duplicates(ctx context.Context, d *dataset.Dataset) (doubles, error) {
	s := &search{d: d, near: newUnion(len(d.IDs)), exact: newUnion(len(d.IDs))}
	for _, b := range d.Blocks {
		keys, err := keysOf(ctx, b)
		if err != nil {
			return doubles{}, err
		}
		s.keys = append(s.keys, keys)
		s.chances = append(s.chances, newChances(b, len(d.IDs), func(i int) uint64 { return keys.at(i).low }, b.Numbers.Cols > 1))
	}
	s.within = make([]*union, len(s.keys))
	common := false
	for m, keys := range s.keys {
		if s.common(m) {
			common = true
			continue
		}
		s.within[m] = newUnion(len(d.IDs))
		s.join(m, keys.halves(len(d.IDs), lowHalf))
		s.join(m, keys.halves(len(d.IDs), highHalf))
	}
	if common {
		s.joinWhole()
	}
	exact, near := s.exact.sets(), s.near.sets()
	var problems []dataset.Problem
	if n := members(exact); n > 0 {
		problems = append(problems, s.problem(exact, say.Kept("%d records are the same as another in all that both have", n)))
	}
	if n, same := members(near), members(exact); n > same {
		what := say.Kept("%d records are the same as another but for rounding", n)
		if same > 0 {
			what = say.Kept("%d records are the same as another, %d of them but for rounding", n, n-same)
			problems = nil // this says both
		}
		problems = append(problems, s.problem(near, what))
	}
	return doubles{near, append(problems, s.partly(members(near))...)}, nil
}

// partly tells of modalities in which a good part of the records are the same,
// and more than are the same in all: subjects may be there several times. Files
// that are the same have been told of.
func (s *search) partly(whole int) []dataset.Problem {
	var problems []dataset.Problem
	for m, b := range s.d.Blocks {
		if sets := s.within[m].sets(); b.Files == nil && members(sets) > max(whole, len(s.d.IDs)/3) {
			p := s.problem(sets, say.Kept("%d records have the same %s as another, though not all else", members(sets), b.Modality.Name))
			p.Done = say.Mark("kept, and not held together, as they differ otherwise; if they are of one subject, name the column that says so: --group COLUMN")
			problems = append(problems, p)
		}
	}
	return problems
}

// join joins the records that have one key in modality m and differ in none.
func (s *search) join(m int, keys []uint64) {
	order := repeated(keys)
	slices.SortFunc(order, func(a, b int) int {
		if c := cmp.Compare(keys[a], keys[b]); c != 0 {
			return c
		}
		for _, other := range s.keys { // so that those that are the same lie side by side
			if c := cmp.Compare(other.at(a).sum, other.at(b).sum); c != 0 {
				return c
			}
		}
		return a - b
	})
	for k := 1; k < len(order); k++ {
		a, b := order[k-1], order[k]
		if keys[a] != keys[b] || !s.sameIn(m, a, b, nearly) {
			continue
		}
		if s.rare(s.chances[m].log(a)) {
			s.within[m].join(a, b)
		}
		if !s.same(a, b, nearly) || !s.beyondChance(a, b) {
			continue
		}
		s.near.join(a, b)
		if s.same(a, b, sameCell) {
			s.exact.join(a, b)
		}
	}
}

// common says whether a few files stand for all records of a modality: that two
// have the same one says nothing.
func (s *search) common(m int) bool {
	b := s.d.Blocks[m]
	return b.Files != nil && b.Rows != nil && 8*b.Numbers.Rows < len(b.Rows)
}

// joinWhole joins the records that are the same in everything that they have.
func (s *search) joinWhole() {
	keys := make([]uint64, len(s.d.IDs))
	for _, own := range s.keys {
		for i := range keys {
			keys[i] = spread(keys[i]*31 + own.at(i).low)
		}
	}
	order := repeated(keys)
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(keys[a], keys[b]), a-b) })
	for k := 1; k < len(order); k++ {
		a, b := order[k-1], order[k]
		if keys[a] == keys[b] && s.same(a, b, sameCell) && s.beyondChance(a, b) {
			s.near.join(a, b)
			s.exact.join(a, b)
		}
	}
}

// same says whether two records are equal in every modality that both have.
func (s *search) same(a, b int, cells func(x, y float64) bool) bool {
	for m := range s.d.Blocks {
		if s.keys[m].at(a).low != 0 && s.keys[m].at(b).low != 0 && !s.sameIn(m, a, b, cells) {
			return false
		}
	}
	return true
}

// sameIn says whether two records that have modality m are equal in it.
func (s *search) sameIn(m, a, b int, cells func(x, y float64) bool) bool {
	block := s.d.Blocks[m]
	if block.Texts != nil {
		return plainText(block.Texts[a]) == plainText(block.Texts[b])
	}
	if block.Rows != nil && block.Rows[a] == block.Rows[b] {
		return true // of one file
	}
	for j := range block.Numbers.Cols { // most records differ in the first ones
		if !cells(block.At(a, j), block.At(b, j)) {
			return false
		}
	}
	return true
}

// nearly says whether two cells are the same to six digits.
func nearly(x, y float64) bool {
	return sameCell(x, y) || math.Abs(x-y) <= 1e-6*max(math.Abs(x), math.Abs(y))
}

// beyondChance says whether what two equal records share is so rare that
// hardly any two of so many would meet in it.
func (s *search) beyondChance(a, b int) bool {
	sum := 0.0
	for m, c := range s.chances {
		if s.keys[m].at(a).low != 0 && s.keys[m].at(b).low != 0 {
			sum += c.log(a)
		}
	}
	return s.rare(sum)
}

// rare says whether two of the records would hardly meet in something of the
// given probability, a logarithm.
func (s *search) rare(log float64) bool {
	const hardly = -3.0 // one dataset in twenty
	n := float64(len(s.d.IDs))
	return math.Log(n*n/2)+log < hardly
}

// problem words what was found, and whether it lies across classes and parts.
func (s *search) problem(sets [][]int, what string) dataset.Problem {
	what = say.Kept("%s, such as %s and %s", what, s.d.IDs[sets[0][0]], s.d.IDs[sets[0][1]])
	classes, parts := s.across(sets)
	if classes > 0 {
		what = fmt.Sprintf("%s; %s", what, say.Kept("%s with another label", times(classes)))
	}
	if parts > 0 {
		what = fmt.Sprintf("%s; %s", what, say.Kept("%s in another part of the split", times(parts)))
	}
	return dataset.Problem{What: what, Done: say.Mark("kept; a comparison draws them into one part, as a score is too good where one is learnt from and the other tested")}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return say.KeptCount(n, "time", "times")
}

// across counts neighbours in a set with different labels, and in different
// parts of the data's own split.
func (s *search) across(sets [][]int) (classes, parts int) {
	for _, set := range sets {
		for k := 1; k < len(set); k++ {
			a, b := set[k-1], set[k]
			if s.d.Labels != nil && s.d.Labels[a] != s.d.Labels[b] && s.d.Labels[a] != dataset.NoLabel && s.d.Labels[b] != dataset.NoLabel {
				classes++
			}
			if s.d.Splits != nil && s.d.Splits[a] != s.d.Splits[b] && s.d.Splits[a] != "" && s.d.Splits[b] != "" {
				parts++
			}
		}
	}
	return classes, parts
}

func members(sets [][]int) int {
	n := 0
	for _, set := range sets {
		n += len(set)
	}
	return n
}
