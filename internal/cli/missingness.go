package cli

import (
	"lacuna/experiment/missingness"
)

// missingnessInspection is the diagnosis of why something is missing.
type missingnessInspection struct {
	Little     []littleInspection `json:"little"`
	Drift      []driftInspection  `json:"drift"`
	Untestable string             `json:"untestable"`
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
	out := &missingnessInspection{Little: []littleInspection{}, Drift: []driftInspection{}, Untestable: missingness.Untestable}
	for _, l := range x.Little {
		out.Little = append(out.Little, littleInspection{Level: l.Level, N: l.N, Columns: l.Columns, Patterns: l.Patterns,
			Statistic: number(l.Statistic), DF: l.DF, P: number(l.P), Refused: l.Refused, Notes: append([]string{}, l.Notes...), Words: l.Words()})
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
	for _, d := range x.Drifts {
		a.say("  %s", d.Words())
	}
	a.say("  %s", x.Tells.Finding())
}
