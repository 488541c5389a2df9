package vm

import (
	"fmt"
	"math"
	"strings"

	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// advised is which modality would help which test record, by the leading method
// of a finished comparison.
type advised struct {
	of     *result.Run // the first of the runs, of which every change makes a new list
	method string
	by     map[int][]metric.Advice // by record, the most useful modality first
}

// advise computes that beside the event goroutine, once for each comparison. One
// without complete records that were masked gives no advice.
func (w *WhatIf) advise() {
	study := w.comparison.study
	if w.comparison.Running() || len(study.Runs) == 0 || w.advice.of == &study.Runs[0] {
		return
	}
	w.advice = advised{of: &study.Runs[0]}
	go func() {
		out := advised{of: &study.Runs[0], method: metric.Leader(study), by: map[int][]metric.Advice{}}
		list, err := metric.Advise(study, out.method)
		if err != nil {
			return
		}
		for _, a := range list {
			if had := out.by[a.Record]; len(had) == 0 || had[0].Seed == a.Seed && had[0].Split == a.Split { // of its first test
				out.by[a.Record] = append(had, a)
			}
		}
		w.around.Do(func() {
			if w.advice.of == out.of {
				w.advice = out
				w.emit(WhatIfChanged)
			}
		})
	}()
}

// Acquiring says of each modality that the current record lacks in the test what
// acquiring it is expected to change, the most useful first; none where nothing is
// known of the record.
func (w *WhatIf) Acquiring() []string {
	i, ok := w.selection.Current()
	if !ok {
		return nil
	}
	var out []string
	for _, a := range w.advice.by[i] {
		if a.Reason != "" {
			out = append(out, say.Form("%s: nothing can be said: %s", a.Modality, a.Reason))
			continue
		}
		out = append(out, say.Form("%s: accuracy of %s %s [%s, %s] points, probability of the true class %s points; n = %s %s", a.Modality, w.advice.method,
			points(a.Accuracy), points(a.CI95.Low), points(a.CI95.High), points(a.Probability), Grouped(a.N), a.Basis))
	}
	return out
}

// points writes a difference of shares in points of a percent, with its sign.
func points(x float64) string {
	if math.Abs(100*x) < 0.05 {
		return "0"
	}
	return strings.Replace(fmt.Sprintf("%+.1f", say.Percent(x, 1)), "-", "−", 1)
}
