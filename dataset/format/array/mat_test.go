package array

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// matElement writes a data element of level 5, padded.
func matElement(order binary.ByteOrder, kind uint32, content []byte) []byte {
	out := stored64(order, []uint32{kind, uint32(len(content))})
	out = append(out, content...)
	return append(out, make([]byte, padded(int64(len(content))))...)
}

// matSmall writes an element whose content stands in the tag.
func matSmall(order binary.ByteOrder, kind uint32, content []byte) []byte {
	out := stored64(order, kind|uint32(len(content))<<16)
	return append(append(out, content...), make([]byte, 4-len(content))...)
}

// matArray writes an array: its flags, shape, name, and what follows.
func matArray(order binary.ByteOrder, name string, class, flags uint32, shape []int32, parts ...[]byte) []byte {
	b := matElement(order, 6, stored64(order, []uint32{class | flags, 0}))
	b = append(b, matElement(order, 5, stored64(order, shape))...)
	b = append(b, matElement(order, 1, []byte(name))...)
	return matElement(order, miMatrix, append(b, bytes.Join(parts, nil)...))
}

func matNumbers(order binary.ByteOrder, name string, class, flags uint32, shape []int32, kind uint32, list any) []byte {
	return matArray(order, name, class, flags, shape, matElement(order, kind, stored64(order, list)))
}

func matChars(order binary.ByteOrder, name string, shape []int32, text string) []byte {
	return matArray(order, name, mxChar, 0, shape, matElement(order, 17, stored64(order, utf16.Encode([]rune(text)))))
}

func matFile(order binary.ByteOrder, variables ...[]byte) []byte {
	head := append([]byte("MATLAB 5.0 MAT-file"), bytes.Repeat([]byte{' '}, 105)...)
	copy(head[116:], make([]byte, 8))
	head = append(head, stored64(order, []uint16{0x0100, 'M'<<8 | 'I'})...)
	return append(head, bytes.Join(variables, nil)...)
}

func packed(order binary.ByteOrder, variable []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(variable)
	_ = w.Close()
	return append(stored64(order, []uint32{miCompressed, uint32(b.Len())}), b.Bytes()...)
}

