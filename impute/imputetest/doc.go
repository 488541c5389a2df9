// Package imputetest holds the laws that every imputer obeys, as tests that run
// over any imputer.
//
// The words: a Subject is an imputer under test and how to make a fresh one. A
// Law is one promise of package impute, checked on several scenes; a scene is a
// small pair of training and test rows with one difficulty in it, such as a
// column that no training row has.
//
//	func TestLaws(t *testing.T) {
//		for _, info := range impute.All() {
//			imputetest.Run(t, imputetest.Of(info, nil))
//		}
//	}
package imputetest

import (
	"fmt"
	"testing"

	"lacuna/impute"
)

// Subject is an imputer under test.
type Subject struct {
	Name string
	New  func() (impute.Imputer, error) // makes one that is not fitted

	runs runs
}

// Of returns the subject of a registered method. set holds settings as for
// Info.Make, where the defaults would take long.
func Of(info impute.Info, set map[string]string) Subject {
	return Subject{Name: info.Name, New: func() (impute.Imputer, error) { return info.Make(set) }}
}

// Law is one promise.
type Law struct {
	Name  string // short, for -run
	Says  string // the promise
	check func(s Subject, c scene) error
	// scenes is what the law is checked on; nil means all.
	scenes func(c scene) bool
}

// Check returns an error if the subject breaks the law in some scene.
func (l Law) Check(s Subject) error {
	if s.runs == nil {
		s.runs = runs{}
	}
	for _, c := range scenes() {
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
