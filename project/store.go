package project

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// The files of a run folder.
const (
	jobFile         = "job.json"            // what was done, with the rows of the split
	metricsFile     = "metrics.json"        // the run as a whole, for people and scripts
	predictionsFile = "predictions.parquet" // one row per test record and series
	eventsFile      = "events.jsonl"        // one line per epoch
	sweepFile       = "sweep.parquet"       // one row per test record and condition, where there was a sweep
	completedFile   = "imputations.parquet" // one row per prediction and completed table, where gaps were filled several times
	modelFile       = "model.safetensors"   // the trained model, where it was to be kept
	doneFile        = "DONE"                // sizes and checksums of the others; written last
)

// Store keeps finished runs in a folder, one folder per job. It implements
// experiment.Store. A run folder without DONE, or one whose files do not match
// it, counts as not there: the job is run again and the folder replaced.
type Store struct {
	folder string
	files  fileSystem
}

var (
	_ experiment.ModelStore   = (*Store)(nil)
	_ experiment.PartialStore = (*Store)(nil)
)

// NewStore returns the store in a folder, usually RunsFolder of a project
// file. The folder is made when the first run is saved.
func NewStore(folder string) *Store { return &Store{folder: folder, files: disk{}} }

// Folder returns the folder of one job, finished or not.
func (s *Store) Folder(id string) string { return filepath.Join(s.folder, id) }

// Has says whether the job is finished and all its files have the right size;
// a model that has gone is no loss to the run.
func (s *Store) Has(id string) bool {
	done, err := s.done(id)
	if err != nil {
		return false
	}
	for name, f := range done.Files {
		if name == modelFile {
			continue
		}
		size, err := s.files.Size(filepath.Join(s.Folder(id), name))
		if err != nil || size != f.Size {
			return false
		}
	}
	return true
}

// Damaged says whether the job was finished and its folder is not as it was
// written. One without DONE is half a run, and no result that is lost.
func (s *Store) Damaged(id string) bool {
	_, err := s.files.Size(filepath.Join(s.Folder(id), doneFile))
	return err == nil && !s.whole(id)
}

// Load reads a finished run. It reports a file that is not as it was written.
func (s *Store) Load(id string) (result.Run, error) {
	run, err := s.load(id)
	if err != nil {
		return result.Run{}, say.Errorf("run %s: %w", s.Folder(id), err)
	}
	return run, nil
}

func (s *Store) load(id string) (result.Run, error) {
	content, err := s.content(id)
	if err != nil {
		return result.Run{}, err
	}
	return decodeRun(content)
}

// content returns the files of a finished run as they were written, its model
// aside.
func (s *Store) content(id string) (map[string][]byte, error) {
	done, err := s.done(id)
	if err != nil {
		return nil, err
	}
	content := map[string][]byte{}
	for name, f := range done.Files {
		if name == modelFile {
			continue // read by Model alone: it is large, and no run needs it
		}
		data, err := s.files.ReadFile(filepath.Join(s.Folder(id), name))
		if err != nil {
			return nil, err
		}
		if checksum(data) != f.SHA256 {
			return nil, say.Errorf("%s is not as it was written", name)
		}
		content[name] = data
	}
	return content, nil
}

// Copy copies a finished run into a store that does not have it, without its
// model.
func (s *Store) Copy(to *Store, id string) error {
	content, err := s.content(id)
	if err == nil {
		err = to.files.MkdirAll(to.Folder(id))
	}
	if err == nil {
		err = to.write(to.Folder(id), content)
	}
	if err != nil {
		return say.Errorf("copying run %s: %w", s.Folder(id), err)
	}
	return nil
}

// Job returns the job of a finished run: its method and settings and its split,
// but not its mask.
func (s *Store) Job(id string) (experiment.Job, error) {
	text, err := s.files.ReadFile(filepath.Join(s.Folder(id), jobFile))
	if err != nil {
		return experiment.Job{}, say.Errorf("job: %w", err)
	}
	var record jobRecord
	if err := json.Unmarshal(text, &record); err != nil {
		return experiment.Job{}, say.Errorf("run %s: %s: %w", s.Folder(id), jobFile, err)
	}
	return record.job(), nil
}

// Save makes the folder of a finished run under a temporary name and moves it
// into place whole, and removes the job's half-done work. Where another program
// has finished the same job meanwhile, its folder stays: the same job has the
// same result.
func (s *Store) Save(j experiment.Job, run result.Run) error {
	return s.SaveModel(j, run, nil)
}

