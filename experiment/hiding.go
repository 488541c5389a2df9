package experiment

import (
	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Hiding says what is hidden from an imputer so that it can be scored: single
// numbers completely at random, modalities by a mechanism, or both.
type Hiding struct {
	Cells float64  // share of all observed numbers
	Mask  MaskSpec // zero hides nothing
}

// Nothing says whether nothing is hidden.
func (h Hiding) Nothing() bool { return h.Cells == 0 && h.Mask.hidesNothing() }

// Words says what is hidden: "cells 0.2", "mcar modality 0.3 of text".
func (h Hiding) Words() string {
	switch {
	case h.Mask.hidesNothing():
		return say.Kept("cells %g", h.Cells)
	case h.Cells == 0:
		return h.Mask.Words()
	}
	return say.Kept("%s, cells %g", h.Mask.Words(), h.Cells)
}

// Hidden is a dataset with holes, and what is known to be in them.
type Hidden struct {
	truth *dataset.Dataset
	data  *dataset.Dataset
	mask  *dataset.Mask     // whole modalities; nil for none
	cells *dataset.CellMask // single numbers; nil for none
	words string            // what was hidden
}

// Draw hides what h says. seed is the root of the imputation's random numbers.
func (h Hiding) Draw(truth *dataset.Dataset, seed rng.Seed, read MaskReader) (Hidden, error) {
	out := Hidden{truth: truth, data: truth, words: h.Words()}
	var err error
	if !h.Mask.hidesNothing() {
		if out.mask, err = h.Mask.Draw(truth, seed, read); err != nil {
			return out, err
		}
	}
	if h.Cells != 0 {
		out.data, out.cells, err = truth.WithoutCells(h.Cells, seed.Child("cells"))
	}
	return out, err
}

// hides says whether column j of modality m of record i was hidden.
func (h Hidden) hides(i, m, j int) bool {
	return h.mask != nil && h.mask.Hides(i, m) || h.cells != nil && h.cells.Hides(i, m, j)
}

// ImputationScores say how far what was filled lies from what was hidden, for
// all modalities of numbers together and for each by its name. Texts are no
// numbers.
type ImputationScores struct {
	All metric.ImputationScore
	By  map[string]metric.ImputationScore
}

// Score compares an imputation of the hidden data with the truth.
func (h Hidden) Score(done *Imputation) (ImputationScores, error) {
	var known, filled []dataset.Matrix
	var places []int
	for m, b := range h.truth.Blocks {
		if b.Texts == nil {
			known, filled, places = append(known, h.truth.All().Dense(m)), append(filled, done.Values[m]), append(places, m)
		}
	}
	all, each, err := metric.ScoreImputation(known, filled,
		func(i, k, j int) bool { return h.hides(i, places[k], j) },
		func(k, j int) bool {
			fields := h.truth.Blocks[places[k]].Modality.Fields
			return fields != nil && fields[j].Kind == dataset.Category
		})
	out := ImputationScores{All: all, By: map[string]metric.ImputationScore{}}
	for k, s := range each {
		out.By[h.truth.Blocks[places[k]].Modality.Name] = s
	}
	return out, err
}
