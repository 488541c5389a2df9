package cli

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment"
)

// sweepFlags are the flags by which a comparison is told to test and to train
// under further masks.
type sweepFlags struct {
	stress, apart                 bool
	rates, trainRates             []float64
	mechanisms, trained, patterns []string
}

func (f *sweepFlags) add(cmd *cobra.Command) {
	s := cmd.Flags()
	s.BoolVar(&f.stress, "stress", false, "also test every method with each pattern of modalities left, and at mcar rates of 0 to 0.5 (docs/sweeps.md); without --method: mean+logistic, knn+mlp, attention and late-fusion")
	s.Float64SliceVar(&f.rates, "sweep-rates", nil, "also test every fitted method with so much of the test records hidden: 0,.1,.3")
	s.StringSliceVar(&f.mechanisms, "sweep-mechanisms", nil, "mechanisms of --sweep-rates: mcar,mcar:MODALITY (which alone is hidden),mnar,label,block,mar:MODALITY,group:COLUMN; default: mcar")
	s.BoolVar(&f.apart, "sweep-apart", false, "--modality, --rate-kind and --strength are of the comparison's own mask alone, not of the masks of the sweep")
	s.StringSliceVar(&f.patterns, "sweep-patterns", nil, "also test every fitted method with only these modalities left: text,text+audio, or all for every pattern")
	s.Float64SliceVar(&f.trainRates, "train-rates", nil, "also train every method with so much of the development records hidden, and test it in the same sweep")
	s.StringSliceVar(&f.trained, "train-mechanisms", nil, "mechanisms of --train-rates; default: those of the sweep")
}

// spec turns the flags into a sweep. own and mask are what the comparison itself
// hides, and the flags that said so.
func (f *sweepFlags) spec(own experiment.MaskSpec, mask maskFlags) (experiment.Sweep, error) {
	var sweep experiment.Sweep
	rates, patterns := f.rates, f.patterns
	if f.stress {
		rates, patterns = orElse(rates, experiment.StressRates), orElse(patterns, []string{experiment.AllPatterns})
	}
	if len(rates) == 0 && len(f.mechanisms) > 0 {
		rates = experiment.StressRates
	}
	if len(f.trained) > 0 && len(f.trainRates) == 0 {
		return sweep, usagef("--train-mechanisms needs the rates to train at: --train-rates 0,.3")
	}
	if len(f.trainRates) > 0 && len(rates)+len(patterns) == 0 {
		return sweep, usagef("--train-rates needs what to test the methods with: --sweep-rates, --sweep-patterns or --stress")
	}
	if f.apart && len(rates) == 0 {
		return sweep, usagef("--sweep-apart is about the masks of a sweep, and there is none: add --sweep-rates or --stress")
	}
	if f.apart {
		own, mask = experiment.MaskSpec{}, maskFlags{}
	}
	mechanisms := orElse(f.mechanisms, []string{string(experiment.MCAR)})
	var err error
	if sweep.Tests, err = masksAt(mechanisms, rates, own, mask, "--sweep"); err != nil {
		return sweep, err
	}
	sweep.Patterns = patterns
	sweep.Trainings, err = masksAt(orElse(f.trained, mechanisms), f.trainRates, own, mask, "--train")
	return sweep, err
}

func orElse[T any](list, otherwise []T) []T {
	if len(list) > 0 {
		return list
	}
	return otherwise
}

// masksAt lists the masks of several mechanisms at several rates.
func masksAt(mechanisms []string, rates []float64, own experiment.MaskSpec, mask maskFlags, flag string) ([]experiment.MaskSpec, error) {
	if at := slices.IndexFunc(rates, func(r float64) bool { return !(r >= 0 && r <= 1) }); at >= 0 {
		return nil, usagef("%s-rates %g is not between 0 and 1", flag, rates[at])
	}
	var list []experiment.MaskSpec
	for _, name := range mechanisms {
		m, err := mechanismOfSweep(name, own, mask, flag)
		if err != nil {
			return nil, err
		}
		for _, at := range experiment.Rising(m, rates) {
			if !slices.ContainsFunc(list, func(o experiment.MaskSpec) bool { return o.Words() == at.Words() }) {
				list = append(list, at)
			}
		}
	}
	return list, nil
}

