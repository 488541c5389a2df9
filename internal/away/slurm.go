package away

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"lacuna/internal/cluster"
	"lacuna/internal/say"
)

// Submission is what was handed to Slurm.
type Submission struct {
	Job     string // id of the array; "" where nothing was left to do
	Collect string // id of the job that collects the results
	Tasks   []int  // of the array, those with a job without a result
	Of      int    // tasks of the whole
}

// Scripts are the two that Slurm is given, as files that a person may edit.
type Scripts struct {
	Array, Collect string
	Kept           []string // those of them that say something else than the settings
}

// Scripts writes both scripts beside the runs. Those that are there stay as they
// are, since somebody may have edited them, unless they are to be written anew.
func (p *Project) Scripts(s Settings, anew bool) (Scripts, error) {
	s.For = Slurm
	w, err := p.work(s)
	if err != nil {
		return Scripts{}, err
	}
	text, err := w.Script(Slurm)
	if err != nil {
		return Scripts{}, err
	}
	out := Scripts{Array: p.arrayFile(w.Shares), Collect: filepath.Join(p.Folder(), "collect.sh")}
	for _, one := range []struct{ file, text string }{{out.Array, text}, {out.Collect, w.Collecting()}} {
		if old, err := os.ReadFile(one.file); err == nil && !anew {
			if string(old) != one.text {
				out.Kept = append(out.Kept, one.file)
			}
			continue
		}
		if err := p.write(one.file, one.text); err != nil {
			return Scripts{}, err
		}
	}
	return out, nil
}

func (p *Project) arrayFile(shares int) string {
	return filepath.Join(p.Folder(), fmt.Sprintf("array-%d.sh", shares))
}

// Edited returns the script of the array that is kept for the tasks of the
// settings, "" for none.
func (p *Project) Edited(s Settings) (string, error) {
	text, err := os.ReadFile(p.arrayFile(p.Shares(s)))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(text), err
}

// Keep writes the script of the array as a person has edited it.
func (p *Project) Keep(s Settings, text string) error {
	return p.write(p.arrayFile(p.Shares(s)), text)
}

// write writes a script whole or not at all: on a full disk an edited one stays.
func (p *Project) write(file, text string) error {
	half := file + ".new"
	f, err := inside(p.File, half, os.O_TRUNC, 0o755)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(half, file)
	}
	if err != nil {
		_ = os.Remove(half) // it is ours
	}
	return err
}

// Submit hands to Slurm the tasks that have something to do, and a job that
// collects the results when none of them is left.
func (p *Project) Submit(ctx context.Context, s Settings, scripts Scripts) (Submission, error) {
	out := Submission{Of: p.Shares(s)}
	if out.Tasks = p.Unfinished(out.Of); len(out.Tasks) == 0 {
		return out, nil
	}
	most, err := cluster.MostTasks(ctx)
	if err != nil {
		return out, err
	}
	if out.Of >= most {
		return out, &Fault{"tasks", strconv.Itoa(out.Of), say.Form("arrays here have fewer than %d tasks; each may do many jobs", most)}
	}
	if out.Job, err = cluster.Submit(ctx, scripts.Array, out.Tasks); err != nil {
		return out, err
	}
	if err := p.note(out.Job); err != nil {
		return out, err
	}
	if out.Collect, err = cluster.SubmitAfter(ctx, scripts.Collect, out.Job); err != nil {
		return out, say.Errorf("job %s is submitted, but not the one that collects its results (lacuna collect does the same): %w", out.Job, err)
	}
	return out, p.note(out.Collect)
}

// jobsFile holds a line for each job that was submitted: its id, and the folder of
// the project, since in a copy of it somewhere else the ids are those of others.
func (p *Project) jobsFile() string { return filepath.Join(p.Folder(), "jobs") }

// note keeps the id of a submitted job.
func (p *Project) note(id string) error {
	folder, err := filepath.Abs(p.Folder())
	if err != nil {
		return err
	}
	f, err := inside(p.File, p.jobsFile(), os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // the write below is what counts
	_, err = fmt.Fprintf(f, "%s %s\n", id, strconv.Quote(folder))
	return err
}

// Submitted returns the ids of all jobs that were submitted for the project. The
// file may be anybody's: what is no id, or was submitted for another folder, is
// left out.
func (p *Project) Submitted() []string {
	text, err1 := os.ReadFile(p.jobsFile())
	folder, err2 := filepath.Abs(p.Folder())
	if err1 != nil || err2 != nil {
		return nil
	}
	var ids []string
	for line := range strings.Lines(string(text)) {
		id, of, _ := strings.Cut(strings.TrimSpace(line), " ")
		if n, err := strconv.Atoi(id); err == nil && n > 0 && of == strconv.Quote(folder) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Cancel ends all submitted jobs, those that wait and those that run. What is
// finished is kept.
func (p *Project) Cancel(ctx context.Context) error {
	ids := p.Submitted()
	if len(ids) == 0 {
		return nil
	}
	if err := cluster.Cancel(ctx, ids...); err != nil {
		return err
	}
	return os.Remove(p.jobsFile())
}

// Pace is how often Slurm may be asked: it serves many people.
const Pace = 15 * time.Second

// Queue returns how many tasks of the submitted jobs Slurm has in each state, such
// as PENDING and RUNNING; none where all are over.
func (p *Project) Queue(ctx context.Context) (map[string]int, error) {
	ids := p.Submitted()
	if len(ids) == 0 {
		return nil, nil
	}
	return cluster.Queue(ctx, ids...)
}
