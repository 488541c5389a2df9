package table

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
		for n < len(b) && b[n]-'0' < 10 {
			mantissa = mantissa*10 + uint64(b[n]-'0')
			n++
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
