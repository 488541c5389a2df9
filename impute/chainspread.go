package impute

import (
	"math"
	"math/bits"
)

// chainSpread is the variance that estimates among the predictors lack beside
// the cells that they stand for: a regression that takes estimates for
// observations trusts them too much. As in the EM algorithm for normal data
// (Dempster, Laird and Rubin 1977), but column by column, what the regression of
// a column leaves of its variance is added for each of its gaps.
type chainSpread struct {
	design *chainDesign
	// lost counts the gaps among the training rows of a target, by predictor:
	// those of rows that lack the modality, and the others.
	lost [][][2]int
	// noise is what is left of the variance of a column, for either kind.
	noise [][2]float64
}

// newChainSpread counts the gaps. At first, the estimates have no variance.
func newChainSpread(c *chainSweeps) *chainSpread {
	s := &chainSpread{design: c.design, lost: make([][][2]int, len(c.systems)), noise: make([][2]float64, c.design.columns)}
	for j := range s.noise {
		s.noise[j] = [2]float64{1, 1}
	}
	seen, gaps := c.bits()
	for t, system := range c.systems {
		s.lost[t] = make([][2]int, len(system.Predictors))
		train := seen[system.Targets[0]]
		for k, j := range system.Predictors {
			if j >= len(gaps) {
				continue
			}
			for of, words := range gaps[j] {
				for w, word := range words {
					s.lost[t][k][of] += bits.OnesCount64(word & train[w])
				}
			}
		}
	}
	return s
}

// bits returns for each column the rows that have it, and those with a gap of
// either kind, as bits.
func (c *chainSweeps) bits() (seen [][]uint64, gaps [][2][]uint64) {
	words := (c.seen.Rows + 63) / 64
	seen, gaps = make([][]uint64, c.design.Width()), make([][2][]uint64, c.design.Width())
	for j := range seen {
		seen[j], gaps[j] = make([]uint64, words), [2][]uint64{make([]uint64, words), make([]uint64, words)}
	}
	for m := range c.design.Names {
		for i := range c.seen.Rows {
			kind := chainTarget{absent: c.seen.Count(i, m) == 0}.kind()
			for j := c.design.Start[m]; j < c.design.Start[m+1]; j++ {
				of := gaps[j][kind]
				if c.seen.Has(i, j) {
					of = seen[j]
				}
				of[i/64] |= 1 << (i % 64)
			}
		}
	}
	return seen, gaps
}

// of returns what is to be added for each predictor of a target.
func (s *chainSpread) of(target int, predictors []int) []float64 {
	out := make([]float64, len(predictors))
	for k, j := range predictors {
		for of, n := range s.lost[target][k] {
			out[k] += float64(n) * s.noise[j][of]
		}
	}
	return out
}

// learn notes what a regression left of the variance of its targets.
func (s *chainSpread) learn(t chainTarget, noise float64) {
	for _, j := range t.columns {
		s.noise[j][t.kind()] = noise
	}
}

// kind numbers what rows lack: 0 the modality, 1 a part of it.
func (t chainTarget) kind() int {
	if t.absent {
		return 0
	}
	return 1
}

// learnWords notes what the probabilities of levels leave open, given as
// logarithms, rows × levels.
func (s *chainSpread) learnWords(t chainTarget, logs []float64) {
	levels := len(t.columns)
	for k, j := range t.columns {
		var open float64
		for at := k; at < len(logs); at += levels {
			p := math.Exp(logs[at])
			open += p * (1 - p)
		}
		width := (s.design.highest[j] - s.design.lowest[j]) / s.design.scale[j]
		s.noise[j][t.kind()] = open / float64(len(logs)/levels) * width * width
	}
}