// mechanismOfSweep reads "mnar", "mar:audio" and "mcar:audio", which hides that
// modality alone. What else the comparison's own mask says of the same mechanism
// holds in the sweep, too.
func mechanismOfSweep(text string, own experiment.MaskSpec, mask maskFlags, flag string) (experiment.MaskSpec, error) {
	name, by, _ := strings.Cut(text, ":")
	m := experiment.MaskSpec{Mechanism: experiment.Mechanism(name), By: by, Modality: mask.modality}
	if m.Mechanism == own.Mechanism {
		m.Strength = own.Strength
		if m.By == "" {
			m.By = own.By
		}
	}
	dependent := m.Mechanism == experiment.MAR || m.Mechanism == experiment.ByGroup
	switch {
	case m.Mechanism == experiment.MCAR && by != "":
		m.Kind, m.Modality, m.By = dataset.ModalityRate, by, ""
	case m.Mechanism == experiment.MCAR:
		m.Kind = mask.mcarKind()
	case m.Mechanism == experiment.Natural || m.Mechanism == experiment.Leaves || !slices.Contains(experiment.Mechanisms(), m.Mechanism):
		return m, usagef("%s-mechanisms %q is none of mcar, mcar:MODALITY, mnar, label, block, mar:MODALITY and group:COLUMN (patterns: --sweep-patterns)", flag, text)
	}
	if dependent != (m.By != "") {
		return m, usagef("%s-mechanisms %q: mar needs the modality and group the column that it depends on, as in mar:audio or group:site; mcar can name the modality that alone is hidden, and no other mechanism names one", flag, text)
	}
	return m, nil
}

// reachable leaves out the rates of a stress test that the data cannot reach,
// and says so.
func (a *app) reachable(spec experiment.Spec, d *dataset.Dataset, stress bool) experiment.Sweep {
	if !stress {
		return spec.Sweep
	}
	sweep := spec.Sweep.Reachable(d, spec)
	for _, words := range sweep.Omitted {
		a.tell("%s", words)
	}
	return sweep
}

// sweepArguments are the flags that make a sweep beside those of the comparison's
// own mask; apart from it, what that mask says does not hold in the sweep.
func sweepArguments(s experiment.Sweep, own experiment.MaskSpec, apart bool) []string {
	var list []string
	if apart {
		list = append(list, "--sweep-apart")
	} else {
		list = alsoOfSweep(s, own)
	}
	if len(s.Omitted) > 0 {
		list = append(list, "--stress") // which leaves out what cannot be reached
	}
	list = append(list, maskArguments(s.Tests, "sweep")...)
	if len(s.Patterns) > 0 {
		list = append(list, "--sweep-patterns", listed(s.Patterns))
	}
	return append(list, maskArguments(s.Trainings, "train")...)
}

// alsoOfSweep are the flags of a comparison's own mask that masks of a sweep need
// and it does not have.
func alsoOfSweep(s experiment.Sweep, own experiment.MaskSpec) []string {
	var list []string
	for _, m := range append(slices.Clone(s.Tests), s.Trainings...) {
		if alone(m) {
			continue // its name says it
		}
		if m.Mechanism == experiment.MCAR && m.Kind != own.Kind && m.Kind != dataset.CellRate {
			list = append(list, "--rate-kind", string(m.Kind))
			own.Kind = m.Kind
		}
		if m.Modality != own.Modality && m.Modality != "" {
			list = append(list, "--modality", m.Modality)
			own.Modality = m.Modality
		}
	}
	return list
}

// alone says whether a mask hides one modality only, at random.
func alone(m experiment.MaskSpec) bool {
	return m.Mechanism == experiment.MCAR && m.Kind == dataset.ModalityRate && m.Modality != ""
}

// maskArguments names the rates and mechanisms of some masks.
func maskArguments(masks []experiment.MaskSpec, flag string) []string {
	var rates, mechanisms []string
	for _, m := range masks {
		rates = appendNew(rates, []string{fmt.Sprint(m.Rate)})
		name := string(m.Mechanism)
		switch {
		case alone(m):
			name += ":" + m.Modality
		case m.By != "":
			name += ":" + m.By
		}
		if m.Mechanism != experiment.Natural {
			mechanisms = appendNew(mechanisms, []string{name})
		}
	}
	if len(rates) == 0 {
		return nil
	}
	list := []string{"--" + flag + "-rates", strings.Join(rates, ",")}
	if len(mechanisms) > 0 {
		list = append(list, "--"+flag+"-mechanisms", listed(mechanisms))
	}
	return list
}

// listed joins the values of a flag that takes a list. One with a comma is quoted,
// as that flag reads it.
func listed(values []string) string {
	var text strings.Builder
	w := csv.NewWriter(&text)
	_ = w.Write(values) // a Builder takes everything
	w.Flush()
	return strings.TrimSuffix(text.String(), "\n")
}
