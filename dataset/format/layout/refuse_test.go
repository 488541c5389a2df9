package layout

import (
	"errors"
	"strings"
	"testing"

	"lacuna/dataset"
)

func TestRefuse(t *testing.T) {
	for file, want := range map[string][2]string{
		"scan.h5":         {"HDF5 files have no well-kept reader in Go", `h5py.File("scan.h5")`},
		"a/b.H5AD":        {"AnnData files have", `anndata.read_h5ad("a/b.H5AD")`},
		"x.pkl":           {"Pickles run code when they are opened, so they are refused", `pd.read_pickle("x.pkl")`},
		"x.joblib":        {"run code", "joblib.load"},
		"x.pt":            {"PyTorch files run code", "weights_only=True"},
		"x.rda":           {"Files of R", "pyreadr"},
		"x.RDS":           {"Files of R", "pyreadr"},
		"x.sav":           {"SPSS", "pyreadstat"},
		"x.feather":       {"Feather", "read_feather"},
		"x.arff":          {"ARFF", "loadarff"},
		"x.xls":           {"Old Excel", "read_excel"},
		"scan.nii.gz":     {"NIfTI", `nibabel.load("scan.nii.gz")`},
		"scan.dcm":        {"DICOM", "pydicom"},
		"all.tar.gz":      {"Archives", "tarfile"},
		"sub-01_task.edf": {"EEG", "mne"},
		`od"d.sav`:        {"SPSS", `read("od\"d.sav"`},
	} {
		err := Refuse(file)
		var u *dataset.UserError
		if !errors.As(err, &u) {
			t.Errorf("%s is not refused: %v", file, err)
			continue
		}
		if !strings.Contains(u.Why, want[0]) || !strings.Contains(u.Try, want[1]) {
			t.Errorf("%s is refused with %q and\n%s", file, u.Why, u.Try)
		}
	}
}

func TestRefuseLeavesWhatIsRead(t *testing.T) {
	for _, file := range []string{"a.csv", "a.csv.gz", "a.mat", "a.npz", "a.npy", "a.xlsx", "a.parquet", "a.jsonl", "a.zip", "a.png", "README", "a.gz", "h5", "a.flac"} {
		if err := Refuse(file); err != nil {
			t.Errorf("%s is refused: %v", file, err)
		}
		if reason := Unsupported(file); reason != "" {
			t.Errorf("%s has a reason not to be read: %s", file, reason)
		}
	}
}

func TestRefuseHDF5NamesBothWays(t *testing.T) {
	err := RefuseHDF5("views.mat")
	for _, want := range []string{`h5py.File("views.mat")`, `save("views5.mat", "-v7")`, "MATLAB 7.3"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the refusal does not hold %s:\n%v", want, err)
		}
	}
}

func TestUnsupported(t *testing.T) {
	for file, want := range map[string]string{
		"scan.dcm":    "DICOM images are not read; convert them with pydicom",
		"scan.nii.gz": "NIfTI and other brain volumes are not read; convert them with nibabel",
		"model.pkl":   "Pickles run code when they are opened, so they are not read; convert them with pandas",
		"notes.zip":   "",
	} {
		if got := Unsupported(file); got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
}

func TestRecipesHaveFiveLines(t *testing.T) {
	for _, r := range append([]recipe{mat73}, recipes...) {
		if n := strings.Count(r.python, "\n") + 1; n != 5 {
			t.Errorf("the recipe for %s has %d lines", r.what, n)
		}
		if !strings.Contains(r.python, "FILE") {
			t.Errorf("the recipe for %s does not name the file", r.what)
		}
	}
}
