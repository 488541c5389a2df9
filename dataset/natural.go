package dataset

import (
	"cmp"
	"strings"
)

// CompareWords compares words with the numbers in them by value: p9 before p10.
// Only the same words compare as equal.
func CompareWords(a, b string) int {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := leadingDigits(a[i:]), leadingDigits(b[j:])
		if x == "" || y == "" {
			if a[i] != b[j] {
				return cmp.Compare(a[i], b[j])
			}
			i, j = i+1, j+1
			continue
		}
		i, j = i+len(x), j+len(y)
		x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
		if len(x) != len(y) {
			return len(x) - len(y)
		}
		if x != y {
			return strings.Compare(x, y)
		}
	}
	return cmp.Or(len(a)-len(b), strings.Compare(a, b))
}

// leadingDigits is the number that a text begins with.
func leadingDigits(s string) string {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return s[:n]
}
