package record

import (
	"math"
	"slices"

	"lacuna/dataset"
)

// chances tells how likely a record's values in a modality are to be met again
// by chance, if each column is drawn by itself.
type chances struct {
	b      dataset.Block
	key    func(record int) uint64
	sample []int
	pairs  []float64 // per column: pairs of the sample with one value; once needed
	by     map[uint64]float64
}

// leastLog is as unlikely as matters.
const leastLog = -60

// newChances learns from some of n records, which have keys. Where they are to be different, records
// that are there twice do not make themselves likely.
func newChances(b dataset.Block, n int, key func(record int) uint64, different bool) *chances {
	const most = 400
	c := &chances{b: b, key: key, by: map[uint64]float64{}}
	seen := map[uint64]bool{}
	step := max(1, n/(4*most))
	for i := 0; i < n && len(c.sample) < most; i += step {
		if k := key(i); k != 0 && !(different && seen[k]) {
			seen[k] = true
			c.sample = append(c.sample, i)
		}
	}
	return c
}

// log returns the logarithm of the probability that another record has what
// this one has. Of a text it is guessed from its length.
func (c *chances) log(row int) float64 {
	if c.b.Texts != nil {
		return max(leastLog, -0.5*float64(len(c.b.Texts[row])))
	}
	key := c.key(row)
	if _, ok := c.by[key]; !ok {
		c.by[key] = c.ofNumbers(row)
	}
	return c.by[key]
}

func (c *chances) ofNumbers(row int) float64 {
	const wide = 8
	values := c.b.Row(row)
	equal := make([]int, len(values))
	n := 0
	for _, i := range c.sample {
		if c.key(i) == c.key(row) {
			continue
		}
		n++
		for j, x := range c.b.Row(i) {
			if sameCell(x, values[j]) {
				equal[j]++
			}
		}
	}
	if n == 0 { // all records are the same: a few columns may be so
		if len(values) >= wide {
			return leastLog
		}
		return 0
	}
	sum := 0.0
	for j, e := range equal {
		sum += math.Log(c.ofCell(j, e, n))
	}
	return max(sum, leastLog)
}

// ofCell returns the probability of one value: its share, or where no other
// record has it, the share of pairs that have any value in common.
func (c *chances) ofCell(j, equal, n int) float64 {
	if equal > 0 {
		return float64(equal) / float64(n)
	}
	if c.pairs == nil {
		c.pairs = make([]float64, c.b.Numbers.Cols)
		for k := range c.pairs {
			c.pairs[k] = c.equalPairs(k)
		}
	}
	size := float64(len(c.sample))
	return min(1/float64(n), 2*(1+c.pairs[j])/(size*size))
}

// equalPairs counts the pairs of the sample that have one value in column j.
func (c *chances) equalPairs(j int) float64 {
	values := make([]float64, len(c.sample))
	for k, i := range c.sample {
		values[k] = c.b.At(i, j)
	}
	slices.Sort(values)
	pairs, run := 0, 0
	for k := 1; k < len(values); k++ {
		if run++; !sameCell(values[k], values[k-1]) {
			run = 0
		}
		pairs += run
	}
	return float64(pairs)
}

func sameCell(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }
