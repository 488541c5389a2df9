//go:build !purego

package kernel

import (
	"testing"

	"pgregory.net/rapid"
)

// everyPath runs a test with the assembly, as far as this machine can, and in
// plain Go.
func everyPath(t *testing.T, test func(t *testing.T)) {
	if wide {
		t.Run("wide assembly", test)
	}
	if accelerated {
		t.Run("assembly", func(t *testing.T) { on(true, false, func() { test(t) }) })
	}
	t.Run("plain", func(t *testing.T) { on(false, false, func() { test(t) }) })
}

// on runs f on a path.
func on(assembly, broad bool, f func()) {
	defer func(a, w bool) { accelerated, wide = a, w }(accelerated, wide)
	accelerated, wide = assembly, broad
	f()
}

// The width of the registers never shows in the numbers.
func TestGemmHasTheSameBitsInWideRegisters(t *testing.T) {
	if !wide {
		t.Skip("this machine has no AVX-512")
	}
	t.Run("float32", sameBitsInWideRegisters[float32])
	t.Run("float64", sameBitsInWideRegisters[float64])
}

func sameBitsInWideRegisters[T number](t *testing.T) {
	var w Workspace
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem[T](t)
		narrow := append([]T(nil), p.before...)
		p.run(&w, 0, p.m, p.guardedResult.inner)
		on(true, false, func() { p.run(&w, 0, p.m, narrow) })
		for i, v := range p.guardedResult.inner {
			if v != narrow[i] {
				t.Fatalf("element %d: %v in wide registers, %v in others", i, v, narrow[i])
			}
		}
	})
}
