package charts

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// clearShare is how much larger a share of attention must be than the next,
// over the whole of its interval, to be worth a headline.
const clearShare = 0.05

// Title implements Figure: which modality gets most attention, where that is
// more than a little and more than chance.
func (f *attention) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	first := f.rows[0]
	names := f.in.Study.Modalities
	where := say.Form("in the pattern “%s” (n = %s, method %s)", patternName(first.pattern, names), count(first.records), f.method)
	if first.pattern.Count() < 2 {
		return say.Form("Attention has nothing to choose from %s.", where)
	}
	top, next := leading(first.share)
	low, high, over := f.gap(first, top, next)
	if !(low > clearShare) {
		return say.Form("No modality gets clearly the most attention %s: %s %s, %s %s.", where,
			names[top], shareWords(first.share[top]), names[next], shareWords(first.share[next]))
	}
	return say.Form("%s gets the most attention, %s, %.0f to %.0f points more than %s %s; 95%s%% interval over %s.",
		names[top], shareWords(first.share[top]), say.Percent(low, 0), say.Percent(high, 0), names[next], where, space, over)
}

func shareWords(x float64) string { return fmt.Sprintf("%.0f%s%%", say.Percent(x, 0), space) }

// leading are the places of the largest share and of the next.
func leading(shares []float64) (top, next int) {
	next = -1
	for m, a := range shares {
		switch {
		case m == 0:
		case a > shares[top]:
			top, next = m, top
		case next < 0 || a > shares[next]:
			next = m
		}
	}
	return top, next
}

// gap is the 95 % interval of the difference of two shares: over runs where
// there are several, else over the records of the run.
func (f *attention) gap(row attentionRow, a, b int) (low, high float64, over string) {
	var means, last []float64
	for _, run := range f.in.Study.RunsOf(f.method) {
		var gaps []float64
		for _, r := range run.Rows {
			if r.Series == result.Observed && r.Pattern == row.pattern && len(r.Attention) > max(a, b) {
				gaps = append(gaps, r.Attention[a]-r.Attention[b])
			}
		}
		if len(gaps) > 0 {
			means, last = append(means, stat.Mean(gaps, nil)), slices.Clone(gaps)
		}
	}
	over = plural(len(means), "run", "runs")
	if len(means) == 1 {
		means, over = last, say.Text("the records of one run")
	}
	if len(means) < 2 {
		return math.NaN(), math.NaN(), over
	}
	t := distuv.StudentsT{Sigma: 1, Nu: float64(len(means) - 1)}.Quantile(0.975)
	mean, half := stat.Mean(means, nil), t*stat.StdErr(stat.StdDev(means, nil), float64(len(means)))
	return mean - half, mean + half, over
}
