package fitted

import (
	"context"
	"io"

	"lacuna/dataset/feature"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/internal/saved"
	"lacuna/internal/say"
	"lacuna/models"
)

// Format is the number of the layout that Write writes. Read refuses a newer
// one.
const Format = "2"

// formatKey is its name among a file's metadata.
const formatKey = "lacuna"

// NewerError is returned for a file of a newer program.
type NewerError struct{ Format string }

// Error says what to do.
func (e *NewerError) Error() string {
	return say.Form("the file has format %s, and this program reads %s; use a newer program", e.Format, Format)
}

// state is a pipeline as data; S is any for writing, and saved.Node for reading.
type state[S any] struct {
	About    About
	Classes  []string
	Features S
	Known    [][]bool
	Imputer  *part[S]
	Model    *part[S]
}

// part is an imputer or a model as data. State is what its Fit learned.
type part[S any] struct {
	Name     string
	Settings map[string]string
	Seed     rng.Seed
	State    S
}

// Write writes a fitted pipeline. What an imputer would learn only when it needs
// it is learned before, on env.Workers goroutines.
func (p *Pipeline) Write(ctx context.Context, w io.Writer, env job.Env) error {
	s := state[any]{About: p.About, Classes: p.Classes, Features: p.Features.State(), Known: p.Known}
	s.About.Import.Why = nil
	if i := p.Imputer; i != nil {
		learned, err := i.Fitted.State(ctx, i.Env(env.Workers))
		if err != nil {
			return err
		}
		s.Imputer = &part[any]{i.Name, i.Settings, i.Seed, learned}
	}
	if m := p.Model; m != nil {
		learned, err := m.Fitted.State()
		if err != nil {
			return err
		}
		s.Model = &part[any]{m.Name, m.Settings, m.Seed, learned}
	}
	file, err := saved.Encode(s)
	if err != nil {
		return err
	}
	file.Metadata[formatKey] = Format
	return file.Write(w)
}

// Read reads a pipeline. The error says what is wrong with the file, a
// *NewerError that it is of a newer program.
func Read(r io.Reader) (*Pipeline, error) {
	file, err := saved.Read(r)
	if err != nil {
		return nil, err
	}
	return load(file)
}

func load(file *saved.File) (*Pipeline, error) {
	switch format := file.Metadata[formatKey]; format {
	case Format:
	case "":
		return nil, say.Error("it holds tensors, but no model of this program")
	case "1":
		return nil, say.Error("it holds networks alone, as an earlier program kept them; keep the model again")
	default:
		return nil, &NewerError{format}
	}
	root, err := file.Root()
	if err != nil {
		return nil, err
	}
	var s state[saved.Node]
	if err := root.Decode(&s); err != nil {
		return nil, err
	}
	p := &Pipeline{About: s.About, Classes: s.Classes, Known: s.Known}
	if p.Features, err = feature.Load(s.Features); err != nil {
		return nil, err
	}
	if s.Imputer != nil {
		if p.Imputer, err = loadImputer(*s.Imputer); err != nil {
			return nil, err
		}
	}
	if s.Model != nil {
		if p.Model, err = loadModel(*s.Model); err != nil {
			return nil, err
		}
	}
	return p, p.check()
}

// check reports a file with parts too few.
func (p *Pipeline) check() error {
	switch {
	case p.Imputer == nil && p.Model == nil:
		return say.Error("it holds neither an imputer nor a model")
	case p.Model != nil && len(p.Classes) == 0:
		return say.Error("it holds a model without classes")
	case len(p.Known) != len(p.Features.Inputs()):
		return say.Errorf("it knows columns of %d modalities out of %d", len(p.Known), len(p.Features.Inputs()))
	}
	for m, in := range p.Features.Inputs() {
		if len(p.Known[m]) != len(in.Columns) {
			return say.Errorf("modality %q: it knows %d columns of %d", in.Name, len(p.Known[m]), len(in.Columns))
		}
	}
	return nil
}

func loadImputer(s part[saved.Node]) (*Imputer, error) {
	info, err := impute.Lookup(s.Name)
	if err != nil {
		return nil, err
	}
	imputer, err := info.Make(s.Settings)
	if err != nil {
		return nil, err
	}
	return &Imputer{s.Name, s.Settings, s.Seed, imputer}, imputer.Restore(s.State)
}

func loadModel(s part[saved.Node]) (*Model, error) {
	info, err := models.Lookup(s.Name)
	if err != nil {
		return nil, err
	}
	model, err := info.Make(s.Settings)
	if err != nil {
		return nil, err
	}
	return &Model{s.Name, s.Settings, s.Seed, model}, model.Restore(s.State)
}
