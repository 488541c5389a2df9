package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
)

// line is the size of a cache line in bytes.
const line = 64

// fetch emits the hint that memory is about to be read.
func fetch() {
	function("fetchLines", "func(x *float32, lines int)", "asks for lines ≥ 1 cache lines.")
	x, lines := load("x"), load("lines")
	Label("line")
	PREFETCHT0(operand.Mem{Base: x})
	ADDQ(operand.Imm(line), x)
	DECQ(lines)
	JNZ(operand.LabelRef("line"))
	RET()
}
