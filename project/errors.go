package project

import (
	"lacuna/dataset"
	"lacuna/internal/say"
)

// NewerError is returned for a file that a newer version of the program wrote.
// Reading it anyway could lose what this version does not know.
type NewerError struct {
	File   string
	Schema int // of the file
}

// Error says what to do.
func (e *NewerError) Error() string {
	return say.Form("%s was written by a newer version of Lacuna (schema %d, this version knows %d): open it with that version or update this one",
		e.File, e.Schema, Schema)
}

// missing is the error for a file that is not there; it wraps fs.ErrNotExist.
func missing(file string, err error) error {
	return &dataset.UserError{
		What: say.Form("%s does not exist", file), Why: say.Form("a project file (…%s) is needed here", Extension),
		Try: say.Form("Check the spelling, or make one: lacuna compare DATA --method METHOD -o STUDY%s", Extension), Err: err,
	}
}

// damaged is the error for a file that is no project file.
func damaged(file, why string, err error) error {
	return &dataset.UserError{
		What: say.Form("%s is not a readable project file", file), Why: why,
		Try: say.Text("Restore it from a backup or from version control, or start a new project; finished runs are kept in the folder beside it"), Err: err,
	}
}

// packed is the error for an archive where a project file is wanted.
func packed(file string) error {
	return &dataset.UserError{
		What: say.Form("%s is an archive", file), Why: say.Form("the project file (…%s) lies in it", Extension),
		Try: say.Form("Unpack it, then name that file: of a capsule it is NAME/NAME%s", Extension),
	}
}

// Check reports whether the dataset is the one that the project was made
// with.
func (d Dataset) Check(data *dataset.Dataset) error {
	if d.SHA256 == "" || d.SHA256 == data.Hash() {
		return nil
	}
	return &dataset.UserError{
		What: say.Form("the dataset %s has changed since the project was saved", data.Name),
		Why:  say.Form("it had %d records and now has %d, or other values (SHA-256 %.12s… then, %.12s… now)", d.Records, data.Records(), d.SHA256, data.Hash()),
		Try: say.Text("Bring back the old files. If they are the same, this version reads them otherwise than the one that saved the project: " +
			"look at what it reads (lacuna inspect STUDY.lacuna), and compare once more in a project of another name (lacuna compare DATA -o NEW.lacuna); " +
			"finished runs stay in the folder beside the project"),
	}
}

// Describe fills in what identifies a dataset, how it was read, and what was
// odd about it.
func (d *Dataset) Describe(data *dataset.Dataset) {
	d.Name, d.Records, d.SHA256 = data.Name, data.Records(), data.Hash()
	d.Import, d.Remarks = data.Import, NewRemarks(data.Problems)
}
