// Package sample is the dataset that the program brings along: made up by the
// code of this package from a seed, embedded, and read through the same readers
// as anybody's data.
//
// Its records are sightings of birds of eight made-up kinds. A kind is three
// traits, each with two sides:
//
//   - the image, a silhouette of 16×16 pixels, shows the traits Wings and Tail;
//   - the call, half a second of sound, has the traits Tail and Voice;
//   - the note, a sentence, tells of Wings and Voice, if the observer saw them;
//   - the table, twelve measurements, leans a little to each side of each trait.
//
// So no modality alone tells all kinds apart, and two together do. What is
// missing depends on what is there (missing at random): photographs on the
// light and the site, calls and notes together on the wind. A few files are
// broken on purpose.
package sample

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	_ "embed" // carries the archive
	"fmt"
	"io"
	"io/fs"
	"os"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/internal/folder"
)

// Name is the name of the dataset.
const Name = "sample"

//go:embed sample.zip.gz
var archive []byte

// Files returns the files of the sample: a table, labels, one folder each of
// images, sounds and texts, and a README.
func Files() (fs.FS, error) {
	r, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	return z, nil
}

// Open reads the sample.
func Open(ctx context.Context) (*dataset.Dataset, error) {
	files, err := Files()
	if err != nil {
		return nil, err
	}
	return format.OpenFS(ctx, files, Name, format.Options{})
}

// Write writes the files of the sample into a folder, which must not exist or
// be empty.
func Write(dir string) error {
	files, err := Files()
	if err != nil {
		return err
	}
	return folder.Create(dir, func(temp string) error { return os.CopyFS(temp, files) })
}
