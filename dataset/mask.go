package dataset

import (
	"encoding/hex"
	"math/bits"
)

// Mask is a named, hashed set of (record, modality) pairs that an experiment
// hides. All methods of a comparison share it. It is immutable once made.
type Mask struct {
	Name   string // for people: "mcar cell 0.5 seed 0"
	hidden [][]uint64
	n      int
}

// NewMask makes a mask over records × modalities from a rule.
func NewMask(name string, records, modalities int, hides func(i, m int) bool) *Mask {
	mask := &Mask{Name: name, n: records, hidden: make([][]uint64, modalities)}
	for m := range mask.hidden {
		mask.hidden[m] = make([]uint64, (records+63)/64)
		for i := range records {
			if hides(i, m) {
				mask.hidden[m][i/64] |= 1 << (i % 64)
			}
		}
	}
	return mask
}

// Hides says whether the mask hides modality m of record i. What is not
// there anyway may be hidden too, without effect.
func (k *Mask) Hides(i, m int) bool { return k.hidden[m][i/64]>>(i%64)&1 == 1 }

// Records returns the number of records that the mask was made for.
func (k *Mask) Records() int { return k.n }

// Modalities returns the number of modalities that the mask was made for.
func (k *Mask) Modalities() int { return len(k.hidden) }

// Count returns the number of hidden pairs.
func (k *Mask) Count() int {
	n := 0
	for _, column := range k.hidden {
		for _, w := range column {
			n += bits.OnesCount64(w)
		}
	}
	return n
}

// On returns the mask restricted to some records; elsewhere it hides nothing.
func (k *Mask) On(rows []int) *Mask {
	in := make([]bool, k.n)
	for _, i := range rows {
		in[i] = true
	}
	return NewMask(k.Name, k.n, len(k.hidden), func(i, m int) bool { return in[i] && k.Hides(i, m) })
}

// Hash returns the SHA-256 of what the mask hides, in hexadecimal.
func (k *Mask) Hash() string {
	h := newHasher()
	h.number(uint64(k.n))
	for _, column := range k.hidden {
		for _, w := range column {
			h.number(w)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Apply returns the presence that is left.
func (k *Mask) Apply(p *Presence) *Presence { return p.hide(k.Hides) }
