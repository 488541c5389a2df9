package experiment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Sweep says under which further conditions the methods of a comparison are
// tested and trained. A fitted method is only asked again for each condition of
// the test; each training is a job of its own. The zero Sweep asks nothing, and
// no sweep changes a number of the comparison itself.
type Sweep struct {
	// Tests are masks put on the test records, each in place of the comparison's
	// own. Those of one mechanism at several rates are a curve.
	Tests []MaskSpec `json:"tests,omitempty"`
	// Patterns are what is left of the test records: "text+audio" shows those
	// that have both without all else they have. AllPatterns stands for
	// every pattern, or for a choice of them where there are too many.
	Patterns []string `json:"patterns,omitempty"`
	// Trainings are masks put on the development records, each in place of the
	// comparison's own.
	Trainings []MaskSpec `json:"trainings,omitempty"`
	// Omitted says in words what was left out.
	Omitted []string `json:"omitted,omitempty"`
}

// AllPatterns stands for all patterns in Sweep.Patterns.
const AllPatterns = "all"

// MostPatterns is how many patterns a sweep tests at most: all of six modalities.
const MostPatterns = 63

// StressRates are the rates of Stress.
var StressRates = []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5}

// Rising returns one mask for each rate. At rate 0 nothing is hidden, whatever the
// mechanism.
func Rising(mask MaskSpec, rates []float64) []MaskSpec {
	out := make([]MaskSpec, len(rates))
	for i, rate := range rates {
		out[i] = mask
		if out[i].Rate = rate; rate == 0 {
			out[i] = MaskSpec{Mechanism: Natural}
		}
	}
	return out
}

// Reachable leaves out those tests whose rate the records cannot lose, since each
// keeps one modality, and says so in Omitted.
func (s Sweep) Reachable(d *dataset.Dataset, spec Spec) Sweep {
	var kept []MaskSpec
	for _, m := range s.Tests {
		if _, err := m.Draw(d, spec.Repetition(0), nil); err != nil {
			s.Omitted = append(slices.Clip(s.Omitted), say.Kept("the sweep leaves out %s: %v", m.Words(), err))
			continue
		}
		kept = append(kept, m)
	}
	s.Tests = kept
	return s
}

// Words names what is hidden without the details of a mask's own name: "mcar
// cell 0.3", "mar 0.5 by audio".
func (s MaskSpec) Words() string {
	if s.hidesNothing() {
		return string(Natural)
	}
	return s.words(fmt.Sprintf(" %g", s.Rate))
}

func (s MaskSpec) hidesNothing() bool { return s.Mechanism == "" || s.Mechanism == Natural }

// curve names the mechanism with all but its rate.
func (s MaskSpec) curve() string { return s.words("") }

func (s MaskSpec) words(rate string) string {
	text := string(s.Mechanism)
	if s.Mechanism == MCAR && len(s.Rates) == 0 {
		text += " " + string(cmp.Or(s.Kind, dataset.CellRate))
	}
	switch {
	case s.Mechanism == FromFile:
		return text + " " + s.File
	case len(s.Rates) > 0:
		text += " " + dataset.RateWords(s.Rates)
	case len(s.Patterns) > 0:
		text += " " + dataset.RateWords(s.Patterns)
	case len(s.Left) > 0:
		text += rate + " " + strings.Join(s.Left, "+")
	default:
		text += rate
	}
	for _, part := range [][2]string{{" of ", s.Modality}, {" by ", s.By}} {
		if part[1] != "" {
			text += part[0] + part[1]
		}
	}
	if s.Strength != 0 {
		text += say.Kept(" strength %g", s.Strength)
	}
	return text
}

// Test is a condition that test records are shown in.
type Test struct {
	result.Condition
	Mask *dataset.Mask `json:"-"` // nil for a pattern
}

// swept is a sweep drawn for one repetition.
type swept struct {
	tests     []Test
	trainings []training
	notes     []string
}

// training is a mask over all records of which development records show
// themselves.
type training struct {
	name string
	mask *dataset.Mask
}

