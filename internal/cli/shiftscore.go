package cli

import (
	"fmt"
	"math"

	"lacuna/experiment"
	"lacuna/experiment/result"
)

// shiftedScore is the JSON of what an imputation scores when its values are moved.
type shiftedScore struct {
	Delta    float64          `json:"delta"`
	As       string           `json:"as"`
	Moved    int              `json:"moved"`      // filled numbers, hidden or not
	Bias     number           `json:"mean_error"` // of hidden numbers, in standard deviations: filled less true
	BiasCI   [2]number        `json:"ci95_mean_error"`
	Cells    int              `json:"cells"`
	Records  int              `json:"records"`
	NRMSE    number           `json:"nrmse"`
	Down     *downstreamScore `json:"downstream,omitempty"`
	Change   number           `json:"downstream_change"` // against no shift
	ChangeCI [2]number        `json:"ci95_downstream_change"`
}

func newShiftedScores(list []experiment.ShiftedScore) []shiftedScore {
	var out []shiftedScore
	for _, s := range list {
		e := shiftedScore{s.Shift.Delta, s.Shift.As, s.Moved, number(s.Bias.Mean), bounds(s.Bias.Interval), s.Bias.Cells, s.Bias.Records, number(s.Scores.NRMSE),
			newDownstreamScore(s.Down), number(math.NaN()), [2]number{number(math.NaN()), number(math.NaN())}}
		if e.Down != nil && !s.Shift.None() {
			e.Change, e.ChangeCI = number(s.Change.Share), bounds(s.Change.Interval)
		}
		out = append(out, e)
	}
	return out
}

// printShifted writes what the hidden values and a classifier say of each shift,
// and at which the hidden ones are met.
func (a *app) printShifted(list []shiftedScore, met string) {
	if len(list) == 0 {
		return
	}
	a.say("\nsensitivity: filled values shifted")
	rows := [][]string{{"filled values", "moved", "mean error", "NRMSE", "downstream", "change"}}
	for _, s := range list {
		down, change := "–", "–"
		if s.Down != nil {
			down = spanned(s.Down.Accuracy, s.Down.CI, 3)
			if !shiftOf(s).None() {
				change = spanned(s.Change, s.ChangeCI, 3)
			}
		}
		rows = append(rows, []string{shiftOf(s).Short(), fmt.Sprint(s.Moved), spanned(s.Bias, s.BiasCI, 3), fmt.Sprintf("%.4f", s.NRMSE), down, change})
	}
	a.table(rows)
	if list[0].Cells == 0 {
		a.say("no hidden number is in a column that is moved and has different values: no mean error can be told")
		return
	}
	a.say("mean error of %d hidden numbers of %d records, filled less true, in standard deviations of their columns, interval over records; downstream and its change against no shift on the same records", list[0].Cells, list[0].Records)
	a.say("%s", met)
}

func shiftOf(s shiftedScore) result.Shift { return result.Shift{Delta: s.Delta, As: s.As} }
