package array

import (
	"slices"

	"lacuna/internal/say"
)

// scipySparse puts the parts of a sparse matrix together that SciPy's save_npz
// wrote: rows (csr) or columns (csc) of numbers with their places. Other
// archives stay as they are.
func (s *source) scipySparse() error {
	parts := map[string]*Array{}
	for i := range s.arrays {
		parts[s.arrays[i].Name] = &s.arrays[i]
	}
	for _, name := range []string{"indices", "indptr", "shape", "data"} {
		if p := parts[name]; p == nil || p.Numbers == nil || len(p.Shape) != 1 {
			return nil
		}
	}
	format := parts["format"]
	if len(s.arrays) != 5 || format == nil || len(format.Words) != 1 || !slices.Contains([]string{"csr", "csc"}, format.Words[0]) {
		return nil
	}
	a, err := s.compressed(format.Words[0] == "csc", parts)
	if err != nil {
		return err
	}
	a.Name = s.stem
	s.arrays = []Array{*a}
	return nil
}

// compressed makes a full matrix of compressed rows or columns.
func (s *source) compressed(columns bool, parts map[string]*Array) (*Array, error) {
	shape := integers(parts["shape"])
	n, ok := count(shape)
	if !ok || len(shape) != 2 {
		return nil, say.Errorf("its sparse matrix is one of %s values", sizes(shape))
	}
	if err := s.budget.takeValues(n); err != nil {
		return nil, err
	}
	lines, across := shape[0], shape[1]
	if columns {
		lines, across = across, lines
	}
	begins, places, data := integers(parts["indptr"]), integers(parts["indices"]), parts["data"].Numbers
	if len(begins) != lines+1 || len(places) < len(data) {
		return nil, say.Error("the parts of its sparse matrix do not fit")
	}
	a := &Array{Shape: shape, Numbers: make([]float64, n)}
	for line := range lines {
		from, to := begins[line], begins[line+1]
		if from < 0 || to < from || to > len(data) {
			return nil, say.Error("the parts of its sparse matrix do not fit")
		}
		for k := from; k < to; k++ {
			place := places[k]
			if place < 0 || place >= across {
				return nil, say.Error("a number of its sparse matrix stands outside of it")
			}
			if columns {
				a.Numbers[place*shape[1]+line] += data[k]
			} else {
				a.Numbers[line*shape[1]+place] += data[k]
			}
		}
	}
	return a, nil
}

func integers(a *Array) []int {
	out := make([]int, len(a.Numbers))
	for i, x := range a.Numbers {
		out[i] = int(x)
	}
	return out
}
