package vm

import (
	"slices"

	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// tip gives the one hint of the first minute: after the first comparison of the
// sample, the row of pane D that is worth a click. Who has found out by then needs
// none, and there is no other after it.
func (w *Workbench) tip() {
	if w.hinted || !w.Document.IsSample() || !w.Comparison.Settled() {
		return
	}
	row, ok := telling(w.Comparison.table.Strata)
	if !ok {
		return
	}
	w.hinted = true
	if w.Selection.query.Empty() {
		w.Selection.tipped = true
		w.Selection.tip = say.Form("Click the row “%s” in D to see what it costs.", row.Title)
	}
}

// telling is the stratum that shows best what a gap costs: without an image, or
// without the first of what may be lacking.
func telling(strata []metric.Stratum) (metric.Stratum, bool) {
	without := slices.DeleteFunc(slices.Clone(strata), func(x metric.Stratum) bool { return x.Kind != metric.WithoutOne })
	if len(without) == 0 {
		return metric.Stratum{}, false
	}
	k := slices.IndexFunc(without, func(x metric.Stratum) bool { return x.Name == "without:image" })
	return without[max(k, 0)], true
}
