package kernel

import "runtime"

// Arithmetic names what decides the last bits of the numbers that this program
// computes here: the processor's kind, assembly or plain Go, and "fused" where
// the compiler rounds x*y + z once instead of twice. Programs of the same
// arithmetic give the same bits, whatever the width of the registers.
func Arithmetic() string {
	return arithmetic(runtime.GOARCH, accelerated, fuses(1+1.0/(1<<30), 1-1.0/(1<<30), -1))
}

// Arithmetics lists the names of the machines that are met most.
func Arithmetics() []string {
	return []string{
		arithmetic("amd64", true, false), arithmetic("amd64", true, true), arithmetic("amd64", false, false),
		arithmetic("amd64", false, true), arithmetic("arm64", false, true),
	}
}

func arithmetic(processor string, assembly, fused bool) string {
	name := processor + " plain Go"
	if assembly {
		name = processor + " AVX2"
	}
	if fused {
		name += " fused"
	}
	return name
}

// fuses says whether the compiler makes one operation of a product and a sum.
// The product of the arguments must not be exact.
//
//go:noinline
func fuses(x, y, z float64) bool {
	return x*y+z != float64(x*y)+z //nolint:unconvert // the conversion asks for rounding
}
