package layout

import (
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
	IDs      Role = "ids"      // its ids say which files are records; else it is left out
	LeftOut  Role = "left out" // codebooks, masks, …
)

// HoldsRecords says whether the columns of such a table say something of records.
func (r Role) HoldsRecords() bool { return r != Features && r != IDs && r != LeftOut }

// Found is what lies in a place.
type Found struct {
	Layout string // name of the layout, one of Readers, for dataset.Dataset.Format
	Name   string // of the dataset
	Root   string // folder, for people
	FS     fs.FS
	Tables []Table
	Arrays []array.Array // where the place is a file or a folder of arrays
	Media  []Media
	// Labels, Splits and Groups are what folders, file names and lists say of
	// records (cat/1.png, train/1.png, train.txt): by record id; nil for nothing.
	// What tables say of their rows is in Table.Parts.
	Labels, Splits, Groups map[string]string
	About                  About // of dataset.json
	Problems               []dataset.Problem
	// Unlike are remarks on tables that are called after parts of the data and
	// have other columns than the first part, among Problems, too.
	Unlike []dataset.Problem
	Why    []string // the evidence for the layout
}

// Err returns what went wrong in reading cells of the tables: what was made of
// them then holds for nothing.
func (f *Found) Err() error {
	for _, t := range f.Tables {
		if err := t.Err(); err != nil {
			return err
		}
	}
	return nil
}

// Table is a table with its role. Tables of several parts (train.csv beside
// test.csv) have been put under each other: they are one.
type Table struct {
	*table.Table
	Role  Role
	Name  string   // of the modality that its columns make
	Parts []string // per row: the part of the data that its file or folder is called after (train.csv), as written; nil for none
	// Paths are the columns that name media files; one column may make several,
	// where its cells name files of two kinds or several files.
	Paths []Paths
	// Wide says which columns make which modality, where prefixes or suffixes
	// name them or there are columns of paths beside; nil for one modality.
	// Columns that it does not list are no part of any of them by their name.
	Wide        [][]int
	WideNames   []string
	WideColumns [][]string // names of the columns without the prefix
}

// Paths is a column of a table whose cells name media files.
type Paths struct {
	Column   int
	Name     string          // of the modality: image of image_path
	Files    []string        // per row: the file in the place that its cell names, or ""
	Causes   []dataset.Cause // per row without a file: Null, NoFile, Unsupported, Unreadable; Present for one with a file
	Kind     dataset.Kind    // of most files; "" where none says
	Problems []dataset.Problem
}

// Media is a set of media files, found in folders, with what their names say
// of the record.
type Media struct {
	Name   string          // of the modality
	Source string          // folder, for people
	Stems  []string        // per file: the id that its name or its folder tells
	Files  []string        // path in the place, or "" for a file that is not understood
	Causes []dataset.Cause // per file: Unsupported for one that is not understood, else Present
	Kind   dataset.Kind

	entries []*entry
}

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
	// Version is that of the program's own tables; 0 for a file of somebody else.
	Version    int             `json:"version,omitempty"`
	Modalities []AboutModality `json:"modalities"`
	// Apostrophes says that one stands before cells that spreadsheets would
	// take for formulas.
	Apostrophes bool `json:"apostrophes,omitempty"`
}

// AboutModality is what dataset.json says of one modality.
type AboutModality struct {
	Name    string       `json:"name"`
	Kind    dataset.Kind `json:"kind"`
	Shape   []int        `json:"shape,omitempty"`
	Columns int          `json:"columns,omitempty"` // all but the id; then none of them is a label

	Fields []dataset.Field     `json:"fields,omitempty"` // what the columns stand for
	Absent map[string][]string `json:"absent,omitempty"` // ids by cause, where the table does not tell it
	Files  map[string]string   `json:"files,omitempty"`  // media file by id that the numbers came from
}
