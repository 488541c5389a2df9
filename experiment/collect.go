package experiment

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Collect makes the study of those planned jobs that the store has, in the
// order of the plan, and lists the jobs that it lacks. In the place of a job
// that was not run by this version on a machine of this arithmetic stands the
// run of another.
func Collect(d *dataset.Dataset, jobs []Job, store Store) (result.Study, []Job) {
	found := collection{study: result.Study{Dataset: d.Name, Hash: d.Hash(), Modalities: d.Names(), Classes: d.Classes}}
	if len(jobs) > 0 {
		found.study.Kin, found.study.Alike = jobs[0].Split.Clusters, jobs[0].Split.Alike
	}
	own := sideBySide(len(jobs), func(i int) (result.Run, bool) {
		run, err := load(store, jobs[i])
		return run, err == nil
	})
	elsewhere := others{data: d}
	var missing []Job
	for i, j := range jobs {
		found.method(j.Label, isBaseline(j.Method.Name))
		if own[i] == nil {
			run, err := elsewhere.load(store, j)
			if err != nil {
				missing = append(missing, j)
				continue
			}
			own[i] = &run
		}
		found.run(*own[i], j.Beside)
	}
	return found.study, missing
}

// sideBySide reads runs on as many goroutines as may run at once: what takes the
// time is not the disk. A run that cannot be read is nil.
func sideBySide(n int, read func(i int) (result.Run, bool)) []*result.Run {
	runs := make([]*result.Run, n)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		group.Go(func() error {
			if run, ok := read(i); ok {
				runs[i] = &run
			}
			return nil
		})
	}
	_ = group.Wait() // none of them fails
	return runs
}

// collection is a study that grows by the jobs of a plan, in their order.
type collection struct{ study result.Study }

// method adds the method of a job, unless an earlier job has.
func (c *collection) method(label string, baseline bool) {
	if slices.Contains(c.study.Methods, label) {
		return
	}
	c.study.Methods = append(c.study.Methods, label)
	if baseline {
		c.study.Baselines = append(c.study.Baselines, label)
	}
}

func (c *collection) run(run result.Run, beside bool) {
	if beside {
		c.study.Beside = append(c.study.Beside, run)
		return
	}
	c.study.Runs = append(c.study.Runs, run)
}

// load returns a stored run under the label that it has in this comparison.
func load(store Store, j Job) (result.Run, error) {
	run, err := store.Load(j.ID)
	run.Method, run.Training = j.Label, j.Training
	return run, err
}

// LoadRun returns the stored run of a job or, where this version has not run it
// on a machine of this arithmetic, that of another.
func LoadRun(d *dataset.Dataset, store Store, j Job) (result.Run, error) {
	return (&others{data: d}).load(store, j)
}

// load returns the first run of the job that can be read: its own, or that of
// another. The error is that of its own, which is the one that may be damaged.
func (o *others) load(store Store, j Job) (result.Run, error) {
	run, own := load(store, j)
	if own == nil {
		return run, nil
	}
	for _, id := range o.of(j) {
		j.ID = id
		if run, err := load(store, j); err == nil {
			return run, nil
		}
	}
	return result.Run{}, own
}

// before is the version whose runs had no arithmetic in their ids.
const before = 2

// settingsBefore are the settings by which the version before knew a method:
// those without what it had not, and with what was its default where that is
// another one now.
func settingsBefore(settings map[string]string) []map[string]string {
	first := maps.Clone(settings)
	maps.DeleteFunc(first, func(key, value string) bool {
		return strings.HasSuffix(key, ".preset") && value == "own" || key == "gated.gate" && value == "own" || key == "gain.schedule" && value == "cosine"
	})
	if first["gbt.patience"] != "0" {
		return []map[string]string{first}
	}
	second := maps.Clone(first)
	second["gbt.patience"] = "10"
	return []map[string]string{first, second}
}

// ArithmeticWords says by which arithmetic the runs of a study were computed,
// and what follows where it was not one for all.
func ArithmeticWords(study result.Study) string {
	runs := map[string]int{}
	total := 0
	for _, run := range study.Runs {
		if run.Imported {
			continue
		}
		total++
		runs[cmp.Or(run.Arithmetic, "unknown")]++
	}
	names := slices.Sorted(maps.Keys(runs))
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	for i, name := range names {
		names[i] = say.Form("%s (%d of %d runs)", name, runs[name], total)
	}
	return say.Form("%s; rounded in other ways, the same method can learn something else: run all of them on one machine before comparing them", strings.Join(names, ", "))
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
		return result.Run{}, say.Errorf("job %s has not been run", id)
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
