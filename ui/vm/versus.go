package vm

import (
	"math"

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

// Versus compares the stand-in of a lens with what is real; false where one of
// them is not there, or is a text.
func (in *Inspector) Versus(l Lens) (Versus, bool) {
	if !l.Present || l.Row == nil || l.Standin == nil || l.Standin.Row == nil {
		return Versus{}, false
	}
	sd, n := in.spreads(l.At, len(l.Row))
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
	return v, true
}

// spreads are the standard deviations of the columns of a modality over the
// training records as the comparison's mask shows them, or all where nothing is
// split; NaN where a column does not vary. Imputers that were fitted saw the same.
func (in *Inspector) spreads(m, width int) ([]float64, int) {
	on := in.selection
	_, rows := trainedOn(on)
	if rows == nil {
		for i := range on.data.Records() {
			rows = append(rows, i)
		}
	}
	count, mean, squares := make([]float64, width), make([]float64, width), make([]float64, width)
	n := 0
	for _, i := range rows {
		if !on.presence.Has(i, m) {
			continue
		}
		n++
		for j, x := range on.data.Blocks[m].Row(i) {
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
	return squares, n
}

// Words says how far apart they are.
func (v Versus) Words() string {
	if v.Compared == 0 {
		return say.Text("Nothing can be compared: every real number is missing.")
	}
	words := say.Form("Mean absolute difference %.3g, largest %.3g, over %s.", v.Mean, v.Largest, several(v.Compared, say.Plural(v.Compared, "number", "numbers")))
	if v.Varying == 0 {
		return words
	}
	return say.Form("%s Distance %.3g standard deviations (root mean square over %s that vary among %s).", words, v.Distance,
		several(v.Varying, say.Plural(v.Varying, "column", "columns")), several(v.Training, say.Plural(v.Training, "training record", "training records")))
}
