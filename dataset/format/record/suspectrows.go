package record

import (
	"cmp"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// suspectRows reports values of a modality that stand in many records at once
// and may stand for missing: vectors of all 0 or all −1, one image for all.
// Tables of few columns repeat by chance, which is no suspicion. Of files that
// are the same, those who open them tell.
func suspectRows(b dataset.Block, ids []string) []dataset.Problem {
	if b.Files != nil {
		return nil
	}
	const surplus, wide, few = 5, 8, 3 // times as many as by chance; columns
	if allDiffer(b) {
		return nil
	}
	groups, present, c := equalRows(b)
	var problems []dataset.Problem
	for _, g := range groups {
		_, flat := oneValue(b.Row(g[0]))
		columns := b.Numbers.Cols
		if 100*len(g) <= present || b.Texts == nil && columns < wide && !(flat && columns >= few) {
			continue
		}
		if float64(len(g)) < surplus*float64(present)*math.Exp(c.log(g[0])) {
			continue
		}
		problems = append(problems, sameRows(b, g, present, ids))
	}
	const most = 3
	return problems[:min(len(problems), most)]
}

// allDiffer says whether, of many records, no three of a part of them are the
// same: what one in a hundred has would be there some fifty times.
func allDiffer(b dataset.Block) bool {
	const part = 5000
	if len(b.Causes) < 4*part {
		return false
	}
	seen := make(map[uint64]int, part)
	for _, i := range sampled(table.UpTo(len(b.Causes)), part) {
		if k := exactKey(b, i); k != 0 {
			if seen[k]++; seen[k] > 2 {
				return false
			}
		}
	}
	return true
}

// equalRows groups the records whose values in a modality are the same, the
// largest group first, and counts the records that have it.
func equalRows(b dataset.Block) (groups [][]int, present int, c *chances) {
	rows := map[uint64][]int{}
	keys := make([]uint64, len(b.Causes))
	for i := range keys {
		if keys[i] = exactKey(b, i); keys[i] != 0 {
			present++
		}
	}
	for _, i := range repeated(keys) {
		rows[keys[i]] = append(rows[keys[i]], i)
	}
	for _, g := range rows {
		if len(g) > 2 {
			groups = append(groups, g)
		}
	}
	slices.SortFunc(groups, func(a, b []int) int { return cmp.Or(len(b)-len(a), a[0]-b[0]) })
	return groups, present, newChances(b, len(keys), func(i int) uint64 { return keys[i] }, false)
}

// exactKey hashes what a record has of a modality, or is 0 where it has nothing.
func exactKey(b dataset.Block, i int) uint64 {
	if b.Texts != nil {
		return textKey(b, i).low
	}
	row := b.Row(i)
	if absent(row) {
		return 0
	}
	h := uint64(len(row))
	for _, x := range row {
		bits := math.Float64bits(x + 0) // one zero
		if math.IsNaN(x) {
			bits = 1
		}
		h = (h ^ bits) * 0x9e3779b97f4a7c15
		h ^= h >> 32
	}
	return max(h, 1)
}

// sameRows words the suspicion about one group.
func sameRows(b dataset.Block, group []int, present int, ids []string) dataset.Problem {
	name := b.Modality.Name
	p := dataset.Problem{File: b.Modality.Source, Column: name, Done: say.Mark("kept")}
	value, flat := oneValue(b.Row(group[0]))
	switch {
	case b.Texts != nil:
		p.What = say.Kept("%d of %d records have the same text, such as %s", len(group), present, examples(ids, group))
	case flat && value <= 0 && value == math.Trunc(value) && (b.Modality.Kind == dataset.Table || b.Modality.Kind == ""):
		p.What = say.Kept("%d of %d records hold nothing but %g in %s, which may stand for missing, such as %s", len(group), present, value, columnsOf(b), examples(ids, group))
		if value == 0 {
			p.Done = say.Kept("kept; --missing %s=zeros makes them missing", name)
		} else {
			p.Done = say.Kept("kept; --missing %s=%g makes them missing", name, value)
		}
	case flat:
		p.What = say.Kept("%d of %d records have %s that hold one value throughout, which may stand for missing, such as %s", len(group), present, thing(b, true), examples(ids, group))
		p.Done = say.Kept("kept; --missing %s=zeros makes them missing", name)
	case len(group) == present:
		p.What = say.Kept("all %d records have the same %s, so that it tells nothing", present, thing(b, false))
	default:
		p.What = say.Kept("%d of %d records have the same %s, which may stand for missing, such as %s", len(group), present, thing(b, false), examples(ids, group))
	}
	return p
}

// oneValue says whether all cells of a row hold one value. One column is no
// row.
func oneValue(cells []float64) (float64, bool) {
	if len(cells) < 2 {
		return 0, false
	}
	for _, x := range cells {
		if x != cells[0] {
			return 0, false
		}
	}
	return cells[0], true
}

func columnsOf(b dataset.Block) string {
	return say.Kept("all %d columns", b.Numbers.Cols)
}

// thing names what a record has of a modality.
func thing(b dataset.Block, several bool) string {
	word, end := say.Kept("values in %s", columnsOf(b)), ""
	switch b.Modality.Kind {
	case dataset.Image:
		word, end = "image", "s"
	case dataset.Audio:
		word, end = "sound", "s"
	}
	if several {
		return word + end
	}
	return word
}

// examples lists a few records.
func examples(ids []string, rows []int) string {
	const most = 3
	var some []string
	for _, i := range rows[:min(most, len(rows))] {
		some = append(some, ids[i])
	}
	switch len(some) {
	case 0:
		return ""
	case 1:
		return some[0]
	}
	text := some[0]
	for _, id := range some[1 : len(some)-1] {
		text += ", " + id
	}
	return text + " and " + some[len(some)-1]
}
