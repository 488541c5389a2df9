//go:build !amd64 || purego

package kernel

// They are constant here, so that the compiler drops every call of the
// assembly that does not exist on this machine.
const (
	accelerated = false
	wide        = false
)

// The names of the assembly, for the type checker.
var (
	strip16AVX2, strip16AVX512 func(a *float32, ars, aps int, b *float32, bs int, c *float32, cs int, bias *float32, rows, k, flags int)
	strip8AVX2, strip8AVX512   func(a *float64, ars, aps int, b *float64, bs int, c *float64, cs int, bias *float64, rows, k, flags int)
	packCols8                  func(dst, src *float64, stride, blocks int)
	packRows16                 func(dst, src *float32, stride, k, cols int)
	copyRunsAVX2, addRunsAVX2  func(dst, src *float32, count, n, dstStep, srcStep int)
	packCols16                 func(dst, src *float32, stride, blocks int)

	fetchLines func(x *float32, lines int)

	expAVX2, sigmoidAVX2, tanhAVX2, rectifyAVX2                   func(dst, x *float32, n int)
	addAVX2, mulAVX2, reluGradAVX2, sigmoidGradAVX2, tanhGradAVX2 func(dst, x, y *float32, n int)
	axpyAVX2                                                      func(y, x *float32, alpha float32, n int)
	scaleAVX2                                                     func(x *float32, alpha float32, n int)
	sumAVX2                                                       func(x *float32, n int) float32
	dotAVX2                                                       func(x, y *float32, n int) float32
	sumRowsAVX2                                                   func(dst, x *float32, stride, m, n int)
	maxPool2AVX2                                                  func(dst, top, bottom *float32, pixels, c int)
	maxPool2GradAVX2                                              func(dTop, dBottom, dy, top, bottom, y *float32, pixels, c int)
	adamAVX2                                                      func(p, m, v, grad *float32, beta1, rest1, beta2, rest2, step, root, eps, keep float32, n int)
)
