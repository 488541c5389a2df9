// Package array reads files that hold several named arrays: NumPy's NPY and
// NPZ, MATLAB's MAT of levels 4 and 5. It knows nothing of modalities or
// records.
//
// Sizes in headers are claims: nothing is kept for one before the file is known
// to be long enough, or its packed bytes enough to unpack to it, and a budget
// bounds the file as a whole.
package array
