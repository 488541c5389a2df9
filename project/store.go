package project

import (
	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/result"
)

// Store keeps finished runs in a folder, one folder per job. It implements
// experiment.Store.
type Store struct {
	folder string
	files  fileSystem
}

// NewStore returns the store in a folder, usually RunsFolder of a project
// file. The folder is made when the first run is saved.
func NewStore(folder string) *Store { return &Store{folder: folder, files: disk{}} }

// Study plans a comparison of the project and loads all its finished runs, in
// the order of the plan, with the jobs that have no result yet.
func Study(d *dataset.Dataset, spec experiment.Spec, store experiment.Store, masks experiment.MaskReader) (result.Study, []experiment.Job, error) {
	jobs, err := experiment.Plan(d, spec, masks)
	if err != nil {
		return result.Study{}, nil, err
	}
	study, missing := experiment.Collect(d, jobs, store)
	return study, missing, nil
}
