package format_test

import (
	"testing"

	"lacuna/dataset/format"
)

// BenchmarkOpen reads real folders of tables.
func BenchmarkOpen(b *testing.B) {
	for _, name := range []string{"mfeat", "threesources", "av_digits"} {
		b.Run(name, func(b *testing.B) {
			dir := realData(b, name)
			for b.Loop() {
				if _, err := format.Open(b.Context(), dir, format.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
