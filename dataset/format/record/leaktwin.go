package record

import (
	"math"
	"strconv"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// fewTwins looks for copies of the label in data that are too few to judge
// columns by held-out records. One that is written as the label is left out; one
// with another value for each class is said, as an honest measurement of few
// records may part the classes, too.
func (a *assembly) fewTwins(d *dataset.Dataset, k int) {
	p, b := a.parts[k], &d.Blocks[k]
	var gone []int
	for c, name := range b.Modality.Columns {
		n, same, ok := twinOf(d, b, c)
		if !ok || a.keeps(p.sheet, p.take[c]) {
			continue
		}
		what := say.Kept("it has another value for each class in all %d records that have both", n)
		switch {
		case same && !a.keepsAll():
			a.lost = append(a.lost, p.sheet.problem(name, say.Kept("it is the label once more in all %d records that have both", n), say.Kept("left out%s", keepHint(name))))
			gone = append(gone, c)
		default:
			a.problems = append(a.problems, p.sheet.problem(name, say.Kept("%s, and may tell the label", what), say.Kept("kept; --drop %s leaves it out", quoted(name))))
		}
	}
	if len(gone) > 0 {
		p.without(gone)
		b.Modality, b.Bounds = p.modality, withoutBounds(b.Bounds, gone)
		b.Keep(p.numbers)
	}
}

// twinOf says whether a column has one value for each class and another for each
// other, in how many records, and whether the values are the names of the classes.
func twinOf(d *dataset.Dataset, b *dataset.Block, c int) (n int, same, ok bool) {
	const least = 8
	class, value := map[float64]int{}, map[int]float64{}
	same = true
	for _, i := range d.Labelled() {
		row := b.Row(i)
		if row == nil || math.IsNaN(row[c]) {
			continue
		}
		x, l := row[c], d.Labels[i]
		one, seen := class[x]
		other, there := value[l]
		if seen != there || seen && (one != l || other != x) {
			return 0, false, false
		}
		class[x], value[l] = l, x
		same = same && written(b.Modality.Fields, c, x) == d.Classes[l]
		n++
	}
	return n, same, n >= least && len(class) > 1 && n >= 2*len(class)
}

// written is a value as people write it, as far as it may be the name of a class.
func written(fields []dataset.Field, c int, x float64) string {
	if c < len(fields) && fields[c].Kind == dataset.Category && int(x) < len(fields[c].Levels) {
		return fields[c].Levels[int(x)]
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
