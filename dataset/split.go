package dataset

import (
	"math"
	"math/rand/v2"
	"slices"

	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Split divides labelled records into three disjoint sets of row numbers.
// Validation is for early stopping and is taken from what would be training.
type Split struct {
	Name       string // "holdout", "fold 2 of 5", "file", "site=va"
	Train      []int
	Validation []int
	Test       []int
	Kin        Kin    // the records that stay in one part
	Together   string // which these are and why, in words; "" where there are none
	// Clusters are records that are no independent witnesses, whether the split
	// keeps them together or not; Alike says why: "share their patient".
	Clusters Kin
	Alike    string
}

// Development lists the records that may be learned from: those of training,
// then those of validation.
func (s Split) Development() []int { return slices.Concat(s.Train, s.Validation) }

// Holdout draws a split stratified by class: testShare of each class for test,
// then validationShare of the rest for validation, with kin in one part. It
// reports when a class is too small to be in training and in test.
func (d *Dataset) Holdout(testShare, validationShare float64, kin Kin, seed rng.Seed) (Split, error) {
	rows := d.Labelled()
	if err := d.checkTrainable(rows); err != nil {
		return Split{}, err
	}
	rest, test := d.Stratified(rows, testShare, kin, seed.Child("test"))
	train, validation := d.Stratified(rest, validationShare, kin, seed.Child("validation"))
	s := Split{Name: "holdout", Train: train, Validation: validation, Test: test, Kin: kin}
	return s, d.CheckSplit(s)
}

// Given uses the data's own split column: rows called "train" (and
// "validation" or "val", or a share drawn from train, with kin in one part)
// against "test".
func (d *Dataset) Given(validationShare float64, kin Kin, seed rng.Seed) (Split, error) {
	if d.Splits == nil {
		return Split{}, say.Errorf("dataset %s brings no split of its own (no split column or split.csv)", d.Name)
	}
	s := Split{Name: "file", Kin: kin}
	for _, i := range d.Labelled() {
		switch d.Splits[i] {
		case "train":
			s.Train = append(s.Train, i)
		case "validation", "val", "valid":
			s.Validation = append(s.Validation, i)
		case "test":
			s.Test = append(s.Test, i)
		}
	}
	if len(s.Train) == 0 || len(s.Test) == 0 {
		return Split{}, say.Errorf("the data's own split has %d rows called \"train\" and %d called \"test\"; for other names use a split by group",
			len(s.Train), len(s.Test))
	}
	if len(s.Validation) == 0 {
		s.Train, s.Validation = d.Stratified(s.Train, validationShare, kin, seed.Child("validation"))
	}
	return s, d.CheckSplit(s)
}

// Stratified divides rows into a kept part and a drawn part that holds share
// of each class (at least one record of a class of two or more, if share > 0).
// Kin stay together, and the classes have their share as nearly as that allows.
// Both parts keep the order of rows, which decides what is drawn.
func (d *Dataset) Stratified(rows []int, share float64, kin Kin, seed rng.Seed) (kept, drawn []int) {
	var chosen map[int]bool
	if kin == nil || share <= 0 {
		chosen = d.drawEach(rows, share, seed)
	} else {
		chosen = d.drawKin(rows, share, kin, seed.Child("kin").Rand().Perm)
	}
	for _, i := range rows {
		if chosen[i] {
			drawn = append(drawn, i)
		} else {
			kept = append(kept, i)
		}
	}
	return kept, drawn
}

// drawEach draws a share of the records of each class.
func (d *Dataset) drawEach(rows []int, share float64, seed rng.Seed) map[int]bool {
	byClass := make([][]int, len(d.Classes))
	for _, i := range rows {
		byClass[d.Labels[i]] = append(byClass[d.Labels[i]], i)
	}
	chosen := map[int]bool{}
	for c, members := range byClass {
		for _, i := range drawShare(members, share, seed.Child("class="+d.Classes[c]).Rand()) {
			chosen[i] = true
		}
	}
	return chosen
}

func drawShare(members []int, share float64, r *rand.Rand) []int {
	if share <= 0 || len(members) < 2 {
		return nil
	}
	n := int(math.Round(share * float64(len(members))))
	n = min(max(n, 1), len(members)-1)
	order := r.Perm(len(members))
	out := make([]int, n)
	for k := range out {
		out[k] = members[order[k]]
	}
	return out
}

// checkTrainable reports why no classifier can be trained on rows.
func (d *Dataset) checkTrainable(rows []int) error {
	seen := map[int]int{}
	for _, i := range rows {
		seen[d.Labels[i]]++
	}
	switch {
	case len(rows) == 0:
		return say.Errorf("no record of %s has a label, so nothing can be trained; imputation still works", d.Name)
	case len(seen) == 1:
		return say.Errorf("every labelled record of %s has the class %q; two classes or more are needed to train", d.Name, d.Classes[d.Labels[rows[0]]])
	}
	return nil
}

// CheckSplit reports a split that has nothing to test on, or whose training part
// nothing can be learned from, and why.
func (d *Dataset) CheckSplit(s Split) error {
	seen := map[int]bool{}
	for _, i := range s.Train {
		seen[d.Labels[i]] = true
	}
	switch {
	case len(s.Test) == 0:
		return d.untested(s)
	case len(seen) == 0:
		return say.Errorf("split %s leaves no record for training", s.Name)
	case len(seen) == 1:
		return say.Errorf("split %s leaves only the class %q for training; two classes or more are needed", s.Name, d.Classes[d.Labels[s.Train[0]]])
	}
	return nil
}

// untested says why a split has no test part.
func (d *Dataset) untested(s Split) error {
	rows := s.Development()
	switch {
	case slices.Max(append(tally(d.Labels, rows, len(d.Classes)), 0)) < 2:
		return say.Errorf("split %s leaves no record for the test: each of the %s has a class of its own; a class needs two records or more to be in training and in test",
			s.Name, say.Count(len(rows), "record", "records"))
	case s.Kin != nil:
		return say.Errorf("split %s leaves no record for the test: records that belong together stay in one part, and the %s make only %s",
			s.Name, say.Count(len(rows), "record", "records"), say.Count(len(s.Kin.Families(rows)), "group", "groups"))
	}
	return say.Errorf("split %s leaves no record for the test", s.Name)
}
