package table

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// The short way reads what strconv reads, to the last bit, and stops where the
// number does.
func TestPlainNumbersAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`-?[0-9]{1,9}(\.[0-9]{0,12})?`).Draw(t, "number")
		behind := rapid.SampledFrom([]string{"", ",", ",1.5,2", "e5", "x", " ", ",-0.25,17.123456789,", "/9", ":"}).Draw(t, "behind")
		x, n, decimals := plainNumber([]byte(number+behind), '.')
		if n == 0 {
			if digits := len(number); digits < 15 {
				t.Fatalf("%q is not read", number)
			}
			return
		}
		want, err := strconv.ParseFloat(number, 64)
		if err != nil || math.Float64bits(x) != math.Float64bits(want) || n != len(number) {
			t.Fatalf("%q before %q: %v and %d bytes, want %v and %d", number, behind, x, n, want, len(number))
		}
		point := len(number)
		for i := range number {
			if number[i] == '.' {
				point = i + 1
			}
		}
		if decimals != len(number)-point {
			t.Fatalf("%q: %d decimals", number, decimals)
		}
	})
}
