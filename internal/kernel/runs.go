package kernel

import "unsafe"

// A run is a few contiguous elements; runs of a slice start a step apart.

// copyRuns copies count runs of length n.
func copyRuns[T number](dst, src []T, count, n, dstStep, srcStep int) {
	checkRuns(dst, count, n, dstStep)
	checkRuns(src, count, n, srcStep)
	if accelerated {
		words := sizeOf[T]() / 4
		copyRunsAVX2(data[float32](dst), data[float32](src), count, words*n, 4*words*dstStep, 4*words*srcStep)
		return
	}
	for i := range count {
		copy(dst[i*dstStep:][:n], src[i*srcStep:])
	}
}

// addRuns adds count runs of length n to dst.
func addRuns(dst, src []float32, count, n, dstStep, srcStep int) {
	checkRuns(dst, count, n, dstStep)
	checkRuns(src, count, n, srcStep)
	if accelerated {
		addRunsAVX2(unsafe.SliceData(dst), unsafe.SliceData(src), count, n, 4*dstStep, 4*srcStep)
		return
	}
	for i := range count {
		to, from := dst[i*dstStep:][:n], src[i*srcStep:][:n]
		for j, v := range from {
			to[j] += v
		}
	}
}

// checkRuns panics unless x holds count ≥ 1 runs.
func checkRuns[T number](x []T, count, n, step int) {
	_ = x[:(count-1)*step+n]
}
