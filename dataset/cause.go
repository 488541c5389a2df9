package dataset

import (
	"fmt"

	"lacuna/internal/say"
)

// Cause says why a modality of a record is not there. It is kept as a code
// from the reader to the export.
type Cause uint8

// The causes. Present is the zero value: nothing is wrong.
const (
	Present     Cause = iota
	NoRow             // the id has no row in the modality's file
	Null              // JSON null, absent key, Parquet null or an empty cell
	Sentinel          // a code that stands for missing
	NoFile            // the media file does not exist
	Unreadable        // the media file cannot be decoded
	AllNaN            // every column of the row is missing
	Masked            // hidden on purpose by an experiment
	Unsupported       // the file exists and is of a type that is not understood
)

var causeNames = [...]string{"present", "no-row", "null", "sentinel", "no-file", "unreadable", "all-nan", "masked", "unsupported"}

// String returns the code as it is written in files, for example "no-row".
func (c Cause) String() string {
	if int(c) < len(causeNames) {
		return causeNames[c]
	}
	return fmt.Sprintf("cause(%d)", uint8(c))
}

// ParseCause reads a code that String wrote.
func ParseCause(s string) (Cause, error) {
	for i, name := range causeNames {
		if s == name {
			return Cause(i), nil
		}
	}
	return 0, say.Errorf("unknown cause %q; causes are %v", s, causeNames)
}
