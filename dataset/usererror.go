package dataset

import "strings"

// UserError is an error written for the person in front of the program: what
// went wrong, why, and what to try. Faces show its parts apart; everybody else
// sees one sentence after the other.
type UserError struct {
	What string // "the folder scans holds no dataset"
	Why  string // what was found instead; may be empty
	Try  string // what to do now; may be empty
	Err  error  // the error underneath, or nil
}

// Error joins the parts to "What: Why. Try".
func (e *UserError) Error() string {
	var b strings.Builder
	b.WriteString(e.What)
	if e.Why != "" {
		b.WriteString(": ")
		b.WriteString(e.Why)
	}
	if e.Try != "" {
		b.WriteString(". ")
		b.WriteString(e.Try)
	}
	return b.String()
}

// Unwrap returns the error underneath.
func (e *UserError) Unwrap() error { return e.Err }
