package metric

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"lacuna/internal/say"
)

// logit is a logistic regression with a small ridge, by Newton's method.
type logit struct{ weights []float64 } // the first is the intercept

// ridge keeps the weights finite where a covariate tells presence by itself.
const ridge = 1e-3

// fitLogit fits P(y = 1 | x), with weights of records. Covariates should be of
// about the same scale.
func fitLogit(x [][]float64, y []bool, weights []float64) logit {
	d := len(x[0]) + 1
	w := make([]float64, d)
	for range 25 {
		gradient, hessian := mat.NewVecDense(d, nil), mat.NewSymDense(d, nil)
		for j := 1; j < d; j++ {
			gradient.SetVec(j, -ridge*w[j])
			hessian.SetSym(j, j, ridge)
		}
		hessian.SetSym(0, 0, 1e-9)
		for i, row := range x {
			p := logit{w}.probability(row)
			residual := weights[i] * (float64(bit(y[i])) - p)
			curve := weights[i] * p * (1 - p)
			for a := range d {
				xa := withIntercept(row, a)
				gradient.SetVec(a, gradient.AtVec(a)+residual*xa)
				for b := a; b < d; b++ {
					hessian.SetSym(a, b, hessian.At(a, b)+curve*xa*withIntercept(row, b))
				}
			}
		}
		var chol mat.Cholesky
		var move mat.VecDense
		if !chol.Factorize(hessian) || chol.SolveVecTo(&move, gradient) != nil {
			break
		}
		longest := 0.0
		for j := range w {
			w[j] += move.AtVec(j)
			longest = max(longest, math.Abs(move.AtVec(j)))
		}
		if longest < 1e-9 {
			break
		}
	}
	return logit{w}
}

func withIntercept(row []float64, j int) float64 {
	if j == 0 {
		return 1
	}
	return row[j-1]
}

func (l logit) probability(row []float64) float64 {
	z := l.weights[0]
	for j, x := range row {
		z += l.weights[j+1] * x
	}
	return 1 / (1 + math.Exp(-z))
}

// Overlap says how far records with and without a modality are alike in what
// else is known of them: without overlap, no weighting makes them comparable.
type Overlap struct {
	With, Without             int        // records
	PropensityWith, Otherwise [2]float64 // 5 % and 95 % points of the estimated probability of presence; NaN of no record
	EffectiveWith, EffectiveW float64    // effective numbers of records after weighting (Kish 1965)
	Truncated                 int        // weights that were cut at their 99 % point
}

// The least overlap: of fewer effective records, or if a tenth of the records is
// almost certain to have or to lack the modality, nothing is said.
const (
	leastEffective = 20
	leastChance    = 0.02
	mostCertain    = 0.1
)

// refusal says why weighting would be no use, or is nil.
func (o Overlap) refusal(certain float64) error {
	switch {
	case o.With < leastEffective || o.Without < leastEffective:
		return say.Errorf("%d test records have it and %d lack it; %d of each are needed", o.With, o.Without, leastEffective)
	case certain > mostCertain:
		return say.Errorf("%.0f %% of the records are almost certain to have it or to lack it by what else is known of them: those with and without it are not comparable", say.Percent(certain, 0))
	case o.EffectiveWith < leastEffective || o.EffectiveW < leastEffective:
		return say.Errorf("after weighting, %.0f records with it and %.0f without it count; %d of each are needed", o.EffectiveWith, o.EffectiveW, leastEffective)
	}
	return nil
}

// weighing gathers the profiles that have the modality, or those that lack it.
type weighing struct{ propensity, weights, counts, right []float64 }

func (s *weighing) add(propensity, weight, count, right float64) {
	s.propensity, s.weights = append(s.propensity, propensity), append(s.weights, weight)
	s.counts, s.right = append(s.counts, count), append(s.right, right)
}

// weighed is what a side comes to: NaN where nothing is on it.
type weighed struct {
	n          float64
	bare, mean float64    // accuracy as it is, and weighted
	ends       [2]float64 // of the propensity
	effective  float64
	cut        int // records whose weight was cut
}

func (s weighing) sum() weighed {
	out := weighed{bare: math.NaN(), mean: math.NaN(), ends: [2]float64{math.NaN(), math.NaN()}}
	if len(s.weights) == 0 {
		return out
	}
	limit := quantile(s.weights, s.counts, 0.99)
	sum, squares, value, bare := 0.0, 0.0, 0.0, 0.0
	for i, w := range s.weights {
		if w > limit {
			w = limit
			out.cut += int(s.counts[i])
		}
		sum += s.counts[i] * w
		squares += s.counts[i] * w * w
		value += w * s.right[i]
		out.n += s.counts[i]
		bare += s.right[i]
	}
	out.bare, out.mean, out.effective = bare/out.n, value/sum, sum*sum/squares
	out.ends = [2]float64{quantile(s.propensity, s.counts, 0.05), quantile(s.propensity, s.counts, 0.95)}
	return out
}

// quantile is that of values that count so often.
func quantile(values, counts []float64, p float64) float64 {
	values, counts = slices.Clone(values), slices.Clone(counts)
	stat.SortWeighted(values, counts)
	return stat.Quantile(p, stat.Empirical, values, counts)
}
