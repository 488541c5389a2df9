package experiment

import (
	"testing"

	"lacuna/dataset"
)

func TestSuggestedComparisonFitsTheData(t *testing.T) {
	d := fixture(t, 120)
	spec := Suggested(d)
	if spec.Seeds != 3 || spec.Split.Kind != GivenFile || spec.Mask.Mechanism != Natural {
		t.Errorf("for a small dataset with gaps and its own split: %+v", spec)
	}
	if _, err := Plan(d, spec, nil); err != nil {
		t.Error(err)
	}
	whole := *d
	whole.Splits = nil
	for m := range whole.Blocks {
		whole.Blocks[m].Causes = make([]dataset.Cause, d.Records())
		whole.Blocks[m].Numbers = dataset.NewMatrix(d.Records(), d.Blocks[m].Numbers.Cols)
	}
	made, err := dataset.New(whole)
	if err != nil {
		t.Fatal(err)
	}
	spec = Suggested(made)
	if spec.Split.Kind != Holdout || spec.Mask.Mechanism != MCAR || spec.Mask.Rate == 0 {
		t.Errorf("for complete data without a split: %+v", spec)
	}
}

func TestManyRecordsAreComparedOnce(t *testing.T) {
	if got := Suggested(fixture(t, smallDataset+1)).Seeds; got != 1 {
		t.Errorf("%d seeds are suggested for many records", got)
	}
}
