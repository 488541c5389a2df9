package vm

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"

	"lacuna/experiment"
	"lacuna/internal/away"
	"lacuna/internal/cluster"
	"lacuna/internal/say"
	"lacuna/internal/shell"
	"lacuna/project"
)

// Away runs the comparison that is set up outside of the window: in the
// background, on Slurm, or by a script that a person submits. It goes on when
// the window is closed; the next window watches it again.
type Away struct {
	part
	file   func() string                               // of the project; "" while unsaved
	plan   func(func(*plan))                           // of the comparison that is set up
	begin  func(p *plan, store experiment.Store) error // shows it
	follow *following                                  // what goes on now; nil for nothing
	shown  *Comparison

	at       int // of places
	workers  int
	settings away.Settings
	project  *away.Project // with its plan; nil before Prepare
	planned  *plan
	text     string // the script as it stands there
	made     string // and as the settings make it
	fault    error  // of the settings
	busy     bool
	said     string // what came of what was asked for last
	failed   bool
}

// place is where a comparison may run. kind is the scheduler, "" for none.
type place struct{ title, kind string }

var places = []place{
	{"this machine, in the background", ""}, {"Slurm", away.Slurm}, {"a script for PBS", "pbs"}, {"a script for SGE", "sge"},
	{"a script for LSF", "lsf"}, {"a script for Kubernetes", "kubernetes"}, {"a script for a shell (xargs)", "xargs"},
}

// Places are the titles of where a comparison may run.
func Places() []string {
	var titles []string
	for _, p := range places {
		titles = append(titles, say.Text(p.title))
	}
	return titles
}

// errNotKept is returned where the runs of a project are kept in no folder.
var errNotKept = say.Error("save the project first: a program outside of the window runs the project file")

// open forgets what was open; what runs goes on.
func (a *Away) open() {
	a.end()
	a.at, a.settings, a.workers = 0, away.Defaults(), a.around.Workers
	a.project, a.planned, a.text, a.made, a.fault, a.said = nil, nil, "", "", nil, ""
}

// Prepare plans the comparison of the saved project, so that it can be handed
// over. It returns at once; done hears how it went.
func (a *Away) Prepare(done func(error)) {
	file := a.file()
	store, err := a.around.Store(file)
	kept, ok := store.(*project.Store)
	switch {
	case err == nil && (!ok || file == ""):
		err = errNotKept
	}
	if err != nil {
		done(err)
		return
	}
	a.plan(func(p *plan) {
		if p.err != nil {
			done(p.err)
			return
		}
		go func() {
			o := experiment.OutlineOf(p.data, p.jobs)
			err := kept.SaveOutline(p.spec, o)
			a.around.Do(func() {
				if err == nil && file == a.file() {
					a.project, a.planned = &away.Project{File: file, Store: kept, Outline: o}, p
					a.renew(true)
				}
				done(err)
			})
		}()
	})
}

// Place is the title of where it is to run.
func (a *Away) Place() string { return say.Text(places[a.at].title) }

// SetPlace chooses where it is to run, by its title.
func (a *Away) SetPlace(title string) {
	i := slices.IndexFunc(places, func(p place) bool { return say.Text(p.title) == title })
	if i < 0 || i == a.at {
		return
	}
	a.at, a.said = i, ""
	a.renew(true)
	a.emit(AwayChanged)
}

// kind is the scheduler of the place, "" for none.
func (a *Away) kind() string { return places[a.at].kind }

// Remark says what has to be known of the place.
func (a *Away) Remark() string {
	switch a.kind() {
	case "":
		return say.Text("A program of its own runs the jobs. It goes on when this window is closed.")
	case away.Slurm:
		if !cluster.Here() {
			return say.Text("There is no Slurm on this machine (no sbatch): write the script, and submit it where there is one.")
		}
		return say.Text("An array of tasks shares the jobs; a last one collects the results. Tasks read the project file when they begin: leave its set-up as it is until then.")
	}
	return say.Text("The script is text: write it to a file and submit it yourself. Then watch it with: lacuna status")
}

// renew makes the script anew. What a person has edited stays, unless another
// one belongs to the place or to the number of tasks.
func (a *Away) renew(other bool) {
	if a.project == nil {
		return
	}
	edited := a.Edited()
	if a.made, a.fault = "", nil; a.kind() == "" {
		a.text = ""
		return
	}
	s := a.settings
	s.For = a.kind()
	if a.made, a.fault = a.project.Script(s); a.fault != nil {
		return
	}
	switch {
	case other && s.For == away.Slurm:
		kept, err := a.project.Edited(s)
		if a.text = kept; err != nil || kept == "" {
			a.text = a.made
		}
	case other || !edited:
		a.text = a.made
	}
}

// Script returns the script as it stands; "" where there is none.
func (a *Away) Script() string { return a.text }

// Edit takes what a person has made of the script.
func (a *Away) Edit(text string) {
	if a.text != text {
		a.text = text
		a.emit(AwayChanged)
	}
}

// Edited says whether the script is another one than the settings make.
func (a *Away) Edited() bool { return a.text != a.made }

// Anew makes the script as the settings say.
func (a *Away) Anew() {
	a.text = a.made
	a.emit(AwayChanged)
}

// Command is what does the same from a terminal; "" where nothing is ready.
func (a *Away) Command() string {
	if a.project == nil {
		return ""
	}
	file := a.project.File
	switch a.kind() {
	case "":
		return shell.Line("lacuna", "run", file, "--background", "--workers", strconv.Itoa(a.workers))
	case away.Slurm:
		return shell.Line("lacuna", "slurm", file, "--tasks", strconv.Itoa(a.project.Shares(a.settings)), "--submit", "--watch")
	}
	return shell.Line("lacuna", "status", file)
}

// WriteScript writes the script to a file of its own.
func (a *Away) WriteScript(path string) error {
	if a.text == "" {
		return say.Error("there is no script to write")
	}
	if IsProject(path) {
		return say.Errorf("%s is the name of a project; write the script to another file, such as job.sh", path)
	}
	if err := os.WriteFile(path, []byte(a.text), 0o755); err != nil {
		return err
	}
	a.log.Note(say.Form("script written to %s", path))
	return nil
}

// ScriptName is the file name that a script is proposed to have.
func (a *Away) ScriptName() string {
	name := strings.TrimSuffix(fileName(a.planned.data.Name), project.Extension) + "-" + a.kind()
	if a.kind() == "kubernetes" {
		return name + ".yaml"
	}
	return name + ".sh"
}

// CanTest says whether Slurm can be asked if it would take the script.
func (a *Away) CanTest() bool { return a.kind() == away.Slurm && cluster.Here() && a.free() }

// CanStart says whether the comparison can be handed over from here.
func (a *Away) CanStart() bool {
	return (a.kind() == "" || a.kind() == away.Slurm && cluster.Here()) && a.free() && a.follow == nil && !a.shown.Running()
}

func (a *Away) free() bool { return a.project != nil && a.fault == nil && !a.busy }

// StartWords names what starts it.
func (a *Away) StartWords() string {
	if a.kind() == away.Slurm {
		return say.Text("Submit")
	}
	return say.Text("Start")
}

// Said is what came of what was asked for last, and whether that failed.
func (a *Away) Said() (words string, failed bool) {
	if a.fault != nil {
		var f *away.Fault
		if errors.As(a.fault, &f) {
			return f.Setting + ": " + f.Why, true
		}
		return a.fault.Error(), true
	}
	return a.said, a.failed
}
