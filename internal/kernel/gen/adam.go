package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

// adam emits the optimiser step. The scalars are prepared by the caller:
// p ← keep·p − step·m / (root·√v + eps).
func adam() {
	kernel{
		name:    "adamAVX2",
		doc:     "makes a step of Adam: p ← keep·p − step·m / (root·√v + eps).",
		scalars: []string{"beta1", "rest1", "beta2", "rest2", "step", "root", "eps", "keep"},
		reads:   []string{"p", "m", "v", "grad"},
		writes:  []string{"p", "m", "v"},
		body:    adamBody,
	}.emit()
}

func adamBody(x, s []reg.VecVirtual) []reg.VecVirtual {
	p, m, v, d := x[0], x[1], x[2], x[3]
	beta1, rest1, beta2, rest2, step, root, eps, keep := s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]
	t := YMM()
	VMULPS(beta1, m, m)
	VFMADD231PS(rest1, d, m)
	VMULPS(beta2, v, v)
	VMULPS(d, d, d)
	VFMADD231PS(rest2, d, v)
	VSQRTPS(v, t)
	VFMADD213PS(eps, root, t)
	VMULPS(step, m, d)
	VDIVPS(t, d, d)
	VFMSUB213PS(d, keep, p)
	return []reg.VecVirtual{p, m, v}
}
