package cli

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment"
)

// maskFlags are the flags by which a command is told what to hide.
type maskFlags struct {
	mechanism, kind, modality, file, on, by, left string
	rate                                          []float64
	rates, patterns                               string
	strength                                      float64
}

func (f *maskFlags) add(cmd *cobra.Command) {
	s := cmd.Flags()
	s.StringVar(&f.mechanism, "mechanism", "natural", `natural (hide nothing more), mcar (completely at random), mar (depending on the modality --by),
mnar (on what is hidden), label (on the class), group (on the column --by), block (a run of records) or pattern (only --left stays)`)
	s.Float64SliceVar(&f.rate, "rate", nil, "share to hide, 0 to 1")
	s.StringVar(&f.rates, "rates", "", "a rate for each modality to hide: text=.1,audio=.5")
	s.StringVar(&f.kind, "rate-kind", "", "what the rate is a share of: cell, record or modality; default: cell for mcar of all modalities, modality for the others")
	s.StringVar(&f.by, "by", "", "what --mechanism mar (a modality) or group (a column) depends on")
	s.Float64Var(&f.strength, "strength", 0, "of mar, mnar, label and group: change of the log-odds per standard deviation; 0 for 2")
	s.StringVar(&f.left, "left", "", "modalities that --mechanism pattern leaves: text+audio")
	s.StringVar(&f.patterns, "patterns", "", "in place of --left: several patterns that are left, each of a share of the records: text+audio=.3,image=.1")
}

// spec turns the flags into what is hidden.
func (f *maskFlags) spec() (experiment.MaskSpec, error) {
	m := experiment.MaskSpec{
		Mechanism: experiment.Mechanism(f.mechanism), Kind: dataset.RateKind(f.kind),
		Modality: f.modality, By: f.by, Strength: f.strength, On: experiment.Target(f.on),
	}
	if err := f.check(m); err != nil {
		return m, err
	}
	switch m.Mechanism {
	case experiment.Natural:
		if f.file != "" {
			return experiment.MaskSpec{Mechanism: experiment.FromFile, File: f.file, On: m.On}, nil
		}
		return experiment.MaskSpec{Mechanism: experiment.Natural}, nil
	case experiment.MCAR:
		if f.rates == "" {
			m.Kind = f.mcarKind()
		}
	case experiment.Leaves:
		if f.patterns == "" {
			m.Rate = 1
		}
	}
	if len(f.rate) == 1 {
		m.Rate = f.rate[0]
	}
	if f.left != "" {
		m.Left = strings.Split(f.left, "+")
	}
	var err error
	if m.Rates, err = parseRates("rates", ratesForm, f.rates); err == nil {
		m.Patterns, err = parseRates("patterns", patternsForm, f.patterns)
	}
	return m, err
}

// mcarKind is what the rate of mcar is a share of: of the records that have the
// modality, where one is named, else of the cells, unless another is asked for.
func (f *maskFlags) mcarKind() dataset.RateKind {
	switch {
	case f.kind != "":
		return dataset.RateKind(f.kind)
	case f.modality != "":
		return dataset.ModalityRate
	}
	return dataset.CellRate
}

// check reports flags that mean nothing or exclude each other.
func (f *maskFlags) check(m experiment.MaskSpec) error {
	natural := m.Mechanism == experiment.Natural
	switch {
	case !slices.Contains(experiment.Mechanisms(), m.Mechanism):
		return usagef("--mechanism %q is none of %v (for a mask file: --mask FILE)", f.mechanism, experiment.Mechanisms())
	case len(f.rate) > 1:
		return usagef("--rate is given %d times; a comparison has one. Test at several with --sweep-rates, train at several with --train-rates", len(f.rate))
	case slices.ContainsFunc(f.rate, func(r float64) bool { return !(r >= 0 && r <= 1) }):
		return usagef("--rate %g is not between 0 and 1", f.rate[0])
	case !slices.Contains([]dataset.RateKind{"", dataset.CellRate, dataset.RecordRate, dataset.ModalityRate}, m.Kind):
		return usagef("--rate-kind %q is none of cell, record, modality", f.kind)
	case !slices.Contains([]experiment.Target{"", experiment.OnBoth, experiment.OnTrain, experiment.OnTest}, m.On):
		return usagef("--mask-on %q is none of both, train, test", f.on)
	case math.IsNaN(f.strength) || math.IsInf(f.strength, 0):
		return usagef("--strength %g is no number of log-odds; 2 is strong", f.strength)
	case len(f.rate)+len(f.rates) == 0 && !natural && m.Mechanism != experiment.Leaves:
		return usagef("--mechanism %s needs to know how much to hide: --rate .3, or --rates with a rate for each modality (--rate 0 hides nothing)", f.mechanism)
	case f.file != "" && !natural:
		return usagef("--mask and --mechanism exclude each other: a mask file says itself what to hide")
	case natural && (len(f.rate) > 0 && f.rate[0] != 0 || f.rates != ""):
		return usagef("a rate needs a mechanism, for example --mechanism mcar")
	}
	return f.checkPairs(m)
}

