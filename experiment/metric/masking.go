package metric

import (
	"cmp"
	"slices"
	"strings"

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
	k := len(d.Blocks)
	out := Masking{Name: mask.Name, Modalities: d.Names(), Had: make([]int, k+1), Has: make([]int, k+1), Lacked: make([]int, k), Lacks: make([]int, k)}
	at := map[string]int{}
	code := make([]byte, k)
	count := func(rows []int, test bool) {
		for _, i := range rows {
			had, has := 0, 0
			for m := range k {
				code[m] = '0'
				switch {
				case !d.Presence.Has(i, m):
					out.Lacked[m]++
					out.Lacks[m]++
				case mask.Hides(i, m):
					had++
					out.Lacks[m]++
				default:
					had, has, code[m] = had+1, has+1, '1'
				}
			}
			out.Had[had]++
			out.Has[has]++
			g, known := at[string(code)]
			if !known {
				g = len(out.Patterns)
				at[string(code)] = g
				out.Patterns = append(out.Patterns, Left{Pattern: dataset.Pattern(code)})
			}
			if test {
				out.Patterns[g].Test++
			} else {
				out.Patterns[g].Development++
			}
		}
		out.Records += len(rows)
	}
	count(split.Train, false)
	count(split.Validation, false)
	count(split.Test, true)
	slices.SortFunc(out.Patterns, func(a, b Left) int {
		return cmp.Or(b.Records()-a.Records(), -strings.Compare(string(a.Pattern), string(b.Pattern)))
	})
	return out
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
