package vm

import (
	"maps"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Versus is what was generated beside what is real, number by number.
type Versus struct {
	Cells    []Against
	Largest  float64 // of the absolute differences
	Mean     float64 // of the absolute differences
	Distance float64 // root mean square of the differences in standard deviations; NaN where no column varies
	Compared int     // numbers that both have
	Varying  int     // of them, those of columns that vary
	Training int     // records that the standard deviations are of
}

// Against is one number: NaN where it is missing.
type Against struct {
	Real, Generated float64
	Difference      float64 // generated less real
	Standard        float64 // the same in standard deviations of the training records
}

// Versus compares the stand-in of a lens with what is real and tells what comes
// of it: false where one of them is not there, or is a text. Of many cells it
// tells later, when their spread is known, unless other data are shown by then.
func (in *Inspector) Versus(l Lens, tell func(Versus, bool)) {
	if !l.Present || l.Row == nil || l.Standin == nil || l.Standin.Row == nil {
		tell(Versus{}, false)
		return
	}
	on, width := in.selection, len(l.Row)
	of := spreadOf{on.data, on.mask, on.split, l.At}
	if known, ok := in.spreads[of]; ok {
		tell(l.versus(known), true)
		return
	}
	keep := func(s spread) {
		if on.data != of.data {
			return
		}
		maps.DeleteFunc(in.spreads, func(k spreadOf, _ spread) bool {
			return k.data != of.data || k.mask != of.mask || k.split != of.split
		})
		in.spreads[of] = s
		tell(l.versus(s), true)
	}
	if on.data.Records()*width <= fewCells {
		keep(of.find(on.presence, width))
		return
	}
	presence := on.presence
	go func() {
		s := of.find(presence, width)
		in.around.Do(func() { keep(s) })
	}()
}

// versus compares, given the spread of the modality.
func (l Lens) versus(known spread) Versus {
	sd, n := known.sd, known.training
	v := Versus{Training: n}
	var sum, squares float64
	for j, real := range l.Row {
		a := Against{real, l.Standin.Row[j], l.Standin.Row[j] - real, (l.Standin.Row[j] - real) / sd[j]}
		if f := l.Modality.Fields; f != nil && f[j].Kind == dataset.Category { // words have no difference
			a.Difference, a.Standard = math.NaN(), math.NaN()
		}
		v.Cells = append(v.Cells, a)
		if math.IsNaN(a.Difference) {
			continue
		}
		v.Compared++
		sum += math.Abs(a.Difference)
		v.Largest = max(v.Largest, math.Abs(a.Difference))
		if !math.IsNaN(a.Standard) {
			v.Varying++
			squares += a.Standard * a.Standard
		}
	}
	v.Mean, v.Distance = sum/float64(v.Compared), math.Sqrt(squares/float64(v.Varying))
	return v
}

// spreadOf is what the spread of a modality depends on.
type spreadOf struct {
	data     *dataset.Dataset
	mask     *dataset.Mask
	split    *dataset.Split
	modality int
}

// spread is how far the columns of a modality vary among so many training records.
type spread struct {
	sd       []float64
	training int
}

// find finds the standard deviations of the columns of a modality over the
// training records as the comparison's mask shows them, or all where nothing is
// split; NaN where a column does not vary. Imputers that were fitted saw the same.
func (of spreadOf) find(presence *dataset.Presence, width int) spread {
	var rows []int
	if of.split != nil {
		rows = of.split.Train
	} else {
		for i := range of.data.Records() {
			rows = append(rows, i)
		}
	}
	count, mean, squares := make([]float64, width), make([]float64, width), make([]float64, width)
	n := 0
	for _, i := range rows {
		if !presence.Has(i, of.modality) {
			continue
		}
		n++
		for j, x := range of.data.Blocks[of.modality].Row(i) {
			if !math.IsNaN(x) { // Welford 1962
				count[j]++
				d := x - mean[j]
				mean[j] += d / count[j]
				squares[j] += d * (x - mean[j])
			}
		}
	}
	for j := range squares {
		if squares[j] = math.Sqrt(squares[j] / (count[j] - 1)); !(squares[j] > 0) {
			squares[j] = math.NaN()
		}
	}
	return spread{squares, n}
}

// LowBelow is what was compared of a spectrogram of {bands, frames} in the order of
// a picture: low bands, which come first, below.
func (v Versus) LowBelow(shape []int) Versus {
	bands := slices.Collect(slices.Chunk(v.Cells, shape[1]))
	slices.Reverse(bands)
	v.Cells = slices.Concat(bands...)
	return v
}

// Words says how far apart they are.
func (v Versus) Words() string {
	if v.Compared == 0 {
		return say.Text("Nothing can be compared: every real number is missing.")
	}
	words := say.Form("Mean absolute difference %s, largest %s, over %s.", say.Figure(v.Mean, 3), say.Figure(v.Largest, 3), say.Count(v.Compared, "number", "numbers"))
	if v.Varying == 0 {
		return words
	}
	return say.Form("%s Distance %s standard deviations (root mean square over %s that vary among %s).", words, say.Figure(v.Distance, 3),
		say.Count(v.Varying, "column", "columns"), say.Count(v.Training, "training record", "training records"))
}
