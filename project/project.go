// Package project keeps a study on disk: a project file that says what was
// asked, and beside it a folder with one finished run each.
//
// The words: a Project is what study.lacuna holds: which dataset, which
// comparisons, and how the window was left. A run folder is
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
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
)

// Schema is the number of the file format that this program writes. It is raised
// with every field that an earlier version does not know, also one that may be
// left out: that version then says what it cannot read, and why.
const Schema = 4

// Extension is the ending of a project file.
const Extension = ".lacuna"

// Project is the content of a project file.
type Project struct {
	Schema  int     `json:"schema"`
	Name    string  `json:"name"`
	Dataset Dataset `json:"dataset"`
	// Specs are the comparisons, in the order in which they were made.
	Specs  []experiment.Spec `json:"specs"`
	Window Window            `json:"window"`
	// Queries are selections that were given a name.
	Queries []Query `json:"queries,omitempty"`
	// Others are the fields of the file that are none of these, as JSON: another
	// program's, or a later version's. They are kept as they are.
	Others map[string]any `json:"-"`
}

// Dataset says where the data are and what they were when the project was
// saved.
type Dataset struct {
	// Sample says that the data are the embedded sample; Path is empty then.
	Sample bool `json:"sample,omitempty"`
	// Path is relative to the project file, with forward slashes; absolute
	// only where no relative path leads there (another drive).
	Path string `json:"path,omitempty"`
	// More are the paths of files that were opened together with Path.
	More []string `json:"more,omitempty"`
	// Import is how the data were read, every decision of it: reading them
	// again with it gives the same dataset.
	Import  dataset.Import `json:"import,omitzero"`
	Remarks Remarks        `json:"remarks,omitzero"`
	Name    string         `json:"name"`
	Records int            `json:"records"`
	SHA256  string         `json:"sha256"` // dataset.Dataset.Hash
}

// Remarks are what reading the data found odd, kept so that results can say it
// without reading them again.
type Remarks struct {
	Count int               `json:"count"`
	List  []dataset.Problem `json:"list"` // the worst of them, mostRemarks at most
}

// mostRemarks bounds the list in a project file.
const mostRemarks = 200

// NewRemarks counts problems and keeps the worst.
func NewRemarks(list []dataset.Problem) Remarks {
	return Remarks{len(list), slices.Clip(dataset.Worst(list)[:min(len(list), mostRemarks)])}
}

// Query is a selection with a name, in the language of package query.
type Query struct {
	Name string `json:"name"`
	Text string `json:"query"`
}

// Window is how the window was left. A zero Window is the default layout.
type Window struct {
	Maximised string             `json:"maximised,omitempty"` // name of a pane, or ""
	Splitters map[string]float64 `json:"splitters,omitempty"` // offsets 0…1 by splitter name
	Selection string             `json:"selection,omitempty"` // as a query: "image missing AND split = test"
	Part      string             `json:"part,omitempty"`      // of the split whose records are shown: "train", "validation", "development", "test" or "" for all
	Seed      int                `json:"part_seed,omitempty"` // repetition, from 0, as which that part is shown
	Fold      int                `json:"part_fold,omitempty"` // fold or group of it, from 0
	Visible   []string           `json:"visible,omitempty"`   // labels of the methods shown; empty shows all
	Metric    string             `json:"metric,omitempty"`
	Compared  []string           `json:"compared,omitempty"`   // labels of the two methods whose difference is shown; empty: the two best
	Bands     map[string]float64 `json:"negligible,omitempty"` // by metric: differences as small do not matter; 0.01 where it is not said
	Places    map[string]int     `json:"colours,omitempty"`    // of methods in the palette, by label
	Theme     string             `json:"theme,omitempty"`      // "light", "dark", "contrast-light", "contrast-dark" or "" for the system's
	Tabs      map[string]string  `json:"tabs,omitempty"`       // open tab by pane
	Columns   string             `json:"columns,omitempty"`    // table whose columns the presence matrix shows
	Matching  string             `json:"matching,omitempty"`   // what their names have in them
	Unfolded  []string           `json:"unfolded,omitempty"`   // labels of the methods whose learning curves have a line for each run
	Smoothing string             `json:"smoothing,omitempty"`  // of learning curves: "light", "medium", "strong" or "" for none
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
// What a symbolic link leads to is the same project by each of its names.
func RunsFolder(file string) string {
	return strings.TrimSuffix(behind(file), Extension) + ".runs"
}

// behind is the file that a name leads to: what belongs to a project lies beside
// it, and not beside a link to it.
func behind(file string) string {
	if real, _, err := (disk{}).Target(file); err == nil {
		return real
	}
	return file
}

// Relative writes the path of a file as a project file holds it: relative to that
// file where a relative path leads there, with forward slashes. No path, and one
// for no project file, stay as they are.
func Relative(file, path string) (string, error) {
	if path == "" || file == "" {
		return path, nil
	}
	from, err := filepath.Abs(filepath.Dir(behind(file)))
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if rel, err := filepath.Rel(from, to); err == nil {
		to = rel
	}
	return filepath.ToSlash(to), nil
}

// Resolved is the inverse of Relative.
func Resolved(file, path string) string {
	path = filepath.FromSlash(path)
	if path == "" || file == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(behind(file)), path)
}

// DataPaths returns the paths of the dataset for opening, given the project
// file: one, or several files that were opened together.
func (d Dataset) DataPaths(file string) []string {
	var out []string
	for _, p := range append([]string{d.Path}, d.More...) {
		out = append(out, Resolved(file, p))
	}
	return out
}

// Locate sets the paths of the dataset so that it is found from the project
// file, also after both have been moved together.
func (d *Dataset) Locate(file string, data ...string) error {
	var paths []string
	for _, path := range data {
		relative, err := Relative(file, path)
		if err != nil {
			return err
		}
		paths = append(paths, relative)
	}
	d.Path, d.More = "", nil
	if len(paths) > 0 {
		d.Path, d.More = paths[0], paths[1:]
	}
	return nil
}
