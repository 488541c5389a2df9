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

// tensorHeader is the entry of one tensor in a safetensors header.
type tensorHeader struct {
	DType   string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

// Save writes the parameters in the safetensors layout: the length of the
// header as 64 bits, little-endian; the header, a JSON object that gives for
// each parameter its type (F32), shape, and first and last byte in what
// follows; then the numbers, little-endian. Any reader of safetensors opens it.
func (n *Network) Save(w io.Writer) error {
	header := make(map[string]tensorHeader, len(n.params.specs))
	at := 0
	for _, p := range n.params.specs {
		header[p.name] = tensorHeader{"F32", []int{p.rows, p.cols}, [2]int{at, at + 4*p.size()}}
		at += 4 * p.size()
	}
	text, err := json.Marshal(header)
	if err != nil {
		return fmt.Errorf("nn: saving weights: %w", err)
	}
	for len(text)%8 != 0 {
		text = append(text, ' ')
	}
	file := binary.LittleEndian.AppendUint64(make([]byte, 0, 8+len(text)+at), uint64(len(text)))
	file = append(file, text...)
	for _, p := range n.params.specs {
		for _, v := range n.params.values[p.off : p.off+p.size()] {
			file = binary.LittleEndian.AppendUint32(file, math.Float32bits(v))
		}
	}
	if _, err := w.Write(file); err != nil {
		return fmt.Errorf("nn: saving weights: %w", err)
	}
	return nil
}

// Load reads parameters that Save wrote. The file must hold exactly the
// parameters of this network, in any order; otherwise nothing changes and the
// error says what is wrong with it.
func (n *Network) Load(r io.Reader) error {
	header, data, err := readSafetensors(r, 4*n.Size())
	if err != nil {
		return fmt.Errorf("nn: loading weights: %w", err)
	}
	if err := n.params.match(header, len(data)); err != nil {
		return fmt.Errorf("nn: loading weights: %w", err)
	}
	values := make([]float32, len(n.params.values))
	for _, p := range n.params.specs {
		src := data[header[p.name].Offsets[0]:]
		for i := range p.size() {
			v := math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:]))
			if d := float64(v); math.IsNaN(d) || math.IsInf(d, 0) {
				return fmt.Errorf("nn: loading weights: %q holds %v", p.name, v)
			}
			values[p.off+i] = v
		}
	}
	copy(n.params.values, values)
	return nil
}

// readSafetensors reads a header and size bytes of numbers.
func readSafetensors(r io.Reader, size int) (map[string]tensorHeader, []byte, error) {
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, nil, fmt.Errorf("the file is cut off in the length of its header: %w", err)
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > maxHeader {
		return nil, nil, fmt.Errorf("a header of %d bytes: this is no safetensors file", n)
	}
	text, err := io.ReadAll(io.LimitReader(r, int64(n)))
	if err != nil || len(text) < int(n) {
		return nil, nil, fmt.Errorf("the file is cut off in its header: %d bytes of %d", len(text), n)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, nil, fmt.Errorf("the header is no JSON: %w", err)
	}
	delete(raw, "__metadata__")
	header := make(map[string]tensorHeader, len(raw))
	for name, entry := range raw {
		var h tensorHeader
		if err := json.Unmarshal(entry, &h); err != nil {
			return nil, nil, fmt.Errorf("the header of %q: %w", name, err)
		}
		header[name] = h
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err != nil {
		return nil, nil, err
	}
	if len(data) != size {
		return nil, nil, fmt.Errorf("the numbers take %d bytes where the network has %d", len(data), size)
	}
	return header, data, nil
}

// match says whether the header describes exactly these parameters.
func (s *paramSet) match(header map[string]tensorHeader, size int) error {
	for _, p := range s.specs {
		h, ok := header[p.name]
		switch {
		case !ok:
			return fmt.Errorf("%q is not in the file", p.name)
		case h.DType != "F32":
			return fmt.Errorf("%q is of type %q, not F32", p.name, h.DType)
		case !slices.Equal(h.Shape, []int{p.rows, p.cols}):
			return fmt.Errorf("%q has shape %v, the network wants %d×%d", p.name, h.Shape, p.rows, p.cols)
		case h.Offsets[0] < 0 || h.Offsets[1] > size || h.Offsets[1]-h.Offsets[0] != 4*p.size():
			return fmt.Errorf("%q has its numbers at bytes %v of %d", p.name, h.Offsets, size)
		}
	}
	if len(header) != len(s.specs) {
		return fmt.Errorf("the file holds %d parameters, the network has %d", len(header), len(s.specs))
	}
	return nil
}
