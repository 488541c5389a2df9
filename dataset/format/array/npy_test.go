package array

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/sbinet/npyio/npy"
	"pgregory.net/rapid"
)

// npyBytes writes the header of NumPy's format, and content.
func npyBytes(header string, content ...byte) []byte {
	b := append([]byte("\x93NUMPY\x01\x00"), 0, 0)
	for (len(b)+len(header)+1)%64 != 0 {
		header += " "
	}
	header += "\n"
	binary.LittleEndian.PutUint16(b[8:], uint16(len(header)))
	return append(append(b, header...), content...)
}

func headerOf(descr string, columns bool, shape string) string {
	order := map[bool]string{true: "True", false: "False"}[columns]
	return fmt.Sprintf("{'descr': %s, 'fortran_order': %s, 'shape': %s, }", descr, order, shape)
}

func little(v any) []byte { return stored64(binary.LittleEndian, v) }
func big(v any) []byte    { return stored64(binary.BigEndian, v) }

func stored64(order binary.ByteOrder, v any) []byte {
	var b bytes.Buffer
	_ = binary.Write(&b, order, v)
	return b.Bytes()
}

func openBytes(file string, data []byte) ([]Array, []string, error) {
	return Open(context.Background(), fstest.MapFS{file: {Data: data}}, file)
}

var same = cmp.Options{cmpopts.EquateNaNs(), cmpopts.EquateEmpty()}

var nan = math.NaN()

