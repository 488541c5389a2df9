// Package cluster writes what a scheduler needs to run the shares of a project,
// and asks Slurm to take it.
//
// The words: a Work is a project to be run in a number of shares, one task of an
// array each. A script is text that a person may edit; the program does nothing
// that the script does not say.
package cluster

import (
	"bytes"
	_ "embed" // carries the scripts
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"unicode"

	"lacuna/internal/say"
	"lacuna/internal/shell"
)

// Work is a project to be run in shares.
type Work struct {
	Name    string // of the job; letters, digits and dashes
	Program string // path of lacuna where the tasks run
	Study   string // path of the project file where the tasks run
	Logs    string // folder for the output of the tasks
	Shares  int    // tasks of the array, 1 or more
	Cores   int    // of each task
	Memory  string // of each task, such as 4G
	Time    string // limit of each task: hours:minutes:seconds
	Queue   string // partition or queue; "" for the default
}

//go:embed scripts.txt
var scripts string

// Kubernetes is the one of them that is no shell script.
const Kubernetes = "kubernetes"

// Kinds are the schedulers that scripts are written for, sorted.
func Kinds() []string {
	var kinds []string
	for _, t := range parsed.Templates() {
		if !strings.Contains(t.Name(), " ") {
			kinds = append(kinds, t.Name())
		}
	}
	slices.Sort(kinds)
	return kinds
}

// collecting is the name of the script that gathers the results after the array.
const collecting = "slurm collect"

var parsed = template.Must(template.New("scripts of all").Funcs(template.FuncMap{
	"quote": shell.Quoted, "word": containerWord, "minutes": minutes, "last": func(n int) int { return n - 1 }, "slurm": slurmFile, "logs": logFile,
}).Parse(scripts))

// Script returns the script for a scheduler; the error lists those that are known.
func (w Work) Script(kind string) (string, error) {
	if !slices.Contains(Kinds(), kind) {
		return "", say.Errorf("no scripts are written for %q, only for %s", kind, strings.Join(Kinds(), ", "))
	}
	return w.text(kind), nil
}

// Collecting returns the Slurm script that gathers the results once no task of
// the array is left, whatever has become of them.
func (w Work) Collecting() string { return w.text(collecting) }

func (w Work) text(name string) string {
	var b bytes.Buffer
	if err := parsed.ExecuteTemplate(&b, name, w); err != nil {
		panic("cluster: " + err.Error()) // every script is executed by a test
	}
	return strings.TrimLeft(b.String(), "\n")
}

// containerWord writes a word of a command for Kubernetes: in quotes as YAML reads
// them, other letters as their numbers, since some of them end a line there, and
// dollars doubled, which would stand for variables otherwise.
func containerWord(s string) string {
	return strconv.QuoteToASCII(strings.ReplaceAll(s, "$", "$$"))
}

// minutes leaves the seconds out of a time limit: LSF knows none.
func minutes(limit string) string { return limit[:max(strings.LastIndex(limit, ":"), 0)] }

// slurmFile writes a line for the output of the tasks as sbatch reads it: with
// quotes around it, signs of its own taken as they are, and the percents of the
// folder doubled, which would stand for ids otherwise. pattern has those that do.
func slurmFile(folder, pattern string) string {
	if !oneLine(folder) {
		return noLogs
	}
	return fmt.Sprintf("#SBATCH --output=\"%s/%s\"", strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%").Replace(folder), pattern)
}

// logFile writes a line for the output of the tasks of a scheduler that reads
// plain words, and words with spaces in double quotes. What other signs mean to it
// differs, so that a folder with such has no line.
func logFile(flag, folder, pattern string) string {
	switch {
	case !oneLine(folder) || strings.ContainsAny(folder, "\"'`\\$%*?#&;|<>()[]{}!~^:,="):
		return noLogs
	case strings.Contains(folder, " "):
		return flag + ` "` + folder + "/" + pattern + `"`
	}
	return flag + " " + folder + "/" + pattern
}

// noLogs stands in the place of a line that cannot be written.
const noLogs = "# The output goes where the scheduler puts it: the name of its folder has signs that a line like those above cannot hold."

// oneLine says whether a word holds nothing that would end its line: what
// follows would be run by the shell.
func oneLine(s string) bool { return !strings.ContainsFunc(s, unicode.IsControl) }
