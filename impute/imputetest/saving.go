package imputetest

import (
	"context"
	"errors"
	"fmt"

	"lacuna/impute"
	"lacuna/internal/saved"
	"lacuna/internal/saved/savedtest"
)

func fileOf(imputer impute.Imputer) (*saved.File, error) {
	state, err := imputer.State(context.Background(), env(1))
	if err != nil {
		return nil, err
	}
	return savedtest.Saved(state)
}

// reload makes an imputer from a file.
func (s Subject) reload(file *saved.File) (impute.Imputer, error) {
	imputer, err := s.New()
	if err != nil {
		return nil, err
	}
	root, err := file.Root()
	if err != nil {
		return nil, err
	}
	return imputer, imputer.Restore(root)
}

func savedAlike(s Subject, c scene) error {
	fresh, err := s.New()
	if err != nil {
		return err
	}
	if _, err := fresh.State(context.Background(), env(1)); !errors.Is(err, impute.ErrNotFitted) {
		return fmt.Errorf("before a fit State returned %v", err)
	}
	o, err := s.once(c, 4)
	if err != nil {
		return err
	}
	loaded, err := s.reload(o.file)
	if err != nil {
		return err
	}
	want, err := s.plain(c) // by one that nobody saved
	if err != nil {
		return err
	}
	got, err := loaded.Transform(context.Background(), c.test, env(2))
	if err != nil {
		return err
	}
	return equal(want, got, func(i int) int { return i })
}

// damages is how many damaged files are tried.
const damages = 40

func damaged(s Subject, c scene) error {
	o, err := s.once(c, 4)
	if err != nil {
		return err
	}
	return savedtest.Survive(o.file, damages, func(bad *saved.File) {
		if imputer, err := s.reload(bad); err == nil {
			_, _ = imputer.Transform(context.Background(), c.test, env(1))
		}
	})
}
