package kernel

import (
	"math"
	"unsafe"
)

// Adam makes one step of Adam with decoupled weight decay over the parameters
// p with gradients g, first moments m and second moments v:
//
//	m ← beta1·m + (1−beta1)·g
//	v ← beta2·v + (1−beta2)·g²
//	p ← p − lr·(m/c1 / (√(v/c2) + eps) + decay·p)
//
// where c1 = 1−beta1^t and c2 = 1−beta2^t correct the bias of step t. decay 0
// is Adam (Kingma & Ba, ICLR 2015), decay > 0 is AdamW (Loshchilov & Hutter,
// ICLR 2019). The four slices have equal length.
func Adam(p, g, m, v []float32, lr, beta1, beta2, eps, decay, c1, c2 float32) {
	g, m, v = g[:len(p)], m[:len(p)], v[:len(p)]
	rest1, rest2 := 1-beta1, 1-beta2
	step, keep := lr/c1, 1-lr*decay
	root := float32(1 / math.Sqrt(float64(c2)))
	if accelerated {
		adamAVX2(unsafe.SliceData(p), unsafe.SliceData(m), unsafe.SliceData(v), unsafe.SliceData(g),
			beta1, rest1, beta2, rest2, step, root, eps, keep, len(p))
		return
	}
	for i, d := range g {
		m[i] = beta1*m[i] + rest1*d
		v[i] = beta2*v[i] + rest2*(d*d)
		deviation := root * float32(math.Sqrt(float64(v[i])))
		p[i] = keep*p[i] - step*m[i]/(deviation+eps)
	}
}
