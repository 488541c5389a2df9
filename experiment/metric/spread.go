package metric

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// spread is how far a mean over predictions may be from what it estimates.
type spread struct {
	se float64 // standard error
	df float64 // degrees of freedom of it, as a whole

	// The same in two parts, each with what is known of it: the variance of the
	// mean from records that units share, known from many records, and that
	// which the means of few units show.
	shared, between float64
	few             float64 // degrees of freedom of between
	clusters        float64 // that shared is known from; 0 for single records, which are many

	// What between is made of: what drawing records explains, and training times
	// the weight that it has; below zero by chance where there is hardly any.
	sampling, training, weight float64
}

// byMeans is a spread that the means of few units show, of which drawing
// records explains a part.
func byMeans(variance, sampling, df float64) spread {
	return spread{se: math.Sqrt(variance), df: df, between: variance, few: df, sampling: sampling, training: variance - sampling, weight: 1}
}

// half is half the width of the interval that leaves out the share p: a normal
// quantile for the shared records and Student's t for the units, their squares
// added (Banerjee 1961). A t of few units alone would be right on average over
// both, but too short where trainings vary much.
func (s spread) half(p float64) float64 {
	t, z := quantileT(p/2, s.few), distuv.UnitNormal.Quantile(p/2)
	if s.clusters > 0 {
		z = quantileT(p/2, s.clusters-1)
	}
	return math.Sqrt(z*z*s.shared + t*t*s.between)
}

// around returns the 95 % interval of a difference of proportions.
func (s spread) around(mean float64) Interval {
	half := s.half(significance)
	return Interval{max(-1, mean-half), min(1, mean+half)}
}

// p is the two-sided p value of a mean of zero: that at which the interval ends
// at zero.
func (s spread) p(mean float64) float64 {
	d := math.Abs(mean)
	switch {
	case math.IsNaN(mean) || math.IsNaN(s.se):
		return math.NaN()
	case d == 0:
		return 1
	case s.shared == 0 && s.between == 0:
		return 0
	case s.shared == 0:
		return 2 * studentT(s.few).CDF(-d/math.Sqrt(s.between))
	}
	low, high := math.Log(1e-12), 0.0
	for range 40 {
		if middle := (low + high) / 2; s.half(math.Exp(middle)) > d {
			low = middle
		} else {
			high = middle
		}
	}
	return math.Exp(high)
}

// pooled is the same spread with a variance from training that was estimated
// from several pairs of methods, and never less than drawing records explains.
func (s spread) pooled(training, df float64) spread {
	s.between, s.few = s.sampling+s.weight*max(0, training), df
	return s
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
	return spread{
		se: math.Sqrt(v.mean()), df: v.df(), few: v.repetitions - 1,
		sampling: v.sampling(), training: v.betweenMeans - v.sampling(), weight: 1,
		shared: max(0, v.record*(v.perRecord-1/v.n)), between: v.betweenMeans,
	}
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

// sampling is the part of the variance of the mean that means of repetitions
// show because each has drawn its records and its predictions.
func (v variances) sampling() float64 {
	if v.n == 0 {
		return 0
	}
	return (v.record + v.rest) / v.n
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
// which any two share most of their training records, so that the means of folds
// show too little of the variance from training: by n_test/n_train (Nadeau and
// Bengio 2003), which is 1/(k-1). Their test records are others, so that what
// drawing records explains of the variance needs no correction.
func overFolds(folds [][]sums) spread {
	var means sums
	sampling := 0.0
	for _, clusters := range folds {
		if len(clusters) == 0 {
			continue
		}
		var own sums
		for _, c := range clusters {
			own.n, own.sum = own.n+c.n, own.sum+c.sum
		}
		mean := own.sum / own.n
		means.add(mean)
		for _, c := range clusters {
			residual := c.sum - c.n*mean
			sampling += residual * residual / (own.n * own.n)
		}
	}
	k := means.n
	if k < 2 {
		return spread{se: math.NaN(), df: math.NaN()}
	}
	of := byMeans(means.within()/(k-1)/k, sampling/(k*k), k-1)
	of.weight += k / (k - 1)
	of.between += (of.weight - 1) * max(0, of.training)
	of.se = math.Sqrt(of.between)
	return of
}

// overGroups is the spread of a mean over groups that are drawn whole, such as
// hospitals: their number counts, not that of their records.
func overGroups(groups sample) spread {
	mean, n, k := groups.mean(), 0.0, 0.0
	squares, within := 0.0, 0.0
	for _, points := range groups {
		if size := float64(len(points)); size > 0 {
			n, k = n+size, k+1
			own := sample{points}.mean()
			squares += size * size * (own - mean) * (own - mean)
			for _, p := range points {
				within += (float64(p.value) - own) * (float64(p.value) - own)
			}
		}
	}
	if k < 2 {
		return spread{se: math.NaN(), df: math.NaN()}
	}
	return byMeans(squares*k/(k-1)/(n*n), within/(n*n), k-1)
}
