package experiment

import (
	"context"
	"fmt"
	"strconv"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/say"
	"lacuna/models"
)

// mostImputations bounds how often gaps are filled: each filling has a
// classifier of its own.
const mostImputations = 200

// drawsTables says whether an imputer draws several completed tables.
func drawsTables(info impute.Info) bool {
	imputer, err := info.Make(nil)
	if err != nil {
		return false
	}
	_, ok := imputer.(impute.Drawer)
	return ok
}

// imputations is how often a method fills the gaps in a comparison that asks for
// so many: 0 for once, as a method does that has no imputer or one that gives
// one answer. So such a job is the same as in a comparison that does not ask.
func (p Pipeline) imputations(asked int) int {
	if asked < 2 || p.Imputer == nil || !drawsTables(*p.Imputer) {
		return 0
	}
	return asked
}

// OneAnswer says in words which methods of a comparison with several imputations
// fill the gaps but once; "" where that are none.
func OneAnswer(spec Spec) string {
	if spec.Imputations < 2 {
		return ""
	}
	var once []Method
	for _, m := range spec.Methods {
		p, err := registered().parse(m)
		if err == nil && p.Imputer != nil && p.imputations(spec.Imputations) == 0 {
			once = append(once, m)
		}
	}
	if len(once) == 0 {
		return ""
	}
	return say.Form("%s: the imputer gives one answer and draws none, so its gaps are filled once and nothing is pooled over %d imputations",
		methodNames(once), spec.Imputations)
}

// imputerSettings are those of the pipeline, with as many draws as are wanted.
func (t *trial) imputerSettings(info impute.Info) map[string]string {
	settings := settingsOf(info.Name, t.pipeline.Settings)
	if t.job.Imputations > 1 && info.Draws != "" {
		settings[info.Draws] = strconv.Itoa(t.job.Imputations)
	}
	return settings
}

// tables is how often the gaps are filled.
func (t *trial) tables() int { return max(1, t.job.Imputations) }

// completed returns features with their gaps filled for the k-th time: by a draw
// of the imputer, or by what it holds for best where they are filled once. An
// empty view has nothing to fill.
func (t *trial) completed(ctx context.Context, v dataset.View, k int) (dataset.View, error) {
	if v.Len() == 0 || t.imputer == nil {
		return v, nil
	}
	filled, err := t.fill(ctx, v, k)
	if err == nil {
		var bounded, moved int
		if filled, bounded, moved, err = impute.Within(filled); k == 0 && !t.counted {
			t.bounded, t.clipped = t.bounded+bounded, t.clipped+moved
		}
	}
	if err != nil {
		return dataset.View{}, err
	}
	if t.shifter == nil {
		return filled.View(), nil
	}
	shifted, moved, err := t.shifter.apply(filled)
	if err != nil {
		return dataset.View{}, fmt.Errorf("%s: %w", t.job.Shift.Words(), err)
	}
	if k == 0 && !t.counted {
		t.moved += moved
	}
	return shifted.View(), nil
}

func (t *trial) fill(ctx context.Context, v dataset.View, k int) (*dataset.Filled, error) {
	if t.tables() == 1 {
		return t.imputer.Transform(ctx, v, t.imputerEnv())
	}
	return t.imputer.(impute.Drawer).Draw(ctx, v, t.imputerEnv(), k)
}

// imputationsPhase is the phase of the models of several completed tables.
const imputationsPhase = "imputations"

// fitModels fits a model on each completed table, of which one is held at a time.
// All models have the seed of the method, so that what lies between them is what
// lies between the tables.
func (t *trial) fitModels(ctx context.Context, train, validation dataset.View) error {
	t.models = make([]models.Model, t.tables())
	if len(t.models) == 1 { // apart from the loop, so that the table with the gaps is let go
		return t.fitModel(ctx, train, validation, 0)
	}
	for k := range t.models {
		if err := t.fitModel(ctx, train, validation, k); err != nil {
			return err
		}
		t.env.Emit(job.Progress{Phase: imputationsPhase, Done: k + 1, Total: len(t.models)})
	}
	return nil
}

func (t *trial) fitModel(ctx context.Context, train, validation dataset.View, k int) error {
	var err error
	if t.models[k], err = t.pipeline.makeModel(); err != nil {
		return err
	}
	if train, err = t.completed(ctx, train, k); err != nil {
		return err
	}
	if validation, err = t.completed(ctx, validation, k); err != nil {
		return err
	}
	return t.models[k].Fit(ctx, train, validation, t.modelEnvOf(k))
}

// modelEnvOf is the surroundings of the model of a completed table. The first is
// heard of; the others keep their work under names of their own.
func (t *trial) modelEnvOf(k int) job.Env {
	env := t.modelEnv()
	if k == 0 {
		return t.firstOfTables(env)
	}
	return under{env.Keeper, fmt.Sprintf("imputation %d", k)}.of(env)
}

// firstOfTables says of the epochs of the first model that others follow.
func (t *trial) firstOfTables(env job.Env) job.Env {
	outer := env
	env.Report = func(ev job.Event) {
		if e, ok := ev.(job.Epoch); ok && t.tables() > 1 {
			e.Part, e.Parts = max(1, e.Part), max(1, e.Parts)*t.tables()
			ev = e
		}
		outer.Emit(ev)
	}
	return env
}

// answer is what a fitted pipeline says of a view: the mean over the completed
// tables, and the class probabilities of each where there are several.
type answer struct {
	models.Prediction
	tables []dataset.Matrix
}

// row returns the probabilities of a record by each completed table, nil of one.
func (a *answer) row(i int) [][]float64 {
	if len(a.tables) == 0 {
		return nil
	}
	out := make([][]float64, len(a.tables))
	for k, t := range a.tables {
		out[k] = t.Row(i)
	}
	return out
}

// pooled is the mean of the predictions by several completed tables.
func pooled(list []*models.Prediction) *answer {
	out := &answer{Prediction: *list[0]}
	if len(list) == 1 {
		return out
	}
	for _, p := range list {
		out.tables = append(out.tables, p.Probabilities)
	}
	out.Probabilities = meanOf(list, func(p *models.Prediction) []float64 { return p.Probabilities.Data }, out.Probabilities)
	out.Attention = meanOf(list, func(p *models.Prediction) []float64 { return p.Attention.Data }, out.Attention)
	if n := len(out.Uncertainty); n > 0 {
		out.Uncertainty = meanOf(list, func(p *models.Prediction) []float64 { return p.Uncertainty }, dataset.Matrix{Rows: n, Cols: 1}).Data
	}
	return out
}

func meanOf(list []*models.Prediction, of func(*models.Prediction) []float64, shape dataset.Matrix) dataset.Matrix {
	if shape.Rows*shape.Cols == 0 {
		return shape
	}
	out := dataset.NewMatrix(shape.Rows, shape.Cols)
	for _, p := range list {
		for i, x := range of(p) {
			out.Data[i] += x / float64(len(list))
		}
	}
	return out
}

// imputationsOf says of a run how many tables its rows were predicted from.
func imputationsOf(rows []result.Row) int {
	if len(rows) == 0 {
		return 0
	}
	return len(rows[0].Completed)
}
