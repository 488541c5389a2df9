package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// packRows16 emits the copy of a panel whose rows are contiguous.
func packRows16() {
	function("packRows16", "func(dst, src *float32, stride, k, cols int)",
		"copies k rows of cols ≤ 16 columns, stride bytes apart, to rows of 16, filling with zeros.")
	dst, src, stride, k, cols := load("dst"), load("src"), load("stride"), load("k"), load("cols")
	left, right := splitMasks(cols)
	x, y := YMM(), YMM()
	Label("loop")
	TESTQ(k, k)
	JZ(operand.LabelRef("done"))
	VMASKMOVPS(operand.Mem{Base: src}, left, x)
	VMASKMOVPS(operand.Mem{Base: src, Disp: width}, right, y)
	VMOVUPS(x, operand.Mem{Base: dst})
	VMOVUPS(y, operand.Mem{Base: dst, Disp: width})
	ADDQ(stride, src)
	ADDQ(operand.Imm(2*width), dst)
	DECQ(k)
	JMP(operand.LabelRef("loop"))
	Label("done")
	finish()
}

// splitMasks emits the masks of the two halves of a row of n ≤ 16 columns.
func splitMasks(n reg.GPVirtual) (left, right reg.VecVirtual) {
	eight, zero, l, r := GP64(), GP64(), GP64(), GP64()
	MOVQ(operand.U32(lanes), eight)
	XORQ(zero, zero)
	MOVQ(n, l)
	CMPQ(l, eight)
	CMOVQGT(eight, l)
	MOVQ(n, r)
	SUBQ(eight, r)
	CMOVQLT(zero, r)
	return firstLanes(l), firstLanes(r)
}

// packCols16 emits the transposition of a panel whose columns are contiguous.
func packCols16() {
	function("packCols16", "func(dst, src *float32, stride, blocks int)",
		"transposes 16 rows of 8·blocks contiguous elements, stride bytes apart, to rows of 16.")
	dst, src, stride, blocks := load("dst"), load("src"), load("stride"), load("blocks")
	three, lower := GP64(), GP64()
	LEAQ(operand.Mem{Base: stride, Index: stride, Scale: 2}, three)
	LEAQ(operand.Mem{Base: src, Index: stride, Scale: 8}, lower)
	Label("loop")
	TESTQ(blocks, blocks)
	JZ(operand.LabelRef("done"))
	transpose8(src, stride, three, dst, 0)
	transpose8(lower, stride, three, dst, width)
	ADDQ(operand.Imm(width), src)
	ADDQ(operand.Imm(width), lower)
	ADDQ(operand.U32(lanes*2*width), dst)
	DECQ(blocks)
	JMP(operand.LabelRef("loop"))
	Label("done")
	finish()
}

// transpose8 emits the transposition of an 8×8 block at src into rows of 16
// elements at dst+disp. Rows i and i+4 are joined while loading, so that all
// shuffles stay within 128-bit halves.
func transpose8(src, stride, three, dst reg.GPVirtual, disp int) {
	right := GP64()
	LEAQ(operand.Mem{Base: src, Index: stride, Scale: 4}, right)
	for part := range 2 { // columns 0–3, then 4–7
		var row [4]reg.VecVirtual
		for i := range row {
			row[i] = joinRows(src, right, stride, three, i, 16*part)
		}
		for i, v := range transpose4(row) {
			VMOVUPS(v, operand.Mem{Base: dst, Disp: disp + (4*part+i)*2*width})
		}
	}
}

// joinRows emits the load of four elements of row i and of row i+4.
func joinRows(src, right, stride, three reg.GPVirtual, i, disp int) reg.VecVirtual {
	index, scale := stride, uint8(i)
	if i == 3 {
		index, scale = three, 1
	}
	at := func(base reg.GPVirtual) operand.Mem {
		m := operand.Mem{Base: base, Disp: disp}
		if i > 0 {
			m.Index, m.Scale = index, scale
		}
		return m
	}
	v := YMM()
	VBROADCASTF128(at(src), v)
	VINSERTF128(operand.Imm(1), at(right), v, v)
	return v
}

// transpose4 emits the transposition of a 4×4 block in both halves.
func transpose4(r [4]reg.VecVirtual) [4]reg.VecVirtual {
	var t, out [4]reg.VecVirtual
	for i := range t {
		t[i], out[i] = YMM(), YMM()
	}
	VUNPCKLPS(r[1], r[0], t[0])
	VUNPCKHPS(r[1], r[0], t[1])
	VUNPCKLPS(r[3], r[2], t[2])
	VUNPCKHPS(r[3], r[2], t[3])
	VSHUFPS(operand.Imm(0x44), t[2], t[0], out[0])
	VSHUFPS(operand.Imm(0xee), t[2], t[0], out[1])
	VSHUFPS(operand.Imm(0x44), t[3], t[1], out[2])
	VSHUFPS(operand.Imm(0xee), t[3], t[1], out[3])
	return out
}
