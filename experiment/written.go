package experiment

import (
	"context"
	"path/filepath"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/internal/say"
)

// GeneratedFolder is where Write puts what was made of whole images, sounds and
// texts: beside the folder of the filled dataset, which is read as data.
func GeneratedFolder(folder string) string { return filepath.Clean(folder) + "-generated" }

// PartlyWrittenError is what stopped Write after the filled data had been written
// to Folder.
type PartlyWrittenError struct {
	Err    error
	Folder string
}

// Error implements error.
func (e PartlyWrittenError) Error() string { return e.Err.Error() }

// Unwrap returns the error underneath.
func (e PartlyWrittenError) Unwrap() error { return e.Err }

// Write writes the filled dataset as one file per modality into a folder, which
// must not exist yet, and what was made of whole images, sounds and texts beside
// it, marked as made. d is the dataset that was filled. What a reader of the files
// must know is added to the warnings.
func (o *Imputation) Write(ctx context.Context, d *dataset.Dataset, folder string) error {
	told, err := format.WriteFilled(folder, o.Source, o.Values)
	for _, p := range told {
		o.Warnings = append(o.Warnings, p.What+"; "+p.Done)
	}
	if err != nil {
		return err
	}
	if err := o.writeGenerated(ctx, d, folder); err != nil {
		return PartlyWrittenError{err, folder}
	}
	return nil
}

// writeGenerated writes what was made of whole images, sounds and texts as files.
func (o *Imputation) writeGenerated(ctx context.Context, d *dataset.Dataset, folder string) error {
	text := func(m int) bool { return d.Blocks[m].Texts != nil }
	made, err := o.Generate(ctx, func(_, m int) bool { return text(m) })
	if err != nil {
		return err
	}
	for m := range d.Blocks {
		if !text(m) {
			made.Nearest[m] = nil
		}
	}
	n, err := format.WriteGenerated(ctx, GeneratedFolder(folder), o.Source, format.Generated{
		About: made.About, Values: o.Values, Draws: made.Draws, Nearest: made.Nearest, Media: d.Media,
	})
	if n > 0 {
		files := say.Kept("1 file")
		if n > 1 {
			files = say.Kept("%d files", n)
		}
		o.Warnings = append(o.Warnings, say.Kept("%s made by the method, not data: images, sounds and texts lie in %s, listed in manifest.csv",
			files, GeneratedFolder(folder)))
	}
	return err
}
