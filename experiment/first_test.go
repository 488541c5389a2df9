package experiment

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lacuna/dataset"
)

// What is shown of a protocol before there is a method is what its first job gets:
// under every mechanism, split and target, swept or not.
func TestFirstIsTheFirstJob(t *testing.T) {
	d := patients(t, 60)
	read := func(string) (*dataset.Mask, error) {
		return dataset.NewMask("m.csv", d.Records(), len(d.Blocks), func(i, m int) bool { return (i+m)%7 == 0 }), nil
	}
	for _, m := range append(Mechanisms(), FromFile) {
		t.Run(string(m), func(t *testing.T) {
			drawn := false
			rapid.Check(t, func(t *rapid.T) {
				spec := drawSpec(t, m)
				jobs, planned := Plan(d, spec, read)
				mask, split, err := spec.First(context.Background(), d, read)
				if (planned == nil) != (err == nil) {
					t.Fatalf("%+v: the plan says %v, the first %v", spec, planned, err)
				}
				if err != nil {
					return
				}
				drawn = true
				if mask.Hash() != jobs[0].Mask.Hash() || !cmp.Equal(split, jobs[0].Split) {
					t.Errorf("%+v: it is not what the first job gets", spec)
				}
			})
			if !drawn {
				t.Error("nothing that can be planned was drawn")
			}
		})
	}
}

// drawSpec draws a comparison of one method, by a protocol of any kind that hides by
// a mechanism.
func drawSpec(t *rapid.T, mechanism Mechanism) Spec {
	spec := Spec{
		Methods: methods("mean+logistic"), Root: rapid.Uint64().Draw(t, "root"),
		Mask: MaskSpec{
			Mechanism: mechanism, Rate: rapid.Float64Range(0.05, 0.5).Draw(t, "rate"), Kind: dataset.ModalityRate,
			On: rapid.SampledFrom([]Target{"", OnBoth, OnTrain, OnTest}).Draw(t, "on"),
			By: map[Mechanism]string{MAR: "size", ByGroup: "site"}[mechanism], File: "m.csv",
		},
		Split: SplitSpec{
			Kind:  rapid.SampledFrom([]SplitKind{"", Holdout, GivenFile, KFold, LeaveOut}).Draw(t, "split"),
			Folds: 2, Column: "site", Together: rapid.SampledFrom([]string{"", "patient"}).Draw(t, "together"),
		},
	}
	switch {
	case mechanism == Leaves && rapid.Bool().Draw(t, "painted"):
		spec.Mask.Patterns = map[string]float64{"colour": 0.2}
	case mechanism == Leaves:
		spec.Mask.Left = []string{"colour"}
	}
	if rapid.Bool().Draw(t, "swept") {
		spec.Sweep = Sweep{Tests: Rising(MaskSpec{Mechanism: MCAR}, []float64{0.2})}
	}
	return spec
}
