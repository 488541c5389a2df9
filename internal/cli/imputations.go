package cli

import (
	"fmt"
	"math"

	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// imputationsDocument is the part of the JSON of results that several
// imputations add.
type imputationsDocument struct {
	Words     string        `json:"words"`                // how numbers are pooled
	Pooled    []pooledEntry `json:"pooled"`               // by method and stratum
	OneAnswer string        `json:"one_answer,omitempty"` // whose gaps were filled once
}

// pooledEntry is a metric of a method over its completed tables. Variances are
// those of the estimate.
type pooledEntry struct {
	Method      string    `json:"method"`
	Stratum     string    `json:"stratum"`
	NTest       int       `json:"n_test"`
	Metric      string    `json:"metric"`
	Imputations int       `json:"imputations"`
	Estimate    number    `json:"estimate"`
	CI95        [2]number `json:"ci95"`
	Within      number    `json:"within"`
	Between     number    `json:"between"`
	Total       number    `json:"total"`
	DF          number    `json:"df"`
	Missing     number    `json:"missing_information"`
}

// newImputationsDocument pools a metric in all strata; nil where nobody asked for
// several imputations.
func newImputationsDocument(found result.Study, table metric.Table, m metric.Measure, spec experiment.Spec) *imputationsDocument {
	if spec.Imputations < 2 {
		return nil
	}
	doc := &imputationsDocument{Words: metric.RubinWords(m), Pooled: []pooledEntry{}, OneAnswer: experiment.OneAnswer(spec)}
	for _, r := range metric.Repetitions(found, table.Strata, m) {
		doc.Pooled = append(doc.Pooled, pooledEntry{
			r.Method, r.Stratum, r.N, m.Name, r.Imputations, number(r.Estimate), interval(r.CI95),
			number(r.Within), number(r.Between), number(r.Total), number(r.DF), number(r.Missing),
		})
	}
	return doc
}

// printImputations writes what several imputations add to the table above, for
// all records, the complete ones and those that lack something.
func (a *app) printImputations(found result.Study, table metric.Table, m metric.Measure, spec experiment.Spec) {
	if spec.Imputations < 2 {
		return
	}
	if list := metric.Repetitions(found, metric.MainStrata(table.Strata), m); len(list) > 0 {
		a.say("")
		rows := [][]string{{"imputed several times", "stratum", "m", "estimate", "s.e. within", "s.d. between", "df", "missing information"}}
		for _, r := range list {
			rows = append(rows, append([]string{r.Method, r.Title}, pooledCells(r.Pooled, m)...))
		}
		a.table(rows)
		a.say("%s.", metric.RubinWords(m))
	}
	if words := experiment.OneAnswer(spec); words != "" {
		a.say("note: %s", words)
	}
}

// pooledCells writes m, the estimate with its interval, what is within and
// between tables as standard deviations, the degrees of freedom and the fraction
// of missing information; accuracy in percent and points.
func pooledCells(p metric.Pooled, m metric.Measure) []string {
	scale, digits := 1.0, 4
	if m.Name == metric.AccuracyName {
		scale, digits = 100, 2
	}
	spread := func(variance float64) string {
		if math.IsNaN(variance) {
			return "–"
		}
		return fmt.Sprintf("%.*f", digits, scale*math.Sqrt(variance))
	}
	df, missing := "–", "–"
	if !math.IsNaN(p.DF) {
		df, missing = fmt.Sprintf("%.1f", p.DF), percent(p.Missing)
	}
	return []string{fmt.Sprint(p.Imputations), valueCell(p.Estimate, p.CI95, m), spread(p.Within), spread(p.Between), df, missing}
}
