package media

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/internal/say"
)

// sounds decodes sound files to log-mel spectrograms.
type sounds struct {
	feature.Spectrogram
	chosen int    // highest sampling rate, or 0
	rate   int    // the common one
	whose  string // … of how many sounds, for people
	full   float64
}

func newSounds(rate int) *sounds {
	return &sounds{Spectrogram: feature.DefaultSpectrogram, chosen: rate}
}

// settle finds how high the bands reach: to half the common sampling rate. One
// sound that has another rate moves nobody's bands.
func (s *sounds) settle(files []*file) int {
	counts := map[int]int{}
	for _, f := range files {
		counts[f.head.rate]++
	}
	if len(counts) > 0 {
		s.rate = commonRate(counts)
		if s.whose = "most"; 2*counts[s.rate] <= len(files) {
			s.whose = say.Kept("%d of %d", counts[s.rate], len(files))
		}
		s.Highest = max(1, min(s.Highest, s.rate/2))
	}
	if s.chosen > 0 {
		s.Highest = max(1, s.chosen/2)
	}
	return s.Bands * s.Frames
}

// commonRate returns the most frequent sampling rate; of equally many the
// lower, since all sounds reach so far. A rate at which nothing can be heard is
// a slip of a header, unless most sounds have it or all are so slow.
func commonRate(counts map[int]int) int {
	const audible = 1000
	rates, all := slices.Sorted(maps.Keys(counts)), 0
	for _, n := range counts {
		all += n
	}
	heard := slices.DeleteFunc(slices.Clone(rates), func(r int) bool { return r < audible && 2*counts[r] <= all })
	if len(heard) > 0 {
		rates = heard
	}
	return slices.MaxFunc(rates, func(a, b int) int { return cmp.Compare(counts[a], counts[b]) })
}

func (s *sounds) key() string {
	return fmt.Sprintf(say.Code("sound 1 %d×%d %d"), s.Bands, s.Frames, s.Highest)
}

// read decodes one sound to the power in its bands.
func (s *sounds) read(ctx context.Context, f *file, data []byte) (*content, error) {
	in, err := openSound(ctx, f.format, data)
	if err != nil {
		return nil, err
	}
	listener := s.Listen(in.rate)
	h, err := in.hear(ctx, func(samples []float64) error {
		listener.Hear(samples)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if h.unheard == h.total {
		return nil, errAllNaN
	}
	c := &content{notes: in.notes, deep: in.float, top: h.peak, powers: listener.Powers()}
	switch {
	case !h.varies:
		c.notes |= allOne
	case !h.mixed:
		c.notes |= cancelled
	}
	if h.unheard > 0 {
		c.notes |= someNaN
	}
	return c, nil
}

// describe finds the common scale of floating-point sounds, and names the
// columns.
func (s *sounds) describe(files []*file, m *dataset.Modality) []finding {
	m.Shape = []int{s.Bands, s.Frames}
	for b := range s.Bands {
		for f := range s.Frames {
			m.Columns = append(m.Columns, fmt.Sprintf("band%dframe%d", b, f))
		}
	}
	var found []finding
	found = append(found, s.rates(files)...)
	found = append(found, s.scales(files)...)
	return append(found, notesOf(files)...)
}

// rates says which sounds have another sampling rate than most.
func (s *sounds) rates(files []*file) []finding {
	var low, other []*file
	for _, f := range files {
		switch {
		case f.head.rate < 2*s.Highest:
			low = append(low, f)
		case f.head.rate != s.rate:
			other = append(other, f)
		}
	}
	var found []finding
	if len(low) > 0 {
		found = append(found, finding{low, say.Kept("sampled at less than %d Hz (%s)", 2*s.Highest, ratesOf(low)),
			say.Kept("their bands above half their sampling rate, up to %d Hz, are silent", s.Highest)})
	}
	if len(other) > 0 {
		found = append(found, finding{other, say.Kept("sampled at another rate than the %d Hz of %s (%s)", s.rate, s.whose, ratesOf(other)),
			say.Kept("compared up to %d Hz, as all", s.Highest)})
	}
	return found
}

// ratesOf writes the sampling rates of some sounds: one, or from where to where.
func ratesOf(files []*file) string {
	rates := make([]int, len(files))
	for k, f := range files {
		rates[k] = f.head.rate
	}
	if low, high := slices.Min(rates), slices.Max(rates); low != high {
		return say.Kept("%d to %d Hz", low, high)
	}
	return say.Kept("%d Hz", rates[0])
}

// scales finds what stands for 1 in sounds that go beyond it. Where most of
// them are whole numbers in floating point, the quiet ones are, too.
func (s *sounds) scales(files []*file) []finding {
	var loud []*file
	whole := map[float64]int{}
	for _, f := range files {
		if c := f.content; c.deep && c.top > 1 {
			loud = append(loud, f)
			if c.top > leastWhole {
				whole[fullScale(c.top)]++
			}
		}
	}
	s.full = 0
	for full, n := range whole {
		if 2*n > len(loud) {
			s.full = full
		}
	}
	if len(loud) == 0 {
		return nil
	}
	peak := slices.MaxFunc(loud, func(a, b *file) int { return cmp.Compare(a.content.top, b.content.top) }).content.top
	done := say.Mark("each divided by its largest value, or by the range of the whole numbers it holds")
	if s.full > 0 {
		done = say.Kept("divided by %.0f, the range of whole numbers", s.full)
	}
	return []finding{{loud, say.Kept("of floating-point samples beyond −1…1 (up to %.4g)", peak), done}}
}

// scale returns what stands for 1 in a sound.
func (s *sounds) scale(c *content) float64 {
	if !c.deep || c.top <= 1 {
		return 1
	}
	if full := fullScale(c.top); full > s.full {
		return full
	}
	return s.full
}

// row writes the logarithm of the powers.
func (s *sounds) row(c *content, out []float64) {
	scale := s.scale(c)
	gain := 1 / (scale * scale)
	for i, p := range c.powers {
		out[i] = feature.Loudness(p * gain)
	}
	for i, x := range out {
		if math.IsInf(x, 0) || math.IsNaN(x) {
			out[i] = feature.Loudness(0)
		}
	}
}
