package vm

import (
	"path/filepath"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/say"
	"lacuna/project"
)

// Document is what is open, and whether it is saved: the dataset with where it
// came from, the project file, and its lock. Writing goes on beside the event
// goroutine, one after the other in the order in which it was asked for.
type Document struct {
	part
	data    *dataset.Dataset
	sources []string        // paths of the dataset; none for the sample
	remarks project.Remarks // from reading the dataset
	file    string          // project file; "" while unsaved
	earlier []experiment.Spec
	foreign map[string]any // fields of the project file that are others'; kept as they are

	edits      int           // counts changes
	dirty      bool          // something is not saved
	autosaving bool          // an autosave is due
	lease      *lease        // of the project file, while a comparison works
	working    int           // comparisons that have not ended, with a file or without
	freed      []func()      // called when none works any more
	written    chan struct{} // closed when the last writing has ended; nil before the first
	writing    int           // writings that have not ended
	saving     int           // of them, those that a person asked for

	// others writes down what the other owners hold; runs returns what copies
	// the finished runs beside a project file. Both look at what is there now.
	others func(*project.Project)
	runs   func() func(file string) error
}

// Data returns the open dataset, or nil.
func (d *Document) Data() *dataset.Dataset { return d.data }

// IsSample says whether what is open is the sample, as it came.
func (d *Document) IsSample() bool { return d.data != nil && len(d.sources) == 0 && d.file == "" }

// File returns the project file, or "".
func (d *Document) File() string { return d.file }

// Dirty says whether something would be lost by closing without saving.
func (d *Document) Dirty() bool { return d.dirty }

// Writing says whether something is being written.
func (d *Document) Writing() bool { return d.writing > 0 }

// Title names what is open, for the window's title bar.
func (d *Document) Title() string {
	switch {
	case d.data == nil:
		return say.Text("Lacuna")
	case d.file == "":
		return d.data.Name + " – " + say.Text("Lacuna")
	}
	name := strings.TrimSuffix(filepath.Base(d.file), project.Extension)
	if d.dirty {
		name = say.Form("%s (changed)", name)
	}
	return name + " – " + say.Text("Lacuna")
}

// ProjectName is the file name that a project is proposed to have.
func (d *Document) ProjectName() string {
	switch {
	case d.file != "":
		return filepath.Base(d.file)
	case d.data == nil:
		return "study" + project.Extension
	}
	return fileName(d.data.Name) + project.Extension
}

// fileName makes a name fit for a file.
func fileName(name string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name), " .-")
}

// notedRemarks is how many remarks from reading the log takes.
const notedRemarks = 5

// open replaces what was open; what was not saved of a project is kept beside
// its file.
func (d *Document) open(data *dataset.Dataset, sources []string) {
	d.autosave()
	d.data, d.sources, d.file, d.dirty = data, sources, "", false
	d.remarks = project.NewRemarks(data.Problems)
	d.earlier, d.foreign = nil, nil
	d.log.Note(say.Form("opened %s: %s records, %s", data.Name, Grouped(data.Records()), say.Count(len(data.Blocks), "modality", "modalities")))
	for _, p := range d.remarks.List[:min(len(d.remarks.List), notedRemarks)] {
		d.log.Note(p.String())
	}
}

// adopt makes a project that was read the open one.
func (d *Document) adopt(l *Loaded) {
	d.file, d.foreign = l.File, l.Project.Others
	if r := l.Project.Dataset.Remarks; r.Count > 0 && l.Changed == nil {
		d.remarks = r
	}
	if n := len(l.Project.Specs); n > 0 {
		d.earlier = l.Project.Specs[:n-1]
	}
}

// Remarks returns what reading the dataset found odd.
func (d *Document) Remarks() project.Remarks { return d.remarks }

// RemarkList lists what reading the dataset found odd, the gravest first: all
// of it, or what its project keeps where that was more.
func (d *Document) RemarkList() []dataset.Problem {
	if len(d.data.Problems) >= d.remarks.Count {
		return dataset.Worst(d.data.Problems)
	}
	return d.remarks.List
}
