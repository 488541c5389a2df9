package metric

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// spread is how far a mean over predictions may be from what it estimates.
type spread struct {
	se float64 // standard error
	df float64 // degrees of freedom of it
}

// around returns the 95 % interval of a difference of proportions.
func (s spread) around(mean float64) Interval {
	half := s.se * quantileT(0.975, s.df)
	return Interval{max(-1, mean-half), min(1, mean+half)}
}

// p is the two-sided p value of a mean of zero.
func (s spread) p(mean float64) float64 {
	switch {
	case math.IsNaN(mean) || math.IsNaN(s.se):
		return math.NaN()
	case mean == 0:
		return 1
	case s.se == 0:
		return 0
	}
	return 2 * studentT(s.df).CDF(-math.Abs(mean)/s.se)
}

func studentT(df float64) distuv.StudentsT { return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: max(1, df)} }

func quantileT(p, df float64) float64 { return studentT(df).Quantile(p) }

// sums are the sums that components of variance are made of.
type sums struct{ n, sum, squares float64 }

func (s *sums) add(x float64) {
	s.n++
	s.sum += x
	s.squares += x * x
}

// within is the sum of squares around the own mean.
func (s sums) within() float64 {
	if s.n == 0 {
		return 0
	}
	return s.squares - s.sum*s.sum/s.n
}

// crossed estimates the spread of a mean over records that are drawn and over
// repetitions that are drawn, where each record may be tested in some of the
// repetitions: the variances of records, of repetitions and of the rest, by the
// moments of unbalanced data (Gao and Owen 2017), so that the rest is counted
// once. The degrees of freedom are Satterthwaite's (1946).
func crossed(s sample, records int) spread {
	var all sums
	byRecord, byRepetition := make([]sums, records), make([]sums, 0, len(s))
	for _, points := range s {
		var own sums
		for _, p := range points {
			x := float64(p.value)
			all.add(x)
			own.add(x)
			byRecord[p.record].add(x)
		}
		if own.n > 0 {
			byRepetition = append(byRepetition, own)
		}
	}
	v := components(all, byRecord, byRepetition)
	return spread{se: math.Sqrt(v.mean()), df: v.df()}
}

// variances are what the values of predictions vary by, with the design that
// they have.
type variances struct {
	record, repetition, rest           float64
	perRecord, perRepetition, n        float64 // Σ(share of each)² over records and over repetitions, and predictions
	records, repetitions, betweenMeans float64 // numbers, and the variance of the mean that the means of repetitions show
}

func components(all sums, byRecord, byRepetition []sums) variances {
	v := variances{n: all.n, repetitions: float64(len(byRepetition))}
	withinRecords, withinRepetitions := 0.0, 0.0
	for _, s := range byRecord {
		if s.n > 0 {
			v.records++
			withinRecords += s.within()
			v.perRecord += s.n * s.n
		}
	}
	mean := all.sum / all.n
	for _, s := range byRepetition {
		withinRepetitions += s.within()
		v.perRepetition += s.n * s.n
		v.betweenMeans += s.n * s.n * (s.sum/s.n - mean) * (s.sum/s.n - mean)
	}
	v.solve(all, withinRecords, withinRepetitions)
	v.perRecord /= v.n * v.n
	v.perRepetition /= v.n * v.n
	if v.repetitions > 1 {
		v.betweenMeans *= v.repetitions / (v.repetitions - 1) / (v.n * v.n)
	}
	return v
}

// solve finds the variances whose expected sums of squares are those seen.
func (v *variances) solve(all sums, withinRecords, withinRepetitions float64) {
	n2 := v.n * v.n
	a, b, pairs := n2-v.perRecord, n2-v.perRepetition, n2-v.n // unequal records, unequal repetitions, all pairs
	total := v.n*all.squares - all.sum*all.sum
	alike := 0.0 // of records and the rest: what varies within a repetition
	if v.n > v.repetitions {
		alike = withinRepetitions / (v.n - v.repetitions)
	}
	again := v.n - v.records
	switch {
	case v.repetitions < 2:
		v.record = alike
	case again == 0: // no record is tested twice: records cannot be told from the rest
		v.record, v.repetition = alike, max(0, (total-alike*pairs)/b)
	default:
		varied := withinRecords / again // of repetitions and the rest: what varies within a record
		v.rest = max(0, (alike*a+varied*b-total)/(a+b-pairs))
		v.record, v.repetition = max(0, alike-v.rest), max(0, varied-v.rest)
	}
}

// mean is the variance of the mean over all predictions.
func (v variances) mean() float64 {
	return v.record*v.perRecord + v.repetition*v.perRepetition + v.rest/v.n
}

// df are the degrees of freedom of that variance: as much of it as the means of
// the repetitions show is known from their number alone, the remainder from the
// records.
func (v variances) df() float64 {
	if v.repetitions < 2 {
		return max(1, v.records-1)
	}
	all := v.mean()
	few := min(all, v.betweenMeans)
	if all == 0 {
		return v.repetitions - 1
	}
	rest := all - few
	return all * all / (few*few/(v.repetitions-1) + rest*rest/max(1, v.records-1))
}

// overFolds is the spread of a mean over the folds of one cross-validation, of
// which any two share most of their training records: the corrected variance of
// Nadeau and Bengio (2003).
func overFolds(folds sample) spread {
	var means sums
	for _, points := range folds {
		if len(points) > 0 {
			means.add(sample{points}.mean())
		}
	}
	k := means.n
	if k < 2 {
		return spread{se: math.NaN(), df: math.NaN()}
	}
	return spread{se: math.Sqrt(means.within() / (k - 1) * (1/k + 1/(k-1))), df: k - 1}
}

// overGroups is the spread of a mean over groups that are drawn whole, such as
// hospitals: their number counts, not that of their records.
func overGroups(groups sample) spread {
	mean, n, k := groups.mean(), 0.0, 0.0
	squares := 0.0
	for _, points := range groups {
		if size := float64(len(points)); size > 0 {
			n, k = n+size, k+1
			d := size * (sample{points}.mean() - mean)
			squares += d * d
		}
	}
	if k < 2 {
		return spread{se: math.NaN(), df: math.NaN()}
	}
	return spread{se: math.Sqrt(squares*k/(k-1)) / n, df: k - 1}
}
