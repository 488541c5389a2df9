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

// printShifted writes what the hidden values and a classifier say of each shift.
func (a *app) printShifted(list []shiftedScore) {
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
	a.say("%s", unbiased(list))
}

func shiftOf(s shiftedScore) result.Shift { return result.Shift{Delta: s.Delta, As: s.As} }

// unbiased says at which shift the hidden numbers are met on average: between two
// neighbours with errors of opposite signs, by the line through them.
func unbiased(list []shiftedScore) string {
	for k := 1; k < len(list); k++ {
		a, b := float64(list[k-1].Bias), float64(list[k].Bias)
		if a*b > 0 || a == b || math.IsNaN(a+b) {
			continue
		}
		between := func(x, y float64) float64 { return list[k-1].Delta + (list[k].Delta-list[k-1].Delta)*(0-x)/(y-x) }
		at := result.Shift{Delta: round2(between(a, b)), As: list[k].As}
		low := result.Shift{Delta: round2(between(float64(list[k-1].BiasCI[0]), float64(list[k].BiasCI[0]))), As: at.As}
		high := result.Shift{Delta: round2(between(float64(list[k-1].BiasCI[1]), float64(list[k].BiasCI[1]))), As: at.As}
		if low.Delta > high.Delta {
			low, high = high, low
		}
		if math.IsNaN(low.Delta + high.Delta) {
			return fmt.Sprintf("The hidden numbers are met on average at a shift of %s (too few records for an interval). This holds for what was hidden here.", at.Short())
		}
		return fmt.Sprintf("The hidden numbers are met on average at a shift of %s (95 %% interval %s to %s). This holds for what was hidden here, by the way in which it was hidden.", at.Short(), low.Short(), high.Short())
	}
	return "At no shift in the range are the hidden numbers met on average."
}

func round2(x float64) float64 { return math.Round(100*x) / 100 }
