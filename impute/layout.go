package impute

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lacuna/dataset"
)

// layout says where the columns of each modality lie when all of them stand
// side by side in one row.
type layout struct {
	names   []string // of the modalities
	columns [][]string
	start   []int // of each modality; the last entry is the width of a row
}

func layoutOf(v dataset.View) layout {
	l := layout{names: v.Names(), start: make([]int, v.Modalities()+1)}
	for m := range l.names {
		l.columns = append(l.columns, v.Modality(m).Columns)
		l.start[m+1] = l.start[m] + v.Columns(m)
	}
	return l
}

// width returns the number of columns of all modalities.
func (l layout) width() int {
	if len(l.start) == 0 {
		return 0
	}
	return l.start[len(l.start)-1]
}

// check says whether a view has the columns that the imputer was fitted on.
func (l layout) check(v dataset.View) error {
	if l.start == nil {
		return ErrNotFitted
	}
	if !slices.Equal(l.names, v.Names()) {
		return fmt.Errorf("fitted on the modalities %s, asked to fill %s",
			strings.Join(l.names, ", "), strings.Join(v.Names(), ", "))
	}
	for m, name := range l.names {
		if have, want := v.Columns(m), l.start[m+1]-l.start[m]; have != want {
			return fmt.Errorf("modality %q: fitted on %d columns, asked to fill %d", name, want, have)
		}
	}
	return nil
}

// unobserved makes one warning for each modality with columns that no training
// record has. seen tells which columns some record has.
func (l layout) unobserved(seen func(column int) bool) []string {
	var warnings []string
	for m, name := range l.names {
		var never []string
		for j := l.start[m]; j < l.start[m+1]; j++ {
			if !seen(j) {
				never = append(never, l.columns[m][j-l.start[m]])
			}
		}
		if len(never) > 0 {
			warnings = append(warnings, neverObserved(name, never, len(l.columns[m])))
		}
	}
	return warnings
}

func neverObserved(modality string, never []string, columns int) string {
	if len(never) == columns {
		return fmt.Sprintf("no training record has a value of modality %q: nothing can be told of it", modality)
	}
	const shown = 5
	list := strings.Join(never[:min(shown, len(never))], ", ")
	if len(never) > shown {
		list += ", …"
	}
	return fmt.Sprintf("no training record has a value in %d of %d columns of modality %q (%s): nothing can be told of them",
		len(never), columns, modality, list)
}

// canonical returns the same rows in the order of their ids, so that sums and
// ties come out alike however the rows were ordered.
func canonical(v dataset.View) dataset.View {
	rows := allRows(v.Len())
	slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(v.ID(a), v.ID(b)) })
	return v.Select(rows)
}
