package cli

import (
	"lacuna/experiment/metric"
	"lacuna/experiment/missingness"
)

// missingnessInspection is the diagnosis of why something is missing.
type missingnessInspection struct {
	Little     []littleInspection    `json:"little"`
	Predictors []predictorInspection `json:"predictors"`
	Drift      []driftInspection     `json:"drift"`
	Untestable string                `json:"untestable"`
}

// littleInspection is one test of missing completely at random.
type littleInspection struct {
	Level     string   `json:"level"`
	N         int      `json:"n"`
	Columns   int      `json:"columns"`
	Patterns  int      `json:"patterns"`
	Statistic number   `json:"statistic"`
	DF        int      `json:"df"`
	P         number   `json:"p"`
	Refused   string   `json:"refused,omitempty"`
	Notes     []string `json:"notes"`
	Words     string   `json:"words"`
}

// predictorInspection is how well the absence of a modality can be predicted.
type predictorInspection struct {
	Modality string             `json:"modality"`
	N        int                `json:"n"`
	Absent   int                `json:"absent"`
	Values   *areaInspection    `json:"auc,omitempty"`
	Presence *areaInspection    `json:"auc_presence,omitempty"`
	Label    *areaInspection    `json:"auc_class,omitempty"`
	Columns  []columnInspection `json:"columns"`
	Refused  string             `json:"refused,omitempty"`
	Notes    []string           `json:"notes"`
	Words    string             `json:"words"`
}

// areaInspection is an area under the ROC curve, cross-validated.
type areaInspection struct {
	AUC   number    `json:"auc"`
	CI95  [2]number `json:"ci95"`
	N     int       `json:"n"`
	Folds int       `json:"folds"`
}

// columnInspection is a column that differs by itself.
type columnInspection struct {
	Name  string `json:"name"`
	N     int    `json:"n"`
	AUC   number `json:"auc"`
	PHolm number `json:"p_holm"`
}

func newPredictorInspection(p missingness.Predictor) predictorInspection {
	out := predictorInspection{Modality: p.Modality, N: p.N, Absent: p.Absent, Values: newAreaInspection(p.Values), Presence: newAreaInspection(p.Presence),
		Label: newAreaInspection(p.Label), Columns: []columnInspection{}, Refused: p.Refused, Notes: append([]string{}, p.Notes...), Words: p.Words()}
	for _, c := range p.Columns {
		out.Columns = append(out.Columns, columnInspection{c.Name, c.N, number(c.AUC), number(c.PHolm)})
	}
	return out
}

func newAreaInspection(e metric.Estimate) *areaInspection {
	if e.N == 0 {
		return nil
	}
	return &areaInspection{number(e.Value), interval(e.CI95), e.N, e.Units}
}

// driftInspection is the tests of whether absence goes with the order of records.
type driftInspection struct {
	Modality     string `json:"modality"`
	N            int    `json:"n"`
	Absent       int    `json:"absent"`
	Later        number `json:"absent_later"` // probability that a record without it stands behind one with it
	PTrend       number `json:"p_trend"`
	PTrendHolm   number `json:"p_trend_holm"`
	Runs         int    `json:"runs"`
	ExpectedRuns number `json:"expected_runs"`
	PRuns        number `json:"p_runs"`
	PRunsHolm    number `json:"p_runs_holm"`
	Change       int    `json:"change_after_records"`
	ID           string `json:"change_at"`
	Before       number `json:"absent_before"`
	After        number `json:"absent_after"`
	Refused      string `json:"refused,omitempty"`
	Words        string `json:"words"`
}

func newMissingnessInspection(x missingness.Diagnosis) *missingnessInspection {
	out := &missingnessInspection{Little: []littleInspection{}, Predictors: []predictorInspection{}, Drift: []driftInspection{}, Untestable: missingness.Untestable}
	for _, l := range x.Little {
		out.Little = append(out.Little, littleInspection{Level: l.Level, N: l.N, Columns: l.Columns, Patterns: l.Patterns,
			Statistic: number(l.Statistic), DF: l.DF, P: number(l.P), Refused: l.Refused, Notes: append([]string{}, l.Notes...), Words: l.Words()})
	}
	for _, p := range x.Predictors {
		out.Predictors = append(out.Predictors, newPredictorInspection(p))
	}
	for _, d := range x.Drifts {
		out.Drift = append(out.Drift, driftInspection{Modality: d.Modality, N: d.N, Absent: d.Absent, Later: number(d.Later),
			PTrend: number(d.PTrend), PTrendHolm: number(d.PTrendHolm), Runs: d.Runs, ExpectedRuns: number(d.ExpectedRuns),
			PRuns: number(d.PRuns), PRunsHolm: number(d.PRunsHolm), Change: d.Change, ID: d.ID,
			Before: number(d.Before), After: number(d.After), Refused: d.Refused, Words: d.Words()})
	}
	return out
}

// printMissingness says what is known of why something is missing.
func (a *app) printMissingness(x missingness.Diagnosis) {
	a.say("\nwhy it is missing")
	for _, l := range x.Little {
		a.say("  %s", l.Words())
		for _, note := range l.Notes {
			a.say("    %s", note)
		}
	}
	a.say("  %s", missingness.Untestable)
	for _, p := range x.Predictors {
		a.say("  %s", p.Words())
		for _, note := range p.Notes {
			a.say("    %s", note)
		}
	}
	if len(x.Predictors) > 0 {
		a.say("  (an AUC of 0.5 or below predicts nothing)")
	}
	for _, d := range x.Drifts {
		a.say("  %s", d.Words())
	}
	a.say("  %s", x.Tells.Finding())
}
