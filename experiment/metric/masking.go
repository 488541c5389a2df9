package metric

import (
	"slices"

	"lacuna/dataset"
)

// Masking is what a mask does to the records of a split: how many modalities
// they have before and after, how many lack each, and what patterns are left.
type Masking struct {
	Name       string // of the mask
	Modalities []string
	Records    int    // of the split, development and test together
	Had        []int  // records by how many modalities they have by nature, 0…K
	Has        []int  // and under the mask
	Lacked     []int  // records that lack each modality by nature
	Lacks      []int  // and under the mask
	Patterns   []Left // under the mask, those of most records first
}

// Left is a pattern that a mask leaves.
type Left struct {
	Pattern           dataset.Pattern
	Development, Test int // records that have just these modalities
}

// Records returns how many records have the pattern.
func (l Left) Records() int { return l.Development + l.Test }

// Unseen says whether a method is tested with the pattern without having seen it.
func (l Left) Unseen() bool { return l.Development == 0 && l.Test > 0 }

// NewMasking counts what a mask does to the records of a split.
func NewMasking(d *dataset.Dataset, mask *dataset.Mask, split dataset.Split) Masking {
	learnt := len(split.Train) + len(split.Validation)
	rows := slices.Concat(split.Train, split.Validation, split.Test)
	out := Masking{Name: mask.Name, Modalities: d.Names(), Records: len(rows)}
	out.Had, out.Lacked = counted(d.View(rows, nil).Patterns(), len(d.Blocks))
	left := d.View(rows, mask).Patterns()
	out.Has, out.Lacks = counted(left, len(d.Blocks))
	for _, g := range left {
		development, _ := slices.BinarySearch(g.Records, learnt)
		out.Patterns = append(out.Patterns, Left{g.Pattern, development, len(g.Records) - development})
	}
	slices.SortStableFunc(out.Patterns, func(a, b Left) int { return b.Records() - a.Records() })
	return out
}

// counted returns the records of some patterns by how many modalities they have, and
// those that lack each.
func counted(groups []dataset.PatternCount, modalities int) (has, lack []int) {
	has, lack = make([]int, modalities+1), make([]int, modalities)
	for _, g := range groups {
		has[g.Pattern.Count()] += len(g.Records)
		for m := range modalities {
			if !g.Pattern.Has(m) {
				lack[m] += len(g.Records)
			}
		}
	}
	return has, lack
}

// Hidden returns how many modalities of records the mask hides, and how many
// there are by nature.
func (m Masking) Hidden() (hidden, had int) {
	for k, n := range m.Lacks {
		hidden += n - m.Lacked[k]
		had += m.Records - m.Lacked[k]
	}
	return hidden, had
}

// Unseen lists the patterns that only test records have.
func (m Masking) Unseen() []Left {
	var out []Left
	for _, l := range m.Patterns {
		if l.Unseen() {
			out = append(out, l)
		}
	}
	return out
}
