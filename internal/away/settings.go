package away

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lacuna/internal/cluster"
	"lacuna/internal/say"
)

// Settings say how a project is given to a scheduler.
type Settings struct {
	For     string   // scheduler, one of cluster.Kinds
	Tasks   int      // of the array; 0: one for each job, mostTasks at most
	Cores   int      // of each task
	Memory  string   // of each task, such as 4G
	Time    string   // limit of each task: hours:minutes:seconds
	Queue   string   // partition or queue; "" for the default
	Program string   // path of lacuna where the tasks run, as it is; "" for this program
	Moved   []string // HERE=THERE: what a path begins with here, and where the tasks run
}

// Slurm is the scheduler that is submitted to.
const Slurm = "slurm"

// MostTasks is how many tasks an array has where nobody says.
const MostTasks = 8

// Defaults are the settings where nobody says.
func Defaults() Settings {
	return Settings{For: Slurm, Cores: 2, Memory: "4G", Time: "04:00:00"}
}

// Fault is a setting that cannot be.
type Fault struct {
	Setting string // tasks, cores, memory, time, partition, map or for
	Value   string // as it was given
	Why     string // and what to write
}

// Error implements error.
func (f *Fault) Error() string { return fmt.Sprintf("%s %q: %s", f.Setting, f.Value, f.Why) }

var (
	memorySize = regexp.MustCompile(`^[1-9][0-9]*[KMGT]$`)
	timeLimit  = regexp.MustCompile(`^([0-9]{1,5}):([0-5][0-9]):[0-5][0-9]$`)
	queueName  = regexp.MustCompile(`^[A-Za-z0-9._,@-]*$`)
)

// leastMinutes is the shortest time of a task: shorter ones would be told to stop
// before they have begun.
const leastMinutes = 5

// Check returns the first *Fault of the settings, or nil.
func (s Settings) Check() error {
	switch {
	case s.Tasks < 0:
		return &Fault{"tasks", strconv.Itoa(s.Tasks), say.Text("an array has one task or more")}
	case s.Cores < 1:
		return &Fault{"cores", strconv.Itoa(s.Cores), say.Text("a task needs a core")}
	case !memorySize.MatchString(s.Memory):
		return &Fault{"memory", s.Memory, say.Text("write a number and K, M, G or T, such as 4G")}
	case !timeLimit.MatchString(s.Time):
		return &Fault{"time", s.Time, say.Text("write hours:minutes:seconds, such as 04:00:00")}
	case shorter(s.Time):
		return &Fault{"time", s.Time, say.Form("a task is told to stop two minutes before its time is over; give it %d minutes or more", leastMinutes)}
	case !queueName.MatchString(s.Queue):
		return &Fault{"partition", s.Queue, say.Text("this is no name of a partition")}
	case !slices.Contains(cluster.Kinds(), s.For):
		return &Fault{"for", s.For, say.Form("scripts are written for %s", strings.Join(cluster.Kinds(), ", "))}
	}
	for _, m := range s.Moved {
		here, there, ok := strings.Cut(m, "=")
		switch {
		case !ok || here == "" || there == "":
			return &Fault{"map", m, say.Text("write HERE=THERE")}
		case !strings.HasPrefix(there, "/"):
			return &Fault{"map", m, say.Text("write where it is there as a whole path: it begins with /")}
		}
	}
	return nil
}

func shorter(limit string) bool {
	parts := timeLimit.FindStringSubmatch(limit)
	hours, err1 := strconv.Atoi(parts[1])
	minutes, err2 := strconv.Atoi(parts[2])
	return err1 == nil && err2 == nil && 60*hours+minutes < leastMinutes
}

// there maps a path of this machine to where the tasks run, by the longest
// beginning that was given.
func (s Settings) there(path string) string {
	from, to := "", ""
	for _, m := range s.Moved {
		if here, there, _ := strings.Cut(m, "="); below(path, here) && len(here) > len(from) {
			from, to = here, there
		}
	}
	rest := strings.TrimPrefix(path, from)
	if from == "" || rest == "" {
		return to + rest
	}
	return strings.TrimRight(to, "/") + "/" + strings.TrimLeft(filepath.ToSlash(rest), "/")
}

// below says whether a path begins with another one, and not only with its
// letters: /data/ab is not below /data/a.
func below(path, folder string) bool {
	rest, ok := strings.CutPrefix(path, folder)
	return ok && (rest == "" || os.IsPathSeparator(rest[0]) || os.IsPathSeparator(folder[len(folder)-1]))
}
