package metric

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Pooled is an estimate over several completed tables, whose gaps were filled by
// as many draws (Rubin, Multiple imputation for nonresponse in surveys, 1987).
// Variances are those of the estimate.
type Pooled struct {
	Imputations int     // m
	Estimate    float64 // mean over the tables
	Within      float64 // mean variance within a table: what complete data would leave open
	Between     float64 // variance of the estimates of the tables: what the gaps leave open
	Total       float64 // Within + (1 + 1/m) Between
	Increase    float64 // of the variance by the gaps, relative: (1 + 1/m) Between / Within
	Missing     float64 // fraction of missing information, 0…1
	DF          float64 // degrees of freedom (Barnard and Rubin, Biometrika 1999)
	CI95        Interval
}

// Pool combines the estimates of m completed tables, with their variances, by
// Rubin's rules. complete are the degrees of freedom that complete data would
// have; +Inf for a large sample. Of fewer than two tables, or where an estimate
// is not a number, everything but the estimate is NaN.
func Pool(estimates, variances []float64, complete float64) Pooled {
	m := float64(len(estimates))
	nan := math.NaN()
	p := Pooled{
		Imputations: len(estimates), Estimate: stat.Mean(estimates, nil),
		Within: nan, Between: nan, Total: nan, Increase: nan, Missing: nan, DF: nan, CI95: unknown(),
	}
	if m < 2 || math.IsNaN(p.Estimate) {
		return p
	}
	p.Within, p.Between = stat.Mean(variances, nil), stat.Variance(estimates, nil)
	added := (1 + 1/m) * p.Between
	p.Total = p.Within + added
	switch {
	case math.IsNaN(p.Total):
		return p
	case p.Total == 0:
		p.Increase, p.Missing, p.DF, p.CI95 = 0, 0, complete, Interval{p.Estimate, p.Estimate}
		return p
	}
	p.Increase = added / p.Within
	p.DF = barnardRubin(added/p.Total, m, complete)
	p.Missing = added / p.Total
	if p.Within > 0 { // with what a t distribution of few degrees of freedom tells less (Rubin 1987, 3.1.10)
		p.Missing = (p.Increase + 2/(p.DF+3)) / (p.Increase + 1)
	}
	t := z95
	if p.DF < manyFreedoms {
		t = quantileT(0.975, p.DF)
	}
	half := t * math.Sqrt(p.Total)
	p.CI95 = Interval{p.Estimate - half, p.Estimate + half}
	return p
}

// manyFreedoms are so many that Student's t is the normal distribution.
const manyFreedoms = 1e6

// barnardRubin returns the degrees of freedom of a pooled estimate of which the
// gaps explain a share of the variance.
func barnardRubin(share, m, complete float64) float64 {
	observed := complete
	if !math.IsInf(complete, 1) {
		observed = (complete + 1) / (complete + 3) * complete * (1 - share)
	}
	if share == 0 {
		return observed
	}
	return 1 / (share*share/(m-1) + 1/observed)
}

// Repeated is a metric of a method that has filled the gaps several times, in a
// stratum.
type Repeated struct {
	Method  string
	Stratum string // name
	Title   string // of the stratum
	N       int    // distinct test records
	Pooled
}

// RepeatedMethods lists the methods of a study of which every run has several
// completed tables, with the least number of these; and those whose imputer has
// given one answer beside them are not among them.
func RepeatedMethods(study result.Study) (methods []string, tables map[string]int) {
	tables = map[string]int{}
	for _, method := range study.Methods {
		least := math.MaxInt
		for _, run := range study.RunsOf(method) {
			least = min(least, run.Imputations)
		}
		if least > 1 && least < math.MaxInt {
			methods, tables[method] = append(methods, method), least
		}
	}
	return methods, tables
}

// Repetitions pools a metric over the completed tables of each method that has
// several, by Rubin's rules: each table has its own classifier, whose score on
// the test records is the estimate, and its own gaps filled there. Strata without
// a rule, and those without a record, are left out.
func Repetitions(study result.Study, strata []Stratum, m Measure) []Repeated {
	list, _ := RepetitionsUntil(context.Background(), study, strata, m) // which does not end
	return list
}