var npyFiles = []struct {
	name string
	data []byte
	want []Array
	left []string
}{
	{"float64", npyBytes(headerOf("'<f8'", false, "(2, 2)"), little([]float64{1, 2, nan, 4})...),
		[]Array{{Name: "x", Shape: []int{2, 2}, Numbers: []float64{1, 2, nan, 4}}}, nil},
	{"float64 by columns, big end first", npyBytes(headerOf("'>f8'", true, "(2, 3)"), big([]float64{1, 4, 2, 5, 3, 6})...),
		[]Array{{Name: "x", Shape: []int{2, 3}, Numbers: []float64{1, 2, 3, 4, 5, 6}}}, nil},
	{"float32", npyBytes(headerOf("'<f4'", false, "(2,)"), little([]float32{0.5, float32(math.Inf(1))})...),
		[]Array{{Name: "x", Shape: []int{2}, Numbers: []float64{0.5, nan}}}, []string{"x: an infinite number counts as missing"}},
	{"float16", npyBytes(headerOf("'<f2'", false, "(5,)"), little([]uint16{0x3e00, 0xc000, 0x0001, 0x7e00, 0x7bff})...),
		[]Array{{Name: "x", Shape: []int{5}, Numbers: []float64{1.5, -2, math.Ldexp(1, -24), nan, 65504}}}, nil},
	{"int8", npyBytes(headerOf("'|i1'", false, "(2,)"), 0xff, 5), []Array{{Name: "x", Shape: []int{2}, Numbers: []float64{-1, 5}}}, nil},
	{"uint8", npyBytes(headerOf("'|u1'", false, "(2,)"), 0xff, 5), []Array{{Name: "x", Shape: []int{2}, Numbers: []float64{255, 5}}}, nil},
	{"int16", npyBytes(headerOf("'>i2'", false, "(1,)"), 0xff, 0xfe), []Array{{Name: "x", Shape: []int{1}, Numbers: []float64{-2}}}, nil},
	{"uint16", npyBytes(headerOf("'<u2'", false, "(1,)"), 0xff, 0xfe), []Array{{Name: "x", Shape: []int{1}, Numbers: []float64{0xfeff}}}, nil},
	{"int32", npyBytes(headerOf("'<i4'", false, "(2, 1)"), little([]int32{-7, 7})...), []Array{{Name: "x", Shape: []int{2, 1}, Numbers: []float64{-7, 7}}}, nil},
	{"uint32", npyBytes(headerOf("'<u4'", false, "(1,)"), little([]uint32{4e9})...), []Array{{Name: "x", Shape: []int{1}, Numbers: []float64{4e9}}}, nil},
	{"int64", npyBytes(headerOf("'<i8'", false, "(2,)"), little([]int64{-1 << 53, 3})...), []Array{{Name: "x", Shape: []int{2}, Numbers: []float64{-1 << 53, 3}}}, nil},
	{"int64 beyond what numbers hold", npyBytes(headerOf("'<i8'", true, "(2, 2)"), little([]int64{1<<60 + 1, 3, -4, 5})...),
		[]Array{{Name: "x", Shape: []int{2, 2}, Words: []string{"1152921504606846977", "-4", "3", "5"}}},
		[]string{"x: whole numbers beyond 2^53, such as 1152921504606846977, are kept as words, since numbers here would round them"}},
	{"uint64 beyond what numbers hold", npyBytes(headerOf("'<u8'", false, "(1,)"), little([]uint64{math.MaxUint64})...),
		[]Array{{Name: "x", Shape: []int{1}, Words: []string{"18446744073709551615"}}},
		[]string{"x: whole numbers beyond 2^53, such as 18446744073709551615, are kept as words, since numbers here would round them"}},
	{"bool", npyBytes(headerOf("'|b1'", false, "(3,)"), 1, 0, 1), []Array{{Name: "x", Shape: []int{3}, Numbers: []float64{1, 0, 1}}}, nil},
	{"a single value", npyBytes(headerOf("'<f8'", false, "()"), little([]float64{7})...), []Array{{Name: "x", Shape: []int{1}, Numbers: []float64{7}}}, nil},
	{"unicode", npyBytes(headerOf("'<U3'", false, "(2,)"), little([]uint32{'p', 0xe9, 0, 0x1f600, 'b', 'c'})...),
		[]Array{{Name: "x", Shape: []int{2}, Words: []string{"pé", "😀bc"}}}, nil},
	{"unicode, big end first, by columns", npyBytes(headerOf("'>U1'", true, "(2, 2)"), big([]uint32{'a', 'c', 'b', 'd'})...),
		[]Array{{Name: "x", Shape: []int{2, 2}, Words: []string{"a", "b", "c", "d"}}}, nil},
	{"bytes", npyBytes(headerOf("'|S3'", false, "(2,)"), []byte("ab\x00xyz")...), []Array{{Name: "x", Shape: []int{2}, Words: []string{"ab", "xyz"}}}, nil},
	{"days", npyBytes(headerOf("'<M8[D]'", false, "(2,)"), little([]int64{18263, math.MinInt64})...), []Array{{Name: "x", Shape: []int{2}, Words: []string{"2020-01-02", ""}}}, nil},
	{"nanoseconds", npyBytes(headerOf("'<M8[ns]'", false, "(1,)"), little([]int64{1577934245500000000})...), []Array{{Name: "x", Shape: []int{1}, Words: []string{"2020-01-02T03:04:05.5"}}}, nil},
	{"months", npyBytes(headerOf("'<M8[M]'", false, "(1,)"), little([]int64{-1})...), []Array{{Name: "x", Shape: []int{1}, Words: []string{"1969-12"}}}, nil},
	{"lengths of time", npyBytes(headerOf("'<m8[s]'", false, "(2,)"), little([]int64{90, math.MinInt64})...), []Array{{Name: "x", Shape: []int{2}, Numbers: []float64{90, nan}}}, nil},
	{"records", npyBytes(headerOf("[('id', '|S2'), ('', '|V1'), ('v', '<i2'), ('c', '<c8')]", false, "(2,)"), []byte("p1.\x01\x00........p2.\x02\x00........")...),
		[]Array{{Name: "x.id", Shape: []int{2}, Words: []string{"p1", "p2"}}, {Name: "x.v", Shape: []int{2}, Numbers: []float64{1, 2}}},
		[]string{"x.c is left out: it holds complex numbers; save real and imaginary part, or the absolute value, as arrays of their own"}},
	{"more than the array", npyBytes(headerOf("'|u1'", false, "(1,)"), 1, 2, 3), []Array{{Name: "x", Shape: []int{1}, Numbers: []float64{1}}},
		[]string{"x: 2 bytes behind the array are left out; save each array in a file of its own, or all in one .npz"}},
	{"Python 2", npyBytes("{'shape': (2L,), 'fortran_order': False, 'descr': u'|u1'}", 1, 2), []Array{{Name: "x", Shape: []int{2}, Numbers: []float64{1, 2}}}, nil},
}

