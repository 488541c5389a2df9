package table

import (
	"encoding/binary"
	"math/bits"
)

// exactPowers are the powers of ten that a float64 holds exactly.
var exactPowers = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// plainNumber reads a decimal number at the start of b and returns it with the
// number of bytes read and of digits behind the decimal mark. It returns 0
// bytes where the short way is not exact: then parse must decide. A mantissa
// below 2⁵³ times or over an exact power of ten is rounded once, hence
// correctly (Clinger 1990).
func plainNumber(b []byte, decimal byte) (x float64, n, decimals int) {
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		n = 1
	}
	mantissa, start := uint64(0), n
	for n < len(b) && b[n]-'0' < 10 {
		mantissa = mantissa*10 + uint64(b[n]-'0')
		n++
	}
	digits := n - start
	if n < len(b) && b[n] == decimal && digits > 0 {
		n++
		point := n
		if len(b)-n >= 8 {
			few, k := eightDigits(binary.LittleEndian.Uint64(b[n:]))
			mantissa = mantissa*wholePowers[k] + few
			n += k
		}
		if n == point+8 || len(b)-point < 8 {
			for n < len(b) && b[n]-'0' < 10 {
				mantissa = mantissa*10 + uint64(b[n]-'0')
				n++
			}
		}
		decimals = n - point
		digits += decimals
	}
	if digits == 0 || digits > 18 || mantissa >= 1<<53 {
		return 0, 0, 0
	}
	x = float64(mantissa)
	if decimals > 0 {
		x /= exactPowers[decimals]
	}
	if negative {
		x = -x
	}
	return x, n, decimals
}

// wholePowers are the powers of ten up to eight digits.
var wholePowers = [...]uint64{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8}

// eightDigits reads the digits at the start of eight bytes, of which the first
// is the lowest, and returns their number: all eight at once, in pairs, fours
// and together.
func eightDigits(text uint64) (x uint64, n int) {
	const zeros, high = 0x3030303030303030, 0x8080808080808080
	t := text ^ zeros
	n = bits.TrailingZeros64((t+0x7676767676767676|t)&high) / 8
	if n == 0 {
		return 0, 0
	}
	t <<= 64 - 8*n // what is no digit goes, and zeros come in front
	t = t*10 + t>>8
	return ((t&0x000000ff000000ff)*(100+1000000<<32) + (t>>16&0x000000ff000000ff)*(1+10000<<32)) >> 32, n
}
