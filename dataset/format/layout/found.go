package layout

import (
	"context"
	"io/fs"

	"lacuna/dataset"
	"lacuna/dataset/format/array"
	"lacuna/dataset/format/table"
)

// Role says what a table is for.
type Role string

// The roles of tables.
const (
	Data     Role = "data"     // values of a modality, or several; may hold label, split and paths, too
	Labels   Role = "labels"   // one class per record, and further columns of roles
	Split    Role = "split"    // train, validation or test per record
	Groups   Role = "groups"   // subjects, sites and the like
	Features Role = "features" // names of columns: modality, column, name
	LeftOut  Role = "left out" // codebooks, masks, …
)

// Found is what lies in a place.
type Found struct {
	Layout string // name of the layout, for dataset.Dataset.Format
	Name   string // of the dataset
	Root   string // folder, for people
	FS     fs.FS
	Tables []Table
	Arrays []array.Array // where the place is a file of arrays
	Media  []Media
	// Labels and Splits are what folders and file names say of media files
	// (cat/1.png, train/1.png): by record id; nil for nothing.
	Labels, Splits, Groups map[string]string
	About                  About // of dataset.json
	Problems               []dataset.Problem
	Why                    []string // the evidence for the layout
}

// Table is a table with its role.
type Table struct {
	*table.Table
	Role        Role
	Name        string // of the modality that its columns make
	Paths       []Paths
	Wide        [][]int // columns by modality, where prefixes or suffixes name them; nil for one modality
	WideNames   []string
	WideColumns [][]string // names of the columns without the prefix
	Part        string     // what its name says of all its rows: train, test, …; or ""
}

// Paths is a column of a table that names media files.
type Paths struct {
	Column   int
	Name     string          // of the modality: image of image_path
	Files    [][]string      // per row: the files in the place that its cell names
	Causes   []dataset.Cause // per row without a file: Null, NoFile, Unsupported
	Kind     dataset.Kind    // of most files
	Problems []dataset.Problem
}

// Media is a set of media files, found in folders, with what their names say
// of the record.
type Media struct {
	Name   string   // of the modality
	Source string   // folder, for people
	Stems  []string // per file: the id that its name tells
	Files  []string // path in the place
	Kind   dataset.Kind
}

// Find opens a place and finds what lies in it. The import's reader, where it
// names one, is the layout that is used.
func Find(ctx context.Context, p Place, imp dataset.Import) (*Found, error) { panic("layout.Find") }

// Place is what a person pointed at: a folder, one file of it, or several.
type Place struct {
	FS      fs.FS
	Root    string   // of FS, for people
	Name    string   // of the dataset
	Files   []string // the files of FS that are meant; nil for the whole folder
	Workers int
}

// About is the content of dataset.json.
type About struct {
	Modalities []AboutModality `json:"modalities"`
}

// AboutModality is what dataset.json says of one modality.
type AboutModality struct {
	Name    string       `json:"name"`
	Kind    dataset.Kind `json:"kind"`
	Shape   []int        `json:"shape,omitempty"`
	Columns int          `json:"columns,omitempty"` // all but the id; then none of them is a label
}
