package vm

import (
	"context"
	"slices"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/project"
)

// TestSetUpForOtherData: methods, settings, protocol and what the Impute tab tries
// go over, results do not, and what does not fit is said in the log.
func TestSetUpForOtherData(t *testing.T) {
	k := compared(t)
	if err := k.Setup.AddMethod("knn+logistic"); err != nil {
		t.Fatal(err)
	}
	if err := k.Setup.SetField(1, "knn.k", "7"); err != nil {
		t.Fatal(err)
	}
	k.Setup.SetSplit(experiment.SplitSpec{Kind: experiment.KFold, Folds: 4})
	k.Setup.SetMask(experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Rate: 0.2, Modality: "sound"})
	k.Filling.Remove(0)
	k.Filling.SetHiding(HideModalities, 0.3, "sound", 2)
	template, err := k.Template()
	if err != nil {
		t.Fatal(err)
	}
	other := *k.data
	other.Name, other.Blocks = "other", slices.Clone(other.Blocks)
	other.Blocks[2].Modality.Name = "noise"
	data, err := dataset.New(other)
	if err != nil {
		t.Fatal(err)
	}
	l, err := k.around.Carry(context.Background(), template, &Loaded{Data: data, Sources: []string{"other"}, Project: project.New("theirs")})
	if err != nil {
		t.Fatal(err)
	}
	k.Adopt(l)
	k.wait("the plan", k.Settled)
	spec := k.Setup.Spec()
	if spec.Split.Folds != 4 || spec.Seeds != 2 || spec.Methods[1].Settings["knn.k"] != "7" || spec.Mask.Mechanism != experiment.Natural || k.Setup.Refused() != nil {
		t.Errorf("set up: %+v, %v", spec, k.Setup.Refused())
	}
	if what, _, modality, seeds := k.Filling.Hiding(); what != HideModalities || modality != "" || seeds != 2 || len(k.Filling.Choices()) != len(firstImputers)-1 {
		t.Errorf("imputers: %v of %q, %d", what, modality, seeds)
	}
	if len(k.Comparison.Study().Runs) > 0 || k.Document.File() != "" || !k.Document.Dirty() {
		t.Error("results or the file of the old study were taken over")
	}
	said := strings.Join(l.LeftOut(), "\n")
	if len(l.LeftOut()) != 2 || !strings.Contains(said, "no modality sound") {
		t.Errorf("left out: %s", said)
	}
	for _, words := range append(l.LeftOut(), "The set-up of small was taken over for other: 2 methods") {
		if !slices.ContainsFunc(k.Journal.Lines(), func(line LogLine) bool { return strings.Contains(line.Text, words) }) {
			t.Errorf("the log does not say %q", words)
		}
	}
}

// A mask file is found from the old project, and named so that the new study
// finds it, too.
func TestMaskFilesGoOver(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	around := *k.around
	around.Masks = func(path string, d *dataset.Dataset) (*dataset.Mask, error) {
		if !strings.HasSuffix(path, "old/m.csv") {
			t.Errorf("the mask is sought at %s", path)
		}
		return dataset.NewMask("m", d.Records(), len(d.Blocks), func(i, m int) bool { return m == 1 && i%2 == 0 }), nil
	}
	template := &Template{file: "old/study.lacuna", spec: k.Setup.Spec()}
	template.spec.Mask = experiment.MaskSpec{Mechanism: experiment.FromFile, File: "m.csv"}
	l, err := around.Carry(context.Background(), template, &Loaded{Data: k.data})
	if err != nil || len(l.LeftOut()) > 0 || !strings.HasSuffix(l.carried.spec.Mask.File, "old/m.csv") {
		t.Errorf("%v, %q, %+v", err, l.LeftOut(), l.carried.spec.Mask)
	}
}
