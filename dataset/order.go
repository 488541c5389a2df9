package dataset

import (
	"cmp"
	"slices"
)

// ByID lists all rows in the order of their ids. Whatever is drawn is drawn in
// this order and not in that of a file, so that the same records have the same
// split and mask however somebody has sorted them. It must not be changed.
func (d *Dataset) ByID() []int {
	if d.order == nil { // New has not made it yet: its parts are being read
		return byID(d.IDs)
	}
	return d.order()
}

func byID(ids []string) []int {
	rows := allRows(len(ids))
	slices.SortFunc(rows, func(a, b int) int { return cmp.Compare(ids[a], ids[b]) })
	return rows
}

// byName lists the modalities in the order of their names, in which whatever is
// drawn of one after another is drawn.
func (d *Dataset) byName() []int {
	order := allRows(len(d.Blocks))
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(d.Blocks[a].Modality.Name, d.Blocks[b].Modality.Name) })
	return order
}

// ByName returns the view with its modalities in the order of their names, and
// the place that each of them has in v. Estimators are given their data so: sums
// over columns and draws then come out alike in whatever order files, and
// columns in a file, name the modalities.
func (v View) ByName() (View, []int) {
	order := v.data.byName()
	if slices.IsSorted(order) {
		return v, order
	}
	d := *v.data
	d.Blocks, d.Presence = pick(d.Blocks, order), d.Presence.arranged(order)
	v.data, v.presence, v.observed = &d, v.presence.arranged(order), v.observed.arranged(order)
	return v, order
}

// arranged is the same presence with its modalities in another order.
func (p *Presence) arranged(order []int) *Presence {
	return &Presence{records: p.records, columns: pick(p.columns, order), causes: pick(p.causes, order)}
}
