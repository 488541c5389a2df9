package format

import (
	"math"

	"lacuna/dataset"
)

// The names of mask files: of whole modalities, and of the cells of one.
const (
	maskObserved = "mask_observed"
	maskOf       = "mask_"
)

// masks says what was observed, where something has been filled in.
func (w *folderWriter) masks() {
	if w.values == nil {
		return
	}
	any := false
	for m := range w.view.Modalities() {
		whole, single := w.filled(m)
		any = any || whole || single
		// Of media whose records were there or not, the mask of modalities says
		// it all.
		if single || whole && w.view.Modality(m).Kind == dataset.Table {
			w.cellMask(m)
		}
	}
	if any {
		w.modalityMask()
	}
}

// filled says whether a modality has records that lacked all of it and were
// given values, and records that were there with gaps that were filled.
func (w *folderWriter) filled(m int) (whole, single bool) {
	for i := range w.view.Len() {
		observed := w.view.Row(i, m)
		for j, x := range w.values[m].Row(i) {
			switch {
			case math.IsNaN(x):
			case observed == nil:
				whole = true
			case math.IsNaN(observed[j]):
				single = true
			}
		}
	}
	return whole, single
}

func (w *folderWriter) modalityMask() {
	w.table(maskObserved+".csv", append([]string{"id"}, w.view.Names()...), func(write func([]string)) {
		for i := range w.view.Len() {
			row := []string{w.view.ID(i)}
			for m := range w.view.Modalities() {
				row = append(row, bit(w.view.Has(i, m)))
			}
			write(row)
		}
	})
}

func (w *folderWriter) cellMask(m int) {
	about := w.view.Modality(m)
	name := maskOf + about.Name
	if name == maskObserved {
		name += "_cells"
	}
	w.table(name+".csv", append([]string{"id"}, about.Columns...), func(write func([]string)) {
		for i := range w.view.Len() {
			row, observed := []string{w.view.ID(i)}, w.view.Row(i, m)
			for j := range about.Columns {
				row = append(row, bit(observed != nil && !math.IsNaN(observed[j])))
			}
			write(row)
		}
	})
}

func bit(on bool) string {
	if on {
		return "1"
	}
	return "0"
}