func TestMAT(t *testing.T) {
	for name, order := range map[string]binary.ByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		one := func(name string, class uint32, kind uint32, list any) []byte {
			return matNumbers(order, name, class, 0, []int32{2, 1}, kind, list)
		}
		cells := matArray(order, "X", mxCell, 0, []int32{1, 3},
			matNumbers(order, "", 6, 0, []int32{2, 2}, 9, []float64{1, 3, 2, 4}),
			one("", 6, 2, []uint8{7, 8}), matElement(order, miMatrix, nil))
		labels := matArray(order, "names", mxCell, 0, []int32{2, 1}, matChars(order, "", []int32{1, 2}, "ab"), matChars(order, "", []int32{1, 3}, "c😀"))
		numbers := matArray(order, "few", mxCell, 0, []int32{1, 2}, matNumbers(order, "", 6, 0, []int32{1, 1}, 9, []float64{5}), matElement(order, miMatrix, nil))
		record := matArray(order, "st", mxStruct, 0, []int32{1, 1}, matSmall(order, 5, stored64(order, int32(4))), matElement(order, 1, []byte("a\x00\x00\x00bc\x00\x00")),
			one("", 6, 9, []float64{1, 2}), matChars(order, "", []int32{1, 2}, "hi"))
		several := matArray(order, "sa", mxStruct, 0, []int32{1, 2}, matSmall(order, 5, stored64(order, int32(4))), matElement(order, 1, []byte("v\x00\x00\x00")),
			matNumbers(order, "", 6, 0, []int32{1, 1}, 9, []float64{5}), matNumbers(order, "", 6, 0, []int32{1, 1}, 9, []float64{6}))
		sparse := matArray(order, "tf", mxSparse, 0, []int32{2, 3}, matElement(order, 5, stored64(order, []int32{1, 0})),
			matElement(order, 5, stored64(order, []int32{0, 1, 2, 2})), matElement(order, 9, stored64(order, []float64{2, 1.5})))
		data := matFile(order, cells, labels, numbers, record, several, sparse,
			one("d", 6, 9, []float64{0.5, math.Inf(-1)}), one("s", 7, 7, []float32{0.5, 2}), one("i8", 8, 1, []int8{-1, 1}), one("u8", 9, 2, []uint8{255, 1}),
			one("i16", 10, 3, []int16{-2, 2}), one("u16", 11, 4, []uint16{65535, 2}), one("i32", 12, 5, []int32{-3, 3}), one("u32", 13, 6, []uint32{4e9, 3}),
			one("i64", 14, 12, []int64{-4, 4}), one("u64", 15, 13, []uint64{1<<60 + 1, 4}),
			matNumbers(order, "yes", 9, 0x0200, []int32{1, 2}, 2, []uint8{1, 0}),
			matNumbers(order, "deep", 6, 0, []int32{1, 2, 2}, 9, []float64{1, 3, 2, 4}),
			matChars(order, "rows", []int32{2, 3}, "acbd  "),
			matNumbers(order, "z", 6, 0x0800, []int32{1, 1}, 9, []float64{1}),
			matNumbers(order, "none", 6, 0, []int32{0, 2}, 9, []float64{}),
			matElement(order, miMatrix, append(matElement(order, 6, stored64(order, []uint32{mxOpaque, 0})), bytes.Join([][]byte{
				matSmall(order, 1, []byte("tab")), matSmall(order, 1, []byte("MCOS")), matElement(order, 1, []byte("table"))}, nil)...)),
			packed(order, matChars(order, "one", []int32{1, 4}, "last")))
		got, left, err := openBytes("a.mat", data)
		if err != nil {
			t.Fatal(name, err)
		}
		column := []int{2, 1}
		want := []Array{
			{Name: "X{1}", Shape: []int{2, 2}, Numbers: []float64{1, 2, 3, 4}}, {Name: "X{2}", Shape: column, Numbers: []float64{7, 8}},
			{Name: "names", Shape: column, Words: []string{"ab", "c😀"}}, {Name: "few", Shape: []int{1, 2}, Numbers: []float64{5, nan}},
			{Name: "st.a", Shape: column, Numbers: []float64{1, 2}}, {Name: "st.bc", Shape: []int{1}, Words: []string{"hi"}},
			{Name: "sa.v", Shape: []int{1, 2}, Numbers: []float64{5, 6}},
			{Name: "tf", Shape: []int{2, 3}, Numbers: []float64{0, 1.5, 0, 2, 0, 0}},
			{Name: "d", Shape: column, Numbers: []float64{0.5, nan}}, {Name: "s", Shape: column, Numbers: []float64{0.5, 2}},
			{Name: "i8", Shape: column, Numbers: []float64{-1, 1}}, {Name: "u8", Shape: column, Numbers: []float64{255, 1}},
			{Name: "i16", Shape: column, Numbers: []float64{-2, 2}}, {Name: "u16", Shape: column, Numbers: []float64{65535, 2}},
			{Name: "i32", Shape: column, Numbers: []float64{-3, 3}}, {Name: "u32", Shape: column, Numbers: []float64{4e9, 3}},
			{Name: "i64", Shape: column, Numbers: []float64{-4, 4}}, {Name: "u64", Shape: column, Words: []string{"1152921504606846977", "4"}},
			{Name: "yes", Shape: []int{1, 2}, Numbers: []float64{1, 0}}, {Name: "deep", Shape: []int{1, 2, 2}, Numbers: []float64{1, 2, 3, 4}},
			{Name: "rows", Shape: []int{2}, Words: []string{"ab", "cd"}}, {Name: "one", Shape: []int{1}, Words: []string{"last"}},
		}
		if diff := cmp.Diff(want, got, same); diff != "" {
			t.Error(name, diff)
		}
		if diff := cmp.Diff(leftOfMAT, left); diff != "" {
			t.Error(name, diff)
		}
	}
}

var leftOfMAT = []string{
	"X{3} is empty (0 × 0)", "d: an infinite number counts as missing",
	"u64: whole numbers beyond 2^53, such as 1152921504606846977, are kept as words, since numbers here would round them",
	"z is left out: it holds complex numbers; save real(x), imag(x) or abs(x)", "none is empty (0 × 2)",
	"tab is left out: it is an object of MATLAB (table); save table2array(x), table2struct(x) or cellstr(x)",
}

