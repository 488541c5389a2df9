package imputetest

import (
	"context"
	"errors"
	"fmt"

	"lacuna/dataset"
	"lacuna/impute"
	"lacuna/internal/saved"
	"lacuna/internal/saved/savedtest"
)

// fitted makes an imputer, fits it and saves it.
func (s Subject) fitted(train dataset.View) (impute.Imputer, *saved.File, error) {
	imputer, err := s.New()
	if err != nil {
		return nil, nil, err
	}
	if _, err := imputer.State(context.Background(), env(1)); !errors.Is(err, impute.ErrNotFitted) {
		return nil, nil, fmt.Errorf("before a fit State returned %v", err)
	}
	if err := imputer.Fit(context.Background(), train, env(1)); err != nil {
		return nil, nil, err
	}
	state, err := imputer.State(context.Background(), env(1))
	if err != nil {
		return nil, nil, err
	}
	file, err := savedtest.Saved(state)
	return imputer, file, err
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
	_, file, err := s.fitted(c.train)
	if err != nil {
		return err
	}
	loaded, err := s.reload(file)
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
const damages = 60

func damaged(s Subject, c scene) error {
	_, file, err := s.fitted(c.train)
	if err != nil {
		return err
	}
	return savedtest.Survive(file, damages, func(bad *saved.File) {
		if imputer, err := s.reload(bad); err == nil {
			_, _ = imputer.Transform(context.Background(), c.test, env(1))
		}
	})
}
