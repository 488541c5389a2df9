package modelstest

import (
	"context"
	"errors"
	"fmt"

	"lacuna/internal/saved"
	"lacuna/internal/saved/savedtest"
	"lacuna/models"
)

// reload makes a model from a file.
func (s Subject) reload(file *saved.File) (models.Model, error) {
	model, err := s.New()
	if err != nil {
		return nil, err
	}
	root, err := file.Root()
	if err != nil {
		return nil, err
	}
	return model, model.Restore(root)
}

func fileOf(model models.Model) (*saved.File, error) {
	state, err := model.State()
	if err != nil {
		return nil, err
	}
	return savedtest.Saved(state)
}

func reloaded(s Subject, c scene) error {
	fresh, err := s.New()
	if err != nil {
		return err
	}
	if _, err := fresh.State(); !errors.Is(err, models.ErrNotFitted) {
		return fmt.Errorf("before a fit State returned %v", err)
	}
	model, err := s.fitted(c, env(1))
	if err != nil {
		return err
	}
	file, err := fileOf(model) // before it is asked anything
	if err != nil {
		return err
	}
	before, err := predict(model, c.test, env(1))
	if err != nil {
		return err
	}
	loaded, err := s.reload(file)
	if err != nil {
		return fmt.Errorf("loading: %w", err)
	}
	after, err := predict(loaded, c.test, env(2))
	if err != nil {
		return err
	}
	return differ(before, after)
}

// damages is how many damaged files are tried.
const damages = 40

func damaged(s Subject, c scene) error {
	o, err := s.once(c, 1)
	if err != nil {
		return err
	}
	file, err := fileOf(o.model)
	if err != nil {
		return err
	}
	return savedtest.Survive(file, damages, func(bad *saved.File) {
		if model, err := s.reload(bad); err == nil {
			_, _ = model.Predict(context.Background(), c.test, env(1))
		}
	})
}
