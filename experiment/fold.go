package experiment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// withDefaults fills in the shares and the number of folds.
func (s SplitSpec) withDefaults() SplitSpec {
	if s.Kind == "" {
		s.Kind = Holdout
	}
	if s.Test == 0 {
		s.Test = DefaultTestShare
	}
	if s.Validation == 0 {
		s.Validation = DefaultValidationShare
	}
	if s.Folds == 0 {
		s.Folds = DefaultFolds
	}
	return s
}

func (s SplitSpec) check() error {
	switch {
	case !(s.Test > 0 && s.Test < 1):
		return say.Errorf("split: the share for the test is %g; it must lie between 0 and 1", s.Test)
	case !(s.Validation > 0 && s.Validation < 1):
		return say.Errorf("split: the share for validation is %g; it must lie between 0 and 1", s.Validation)
	case s.Folds < 2:
		return say.Errorf("split: %d folds; two or more are needed", s.Folds)
	}
	return nil
}

// Draw divides the records of a dataset, one split per fold. The same seed
// gives the same splits. Every record of a test part has a label, and no
// record is in two parts. Kin are in one part, except where a given file or
// the groups that are left out say otherwise of the test.
func (s SplitSpec) Draw(d *dataset.Dataset, seed rng.Seed) ([]dataset.Split, error) {
	splits, err := s.withDefaults().draw(d, seed)
	if err != nil {
		return nil, err
	}
	clusters, alike := s.Clusters(d)
	together := s.TogetherWords(d)
	for k := range splits {
		splits[k].Together, splits[k].Clusters, splits[k].Alike = together, clusters, alike
	}
	return splits, nil
}

func (s SplitSpec) draw(d *dataset.Dataset, seed rng.Seed) ([]dataset.Split, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if len(d.Labelled()) == 0 {
		return nil, say.Errorf("no record of %s has a label, so nothing can be trained or tested; imputation still works", d.Name)
	}
	kin, err := s.kin(d)
	if err != nil {
		return nil, err
	}
	switch s.Kind {
	case Holdout:
		split, err := d.Holdout(s.Test, s.Validation, kin, seed)
		return []dataset.Split{split}, err
	case GivenFile:
		split, err := d.Given(s.Validation, kin, seed)
		return []dataset.Split{split}, err
	case KFold:
		return s.folds(d, kin, seed)
	case LeaveOut:
		return s.groups(d, kin, seed)
	}
	return nil, say.Errorf("no split %q; there are %s, %s, %s and %s", s.Kind, Holdout, GivenFile, KFold, LeaveOut)
}

// folds deals the labelled records of each class to the folds in turn, so that
// every fold has the classes in the same shares.
func (s SplitSpec) folds(d *dataset.Dataset, kin dataset.Kin, seed rng.Seed) ([]dataset.Split, error) {
	rows := d.Labelled()
	if len(rows) < s.Folds {
		return nil, say.Errorf("split: %d folds from %d labelled records of %s; ask for fewer folds", s.Folds, len(rows), d.Name)
	}
	fold, err := s.deal(d, rows, kin, seed.Child("test"))
	if err != nil {
		return nil, err
	}
	splits := make([]dataset.Split, s.Folds)
	for f := range splits {
		name := say.Kept("fold %d of %d", f+1, s.Folds)
		splits[f], err = s.leave(d, name, rows, func(i int) bool { return fold[i] == f }, kin, seed.Child(fmt.Sprintf("fold=%d", f)))
		if err != nil {
			return nil, err
		}
	}
	return splits, nil
}

// deal returns the fold of every row. Dealing goes on from class to class, so
// that the folds differ by one record at most; kin go into one fold.
func (s SplitSpec) deal(d *dataset.Dataset, rows []int, kin dataset.Kin, seed rng.Seed) (map[int]int, error) {
	if kin != nil {
		return s.dealKin(d, rows, kin, seed.Child("kin").Rand().Perm)
	}
	members := make([][]int, len(d.Classes))
	for _, i := range rows {
		members[d.Labels[i]] = append(members[d.Labels[i]], i)
	}
	fold := make(map[int]int, len(rows))
	next := 0
	for c, list := range members {
		for _, k := range seed.Child("class=" + d.Classes[c]).Rand().Perm(len(list)) {
			fold[list[k]] = next % s.Folds
			next++
		}
	}
	return fold, nil
}

// groups leaves out each value of a column in turn, in alphabetical order.
func (s SplitSpec) groups(d *dataset.Dataset, kin dataset.Kin, seed rng.Seed) ([]dataset.Split, error) {
	values, err := groupColumn(d, s.Column)
	if err != nil {
		return nil, say.Errorf("split: %w", err)
	}
	rows := d.Labelled()
	present := map[string]bool{}
	for _, i := range rows {
		if values[i] == "" {
			return nil, say.Errorf("split: record %s has no value in column %q, so it is in no group; fill it in or use another split", d.IDs[i], s.Column)
		}
		present[values[i]] = true
	}
	if len(present) < 2 {
		return nil, say.Errorf("split: column %q has %d group with labels; two or more are needed to leave one out", s.Column, len(present))
	}
	if kin == nil && float64(len(present)-1)*s.Validation >= 1 {
		kin = dataset.KinOf(d.Records(), values, nil) // enough groups for a validation part of whole ones
	}
	var splits []dataset.Split
	for _, group := range slices.Sorted(maps.Keys(present)) {
		name := s.Column + "=" + group
		split, err := s.leave(d, name, rows, func(i int) bool { return values[i] == group }, kin, seed.Child(name))
		if err != nil {
			return nil, err
		}
		splits = append(splits, split)
	}
	return splits, nil
}

// Columns returns the columns by which the records of a dataset can be grouped,
// one value per record: its further columns, and "split" for its own split.
func Columns(d *dataset.Dataset) map[string][]string {
	columns := map[string][]string{}
	if d.Splits != nil {
		columns["split"] = d.Splits
	}
	maps.Copy(columns, d.Groups)
	return columns
}

// groupColumn returns the values of a column by which records are grouped.
func groupColumn(d *dataset.Dataset, column string) ([]string, error) {
	columns := Columns(d)
	if values, ok := columns[column]; ok {
		return values, nil
	}
	names := strings.Join(slices.Sorted(maps.Keys(columns)), ", ")
	switch {
	case names == "":
		return nil, say.Errorf("%s has no column to group by; add one to labels.csv or split.csv", d.Name)
	case column == "":
		return nil, say.Errorf("name the column to group by: %s", names)
	}
	return nil, say.Errorf("no column %q to group by; there are %s", column, names)
}

// leave makes the split whose test part is what out says.
func (s SplitSpec) leave(d *dataset.Dataset, name string, rows []int, out func(i int) bool, kin dataset.Kin, seed rng.Seed) (dataset.Split, error) {
	split := dataset.Split{Name: name, Kin: kin}
	var rest []int
	for _, i := range rows {
		if out(i) {
			split.Test = append(split.Test, i)
		} else {
			rest = append(rest, i)
		}
	}
	split.Train, split.Validation = d.Stratified(rest, s.Validation, kin, seed.Child("validation"))
	return split, d.CheckSplit(split)
}
