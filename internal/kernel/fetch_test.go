package kernel

import "testing"

// A hint about memory must not fault, wherever it ends.
func TestFetch(t *testing.T) {
	everyPath(t, func(*testing.T) {
		for _, n := range []int{0, 1, 16, 17, 5000} {
			Fetch(make([]float32, n))
		}
		Fetch(nil)
	})
}
