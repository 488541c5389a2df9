package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment"
)

// specFlags are the flags that describe a comparison.
type specFlags struct {
	mask     maskFlags
	sweep    sweepFlags
	shifts   shiftFlags
	methods  []string
	settings []string
	split    string
	seeds    int
	root     uint64
	masked   bool
	search   int
	imputed  int
	features []string
	mixed    bool
}

func (f *specFlags) add(cmd *cobra.Command) {
	s := cmd.Flags()
	s.StringArrayVar(&f.methods, "method", nil, "pipeline to compare, again for each: knn+mlp, attention, … (lacuna methods), or exec:./PROGRAM (docs/own-program.md)")
	s.StringArrayVar(&f.settings, "set", nil, "parameter of a method: knn.k=7")
	s.StringVar(&f.split, "split", "holdout", "holdout, kfold:N, group:COLUMN, or file (the data's own)")
	s.BoolVar(&f.mixed, "mix-subjects", false, "let records of one subject, and records that are the same, be in training and in test")
	s.IntVar(&f.seeds, "seeds", 1, "repetitions, each with its own split and mask")
	s.Uint64Var(&f.root, "root", 0, "root of all random numbers")
	s.BoolVar(&f.masked, "masked-complete", false, "also test the complete records masked to each pattern")
	s.IntVar(&f.search, "tune", 0, "try so many settings of each method on the validation records first (--tune=N)")
	s.Lookup("tune").NoOptDefVal = "8"
	s.IntVar(&f.imputed, "imputations", 1, "fill gaps so many times by an imputer that draws (mice, crossgan, hotdeck …), each with a classifier of its own, and pool by Rubin's rules")
	s.StringArrayVar(&f.features, "features", nil, "how values become numbers: "+feature.Usage())
	f.mask.add(cmd)
	f.sweep.add(cmd)
	f.shifts.add(cmd, "also move what imputers fill in by these shifts, in standard deviations, and tell from which on a conclusion changes: -1,-0.5,0.5,1 (docs/sweeps.md)")
	s.StringVar(&f.mask.file, "mask", "", "mask file to use in place of --mechanism")
	s.StringVar(&f.mask.on, "mask-on", "both", "which records the mask touches: train (all that is learned from: training and validation), test or both")
}

// spec turns the flags into a comparison.
func (f *specFlags) spec() (experiment.Spec, error) {
	if len(f.methods) == 0 && f.sweep.stress {
		for _, m := range experiment.StressMethods() {
			f.methods = append(f.methods, m.Name)
		}
	}
	if len(f.methods) == 0 {
		return experiment.Spec{}, usagef("compare needs at least one --method, for example --method mean+logistic --method attention (lacuna methods lists them)")
	}
	methods := make([]experiment.Method, len(f.methods))
	for i, name := range f.methods {
		methods[i] = experiment.Method{Name: name}
	}
	settings, err := parseSettings(f.settings)
	if err != nil {
		return experiment.Spec{}, err
	}
	if methods, err = experiment.Configure(methods, settings); err != nil {
		return experiment.Spec{}, usageError{err}
	}
	if methods, err = experiment.Pin(methods); err != nil {
		return experiment.Spec{}, usageError{err}
	}
	for _, m := range methods {
		if _, err := experiment.ParseMethod(m); err != nil {
			return experiment.Spec{}, usageError{err}
		}
	}
	if err := f.counts(); err != nil {
		return experiment.Spec{}, err
	}
	split, err := parseSplit(f.split)
	if err != nil {
		return experiment.Spec{}, err
	}
	features, err := parseFeatures(f.features)
	if err != nil {
		return experiment.Spec{}, err
	}
	mask, err := f.mask.spec()
	if err != nil {
		return experiment.Spec{}, err
	}
	shifts, err := f.shifts.spec()
	if err != nil {
		return experiment.Spec{}, err
	}
	sweep, err := f.sweep.spec(mask, f.mask)
	if err == nil {
		err = f.mask.idle(mask, len(sweep.Tests)+len(sweep.Trainings) > 0 && !f.sweep.apart)
	}
	return experiment.Spec{
		Methods: methods, Mask: mask, Split: split, Seeds: f.seeds, Root: f.root, MaskedComplete: f.masked, Search: f.search, Imputations: severalOr0(f.imputed), Features: features, Sweep: sweep, Shifts: shifts,
	}, err
}

// counts reports numbers of which there must be more.
func (f *specFlags) counts() error {
	switch {
	case f.imputed < 1:
		return usagef("--imputations %d: one or more are needed", f.imputed)
	case f.seeds < 1:
		return usagef("--seeds %d: one or more are needed", f.seeds)
	case f.search < 0:
		return usagef("--tune=%d: write how many settings of each method are tried, such as --tune=8; 0 for none", f.search)
	}
	return nil
}

// severalOr0 is a number of imputations as a comparison has it: one is what there
// is without asking.
func severalOr0(n int) int {
	if n == 1 {
		return 0
	}
	return n
}

// together keeps in one part what is suspected to be one subject, or what the
// first group that was named says, unless that is not wanted.
func (f *specFlags) together(split experiment.SplitSpec, d *dataset.Dataset, groups []string) experiment.SplitSpec {
	if f.mixed {
		return split
	}
	return grouped(split, d, groups).Careful(d)
}

// grouped keeps in one part the records of each value of the first group that was
// named, where the data have it.
func grouped(split experiment.SplitSpec, d *dataset.Dataset, groups []string) experiment.SplitSpec {
	if len(groups) > 0 && d.Groups[groups[0]] != nil {
		split.Together = groups[0]
	}
	return split
}

// parseFeatures reads "scaling=robust" pairs, several of them joined by commas,
// too.
func parseFeatures(list []string) (feature.Options, error) {
	var options feature.Options
	for _, s := range list {
		for pair := range strings.SplitSeq(s, ",") {
			key, value, ok := strings.Cut(pair, "=")
			if !ok {
				return options, usagef("--features %q is not NAME=VALUE; there are %s", pair, feature.Usage())
			}
			if err := options.Set(strings.TrimSpace(key), strings.TrimSpace(value)); err != nil {
				return options, usageError{err}
			}
		}
	}
	return options, nil
}

// parseSettings reads "knn.k=7" pairs.
func parseSettings(list []string) (map[string]string, error) {
	settings := map[string]string{}
	for _, s := range list {
		name, value, ok := strings.Cut(s, "=")
		if !ok || name == "" {
			return nil, usagef("--set %q is not NAME=VALUE, for example --set knn.k=7", s)
		}
		settings[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	return settings, nil
}

// parseSplit reads "holdout", "file", "kfold:5" and "group:site".
func parseSplit(s string) (experiment.SplitSpec, error) {
	kind, rest, _ := strings.Cut(s, ":")
	split := experiment.SplitSpec{Kind: experiment.SplitKind(kind)}
	switch split.Kind {
	case experiment.Holdout, experiment.GivenFile:
		if rest != "" {
			return split, usagef("--split %s takes nothing after the colon", kind)
		}
	case experiment.KFold:
		n, err := strconv.Atoi(rest)
		if err != nil || n < 2 {
			return split, usagef("--split %q: write the number of folds, 2 or more, as in kfold:5", s)
		}
		split.Folds = n
	case experiment.LeaveOut:
		if rest == "" {
			return split, usagef("--split group needs the column, as in group:site")
		}
		split.Column = rest
	default:
		return split, usagef("--split %q is none of holdout, kfold:N, group:COLUMN, file", s)
	}
	return split, nil
}
