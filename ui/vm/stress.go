package vm

import (
	"maps"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/say"
)

// Way is how a stress test hides modalities of the test records at rising rates.
type Way string

// The ways.
const (
	NoWay     Way = ""         // there is no stress test
	AtRandom  Way = "random"   // completely at random (MCAR)
	OneAlone  Way = "one"      // of one modality alone, at random
	ByAnother Way = "modality" // depending on a modality (MAR)
	ByHidden  Way = "hidden"   // depending on what is hidden (MNAR)
	ByClass   Way = "class"    // depending on the class
	ByColumn  Way = "column"   // depending on a column
	RunOf     Way = "run"      // a run of records
	EachWay   Way = "each"     // at random, one alone, by another and by what is hidden, side by side
	OtherWay  Way = "other"    // none of these alone, as the command line can choose
)

// wayWords say in the window how a stress test hides.
var wayWords = map[Way]string{
	NoWay:     say.Mark("none"),
	AtRandom:  say.Mark("to 50 % at random"),
	OneAlone:  say.Mark("to 50 %, one modality"),
	ByAnother: say.Mark("to 50 %, by a modality"),
	ByHidden:  say.Mark("to 50 %, by what is hidden"),
	ByClass:   say.Mark("to 50 %, by the class"),
	ByColumn:  say.Mark("to 50 %, by a column"),
	RunOf:     say.Mark("to 50 %, a run of records"),
	EachWay:   say.Mark("to 50 %, four ways"),
	OtherWay:  say.Mark("other ways"),
}

// Words names a way as lists in the window do.
func (w Way) Words() string { return say.Text(wayWords[w]) }

// Stress is a stress test: its way, and the modality or the column that it is
// about where it is about one.
type Stress struct {
	Way   Way
	About string
}

// masks are what it puts on the test records, at no rate yet.
func (s Stress) masks() []experiment.MaskSpec {
	switch s.Way {
	case AtRandom:
		return []experiment.MaskSpec{{Mechanism: experiment.MCAR, Kind: dataset.CellRate}}
	case OneAlone:
		return []experiment.MaskSpec{{Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Modality: s.About}}
	case ByAnother:
		return []experiment.MaskSpec{{Mechanism: experiment.MAR, By: s.About}}
	case ByHidden:
		return []experiment.MaskSpec{{Mechanism: experiment.MNAR}}
	case ByClass:
		return []experiment.MaskSpec{{Mechanism: experiment.ByLabel}}
	case ByColumn:
		return []experiment.MaskSpec{{Mechanism: experiment.ByGroup, By: s.About}}
	case RunOf:
		return []experiment.MaskSpec{{Mechanism: experiment.InOrder}}
	case EachWay:
		var all []experiment.MaskSpec
		for _, way := range []Way{AtRandom, ByAnother, ByHidden, OneAlone} {
			all = append(all, Stress{way, s.About}.masks()...)
		}
		return all
	}
	return nil
}

// sweep is what tests methods so: with each pattern of modalities left, and at
// rising rates, of which that of nothing hidden is common to all masks.
func (s Stress) sweep() experiment.Sweep {
	sweep := experiment.Sweep{Patterns: []string{experiment.AllPatterns}}
	for k, mask := range s.masks() {
		rates := experiment.StressRates
		if k > 0 {
			rates = slices.DeleteFunc(slices.Clone(rates), func(rate float64) bool { return rate == 0 })
		}
		sweep.Tests = append(sweep.Tests, experiment.Rising(mask, rates)...)
	}
	return sweep
}

// stressOf is the stress test that a sweep is.
func stressOf(sweep experiment.Sweep) Stress {
	if len(sweep.Tests)+len(sweep.Patterns) == 0 {
		return Stress{}
	}
	var ways, abouts []string
	for _, m := range sweep.Tests {
		if m.Mechanism == "" || m.Mechanism == experiment.Natural {
			continue
		}
		m.Rate = 0
		if words := m.Words(); !slices.Contains(ways, words) {
			ways = append(ways, words)
		}
		for _, about := range []string{m.By, m.Modality} {
			if about != "" {
				abouts = append(abouts, about)
			}
		}
	}
	if len(ways) == 0 {
		return Stress{Way: AtRandom}
	}
	for _, way := range []Way{AtRandom, ByHidden, ByClass, RunOf, OneAlone, ByAnother, ByColumn, EachWay} {
		for _, about := range append(abouts, "") {
			s := Stress{way, about}
			if s.is(ways) {
				return s
			}
		}
	}
	return Stress{Way: OtherWay}
}

// is says whether its masks are those that have these words at no rate.
func (s Stress) is(ways []string) bool {
	masks := s.masks()
	return len(masks) == len(ways) && !slices.ContainsFunc(masks, func(m experiment.MaskSpec) bool { return !slices.Contains(ways, m.Words()) })
}

// Stressed says whether methods are also tested under further masks and with
// further patterns.
func (s *Setup) Stressed() bool { return s.Stress() != Stress{} }

// Stress is the stress test that is set up; one that was just chosen counts while
// the rates that the data can reach are found.
func (s *Setup) Stress() Stress {
	if s.asked != nil {
		return *s.asked
	}
	return stressOf(s.spec.Sweep)
}

// Ways lists how a stress test can hide modalities of the data, with that which is
// set up.
func (s *Setup) Ways() []Way {
	several := len(s.data.Blocks) > 1
	list := []Way{NoWay, AtRandom}
	if several {
		list = append(list, EachWay, ByAnother)
	}
	list = append(list, ByHidden, OneAlone, ByClass)
	if len(s.Abouts(ByColumn)) > 0 {
		list = append(list, ByColumn)
	}
	list = append(list, RunOf)
	if at := s.Stress().Way; !slices.Contains(list, at) {
		list = append(list, at)
	}
	return list
}

// Abouts lists what a way can be about: the modalities, those that most records
// have first, or the columns. A way that is about nothing has none.
func (s *Setup) Abouts(way Way) []string {
	switch way {
	case OneAlone, ByAnother, EachWay:
		names := s.data.Names()
		have := make(map[string]int, len(names))
		for m, name := range names {
			have[name] = s.data.Presence.Count(m)
		}
		slices.SortStableFunc(names, func(a, b string) int { return have[b] - have[a] })
		return names
	case ByColumn:
		return slices.Sorted(maps.Keys(experiment.Columns(s.data)))
	}
	return nil
}

// SetStress tests every method with each pattern of modalities left, and at rising
// rates in a way; NoWay does not. Where nothing is said of what it is about, that
// is the first of Abouts. Which rates the data can reach is found out beside the
// event goroutine.
func (s *Setup) SetStress(to Stress) {
	if abouts := s.Abouts(to.Way); len(abouts) == 0 {
		to.About = ""
	} else if !slices.Contains(abouts, to.About) {
		to.About = abouts[0]
	}
	switch {
	case to == s.Stress() || to.Way == OtherWay:
		return
	case to.Way == NoWay:
		s.asked = nil
		s.set("", func(spec *experiment.Spec) { spec.Sweep = experiment.Sweep{} })
		return
	}
	data, spec, asked := s.data, s.spec, &to
	s.asked = asked
	s.preparing++
	go func() {
		reached := to.sweep().Reachable(data, spec)
		s.around.Do(func() {
			s.preparing--
			if s.asked != asked { // another was chosen, or other data are shown
				return
			}
			s.asked = nil
			for _, words := range reached.Omitted {
				s.log.Note(say.Again(words))
			}
			s.set("", func(spec *experiment.Spec) { spec.Sweep = reached })
		})
	}()
}
