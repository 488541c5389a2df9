package say

import "fmt"

// fault is an error in words.
type fault struct{ text string }

// Error says the error in the language that is spoken when it is read, since
// errors that stand in variables are made before one is chosen.
func (f *fault) Error() string { return Text(f.text) }

// Error is errors.New for what people read: each is an error of its own.
func Error(text string) error { return &fault{text} }

// Errorf is fmt.Errorf for what people read, with %w for the cause.
func Errorf(format string, parts ...any) error { return fmt.Errorf(Text(format), parts...) }
