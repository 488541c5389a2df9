package nn

import (
	"fmt"

	"lacuna/internal/say"
)

// buildError is the panic by which building a network is given up; New and
// the other entrances turn it into an ordinary error.
type buildError struct{ err error }

// fail gives up building a network with a formatted error.
func fail(format string, args ...any) {
	panic(buildError{fmt.Errorf(format, args...)})
}

// check gives up building a network if err is not nil.
func check(err error) {
	if err != nil {
		panic(buildError{err})
	}
}

// Guard runs f and returns its error. A panic inside f, be it of gorgonia, of
// an operation or of a caller's build function, comes back as an error that
// begins with what was being done.
func Guard(what string, f func() error) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case buildError:
			err = say.Errorf("nn: %s: %w", what, p.err)
		case error:
			err = say.Errorf("nn: %s: internal fault: %w", what, p)
		default:
			err = say.Errorf("nn: %s: internal fault: %v", what, p)
		}
	}()
	return f()
}
