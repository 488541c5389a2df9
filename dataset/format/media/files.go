package media

import (
	"context"
	"io/fs"

	"lacuna/dataset"
)

// Files are the media files of one modality, one per row.
type Files struct {
	Name   string          // of the modality
	Source string          // table or folder that names them, for people
	IDs    []string        // of the records, for people
	Paths  []string        // in the file system; "" where the row names none
	Causes []dataset.Cause // why a path is "" or is not to be opened (Null, NoFile, Unsupported); nil: Null
	Kind   dataset.Kind    // Image, Audio or Text; "" goes by the majority of the files
}

// Options steer decoding.
type Options struct {
	ImageSize  int    // height and width; 0 recognises
	SampleRate int    // highest rate in hertz; 0 recognises
	Workers    int    // goroutines
	Cache      string // folder that keeps features by content hash; "" for none
}

// Decoded is what became of the files.
type Decoded struct {
	Modality dataset.Modality
	// Numbers has one row per file that could be decoded, and Rows says which of
	// it belongs to each path: −1 for none. Rows that name one file share it.
	Numbers  dataset.Matrix
	Rows     []int
	Texts    []string // per path, of texts; else nil
	Causes   []dataset.Cause
	Problems []dataset.Problem
}

// KindOf returns the kind of file that an ending names, or "".
func KindOf(file string) dataset.Kind { panic("media.KindOf") }

// Decode decodes the files. The result does not depend on the number of
// workers.
func Decode(ctx context.Context, fsys fs.FS, f Files, o Options) (*Decoded, error) {
	panic("media.Decode")
}
