package nn

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
)

// maxHeader is the largest header that the safetensors layout allows.
const maxHeader = 100 << 20

// metadataKey is the name under which a header holds text instead of a tensor.
const metadataKey = "__metadata__"

// storedTensor is one matrix of a safetensors file.
type storedTensor struct {
	name       string
	rows, cols int
	values     []float32
}

// tensorHeader is the entry of one tensor in a safetensors header.
type tensorHeader struct {
	DType   string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

// writeSafetensors writes the length of the header as 64 bits, little-endian;
// the header, a JSON object that gives for each tensor its type (F32), shape,
// and first and last byte in what follows; then the numbers, little-endian.
func writeSafetensors(w io.Writer, metadata map[string]string, tensors []storedTensor) error {
	header := make(map[string]any, len(tensors)+1)
	if len(metadata) > 0 {
		header[metadataKey] = metadata
	}
	at := 0
	for _, t := range tensors {
		header[t.name] = tensorHeader{"F32", []int{t.rows, t.cols}, [2]int{at, at + 4*len(t.values)}}
		at += 4 * len(t.values)
	}
	text, err := json.Marshal(header)
	if err != nil {
		return err
	}
	for len(text)%8 != 0 {
		text = append(text, ' ')
	}
	file := binary.LittleEndian.AppendUint64(make([]byte, 0, 8+len(text)+at), uint64(len(text)))
	file = append(file, text...)
	for _, t := range tensors {
		for _, v := range t.values {
			file = binary.LittleEndian.AppendUint32(file, math.Float32bits(v))
		}
	}
	_, err = w.Write(file)
	return err
}

// readSafetensors reads a file that holds exactly the given tensors, in any
// order, into their values, all of which must be finite, and returns its
// metadata. If anything is wrong with it, no value changes.
func readSafetensors(r io.Reader, tensors []storedTensor) (map[string]string, error) {
	raw, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	metadata, err := takeMetadata(raw)
	if err != nil {
		return nil, err
	}
	return metadata, readTensors(r, raw, tensors)
}

// readTensors reads the numbers that follow a header.
func readTensors(r io.Reader, raw map[string]json.RawMessage, tensors []storedTensor) error {
	size := 0
	for _, t := range tensors {
		size += 4 * len(t.values)
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err != nil {
		return err
	}
	if len(data) != size {
		return fmt.Errorf("the numbers of the file take %d bytes or more, those of the network %d", len(data), size)
	}
	if len(raw) != len(tensors) {
		return fmt.Errorf("the file holds %d matrices, the network has %d", len(raw), len(tensors))
	}
	return decodeAll(raw, data, tensors)
}

// readHeader reads the header's entries.
func readHeader(r io.Reader) (map[string]json.RawMessage, error) {
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, fmt.Errorf("the file is cut off in the length of its header: %w", err)
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > maxHeader {
		return nil, fmt.Errorf("a header of %d bytes: this is no safetensors file", n)
	}
	text, err := io.ReadAll(io.LimitReader(r, int64(n)))
	if err != nil || len(text) < int(n) {
		return nil, fmt.Errorf("the file is cut off in its header: %d bytes of %d", len(text), n)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("the header is no JSON: %w", err)
	}
	return raw, nil
}

// decodeAll decodes all tensors before it changes any.
func decodeAll(raw map[string]json.RawMessage, data []byte, tensors []storedTensor) error {
	decoded := make([][]float32, len(tensors))
	for i, t := range tensors {
		entry, ok := raw[t.name]
		if !ok {
			return fmt.Errorf("%q is not in the file", t.name)
		}
		var h tensorHeader
		if err := json.Unmarshal(entry, &h); err != nil {
			return fmt.Errorf("the header of %q: %w", t.name, err)
		}
		x, err := h.decode(data, t)
		if err != nil {
			return fmt.Errorf("%q %w", t.name, err)
		}
		decoded[i] = x
	}
	for i, t := range tensors {
		copy(t.values, decoded[i])
	}
	return nil
}

// decode returns the numbers that the header points to.
func (h tensorHeader) decode(data []byte, t storedTensor) ([]float32, error) {
	switch lo, hi := h.Offsets[0], h.Offsets[1]; {
	case h.DType != "F32":
		return nil, fmt.Errorf("is of type %q, not F32", h.DType)
	case !slices.Equal(h.Shape, []int{t.rows, t.cols}):
		return nil, fmt.Errorf("has shape %v, the network wants %d×%d", h.Shape, t.rows, t.cols)
	case lo < 0 || hi > len(data) || hi-lo != 4*len(t.values):
		return nil, fmt.Errorf("has its numbers at bytes %v of %d", h.Offsets, len(data))
	}
	x := make([]float32, len(t.values))
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[h.Offsets[0]+4*i:]))
		if d := float64(x[i]); math.IsNaN(d) || math.IsInf(d, 0) {
			return nil, fmt.Errorf("holds %v", x[i])
		}
	}
	return x, nil
}
