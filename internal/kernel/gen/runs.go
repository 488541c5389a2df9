package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// runs emits the loops over short pieces of rows. Pieces of 8, 4 and 2
// elements and of one take the place of masks, which are slow to store.
func runs() {
	function("copyRunsAVX2", "func(dst, src *float32, count, n, dstStep, srcStep int)",
		"copies count ≥ 1 runs of n elements; the steps are in bytes.")
	eachRun(func(size int, src, dst operand.Mem) {
		v := YMM()
		readPiece(size, src, v)
		writePiece(size, v, dst)
	})
	function("addRunsAVX2", "func(dst, src *float32, count, n, dstStep, srcStep int)",
		"adds count ≥ 1 runs of n elements to dst; the steps are in bytes.")
	eachRun(func(size int, src, dst operand.Mem) {
		x, y := YMM(), YMM()
		readPiece(size, src, x)
		readPiece(size, dst, y)
		VADDPS(x, y, y)
		writePiece(size, y, dst)
	})
}

// eachRun emits the loops; piece handles size elements.
func eachRun(piece func(size int, src, dst operand.Mem)) {
	dst, src, count, n := load("dst"), load("src"), load("count"), load("n")
	dstStep, srcStep := load("dstStep"), load("srcStep")
	left, at := GP64(), GP64()
	here := func(size int) {
		piece(size, operand.Mem{Base: src, Index: at, Scale: 4}, operand.Mem{Base: dst, Index: at, Scale: 4})
	}
	Label("run")
	MOVQ(n, left)
	XORQ(at, at)
	SUBQ(operand.Imm(lanes), left)
	JL(operand.LabelRef("rest"))
	Label("lanes")
	here(lanes)
	ADDQ(operand.Imm(lanes), at)
	SUBQ(operand.Imm(lanes), left)
	JGE(operand.LabelRef("lanes"))
	Label("rest")
	for _, size := range []int{4, 2, 1} {
		skip := fmt.Sprintf("skip%d", size)
		TESTQ(operand.U32(size), left)
		JZ(operand.LabelRef(skip))
		here(size)
		ADDQ(operand.Imm(uint64(size)), at)
		Label(skip)
	}
	ADDQ(dstStep, dst)
	ADDQ(srcStep, src)
	DECQ(count)
	JNZ(operand.LabelRef("run"))
	finish()
}

// readPiece emits the load of 8, 4, 2 or 1 elements, the other lanes zero.
func readPiece(size int, m operand.Mem, v reg.VecVirtual) {
	switch size {
	case 8:
		VMOVUPS(m, v)
	case 4:
		VMOVUPS(m, v.AsX())
	case 2:
		VMOVSD(m, v.AsX())
	case 1:
		VMOVSS(m, v.AsX())
	}
}

// writePiece emits the store of 8, 4, 2 or 1 elements.
func writePiece(size int, v reg.VecVirtual, m operand.Mem) {
	switch size {
	case 8:
		VMOVUPS(v, m)
	case 4:
		VMOVUPS(v.AsX(), m)
	case 2:
		VMOVSD(v.AsX(), m)
	case 1:
		VMOVSS(v.AsX(), m)
	}
}