// checkPairs reports flags that do not go together, or that their mechanism
// would pass over in silence.
func (f *maskFlags) checkPairs(m experiment.MaskSpec) error {
	is := func(list ...experiment.Mechanism) bool { return slices.Contains(list, m.Mechanism) }
	switch {
	case f.rates != "" && (len(f.rate) > 0 || f.kind != "" || f.modality != "" || is(experiment.Leaves)):
		return usagef("--rates names the modalities and their rates itself; leave out --rate, --rate-kind, --modality and --mechanism pattern")
	case f.patterns != "" && (f.left != "" || len(f.rate) > 0 || !is(experiment.Leaves)):
		return usagef("--patterns goes with --mechanism pattern and says itself what is left and of how many: leave out --left and --rate")
	case is(experiment.Leaves) != (f.left+f.patterns != ""):
		return usagef("--mechanism pattern and --left go together: --mechanism pattern --left text+audio, or --patterns text+audio=.3,image=.1")
	case is(experiment.MAR, experiment.ByGroup) != (f.by != ""):
		return usagef("--by goes with --mechanism mar (a modality) and group (a column), and these need it")
	case f.strength != 0 && !is(experiment.MAR, experiment.MNAR, experiment.ByLabel, experiment.ByGroup):
		return usagef("--strength goes with --mechanism mar, mnar, label and group")
	case f.modality != "" && (m.Kind == dataset.CellRate || m.Kind == dataset.RecordRate):
		return usagef("--modality %s: a rate of %ss is one of all modalities together; a modality has --rate-kind modality", f.modality, m.Kind)
	}
	return nil
}

// idle reports flags that neither the mask of a comparison nor those of its sweep,
// if they heed any, would heed.
func (f *maskFlags) idle(own experiment.MaskSpec, sweep bool) error {
	drawn := sweep || !slices.Contains([]experiment.Mechanism{experiment.Natural, experiment.FromFile, experiment.Leaves}, own.Mechanism)
	switch {
	case f.modality != "" && !drawn:
		return usagef("--modality %s names what a mechanism with a rate hides, and there is none: --mechanism mcar --rate .3, for example. To make a modality of columns: --modality NAME=COLUMN,COLUMN", f.modality)
	case f.kind != "" && !drawn:
		return usagef("--rate-kind %s says what a rate is a share of, and there is no mechanism that takes one: --mechanism mcar --rate .3, for example", f.kind)
	case own.Mechanism == experiment.Natural && f.on != string(experiment.OnBoth):
		return usagef("--mask-on %s says which records a mask touches, and there is none: add --mechanism or --mask", f.on)
	}
	return nil
}

// What --rates and --patterns are lists of.
const (
	ratesForm    = "MODALITY=RATE with a rate between 0 and 1, such as text=.1,audio=.5"
	patternsForm = "PATTERN=SHARE with a share between 0 and 1, such as text+audio=.3,image=.1"
)

// parseRates reads what a flag gives a share each: "text=.1,audio=.5".
func parseRates(flag, form, text string) (map[string]float64, error) {
	if text == "" {
		return nil, nil
	}
	rates := map[string]float64{}
	for _, pair := range assignments(text) {
		name := pair[0]
		rate, err := strconv.ParseFloat(pair[1], 64)
		if err != nil || !(rate >= 0 && rate <= 1) {
			return nil, usagef("--%s %q is not %s", flag, strings.Join(pair[:], "="), form)
		}
		if _, twice := rates[name]; twice {
			return nil, usagef("--%s names %s twice", flag, name)
		}
		rates[name] = rate
	}
	return rates, nil
}

// assignments divides "text=.1,audio=.5" into names and what stands behind the
// last = sign of each. Names may hold commas and = signs: a comma divides only
// behind a number.
func assignments(text string) [][2]string {
	var list [][2]string
	open := ""
	for piece := range strings.SplitSeq(text, ",") {
		open += piece
		at := strings.LastIndex(open, "=")
		if at >= 0 {
			if _, err := strconv.ParseFloat(strings.TrimSpace(open[at+1:]), 64); err == nil {
				list, open = append(list, [2]string{strings.TrimSpace(open[:at]), strings.TrimSpace(open[at+1:])}), ""
				continue
			}
		}
		open += ","
	}
	if open = strings.TrimSuffix(open, ","); open != "" {
		name, value, _ := strings.Cut(open, "=")
		list = append(list, [2]string{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
	return list
}
