// Package project keeps a study on disk: a project file that says what was
// asked, and beside it a folder with one finished run each.
//
// The words: a Project is what study.lacuna holds: which dataset, which
// comparisons, which charts, and how the window was left. A run folder is
// study.runs/<job id>/ with one finished job, made whole or not at all, and on
// request its trained model (model.safetensors). A Store keeps run folders. A Lock keeps two programs on one machine from running the
// same study at once. An autosave is study.lacuna~, a project file that the
// user has not saved yet.
//
// The file is JSON with sorted keys, one value per line, so that version
// control shows what changed. It carries a schema number: a newer one is
// refused with a NewerError, an older one is brought up to date step by step.
package project

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"

	"lacuna/experiment"
)

// Schema is the number of the file format that this program writes.
const Schema = 1

// Extension is the ending of a project file.
const Extension = ".lacuna"

// Project is the content of a project file.
type Project struct {
	Schema  int     `json:"schema"`
	Name    string  `json:"name"`
	Dataset Dataset `json:"dataset"`
	// Specs are the comparisons, in the order in which they were made.
	Specs  []experiment.Spec `json:"specs"`
	Charts []Chart           `json:"charts,omitempty"`
	Window Window            `json:"window"`
}

// Dataset says where the data are and what they were when the project was
// saved.
type Dataset struct {
	// Sample says that the data are the embedded sample; Path is empty then.
	Sample bool `json:"sample,omitempty"`
	// Path is relative to the project file, with forward slashes; absolute
	// only where no relative path leads there (another drive).
	Path string `json:"path,omitempty"`
	// Reader is the name of the reader that opened it, with its decisions.
	Reader  string            `json:"reader,omitempty"`
	Options map[string]string `json:"options,omitempty"`
	Name    string            `json:"name"`
	Records int               `json:"records"`
	SHA256  string            `json:"sha256"` // dataset.Dataset.Hash
}

// Chart is one chart as defined by the user: its kind and what it shows.
type Chart struct {
	Name    string            `json:"name"` // kind, as in `lacuna chart STUDY NAME`
	Title   string            `json:"title,omitempty"`
	Metric  string            `json:"metric,omitempty"`
	Methods []string          `json:"methods,omitempty"`
	Options map[string]string `json:"options,omitempty"`
}

// Window is how the window was left. A zero Window is the default layout.
type Window struct {
	Maximised string             `json:"maximised,omitempty"` // name of a pane, or ""
	Splitters map[string]float64 `json:"splitters,omitempty"` // offsets 0…1 by splitter name
	Selection string             `json:"selection,omitempty"` // as a query: "image missing AND split = test"
	Visible   []string           `json:"visible,omitempty"`   // labels of the methods shown; empty shows all
	Metric    string             `json:"metric,omitempty"`
	Compare   []string           `json:"compare,omitempty"` // two methods in comparison mode
	Theme     string             `json:"theme,omitempty"`   // "light", "dark" or "" for the system's
	Tabs      map[string]string  `json:"tabs,omitempty"`    // open tab by pane
}

// Add makes a comparison the newest of the project, unless it is that already.
func (p *Project) Add(spec experiment.Spec) {
	if n := len(p.Specs); n > 0 && same(p.Specs[n-1], spec) {
		return
	}
	p.Specs = append(p.Specs, spec)
}

// same compares comparisons as they are written down: what a file leaves out
// does not make a difference.
func same(a, b experiment.Spec) bool {
	one, err1 := json.Marshal(a)
	two, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(one, two)
}

// New returns an empty project.
func New(name string) *Project { return &Project{Schema: Schema, Name: name} }

// RunsFolder returns the folder of the runs that belong to a project file:
// study.lacuna has study.runs beside it.
func RunsFolder(file string) string {
	return strings.TrimSuffix(file, Extension) + ".runs"
}

// DataPath returns the dataset's path for opening, given the project file.
func (d Dataset) DataPath(file string) string {
	path := filepath.FromSlash(d.Path)
	if d.Path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

// Locate sets the path of the dataset so that it is found from the project
// file, also after both have been moved together.
func (d *Dataset) Locate(file, data string) error {
	from, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return err
	}
	to, err := filepath.Abs(data)
	if err != nil {
		return err
	}
	d.Path = filepath.ToSlash(to)
	if rel, err := filepath.Rel(from, to); err == nil {
		d.Path = filepath.ToSlash(rel)
	}
	return nil
}
