package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/experiment"
)

// generatedFolder is where what was made lies: beside the folder of the filled
// dataset, which is read as data.
func generatedFolder(folder string) string { return filepath.Clean(folder) + "-generated" }

// writeGenerated writes what was made of whole images, sounds and texts as files,
// and notes where they are.
func writeGenerated(ctx context.Context, done *experiment.Imputation, data *dataset.Dataset, folder string) error {
	isText := func(m int) bool { return data.Blocks[m].Texts != nil }
	made, err := done.Generate(ctx, func(_, m int) bool { return isText(m) })
	if err != nil {
		return err
	}
	for m := range data.Blocks {
		if !isText(m) {
			made.Nearest[m] = nil
		}
	}
	n, err := format.WriteGenerated(ctx, generatedFolder(folder), done.Source, format.Generated{
		About: made.About, Values: done.Values, Draws: made.Draws, Nearest: made.Nearest, Media: data.Media,
	})
	if n > 0 {
		done.Warnings = append(done.Warnings, fmt.Sprintf("%s made by the method, not data: images, sounds and texts lie in %s, listed in manifest.csv",
			numbered(n, "file"), generatedFolder(folder)))
	}
	return err
}
