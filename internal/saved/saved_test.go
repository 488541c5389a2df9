package saved

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

type table struct {
	Rows, Cols int
	Data       []float64
}

type leaf struct {
	Name  string
	Bits  []uint64
	Codes []uint8
	On    []bool
	Pair  [2]int
}

type whole struct {
	Number  float64
	Odd     float64
	Count   int
	Yes     bool
	Words   []string
	Long    []float64
	Short   []float64
	Ints    []int
	Small   []int32
	Floats  []float32
	None    []int
	Empty   []int
	Table   table
	NoTable table
	Leaf    *leaf
	NoLeaf  *leaf
	Leaves  []leaf
	ByName  map[string][]float64
	Any     any
}

func many(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Sqrt(float64(i)) - 3
	}
	out[1], out[2], out[3] = math.NaN(), math.Inf(-1), math.Copysign(0, -1)
	return out
}

func example() whole {
	ints := make([]int, 40)
	for i := range ints {
		ints[i] = i*i - 7
	}
	l := leaf{"a leaf", []uint64{1 << 63, 5}, []uint8{0, 255}, []bool{true, false}, [2]int{3, 4}}
	return whole{
		Number: 0.1, Odd: math.Inf(1), Count: -3, Yes: true, Words: []string{"ä", ""}, Long: many(50), Short: []float64{1, 0.1, math.Copysign(0, -1)},
		Ints: ints, Small: []int32{-1, 7}, Floats: []float32{0.1, 3}, Empty: []int{}, Table: table{2, 3, many(6)}, Leaf: &l, Leaves: []leaf{l, {}},
		ByName: map[string][]float64{"x": many(30), "y": {2}}, Any: l,
	}
}