func TestMATThatIsDamaged(t *testing.T) {
	order := binary.LittleEndian
	x := matNumbers(order, "x", 6, 0, []int32{1, 2}, 9, []float64{1, 2})
	short := matNumbers(order, "y", 6, 0, []int32{1, 200}, 9, []float64{1, 2})
	huge := matNumbers(order, "y", 6, 0, []int32{1 << 30, 1 << 30}, 9, []float64{1})
	lies := bytes.Clone(x)
	order.PutUint32(lies[4:], 1<<30)
	nested := matNumbers(order, "", 6, 0, []int32{1, 1}, 9, []float64{1})
	for range 100 {
		nested = matArray(order, "y", mxCell, 0, []int32{1, 1}, nested)
	}
	wide := matArray(order, "y", mxSparse, 0, []int32{1 << 20, 1 << 20}, matElement(order, 5, nil), matElement(order, 5, nil), matElement(order, 9, nil))
	outside := matArray(order, "y", mxSparse, 0, []int32{1, 1}, matElement(order, 5, stored64(order, []int32{5})), matElement(order, 5, stored64(order, []int32{0, 1})), matElement(order, 9, stored64(order, []float64{1})))
	many := matArray(order, "y", mxCell, 0, []int32{1 << 14, 1 << 14}, nested)
	broken := packed(order, short)
	broken[20] ^= 0xff
	for _, c := range []struct {
		name string
		bad  []byte
		want string
	}{
		{"fewer numbers than promised", short, "y is left out: the file ends early"},
		{"more numbers than can be", huge, "y is left out: its header promises 1073741824 × 1073741824 values"},
		{"longer than the file", lies, "a variable of 1073741824 bytes is left out"},
		{"cells in cells in cells", nested, "nested too deeply"},
		{"a sparse matrix that is too large", wide, "y is left out: its header promises"},
		{"a number outside of the matrix", outside, "stands outside"},
		{"more cells than bytes", many, "y is left out: the file ends early"},
		{"packed and broken", broken, "a variable is left out"},
		{"packed twice", packed(order, packed(order, x)), "packed twice"},
		{"a class of tomorrow", matNumbers(order, "y", 99, 0, []int32{1, 1}, 9, []float64{1}), "class 99"},
		{"no array", matElement(order, 9, little([]float64{1})), "an element of type 9 stands where an array should"},
		{"a stray end", []byte{1, 2, 3}, "what follows is left out"},
	} {
		got, left, err := openBytes("a.mat", matFile(order, x, c.bad))
		if err != nil || len(got) != 1 || got[0].Name != "x" {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
		if len(left) != 1 || !strings.Contains(left[0], c.want) {
			t.Errorf("%s: %q, want %q", c.name, left, c.want)
		}
	}
}

func TestMATRefuses(t *testing.T) {
	hdf := append(append([]byte("MATLAB 7.3 MAT-file"), bytes.Repeat([]byte{' '}, 105)...), 0, 2, 'I', 'M')
	for name, data := range map[string][]byte{"by its text": hdf, "by its magic": []byte("\x89HDF\r\n\x1a\n....")} {
		if _, _, err := openBytes("a.mat", data); !errors.Is(err, ErrHDF5) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range []struct {
		data []byte
		want string
	}{
		{nil, "ends early"},
		{matFile(binary.LittleEndian), "holds no array"},
		{bytes.Repeat([]byte{'x'}, 200), "does not begin as a file of MATLAB"},
		{make([]byte, 200), "header of a matrix cannot be right"},
		{matFile(binary.LittleEndian, matNumbers(binary.LittleEndian, "x", 6, 0x0800, []int32{1, 1}, 9, []float64{1})), "complex"},
	} {
		if got, _, err := openBytes("a.mat", c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, %v; want %q", got, err, c.want)
		}
	}
}

// mat4Matrix writes a matrix of level 4.
func mat4Matrix(order binary.ByteOrder, name string, kind uint32, rows, columns int, content []byte) []byte {
	if order == binary.BigEndian {
		kind += 1000
	}
	out := stored64(order, []uint32{kind, uint32(rows), uint32(columns), 0, uint32(len(name) + 1)})
	return append(append(append(out, name...), 0), content...)
}

func TestMAT4(t *testing.T) {
	for name, order := range map[string]binary.ByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		data := bytes.Join([][]byte{
			mat4Matrix(order, "x", 0, 2, 2, stored64(order, []float64{1, 3, 2, 4})),
			mat4Matrix(order, "i", 20, 1, 2, stored64(order, []int32{-1, 2})),
			mat4Matrix(order, "t", 51, 2, 2, []byte("acbd")),
			mat4Matrix(order, "s", 2, 3, 3, stored64(order, []float64{1, 2, 2, 2, 1, 3, 1.5, 2, 0})),
			mat4Matrix(order, "cut", 0, 100, 1, nil),
		}, nil)
		got, left, err := openBytes("a.mat", data)
		if err != nil {
			t.Fatal(name, err)
		}
		want := []Array{
			{Name: "x", Shape: []int{2, 2}, Numbers: []float64{1, 2, 3, 4}}, {Name: "i", Shape: []int{1, 2}, Numbers: []float64{-1, 2}},
			{Name: "t", Shape: []int{2}, Words: []string{"ab", "cd"}}, {Name: "s", Shape: []int{2, 3}, Numbers: []float64{0, 1.5, 0, 2, 0, 0}},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(name, diff)
		}
		if diff := cmp.Diff([]string{"cut is left out: the file ends early: it is cut off or damaged"}, left); diff != "" {
			t.Error(name, diff)
		}
	}
}

func TestMATKeepsEveryNumber(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		order := rapid.SampledFrom([]binary.ByteOrder{binary.LittleEndian, binary.BigEndian}).Draw(rt, "order")
		var variables [][]byte
		var want []Array
		for i := range rapid.IntRange(1, 5).Draw(rt, "variables") {
			rows, columns := rapid.IntRange(1, 5).Draw(rt, "rows"), rapid.IntRange(1, 5).Draw(rt, "columns")
			a := Array{Name: fmt.Sprint("v", i), Shape: []int{rows, columns}, Numbers: make([]float64, rows*columns)}
			list := rapid.SliceOfN(rapid.Float64(), rows*columns, rows*columns).Draw(rt, "numbers")
			for k, x := range list {
				a.Numbers[k%rows*columns+k/rows] = x
			}
			v := matNumbers(order, a.Name, 6, 0, []int32{int32(rows), int32(columns)}, 9, list)
			if rapid.Bool().Draw(rt, "packed") {
				v = packed(order, v)
			}
			variables, want = append(variables, v), append(want, a)
		}
		got, left, err := openBytes("a.mat", matFile(order, variables...))
		if err != nil || len(left) > 0 {
			rt.Fatal(err, left)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatal(diff)
		}
	})
}

