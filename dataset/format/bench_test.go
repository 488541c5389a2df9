package format_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// BenchmarkOpen reads real folders of tables and of media.
func BenchmarkOpen(b *testing.B) {
	for _, c := range []struct{ name, reader string }{
		{"mfeat", ""}, {"threesources", ""}, {"av_digits", "folder-csv"}, {"av_digits", "manifest"},
	} {
		b.Run(c.name+c.reader, func(b *testing.B) {
			dir := realData(b, c.name)
			for b.Loop() {
				if _, err := format.Open(b.Context(), dir, format.Options{Import: dataset.Import{Reader: c.reader}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTable reads one table of 10 000 rows and 50 columns, a fifth of its
// cells empty, with few digits and with all of them.
func BenchmarkTable(b *testing.B) {
	for _, digits := range []int{6, 17} {
		b.Run(fmt.Sprintf("%d digits", digits), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			var text bytes.Buffer
			text.WriteString("id")
			for j := range 50 {
				fmt.Fprintf(&text, ",f%d", j)
			}
			for i := range 10_000 {
				fmt.Fprintf(&text, "\nr%d", i)
				for range 50 {
					if r.Float64() < 0.2 {
						text.WriteByte(',')
					} else {
						fmt.Fprintf(&text, ",%.*g", digits, r.NormFloat64())
					}
				}
			}
			file := filepath.Join(b.TempDir(), "table.csv")
			if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(text.Len()))
			for b.Loop() {
				if _, err := format.Open(b.Context(), file, format.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
