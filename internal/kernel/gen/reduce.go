package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// chains is the number of independent sums of a reduction: enough to hide the
// latency of an addition, and it divides the rounding error.
const chains = 4

// reductions emits the functions from slices to a number, and the column sums.
func reductions() {
	reduce("sumAVX2", "returns the sum of x.", []string{"x"})
	reduce("dotAVX2", "returns the inner product of x and y.", []string{"x", "y"})
	sumRows()
}

// reduce emits the sum of one slice or the inner product of two.
func reduce(name, doc string, slices []string) {
	signature := "func(x *float32, n int) float32"
	if len(slices) == 2 {
		signature = "func(x, y *float32, n int) float32"
	}
	function(name, signature, doc)
	ptr := make([]reg.GPVirtual, len(slices))
	for i, s := range slices {
		ptr[i] = load(s)
	}
	n := load("n")
	acc := make([]reg.VecVirtual, chains)
	for i := range acc {
		acc[i] = YMM()
		VXORPS(acc[i], acc[i], acc[i])
	}
	reduceLoop("wide", n, ptr, acc)
	reduceLoop("one", n, ptr, acc[:1])
	TESTQ(n, n)
	JZ(operand.LabelRef("join"))
	mask := firstLanes(n)
	accumulate(ptr, 0, acc[1], func(m operand.Mem, v reg.VecVirtual) { VMASKMOVPS(m, mask, v) })
	Label("join")
	Store(horizontalSum(acc), ReturnIndex(0))
	finish()
}

// reduceLoop emits a loop that feeds one register to each sum.
func reduceLoop(name string, n reg.GPVirtual, ptr []reg.GPVirtual, acc []reg.VecVirtual) {
	step := operand.Imm(uint64(lanes * len(acc)))
	SUBQ(step, n)
	JL(operand.LabelRef(name + "End"))
	Label(name)
	for i, a := range acc {
		accumulate(ptr, i*width, a, func(m operand.Mem, v reg.VecVirtual) { VMOVUPS(m, v) })
	}
	for _, p := range ptr {
		ADDQ(operand.Imm(uint64(width*len(acc))), p)
	}
	SUBQ(step, n)
	JGE(operand.LabelRef(name))
	Label(name + "End")
	ADDQ(step, n)
}

// accumulate adds the lanes at disp, or their products, to acc.
func accumulate(ptr []reg.GPVirtual, disp int, acc reg.VecVirtual, read func(operand.Mem, reg.VecVirtual)) {
	x := YMM()
	read(operand.Mem{Base: ptr[0], Disp: disp}, x)
	if len(ptr) == 1 {
		VADDPS(x, acc, acc)
		return
	}
	y := YMM()
	read(operand.Mem{Base: ptr[1], Disp: disp}, y)
	VFMADD231PS(x, y, acc)
}

// horizontalSum adds all lanes of all sums.
func horizontalSum(acc []reg.VecVirtual) reg.VecVirtual {
	VADDPS(acc[1], acc[0], acc[0])
	VADDPS(acc[3], acc[2], acc[2])
	VADDPS(acc[2], acc[0], acc[0])
	high := XMM()
	VEXTRACTF128(operand.Imm(1), acc[0], high)
	low := XMM()
	VADDPS(acc[0].AsX(), high, low)
	VHADDPS(low, low, low)
	VHADDPS(low, low, low)
	return low
}

// sumRows emits the column sums of a matrix. Each column is one chain in the
// order of the rows.
func sumRows() {
	function("sumRowsAVX2", "func(dst, x *float32, stride, m, n int)",
		"adds the m rows of x, stride bytes apart, to the n elements of dst.")
	dst, x, n := load("dst"), load("x"), load("n")
	for _, blocks := range []int{chains, 1} {
		columns := operand.Imm(uint64(blocks * lanes))
		name := map[int]string{chains: "wide", 1: "one"}[blocks]
		Label(name)
		CMPQ(n, columns)
		JL(operand.LabelRef(name + "End"))
		sumColumns(name+"Rows", dst, x, blocks, func(m operand.Mem, v reg.VecVirtual) { VMOVUPS(m, v) })
		ADDQ(operand.Imm(uint64(blocks*width)), dst)
		ADDQ(operand.Imm(uint64(blocks*width)), x)
		SUBQ(columns, n)
		JMP(operand.LabelRef(name))
		Label(name + "End")
	}
	TESTQ(n, n)
	JZ(operand.LabelRef("done"))
	mask := firstLanes(n)
	acc := sumLanes("tailRows", dst, x, 1, func(m operand.Mem, v reg.VecVirtual) { VMASKMOVPS(m, mask, v) })
	VMASKMOVPS(acc[0], mask, operand.Mem{Base: dst})
	Label("done")
	finish()
}

// sumColumns adds all rows of some blocks of eight columns to dst.
func sumColumns(name string, dst, x reg.GPVirtual, blocks int, read func(operand.Mem, reg.VecVirtual)) {
	for i, v := range sumLanes(name, dst, x, blocks, read) {
		VMOVUPS(v, operand.Mem{Base: dst, Disp: i * width})
	}
}

// sumLanes emits the loop over the rows and returns dst plus their sum.
func sumLanes(name string, dst, x reg.GPVirtual, blocks int, read func(operand.Mem, reg.VecVirtual)) []reg.VecVirtual {
	stride, m, row := load("stride"), load("m"), GP64()
	MOVQ(x, row)
	acc := make([]reg.VecVirtual, blocks)
	for i := range acc {
		acc[i] = YMM()
		read(operand.Mem{Base: dst, Disp: i * width}, acc[i])
	}
	Label(name)
	for i, a := range acc {
		v := YMM()
		read(operand.Mem{Base: row, Disp: i * width}, v)
		VADDPS(v, a, a)
	}
	ADDQ(stride, row)
	DECQ(m)
	JNZ(operand.LabelRef(name))
	return acc
}
