package cli

import (
	"context"
	"errors"
	"io/fs"

	"lacuna/experiment"
	"lacuna/impute"
	"lacuna/project"
)

// imputeBy fills DATA by a fitted imputer from a file.
func (a *app) imputeBy(ctx context.Context, path string, flags imputeFlags) error {
	switch {
	case len(flags.methods) > 0 || len(flags.settings) > 0 || flags.grid || flags.seed != 0 || flags.keep != "":
		return usagef("--imputer fills by what was fitted: --method, --set, --seed, --grid and --save-imputer go with a new fit")
	case flags.score || len(flags.cells) > 0:
		return usagef("--imputer fills what is missing; --score and --cells go with a new fit")
	case flags.out == "":
		return usagef("impute --imputer needs a folder to write (-o DIR)")
	}
	if err := folderTarget(flags.out, path); err != nil {
		return err
	}
	hiding, err := flags.hiding()
	if err != nil {
		return err
	}
	if !hiding.Nothing() && flags.hide.file == "" {
		return usagef("--imputer fills what is missing; of what hides, --mask FILE alone goes with it")
	}
	p, err := modelFile(flags.by)
	if _, known := impute.Lookup(flags.by); known == nil && errors.Is(err, fs.ErrNotExist) {
		return usagef("--imputer %s: there is no such file; did you mean --method %s?", flags.by, flags.by)
	}
	if err != nil {
		return err
	}
	p.Model, p.Classes = nil, nil // labels stay those of the data
	data, _, err := a.openLike(ctx, path, &flags.from, p)
	if err != nil {
		return err
	}
	mask, err := maskOf(ctx, data, flags.hide.file)
	if err != nil {
		return err
	}
	done, err := experiment.Fill(ctx, data, mask, p, flags.workers, a.Now)
	if err != nil {
		return err
	}
	if err := writeImputed(ctx, done, data, flags.out); err != nil {
		return err
	}
	flags.methods = []string{p.About.Method}
	return a.reportImputed(ctx, data, experiment.Hidden{}, done, flags, project.NewRemarks(data.Problems))
}
