package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// function opens an assembly function that keeps no pointer it is given.
func function(name, signature, doc string) {
	TEXT(name, NOSPLIT, signature)
	Doc(name + " " + doc)
	Pragma("noescape")
}

// load reads an integer or pointer argument into a register.
func load(name string) reg.GPVirtual {
	return Load(Param(name), GP64()).(reg.GPVirtual)
}

// finish returns to Go.
func finish() {
	VZEROUPPER()
	RET()
}

// rectify emits dst = max(x, 0). The order of the operands matters: MAXPS
// returns the second source if one is NaN, so NaN passes.
func rectify(zero, x, dst reg.VecVirtual) {
	VMAXPS(x, zero, dst)
}

var tables = map[string]operand.Mem{}

// vector returns a constant of eight equal lanes in memory.
func vector(x float32) operand.Mem {
	return bits(math.Float32bits(x))
}

// bits returns a constant of eight lanes of the given bits.
func bits(b uint32) operand.Mem {
	name := fmt.Sprintf("lanes_%08x", b)
	if m, ok := tables[name]; ok {
		return m
	}
	m := GLOBL(name, RODATA|NOPTR)
	for i := range lanes {
		DATA(4*i, operand.U32(b))
	}
	tables[name] = m
	return m
}

// window returns a table of eight ones and eight zeros: eight lanes read from
// it at 8−n are a mask of the first n lanes.
func window() operand.Mem {
	if m, ok := tables["window"]; ok {
		return m
	}
	m := GLOBL("window", RODATA|NOPTR)
	for i := range 2 * lanes {
		DATA(4*i, operand.U32(uint32(0xffffffff)*uint32(1-i/lanes)))
	}
	tables["window"] = m
	return m
}

// firstLanes emits the mask of the first n lanes, 0 ≤ n ≤ 8.
func firstLanes(n reg.GPVirtual) reg.VecVirtual {
	at, mask := GP64(), YMM()
	LEAQ(window().Offset(width), at)
	back := GP64()
	MOVQ(n, back)
	NEGQ(back)
	VMOVUPS(operand.Mem{Base: at, Index: back, Scale: 4}, mask)
	return mask
}
