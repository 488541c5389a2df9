package kernel

import "unsafe"

// fetchLimit is the number of cache lines after which a processor notices by
// itself that memory is read from front to back.
const fetchLimit = 16

// Fetch asks for the beginning of x, which is about to be read, to be brought
// into the cache. It pays for rows in random order.
func Fetch(x []float32) {
	if accelerated && len(x) > 0 {
		fetchLines(unsafe.SliceData(x), min(fetchLimit, (4*len(x)+cacheLine-1)/cacheLine))
	}
}
