package kernel

import (
	"syscall"
	"testing"
	"unsafe"
)

// beforeFault returns n elements that end where the address space ends: a
// read or a write beyond them kills the test.
func beforeFault(t *testing.T, n int) []float32 {
	t.Helper()
	page := syscall.Getpagesize()
	size := (4*n + page - 1) / page * page
	raw, err := syscall.Mmap(-1, 0, size+page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Skipf("no anonymous memory: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Munmap(raw) })
	if err := syscall.Mprotect(raw[size:], syscall.PROT_NONE); err != nil {
		t.Skipf("no protected memory: %v", err)
	}
	return unsafe.Slice((*float32)(unsafe.Pointer(&raw[size-4*n])), n)
}

func TestGemmStaysInItsSlices(t *testing.T) {
	var w Workspace
	for _, m := range []int{1, 3, 7, 13} {
		for _, n := range []int{1, 7, 16, 17, 33} {
			for _, k := range []int{1, 7, 8, 19} {
				a, b, c, bias := beforeFault(t, m*k), beforeFault(t, k*n), beforeFault(t, m*n), beforeFault(t, n)
				for trans := range 4 {
					ta, tb := trans&1 != 0, trans&2 != 0
					lda, ldb := k, n
					if ta {
						lda = m
					}
					if tb {
						ldb = k
					}
					w.GemmBiasAct(ta, tb, m, n, k, a, lda, b, ldb, true, bias, ReLU, c, n)
				}
			}
		}
	}
}

func TestVectorsStayInTheirSlices(t *testing.T) {
	for n := 1; n < 40; n++ {
		x, y, dst, more := beforeFault(t, n), beforeFault(t, n), beforeFault(t, n), beforeFault(t, n)
		for _, f := range inPlace {
			f.run(dst, x, y)
		}
		Sum(x)
		Dot(x, y)
		SumRows(1, n, x, n, true, dst)
		Adam(x, y, dst, more, 1e-3, 0.9, 0.999, 1e-8, 0, 0.5, 0.5)
	}
}
