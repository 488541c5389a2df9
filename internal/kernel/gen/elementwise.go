package main

import (
	"strings"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// kernel describes a loop over slices of equal length.
type kernel struct {
	name, doc string
	scalars   []string // float32 arguments, broadcast to all lanes
	reads     []string // slices that are read
	writes    []string // slices that are written; may also be read

	// body computes the lanes of the written slices from those of the read
	// ones and the scalars, both in the order of their names.
	body func(read, scalar []reg.VecVirtual) []reg.VecVirtual
}

// signature returns the Go type: written slices, read slices, scalars, count.
func (k kernel) signature() string {
	var args []string
	if p := k.slices(); len(p) > 0 {
		args = append(args, strings.Join(p, ", ")+" *float32")
	}
	if len(k.scalars) > 0 {
		args = append(args, strings.Join(k.scalars, ", ")+" float32")
	}
	return "func(" + strings.Join(append(args, "n int"), ", ") + ")"
}

// slices names every slice once, written ones first.
func (k kernel) slices() []string {
	names := append([]string(nil), k.writes...)
	for _, r := range k.reads {
		if !contains(names, r) {
			names = append(names, r)
		}
	}
	return names
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// emit writes the function: whole registers first, then the tail by masks.
func (k kernel) emit() {
	function(k.name, k.signature(), k.doc)
	ptr := map[string]reg.GPVirtual{}
	for _, s := range k.slices() {
		ptr[s] = load(s)
	}
	n := load("n")
	scalar := k.broadcast()
	SUBQ(operand.Imm(lanes), n)
	JL(operand.LabelRef("tail"))
	Label("loop")
	k.whole(ptr, scalar)
	for _, s := range k.slices() {
		ADDQ(operand.Imm(width), ptr[s])
	}
	SUBQ(operand.Imm(lanes), n)
	JGE(operand.LabelRef("loop"))
	Label("tail")
	ADDQ(operand.Imm(lanes), n)
	JZ(operand.LabelRef("done"))
	k.tail(ptr, scalar, n)
	Label("done")
	finish()
}

// broadcast fills one register for every scalar argument.
func (k kernel) broadcast() []reg.VecVirtual {
	var out []reg.VecVirtual
	for _, s := range k.scalars {
		x, err := Param(s).Resolve()
		if err != nil {
			panic(err)
		}
		v := YMM()
		VBROADCASTSS(x.Addr, v)
		out = append(out, v)
	}
	return out
}

func (k kernel) whole(ptr map[string]reg.GPVirtual, scalar []reg.VecVirtual) {
	var read []reg.VecVirtual
	for _, r := range k.reads {
		v := YMM()
		VMOVUPS(operand.Mem{Base: ptr[r]}, v)
		read = append(read, v)
	}
	for i, v := range k.body(read, scalar) {
		VMOVUPS(v, operand.Mem{Base: ptr[k.writes[i]]})
	}
}

func (k kernel) tail(ptr map[string]reg.GPVirtual, scalar []reg.VecVirtual, n reg.GPVirtual) {
	var read []reg.VecVirtual
	mask := firstLanes(n)
	for _, r := range k.reads {
		v := YMM()
		VMASKMOVPS(operand.Mem{Base: ptr[r]}, mask, v)
		read = append(read, v)
	}
	out := k.body(read, scalar)
	mask = firstLanes(n) // again, so that the body has all registers
	for i, v := range out {
		VMASKMOVPS(v, mask, operand.Mem{Base: ptr[k.writes[i]]})
	}
}

// elementwiseKernels emits the loops that are one or two instructions long.
func elementwiseKernels() {
	type vecs = []reg.VecVirtual
	binary := func(op func(...operand.Op)) func(x, s vecs) vecs {
		return func(x, _ vecs) vecs {
			out := YMM()
			op(x[1], x[0], out)
			return vecs{out}
		}
	}
	dst, dy := []string{"dst"}, []string{"dy", "y"}
	for _, k := range []kernel{
		{name: "addAVX2", doc: "sets dst to x+y.", reads: []string{"x", "y"}, writes: dst, body: binary(VADDPS)},
		{name: "mulAVX2", doc: "sets dst to x·y.", reads: []string{"x", "y"}, writes: dst, body: binary(VMULPS)},
		{name: "scaleAVX2", doc: "multiplies x by alpha.", scalars: []string{"alpha"}, reads: []string{"x"}, writes: []string{"x"},
			body: func(x, s vecs) vecs { VMULPS(s[0], x[0], x[0]); return x }},
		{name: "axpyAVX2", doc: "adds alpha·x to y.", scalars: []string{"alpha"}, reads: []string{"y", "x"}, writes: []string{"y"},
			body: func(x, s vecs) vecs { VFMADD231PS(s[0], x[1], x[0]); return x[:1] }},
		{name: "rectifyAVX2", doc: "sets dst to max(x, 0).", reads: []string{"x"}, writes: dst, body: rectifyBody},
		{name: "reluGradAVX2", doc: "sets dst to dy where y > 0 and to 0 elsewhere.", reads: dy, writes: dst, body: reluGradBody},
		{name: "sigmoidGradAVX2", doc: "sets dst to dy·y·(1−y).", reads: dy, writes: dst, body: sigmoidGradBody},
		{name: "tanhGradAVX2", doc: "sets dst to dy·(1−y²).", reads: dy, writes: dst, body: tanhGradBody},
	} {
		k.emit()
	}
}

func rectifyBody(x, _ []reg.VecVirtual) []reg.VecVirtual {
	zero := YMM()
	VXORPS(zero, zero, zero)
	rectify(zero, x[0], x[0])
	return x
}

// greater is the predicate of VCMPPS for an ordered x > y.
const greater = operand.U8(0x1e)

func reluGradBody(x, _ []reg.VecVirtual) []reg.VecVirtual {
	zero, out := YMM(), YMM()
	VXORPS(zero, zero, zero)
	VCMPPS(greater, zero, x[1], out)
	VANDPS(x[0], out, out)
	return []reg.VecVirtual{out}
}

func sigmoidGradBody(x, _ []reg.VecVirtual) []reg.VecVirtual {
	rest := YMM()
	VMOVUPS(vector(1), rest)
	VSUBPS(x[1], rest, rest)
	VMULPS(x[1], rest, rest)
	VMULPS(x[0], rest, rest)
	return []reg.VecVirtual{rest}
}

func tanhGradBody(x, _ []reg.VecVirtual) []reg.VecVirtual {
	slope := YMM()
	VMOVUPS(vector(1), slope)
	VFNMADD231PS(x[1], x[1], slope)
	VMULPS(x[0], slope, slope)
	return []reg.VecVirtual{slope}
}
