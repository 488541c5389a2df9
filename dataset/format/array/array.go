package array

import "io/fs"

// Array is one array of a file: numbers, or words where Words is not nil.
type Array struct {
	Name    string    // of the variable; the stem of the file for .npy
	Shape   []int     // rows first
	Numbers []float64 // row-major, NaN where a value is missing
	Words   []string  // row-major; for arrays of strings
}

// Is says whether a file is one of arrays by its ending.
func Is(file string) bool { panic("array.Is") }

// Open reads the arrays of a file, in its order. Cells of a MATLAB cell array
// {X1, X2} become arrays called NAME{1}, NAME{2}. What cannot be read is said
// in words, one line each, and left out.
func Open(fsys fs.FS, file string) (arrays []Array, left []string, err error) { panic("array.Open") }
