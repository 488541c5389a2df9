package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// packRows emits the copy of a panel whose rows are contiguous.
func packRows() {
	function("packRows16", "func(dst, src *float32, stride, k, cols int)",
		"copies k rows of cols ≤ 16 columns, stride bytes apart, to rows of 16, filling with zeros.")
	dst, src, stride, k, cols := load("dst"), load("src"), load("stride"), load("k"), load("cols")
	left, right := splitMasks(cols)
	x, y := YMM(), YMM()
	Label("loop")
	TESTQ(k, k)
	JZ(operand.LabelRef("done"))
	PREFETCHT1(operand.Mem{Base: src, Disp: 4*width - 4}) // where the next panel ends
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

// packColumns emits the transposition of a panel whose columns are contiguous.
// A panel is 64 bytes wide: block transposes half of its columns, 32 bytes of
// each, and two blocks of so many rows lie side by side.
func packColumns(element string, rows int, block func(src, stride, three, dst reg.GPVirtual, disp int)) {
	columns := 2 * rows
	function(fmt.Sprintf("packCols%d", columns), "func(dst, src *"+element+", stride, blocks int)",
		fmt.Sprintf("transposes %d rows of %d·blocks contiguous elements, stride bytes apart, to rows of %d.", columns, rows, columns))
	dst, src, stride, blocks := load("dst"), load("src"), load("stride"), load("blocks")
	three, lower, half := GP64(), GP64(), GP64()
	IMUL3Q(operand.Imm(uint64(rows)), stride, half)
	LEAQ(operand.Mem{Base: stride, Index: stride, Scale: 2}, three)
	LEAQ(operand.Mem{Base: src, Index: stride, Scale: uint8(rows)}, lower)
	Label("loop")
	TESTQ(blocks, blocks)
	JZ(operand.LabelRef("done"))
	for _, from := range []reg.GPVirtual{src, lower} {
		next := GP64()
		LEAQ(operand.Mem{Base: from, Index: half, Scale: 2}, next)
		fetchRows(rows, next, stride, three)
	}
	block(src, stride, three, dst, 0)
	block(lower, stride, three, dst, width)
	ADDQ(operand.Imm(width), src)
	ADDQ(operand.Imm(width), lower)
	ADDQ(operand.U32(uint32(rows*2*width)), dst)
	DECQ(blocks)
	JMP(operand.LabelRef("loop"))
	Label("done")
	finish()
}

// fetchRows asks for the start of some rows.
func fetchRows(rows int, start, stride, three reg.GPVirtual) {
	for i := range rows {
		if i > 0 && i%4 == 0 {
			LEAQ(operand.Mem{Base: start, Index: stride, Scale: 4}, start)
		}
		PREFETCHT1(rowAt(start, stride, three, i%4, 0))
	}
}

// rowAt addresses row i of four.
func rowAt(base, stride, three reg.GPVirtual, i, disp int) operand.Mem {
	m := operand.Mem{Base: base, Disp: disp}
	switch i {
	case 1, 2:
		m.Index, m.Scale = stride, uint8(i)
	case 3:
		m.Index, m.Scale = three, 1
	}
	return m
}

// transpose8 emits the transposition of an 8×8 block of float32 at src into
// rows of 64 bytes at dst+disp. Rows i and i+4 are joined while loading, so
// that all shuffles stay within 128-bit halves.
func transpose8(src, stride, three, dst reg.GPVirtual, disp int) {
	right := GP64()
	LEAQ(operand.Mem{Base: src, Index: stride, Scale: 4}, right)
	for part := range 2 { // columns 0–3, then 4–7
		var row [4]reg.VecVirtual
		for i := range row {
			row[i] = YMM()
			VBROADCASTF128(rowAt(src, stride, three, i, 16*part), row[i])
			VINSERTF128(operand.Imm(1), rowAt(right, stride, three, i, 16*part), row[i], row[i])
		}
		for i, v := range shuffle4(row) {
			VMOVUPS(v, operand.Mem{Base: dst, Disp: disp + (4*part+i)*2*width})
		}
	}
}

// shuffle4 emits the transposition of a 4×4 block of float32 in both halves.
func shuffle4(r [4]reg.VecVirtual) [4]reg.VecVirtual {
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

// transpose4 emits the transposition of a 4×4 block of float64; rows i and
// i+2 are joined while loading.
func transpose4(src, stride, three, dst reg.GPVirtual, disp int) {
	for part := range 2 { // columns 0–1, then 2–3
		even, odd := YMM(), YMM()
		for i, v := range []reg.VecVirtual{even, odd} {
			VBROADCASTF128(rowAt(src, stride, three, i, 16*part), v)
			VINSERTF128(operand.Imm(1), rowAt(src, stride, three, i+2, 16*part), v, v)
		}
		low, high := YMM(), YMM()
		VUNPCKLPD(odd, even, low)
		VUNPCKHPD(odd, even, high)
		VMOVUPS(low, operand.Mem{Base: dst, Disp: disp + 2*part*2*width})
		VMOVUPS(high, operand.Mem{Base: dst, Disp: disp + (2*part+1)*2*width})
	}
}
