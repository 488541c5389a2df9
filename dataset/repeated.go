package dataset

import "hash/maphash"

// PerhapsRepeated lists the places of words that may stand twice in a list, in
// their order: all that do, and hardly one in eight of the others. Words are
// marked in a table of bits first, so that where nearly all differ there is no
// map of all of them.
func PerhapsRepeated(list []string) []int {
	size := uint64(64)
	for size < 16*uint64(len(list)) {
		size *= 2
	}
	once, twice := make([]uint64, size/64), make([]uint64, size/64)
	seed := maphash.MakeSeed() // what it changes is who is listed without need
	for _, word := range list {
		h := maphash.String(seed, word)
		at, bit := h%size/64, uint64(1)<<(h%64)
		twice[at] |= once[at] & bit
		once[at] |= bit
	}
	var places []int
	for i, word := range list {
		if h := maphash.String(seed, word); twice[h%size/64]>>(h%64)&1 == 1 {
			places = append(places, i)
		}
	}
	return places
}
