package fitted

import (
	"context"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/kernel"
	"lacuna/internal/rng"
	"lacuna/internal/say"
	"lacuna/models"
)

// About says where a pipeline comes from.
type About struct {
	Method     string `json:"method"`     // as tables call it
	Job        string `json:"job"`        // id of the job that fitted it, "" for an imputer alone
	Version    int    `json:"version"`    // of the protocol (experiment.Version)
	Arithmetic string `json:"arithmetic"` // of the machine (package kernel)
	Dataset    string `json:"dataset"`    // its name
	Hash       string `json:"hash"`       // and its SHA-256
	Records    int    `json:"records"`    // that were fitted on
	// Import holds the decisions by which the dataset was read.
	Import dataset.Import `json:"import"`
}

// Pipeline is a fitted method. It may be used by one goroutine at a time.
type Pipeline struct {
	About    About
	Features *feature.Pipeline
	Known    [][]bool // by modality: the columns that some fitted record has
	Imputer  *Imputer // nil for a model that takes missing modalities itself
	Model    *Model   // nil for an imputer alone
	Classes  []string
}

// Imputer is a fitted imputer with its settings and the seed that it fills by.
type Imputer struct {
	Name     string
	Settings map[string]string
	Seed     rng.Seed
	Fitted   impute.Imputer
}

// Model is a fitted model with its settings and the seed that it predicts by.
type Model struct {
	Name     string
	Settings map[string]string
	Seed     rng.Seed
	Fitted   models.Model
}

// Env is what the imputer fills by.
func (i *Imputer) Env(workers int) job.Env { return job.Env{Seed: i.Seed, Workers: workers} }

// SameArithmetic says whether this machine computes the last bits as the one
// did that the pipeline is from.
func (p *Pipeline) SameArithmetic() bool { return p.About.Arithmetic == kernel.Arithmetic() }

// predictRows is the number of records that are predicted together: what is said
// of a record does not depend on those beside it.
const predictRows = 1 << 14

// Predict asks the pipeline about the records of a view that Adapt made. The
// same records get the same bytes as in the study.
func (p *Pipeline) Predict(ctx context.Context, v dataset.View, env job.Env) (*models.Prediction, error) {
	if p.Model == nil {
		return nil, say.Error("the file holds an imputer and no model; lacuna impute DATA --imputer FILE uses it")
	}
	out := &models.Prediction{Probabilities: dataset.Matrix{Cols: len(p.Classes)}}
	for low := 0; low < v.Len(); low += predictRows {
		part, err := p.predict(ctx, v.Select(between(low, min(low+predictRows, v.Len()))), env)
		if err != nil {
			return nil, err
		}
		out.Probabilities = behind(out.Probabilities, part.Probabilities)
		out.Uncertainty = append(out.Uncertainty, part.Uncertainty...)
		if part.Attention.Data != nil {
			out.Attention = behind(out.Attention, part.Attention)
		}
		env.Emit(job.Progress{Phase: "predict", Done: out.Probabilities.Rows, Total: v.Len()})
	}
	return out, nil
}

func between(low, high int) []int {
	rows := make([]int, high-low)
	for k := range rows {
		rows[k] = low + k
	}
	return rows
}

// behind returns the rows of b behind those of a.
func behind(a, b dataset.Matrix) dataset.Matrix {
	return dataset.Matrix{Rows: a.Rows + b.Rows, Cols: b.Cols, Data: append(a.Data, b.Data...)}
}

func (p *Pipeline) predict(ctx context.Context, v dataset.View, env job.Env) (*models.Prediction, error) {
	v, err := p.Features.Apply(v)
	if err != nil {
		return nil, err
	}
	out, _, err := p.Ask(ctx, v, env.Workers)
	return out, err
}

// Ask asks the pipeline about the records of a view that its features have been
// applied to. It returns what the model says of them, nil of an imputer alone,
// and what the imputer makes of them, nil where there is none.
func (p *Pipeline) Ask(ctx context.Context, v dataset.View, workers int) (out *models.Prediction, filled *dataset.Filled, err error) {
	if p.Imputer != nil {
		if filled, err = p.Imputer.Fitted.Transform(ctx, v, p.Imputer.Env(workers)); err == nil {
			filled, _, _, err = impute.Within(filled)
		}
		if err != nil {
			return nil, nil, err
		}
		v = filled.View()
	}
	if p.Model == nil {
		return nil, filled, nil
	}
	if out, err = p.Model.Fitted.Predict(ctx, v, job.Env{Seed: p.Model.Seed, Workers: workers}); err != nil {
		return nil, nil, err
	}
	if err := out.Check(v, len(p.Classes)); err != nil { // a file may be anybody's
		return nil, nil, say.Errorf("the file of the model is damaged: %w", err)
	}
	return out, filled, nil
}
