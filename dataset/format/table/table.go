package table

import (
	"cmp"
	"runtime"

	"lacuna/dataset"
)

// Request is what is decided already when a file is opened. What is zero is
// recognised.
type Request struct {
	File dataset.FileImport // of this file; its fields win over those below
	// Parts are decided about tables inside of a file, by their File:
	// "book.xlsx:Sheet2", "all.zip:urine.csv".
	Parts                       map[string]dataset.FileImport
	Charset, Delimiter, Decimal string
	// Missing and Values are codes for every column, as dataset.Import has
	// them: "CODE" or "COLUMN=CODE".
	Missing, Values []string
	// Kinds says what columns are, as dataset.Import has it: "COLUMN=KIND".
	Kinds []string
	// Censored is what becomes of limits of detection, as dataset.Import has it.
	Censored string
	// Exact says that this program wrote the file: its quotes are in order, and
	// no line of it is anything but a row.
	Exact   bool
	sizes   sizes // of large texts; tests make them small
	Workers int
}

// Table is one table of a file. It does not change once it is open, so that
// several goroutines may read it.
type Table struct {
	File  string   // its path in the dataset
	Names []string // of the columns: trimmed, without invisible marks, each different
	// Import is what was decided in opening it, with the evidence.
	Import   dataset.FileImport
	Problems []dataset.Problem // lines padded, left out, …

	cells   cells
	request Request
	guessed bool // a decision of the request was guessed from the cells
	marked  bool // the decimal mark is given, or it was said that it is in doubt
}

// cells is where the raw cells of a table lie.
type cells interface {
	rows() int
	line(row int) int // 1-based line of the file, or 0
	// texts returns the trimmed cells of some columns, in the order of rows.
	texts(columns []int) [][]string
	// err returns what went wrong in reading cells; those that could not be read
	// are empty.
	err() error
}

// Column is what all the cells of one column say it is.
type Column struct {
	Name     string
	Import   dataset.ColumnImport // kind, words that stand for missing, evidence
	Field    dataset.Field        // what its numbers stand for, where it is read as numbers
	Filled   int                  // cells with a value
	Missing  int                  // cells without
	Distinct int                  // different values, counted up to MostDistinct
	Problems []dataset.Problem    // cells that could not be read, limits of detection, …
	// Odd says what its cells are where they are words that hold numbers, such
	// as ranges: "24 cells are ranges, such as "3-8"", and how to have
	// numbers in Done.
	Odd *dataset.Problem

	mark    byte     // before decimals, where it is not that of the file
	factors factors  // of numbers by what stands around them
	layouts []string // of its dates
	place   placed   // of its numbers, where they were read on the way
	limited bool     // some cells are limits of detection
}

// MostDistinct is how far different values of a column are counted.
const MostDistinct = 1 << 20

// Block is some columns of a table read as numbers.
type Block struct {
	Names   []string
	Fields  []dataset.Field
	Numbers dataset.Cells // rows × columns
	// Bounds is what is known of missing cells that are limits of detection, by row.
	Bounds map[int][]dataset.Bound
}

// Rows returns the number of rows.
func (t *Table) Rows() int { return t.cells.rows() }

// Line returns the 1-based line of a row in its file, or 0 where there are no
// lines.
func (t *Table) Line(row int) int { return t.cells.line(row) }

// Texts returns the trimmed cells of some columns as they stand in the file;
// what is missing is as it was written.
func (t *Table) Texts(columns ...int) [][]string { return t.cells.texts(columns) }

// Err returns what went wrong in Sample, Texts or Words, such as a file that was
// changed meanwhile: the cells that they returned are then not those of the
// file.
func (t *Table) Err() error { return t.cells.err() }

// workers returns how many goroutines may work at once.
func (t *Table) workers() int { return t.request.workers() }

func (r *Request) workers() int { return cmp.Or(r.Workers, runtime.GOMAXPROCS(0)) }