// draw draws the masks of a sweep. They grow from the same seeds as those of a
// comparison with that mask alone.
func (s Sweep) draw(d *dataset.Dataset, spec Spec, repetition rng.Seed, read MaskReader) (swept, error) {
	out := swept{notes: s.Omitted}
	for _, m := range s.Tests {
		t := Test{Condition: result.Condition{Name: m.Words()}}
		if !m.hidesNothing() {
			t.Mechanism, t.Rate = m.curve(), m.Rate
		}
		if err := m.ofSweep(); err != nil {
			return out, err
		}
		var err error
		if t.Mask, err = m.Draw(d, repetition, read); err != nil {
			return out, say.Errorf("sweep: %w", err)
		}
		t.MaskHash = t.Mask.Hash()
		if !slices.ContainsFunc(out.tests, func(o Test) bool { return o.Name == t.Name }) {
			out.tests = append(out.tests, t)
		}
	}
	patterns, words, err := s.patterns(d, rng.New(spec.Root).Child("sweep"))
	if err != nil {
		return out, err
	}
	for _, p := range patterns {
		t := Test{Condition: result.Condition{Name: "only " + p.Label(d.Names()), Pattern: p}}
		if p.Complete() {
			t.Name = "complete"
		}
		out.tests = append(out.tests, t)
	}
	if words != "" {
		out.notes = append(slices.Clip(out.notes), words)
	}
	for _, m := range s.Trainings {
		if err := m.ofSweep(); err != nil {
			return out, err
		}
		mask, err := m.Draw(d, repetition, read)
		if err != nil {
			return out, say.Errorf("sweep: training: %w", err)
		}
		out.trainings = append(out.trainings, training{m.Words(), mask})
	}
	return out, nil
}

// ofSweep reports what a mask of a sweep cannot be.
func (s MaskSpec) ofSweep() error {
	switch {
	case s.On != "":
		return say.Errorf("sweep: the place of %s in it says which records it is put on; leave out %q", s.Words(), s.On)
	case s.Mechanism == Leaves:
		return say.Error("sweep: name what is left among the patterns")
	}
	return nil
}

// patterns looks up the patterns of a sweep, and says in words which were left
// out where there are too many.
func (s Sweep) patterns(d *dataset.Dataset, seed rng.Seed) ([]dataset.Pattern, string, error) {
	var list []dataset.Pattern
	words := ""
	for _, name := range s.Patterns {
		more := []dataset.Pattern{}
		if name == AllPatterns {
			_, order := d.All().ByName()
			more, words = allPatterns(order, seed)
		} else {
			p, err := dataset.ParsePattern(name, d.Names())
			switch {
			case err != nil:
				return nil, "", say.Errorf("sweep: %w", err)
			case p.Count() == 0:
				return nil, "", say.Errorf("sweep: pattern %q leaves nothing to predict from; name one modality or more", name)
			}
			more = append(more, p)
		}
		for _, p := range more {
			if !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
	}
	return list, words, nil
}

// allPatterns lists the patterns that have one or more modalities, which it
// draws in the given order, those with most modalities first. Where they are more than MostPatterns, the complete
// one, each without one modality and each of one modality alone go first, as far
// as they fit, and the others are drawn.
func allPatterns(order []int, seed rng.Seed) ([]dataset.Pattern, string) {
	const countable = 16
	k := len(order)
	var list []dataset.Pattern
	if k < countable && 1<<k-1 <= MostPatterns {
		for code := 1; code < 1<<k; code++ {
			list = append(list, patternOfBits(order, func(m int) bool { return code>>m&1 == 1 }))
		}
		sortPatterns(list)
		return list, ""
	}
	draw := seed.Child("patterns").Rand()
	list = append(list, dataset.Complete(k))
	for _, alone := range []bool{false, true} {
		for _, one := range draw.Perm(k) {
			list = append(list, patternOfBits(order, func(m int) bool { return (m == one) == alone }))
		}
	}
	list = list[:min(len(list), MostPatterns)]
	chosen := len(list)
	for len(list) < MostPatterns {
		p := patternOfBits(order, func(int) bool { return draw.IntN(2) == 1 })
		if p.Count() > 0 && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	sortPatterns(list)
	return list, say.Kept("the sweep tests %d of the 2^%d − 1 patterns: %d of nothing hidden, one modality hidden and one modality left, and %d drawn at random from the root",
		len(list), k, chosen, len(list)-chosen)
}

func patternOfBits(order []int, has func(k int) bool) dataset.Pattern {
	var present []int
	for k, m := range order {
		if has(k) {
			present = append(present, m)
		}
	}
	return dataset.Only(len(order), present...)
}

// sortPatterns puts those with most modalities first, and of equals the first
// modalities.
func sortPatterns(list []dataset.Pattern) {
	slices.SortFunc(list, func(a, b dataset.Pattern) int {
		return cmp.Or(b.Count()-a.Count(), -strings.Compare(string(a), string(b)))
	})
}
