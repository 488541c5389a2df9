package dataset

import (
	"errors"
	"io/fs"
	"math"
	"slices"
	"strings"
	"sync"

	"lacuna/internal/say"
)

// Kind is the nature of a modality; it chooses the encoder and the lens.
type Kind string

// The kinds of modality.
const (
	Table Kind = "table"
	Image Kind = "image" // Shape is {height, width}, values 0…1
	Audio Kind = "audio" // Shape is {mel bands, frames}, log-mel
	Text  Kind = "text"  // raw text until features are fitted on training rows
)

// NoLabel marks a record without a label: it is shown and imputed, but left
// out of training and scoring.
const NoLabel = -1

// Modality describes one block of columns.
type Modality struct {
	Name    string
	Kind    Kind
	Columns []string // names; empty for raw text
	Fields  []Field  // what the columns stand for; nil where all are quantities
	Shape   []int    // of one record where it has one: {height, width}; else nil
	Source  string   // where it was read from, for the inspector
}

// Block is one modality with its values, one row per record of the dataset.
type Block struct {
	Modality Modality
	Numbers  Matrix    // rows × columns; NaN = missing cell; rows of absent records are all NaN
	Decimals *Decimals // the same of a large table, whose Numbers have a size and no Data; else nil
	Rows     []int     // per record: its row of Numbers, −1 for none; nil where record i has row i
	Texts    []string  // raw text per record; nil unless Kind is Text
	Words    [][]int   // per row of a derived view of texts, see View.WithWords; else nil
	Files    []string  // media file per record, relative to the dataset, or nil
	Causes   []Cause   // per record
	// Bounds is what is known of missing cells, by record: numbers beyond a limit of
	// detection. Nil where nothing is.
	Bounds map[int][]Bound
}

// Row returns the numbers of record i, or nil where it has none. It must not be
// changed.
func (b Block) Row(i int) []float64 {
	switch r := b.kept(i); {
	case r < 0:
		return nil
	case b.Decimals != nil:
		return b.Decimals.Row(r)
	default:
		return b.Numbers.Row(r)
	}
}

// At returns one number of record i, NaN where it has none: for who looks at a
// column.
func (b Block) At(i, j int) float64 {
	switch r := b.kept(i); {
	case r < 0:
		return math.NaN()
	case b.Decimals != nil:
		return b.Decimals.At(r, j)
	default:
		return b.Numbers.At(r, j)
	}
}

// kept returns where the numbers of record i are kept, −1 where it has none.
func (b Block) kept(i int) int {
	switch {
	case b.Causes != nil && b.Causes[i] != Present:
		return -1
	case b.Rows != nil:
		return b.Rows[i]
	}
	return i
}

// Cells returns the numbers as they are kept: row Rows[i] is that of record i.
func (b Block) Cells() Cells {
	if b.Decimals != nil {
		return b.Decimals
	}
	return b.Numbers
}

// Keep makes c the numbers of the block.
func (b *Block) Keep(c Cells) {
	if m, ok := c.(Matrix); ok {
		b.Numbers, b.Decimals = m, nil
		return
	}
	b.Decimals = c.(*Decimals)
	rows, cols := c.Size()
	b.Numbers = Matrix{Rows: rows, Cols: cols}
}

// Problem is something that a reader found and what was done about it.
type Problem struct {
	File   string `json:"file"`
	Row    int    `json:"row"` // 1-based line in the file; 0 = the whole file
	Column string `json:"column"`
	What   string `json:"what"`
	Done   string `json:"done"`
}

// Dataset is a set of records with their modalities. It is immutable once New
// has checked it.
type Dataset struct {
	Name    string
	Root    string // folder that Files are relative to; "" for embedded data
	Media   fs.FS  // opens Files; nil where there are none
	Format  string // the reader that recognised it, for people; "" for data made in memory
	Import  Import // how it was read; zero for data made in memory
	IDs     []string
	Blocks  []Block
	Classes []string            // class names; nil where nothing is labelled
	Labels  []int               // per record: index into Classes, or NoLabel
	Splits  []string            // the data's own split per record, or nil
	Groups  map[string][]string // further columns: speaker, hospital …
	// Subjects is the name of the group that says whose data a record is, or "";
	// Same are sets of records that are the same in all that they have.
	Subjects string
	Same     [][]int
	// Kin are the records that whatever divides them further keeps together.
	Kin      Kin
	Problems []Problem
	Presence *Presence
	hash     func() string
	order    func() []int
}

// New checks the parts of a dataset and computes its presence. Labels may be
// nil. It reports a duplicate or empty id, a modality named twice, and slices
// of the wrong length.
func New(d Dataset) (*Dataset, error) {
	n := len(d.IDs)
	if n == 0 {
		return nil, say.Error("the dataset has no records")
	}
	if d.Labels == nil {
		d.Labels = slices.Repeat([]int{NoLabel}, n)
	}
	if err := errors.Join(checkIDs(d.IDs), checkBlocks(n, d.Blocks), checkColumns(&d)); err != nil {
		return nil, err
	}
	causes := make([][]Cause, len(d.Blocks))
	for m, b := range d.Blocks {
		causes[m] = b.Causes
	}
	d.Presence = NewPresence(n, causes)
	d.hash = sync.OnceValue(func() string { return contentHash(&d) })
	d.order = sync.OnceValue(func() []int { return byID(d.IDs) })
	return &d, nil
}

// Records returns the number of records.
func (d *Dataset) Records() int { return len(d.IDs) }

