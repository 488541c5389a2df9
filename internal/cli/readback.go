package cli

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment"
)

// readBack is the comparison that flags of compare make.
func readBack(words []string) (experiment.Spec, error) {
	var flags specFlags
	cmd := &cobra.Command{}
	flags.add(cmd)
	new(dataFlags).add(cmd, &flags.mask.modality)
	if err := cmd.ParseFlags(words); err != nil {
		return experiment.Spec{}, err
	}
	return flags.spec()
}

// alike says whether a comparison that was read back is the one that was written,
// however either writes its defaults. Tests that the data cannot reach are left out
// once they are there, and so is found which records stay together.
func alike(read, written experiment.Spec) bool {
	if omitted := strings.Join(written.Sweep.Omitted, "\n"); omitted != "" {
		read.Sweep.Tests = slices.DeleteFunc(slices.Clone(read.Sweep.Tests), func(m experiment.MaskSpec) bool {
			return strings.Contains(omitted, " "+m.Words()+":")
		})
	}
	one, err1 := json.Marshal(withDefaults(read))
	other, err2 := json.Marshal(withDefaults(written))
	return err1 == nil && err2 == nil && string(one) == string(other)
}

// withDefaults is a comparison with its defaults written out.
func withDefaults(s experiment.Spec) experiment.Spec {
	s.Methods = slices.Clone(s.Methods)
	for i := range s.Methods {
		if len(s.Methods[i].Settings) == 0 {
			s.Methods[i].Settings = nil
		}
	}
	s.Mask.On = cmp.Or(s.Mask.On, experiment.OnBoth)
	s.Mask = heeded(s.Mask)
	s.Seeds, s.Search = max(1, s.Seeds), max(1, s.Search)
	s.Imputations = max(1, s.Imputations)
	p := &s.Split
	p.Kind, p.Together, p.Twins = cmp.Or(p.Kind, experiment.Holdout), "", false
	p.Test, p.Validation = cmp.Or(p.Test, experiment.DefaultTestShare), cmp.Or(p.Validation, experiment.DefaultValidationShare)
	if p.Kind == experiment.KFold {
		p.Folds = cmp.Or(p.Folds, experiment.DefaultFolds)
	}
	s.Sweep.Omitted = nil
	for _, list := range []*[]experiment.MaskSpec{&s.Sweep.Tests, &s.Sweep.Trainings} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i] = heeded((*list)[i])
		}
	}
	return s
}

// heeded is a mask without what its mechanism does not heed.
func heeded(m experiment.MaskSpec) experiment.MaskSpec {
	switch m.Mechanism {
	case "", experiment.Natural:
		return experiment.MaskSpec{Mechanism: experiment.Natural}
	case experiment.FromFile:
		return experiment.MaskSpec{Mechanism: experiment.FromFile, File: m.File, On: m.On}
	case experiment.MCAR:
		if len(m.Rates) == 0 {
			m.Kind = cmp.Or(m.Kind, dataset.CellRate)
		}
	}
	return m
}
