//go:build !purego

package kernel

import "testing"

// everyPath runs a test with the assembly, if this machine can, and in plain
// Go.
func everyPath(t *testing.T, test func(t *testing.T)) {
	if accelerated {
		t.Run("assembly", test)
	}
	t.Run("plain", func(t *testing.T) {
		defer func(before bool) { accelerated = before }(accelerated)
		accelerated = false
		test(t)
	})
}