// Names lists the modalities in order.
func (d *Dataset) Names() []string {
	names := make([]string, len(d.Blocks))
	for m, b := range d.Blocks {
		names[m] = b.Modality.Name
	}
	return names
}

// ModalityIndex returns the position of the modality called name.
func (d *Dataset) ModalityIndex(name string) (int, error) {
	for m, b := range d.Blocks {
		if b.Modality.Name == name {
			return m, nil
		}
	}
	return 0, say.Errorf("no modality %q; there are %s", name, strings.Join(d.Names(), ", "))
}

// Labelled lists the rows that have a label, in the order of their ids.
func (d *Dataset) Labelled() []int {
	var rows []int
	for _, i := range d.ByID() {
		if d.Labels[i] != NoLabel {
			rows = append(rows, i)
		}
	}
	return rows
}

// Hash returns the SHA-256 of the content in hexadecimal: ids, modalities,
// values, causes, labels, splits and groups. It is computed when it is first
// asked for, which takes a second per two gigabytes; what it covers must not
// change after New.
func (d *Dataset) Hash() string { return d.hash() }

func checkIDs(ids []string) error {
	if i := slices.Index(ids, ""); i >= 0 {
		return say.Errorf("record %d has an empty id", i+1)
	}
	seen := map[string]bool{}
	var twice []string
	for _, i := range PerhapsRepeated(ids) {
		if seen[ids[i]] {
			twice = append(twice, ids[i])
		}
		seen[ids[i]] = true
	}
	if len(twice) == 0 {
		return nil
	}
	slices.Sort(twice)
	twice = slices.Compact(twice)
	shown := twice[:min(len(twice), 5)]
	return say.Errorf("%d ids occur more than once: %s", len(twice), strings.Join(shown, ", "))
}

func checkBlocks(n int, blocks []Block) error {
	if len(blocks) == 0 {
		return say.Error("the dataset has no modality")
	}
	seen := map[string]bool{}
	for _, b := range blocks {
		name := b.Modality.Name
		if name == "" || seen[name] {
			return say.Errorf("modality name %q is empty or occurs twice", name)
		}
		seen[name] = true
		if err := checkBlock(n, b); err != nil {
			return say.Errorf("modality %q: %w", name, err)
		}
	}
	return nil
}

func checkBlock(n int, b Block) error {
	switch {
	case len(b.Causes) != n:
		return say.Errorf("%d causes for %d records", len(b.Causes), n)
	case b.Texts != nil && len(b.Texts) != n:
		return say.Errorf("%d texts for %d records", len(b.Texts), n)
	case b.Files != nil && len(b.Files) != n:
		return say.Errorf("%d files for %d records", len(b.Files), n)
	case b.Rows != nil && len(b.Rows) != n:
		return say.Errorf("%d row numbers for %d records", len(b.Rows), n)
	case b.Texts == nil && b.Rows == nil && b.Numbers.Rows != n:
		return say.Errorf("%d rows for %d records", b.Numbers.Rows, n)
	case b.Numbers.Cols != len(b.Modality.Columns):
		return say.Errorf("%d columns but %d column names", b.Numbers.Cols, len(b.Modality.Columns))
	case b.Texts == nil && b.Numbers.Cols == 0:
		return say.Error("no columns")
	case !shapeFits(b.Modality.Shape, b.Numbers.Cols):
		return say.Errorf("shape %v does not make %d columns", b.Modality.Shape, b.Numbers.Cols)
	}
	return errors.Join(checkRows(b), checkFields(b))
}

// checkRows reports row numbers that no row has, and records that are there
// without one.
func checkRows(b Block) error {
	for i, r := range b.Rows {
		if r < -1 || r >= b.Numbers.Rows {
			return say.Errorf("record %d has row %d of %d", i+1, r, b.Numbers.Rows)
		}
		if r == -1 && b.Texts == nil && b.Causes[i] == Present {
			return say.Errorf("record %d is present without a row", i+1)
		}
	}
	return nil
}

// checkFields reports fields that do not describe the columns.
func checkFields(b Block) error {
	fields := b.Modality.Fields
	if fields == nil {
		return nil
	}
	if len(fields) != len(b.Modality.Columns) {
		return say.Errorf("%d fields for %d columns", len(fields), len(b.Modality.Columns))
	}
	cells := b.Cells()
	for j, f := range fields {
		if err := f.check(); err != nil {
			return say.Errorf("column %q: %w", b.Modality.Columns[j], err)
		}
		if f.Kind != Category {
			continue
		}
		for i := range b.Numbers.Rows {
			if x := cells.At(i, j); !math.IsNaN(x) && !(x >= 0 && x < float64(len(f.Levels)) && x == math.Trunc(x)) {
				return say.Errorf("column %q: %g is none of its %d levels", b.Modality.Columns[j], x, len(f.Levels))
			}
		}
	}
	return nil
}

func shapeFits(shape []int, columns int) bool {
	if shape == nil {
		return true
	}
	product := 1
	for _, s := range shape {
		product *= s
	}
	return product == columns
}

func checkColumns(d *Dataset) error {
	n := len(d.IDs)
	if len(d.Labels) != n || (d.Splits != nil && len(d.Splits) != n) {
		return say.Errorf("%d labels and %d split entries for %d records", len(d.Labels), len(d.Splits), n)
	}
	for _, l := range d.Labels {
		if l != NoLabel && (l < 0 || l >= len(d.Classes)) {
			return say.Errorf("label %d is none of the %d classes", l, len(d.Classes))
		}
	}
	for name, g := range d.Groups {
		if len(g) != n {
			return say.Errorf("group column %q has %d entries for %d records", name, len(g), n)
		}
	}
	return nil
}
