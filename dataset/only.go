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
