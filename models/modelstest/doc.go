// Package modelstest holds the laws that every model obeys, as tests that run
// over any model.
//
// The words: a Subject is a model under test and how to make a fresh one. A Law
// is one promise of package models, checked on several scenes; a scene is a
// small set of training, validation and test rows with one difficulty in it,
// such as a modality that no training row has.
//
//	func TestLaws(t *testing.T) {
//		for _, info := range models.All() {
//			modelstest.Run(t, modelstest.Of(info, nil))
//		}
//	}
package modelstest

import (
	"fmt"
	"testing"

	"lacuna/models"
)

// Subject is a model under test.
type Subject struct {
	Name string
	New  func() (models.Model, error) // makes one that is not fitted
	// Filled says that the model stands behind an imputer: its scenes are
	// filled with zeros.
	Filled bool
	// Blind says why the model need not learn from values: a baseline that
	// does not look at them. It is empty for all others.
	Blind string

	runs runs
}

// Of returns the subject of a registered model. set holds settings as for
// Info.Make, where the defaults would take long.
func Of(info models.Info, set map[string]string) Subject {
	return Subject{
		Name: info.Name, Filled: info.NeedsComplete(),
		New: func() (models.Model, error) { return info.Make(set) },
	}
}

// Law is one promise.
type Law struct {
	Name  string // short, for -run
	Says  string // the promise
	check func(s Subject, c scene) error
	// scenes is what the law is checked on; nil means all.
	scenes func(c scene) bool
	// spares says which subjects the law does not bind; nil means none.
	spares func(s Subject) bool
}

// Check returns an error if the subject breaks the law in some scene.
func (l Law) Check(s Subject) error {
	if s.runs == nil {
		s.runs = runs{}
	}
	if l.spares != nil && l.spares(s) {
		return nil
	}
	for _, c := range scenes(s.Filled) {
		if l.scenes != nil && !l.scenes(c) {
			continue
		}
		if err := l.check(s, c); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// Run checks all laws, each as a subtest.
func Run(t *testing.T, s Subject) {
	t.Helper()
	s.runs = runs{}
	for _, l := range Laws() {
		t.Run(s.Name+"/"+l.Name, func(t *testing.T) {
			if err := l.Check(s); err != nil {
				t.Errorf("the law is: %s. But: %v", l.Says, err)
			}
		})
	}
}
