package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lacuna/assets/sample"
	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/project"
)

// study is an open project with its data and its finished runs.
type study struct {
	file  string  // project file; "" for a comparison that is not saved as one
	fresh *origin // of a project file that is still to be written
	// source is where the data of an open project are; "" for the sample.
	source string
	data   *dataset.Dataset // nil where the data are not there: see openResults
	// outline is the plan as it was written down when the comparison was run;
	// only without data.
	outline experiment.Outline
	damaged []string // ids of jobs whose result cannot be read
	records int      // of the data, also where they are not there
	hash    string   // of the data, as the project file has it
	spec    experiment.Spec
	shard   experiment.Shard // the share to run
	lock    *project.Lock    // of the program in the background; nil for others
	// remarks are what reading the data found odd when the project was saved,
	// or just now.
	remarks project.Remarks
	store   *project.Store
	queries []project.Query // selections with a name
	keep    bool            // trained models beside their runs
	// programs says that methods that are programs may be started.
	programs bool
}

// origin is where the data of a new project come from: a path, or "" for the
// sample.
type origin string

// openStudy opens a project file with its dataset and its (last) comparison.
func openStudy(ctx context.Context, file string) (*study, error) {
	s, p, err := openProject(file)
	if err != nil {
		return nil, err
	}
	return s, s.read(ctx, p)
}

// openProject opens a project file without its data.
func openProject(file string) (*study, *project.Project, error) {
	about, err := os.Stat(file)
	switch {
	case err == nil && about.IsDir():
		return nil, nil, usagef("%s is a folder; name a project file (…%s)", file, project.Extension)
	case err == nil && !about.Mode().IsRegular(): // reading a pipe could wait for ever
		return nil, nil, usagef("%s is no plain file; name a project file (…%s)", file, project.Extension)
	}
	p, err := project.Open(file)
	if err != nil {
		return nil, nil, err
	}
	if len(p.Specs) == 0 {
		return nil, nil, &dataset.UserError{
			What: file + " holds no comparison", Why: "it was saved before one was set up",
			Try: "Set one up in the window, or with: lacuna compare DATA --method … -o " + file,
		}
	}
	return &study{
		file: file, hash: p.Dataset.SHA256, source: p.Dataset.DataPaths(file)[0], spec: p.Specs[len(p.Specs)-1], store: project.NewStore(project.RunsFolder(file)), queries: p.Queries,
	}, p, nil
}

// read reads the data of the project and checks that they are those it was made
// with.
func (s *study) read(ctx context.Context, p *project.Project) error {
	data, err := openProjectData(ctx, s.file, p.Dataset)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = s.find(ctx, p, err)
	}
	if err != nil {
		return err
	}
	if err := p.Dataset.Check(data); err != nil {
		return err
	}
	s.data, s.remarks, s.records = data, remarksOf(p.Dataset, data), data.Records()
	return nil
}

func openProjectData(ctx context.Context, file string, d project.Dataset) (*dataset.Dataset, error) {
	if d.Sample {
		return sample.Open(ctx)
	}
	if err := format.Check(d.Import); err != nil {
		return nil, err
	}
	return format.OpenFiles(ctx, d.DataPaths(file), ReadOptions(d.Import))
}

// remarksOf returns the remarks that a project keeps. One of an earlier version
// keeps none: then it is those of now.
func remarksOf(d project.Dataset, now *dataset.Dataset) project.Remarks {
	if d.Remarks.Count > 0 {
		return d.Remarks
	}
	return project.NewRemarks(now.Problems)
}

// errOfProject refuses decisions about data that a project holds already.
func errOfProject(file string) error {
	return usagef("%s says itself how its data are read; --reader, --label and the like go with data alone", file)
}

// masks reads mask files relative to the project file.
func (s *study) masks(ctx context.Context) experiment.MaskReader {
	return func(file string) (*dataset.Mask, error) {
		return format.ReadMask(ctx, project.Resolved(s.file, file), s.data)
	}
}

// save writes the project file. Where there is one of the same data already,
// the comparison becomes its newest, and what else it holds stays.
func (s *study) save(source origin) error {
	p, err := project.Open(s.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p = project.New(strings.TrimSuffix(filepath.Base(s.file), project.Extension))
	case err != nil:
		return err
	case p.Dataset.Check(s.data) != nil:
		return otherData(s.file)
	}
	p.Add(s.spec)
	p.Dataset.Describe(s.data)
	if source == "" {
		p.Dataset.Sample = true
	} else if err := p.Dataset.Locate(s.file, string(source)); err != nil {
		return fmt.Errorf("cannot refer to %s from %s: %w", source, s.file, err)
	}
	return project.Save(s.file, p)
}

func otherData(file string) error {
	return &dataset.UserError{
		What: file + " is a project about other data", Why: "its dataset differs from the one given",
		Try: "Choose another name after -o, or move that project away",
	}
}

