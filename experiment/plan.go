package experiment

import (
	"fmt"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/kernel"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Plan lists the jobs of a comparison in a fixed order: repetition by
// repetition, split by split, and within a split method by method, so that
// every method has a first result early. The baselines that every comparison
// carries are added. Methods of the same repetition and split share one mask.
//
// The same dataset and spec give the same plan on every machine; ids are the
// same on machines of the same arithmetic. Errors name the method, setting, split or mask that cannot be.
func Plan(d *dataset.Dataset, spec Spec, read MaskReader) ([]Job, error) {
	return registered().plan(d, spec, read)
}

func (c catalogue) plan(d *dataset.Dataset, spec Spec, read MaskReader) ([]Job, error) {
	methods, err := c.resolve(spec)
	if err != nil {
		return nil, err
	}
	switch {
	case spec.Seeds < 0 || spec.Seeds > mostSeeds:
		return nil, say.Errorf("%d seeds; 1 to %d are possible", spec.Seeds, mostSeeds)
	case spec.Search < 0 || spec.Search > mostCandidates:
		return nil, say.Errorf("a search over %d settings; 0 to %d can be tried", spec.Search, mostCandidates)
	case spec.Imputations < 0 || spec.Imputations > mostImputations:
		return nil, say.Errorf("%d imputations; 1 to %d are possible", spec.Imputations, mostImputations)
	}
	if err := spec.Features.Check(); err != nil {
		return nil, err
	}
	if err := spec.checkShifts(d, methods); err != nil {
		return nil, err
	}
	var jobs []Job
	for seed := range max(1, spec.Seeds) {
		folds, err := spec.draw(d, seed, read)
		if err != nil {
			return nil, err
		}
		for fold, f := range folds {
			for _, under := range f.trainings(d, spec.Mask) {
				jobs = append(jobs, spec.jobs(d, methods, seed, fold, under)...)
			}
			jobs = append(jobs, spec.shifted(d, methods, seed, fold, f)...)
			jobs = append(jobs, spec.imports(d, seed, fold, f)...)
		}
	}
	return jobs, nil
}

// mostSeeds bounds the repetitions of a comparison: a project file edited by
// hand must not ask for more jobs than memory can list.
const mostSeeds = 1000

// mostCandidates bounds a search: beyond it, sets of validation records are
// remembered rather than learned from.
const mostCandidates = 100

// resolved is a method with all its settings, its name for tables, and the
// settings that a search tries.
type resolved struct {
	method     Method
	pipeline   Pipeline
	label      string
	candidates []map[string]string
}

// resolve adds the baselines, looks up every method and fills in its settings.
func (c catalogue) resolve(spec Spec) ([]resolved, error) {
	if len(spec.Methods) == 0 {
		return nil, say.Errorf("the comparison has no method; %s", c.choices())
	}
	methods := WithBaselines(spec.Methods)
	pipelines := make([]Pipeline, len(methods))
	for i, m := range methods {
		var err error
		if pipelines[i], err = c.parse(m); err != nil {
			return nil, err
		}
	}
	out := make([]resolved, len(methods))
	seen := map[string]bool{}
	for i, label := range labels(methods, pipelines) {
		out[i] = resolved{Method{Name: methods[i].Name, Settings: pipelines[i].Settings}, pipelines[i], label, spec.candidates(methods[i], pipelines[i])}
		key := methods[i].Name + fmt.Sprint(pipelines[i].Settings)
		if seen[key] {
			return nil, say.Errorf("method %s is in the comparison twice with the same settings", methods[i].Name)
		}
		seen[key] = true
	}
	return out, nil
}

// candidates are the settings that a search tries for a method: the same in
// every repetition.
func (s Spec) candidates(m Method, p Pipeline) []map[string]string {
	if s.Search < 2 {
		return nil
	}
	set := map[string]string{}
	for key := range m.Settings {
		if full, err := p.qualify(key); err == nil {
			set[full] = m.Settings[key]
		}
	}
	return p.candidates(s.Search, p.knobs(set), rng.New(s.Root).Child("search/"+m.Name))
}

// fold is one split with the mask that holds in it.
type fold struct {
	split dataset.Split
	mask  *dataset.Mask
	swept swept
	// Of jobs in a sweep: see Job.
	training string
	beside   bool
	shift    result.Shift
}

// draw makes the splits and the mask of one repetition.
func (s Spec) draw(d *dataset.Dataset, seed int, read MaskReader) ([]fold, error) {
	repetition := s.Repetition(seed)
	splits, err := s.Split.Draw(d, repetition.Child("split"))
	if err != nil {
		return nil, err
	}
	mask, err := s.Mask.Draw(d, repetition, read)
	if err != nil {
		return nil, err
	}
	sweep, err := s.Sweep.draw(d, s, repetition, read)
	if err != nil {
		return nil, err
	}
	folds := make([]fold, len(splits))
	for i, split := range splits {
		restricted, err := s.Mask.on(mask, split)
		if err != nil {
			return nil, err
		}
		folds[i] = fold{split: split, mask: restricted, swept: sweep}
	}
	return folds, nil
}

// jobs makes the jobs of one split.
func (s Spec) jobs(d *dataset.Dataset, methods []resolved, seed, index int, f fold) []Job {
	same := commonOf(Version, d.Hash(), f.mask.Hash(), f.split)
	jobs := make([]Job, len(methods))
	for i, m := range methods {
		jobs[i] = Job{
			Method: m.method, Label: m.label, Seed: seed, Fold: index, Root: s.Root,
			MaskedComplete: s.MaskedComplete, Imputations: m.pipeline.imputations(s.Imputations), Features: m.pipeline.featureOptions(s.Features, d), Candidates: m.candidates,
			Arithmetic: kernel.Arithmetic(), Split: f.split, Mask: f.mask,
			Tests: f.swept.tests, SweepNotes: f.swept.notes, Training: f.training, Beside: f.beside, Shift: f.shift,
		}
		jobs[i].ID = same.of(jobs[i])
	}
	return jobs
}