func FuzzMAT(f *testing.F) {
	order := binary.LittleEndian
	x := matNumbers(order, "x", 6, 0, []int32{1, 2}, 9, []float64{1, 2})
	f.Add(matFile(order, x, packed(order, x)))
	f.Add(matFile(order, matArray(order, "X", mxCell, 0, []int32{1, 2}, x, matChars(order, "", []int32{1, 2}, "ab"))))
	f.Add(matFile(order, matArray(order, "s", mxStruct, 0, []int32{1, 1}, matSmall(order, 5, little(int32(4))), matElement(order, 1, []byte("a\x00\x00\x00")), x)))
	f.Add(matFile(order, matArray(order, "s", mxSparse, 0, []int32{2, 2}, matElement(order, 5, little([]int32{1})), matElement(order, 5, little([]int32{0, 1, 1})), matElement(order, 9, little([]float64{2})))))
	f.Add(matFile(binary.BigEndian, matNumbers(binary.BigEndian, "x", 14, 0, []int32{1, 1}, 12, []int64{1 << 60})))
	f.Add(mat4Matrix(order, "s", 2, 3, 3, little([]float64{1, 2, 2, 2, 1, 3, 1.5, 2, 0})))
	f.Fuzz(func(t *testing.T, data []byte) {
		arrays, _, err := openBytes("x.mat", data)
		sound(t, arrays, err)
	})
}