// through writes a file and reads it again.
func through(t *testing.T, state any) *File {
	t.Helper()
	file, err := Encode(state)
	if err != nil {
		t.Fatal(err)
	}
	data, err := file.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(iotest.OneByteReader(bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func root(t *testing.T, f *File) Node {
	t.Helper()
	n, err := f.Root()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestStatesComeBack holds all kinds of fields against what comes out of a file,
// bit for bit.
func TestStatesComeBack(t *testing.T) {
	want := example()
	var got struct {
		Number, Odd    float64
		Count          int
		Yes            bool
		Words          []string
		Long, Short    []float64
		Ints           []int
		Small          []int32
		Floats         []float32
		None, Empty    []int
		Table, NoTable table
		Leaf, NoLeaf   *leaf
		Leaves         []leaf
		ByName         map[string][]float64
		Any            Node
	}
	if err := root(t, through(t, want)).Decode(&got); err != nil {
		t.Fatal(err)
	}
	var any leaf
	if err := got.Any.Decode(&any); err != nil {
		t.Fatal(err)
	}
	back := whole{got.Number, got.Odd, got.Count, got.Yes, got.Words, got.Long, got.Short, got.Ints, got.Small, got.Floats, got.None, got.Empty,
		got.Table, got.NoTable, got.Leaf, got.NoLeaf, got.Leaves, got.ByName, any}
	bits := cmp.Comparer(func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) })
	if diff := cmp.Diff(want, back, bits); diff != "" {
		t.Error(diff)
	}
}

// TestSameStateSameBytes: a file depends on the state alone.
func TestSameStateSameBytes(t *testing.T) {
	var files [2][]byte
	for k := range files {
		file, err := Encode(example())
		if err != nil {
			t.Fatal(err)
		}
		if files[k], err = file.Bytes(); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("two files of one state differ")
	}
}

// TestLayout reads a file by the letter of the format: eight bytes of length, a
// header, and numbers at multiples of their size.
func TestLayout(t *testing.T) {
	file, err := Encode(example())
	if err != nil {
		t.Fatal(err)
	}
	data, err := file.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	n := binary.LittleEndian.Uint64(data)
	if n%8 != 0 || data[8] != '{' || !bytes.Contains(data[8:8+n], []byte(`"table":{"dtype":"F64","shape":[2,3],"data_offsets":[`)) {
		t.Errorf("the header is %q", data[:min(len(data), 300)])
	}
}

func TestReadRefuses(t *testing.T) {
	file, err := Encode(example())
	if err != nil {
		t.Fatal(err)
	}
	good, err := file.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	header := func(text string) []byte {
		return append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...)
	}
	flipped := bytes.Clone(good)
	flipped[len(flipped)-1] ^= 1
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":           {nil, "cut off in the length"},
		"a text":          {[]byte("hello, this is a text file"), "no safetensors file"},
		"cut header":      {good[:40], "cut off in its header"},
		"cut numbers":     {good[:len(good)-3], "cut off in tensor"},
		"more":            {append(bytes.Clone(good), 0), "more behind"},
		"a bit flipped":   {flipped, "checksum"},
		"no JSON":         {header("[1,2]"), "no JSON"},
		"null":            {header("null"), "no JSON object"},
		"huge shape":      {header(`{"a":{"dtype":"F64","shape":[1000000,1000000,1000000],"data_offsets":[0,8]}}`), "impossible shape"},
		"negative shape":  {header(`{"a":{"dtype":"F64","shape":[-1],"data_offsets":[0,8]}}`), "impossible shape"},
		"claims too much": {header(`{"a":{"dtype":"F64","shape":[1000000000],"data_offsets":[0,8000000000]}}`), "cut off in tensor"},
		"type":            {header(`{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}`), "does not read"},
		"overlap":         {append(header(`{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}`), 1), "has its numbers at"},
	} {
		if _, err := Read(bytes.NewReader(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that says %q", name, err, c.want)
		}
	}
}

// TestDecodeRefuses changes the text of a state.
func TestDecodeRefuses(t *testing.T) {
	type state struct {
		Count int
		Long  []float64
		Table table
		Leaf  *leaf
	}
	for _, c := range []struct{ old, new, want string }{
		{`"count":3`, `"county":3`, `has no "count"`},
		{`"count":3`, `"count":3,"more":1`, `has "more"`},
		{`"count":3`, `"count":null`, "count: is missing"},
		{`"count":3`, `"count":"3"`, "count"},
		{`"count":3`, `"count":1e99`, "count"},
		{`"long":"tensor"`, `"long":"tenor"`, "no tensor"},
		{`"long":"tensor"`, `"long":["a"]`, "long"},
		{`"long":"tensor"`, `"long":{}`, "long"},
		{`"table":"tensor"`, `"table":[1]`, "table"},
		{`"on":[`, `"on":[3,`, "leaf.on"},
		{`{"count"`, `["count"`, "state"},
	} {
		l := example().Leaf
		file, err := Encode(state{3, many(20), table{2, 3, many(6)}, l})
		if err != nil {
			t.Fatal(err)
		}
		text := file.Metadata[stateKey]
		if !strings.Contains(text, c.old) {
			t.Fatalf("the state has no %s: %s", c.old, text)
		}
		file.Metadata[stateKey] = strings.Replace(text, c.old, c.new, 1)
		var s state
		if err := root(t, file).Decode(&s); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that says %q", c.new, err, c.want)
		}
	}
	file := &File{Metadata: map[string]string{}}
	if _, err := file.Root(); err == nil {
		t.Error("a file without a state has one")
	}
	if err := (Node{}).Decode(&state{}); err == nil {
		t.Error("nothing was decoded")
	}
	if _, err := Encode(struct{ F func() }{}); err == nil {
		t.Error("a function was encoded")
	}
}

// TestWriteFails passes errors of the writer on.
func TestWriteFails(t *testing.T) {
	file, err := Encode(example())
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	for room := range 3 {
		if err := file.Write(&failing{room * 200, full}); !cmp.Equal(err, full, cmpopts.EquateErrors()) {
			t.Errorf("with room for %d bytes Write returned %v", room*200, err)
		}
	}
	wrong := &File{Tensors: map[string]Tensor{"a": {"a", []int{3}, []float64{1}}}}
	if err := wrong.Write(&bytes.Buffer{}); err == nil {
		t.Error("a tensor that does not have its shape was written")
	}
}

type failing struct {
	room int
	err  error
}

func (f *failing) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, f.err
	}
	return len(p), nil
}

func FuzzRead(f *testing.F) {
	file, err := Encode(example())
	if err != nil {
		f.Fatal(err)
	}
	good, err := file.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte{2, 0, 0, 0, 0, 0, 0, 0, '{', '}'})
	f.Fuzz(func(_ *testing.T, data []byte) {
		file, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		if n, err := file.Root(); err == nil {
			_ = n.Decode(new(struct {
				Number float64
				Long   []float64
				Table  table
				Leaf   *leaf
				ByName map[string][]float64
			}))
		}
	})
}
