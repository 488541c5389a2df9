// Package array reads files that hold several named arrays: NPY, NPZ and MAT
// level 5. It knows nothing of modalities or records.
package array