// RepetitionsUntil is Repetitions for who may no longer want them: of a context that
// ends before, the error is returned within a second.
func RepetitionsUntil(ctx context.Context, study result.Study, strata []Stratum, m Measure) ([]Repeated, error) {
	methods, tables := RepeatedMethods(study)
	if len(methods) == 0 {
		return nil, ctx.Err()
	}
	x := newIndex(study).until(ctx)
	var out []Repeated
	for _, method := range methods {
		own := study
		own.Methods, own.Runs = []string{method}, study.RunsOf(method)
		out = append(out, x.repeated(own, strata, m, tables[method])...)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// repeated pools one method, the only one of the study, in each stratum. Tables
// are taken one after another, so that the predictions of one are held at a time.
func (x index) repeated(study result.Study, strata []Stratum, m Measure, tables int) []Repeated {
	found := make([][]Estimate, len(strata))
	for k := range tables {
		one := study
		one.Runs = make([]result.Run, len(study.Runs))
		for r, run := range study.Runs {
			one.Runs[r] = run.Completed(k)
		}
		for i, s := range strata {
			if x.ended() {
				return nil
			}
			if s.Match != nil {
				found[i] = append(found[i], x.completed(one, m, side{study.Methods[0], s}))
			}
		}
	}
	var out []Repeated
	for i, s := range strata {
		if list := found[i]; len(list) > 0 && list[0].N > 0 {
			out = append(out, Repeated{study.Methods[0], s.Name, s.Title, list[0].N, pooled(list, m)})
		}
	}
	return out
}

// pooled pools the estimates of a metric in the completed tables. The interval
// stays within what the metric can be, and there is none where every table is the
// best or the worst that there is: that shows nothing of other records.
func pooled(tables []Estimate, m Measure) Pooled {
	var estimates, variances []float64
	freedom := math.Inf(1)
	for _, e := range tables {
		estimates, variances, freedom = append(estimates, e.Value), append(variances, e.Variance), min(freedom, e.DF)
	}
	p := Pool(estimates, variances, freedom)
	within := Interval{0, m.Most}
	e := Estimate{Value: p.Estimate, CI95: Interval{max(within.Low, p.CI95.Low), min(within.High, p.CI95.High)}}
	if !m.perRun {
		e = e.unlessPerfect(within)
	}
	p.CI95 = e.CI95
	return p
}

// completed estimates a metric in one completed table. That of accuracy has its
// spread in closed form, that of others by a bootstrap.
func (x index) completed(study result.Study, m Measure, of side) Estimate {
	if m.Name != AccuracyName {
		return x.estimate(study, m, of, nil)
	}
	a := x.answers(study.Runs, of.stratum)
	points, records := make(sample, len(x.units)), map[int32]bool{}
	for k, o := range a.order {
		points[o.unit] = append(points[o.unit], point{o.record, int8(bit(a.right[k]))})
		records[o.record] = true
	}
	e := Estimate{Value: points.mean(), N: len(records), Variance: math.NaN(), DF: math.NaN()}
	if e.N >= leastRecords {
		s := x.spreadOf(points)
		e.Variance, e.DF = s.se*s.se, s.df
	}
	return e
}

// MainStrata are those of which the words of a comparison speak: all records, the
// complete ones and those that lack something.
func MainStrata(strata []Stratum) []Stratum {
	var out []Stratum
	for _, s := range strata {
		switch s.Kind {
		case AllRecords, CompleteOnly, AnyMissing:
			out = append(out, s)
		}
	}
	return out
}

// RepetitionWords says in a sentence for each method that has filled its gaps
// several times what accuracy on all records is by Rubin's rules, where that has an
// interval.
// Of a context that ends before, the error is returned within a second.
func RepetitionWords(ctx context.Context, study result.Study) ([]string, error) {
	all := slices.DeleteFunc(DefaultStrata(study), func(s Stratum) bool { return s.Kind != AllRecords })
	list, err := RepetitionsUntil(ctx, study, all, Accuracy())
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range list {
		if math.IsNaN(r.CI95.Low) {
			continue
		}
		out = append(out, say.Form("%s with its gaps filled %d times (Rubin's rules): %.1f %% (95 %% interval %.1f %% to %.1f %%), standard error within a filling %.1f points, between fillings %.1f points, %.0f %% of the information is missing.",
			r.Method, r.Imputations, say.Percent(r.Estimate, 1), say.Percent(r.CI95.Low, 1), say.Percent(r.CI95.High, 1),
			say.Percent(math.Sqrt(r.Within), 1), say.Percent(math.Sqrt(r.Between), 1), say.Percent(r.Missing, 0)))
	}
	return out, nil
}

// RubinWords says how pooled numbers were made.
func RubinWords(m Measure) string {
	return say.Form("Multiple imputation, pooled by Rubin's rules (1987): %s is the mean over the completed tables, each with a classifier of its own; "+
		"its variance is that within a table (drawing the test records, and repetitions) and (1 + 1/m) times that between tables (what the gaps leave open); "+
		"intervals by Student's t with the degrees of freedom of Barnard and Rubin (1999). The tables above score the mean of the m predictions instead", m.Title)
}
