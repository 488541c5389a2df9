package main

import (
	"fmt"
	"strings"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// maxRows is the height of the largest register tile: 6 rows of 16 columns
// take 12 of the 16 registers, two hold a row of B and one a broadcast of A.
const maxRows = 6

// Flags of strip16; the values are repeated in strip_amd64.go.
const (
	flagAccumulate = 1
	flagReLU       = 2
)

// precision is the type of the elements of a product and what computes it.
type precision struct {
	element   string
	columns   int // of a strip: two registers
	broadcast func(...operand.Op)
	multiply  func(...operand.Op) // and add
	add       func(...operand.Op)
	largest   func(...operand.Op)
}

func single() precision {
	return precision{"float32", 16, VBROADCASTSS, VFMADD231PS, VADDPS, VMAXPS}
}

func double() precision {
	return precision{"float64", 8, VBROADCASTSD, VFMADD231PD, VADDPD, VMAXPD}
}

// strip holds the registers that live through all tiles of one strip.
type strip struct {
	precision
	a, ars, aps reg.GPVirtual
	c, cs, rows reg.GPVirtual
}

// emitStrip emits the product of a strip: any number of rows, two registers of
// columns. The strides are in bytes.
func emitStrip(p precision) {
	function(fmt.Sprintf("strip%d", p.columns),
		strings.ReplaceAll("func(a *T, ars, aps int, b *T, bs int, c *T, cs int, bias *T, rows, k, flags int)", "T", p.element),
		fmt.Sprintf("computes rows×%d elements of a product and runs the epilogue on them.", p.columns))
	s := strip{
		precision: p,
		a:         load("a"), ars: load("ars"), aps: load("aps"),
		c: load("c"), cs: load("cs"), rows: load("rows"),
	}
	Label("tiles")
	CMPQ(s.rows, operand.Imm(maxRows))
	JL(operand.LabelRef("rest"))
	s.tile(maxRows)
	s.advance()
	JMP(operand.LabelRef("tiles"))
	Label("rest")
	for r := 1; r < maxRows; r++ {
		CMPQ(s.rows, operand.Imm(uint64(r)))
		JEQ(operand.LabelRef(fmt.Sprintf("rest%d", r)))
	}
	finish()
	for r := 1; r < maxRows; r++ {
		Label(fmt.Sprintf("rest%d", r))
		s.tile(r)
		finish()
	}
}

// advance moves to the next tile of maxRows rows.
func (s strip) advance() {
	for _, step := range []struct{ ptr, stride reg.GPVirtual }{{s.a, s.ars}, {s.c, s.cs}} {
		t := GP64()
		LEAQ(operand.Mem{Base: step.stride, Index: step.stride, Scale: 2}, t)
		LEAQ(operand.Mem{Base: step.ptr, Index: t, Scale: 2}, step.ptr)
	}
	SUBQ(operand.Imm(maxRows), s.rows)
}

// tile emits the product and the epilogue of r rows.
func (s strip) tile(r int) {
	acc := make([]reg.VecVirtual, 2*r)
	for i := range acc {
		acc[i] = YMM()
		VXORPS(acc[i], acc[i], acc[i])
	}
	s.product(r, acc)
	s.epilogue(r, acc)
}

// product emits the loop over k. Every element is one chain of fused
// multiply-adds in the order of k, whatever the height of the tile: that is
// what makes a row independent of its neighbours.
func (s strip) product(r int, acc []reg.VecVirtual) {
	const unroll = 4
	lo, hi := GP64(), GP64() // rows 0–2 and rows 3–5
	MOVQ(s.a, lo)
	LEAQ(operand.Mem{Base: s.ars, Index: s.ars, Scale: 2}, hi)
	ADDQ(lo, hi)
	b, bs, k := load("b"), load("bs"), load("k")
	label := func(name string) string { return fmt.Sprintf("%s%d", name, r) }
	step := func() {
		s.rankOne(r, acc, lo, hi, b)
		ADDQ(bs, b)
		ADDQ(s.aps, lo)
		if r > 3 {
			ADDQ(s.aps, hi)
		}
	}
	SUBQ(operand.Imm(unroll), k)
	JL(operand.LabelRef(label("last")))
	Label(label("loop"))
	for range unroll {
		step()
	}
	SUBQ(operand.Imm(unroll), k)
	JGE(operand.LabelRef(label("loop")))
	Label(label("last"))
	ADDQ(operand.Imm(unroll), k)
	JZ(operand.LabelRef(label("store")))
	Label(label("one"))
	step()
	DECQ(k)
	JNZ(operand.LabelRef(label("one")))
	Label(label("store"))
}

// rankOne adds the outer product of a column of A and a row of B.
func (s strip) rankOne(r int, acc []reg.VecVirtual, lo, hi, b reg.GPVirtual) {
	b0, b1, x := YMM(), YMM(), YMM()
	VMOVUPS(operand.Mem{Base: b}, b0)
	VMOVUPS(operand.Mem{Base: b, Disp: width}, b1)
	for i := range r {
		s.broadcast(rowOf(lo, hi, s.ars, i), x)
		s.multiply(x, b0, acc[2*i])
		s.multiply(x, b1, acc[2*i+1])
	}
}

// rowOf addresses row i of six from two bases three rows apart.
func rowOf(lo, hi, stride reg.GPVirtual, i int) operand.Mem {
	m := operand.Mem{Base: lo}
	if i >= 3 {
		m.Base, i = hi, i-3
	}
	if i > 0 {
		m.Index, m.Scale = stride, uint8(i)
	}
	return m
}

// epilogue emits C (+ C) + bias, the activation and the store.
func (s strip) epilogue(r int, acc []reg.VecVirtual) {
	label := func(name string) string { return fmt.Sprintf("%s%d", name, r) }
	hi, flags, bias := GP64(), load("flags"), load("bias")
	LEAQ(operand.Mem{Base: s.cs, Index: s.cs, Scale: 2}, hi)
	ADDQ(s.c, hi)
	at := func(i int) operand.Mem { return rowOf(s.c, hi, s.cs, i/2).Offset(i % 2 * width) }

	TESTQ(operand.U32(flagAccumulate), flags)
	JZ(operand.LabelRef(label("fresh")))
	for i, v := range acc {
		s.add(at(i), v, v)
	}
	Label(label("fresh"))
	TESTQ(bias, bias)
	JZ(operand.LabelRef(label("unbiased")))
	for half := range 2 {
		v := YMM()
		VMOVUPS(operand.Mem{Base: bias, Disp: half * width}, v)
		for i := half; i < len(acc); i += 2 {
			s.add(v, acc[i], acc[i])
		}
	}
	Label(label("unbiased"))
	TESTQ(operand.U32(flagReLU), flags)
	JZ(operand.LabelRef(label("linear")))
	zero := YMM()
	VXORPS(zero, zero, zero)
	for _, v := range acc {
		s.largest(v, zero, v) // NaN passes, see rectify
	}
	Label(label("linear"))
	for i, v := range acc {
		VMOVUPS(v, at(i))
	}
}
