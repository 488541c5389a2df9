package learn

import (
	"cmp"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Layout says where the columns of each modality lie when all of them stand
// side by side in one row.
type Layout struct {
	Names   []string // of the modalities
	Columns [][]string
	Start   []int // of each modality; the last entry is the width of a row
}

// LayoutOf returns the layout of a view.
func LayoutOf(v dataset.View) Layout {
	l := Layout{Names: v.Names(), Start: make([]int, v.Modalities()+1)}
	for m := range l.Names {
		l.Columns = append(l.Columns, v.Modality(m).Columns)
		l.Start[m+1] = l.Start[m] + v.Columns(m)
	}
	return l
}

// Width returns the number of columns of all modalities.
func (l Layout) Width() int {
	if len(l.Start) == 0 {
		return 0
	}
	return l.Start[len(l.Start)-1]
}

// Differs says where a view has other columns than the layout.
func (l Layout) Differs(v dataset.View) error {
	if !slices.Equal(l.Names, v.Names()) {
		return say.Errorf("fitted on the modalities %s, asked to fill %s",
			strings.Join(l.Names, ", "), strings.Join(v.Names(), ", "))
	}
	for m, name := range l.Names {
		if have, want := v.Columns(m), l.Start[m+1]-l.Start[m]; have != want {
			return say.Errorf("modality %q: fitted on %d columns, asked to fill %d", name, want, have)
		}
	}
	return nil
}

// Unobserved makes one warning for each modality with columns that no training
// record has. seen tells which columns some record has.
func (l Layout) Unobserved(seen func(column int) bool) []string {
	var warnings []string
	for m, name := range l.Names {
		var never []string
		for j := l.Start[m]; j < l.Start[m+1]; j++ {
			if !seen(j) {
				never = append(never, l.Columns[m][j-l.Start[m]])
			}
		}
		if len(never) > 0 {
			warnings = append(warnings, neverObserved(name, never, len(l.Columns[m])))
		}
	}
	return warnings
}

func neverObserved(modality string, never []string, columns int) string {
	if len(never) == columns {
		return say.Kept("no training record has a value of modality %q: nothing can be told of it", modality)
	}
	const shown = 5
	list := strings.Join(never[:min(shown, len(never))], ", ")
	if len(never) > shown {
		list += ", …"
	}
	return say.Kept("no training record has a value in %d of %d columns of modality %q (%s): nothing can be told of them",
		len(never), columns, modality, list)
}

// Canonical returns the same rows in the order of their ids, so that sums and
// ties come out alike however the rows were ordered.
func Canonical(v dataset.View) dataset.View {
	rows := AllRows(v.Len())
	slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(v.ID(a), v.ID(b)) })
	return v.Select(rows)
}
