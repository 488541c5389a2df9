package dataset

import "hash/maphash"

// PerhapsRepeated lists the places of words that may stand twice in a list, in
// their order: all that do, and hardly one in eight of the others.
func PerhapsRepeated(list []string) []int {
	seed := maphash.MakeSeed() // what it changes is who is listed without need
	return PerhapsEqual(len(list), func(i int) uint64 { return max(1, maphash.String(seed, list[i])) })
}

// PerhapsEqual lists the places, of n, whose keys may occur more than once, in
// their order: all that do, and hardly one in eight of the others. A key of 0
// equals none. Keys are marked in a table of bits first, so that where nearly
// all differ there is no map of all of them.
func PerhapsEqual(n int, key func(i int) uint64) []int {
	size := uint64(64)
	for size < 16*uint64(n) {
		size *= 2
	}
	once, twice := make([]uint64, size/64), make([]uint64, size/64)
	for i := range n {
		if h := key(i); h != 0 {
			at, bit := h%size/64, uint64(1)<<(h%64)
			twice[at] |= once[at] & bit
			once[at] |= bit
		}
	}
	var places []int
	for i := range n {
		if h := key(i); h != 0 && twice[h%size/64]>>(h%64)&1 == 1 {
			places = append(places, i)
		}
	}
	return places
}
