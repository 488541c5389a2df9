package say

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// fault is an error in words.
type fault struct{ text string }

// Error says the error in the language that is spoken when it is read, since
// errors that stand in variables are made before one is chosen.
func (f *fault) Error() string { return Text(f.text) }

func (f *fault) English() string { return f.text }

// Error is errors.New for what people read: each is an error of its own.
func Error(text string) error { return &fault{text} }

// Errorf is fmt.Errorf for what people read, with %w for the cause.
func Errorf(format string, parts ...any) error {
	err := fmt.Errorf(Text(format), parts...)
	if spoken.Load() == nil {
		return err
	}
	parts = slices.Clone(parts)
	for i, p := range parts {
		if cause, ok := p.(error); ok {
			parts[i] = errors.New(English(cause))
		}
	}
	return &foreign{err, fmt.Errorf(format, parts...).Error()}
}

// foreign is an error in another language than English.
type foreign struct {
	error
	english string
}

func (f *foreign) Unwrap() error   { return f.error }
func (f *foreign) English() string { return f.english }

// English is what an error says whatever is spoken: what goes into a file.
func English(err error) string {
	if e, ok := err.(interface{ English() string }); ok {
		return e.English()
	}
	text := err.Error()
	if cause := errors.Unwrap(err); cause != nil {
		return strings.Replace(text, cause.Error(), English(cause), 1)
	}
	return text
}
