package format

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"lacuna/dataset"
)

// Options steer Open. The zero value recognises the layout.
type Options struct {
	// Reader names the reader to use, one of Readers; empty means recognise.
	Reader string
	// Import is what is decided already about how to read; what it leaves open is
	// recognised.
	Import dataset.Import
	// Workers is the number of goroutines; zero means one per processor. The
	// result does not depend on it.
	Workers int
	// Cache is a folder that keeps what media files were turned into; "" for none.
	Cache string
}

// Open reads the dataset in a folder or a file. Errors that a person can do
// something about are *dataset.UserError.
func Open(ctx context.Context, path string, opt Options) (*dataset.Dataset, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, missingPath(path, err)
	}
	dir, file := path, ""
	if !info.IsDir() {
		dir, file = filepath.Split(path)
		dir = filepath.Clean(dir)
	}
	name := filepath.Base(path)
	if absolute, err := filepath.Abs(path); err == nil {
		name = filepath.Base(absolute)
	}
	return open(ctx, folder(dir), dir, name, file, opt)
}

// OpenFS reads the dataset in the root of a file system, such as an archive.
// The name becomes the dataset's.
func OpenFS(ctx context.Context, fsys fs.FS, name string, opt Options) (*dataset.Dataset, error) {
	return open(ctx, fsys, "", name, "", opt)
}

func open(ctx context.Context, fsys fs.FS, root, name, file string, opt Options) (*dataset.Dataset, error) {
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	if file != "" {
		name = stemOf(file)
		if err := refuse(file); err != nil {
			return nil, err
		}
	}
	p, err := newPlace(fsys, root, name, file, opt.Workers)
	if err != nil {
		return nil, &dataset.UserError{What: name + " cannot be listed", Why: err.Error(), Try: "Check its permissions.", Err: err}
	}
	r, err := choose(p, opt.Reader)
	if err != nil {
		return nil, err
	}
	return r.read(ctx, p)
}

func missingPath(path string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return &dataset.UserError{What: path + " cannot be opened", Why: err.Error(), Try: "Check its permissions.", Err: err}
	}
	u := &dataset.UserError{What: path + " does not exist", Try: "Check the spelling, or choose the folder in the window.", Err: err}
	for parent := filepath.Dir(filepath.Clean(path)); ; parent = filepath.Dir(parent) {
		if _, err := os.Stat(parent); err == nil {
			u.Why = "the last part that exists is " + parent
			return u
		}
		if parent == filepath.Dir(parent) {
			return u
		}
	}
}

// recipes are the lines of Python that turn a file which has no safe or
// well-kept reader here into one that has.
var recipes = map[string]struct{ why, python string }{
	".mat": {"MATLAB files have no well-kept reader in Go", `import scipy.io, pandas as pd
d = scipy.io.loadmat("FILE")
for name, x in d.items():
    if not name.startswith("_") and x.ndim == 2:
        pd.DataFrame(x).to_csv(name + ".csv", index_label="id")`},
	".h5": {"HDF5 files have no well-kept reader in Go", `import h5py, pandas as pd
with h5py.File("FILE") as f:
    for name, x in f.items():
        if isinstance(x, h5py.Dataset) and x.ndim == 2:
            pd.DataFrame(x[()]).to_csv(name + ".csv", index_label="id")`},
	".pkl": {"pickles run code when they are opened, so they are refused", `import pandas as pd
d = pd.read_pickle("FILE")  # only if you trust where it comes from
d = d if isinstance(d, dict) else {"table": d}
for name, x in d.items():
    pd.DataFrame(x).to_csv(f"{name}.csv", index_label="id")`},
	".pt": {"PyTorch files are pickles, which run code when they are opened, so they are refused", `import torch, pandas as pd
d = torch.load("FILE", weights_only=True)
d = d if isinstance(d, dict) else {"table": d}
for name, x in d.items():
    pd.DataFrame(x.flatten(1).numpy()).to_csv(f"{name}.csv", index_label="id")`},
}

// sameRecipe maps further extensions to those of recipes.
var sameRecipe = map[string]string{
	".hdf5": ".h5", ".h5mu": ".h5", ".h5ad": ".h5", ".hdf": ".h5", ".pickle": ".pkl", ".joblib": ".pkl", ".pth": ".pt", ".ckpt": ".pt",
}

// refuse explains why a file of a known kind cannot be opened, and how to
// convert it.
func refuse(file string) error {
	ext := strings.ToLower(filepath.Ext(file))
	if same, ok := sameRecipe[ext]; ok {
		ext = same
	}
	r, ok := recipes[ext]
	if !ok {
		return nil
	}
	python := strings.ReplaceAll(r.python, "FILE", file)
	return &dataset.UserError{What: file + " cannot be opened", Why: r.why, Try: "Convert it with these lines of Python and open the folder:\n" + python}
}