// run runs what has no result yet and returns all finished runs. While it
// does, no other program on this machine runs the same project file.
func (s *study) run(ctx context.Context, a *app, workers int) (found result.Study, err error) {
	if s.file != "" && s.shard.Of == 0 && s.lock == nil { // shares run side by side
		lock, err := project.Acquire(s.file)
		if err != nil {
			return found, err
		}
		defer func() { err = errors.Join(err, lock.Release()) }()
	}
	if s.fresh != nil {
		if err := s.save(*s.fresh); err != nil {
			return found, err
		}
	}
	s.store.Tidy()
	jobs, err := experiment.Plan(s.data, s.spec, s.masks(ctx))
	if err != nil {
		return found, err
	}
	if err := s.store.SaveOutline(s.spec, experiment.OutlineOf(s.data, jobs)); err != nil {
		return found, err
	}
	runner := experiment.Runner{Store: s.store, Workers: workers, Clock: a.Now, Masks: s.masks(ctx), KeepModels: s.keep, Programs: s.programs, Drain: a.Drain}
	own := s.shard.Jobs(jobs)
	p := a.progress(own)
	defer p.close()
	if s.lock != nil {
		s.lock.Background()
	}
	note, ended := begun(s.store, p.event)
	err = runner.RunJobs(ctx, s.data, own, note)
	ended()
	if ctx.Err() != nil {
		err = keptError{err}
	}
	if s.shard.Of > 0 {
		return found, err // collect looks at the runs of all shares
	}
	found, _ = experiment.Collect(s.data, jobs, s.store)
	return found, err
}

// finished returns the runs that are there, and says what is missing.
func (s *study) finished(ctx context.Context, a *app) (result.Study, error) {
	found, missing, total, err := s.collected(ctx)
	if err != nil {
		return found, err
	}
	if len(found.Runs) == 0 {
		if len(s.damaged) > 0 {
			return found, s.ofDamaged()
		}
		if earlier, n := s.earlier(); n > 0 {
			return found, s.ofEarlier(earlier, n)
		}
		if left := s.leftBehind(); left != "" {
			return found, &dataset.UserError{
				What: s.file + " has no results beside it", Why: "the runs of this comparison lie in " + left + ", as if the project had been renamed without them",
				Try: fmt.Sprintf("Rename that folder as well, to %s; or run it anew: lacuna run %s", project.RunsFolder(s.file), s.file),
			}
		}
		return found, &dataset.UserError{
			What: s.file + " has no results yet", Why: fmt.Sprintf("none of its %d jobs has been run", total),
			Try: "Run it first: lacuna run " + s.file,
		}
	}
	if missing > 0 {
		a.tell("%d of %d jobs have no result yet (lacuna run %s)", missing, total, s.file)
	}
	if len(s.damaged) > 0 {
		a.tell("%v", s.ofDamaged())
	}
	return found, nil
}

// collected finds the runs of the comparison, with its data or without.
func (s *study) collected(ctx context.Context) (found result.Study, missing, total int, err error) {
	if s.data == nil {
		found, left := s.outline.Collect(s.store)
		for _, j := range left {
			s.noteDamaged(j.ID)
		}
		return found, len(left) - len(s.damaged), len(s.outline.Jobs), nil
	}
	jobs, err := experiment.Plan(s.data, s.spec, s.masks(ctx))
	if err != nil {
		return found, 0, 0, err
	}
	found, left := experiment.Collect(s.data, jobs, s.store)
	for _, j := range left {
		s.noteDamaged(j.ID)
	}
	return found, len(left) - len(s.damaged), len(jobs), nil
}

// noteDamaged notes a job whose result is there and could not be read.
func (s *study) noteDamaged(id string) {
	if s.store.Damaged(id) {
		s.damaged = appendNew(s.damaged, []string{id})
	}
}

// ofDamaged says which results cannot be read.
func (s *study) ofDamaged() error {
	return &dataset.UserError{
		What: fmt.Sprintf("the results of %s of %s are damaged", numbered(len(s.damaged), "job"), s.file),
		Why:  "the files in " + s.store.Folder(s.damaged[0]) + " are not as they were written",
		Try:  "Run it again: lacuna run " + s.file,
	}
}

// cachedStore keeps the runs of comparisons that are not saved as a project,
// so that the same command goes on where it was stopped. Job ids are content
// hashes: runs of different comparisons never mix.
func cachedStore() (*project.Store, string, error) {
	folder, err := os.UserCacheDir()
	if err != nil {
		return nil, "", fmt.Errorf("no folder for unsaved results (%w); give one with -o STUDY.lacuna", err)
	}
	folder = filepath.Join(folder, "lacuna", "runs")
	return project.NewStore(folder), folder, nil
}

// by chooses the strata of a table.
func (s *study) by(found result.Study, name string) ([]metric.Stratum, error) {
	if name == "default" {
		return metric.DefaultStrata(found), nil
	}
	list, err := metric.StrataBy(found, name, s.columns())
	if err != nil && s.data == nil {
		return nil, fmt.Errorf("%w; columns of the data are not known without them", err)
	}
	if err != nil {
		return nil, usageError{err}
	}
	return list, nil
}

// columns are those of the data that group records; none without data.
func (s *study) columns() map[string][]string {
	if s.data == nil {
		return nil
	}
	return experiment.Columns(s.data)
}
