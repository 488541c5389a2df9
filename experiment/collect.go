package experiment

import (
	"fmt"
	"sync"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// Collect makes the study of those planned jobs that the store has, in the
// order of the plan, and lists the jobs that it lacks.
func Collect(d *dataset.Dataset, jobs []Job, store Store) (result.Study, []Job) {
	study := result.Study{Dataset: d.Name, Hash: d.Hash(), Modalities: d.Names(), Classes: d.Classes}
	seen := map[string]bool{}
	var missing []Job
	for _, j := range jobs {
		if !seen[j.Label] {
			seen[j.Label] = true
			study.Methods = append(study.Methods, j.Label)
			if isBaseline(j.Method.Name) {
				study.Baselines = append(study.Baselines, j.Label)
			}
		}
		run, err := load(store, j)
		if err != nil {
			missing = append(missing, j)
			continue
		}
		study.Runs = append(study.Runs, run)
	}
	return study, missing
}

// load returns a stored run under the label that it has in this comparison.
func load(store Store, j Job) (result.Run, error) {
	if !store.Has(j.ID) {
		return result.Run{}, fmt.Errorf("job %s has not been run", j.ID)
	}
	run, err := store.Load(j.ID)
	run.Method = j.Label
	return run, err
}

// Memory is a Store that forgets when the program ends.
type Memory struct {
	mu   sync.RWMutex
	runs map[string]result.Run
}

// NewMemory returns an empty store in memory.
func NewMemory() *Memory { return &Memory{runs: map[string]result.Run{}} }

// Has says whether the job is finished.
func (m *Memory) Has(id string) bool {
	m.mu.RLock()
	defer m.mu.RUnlock()
	_, ok := m.runs[id]
	return ok
}

// Load returns a finished run.
func (m *Memory) Load(id string) (result.Run, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	run, ok := m.runs[id]
	if !ok {
		return result.Run{}, fmt.Errorf("job %s has not been run", id)
	}
	return run, nil
}

// Save keeps a finished run.
func (m *Memory) Save(j Job, run result.Run) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.runs[j.ID] = run
	return nil
}
