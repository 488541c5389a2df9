package impute

import "lacuna/dataset"

// Within brings what was filled in where a limit of detection is known to that
// limit, if it lies beyond it. It returns how many cells have a limit, and how many
// of them were moved.
func Within(f *dataset.Filled) (within *dataset.Filled, bounded, moved int, err error) {
	v := f.Source()
	if !v.Bounded() {
		return f, 0, 0, nil
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = f.Values(m).Clone()
		for i := range v.Len() {
			for _, b := range v.Bounds(i, m) {
				if !f.Estimated(i, m, b.Column) {
					continue
				}
				bounded++
				if x := values[m].At(i, b.Column); !b.Holds(x) {
					values[m].Set(i, b.Column, b.Clip(x))
					moved++
				}
			}
		}
	}
	within, err = dataset.NewFilled(v, values)
	return within, bounded, moved, err
}
