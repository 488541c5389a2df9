package table

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"pgregory.net/rapid"
)

// written returns rows as a Parquet file.
func written[T any](t testing.TB, rows []T, options ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := parquet.Write(&b, rows, options...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openParquetBytes(data []byte) ([]*Table, error) {
	return Open(context.Background(), fstest.MapFS{"a.parquet": {Data: data}}, "a.parquet", Request{})
}

type allTypes struct {
	ID   string           `parquet:"id"`
	F    float32          `parquet:"f"`
	D    *float64         `parquet:"d,optional"`
	I    int64            `parquet:"i"`
	U    uint64           `parquet:"u"`
	S    int32            `parquet:"s"`
	B    bool             `parquet:"b"`
	Day  int32            `parquet:"day,date"`
	At   time.Time        `parquet:"at,timestamp(microsecond)"`
	Noon time.Time        `parquet:"noon,timestamp"`
	Dec  int64            `parquet:"dec,decimal(2:10)"`
	Old  deprecated.Int96 `parquet:"old"`
	In   struct {
		X int32   `parquet:"x"`
		Y *string `parquet:"y,optional"`
	} `parquet:"in"`
	Vec  []float64 `parquet:"vec,list"`
	Tags []string  `parquet:"tags,list"`
	Raw  []byte    `parquet:"raw"`
	Hex  [3]byte   `parquet:"hex"`
}

func someTypes() []allTypes {
	half, word := 0.1, "w"
	day := time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC)
	a := allTypes{ID: "p1", F: 0.1, D: &half, I: math.MaxInt64, U: math.MaxUint64, S: -5, B: true, Day: 18263, At: day.Add(1500 * time.Millisecond), Noon: day,
		Dec: -1234567, Old: deprecated.Int96{0, 0, 2440588 + 18263}, Vec: []float64{1, 2.5}, Tags: []string{"u", "v"}, Raw: []byte{0xff, 0, 1}}
	a.In.X, a.In.Y = 7, &word
	b := allTypes{ID: "p2", F: 1e-9, I: 0, Dec: 5, Day: -1, At: day, Noon: day, Old: deprecated.Int96{0, 0, 2440588}, Vec: []float64{math.NaN(), 1, 1e21}}
	return []allTypes{a, b}
}

func TestParquet(t *testing.T) {
	tables, err := openParquetBytes(written(t, someTypes()))
	if err != nil {
		t.Fatal(err)
	}
	want := opened{File: "a.parquet",
		Names: []string{"id", "f", "d", "i", "u", "s", "b", "day", "at", "noon", "dec", "old", "in.x", "in.y", "vec.0", "vec.1", "vec.2", "tags"},
		Rows: []string{
			"p1|0.1|0.1|9223372036854775807|18446744073709551615|-5|true|2020-01-02|2020-01-02 00:00:01.5|2020-01-02|-12345.67|2020-01-02|7|w|1|2.5||u;v",
			"p2|1e-09||0|0|0|false|1969-12-31|2020-01-02 00:00:00|2020-01-02|0.05|1970-01-01|0||NaN|1|1e+21|",
		}}
	if diff := cmp.Diff(want, look(tables[0])); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"1 column holds bytes that are not read", "1 column holds bytes, such as pictures inside of the table, which are not read"}, said(tables[0])); diff != "" {
		t.Error(diff)
	}
}

func TestParquetKeepsEveryNumber(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		type row struct {
			X float64 `parquet:"x"`
			F float32 `parquet:"f"`
			I int64   `parquet:"i"`
		}
		var rows []row
		for range rapid.IntRange(1, 50).Draw(rt, "n") {
			rows = append(rows, row{rapid.Float64().Draw(rt, "x"), rapid.Float32().Draw(rt, "f"), rapid.Int64().Draw(rt, "i")})
		}
		size := rapid.IntRange(1, 20).Draw(rt, "rows per group")
		tables, err := openParquetBytes(written(t, rows, parquet.MaxRowsPerRowGroup(int64(size))))
		if err != nil {
			rt.Fatal(err)
		}
		cells := tables[0].Texts(0, 1, 2)
		for i, r := range rows {
			if x := number(rt, cells[0][i], 64); x != r.X {
				rt.Fatalf("row %d: %v became %s", i, r.X, cells[0][i])
			}
			if f := number(rt, cells[1][i], 32); float32(f) != r.F {
				rt.Fatalf("row %d: %v became %s", i, r.F, cells[1][i])
			}
			if n := integer(rt, cells[2][i]); n != r.I {
				rt.Fatalf("row %d: %d became %s", i, r.I, cells[2][i])
			}
		}
	})
}

func TestParquetIndexOfPandasStandsFirst(t *testing.T) {
	type row struct {
		X     float64 `parquet:"x"`
		Index string  `parquet:"__index_level_0__"`
	}
	tables, err := openParquetBytes(written(t, []row{{1, "p1"}, {2, "p2"}}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(opened{File: "a.parquet", Names: []string{"", "x"}, Rows: []string{"p1|1", "p2|2"}}, look(tables[0])); diff != "" {
		t.Error(diff)
	}
}

func TestParquetRefuses(t *testing.T) {
	sound := written(t, someTypes())
	long := bytes.Clone(sound)
	binary.LittleEndian.PutUint32(long[len(long)-8:], 1<<31)
	for name, data := range map[string][]byte{
		"bytes alone": written(t, []struct {
			Hex [3]byte `parquet:"hex"`
		}{{}}),
		"nothing": nil, "the magic alone": []byte("PAR1PAR1"), "half": sound[:len(sound)/2], "a footer of 2 GB": long,
		"no pages": append([]byte("PAR1"), sound[len(sound)-int(binary.LittleEndian.Uint32(sound[len(sound)-8:]))-8:]...),
	} {
		tables, err := openParquetBytes(data)
		if err == nil {
			t.Errorf("%s is read as %v", name, look(tables[0]))
		}
		soundOrRefused(t, tables, err)
	}
}

func FuzzParquet(f *testing.F) {
	f.Add(written(f, someTypes()))
	f.Add(written(f, someTypes(), parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(1)))
	f.Add([]byte("PAR1\x00\x00\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tables, err := openParquetBytes(data)
		soundOrRefused(t, tables, err)
	})
}
