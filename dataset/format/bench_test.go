package format_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
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
// cells empty, with few digits and with all of them; and says how many bytes a
// row of the dataset holds, and how many are made on the way.
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
			before, all := memory()
			var d *dataset.Dataset
			for b.Loop() {
				var err error
				if d, err = format.Open(b.Context(), file, format.Options{}); err != nil {
					b.Fatal(err)
				}
			}
			after, allLater := memory()
			b.ReportMetric(float64(after-before)/float64(d.Records()), "held-B/row")
			b.ReportMetric(float64(allLater-all)/float64(b.N*d.Records()), "made-B/row")
		})
	}
}

// memory returns how many bytes are in use and how many have been made so far.
func memory() (used, made uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, m.TotalAlloc
}

// BenchmarkManifest reads tables that name files of twenty modalities, each of
// a hundred pictures: a record must cost the same in a large table as in a small
// one.
func BenchmarkManifest(b *testing.B) {
	for _, records := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("%d records", records), func(b *testing.B) {
			dir := b.TempDir()
			writeManifest(b, dir, records, 20, 100)
			for b.Loop() {
				if _, err := format.Open(b.Context(), dir, format.Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(records), "µs/record")
		})
	}
}

// writeManifest writes a table of records, a tenth of whose cells are empty, and
// the pictures that the others name.
func writeManifest(b *testing.B, dir string, records, modalities, files int) {
	r := rand.New(rand.NewPCG(1, 2))
	var table bytes.Buffer
	table.WriteString("id")
	for m := range modalities {
		fmt.Fprintf(&table, ",m%02d", m)
		if err := os.Mkdir(filepath.Join(dir, fmt.Sprintf("m%02d", m)), 0o755); err != nil {
			b.Fatal(err)
		}
		for k := range files {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("m%02d/%05d.png", m, k)), drawn(8, m*files+k), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	table.WriteString(",label\n")
	for i := range records {
		fmt.Fprintf(&table, "r%07d", i)
		for m := range modalities {
			table.WriteByte(',')
			if r.IntN(10) > 0 {
				fmt.Fprintf(&table, "m%02d/%05d.png", m, r.IntN(files))
			}
		}
		fmt.Fprintf(&table, ",c%d\n", r.IntN(3))
	}
	if err := os.WriteFile(filepath.Join(dir, "manifest.csv"), table.Bytes(), 0o644); err != nil {
		b.Fatal(err)
	}
}
