package record

import (
	"context"
	"hash/maphash"
	"maps"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
)

// key is what a record has of a modality, in short. Records that are the same
// but for rounding share low or high: the sum of their cells, cut in two ways
// so that no cut parts them twice. The zero key is that of an absent record.
type key struct {
	low, high uint64
	sum       float64
}

// keySeed makes keys of texts; they never leave the process.
var keySeed = maphash.MakeSeed()

// keyList holds the key of each record.
type keyList struct {
	keys []key
	rows []int // per record, where several share a row of numbers: its key, or −1
}

func (l keyList) at(i int) key {
	switch {
	case l.rows == nil:
		return l.keys[i]
	case l.rows[i] < 0:
		return key{}
	}
	return l.keys[l.rows[i]]
}

// keysOf returns the key of each record.
func keysOf(ctx context.Context, b dataset.Block) (keyList, error) {
	if b.Texts != nil {
		return textKeys(ctx, b)
	}
	weights := make([]float64, b.Numbers.Cols)
	for j := range weights {
		_, weights[j] = math.Modf(math.Phi * float64(j+1)) // each column counts otherwise
		weights[j]++
	}
	l := keyList{keys: make([]key, b.Numbers.Rows), rows: b.Rows}
	for i, row := range b.Cells().All() {
		if i%1024 == 0 && ctx.Err() != nil {
			return l, ctx.Err()
		}
		l.keys[i] = numbersKey(row, weights)
	}
	return l, nil
}

func textKeys(ctx context.Context, b dataset.Block) (keyList, error) {
	l := keyList{keys: make([]key, len(b.Texts))}
	for i := range l.keys {
		if i%1024 == 0 && ctx.Err() != nil {
			return l, ctx.Err()
		}
		l.keys[i] = textKey(b, i)
	}
	return l, nil
}

func textKey(b dataset.Block, i int) key {
	text := plainText(b.Texts[i])
	if b.Causes[i] != dataset.Present || text == "" {
		return key{}
	}
	h := max(maphash.String(keySeed, text), 1)
	return key{h, h, float64(h)}
}

// plainText is a text but for case and blanks.
func plainText(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func numbersKey(row, weights []float64) key {
	sum, gaps := 0.0, uint64(len(row))
	for j, x := range row {
		if math.IsNaN(x) {
			gaps = (gaps ^ uint64(j+1)) * 0x9e3779b97f4a7c15
		} else {
			sum += weights[j] * math.Abs(x)
		}
	}
	if _, flat := oneValue(row); flat || absent(row) {
		return key{} // zeros throughout are nobody's in particular
	}
	const cut = 32 // of 52 binary digits
	bits := math.Float64bits(sum)
	low, high := bits>>cut, (bits+1<<(cut-1))>>cut
	return key{max(spread(low^gaps), 1), max(spread(high^gaps), 1), sum}
}

// spread makes near numbers differ in all their bits (splitmix64).
func spread(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// repeated lists the records whose key occurs more than once, and hardly any
// others; of those without a key, which is 0, none.
func repeated(keys []uint64) []int {
	return dataset.PerhapsEqual(len(keys), func(i int) uint64 { return keys[i] })
}

// halves returns one half of the key of each of n records.
func (l keyList) halves(n int, half func(key) uint64) []uint64 {
	list := make([]uint64, n)
	for i := range list {
		list[i] = half(l.at(i))
	}
	return list
}

func lowHalf(k key) uint64  { return k.low }
func highHalf(k key) uint64 { return k.high }

// union joins records to sets.
type union struct{ parent []int }

func newUnion(n int) *union {
	u := &union{make([]int, n)}
	for i := range u.parent {
		u.parent[i] = i
	}
	return u
}

func (u *union) root(i int) int {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

// join puts two records into one set, which is called by its first record.
func (u *union) join(a, b int) {
	a, b = u.root(a), u.root(b)
	u.parent[max(a, b)] = min(a, b)
}

// sets returns the sets of at least two records, by their first record.
func (u *union) sets() [][]int {
	if u == nil {
		return nil
	}
	members := map[int][]int{}
	for i := range u.parent {
		if r := u.root(i); r != i { // a set is called by its first record
			members[r] = append(members[r], i)
		}
	}
	var sets [][]int
	for _, r := range slices.Sorted(maps.Keys(members)) {
		sets = append(sets, append([]int{r}, members[r]...))
	}
	return sets
}
