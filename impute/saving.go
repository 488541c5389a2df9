package impute

import "lacuna/internal/say"

// restored says which method refused a file, and why.
func restored(name string, err error) error {
	if err != nil {
		return say.Errorf("impute %s: %w", name, err)
	}
	return nil
}

// sameLength checks lists that must be as long as a row.
func sameLength(n int, lists ...[]float64) error {
	for _, list := range lists {
		if len(list) != n {
			return say.Errorf("%d numbers where %d are needed", len(list), n)
		}
	}
	return nil
}

// firstError returns the first error of checks, each of which may rest on those
// before it.
func firstError(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

var errUnfitting = say.Error("its parts do not fit each other")
