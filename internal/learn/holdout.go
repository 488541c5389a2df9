package learn

import "lacuna/internal/rng"

// heldOutShare is the part of the training rows that chooses a setting where
// there is no validation view: one in five.
const heldOutShare = 5

// HoldOut divides samples in two, at random but alike in every class. Classes
// of fewer than five records stay whole in the first part.
func HoldOut(s Samples, classes int, seed rng.Seed) (kept, held Samples) {
	byClass := make([][]int, classes)
	for i, c := range s.Labels {
		byClass[c] = append(byClass[c], i)
	}
	var in, out []int
	for c, members := range byClass {
		r := seed.Block(c).Rand()
		r.Shuffle(len(members), func(a, b int) { members[a], members[b] = members[b], members[a] })
		n := len(members) / heldOutShare
		out = append(out, members[:n]...)
		in = append(in, members[n:]...)
	}
	return s.Pick(in), s.Pick(out)
}