func TestNPY(t *testing.T) {
	for _, c := range npyFiles {
		t.Run(c.name, func(t *testing.T) {
			got, left, err := openBytes("in/x.npy", c.data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, same); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.left, left); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNPYRefuses(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want string
	}{
		{nil, "ends early"},
		{[]byte("id,x\n1,2\n"), "does not begin as a file of NumPy"},
		{[]byte("\x93NUMPY\x09\x00\x00\x00"), "version 9"},
		{[]byte("\x93NUMPY\x02\x00\xff\xff\xff\xff"), "4294967295 bytes of text"},
		{npyBytes(headerOf("'<f8'", false, "(4,)"), little([]float64{1, 2})...), "promises 4 values, and bytes are left for 2"},
		{npyBytes(headerOf("'<f8'", false, "(4611686018427387904, 4)")), "promises an array of"},
		{npyBytes(headerOf("'<f8'", false, "(1000000, 200)")), "cut off"},
		{npyBytes(headerOf("'<f8'", false, "(-1,)")), "promises an array of"},
		{npyBytes(headerOf("'|O'", false, "(2,)"), 1, 2, 3), "pickles and run code"},
		{npyBytes(headerOf("'<c16'", false, "(1,)"), make([]byte, 16)...), "complex"},
		{npyBytes(headerOf("'<f16'", false, "(1,)"), make([]byte, 16)...), "more than 64 bits"},
		{npyBytes(headerOf("'<U99999999'", false, "(1,)")), "describes values as"},
		{npyBytes(headerOf("'<U0'", false, "(100000000,)")), "million words"},
		{npyBytes("{'descr': '<f8'"), "no dictionary"},
		{npyBytes(strings.Repeat("[", 1000)), "no dictionary"},
		{npyBytes(headerOf("'<f8'", false, "(0, 3)")), "x is empty (0 × 3)"},
	} {
		got, _, err := openBytes("x.npy", c.data)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60q: %v, %v; want %q", c.data, got, err, c.want)
		}
	}
}

// The other writer of the format in Go is a witness that does not know ours.
func TestNPYOfAnotherWriter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list := rapid.SliceOfN(rapid.Float64(), 1, 50).Draw(rt, "numbers")
		var b bytes.Buffer
		if err := npy.Write(&b, list); err != nil {
			rt.Fatal(err)
		}
		got, left, err := openBytes("x.npy", b.Bytes())
		if err != nil || len(left) > 0 {
			rt.Fatal(err, left)
		}
		if diff := cmp.Diff([]Array{{Name: "x", Shape: []int{len(list)}, Numbers: list}}, got, same); diff != "" {
			rt.Fatal(diff)
		}
	})
}

func TestNPYInBothOrders(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		shape := rapid.SliceOfN(rapid.IntRange(1, 4), 1, 4).Draw(rt, "shape")
		n, _ := count(shape)
		numbers := make([]float64, n)
		for i := range numbers {
			numbers[i] = float64(i)
		}
		columns := rapid.Bool().Draw(rt, "by columns")
		content := make([]float64, 0, n)
		for k := range n {
			content = append(content, numbers[placeOf(k, shape, columns)])
		}
		text := strings.ReplaceAll(strings.Trim(fmt.Sprint(shape), "[]"), " ", ", ")
		got, _, err := openBytes("x.npy", npyBytes(headerOf("'<f8'", columns, "("+text+",)"), little(content)...))
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff([]Array{{Name: "x", Shape: shape, Numbers: numbers}}, got); diff != "" {
			rt.Fatal(diff)
		}
	})
}

