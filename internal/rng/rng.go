// Package rng grows every random number in Lacuna from one root seed.
//
// A Seed is a node of a tree; Child names a branch. A child depends only on
// the path of labels that leads to it, never on how many numbers were drawn
// before, so adding a method or changing the number of workers moves nobody
// else's numbers.
package rng

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strconv"
)

// Seed is a node of the seed tree. The zero Seed is a valid root.
type Seed struct {
	hi, lo uint64
}

// New returns the root of the tree that grows from root.
func New(root uint64) Seed {
	return Seed{hi: mix(root ^ 0x9e3779b97f4a7c15), lo: mix(root + 0xd1b54a32d192ed03)}
}

// Child returns the branch called label, for example "fold=2" or "impute/knn".
// The same parent and label give the same child on every machine.
func (s Seed) Child(label string) Seed {
	h := fnv.New64a()
	_, _ = h.Write([]byte(label)) // fnv never fails
	d := h.Sum64()
	return Seed{hi: mix(s.hi ^ d), lo: mix(s.lo + mix(d))}
}

// Block returns the branch of the i-th block of a parallel loop.
func (s Seed) Block(i int) Seed {
	d := mix(uint64(i) + 0xa0761d6478bd642f)
	return Seed{hi: mix(s.hi + d), lo: mix(s.lo ^ d)}
}

// Rand returns a fresh generator at the start of this node's stream.
// It is not safe for use by several goroutines: give each its own Child.
func (s Seed) Rand() *rand.Rand {
	return rand.New(rand.NewPCG(s.hi, s.lo))
}

// Uint64 returns the node itself as a number, for keys and file names.
func (s Seed) Uint64() uint64 { return mix(s.hi ^ s.lo) }

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// MarshalText writes the node in hexadecimal, so that what grows from it can
// leave with what was fitted.
func (s Seed) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%016x%016x", s.hi, s.lo), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Seed) UnmarshalText(text []byte) error {
	if len(text) != 32 {
		return fmt.Errorf("rng: %q is no seed", text)
	}
	hi, err := strconv.ParseUint(string(text[:16]), 16, 64)
	if err != nil {
		return fmt.Errorf("rng: %q is no seed", text)
	}
	lo, err := strconv.ParseUint(string(text[16:]), 16, 64)
	if err != nil {
		return fmt.Errorf("rng: %q is no seed", text)
	}
	s.hi, s.lo = hi, lo
	return nil
}
