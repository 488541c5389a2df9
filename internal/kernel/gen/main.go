// Command gen writes the AVX2 and AVX-512 assembly of package kernel and its Go
// declarations. Run it with `go generate` in the kernel directory.
//
// The vocabulary here: a lane is one float32 of a 256-bit register, a tail is
// what is left of a slice after whole registers, handled by masked loads and
// stores so that a value never depends on its position in the slice.
package main

import . "github.com/mmcloughlin/avo/build"

// lanes is the number of float32 in a 256-bit register, width its bytes.
const (
	lanes = 8
	width = 4 * lanes
)

func main() {
	ConstraintExpr("!purego")
	for _, t := range []tiling{avx2(), avx512()} {
		emitStrip(single(), t)
		emitStrip(double(), t)
	}
	packRows()
	packColumns("float32", 8, transpose8)
	packColumns("float64", 4, transpose4)
	elementwiseKernels()
	transcendentals()
	reductions()
	adam()
	runs()
	pooling()
	fetch()
	Generate()
}
