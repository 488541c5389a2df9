package saved

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"lacuna/internal/say"
)

// maxHeader is the largest header that the safetensors layout allows.
const maxHeader = 100 << 20

// Names in the header: metadataKey holds texts in the place of a tensor, and
// sumKey among these the SHA-256 of all else.
const (
	metadataKey = "__metadata__"
	sumKey      = "sha256"
)

// Tensor is one array of a file.
type Tensor struct {
	Name  string
	Shape []int
	// Values is []float32, []float64, []int32, []int64, []uint64, []uint8 or
	// []bool, as many as the shape says.
	Values any
}

// File is what a file in the safetensors layout holds.
type File struct {
	Metadata map[string]string
	Tensors  map[string]Tensor // by name
}

// entry is one tensor in a header.
type entry struct {
	DType   string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

// Write writes the length of the header as 64 bits, little-endian; the header;
// and the numbers, little-endian: wide ones first, so that all lie at multiples
// of their size, and tensors of one size in the order of their names. The same
// file has the same bytes. Among the metadata is the SHA-256 of all else.
func (f *File) Write(w io.Writer) error {
	list := slices.SortedFunc(maps.Values(f.Tensors), func(a, b Tensor) int {
		return cmp.Or(cmp.Compare(elementSize(b.Values), elementSize(a.Values)), cmp.Compare(a.Name, b.Name))
	})
	header := make(map[string]any, len(list)+1)
	sum := newSum(f.Metadata)
	at := 0
	for _, t := range list {
		size := binary.Size(t.Values)
		if elementSize(t.Values) == 0 || size != elementSize(t.Values)*product(t.Shape) {
			return say.Errorf("tensor %q: %T of %d bytes does not have the shape %v", t.Name, t.Values, size, t.Shape)
		}
		e := entry{DType: typeOf(t.Values), Shape: t.Shape, Offsets: [2]int{at, at + size}}
		header[t.Name] = e
		at += size
		if err := sum.add(t.Name, e, t.Values); err != nil {
			return err
		}
	}
	metadata := maps.Clone(f.Metadata)
	if metadata == nil {
		metadata = map[string]string{}
	}
	metadata[sumKey] = sum.text()
	header[metadataKey] = metadata
	return write(w, header, list)
}

func write(w io.Writer, header map[string]any, list []Tensor) error {
	text, err := json.Marshal(header)
	if err != nil {
		return err
	}
	for len(text)%8 != 0 {
		text = append(text, ' ')
	}
	if len(text) > maxHeader {
		return say.Errorf("the description takes %d bytes, more than the %d that a file can have", len(text), maxHeader)
	}
	start := binary.LittleEndian.AppendUint64(make([]byte, 0, 8+len(text)), uint64(len(text)))
	if _, err := w.Write(append(start, text...)); err != nil {
		return err
	}
	for _, t := range list {
		if err := binary.Write(w, binary.LittleEndian, t.Values); err != nil {
			return err
		}
	}
	return nil
}

// Read reads a file that Write wrote, or another in the same layout, which then
// has no checksum to be held against.
func Read(r io.Reader) (*File, error) {
	header, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	f := &File{Tensors: make(map[string]Tensor, len(header))}
	if text, ok := header[metadataKey]; ok {
		if err := json.Unmarshal(text, &f.Metadata); err != nil {
			return nil, say.Errorf("the metadata: %w", err)
		}
		delete(header, metadataKey)
	}
	entries := make(map[string]entry, len(header))
	for name, text := range header {
		var e entry
		if err := json.Unmarshal(text, &e); err != nil {
			return nil, say.Errorf("the header of tensor %q: %w", name, err)
		}
		entries[name] = e
	}
	if err := f.readTensors(r, entries); err != nil {
		return nil, err
	}
	want, summed := f.Metadata[sumKey]
	delete(f.Metadata, sumKey)
	if got := f.sum(entries); summed && got != want {
		return nil, say.Error("its checksum is another: the file was damaged or changed after it was written")
	}
	return f, nil
}

// readHeader reads the header's entries.
func readHeader(r io.Reader) (map[string]json.RawMessage, error) {
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, say.Errorf("the file is cut off in the length of its header: %w", err)
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > maxHeader {
		return nil, say.Errorf("a header of %d bytes: this is no safetensors file", n)
	}
	text, err := io.ReadAll(io.LimitReader(r, int64(n)))
	if err != nil || len(text) < int(n) {
		return nil, say.Errorf("the file is cut off in its header: %d bytes of %d", len(text), n)
	}
	var header map[string]json.RawMessage
	if err := json.Unmarshal(text, &header); err != nil {
		return nil, say.Errorf("the header is no JSON: %w", err)
	}
	if header == nil {
		return nil, say.Error("the header is no JSON object")
	}
	return header, nil
}

// readTensors reads the numbers behind a header. They must follow each other
// without gaps, so that none is there twice.
func (f *File) readTensors(r io.Reader, entries map[string]entry) error {
	names := slices.SortedFunc(maps.Keys(entries), func(a, b string) int {
		x, y := entries[a].Offsets, entries[b].Offsets
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]), cmp.Compare(a, b))
	})
	at := 0
	for _, name := range names {
		e := entries[name]
		size, err := e.size()
		if err != nil {
			return say.Errorf("tensor %q %w", name, err)
		}
		if e.Offsets != [2]int{at, at + size} {
			return say.Errorf("tensor %q has its numbers at bytes %v, not at %d to %d", name, e.Offsets, at, at+size)
		}
		data, err := io.ReadAll(io.LimitReader(r, int64(size)))
		if err != nil {
			return err
		}
		if len(data) < size {
			return say.Errorf("the file is cut off in tensor %q: %d bytes of %d", name, len(data), size)
		}
		values := newValues(e.DType, size)
		if _, err := binary.Decode(data, binary.LittleEndian, values); err != nil {
			return say.Errorf("tensor %q: %w", name, err)
		}
		f.Tensors[name] = Tensor{name, e.Shape, values}
		at += size
	}
	if n, _ := io.ReadFull(r, make([]byte, 1)); n > 0 {
		return say.Error("there is more behind the last tensor")
	}
	return nil
}

