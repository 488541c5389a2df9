package main

import (
	"fmt"
	"strings"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Flags of the strips; the values are repeated in strip.go.
const (
	flagAccumulate = 1
	flagReLU       = 2
)

// precision is the type of the elements of a product and what computes it.
type precision struct {
	element   string
	columns   int // of a strip: 64 bytes
	broadcast func(...operand.Op)
	multiply  func(...operand.Op) // and add
	scale     func(...operand.Op) // multiply by one element in memory and add
	add       func(...operand.Op)
	largest   func(...operand.Op)
}

func single() precision {
	return precision{"float32", 16, VBROADCASTSS, VFMADD231PS, VFMADD231PS_BCST, VADDPS, VMAXPS}
}

func double() precision {
	return precision{"float64", 8, VBROADCASTSD, VFMADD231PD, VFMADD231PD_BCST, VADDPD, VMAXPD}
}

// tiling is how a strip is cut into tiles, whose sums stay in registers.
type tiling struct {
	suffix   string // of the function's name
	register func() reg.VecVirtual
	clear    func(reg.VecVirtual)
	bytes    int // of a register
	parts    int // registers in a row
	rows     int // of the largest tile
	enough   int // rows that keep the multipliers busy while each sum waits for its last product
}

// avx2 is a tile of six rows of two registers: 12 of the 16, two hold a row of
// B, one a broadcast of A and one zero.
func avx2() tiling {
	return tiling{"AVX2", YMM, func(v reg.VecVirtual) { VXORPS(v, v, v) }, width, 2, 6, 3}
}

// avx512 is a tile of twelve rows of one register. A is broadcast by the
// multiplication.
func avx512() tiling {
	return tiling{"AVX512", ZMM, func(v reg.VecVirtual) { VPXORD(v, v, v) }, 2 * width, 1, 12, 4}
}

// strip holds the registers that live through all tiles of one strip.
type strip struct {
	precision
	tiling
	a, ars, aps reg.GPVirtual
	c, cs, left reg.GPVirtual // left: rows to come
	zero        reg.VecVirtual
}

// emitStrip emits the product of a strip: any number of rows, 64 bytes of
// columns. The strides are in bytes.
func emitStrip(p precision, t tiling) {
	function(fmt.Sprintf("strip%d%s", p.columns, t.suffix),
		strings.ReplaceAll("func(a *T, ars, aps int, b *T, bs int, c *T, cs int, bias *T, rows, k, flags int)", "T", p.element),
		fmt.Sprintf("computes rows×%d elements of a product and runs the epilogue on them.", p.columns))
	s := strip{
		precision: p, tiling: t,
		a: load("a"), ars: load("ars"), aps: load("aps"),
		c: load("c"), cs: load("cs"), left: load("rows"),
		zero: t.register(),
	}
	t.clear(s.zero)
	Label("tiles")
	CMPQ(s.left, operand.Imm(uint64(t.rows)))
	JLE(operand.LabelRef("rest"))
	CMPQ(s.left, operand.Imm(uint64(t.rows+t.enough)))
	JL(operand.LabelRef("short"))
	s.tile("full", t.rows)
	s.advance(t.rows)
	JMP(operand.LabelRef("tiles"))
	Label("short") // a full tile would leave too few rows
	s.tile("short", t.rows-t.enough)
	s.advance(t.rows - t.enough)
	Label("rest")
	s.rest()
}

// rest emits the last tile, of any height.
func (s strip) rest() {
	for r := 1; r <= s.rows; r++ {
		CMPQ(s.left, operand.Imm(uint64(r)))
		JEQ(operand.LabelRef(fmt.Sprintf("rest%d", r)))
	}
	finish()
	for r := 1; r <= s.rows; r++ {
		Label(fmt.Sprintf("rest%d", r))
		s.tile(fmt.Sprint(r), r)
		finish()
	}
}

// advance moves down by some rows.
func (s strip) advance(rows int) {
	for _, step := range []struct{ ptr, stride reg.GPVirtual }{{s.a, s.ars}, {s.c, s.cs}} {
		t := GP64()
		IMUL3Q(operand.Imm(uint64(rows)), step.stride, t)
		ADDQ(t, step.ptr)
	}
	SUBQ(operand.Imm(uint64(rows)), s.left)
}

// tile emits the product and the epilogue of r rows.
func (s strip) tile(name string, r int) {
	c := s.threes(r, s.c, s.cs)
	for i := range r { // where the row ends: its start was fetched with its left neighbour
		PREFETCHT0(rowOf(c, s.cs, i).Offset(s.parts*s.bytes - 4))
	}
	acc := make([]reg.VecVirtual, s.parts*r)
	for i := range acc {
		acc[i] = s.register()
		VMOVAPS(s.zero, acc[i])
	}
	s.product(name, r, acc)
	s.epilogue(name, r, acc)
}

// product emits the loop over k. Every element is one chain of fused
// multiply-adds in the order of k, whatever the height of the tile: that is
// what makes a row independent of its neighbours.
func (s strip) product(name string, r int, acc []reg.VecVirtual) {
	const unroll = 4
	a := s.threes(r, s.a, s.ars)
	b, bs, k := load("b"), load("bs"), load("k")
	step := func() {
		s.rankOne(r, acc, a, b)
		ADDQ(bs, b)
		for _, base := range a {
			ADDQ(s.aps, base)
		}
	}
	SUBQ(operand.Imm(unroll), k)
	JL(operand.LabelRef("last" + name))
	Label("loop" + name)
	for range unroll {
		step()
	}
	SUBQ(operand.Imm(unroll), k)
	JGE(operand.LabelRef("loop" + name))
	Label("last" + name)
	ADDQ(operand.Imm(unroll), k)
	JZ(operand.LabelRef("store" + name))
	Label("one" + name)
	step()
	DECQ(k)
	JNZ(operand.LabelRef("one" + name))
	Label("store" + name)
}

// rankOne adds the outer product of a column of A and a row of B.
func (s strip) rankOne(r int, acc []reg.VecVirtual, a []reg.GPVirtual, b reg.GPVirtual) {
	row := make([]reg.VecVirtual, s.parts)
	for i := range row {
		row[i] = s.register()
		VMOVUPS(operand.Mem{Base: b, Disp: i * s.bytes}, row[i])
	}
	PREFETCHT1(operand.Mem{Base: b, Disp: 2*s.parts*s.bytes - 4}) // where this row of the next panel ends
	if s.parts == 1 {
		for i := range r {
			s.scale(rowOf(a, s.ars, i), row[0], acc[i])
		}
		return
	}
	x := s.register()
	for i := range r {
		s.broadcast(rowOf(a, s.ars, i), x)
		for part, v := range row {
			s.multiply(x, v, acc[i*s.parts+part])
		}
	}
}

// threes returns pointers to every third of r rows.
func (s strip) threes(r int, start, stride reg.GPVirtual) []reg.GPVirtual {
	base := make([]reg.GPVirtual, (r+2)/3)
	for i := range base {
		base[i] = GP64()
		if i == 0 {
			MOVQ(start, base[0])
			continue
		}
		LEAQ(operand.Mem{Base: stride, Index: stride, Scale: 2}, base[i])
		ADDQ(base[i-1], base[i])
	}
	return base
}

// rowOf addresses row i from pointers to every third.
func rowOf(base []reg.GPVirtual, stride reg.GPVirtual, i int) operand.Mem {
	m := operand.Mem{Base: base[i/3]}
	if i%3 > 0 {
		m.Index, m.Scale = stride, uint8(i%3)
	}
	return m
}

// epilogue emits C (+ C) + bias, the activation and the store.
func (s strip) epilogue(name string, r int, acc []reg.VecVirtual) {
	c, flags, bias := s.threes(r, s.c, s.cs), load("flags"), load("bias")
	at := func(i int) operand.Mem { return rowOf(c, s.cs, i/s.parts).Offset(i % s.parts * s.bytes) }

	TESTQ(operand.U32(flagAccumulate), flags)
	JZ(operand.LabelRef("fresh" + name))
	for i, v := range acc {
		s.add(at(i), v, v)
	}
	Label("fresh" + name)
	TESTQ(bias, bias)
	JZ(operand.LabelRef("unbiased" + name))
	for part := range s.parts {
		v := s.register()
		VMOVUPS(operand.Mem{Base: bias, Disp: part * s.bytes}, v)
		for i := part; i < len(acc); i += s.parts {
			s.add(v, acc[i], acc[i])
		}
	}
	Label("unbiased" + name)
	TESTQ(operand.U32(flagReLU), flags)
	JZ(operand.LabelRef("linear" + name))
	for _, v := range acc {
		s.largest(v, s.zero, v) // NaN passes, see rectify
	}
	Label("linear" + name)
	for i, v := range acc {
		VMOVUPS(v, at(i))
	}
}
