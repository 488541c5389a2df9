package away

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"lacuna/experiment"
	"lacuna/internal/cluster"
	"lacuna/internal/say"
	"lacuna/project"
)

// Project is a project file with the plan of its comparison.
type Project struct {
	File    string
	Store   *project.Store
	Outline experiment.Outline
}

// Shares returns the number of tasks: what was set, or one for each job, as far
// as that is not too many.
func (p *Project) Shares(s Settings) int {
	if s.Tasks > 0 {
		return s.Tasks
	}
	return max(1, min(MostTasks, len(p.Outline.Jobs)))
}

// Script returns the script for the scheduler of the settings.
func (p *Project) Script(s Settings) (string, error) {
	w, err := p.work(s)
	if err != nil {
		return "", err
	}
	return w.Script(s.For)
}

// work says how the project is to be run, with paths as they are where it runs.
func (p *Project) work(s Settings) (cluster.Work, error) {
	if err := s.Check(); err != nil {
		return cluster.Work{}, err
	}
	w := cluster.Work{Shares: p.Shares(s), Cores: s.Cores, Memory: s.Memory, Time: s.Time, Queue: s.Queue}
	file, err := filepath.Abs(p.File)
	if err != nil {
		return w, err
	}
	ours := []string{file}
	if s.Program == "" { // one that is given is named as it is there
		program, err := os.Executable()
		if err != nil {
			return w, err
		}
		ours = append(ours, program)
	}
	for _, m := range s.Moved {
		here, _, _ := strings.Cut(m, "=")
		if !slices.ContainsFunc(ours, func(path string) bool { return below(path, here) }) {
			return w, &Fault{"map", m, say.Form("what is to be run does not lie there: %s", strings.Join(ours, ", "))}
		}
	}
	w.Name, w.Study, w.Program = jobName(file), s.there(file), cmp.Or(s.Program, s.there(ours[len(ours)-1]))
	w.Logs = s.there(project.RunsFolder(file)) + "/.slurm"
	if s.For == cluster.Kubernetes && !utf8.ValidString(w.Program+w.Study) {
		return w, &Fault{"for", s.For, say.Text("the path of the project has bytes that are no letters (UTF-8), which such a file cannot hold; rename it")}
	}
	return w, nil
}

// jobName makes a name that every scheduler takes of that of a project file:
// letters, digits and dashes within, and short enough for Kubernetes to put the
// number of a task behind it.
func jobName(file string) string {
	name := strings.ToLower(strings.TrimSuffix(filepath.Base(file), project.Extension))
	name = "lacuna-" + strings.Trim(unnamed.ReplaceAllString(name, "-"), "-")
	return strings.Trim(name[:min(len(name), longestName)], "-")
}

const longestName = 48

// unnamed are the letters that no scheduler takes in a name.
var unnamed = regexp.MustCompile(`[^a-z0-9]+`)

// Folder is that of the scripts, the ids and the output of the tasks.
func (p *Project) Folder() string { return filepath.Join(project.RunsFolder(p.File), ".slurm") }

// Unfinished lists the shares that have a job without a result.
func (p *Project) Unfinished(shares int) []int {
	var open []int
	for i := range shares {
		share := experiment.Shard{Index: i, Of: shares}
		if slices.ContainsFunc(share.Places(p.Outline.Labels()), func(at int) bool {
			_, done := p.Outline.Jobs[at].Done(p.Store)
			return !done
		}) {
			open = append(open, i)
		}
	}
	return open
}