// mostElements bounds a shape, so that no product overflows.
const mostElements = 1 << 40

// size returns the bytes that a tensor takes.
func (e entry) size() (int, error) {
	width := len(zeroOf(e.DType))
	if width == 0 {
		return 0, say.Errorf("is of type %q, which this program does not read", e.DType)
	}
	n := 1
	for _, s := range e.Shape {
		if s < 0 || s > mostElements || n > mostElements/max(s, 1) {
			return 0, say.Errorf("has the impossible shape %v", e.Shape)
		}
		n *= s
	}
	return n * width, nil
}

func product(shape []int) int {
	n := 1
	for _, s := range shape {
		n *= s
	}
	return n
}

// typeOf names the type of values in the words of the layout.
func typeOf(values any) string {
	switch values.(type) {
	case []float32:
		return "F32"
	case []float64:
		return "F64"
	case []int32:
		return "I32"
	case []int64:
		return "I64"
	case []uint64:
		return "U64"
	case []uint8:
		return "U8"
	case []bool:
		return "BOOL"
	}
	return ""
}

// zeroOf returns the bytes of one element, none for a type that is not known.
func zeroOf(dtype string) []byte {
	switch dtype {
	case "F64", "I64", "U64":
		return make([]byte, 8)
	case "F32", "I32":
		return make([]byte, 4)
	case "U8", "BOOL":
		return make([]byte, 1)
	}
	return nil
}

func elementSize(values any) int { return len(zeroOf(typeOf(values))) }

// newValues makes room for so many bytes of a type that is known.
func newValues(dtype string, size int) any {
	n := size / len(zeroOf(dtype))
	switch dtype {
	case "F32":
		return make([]float32, n)
	case "F64":
		return make([]float64, n)
	case "I32":
		return make([]int32, n)
	case "I64":
		return make([]int64, n)
	case "U64":
		return make([]uint64, n)
	case "U8":
		return make([]uint8, n)
	}
	return make([]bool, n)
}

// Finite says whether no number of the tensor is infinite or NaN.
func (t Tensor) Finite() bool {
	switch x := t.Values.(type) {
	case []float32:
		return !slices.ContainsFunc(x, func(v float32) bool { return !finite(float64(v)) })
	case []float64:
		return !slices.ContainsFunc(x, func(v float64) bool { return !finite(v) })
	}
	return true
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// sum is the SHA-256 of a file: of its metadata, then of each tensor.
type sum struct {
	hash interface {
		io.Writer
		Sum(b []byte) []byte
	}
}

func newSum(metadata map[string]string) sum {
	s := sum{sha256.New()}
	for _, key := range slices.Sorted(maps.Keys(metadata)) {
		if key != sumKey {
			s.say("%d %d %s%s", len(key), len(metadata[key]), key, metadata[key])
		}
	}
	return s
}

func (s sum) say(format string, args ...any) { _, _ = fmt.Fprintf(s.hash, format, args...) } // a hash never fails

func (s sum) add(name string, e entry, values any) error {
	s.say("\n%q %s %v %v", name, e.DType, e.Shape, e.Offsets)
	return binary.Write(s.hash, binary.LittleEndian, values)
}

func (s sum) text() string { return hex.EncodeToString(s.hash.Sum(nil)) }

// sum computes the checksum of a file that was read.
func (f *File) sum(entries map[string]entry) string {
	s := newSum(f.Metadata)
	names := slices.SortedFunc(maps.Keys(entries), func(a, b string) int {
		return cmp.Or(cmp.Compare(entries[a].Offsets[0], entries[b].Offsets[0]), cmp.Compare(entries[a].Offsets[1], entries[b].Offsets[1]), cmp.Compare(a, b))
	})
	for _, name := range names {
		if err := s.add(name, entries[name], f.Tensors[name].Values); err != nil {
			return ""
		}
	}
	return s.text()
}

// Bytes returns the file as it is written.
func (f *File) Bytes() ([]byte, error) {
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
