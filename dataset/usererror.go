package dataset

import (
	"strings"

	"lacuna/internal/say"
)

// UserError is an error written for the person in front of the program: what
// went wrong, why, and what to try. Faces show its parts apart; everybody else
// sees one sentence after the other. Its words are in English or in the language
// spoken; who shows them says them with say.Again.
type UserError struct {
	What string // "the folder scans holds no dataset"
	Why  string // what was found instead; may be empty
	Try  string // what to do now; may be empty
	Err  error  // the error underneath, or nil
}

// Error joins the parts to "What: Why. Try", in the language spoken.
func (e *UserError) Error() string {
	return joined(say.Again(e.What), say.Again(e.Why), say.Again(e.Try))
}

// English is what it says whatever is spoken; see say.English.
func (e *UserError) English() string { return joined(e.What, e.Why, e.Try) }

func joined(what, why, try string) string {
	var b strings.Builder
	b.WriteString(what)
	if why != "" {
		b.WriteString(": ")
		b.WriteString(why)
	}
	if try != "" {
		b.WriteString(". ")
		b.WriteString(try)
	}
	return b.String()
}

// Unwrap returns the error underneath.
func (e *UserError) Unwrap() error { return e.Err }
