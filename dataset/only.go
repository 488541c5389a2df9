package dataset

import (
	"slices"

	"lacuna/internal/say"
)

// Only returns the dataset of some of its records, in the order given, as if
// just these had been read. Numbers are not copied. No records, and one twice,
// are errors.
func (d *Dataset) Only(records []int) (*Dataset, error) {
	if len(records) == 0 {
		return nil, say.Error("no record is left")
	}
	if slices.Min(records) < 0 || slices.Max(records) >= d.Records() {
		return nil, say.Errorf("records %d to %d of %d", slices.Min(records), slices.Max(records), d.Records())
	}
	out := *d
	out.IDs, out.Labels = pick(d.IDs, records), pick(d.Labels, records)
	if d.Splits != nil {
		out.Splits = pick(d.Splits, records)
	}
	if d.Kin != nil {
		out.Kin = pick(d.Kin, records)
	}
	if d.Groups != nil {
		out.Groups = map[string][]string{}
	}
	for name, values := range d.Groups {
		out.Groups[name] = pick(values, records)
	}
	out.Same = sameAmong(d, records)
	out.Blocks = slices.Clone(d.Blocks)
	for m := range out.Blocks {
		out.Blocks[m].only(records)
	}
	return New(out)
}

// only leaves just those records in the block.
func (b *Block) only(records []int) {
	switch {
	case b.Rows != nil:
		b.Rows = pick(b.Rows, records)
	case b.Numbers.Rows > 0:
		b.Rows = slices.Clone(records)
	}
	b.Causes = pick(b.Causes, records)
	if b.Texts != nil {
		b.Texts = pick(b.Texts, records)
	}
	if b.Files != nil {
		b.Files = pick(b.Files, records)
	}
	if b.Bounds == nil {
		return
	}
	was := b.Bounds
	b.Bounds = map[int][]Bound{}
	for k, i := range records {
		if list := was[i]; list != nil {
			b.Bounds[k] = list
		}
	}
}

// sameAmong are the sets of records that are the same, among those that stay.
func sameAmong(d *Dataset, records []int) [][]int {
	if len(d.Same) == 0 {
		return nil
	}
	now := make(map[int]int, len(records))
	for k, i := range records {
		now[i] = k
	}
	var out [][]int
	for _, set := range d.Same {
		var left []int
		for _, i := range set {
			if k, ok := now[i]; ok {
				left = append(left, k)
			}
		}
		if len(left) > 1 {
			slices.Sort(left)
			out = append(out, left)
		}
	}
	return out
}

// Only returns the mask over some of its records, in the order given, as if just
// these had been there.
func (k *Mask) Only(records []int) *Mask {
	return NewMask(k.Name, len(records), len(k.hidden), func(i, m int) bool { return k.Hides(records[i], m) })
}

// Only returns the split of some records, which rise, as if just these had been
// there. Records that share something are no longer told.
func (s *Split) Only(records []int) *Split {
	part := func(rows []int) []int {
		var out []int
		for _, i := range rows {
			if k, ok := slices.BinarySearch(records, i); ok {
				out = append(out, k)
			}
		}
		return out
	}
	return &Split{Name: s.Name, Train: part(s.Train), Validation: part(s.Validation), Test: part(s.Test)}
}

// Within leaves of the groups the records of a bit column (bit i%64 of word i/64
// is record i), and no group without one; they stand as Presence.Patterns has them.
func Within(groups []PatternCount, column []uint64) []PatternCount {
	var out []PatternCount
	for _, g := range groups {
		left := PatternCount{Pattern: g.Pattern}
		for _, i := range g.Records {
			if column[i/64]>>(i%64)&1 == 1 {
				left.Records = append(left.Records, i)
			}
		}
		if len(left.Records) > 0 {
			out = append(out, left)
		}
	}
	sortGroups(out)
	return out
}
