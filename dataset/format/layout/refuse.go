package layout

import (
	"path"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// recipe is a kind of file that has no safe or well-kept reader here, and the
// lines of Python that turn it into one that has.
type recipe struct {
	endings []string
	what    string // the kind of file, at the start of a sentence
	with    string // what converts it, for a remark
	python  string // FILE stands for the quoted name
	danger  bool   // opening it would run code
}

// recipes are grouped by the kind of reader that they need.
var recipes = []recipe{
	{[]string{".h5ad"}, "AnnData files", "anndata", say.Code(`import anndata
a = anndata.read_h5ad(FILE)
a.to_df().to_csv("values.csv", index_label="id")
a.obs.to_csv("obs.csv", index_label="id")
# obs holds what is known of each sample; rename its class column to label`), false},
	{[]string{".h5mu"}, "MuData files", "mudata", say.Code(`import mudata
m = mudata.read_h5mu(FILE)
for name, a in m.mod.items():
    a.to_df().to_csv(name + ".csv", index_label="id")
m.obs.to_csv("obs.csv", index_label="id")`), false},
	{[]string{".h5", ".hdf5", ".hdf", ".he5", ".nc"}, "HDF5 files", "h5py", hdf5Recipe, false},
	{[]string{".loom"}, "Loom files", "anndata", say.Code(`import anndata
a = anndata.read_loom(FILE)
a.to_df().to_csv("values.csv", index_label="id")
a.obs.to_csv("obs.csv", index_label="id")
# obs holds what is known of each sample; rename its class column to label`), false},
	{[]string{".pkl", ".pickle", ".p", ".pck"}, "Pickles", "pandas", say.Code(`import numpy as np, pandas as pd
d = pd.read_pickle(FILE)  # only if you trust where it comes from
for name, x in (d if isinstance(d, dict) else {"table": d}).items():
    pd.DataFrame(x).to_csv(f"{name}.csv", index_label="id") if np.ndim(x) in (1, 2) else np.savez(f"{name}.npz", **(x if isinstance(x, dict) else {name: x}))
# open the folder`), true},
	{[]string{".joblib"}, "Joblib files", "joblib", say.Code(`import joblib, numpy as np, pandas as pd
d = joblib.load(FILE)  # only if you trust where it comes from
for name, x in (d if isinstance(d, dict) else {"table": d}).items():
    pd.DataFrame(x).to_csv(f"{name}.csv", index_label="id") if np.ndim(x) in (1, 2) else np.savez(f"{name}.npz", **(x if isinstance(x, dict) else {name: x}))
# open the folder`), true},
	{[]string{".pt", ".pth", ".ckpt"}, "PyTorch files", "torch", say.Code(`import numpy as np, torch
d = torch.load(FILE, map_location="cpu", weights_only=True)
d = d if isinstance(d, dict) else {"x": d}
np.savez("arrays.npz", **{name: np.asarray(x) for name, x in d.items()})
# open arrays.npz`), true},
	{[]string{".safetensors"}, "Safetensors files", "safetensors", say.Code(`import numpy as np
from safetensors.numpy import load_file
d = load_file(FILE)
np.savez("arrays.npz", **{name: x.astype("float32") for name, x in d.items()})
# open arrays.npz`), false},
	{[]string{".rda", ".rdata", ".rds"}, "Files of R", "pyreadr", say.Code(`import pyreadr
d = pyreadr.read_r(FILE)  # data frames and matrices; in R: write.csv(x, "x.csv")
for name, x in d.items():
    x.to_csv(f"{name or 'table'}.csv", index_label="id")
# open the folder`), false},
	{[]string{".sav", ".zsav", ".por"}, "SPSS files", "pyreadstat", say.Code(`import pyreadstat
read = pyreadstat.read_por if FILE.endswith("por") else pyreadstat.read_sav
d, about = read(FILE, apply_value_formats=True)
d.to_csv("table.csv", index=False)
# about.column_names_to_labels holds what the columns mean`), false},
	{[]string{".dta"}, "Stata files", "pandas", say.Code(`import pandas as pd
d = pd.read_stata(FILE, convert_categoricals=True)
print(d.dtypes)
d.to_csv("table.csv", index=False)
# open table.csv`), false},
	{[]string{".sas7bdat", ".xpt"}, "SAS files", "pandas", say.Code(`import pandas as pd
d = pd.read_sas(FILE, encoding="latin-1")
print(d.dtypes)
d.to_csv("table.csv", index=False)
# open table.csv`), false},
	{[]string{".feather", ".arrow", ".ipc"}, "Feather and Arrow files", "pyarrow", say.Code(`import pandas as pd
d = pd.read_feather(FILE)
print(d.dtypes)
d.to_parquet("table.parquet")
# open table.parquet`), false},
	{[]string{".orc"}, "ORC files", "pyarrow", say.Code(`import pandas as pd
d = pd.read_orc(FILE)
print(d.dtypes)
d.to_parquet("table.parquet")
# open table.parquet`), false},
	{[]string{".arff"}, "ARFF files", "scipy", say.Code(`import pandas as pd
from scipy.io import arff
d = pd.DataFrame(arff.loadarff(FILE)[0])
d = d.apply(lambda c: c.str.decode("utf-8") if c.dtype == object else c)
d.to_csv("table.csv", index=False)`), false},
	{[]string{".xls", ".xlsb", ".ods"}, "Old Excel, binary Excel and OpenDocument sheets", "a spreadsheet program (save as .xlsx or .csv) or pandas", say.Code(`import pandas as pd  # or save it as .xlsx or .csv in a spreadsheet program
sheets = pd.read_excel(FILE, sheet_name=None)
for name, d in sheets.items():
    d.to_csv(f"{name}.csv", index=False)
# needs one of xlrd, pyxlsb, odfpy`), false},
	{[]string{".db", ".sqlite", ".sqlite3"}, "SQLite databases", "pandas", say.Code(`import sqlite3, pandas as pd
db = sqlite3.connect(FILE)
for (name,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
    pd.read_sql(f'select * from "{name}"', db).to_csv(f"{name}.csv", index=False)
# open the folder`), false},
	{[]string{".dcm", ".dicom", ".ima"}, "DICOM images", "pydicom", say.Code(`import pydicom, numpy as np
from PIL import Image
x = pydicom.dcmread(FILE).pixel_array.astype(float)
x = (x - x.min()) / max(x.max() - x.min(), 1)
Image.fromarray((65535 * x).astype(np.uint16)).save("image.png")`), false},
	{[]string{".nii.gz", ".nii", ".mgz", ".mgh"}, "NIfTI and other brain volumes", "nibabel", say.Code(`import nibabel, numpy as np
x = nibabel.load(FILE).get_fdata()
x = x[:, :, x.shape[2] // 2]  # the slice in the middle; or values per region
np.save("image.npy", x.astype("float32"))
# for many: np.savez("data.npz", ids=ids, scan=np.stack(all).reshape(len(ids), -1))`), false},
	{[]string{".nrrd", ".mha", ".mhd"}, "Volumes of ITK", say.Code("SimpleITK"), say.Code(`import SimpleITK, numpy as np
x = SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(FILE))
x = x[x.shape[0] // 2]  # the slice in the middle; or values per region
np.save("image.npy", x.astype("float32"))
# for many: np.savez("data.npz", ids=ids, scan=np.stack(all).reshape(len(ids), -1))`), false},
	{[]string{".svs", ".ndpi", ".mrxs"}, "Whole-slide images", "openslide", say.Code(`import openslide
s = openslide.OpenSlide(FILE)
s.get_thumbnail((1024, 1024)).convert("RGB").save("image.png")
# or cut tiles with s.read_region(place, 0, (256, 256))
# and keep one vector of features per slide`), false},
	{[]string{".edf", ".bdf", ".gdf", ".fif", ".set"}, "Recordings of EEG and the like", "mne", say.Code(`import mne
r = mne.io.read_raw(FILE, preload=True)
r.resample(128)
r.to_data_frame().to_csv("series.csv", index=False)
# one file per record in a folder is a modality of series`), false},
	{[]string{".mp4", ".avi", ".mov", ".mkv", ".webm", ".wmv", ".flv", ".m4v"}, "Films", "ffmpeg (one picture and one sound each)", say.Code(`import subprocess
run = lambda *a: subprocess.run(["ffmpeg", "-i", FILE, *a], check=True)
run("-vf", "thumbnail", "-frames:v", "1", "image.png")
run("-ac", "1", "-ar", "16000", "audio.wav")
# put them into folders image and audio, named by record`), false},
	{[]string{".tfrecord", ".tfrecords"}, "TFRecord files", "tensorflow", say.Code(`import tensorflow as tf
for i, raw in enumerate(tf.data.TFRecordDataset(FILE)):
    e = tf.train.Example.FromString(raw.numpy())
    print(i, {k: len(str(v)) for k, v in e.features.feature.items()})
# write the features that you need to a CSV file or an .npz`), false},
	{[]string{".lmdb"}, "LMDB databases", "lmdb", say.Code(`import lmdb, pathlib
db = lmdb.open(FILE, subdir=False, readonly=True, lock=False)
with db.begin() as t:
    for i, (key, value) in enumerate(t.cursor()):
        pathlib.Path(f"{i:06}.bin").write_bytes(value)`), false},
	{[]string{".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz"}, "Archives", "tar (unpack them)", say.Code(`import tarfile
with tarfile.open(FILE) as t:
    print(t.getnames()[:10])
    t.extractall("data", filter="data")
# open the folder data`), false},
	{[]string{".7z", ".rar"}, "Archives", "py7zr or unrar (unpack them)", say.Code(`import shutil, pathlib  # or unpack it with your file manager
import patoolib
pathlib.Path("data").mkdir()
patoolib.extract_archive(FILE, outdir="data")
# open the folder data`), false},
	{packedEndings, "Packed files", "pandas (unpack them)", say.Code(`import pandas as pd  # for a table; or unpack it with your file manager
d = pd.read_csv(FILE)
print(d.dtypes)
d.to_csv("table.csv", index=False)
# open table.csv`), false},
}

// hdf5Recipe takes every array, in whatever group it lies.
var hdf5Recipe = say.Code(`import h5py, numpy as np
d, words = {}, h5py.check_string_dtype
with h5py.File(FILE) as f:
    f.visititems(lambda name, x: d.update({name.replace("/", "."): x.asstr()[()].astype(str) if words(x.dtype) else x[()]}) if isinstance(x, h5py.Dataset) else None)
np.savez("arrays.npz", **d)  # open arrays.npz`)

// mat73 is the recipe for the only MATLAB files that are not read. MATLAB
// stores arrays by columns, so that h5py shows them transposed, and cells as
// references.
var mat73 = recipe{[]string{".mat"}, "MATLAB 7.3 files", "h5py", say.Code(`import h5py, numpy as np  # or in MATLAB: load(FILE); save("FILE5.mat", "-v7")
d, f = {}, h5py.File(FILE)
for name, x in ((n, x) for n, x in f.items() if isinstance(x, h5py.Dataset)):
    d.update({f"{name}{i + 1}": f[r][()].T for i, r in enumerate(x[()].ravel())} if x.dtype.kind == "O" else {name: x[()].T})
np.savez("arrays.npz", **d)  # a cell array becomes an array per cell; open arrays.npz`), false}

// Refuse explains why a file of a known kind cannot be opened, and how to
// convert it; nil for files that are read, or of no known kind.
func Refuse(file string) error {
	r, ok := recipeOf(file)
	if !ok {
		return nil
	}
	return r.refusal(file)
}

// RefuseHDF5 is the refusal of a .mat file that is HDF5 inside, which
// array.Open finds out.
func RefuseHDF5(file string) error { return mat73.refusal(file) }

// Unsupported is the reason, in one sentence, why a file in a folder is not
// read; "" for kinds that are not known.
func Unsupported(file string) string {
	r, ok := recipeOf(file)
	if !ok {
		return ""
	}
	if r.danger {
		return say.Kept("%s run code when they are opened, so they are not read; convert them with %s", r.what, r.with)
	}
	for _, u := range unpackers {
		if hasEnding(file, u.ending) && r.what == "Packed files" {
			return say.Kept("files ending in %s are not read; unpack them: %s", u.ending, u.command)
		}
	}
	return say.Kept("%s are not read; convert them with %s", r.what, r.with)
}

func recipeOf(file string) (recipe, bool) {
	name := strings.ToLower(path.Base(strings.ReplaceAll(file, `\`, "/")))
	for _, r := range recipes {
		for _, ending := range r.endings {
			if strings.HasSuffix(name, ending) {
				return r, true
			}
		}
	}
	return recipe{}, false
}

func (r recipe) refusal(file string) error {
	why := say.Kept("%s have no well-kept reader in Go", r.what)
	if r.danger {
		why = say.Kept("%s run code when they are opened, so they are refused", r.what)
	}
	python := strings.ReplaceAll(r.python, "FILE5.mat", strings.TrimSuffix(path.Base(file), path.Ext(file))+"5.mat")
	python = strings.ReplaceAll(python, "FILE", strconv.Quote(file))
	return &dataset.UserError{What: say.Kept("%s cannot be opened", file), Why: why, Try: say.Kept("Convert it with these lines of Python and open what they write:\n%s", python)}
}
