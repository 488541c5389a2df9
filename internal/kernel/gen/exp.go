package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Minimax polynomials, found by Lawson's iteration; their relative error is
// below a tenth of a unit in the last place of a float32.
var (
	// expTail approximates (e^r − 1 − r)/r² for |r| ≤ ln(2)/2.
	expTail = []float32{4.9999993440e-01, 1.6666520522e-01, 4.1668389325e-02, 8.3687301461e-03, 1.3814571751e-03}
	// tanhTail approximates (tanh(x) − x)/x³ in x² for |x| ≤ 0.625.
	tanhTail = []float32{-3.3333281185e-01, 1.3331420396e-01, -5.3737799403e-02, 2.0632551060e-02, -5.6973893888e-03}
)

// ln(2) is split so that n·ln2High is exact for every exponent n.
const (
	ln2High = 0.693359375
	ln2Low  = -2.121944400547e-4
)

// Beyond these arguments e^x is infinite or rounds to zero.
const (
	expMax = 89
	expMin = -104
)

const (
	exponentBias  = 127
	exponentShift = 23
)

// nearest is the rounding mode of VROUNDPS for round-half-even, no exception.
const nearest = operand.U8(8)

// transcendentals emits exp, sigmoid and tanh.
func transcendentals() {
	type vecs = []reg.VecVirtual
	unary := func(name, doc string, f func(x reg.VecVirtual) reg.VecVirtual) {
		kernel{
			name: name, doc: doc, reads: []string{"x"}, writes: []string{"dst"},
			body: func(x, _ vecs) vecs { return vecs{f(x[0])} },
		}.emit()
	}
	unary("expAVX2", "sets dst to e^x.", exp)
	unary("sigmoidAVX2", "sets dst to 1/(1+e^-x).", sigmoid)
	unary("tanhAVX2", "sets dst to the hyperbolic tangent of x.", tanh)
}

// exp emits e^x for every x. The operands of MIN and MAX are in the order
// that lets NaN pass.
func exp(x reg.VecVirtual) reg.VecVirtual {
	limit := YMM()
	VMOVUPS(vector(expMax), limit)
	VMINPS(x, limit, x)
	VMOVUPS(vector(expMin), limit)
	VMAXPS(x, limit, x)
	return expFinite(x)
}

// expFinite emits e^x for expMin ≤ x ≤ expMax: x = n·ln(2) + r, and then
// e^x = 2^n·e^r. The power of two is applied in two halves, so that neither
// overflows and results below the normal range come out rounded.
func expFinite(x reg.VecVirtual) reg.VecVirtual {
	n, y, half := YMM(), YMM(), YMM()
	VMULPS(vector(math.Log2E), x, n)
	VROUNDPS(nearest, n, n)
	VFNMADD231PS(vector(ln2High), n, x)
	VFNMADD231PS(vector(ln2Low), n, x)
	polynomial(expTail, x, y)
	VMULPS(x, x, half)
	VFMADD213PS(x, half, y)
	VADDPS(vector(1), y, y)
	VCVTPS2DQ(n, n)
	VPSRAD(operand.Imm(1), n, half)
	VPSUBD(half, n, n)
	for _, e := range []reg.VecVirtual{half, n} {
		VPADDD(bits(exponentBias), e, e)
		VPSLLD(operand.Imm(exponentShift), e, e)
		VMULPS(e, y, y)
	}
	return y
}

// polynomial emits y = c[0] + c[1]·x + c[2]·x² + … by Horner's rule.
func polynomial(c []float32, x, y reg.VecVirtual) {
	last := len(c) - 1
	VMOVUPS(vector(c[last]), y)
	for i := last - 1; i >= 0; i-- {
		VFMADD213PS(vector(c[i]), x, y)
	}
}

// sigmoid emits 1/(1+e^-x).
func sigmoid(x reg.VecVirtual) reg.VecVirtual {
	VXORPS(bits(signBit), x, x)
	e := exp(x)
	one := YMM()
	VMOVUPS(vector(1), one)
	VADDPS(one, e, e)
	VDIVPS(e, one, e)
	return e
}

const (
	signBit   = 1 << 31
	tanhSmall = 0.625 // below, the quotient would cancel
	tanhOne   = 10    // above, the result rounds to one
)

// tanh emits a polynomial for small |x| and 1 − 2/(e^2|x| + 1) for others.
func tanh(x reg.VecVirtual) reg.VecVirtual {
	size, small, large, square, mask := YMM(), YMM(), YMM(), YMM(), YMM()
	VANDPS(bits(^uint32(signBit)), x, size)
	VMULPS(x, x, square)
	polynomial(tanhTail, square, small)
	VMULPS(square, small, small)
	VFMADD213PS(size, size, small)
	VCMPPS(greater, vector(tanhSmall), size, mask)
	VMOVUPS(vector(tanhOne), large)
	VMINPS(size, large, size)
	VADDPS(size, size, size)
	large = quotient(expFinite(size))
	VBLENDVPS(mask, large, small, large)
	sign := YMM()
	VANDPS(bits(signBit), x, sign)
	VORPS(sign, large, large)
	return large
}

// quotient emits 1 − 2/(e + 1).
func quotient(e reg.VecVirtual) reg.VecVirtual {
	one, two := YMM(), YMM()
	VMOVUPS(vector(1), one)
	VMOVUPS(vector(2), two)
	VADDPS(one, e, e)
	VDIVPS(e, two, e)
	VSUBPS(e, one, e)
	return e
}
