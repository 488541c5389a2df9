package experiment

import (
	"context"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// ShiftedScore is how an imputation does when what it filled in is moved.
type ShiftedScore struct {
	Shift  result.Shift
	Moved  int                    // numbers that were filled in and moved, hidden or not
	Scores metric.ImputationScore // of all that was hidden
	Bias   Bias                   // of the hidden numbers in the columns that are moved
	Down   Downstream             // where the data have labels
	Change DropOfRead             // of Down.Filled against no shift, on the same records
}

// Bias is the mean of what was filled in less what was hidden, in standard
// deviations of the column with all that was hidden in it (those of a shift are of
// what was left): above 0 where too much is filled in. The interval is
// over records, whose cells are no independent witnesses.
type Bias struct {
	Cells, Records int
	Mean           float64
	metric.Interval
}

// Shifted scores an imputation under each shift, rising, with none among them. The
// standard deviations of shifts are those of the records that were fitted on.
func (h Hidden) Shifted(ctx context.Context, done *Imputation, shifts Shifts, env job.Env) ([]ShiftedScore, error) {
	if err := shifts.Check(h.truth); err != nil {
		return nil, err
	}
	list := shifts.withNone()
	out := make([]ShiftedScore, len(list))
	none := 0
	for k, s := range list {
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("shifts: stopped: %w", err)
		}
		if s.None() {
			none = k
		}
		var err error
		if out[k], err = h.shifted(ctx, done, s, env); err != nil {
			return nil, err
		}
	}
	for k := range out {
		if out[k].Down.Records > 0 && k != none {
			out[k].Change = dropOf(out[k].Down.answers, out[none].Down.answers)
		}
	}
	return out, nil
}

// withNone are the shifts with the one that moves nothing.
func (s Shifts) withNone() []result.Shift {
	moving := s.list()
	if len(moving) == 0 {
		return nil
	}
	none := moving[0]
	none.Delta = result.NoShift(none.As)
	for k, shift := range moving {
		if shift.Delta > none.Delta {
			return append(append(append([]result.Shift{}, moving[:k]...), none), moving[k:]...)
		}
	}
	return append(moving, none)
}

func (h Hidden) shifted(ctx context.Context, done *Imputation, s result.Shift, env job.Env) (ShiftedScore, error) {
	out, moved := ShiftedScore{Shift: s}, *done
	if !s.None() {
		by, err := newShifter(s, done.made.features, done.made.train)
		if err != nil {
			return out, err
		}
		if moved.made.filled, out.Moved, err = by.apply(done.made.filled); err != nil {
			return out, err
		}
		moved.Values = moved.made.values(moved.made.filled)
	}
	scores, err := h.Score(&moved)
	if err != nil {
		return out, err
	}
	out.Scores, out.Bias = scores.All, h.bias(&moved, s.Of)
	out.Down, err = h.Downstream(ctx, &moved, env)
	return out, err
}

// bias looks at the hidden numbers of some columns, all where none is named.
func (h Hidden) bias(done *Imputation, of []string) Bias {
	sums, counts := make([]float64, h.truth.Records()), make([]float64, h.truth.Records())
	for m, b := range h.truth.Blocks {
		if b.Texts != nil {
			continue
		}
		truth := h.truth.All().Dense(m)
		for j := range truth.Cols {
			if !shifts(of, b.Modality, j) || b.Modality.Fields != nil && b.Modality.Fields[j].Kind == dataset.Category {
				continue
			}
			scale := deviationOf(truth, j)
			if scale == 0 {
				continue
			}
			for i := range truth.Rows {
				if e := (done.Values[m].At(i, j) - truth.At(i, j)) / scale; h.hides(i, m, j) && !math.IsNaN(e) {
					sums[i], counts[i] = sums[i]+e, counts[i]+1
				}
			}
		}
	}
	return biasOf(sums, counts)
}

func deviationOf(x dataset.Matrix, j int) float64 {
	var known []float64
	for i := range x.Rows {
		if v := x.At(i, j); !math.IsNaN(v) {
			known = append(known, v)
		}
	}
	if len(known) < 2 {
		return 0
	}
	return stat.PopStdDev(known, nil)
}

// biasOf is the mean of the cells of several records, of which sums and counts are
// given, with an interval over records (the variance of a ratio).
func biasOf(sums, counts []float64) Bias {
	var sum, cells, squares float64
	records := 0
	for i, n := range counts {
		if n > 0 {
			sum, cells, records = sum+sums[i], cells+n, records+1
		}
	}
	out := Bias{Cells: int(cells), Records: records, Mean: sum / cells, Interval: metric.Interval{Low: math.NaN(), High: math.NaN()}}
	if records < 2 {
		return out
	}
	for i, n := range counts {
		if n > 0 {
			d := sums[i] - out.Mean*n
			squares += d * d
		}
	}
	r := float64(records)
	half := distuv.StudentsT{Nu: r - 1, Sigma: 1}.Quantile(0.975) * math.Sqrt(squares*r/(r-1)) / cells
	out.Interval = metric.Interval{Low: out.Mean - half, High: out.Mean + half}
	return out
}

// MetAt says at which shift the hidden numbers are met on average: between two
// neighbours with errors of opposite signs, by the line through them. Of scores
// without a hidden number in a column that is moved it says nothing.
func MetAt(list []ShiftedScore) string {
	if len(list) == 0 || list[0].Bias.Cells == 0 {
		return ""
	}
	for k := 1; k < len(list); k++ {
		a, b := list[k-1].Bias, list[k].Bias
		if a.Mean*b.Mean > 0 || a.Mean == b.Mean || math.IsNaN(a.Mean+b.Mean) {
			continue
		}
		at := func(x, y float64) result.Shift {
			from, to := list[k-1].Shift, list[k].Shift
			return result.Shift{Delta: math.Round(100*(from.Delta+(to.Delta-from.Delta)*(0-x)/(y-x))) / 100, As: to.As}
		}
		met, low, high := at(a.Mean, b.Mean), at(a.Low, b.Low), at(a.High, b.High)
		if low.Delta > high.Delta {
			low, high = high, low
		}
		if width := high.Delta - low.Delta; math.IsNaN(width) || math.IsInf(width, 0) {
			return say.Form("The hidden numbers are met on average at a shift of %s (too few records for an interval). This holds for what was hidden here.", met.Short())
		}
		return say.Form("The hidden numbers are met on average at a shift of %s (95 %% interval %s to %s). This holds for what was hidden here, by the way in which it was hidden.", met.Short(), low.Short(), high.Short())
	}
	return say.Text("At no shift in the range are the hidden numbers met on average.")
}
