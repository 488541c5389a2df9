package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lacuna/dataset/feature"
	"lacuna/experiment"
	"lacuna/internal/shell"
	"lacuna/project"
)

// Redo lists the commands that do a study again. The first works from the
// project file, which says all of it, how the data are read as well; without one
// they are left out. The source is where the data are, "" for the sample.
func Redo(file, source string, spec experiment.Spec) []string {
	var list []string
	if file != "" {
		list = []string{shell.Line("lacuna", "run", file), shell.Line("lacuna", "verify", file), shell.Line("lacuna", "results", file, "--json")}
	}
	switch {
	case len(spec.Imported) > 0:
		return append(list, "# imported predictions come from the files whose SHA-256 the project holds")
	}
	if file != "" {
		spec.Mask.File = project.Resolved(file, spec.Mask.File)
	}
	flags, ok := specArguments(spec)
	if !ok {
		return append(list, "# only the project file says it all: flags hold for all methods, and have no word for everything")
	}
	list = append(list, "# from the data alone, read as they are recognised:")
	if source == "" {
		list, source = append(list, "lacuna sample -o sample"), "sample"
	}
	words := append([]string{"lacuna", "compare", source}, flags...)
	return append(list, shell.Line(append(words, "-o", "again"+project.Extension)...))
}

// specArguments are the flags of compare that make a comparison: flags that are
// read back as something else do not, such as those of one method with several
// settings.
func specArguments(spec experiment.Spec) (flags []string, ok bool) {
	for _, apart := range []bool{false, true} {
		flags = specWords(spec, apart)
		if got, err := readBack(flags); err == nil && alike(got, spec) {
			return flags, true
		}
	}
	return nil, false
}

// specWords writes a comparison as flags; apart says that what its own mask says
// does not hold in its sweep.
func specWords(spec experiment.Spec, apart bool) []string {
	var list []string
	add := func(flag, value, zero string) {
		if value != zero {
			list = append(list, "--"+flag, value)
		}
	}
	settings := map[string]string{}
	for _, m := range spec.Methods {
		add("method", m.Name, "")
		maps.Copy(settings, m.Settings)
	}
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		add("set", key+"="+settings[key], "")
	}
	m := spec.Mask
	add("mask", m.File, "")
	masked := m.File != "" || m.Mechanism != "" && m.Mechanism != experiment.Natural
	if m.File == "" && masked {
		add("mechanism", string(m.Mechanism), "")
		add("rate-kind", string(m.Kind), "")
		add("modality", m.Modality, "")
		switch {
		case len(m.Patterns) > 0:
			add("patterns", ratesArgument(m.Patterns), "")
		case m.Mechanism == experiment.Leaves:
			add("rate", fmt.Sprint(m.Rate), "1")
		case len(m.Rates) == 0:
			add("rate", fmt.Sprint(m.Rate), "")
		}
		add("rates", ratesArgument(m.Rates), "")
		add("by", m.By, "")
		add("strength", fmt.Sprint(m.Strength), "0")
		add("left", strings.Join(m.Left, "+"), "")
	}
	if masked {
		add("mask-on", string(m.On), "")
	}
	add("split", splitArgument(spec.Split), "holdout")
	add("seeds", fmt.Sprint(max(1, spec.Seeds)), "1")
	add("root", fmt.Sprint(spec.Root), "0")
	list = append(list, sweepArguments(spec.Sweep, spec.Mask, apart)...)
	list = append(list, shiftArguments(spec.Shifts)...)
	for _, pair := range featurePairs(spec.Features) {
		add("features", pair, "")
	}
	return append(list, switches(spec)...)
}

func ratesArgument(rates map[string]float64) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(rates)) {
		list = append(list, fmt.Sprintf("%s=%v", name, rates[name]))
	}
	return strings.Join(list, ",")
}

func featurePairs(o feature.Options) []string {
	var list []string
	for _, pair := range [][2]string{{"scaling", o.Scaling}, {"categories", o.Categories}, {"texts", o.Texts}, {"images", o.Images}} {
		if pair[1] != "" {
			list = append(list, pair[0]+"="+pair[1])
		}
	}
	if o.PCA > 0 {
		list = append(list, fmt.Sprintf("pca=%d", o.PCA))
	}
	return list
}

// switches are the flags that are there or not.
func switches(spec experiment.Spec) []string {
	var list []string
	if spec.MaskedComplete {
		list = append(list, "--masked-complete")
	}
	if spec.Search > 1 {
		list = append(list, fmt.Sprintf("--tune=%d", spec.Search))
	}
	if spec.Imputations > 1 {
		list = append(list, fmt.Sprintf("--imputations=%d", spec.Imputations))
	}
	if spec.Split.Together == "" && !spec.Split.Twins {
		list = append(list, "--mix-subjects")
	}
	return list
}

func splitArgument(s experiment.SplitSpec) string {
	switch s.Kind {
	case "":
		return string(experiment.Holdout)
	case experiment.KFold:
		if s.Folds == 0 {
			return fmt.Sprintf("kfold:%d", experiment.DefaultFolds)
		}
		return fmt.Sprintf("kfold:%d", s.Folds)
	case experiment.LeaveOut:
		return "group:" + s.Column
	}
	return string(s.Kind)
}
