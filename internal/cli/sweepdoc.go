package cli

import (
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// sweepDocument is the part of the JSON of results that a sweep adds.
type sweepDocument struct {
	Conditions  []conditionEntry            `json:"conditions"`
	Trainings   []trainingEntry             `json:"trainings"` // the comparison's own first
	Scores      []sweptEntry                `json:"scores"`
	Intervals   string                      `json:"intervals"`
	Robustness  []robustnessEntry           `json:"robustness"`  // of accuracy
	Differences []robustnessDifferenceEntry `json:"differences"` // in tau
	Warnings    []string                    `json:"warnings"`
}

type conditionEntry struct {
	Name      string        `json:"name"`
	Mechanism string        `json:"mechanism,omitempty"`
	Rate      float64       `json:"rate"`
	Present   []string      `json:"present,omitempty"` // of a pattern
	Test      achievedEntry `json:"test"`              // over all runs
}

type trainingEntry struct {
	Name        string        `json:"name"`
	Development achievedEntry `json:"development"` // over all runs
}

type sweptEntry struct {
	Training     string `json:"training"`
	Method       string `json:"method"`
	stratumEntry        // its name is that of the condition
}

type estimateEntry struct {
	Value number    `json:"value"`
	CI95  [2]number `json:"ci95"`
	N     int       `json:"n_test"`
	Units int       `json:"n_units"`
}

type robustnessEntry struct {
	Training  string        `json:"training"`
	Mechanism string        `json:"mechanism"`
	Rates     []float64     `json:"rates"`
	Method    string        `json:"method"`
	Tau       estimateEntry `json:"tau"`
	Rho       estimateEntry `json:"rho"` // null without late fusion or rate 0
}

type robustnessDifferenceEntry struct {
	Training  string `json:"training"`
	Mechanism string `json:"mechanism"`
	A         string `json:"a"`
	B         string `json:"b"`
	estimateEntry
	P     number `json:"p"`
	PHolm number `json:"p_holm"` // for all pairs of the curve
}

// newSweepDocument returns nil for a study without a sweep.
func newSweepDocument(study result.Study) *sweepDocument {
	s := metric.NewSweep(study, metric.Accuracy())
	if len(s.Conditions) == 0 {
		return nil
	}
	doc := &sweepDocument{Intervals: s.Intervals, Robustness: []robustnessEntry{}, Differences: []robustnessDifferenceEntry{}, Warnings: s.Warnings()}
	for i, c := range s.Conditions {
		e := conditionEntry{Name: c.Name, Mechanism: c.Mechanism, Rate: c.Rate, Test: newAchievedEntry(s.Tested[i], study.Modalities)}
		if c.Pattern != "" {
			e.Present = c.Pattern.Names(study.Modalities)
		}
		doc.Conditions = append(doc.Conditions, e)
	}
	for t, training := range s.Trainings {
		doc.Trainings = append(doc.Trainings, trainingEntry{training.Name, newAchievedEntry(training.Dev, study.Modalities)})
		for i, c := range s.Conditions {
			for m, method := range s.Methods {
				doc.Scores = append(doc.Scores, sweptEntry{training.Name, method, newStratumEntry(c.Name, s.Scores[t][i][m])})
			}
		}
	}
	doc.addRobustness(s)
	return doc
}

func (doc *sweepDocument) addRobustness(s metric.Sweep) {
	for _, r := range s.Robustness() {
		doc.Robustness = append(doc.Robustness, robustnessEntry{r.Training, r.Mechanism, r.Rates, r.Method, newEstimateEntry(r.Tau), newEstimateEntry(r.Rho)})
	}
	for _, d := range s.RobustnessDifferences() {
		doc.Differences = append(doc.Differences, robustnessDifferenceEntry{d.Training, d.Mechanism, d.A, d.B, newEstimateEntry(d.Estimate), number(d.P), number(d.PHolm)})
	}
}

func newEstimateEntry(e metric.Estimate) estimateEntry {
	return estimateEntry{number(e.Value), interval(e.CI95), e.N, e.Units}
}
