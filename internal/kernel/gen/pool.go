package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// unordered and equal are predicates of VCMPPS.
const (
	unordered = operand.U8(3)
	equal     = operand.U8(0)
)

// pooling emits the loops over rows of 2×2 windows, channels last.
func pooling() {
	function("maxPool2AVX2", "func(dst, top, bottom *float32, pixels, c int)",
		"sets dst to the largest of four pixels of c channels, NaN if one is.")
	p := newPoolLoop([]string{"dst"}, []string{"top", "bottom"})
	p.emit(func(move move) {
		four := p.four(move)
		ab, cd := YMM(), YMM()
		VCMPPS(unordered, four[0], four[1], ab)
		VCMPPS(unordered, four[2], four[3], cd)
		VORPS(ab, cd, cd)
		VMAXPS(four[0], four[1], ab)
		VMAXPS(four[2], four[3], four[3])
		VMAXPS(ab, four[3], ab)
		VORPS(cd, ab, ab)
		move.write(ab, p.at("dst", 0))
	})

	function("maxPool2GradAVX2", "func(dTop, dBottom, dy, top, bottom, y *float32, pixels, c int)",
		"sets dTop and dBottom to dy where top and bottom first equal y, and to 0 elsewhere.")
	p = newPoolLoop([]string{"dy", "y"}, []string{"top", "bottom", "dTop", "dBottom"})
	p.emit(func(move move) {
		y, rest, hit := YMM(), YMM(), YMM()
		four := p.four(move)
		move.read(p.at("y", 0), y)
		move.read(p.at("dy", 0), rest)
		for i, to := range []operand.Mem{p.at("dTop", 0), p.at("dTop", 1), p.at("dBottom", 0), p.at("dBottom", 1)} {
			VCMPPS(equal, y, four[i], hit)
			VANDPS(rest, hit, four[i])
			VANDNPS(rest, hit, rest)
			move.write(four[i], to)
		}
	})
}

// move reads and writes whole registers or the first lanes.
type move struct {
	read  func(operand.Mem, reg.VecVirtual)
	write func(reg.VecVirtual, operand.Mem)
}

// poolLoop walks over the channels of every pixel of a row of results.
type poolLoop struct {
	small, large []string // rows of one pixel and of two for every result
	ptr          map[string]reg.GPVirtual
	pixels, c    reg.GPVirtual
	left, bytes  reg.GPVirtual // channels left; bytes of a pixel
}

func newPoolLoop(small, large []string) *poolLoop {
	p := &poolLoop{small: small, large: large, ptr: map[string]reg.GPVirtual{}}
	for _, s := range append(append([]string(nil), small...), large...) {
		p.ptr[s] = load(s)
	}
	p.pixels, p.c, p.left, p.bytes = load("pixels"), load("c"), GP64(), GP64()
	MOVQ(p.c, p.bytes)
	SHLQ(operand.Imm(2), p.bytes)
	return p
}

// at addresses the current channels of the first or second pixel of a row.
func (p *poolLoop) at(name string, pixel int) operand.Mem {
	m := operand.Mem{Base: p.ptr[name]}
	if pixel == 1 {
		m.Index, m.Scale = p.bytes, 1
	}
	return m
}

// four reads the current channels of the window.
func (p *poolLoop) four(move move) []reg.VecVirtual {
	v := []reg.VecVirtual{YMM(), YMM(), YMM(), YMM()}
	for i, from := range []operand.Mem{p.at("top", 0), p.at("top", 1), p.at("bottom", 0), p.at("bottom", 1)} {
		move.read(from, v[i])
	}
	return v
}

// emit writes the loops around a body.
func (p *poolLoop) emit(body func(move move)) {
	Label("pixel")
	TESTQ(p.pixels, p.pixels)
	JZ(operand.LabelRef("done"))
	MOVQ(p.c, p.left)
	SUBQ(operand.Imm(lanes), p.left)
	JL(operand.LabelRef("tail"))
	Label("lanes")
	body(move{
		read:  func(m operand.Mem, v reg.VecVirtual) { VMOVUPS(m, v) },
		write: func(v reg.VecVirtual, m operand.Mem) { VMOVUPS(v, m) },
	})
	p.advance(operand.Imm(width))
	SUBQ(operand.Imm(lanes), p.left)
	JGE(operand.LabelRef("lanes"))
	Label("tail")
	ADDQ(operand.Imm(lanes), p.left)
	JZ(operand.LabelRef("next"))
	p.tail(body)
	Label("next")
	for _, s := range p.large {
		ADDQ(p.bytes, p.ptr[s])
	}
	DECQ(p.pixels)
	JMP(operand.LabelRef("pixel"))
	Label("done")
	finish()
}

// advance moves all rows by some bytes.
func (p *poolLoop) advance(bytes operand.Op) {
	for _, s := range append(append([]string(nil), p.small...), p.large...) {
		ADDQ(bytes, p.ptr[s])
	}
}

// tail emits the body for the last channels of a pixel.
func (p *poolLoop) tail(body func(move move)) {
	mask := firstLanes(p.left)
	body(move{
		read:  func(m operand.Mem, v reg.VecVirtual) { VMASKMOVPS(m, mask, v) },
		write: func(v reg.VecVirtual, m operand.Mem) { VMASKMOVPS(v, mask, m) },
	})
	SHLQ(operand.Imm(2), p.left)
	p.advance(p.left)
}
