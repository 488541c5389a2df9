package charts

import (
	"strconv"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/result"
)

// Table implements Figure: of each method the mean over its runs, a row per epoch
// that is common to all, and then one row per run and epoch. Where lines are smoothed,
// further columns have the smoothed losses, with the standard errors of their means.
func (f *learning) Table() canvas.Table {
	t := canvas.Table{
		Header: []string{"method", "line", "phase", "seed", "split", "epoch", "n_runs", "train_loss", "train_se", "validation_loss", "validation_se",
			"validation_accuracy", "used", "step"},
		Context: f.context(),
	}
	smoothed := f.in.Curves.Smoothing != NotSmoothed
	if smoothed {
		t.Header = append(t.Header, "train_smoothed", "train_smoothed_se", "validation_smoothed", "validation_smoothed_se")
	}
	for _, m := range f.curves {
		for k, e := range m.mean {
			row := []string{m.name, "mean", m.phase, "", "", strconv.Itoa(e.epoch), strconv.Itoa(len(m.folded())), exact(e.train), exact(e.trainError),
				exact(e.validation), exact(e.validationError), exact(e.accuracy), "", m.stepName()}
			if s := m.shown[k]; smoothed {
				row = append(row, exact(s.train), exact(s.trainError), exact(s.validation), exact(s.validationError))
			}
			t.Rows = append(t.Rows, row)
		}
		for _, r := range m.runs {
			for k, e := range r.epochs {
				row := r.cells(m.name, e)
				if s := r.shown[k]; smoothed {
					row = append(row, exact(s.TrainLoss), "", exact(s.ValidationLoss), "")
				}
				t.Rows = append(t.Rows, row)
			}
		}
	}
	return t
}

// cells are those of an epoch of the run, without what is smoothed.
func (r runCurve) cells(method string, e result.Epoch) []string {
	return []string{method, "run", e.Phase, strconv.Itoa(r.Seed), r.Split, strconv.Itoa(e.Epoch), "1", exact(e.TrainLoss), "",
		exact(e.ValidationLoss), "", exact(e.ValidationAccuracy), strconv.FormatBool(e.Epoch == r.chosen && r.state == finished), stepName(e)}
}

// Table implements Figure: a row for each run, epoch and pattern, with the smoothed
// loss where lines are smoothed.
func (f *learningPatterns) Table() canvas.Table {
	t := canvas.Table{
		Header:  []string{"method", "phase", "seed", "split", "epoch", "pattern", "n", "validation_loss", "validation_accuracy", "used", "step"},
		Context: f.context(),
	}
	smoothing := f.in.Curves.Smoothing
	if smoothing != NotSmoothed {
		t.Header = append(t.Header, "validation_smoothed")
	}
	for _, m := range f.methods {
		for _, r := range m.runs {
			shown := r.byPattern(smoothing)
			for k, e := range r.epochs {
				for _, p := range e.Patterns {
					label := "other"
					if p.Pattern != "" {
						label = p.Pattern.Label(f.in.Study.Modalities)
					}
					row := []string{m.name, e.Phase, strconv.Itoa(r.Seed), r.Split, strconv.Itoa(e.Epoch), label, strconv.Itoa(p.N),
						exact(p.Loss), exact(float64(p.Right) / float64(p.N)), strconv.FormatBool(e.Epoch == r.chosen && r.state == finished), stepName(e)}
					if smoothing != NotSmoothed {
						row = append(row, exact(shown[p.Pattern][k]))
					}
					t.Rows = append(t.Rows, row)
				}
			}
		}
	}
	return t
}

// byPattern are the smoothed losses of a run by pattern, an epoch each.
func (r runCurve) byPattern(s Smoothing) map[dataset.Pattern][]float64 {
	out := map[dataset.Pattern][]float64{}
	for _, p := range r.epochs[0].Patterns {
		out[p.Pattern] = s.smooth(series(r.epochs, func(e result.Epoch) float64 {
			at, _ := lossAt(e, p.Pattern)
			return at.Loss
		}))
	}
	return out
}
