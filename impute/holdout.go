package impute

import (
	"math/rand/v2"
	"slices"

	"lacuna/internal/learn"
	"lacuna/internal/rng"
)

// The shares of a hold-out.
const (
	holdOutRows       = 0.2 // of the training rows
	holdOutModalities = 0.3 // of what such a row has, where no modality is ever absent
	holdOutCells      = 0.2 // likewise, where there is only one modality
)

// holdOut takes observed cells of some rows away from training, to judge by
// them how well gaps are filled: shown is t without them, held has nothing else.
// It hides what the data themselves lack, a modality as often as rows lack it
// and a cell as often as it is missing in a modality that is there. Where
// nothing is missing it hides modalities, or cells if there is only one. A row
// keeps at least one modality and one cell.
func holdOut(t *learn.Table, seed rng.Seed) (shown, held *learn.Table) {
	absent, missing := hidingRates(t)
	shown, held = t.WithCells(slices.Clone(t.Seen)), t.WithCells(make([]uint64, len(t.Seen)))
	r := seed.Rand()
	for _, i := range r.Perm(t.Rows)[:int(holdOutRows*float64(t.Rows)+0.5)] {
		hideModalities(shown, i, absent, r)
		hideCells(shown, i, missing, r)
		for w, cells := range t.SeenRow(i) {
			held.SeenRow(i)[w] = cells &^ shown.SeenRow(i)[w]
		}
	}
	return shown, held
}

// hidingRates returns for each modality the share of rows that lack it and the
// share of cells missing where it is there, or what stands in for them.
func hidingRates(t *learn.Table) (absent, missing []float64) {
	k := len(t.Names)
	absent, missing = make([]float64, k), make([]float64, k)
	complete := true
	for m := range t.Names {
		width := t.Start[m+1] - t.Start[m]
		has, cells := 0, 0
		for i := range t.Rows {
			n := t.Count(i, m)
			cells += n
			if n > 0 {
				has++
			}
		}
		if has > 0 {
			absent[m] = 1 - float64(has)/float64(t.Rows)
			missing[m] = 1 - float64(cells)/float64(has*width)
			complete = complete && cells == t.Rows*width
		}
	}
	switch {
	case complete && k > 1:
		absent = slices.Repeat([]float64{holdOutModalities}, k)
	case complete:
		missing = slices.Repeat([]float64{holdOutCells}, k)
	}
	return absent, missing
}

// hideModalities hides each modality of row i with its probability, but not the
// last one.
func hideModalities(t *learn.Table, i int, rate []float64, r *rand.Rand) {
	var present []int
	for m := range t.Names {
		if t.Count(i, m) > 0 {
			present = append(present, m)
		}
	}
	r.Shuffle(len(present), func(a, b int) { present[a], present[b] = present[b], present[a] })
	left := len(present)
	for _, m := range present {
		if left > 1 && r.Float64() < rate[m] {
			for j := t.Start[m]; j < t.Start[m+1]; j++ {
				t.Hide(i, j)
			}
			left--
		}
	}
}

// hideCells hides each cell of row i with the probability of its modality, but
// not the last one.
func hideCells(t *learn.Table, i int, rate []float64, r *rand.Rand) {
	left := 0
	for m := range t.Names {
		left += t.Count(i, m)
	}
	for m := range t.Names {
		for j := t.Start[m]; j < t.Start[m+1]; j++ {
			if t.Has(i, j) && r.Float64() < rate[m] && left > 1 {
				t.Hide(i, j)
				left--
			}
		}
	}
}
