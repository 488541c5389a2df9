package kernel

import (
	"syscall"
	"testing"
	"unsafe"
)

// beforeFault returns n elements that end where the address space ends: a
// read or a write beyond them kills the test.
func beforeFault[T number](t *testing.T, n int) []T {
	t.Helper()
	page := syscall.Getpagesize()
	size := (sizeOf[T]()*n + page - 1) / page * page
	raw, err := syscall.Mmap(-1, 0, size+page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Skipf("no anonymous memory: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Munmap(raw) })
	if err := syscall.Mprotect(raw[size:], syscall.PROT_NONE); err != nil {
		t.Skipf("no protected memory: %v", err)
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&raw[size-sizeOf[T]()*n])), n)
}

func TestGemmStaysInItsSlices(t *testing.T) {
	t.Run("float32", staysInside[float32])
	t.Run("float64", staysInside[float64])
}

func staysInside[T number](t *testing.T) {
	var w Workspace
	for _, m := range []int{1, 3, 7, 13} {
		for _, n := range []int{1, 7, 8, 16, 17, 33} {
			for _, k := range []int{1, 4, 7, 8, 19} {
				for trans := range 4 {
					p := problem[T]{m: m, n: n, k: k, ldc: n, accumulate: true, act: ReLU, bias: beforeFault[T](t, n)}
					p.a = stored[T]{beforeFault[T](t, m*k), k, trans&1 != 0}
					p.b = stored[T]{beforeFault[T](t, k*n), n, trans&2 != 0}
					if p.a.trans {
						p.a.ld = m
					}
					if p.b.trans {
						p.b.ld = k
					}
					p.run(&w, 0, m, beforeFault[T](t, m*n))
				}
			}
		}
	}
}

func TestVectorsStayInTheirSlices(t *testing.T) {
	for n := 1; n < 40; n++ {
		x, y := beforeFault[float32](t, n), beforeFault[float32](t, n)
		dst, more := beforeFault[float32](t, n), beforeFault[float32](t, n)
		for _, f := range inPlace {
			f.run(dst, x, y)
		}
		Sum(x)
		Dot(x, y)
		SumRows(1, n, x, n, true, dst)
		Adam(x, y, dst, more, 1e-3, 0.9, 0.999, 1e-8, 0, 0.5, 0.5)
	}
}
