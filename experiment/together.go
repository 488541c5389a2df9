package experiment

import (
	"lacuna/dataset"
	"lacuna/internal/say"
)

// Careful returns the split with what is suspected in the data kept in one
// part: the records of one subject, unless a column is chosen already, and
// records that are there twice.
func (s SplitSpec) Careful(d *dataset.Dataset) SplitSpec {
	if s.Together == "" {
		s.Together = d.Subjects
	}
	s.Twins = len(twins(d)) > 0
	return s
}

// kin are the records that the split keeps in one part.
func (s SplitSpec) kin(d *dataset.Dataset) (dataset.Kin, error) {
	var column []string
	if s.Together != "" {
		var err error
		if column, err = groupColumn(d, s.Together); err != nil {
			return nil, say.Errorf("split: %w", err)
		}
	}
	var same [][]int
	if s.Twins {
		same = twins(d)
	}
	return dataset.KinOf(d.Records(), column, same), nil
}

// Clusters are the records that are no independent witnesses, since they are of
// one subject or the same, whether the split keeps them in one part or not; and
// what makes them so, in words.
func (s SplitSpec) Clusters(d *dataset.Dataset) (kin dataset.Kin, alike string) {
	careful := s.Careful(d)
	kin, err := careful.kin(d)
	if err != nil || kin == nil {
		return nil, ""
	}
	return kin, careful.reason(d)
}

// twins are the records that are the same as a few others. More than a few are
// no repetition but a value that many have, and would not go into one part.
func twins(d *dataset.Dataset) [][]int {
	var few [][]int
	for _, set := range d.Same {
		if len(set) <= max(10, d.Records()/20) {
			few = append(few, set)
		}
	}
	return few
}

// TogetherWords says which records of the data a split keeps in one part, or
// which it lets be in several though they look like one; "" where there are
// none. It is in English, since it is stored.
func (s SplitSpec) TogetherWords(d *dataset.Dataset) string {
	kin, err := s.kin(d)
	if err != nil {
		return ""
	}
	if n := akin(d, kin); n > 0 {
		return say.Kept("%d records are kept with others in one part of every split, because they %s", n, s.reason(d))
	}
	careful := s.Careful(d)
	if kin, err = careful.kin(d); err != nil || akin(d, kin) == 0 {
		return ""
	}
	return say.Kept("%d records may be learned from in training and met again in the test, because they %s: scores can be too good", akin(d, kin), careful.reason(d))
}

// akin counts the labelled records that have kin.
func akin(d *dataset.Dataset, kin dataset.Kin) int {
	if kin == nil {
		return 0
	}
	n := 0
	for _, family := range kin.Families(d.Labelled()) {
		if len(family) > 1 {
			n += len(family)
		}
	}
	return n
}

// reason says by what records are kin.
func (s SplitSpec) reason(d *dataset.Dataset) string {
	switch {
	case s.Together == "":
		return say.Kept("are the same as another")
	case s.Twins && len(twins(d)) > 0:
		return say.Kept("share their %s or are the same as another", s.Together)
	}
	return say.Kept("share their %s", s.Together)
}

// astride says that kin are on both sides of a split that was given, or "".
func astride(s dataset.Split) string {
	n := s.Kin.Across(s.Development(), s.Test)
	if n == 0 {
		return ""
	}
	return say.Kept("split %s: %d groups of records that belong together (one subject, or the same values) have records both in development and in the test: scores can be too good", s.Name, n)
}

// dealKin returns the fold of every row, kin in one.
func (s SplitSpec) dealKin(d *dataset.Dataset, rows []int, kin dataset.Kin, perm func(int) []int) (map[int]int, error) {
	families := kin.Families(rows)
	n := len(families)
	if n < s.Folds {
		return nil, say.Errorf("split: %d folds from %d groups of records that belong together; ask for fewer folds", s.Folds, n)
	}
	return dataset.DealFamilies(families, d.Labels, len(d.Classes), s.Folds, perm(n)), nil
}