// placeOf returns the row-major place of the k-th stored value.
func placeOf(k int, shape []int, columns bool) int {
	if !columns {
		return k
	}
	place := 0
	for i, d := range shape {
		place = place*d + k/product(shape[:i])%d
	}
	return place
}

func product(list []int) int {
	p := 1
	for _, d := range list {
		p *= d
	}
	return p
}

// npz packs arrays, each a name and its bytes.
func npz(t testing.TB, files ...any) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i].(string))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write(files[i+1].([]byte))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNPZ(t *testing.T) {
	x := npyBytes(headerOf("'<f8'", false, "(2, 1)"), little([]float64{1, 2})...)
	ids := npyBytes(headerOf("'|S2'", false, "(2,)"), []byte("p1p2")...)
	objects := npyBytes(headerOf("'|O'", false, "(2,)"), 0x80, 4)
	data := npz(t, "x.npy", x, "ids.npy", ids, "readme.txt", []byte("hello"), "o.npy", objects, "cut.npy", x[:len(x)-1], "x.npy", x)
	got, left, err := openBytes("all.npz", data)
	if err != nil {
		t.Fatal(err)
	}
	want := []Array{{Name: "x", Shape: []int{2, 1}, Numbers: []float64{1, 2}}, {Name: "ids", Shape: []int{2}, Words: []string{"p1", "p2"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantLeft := []string{
		"readme.txt is left out: it is no array",
		"o is left out: it holds Python objects, which are pickles and run code when they are opened; save it as numbers or strings",
		"cut is left out: it is cut off: its header promises 2 × 1 values, and bytes are left for 1",
		"a second x is left out",
	}
	if diff := cmp.Diff(wantLeft, left); diff != "" {
		t.Error(diff)
	}
}

func TestNPZOfSparseMatrix(t *testing.T) {
	ints := func(list ...int32) []byte {
		return npyBytes(headerOf("'<i4'", false, fmt.Sprintf("(%d,)", len(list))), little(list)...)
	}
	for format, want := range map[string][]float64{"csr": {0, 1.5, 0, 2, 0, 0}, "csc": {0, 0, 0, 1.5, 0, 2}} {
		shape, indptr, indices := ints(2, 3), ints(0, 1, 2), ints(1, 0)
		if format == "csc" {
			indptr, indices = ints(0, 1, 1, 2), ints(1, 1)
		}
		got, _, err := openBytes("tf.npz", npz(t, "indices.npy", indices, "indptr.npy", indptr, "format.npy", npyBytes(headerOf("'|S3'", false, "()"), []byte(format)...),
			"shape.npy", shape, "data.npy", npyBytes(headerOf("'<f8'", false, "(2,)"), little([]float64{1.5, 2})...)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]Array{{Name: "tf", Shape: []int{2, 3}, Numbers: want}}, got); diff != "" {
			t.Error(format, diff)
		}
	}
}

func TestNPZThatIsDamaged(t *testing.T) {
	x := npyBytes(headerOf("'<f8'", false, "(2000,)"), little(make([]float64, 2000))...)
	sound := npz(t, "x.npy", x)
	flipped := bytes.Clone(sound)
	flipped[14] ^= 1 // the checksum in front is not the one that counts
	for k := range flipped {
		if bytes.HasPrefix(flipped[k:], []byte("PK\x01\x02")) {
			flipped[k+16] ^= 1 // this one is
		}
		if bytes.HasPrefix(flipped[k:], []byte("PK\x07\x08")) {
			flipped[k+4] ^= 1
		}
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"half":             {sound[:len(sound)/2], "no archive"},
		"a wrong checksum": {flipped, "checksum"},
		"a bomb":           {raw(t, "x.npy", npyBytes(headerOf("'|u1'", false, "(1000000000,)")), 1<<40), "its size cannot be right"},
	} {
		if got, _, err := openBytes("a.npz", c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v; want %q", name, got, err, c.want)
		}
	}
}

// raw is an archive whose entry says to unpack to n bytes.
func raw(t *testing.T, name string, packed []byte, n uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CompressedSize64: uint64(len(packed)), UncompressedSize64: n})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(packed)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestStopsWhenAsked(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	x := npyBytes(headerOf("'<f8'", false, "(2,)"), little([]float64{1, 2})...)
	for file, data := range map[string][]byte{"a.npy": x, "a.npz": npz(t, "x.npy", x), "a.mat": matFile(binary.LittleEndian, matNumbers(binary.LittleEndian, "x", 6, 0, []int32{1, 2}, 9, []float64{1, 2}))} {
		if _, _, err := Open(ctx, fstest.MapFS{file: {Data: data}}, file); err != context.Canceled {
			t.Errorf("%s: a stopped reader returns %v", file, err)
		}
	}
}

func TestIs(t *testing.T) {
	for file, want := range map[string]bool{"a.npy": true, "b/A.NPZ": true, "x.mat": true, "x.csv": false, "npy": false} {
		if Is(file) != want {
			t.Errorf("%s: %v", file, Is(file))
		}
	}
}

// sound checks what holds for whatever was read.
func sound(t *testing.T, arrays []Array, err error) {
	t.Helper()
	if err == nil && len(arrays) == 0 {
		t.Fatal("nothing was read, and nothing said")
	}
	for _, a := range arrays {
		n, ok := count(a.Shape)
		if !ok || n != max(len(a.Numbers), len(a.Words)) || a.Numbers != nil && a.Words != nil {
			t.Fatalf("%s of %v holds %d numbers and %d words", a.Name, a.Shape, len(a.Numbers), len(a.Words))
		}
	}
}

func FuzzNPY(f *testing.F) {
	f.Add(npyBytes(headerOf("'<f8'", true, "(2, 2)"), little([]float64{1, 2, 3, 4})...))
	f.Add(npyBytes(headerOf("'<U3'", false, "(2,)"), little([]uint32{'p', 1, 0, 0, 'b', 'c'})...))
	f.Add(npyBytes(headerOf("[('id', '|S2'), ('v', '<i2', (2,))]", false, "(1,)"), []byte("p1\x01\x00\x01\x00")...))
	f.Add(npyBytes(headerOf("'<M8[ms]'", false, "(1,)"), little([]int64{-1 << 62})...))
	f.Fuzz(func(t *testing.T, data []byte) {
		arrays, _, err := openBytes("x.npy", data)
		sound(t, arrays, err)
	})
}

func FuzzNPZ(f *testing.F) {
	x := npyBytes(headerOf("'<f8'", false, "(2,)"), little([]float64{1, 2})...)
	f.Add(npz(f, "x.npy", x, "readme.txt", []byte("hello")))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		arrays, _, err := openBytes("x.npz", data)
		sound(t, arrays, err)
	})
}

// A name that leads out of an archive is no name of an array.
func TestNamesThatLeadOut(t *testing.T) {
	x := npyBytes(headerOf("'<f8'", false, "(2,)"), little([]float64{1, 2})...)
	got, left, err := openBytes("all.npz", npz(t, "x.npy", x, "../../evil.npy", x, "/etc/evil.npy", x, `..\evil.npy`, x))
	if err != nil || len(got) != 1 || got[0].Name != "x" {
		t.Errorf("%v, %v", got, err)
	}
	if len(left) != 3 || !strings.Contains(left[0], `"../../evil.npy" is left out: its name leads out of the archive`) {
		t.Errorf("said: %q", left)
	}
}
