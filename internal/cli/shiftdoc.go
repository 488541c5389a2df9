package cli

import (
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// shiftsDocument is the part of the JSON of results that shifts of imputed values
// add.
type shiftsDocument struct {
	As     string            `json:"as"` // sd, units or factor
	Of     []string          `json:"of,omitempty"`
	Metric string            `json:"metric"`
	Scores []shiftScoreEntry `json:"scores"`
	Pairs  []shiftPairEntry  `json:"pairs"`
	Said   []string          `json:"said"`
}

type shiftScoreEntry struct {
	Delta  float64      `json:"delta"`
	Method string       `json:"method"`
	Moved  result.Cells `json:"moved"` // numbers, over all methods and runs
	N      int          `json:"n_test"`
	Value  number       `json:"value"`
	CI95   [2]number    `json:"ci95"`
	// Of several fillings the value is pooled by Rubin's rules.
	Imputations int `json:"imputations,omitempty"`
	// Change is the value less that without a shift, the mean predictions of several
	// fillings compared.
	Change number    `json:"change"`
	Around [2]number `json:"change_ci95"`
	PHolm  number    `json:"change_p_holm"` // for all shifts of the method
}

type shiftPairEntry struct {
	Delta float64 `json:"delta"`
	pairEntry
}

// newShiftsDocument returns nil for a study without shifts.
func newShiftsDocument(s metric.Shifts) *shiftsDocument {
	if len(s.Shifts) == 0 {
		return nil
	}
	doc := &shiftsDocument{As: s.Shifts[0].As, Of: s.Shifts[0].Of, Metric: s.Measure.Name, Scores: []shiftScoreEntry{}, Pairs: []shiftPairEntry{}, Said: s.Words()}
	for i, shift := range s.Shifts {
		for _, k := range s.Shown() {
			value, ci, n := s.Value(i, k)
			e := shiftScoreEntry{Delta: shift.Delta, Method: s.Methods[k], Moved: s.Cells[i], N: n, Value: number(value), CI95: interval(ci), Imputations: s.Pooled[i][s.Methods[k]].Imputations}
			if c := s.Changes[i][k]; s.Moved[k] && i != s.None {
				e.Change, e.Around, e.PHolm = number(c.Difference), interval(c.CI95), number(c.PHolm)
			} else {
				e.PHolm = 1
			}
			doc.Scores = append(doc.Scores, e)
		}
		for _, p := range entriesOf(s.Pairs[i]) {
			doc.Pairs = append(doc.Pairs, shiftPairEntry{shift.Delta, p})
		}
	}
	return doc
}