// SaveModel saves a finished run as Save does, together with its trained
// model, nil for none. A run that is there without a model is replaced by one
// that has it.
func (s *Store) SaveModel(j experiment.Job, run result.Run, model []byte) error {
	if err := s.save(j, run, model); err != nil {
		return say.Errorf("saving run %s: %w", s.Folder(j.ID), err)
	}
	s.forget(j.ID)
	return nil
}

func (s *Store) save(j experiment.Job, run result.Run, model []byte) error {
	if s.whole(j.ID) {
		return s.addModel(j.ID, model)
	}
	content, err := encodeRun(j, run)
	if err != nil {
		return err
	}
	if model != nil {
		content[modelFile] = model
	}
	if err := s.files.MkdirAll(s.folder); err != nil {
		return err
	}
	temp, err := s.files.TempDir(s.folder, half())
	if err != nil {
		return err
	}
	defer func() { _ = s.files.RemoveAll(temp) }() // gone already where all went well
	if err := s.write(temp, content); err != nil {
		return err
	}
	return s.place(temp, j.ID, model)
}

// place moves a finished folder to its name. What may have that name is either
// the same run, which another program finished meanwhile and which stays, or a
// damaged one, which is moved away first.
func (s *Store) place(temp, id string, model []byte) error {
	err := s.files.Rename(temp, s.Folder(id))
	switch {
	case err == nil:
		return s.files.SyncDir(s.folder)
	case s.whole(id):
		return s.addModel(id, model)
	case !errors.Is(err, fs.ErrExist) && !s.there(id):
		return err
	}
	aside, err := s.files.TempDir(s.folder, half())
	if err != nil {
		return err
	}
	defer func() { _ = s.files.RemoveAll(aside) }()
	if err := s.files.Rename(s.Folder(id), filepath.Join(aside, id)); err != nil {
		return err
	}
	if err := s.files.Rename(temp, s.Folder(id)); err != nil && !s.whole(id) {
		return err
	}
	return s.files.SyncDir(s.folder)
}

// there says whether anything has the name of a run folder.
func (s *Store) there(id string) bool {
	_, err := s.files.Size(s.Folder(id))
	return err == nil
}

// addModel puts a model into the folder of a finished run that has none, nil
// for nothing to do. The run is whole at every moment: DONE names the model only
// after it is there.
func (s *Store) addModel(id string, model []byte) error {
	if _, err := s.Model(id); model == nil || err == nil {
		return nil
	}
	if err := replace(s.files, filepath.Join(s.Folder(id), modelFile), model); err != nil {
		return err
	}
	done, err := s.done(id)
	if err != nil {
		return err
	}
	done.Files[modelFile] = fileMark{int64(len(model)), checksum(model)}
	text, err := done.encode()
	if err != nil {
		return err
	}
	return replace(s.files, filepath.Join(s.Folder(id), doneFile), text)
}

func (s *Store) whole(id string) bool {
	_, err := s.load(id)
	return err == nil
}

// write puts the files into a folder, DONE last.
func (s *Store) write(folder string, content map[string][]byte) error {
	done := doneMark{Files: map[string]fileMark{}}
	for _, name := range slices.Sorted(maps.Keys(content)) {
		if err := s.files.WriteFile(filepath.Join(folder, name), content[name], newFile); err != nil {
			return err
		}
		done.Files[name] = fileMark{int64(len(content[name])), checksum(content[name])}
	}
	if err := s.files.SyncDir(folder); err != nil {
		return err
	}
	text, err := done.encode()
	if err != nil {
		return err
	}
	if err := s.files.WriteFile(filepath.Join(folder, doneFile), text, newFile); err != nil {
		return err
	}
	return s.files.SyncDir(folder)
}

// doneMark is the content of DONE.
type doneMark struct {
	Files map[string]fileMark `json:"files"`
}

func (d doneMark) encode() ([]byte, error) {
	text, err := json.MarshalIndent(d, "", "  ")
	return append(text, '\n'), err
}

type fileMark struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

func (s *Store) done(id string) (doneMark, error) {
	data, err := s.files.ReadFile(filepath.Join(s.Folder(id), doneFile))
	if err != nil {
		return doneMark{}, err
	}
	var done doneMark
	if err := json.Unmarshal(data, &done); err != nil {
		return doneMark{}, fmt.Errorf("%s: %w", doneFile, err)
	}
	for _, name := range []string{jobFile, metricsFile, predictionsFile, eventsFile} {
		if _, ok := done.Files[name]; !ok {
			return doneMark{}, say.Errorf("%s does not name %s", doneFile, name)
		}
	}
	for name := range done.Files {
		if filepath.Base(name) != name {
			return doneMark{}, say.Errorf("%s names %q, which is no file of the folder", doneFile, name)
		}
	}
	return done, nil
}

func checksum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
