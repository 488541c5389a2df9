package experiment

import (
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/kernel"
)

// Outline is what is left of a plan without its data: enough to find its results
// again, and to say what is missing.
type Outline struct {
	Version    int      `json:"version"` // of the code that planned
	Dataset    string   `json:"dataset"`
	Hash       string   `json:"sha256"`
	Modalities []string `json:"modalities"`
	Classes    []string `json:"classes"`
	// Kin and Alike are those of the splits, for intervals over records that are
	// no independent witnesses.
	Kin   dataset.Kin   `json:"kin,omitempty"`
	Alike string        `json:"alike,omitempty"`
	Jobs  []OutlinedJob `json:"jobs"` // in the order of the plan
}

// OutlinedJob is a job without its rows and settings.
type OutlinedJob struct {
	ID string `json:"id"`
	// Also are the ids of the same job on machines of another arithmetic and of
	// earlier versions: a run of any of them stands in the place of its own.
	Also     []string `json:"also,omitempty"`
	Label    string   `json:"label"`
	Baseline bool     `json:"baseline,omitempty"` // one that every comparison carries
	Seed     int      `json:"seed"`
	Fold     int      `json:"fold"`
	Split    string   `json:"split"`
	Training string   `json:"training,omitempty"`
	Beside   bool     `json:"beside,omitempty"`
}

// OutlineOf writes down a plan.
func OutlineOf(d *dataset.Dataset, jobs []Job) Outline {
	o := Outline{Version: Version, Dataset: d.Name, Hash: d.Hash(), Modalities: d.Names(), Classes: d.Classes}
	if len(jobs) > 0 {
		o.Kin, o.Alike = jobs[0].Split.Clusters, jobs[0].Split.Alike
	}
	elsewhere := others{data: d}
	for _, j := range jobs {
		o.Jobs = append(o.Jobs, OutlinedJob{
			ID: j.ID, Also: elsewhere.of(j), Label: j.Label, Baseline: isBaseline(j.Method.Name),
			Seed: j.Seed, Fold: j.Fold, Split: j.Split.Name, Training: j.Training, Beside: j.Beside,
		})
	}
	return o
}

// others computes the ids of jobs elsewhere; what the jobs of a split share is
// computed once, for jobs that come one after the other.
type others struct {
	data      *dataset.Dataset
	last      Job
	now, then common
}

func (o *others) of(j Job) []string {
	if o.last.Mask != j.Mask || !sameRows(o.last.Split, j.Split) {
		mask := j.Mask.Hash()
		o.last, o.now, o.then = j, commonOf(Version, o.data.Hash(), mask, j.Split), commonOf(before, o.data.Hash(), mask, j.Split)
	}
	var ids []string
	for _, name := range kernel.Arithmetics() {
		j.Arithmetic = name
		if id := o.now.of(j); id != j.ID {
			ids = append(ids, id)
		}
	}
	j.Arithmetic = ""
	for _, settings := range settingsBefore(j.Method.Settings) {
		j.Method.Settings = settings
		ids = append(ids, o.then.of(j))
	}
	return ids
}

// sameRows says whether two splits are one: jobs of a plan share their slices.
func sameRows(a, b dataset.Split) bool {
	return len(a.Train) == len(b.Train) && len(a.Test) == len(b.Test) &&
		(len(a.Train) == 0 || &a.Train[0] == &b.Train[0]) && (len(a.Test) == 0 || &a.Test[0] == &b.Test[0])
}

// Done returns the id under which a store has the run of a job.
func (j OutlinedJob) Done(store Store) (id string, ok bool) {
	if store.Has(j.ID) {
		return j.ID, true
	}
	if i := slices.IndexFunc(j.Also, store.Has); i >= 0 {
		return j.Also[i], true
	}
	return "", false
}

// Finished counts the jobs that the store has a run of.
func (o Outline) Finished(store Store) int {
	n := 0
	for _, j := range o.Jobs {
		if _, ok := j.Done(store); ok {
			n++
		}
	}
	return n
}

// Collect makes the study of those jobs that the store has, as the function of
// that name does with the data, and lists the others.
func (o Outline) Collect(store Store) (result.Study, []OutlinedJob) {
	found := collection{study: result.Study{Dataset: o.Dataset, Hash: o.Hash, Modalities: o.Modalities, Classes: o.Classes, Kin: o.Kin, Alike: o.Alike}}
	runs := sideBySide(len(o.Jobs), func(i int) (result.Run, bool) { return o.Jobs[i].load(store) })
	var missing []OutlinedJob
	for i, j := range o.Jobs {
		found.method(j.Label, j.Baseline)
		if runs[i] == nil {
			missing = append(missing, j)
			continue
		}
		found.run(*runs[i], j.Beside)
	}
	return found.study, missing
}

// load returns the first run of the job that can be read.
func (j OutlinedJob) load(store Store) (result.Run, bool) {
	for _, id := range append([]string{j.ID}, j.Also...) {
		if run, err := store.Load(id); err == nil {
			run.Method, run.Training = j.Label, j.Training
			return run, true
		}
	}
	return result.Run{}, false
}
