package vm

import (
	"lacuna/charts/canvas"
	"lacuna/dataset/query"
	"lacuna/internal/say"
)

// ofPair is what a click on a coefficient of two modalities chooses: the records
// that lack both, and with Shift those that lack just one. Where few records
// break a rule it is the other way about: they are what one wants to see.
func (s *Selection) ofPair(r canvas.Region, shift bool) query.Query {
	a, b := r.Key, r.Sub
	both := query.Of(query.Lacks(a), query.Lacks(b))
	if r.Kind == canvas.PairCell && !shift || r.Kind == canvas.PairBreak && shift {
		return both
	}
	one := query.Of(query.Either(bothOf(query.Lacks(a), query.Has(b)), bothOf(query.Has(a), query.Lacks(b))))
	if r.Kind == canvas.PairCell {
		return one
	}
	alike := query.Of(query.Either(bothOf(query.Lacks(a), query.Lacks(b)), bothOf(query.Has(a), query.Has(b))))
	if s.chosen(alike) < s.chosen(one) { // the rule is that they exclude each other
		return alike
	}
	return one
}

// bothOf is the term of the records that both terms choose.
func bothOf(a, b query.Term) query.Term {
	return query.Term{Kind: query.All, Terms: []query.Term{a, b}}
}

// chosen counts the records that a query chooses.
func (s *Selection) chosen(q query.Query) int {
	column, err := q.Bits(s.source())
	if err != nil {
		return 0
	}
	return query.Count(column)
}

// pairHint says what clicks on a coefficient would select.
func (s *Scene) pairHint(r canvas.Region) string {
	on := s.selection
	plain, shifted := on.ofPair(r, false), on.ofPair(r, true)
	n := on.chosen(plain)
	records := say.Count(n, "record", "records")
	if r.Kind == canvas.PairBreak {
		return say.Form("Click: select the %s that break the rule (%s). Shift-click: the %s with %s.",
			records, plain.Words(on.naming()), Grouped(on.chosen(shifted)), shifted.Words(on.naming()))
	}
	return say.Form("Click: select the %s with %s. Shift-click: the %s with just one of them.",
		records, plain.Words(on.naming()), Grouped(on.chosen(shifted)))
}
