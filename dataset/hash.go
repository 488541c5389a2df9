package dataset

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"maps"
	"math"
	"slices"
)

// contentHash covers everything that can change a result, and nothing about
// where the data lie.
func contentHash(d *Dataset) string {
	h := hasher{sha256.New()}
	h.strings(d.IDs)
	for _, b := range d.Blocks {
		h.block(b)
	}
	h.strings(d.Classes)
	for _, l := range d.Labels {
		h.number(uint64(int64(l)))
	}
	h.strings(d.Splits)
	for _, name := range slices.Sorted(maps.Keys(d.Groups)) {
		h.strings([]string{name})
		h.strings(d.Groups[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

type hasher struct{ hash.Hash }

func (h hasher) number(x uint64) {
	_, _ = h.Write(binary.LittleEndian.AppendUint64(nil, x)) // a hash never fails
}

func (h hasher) strings(list []string) {
	h.number(uint64(len(list)))
	for _, s := range list {
		h.number(uint64(len(s)))
		_, _ = h.Write([]byte(s))
	}
}

func (h hasher) block(b Block) {
	h.strings([]string{b.Modality.Name, string(b.Modality.Kind)})
	h.strings(b.Modality.Columns)
	for _, s := range b.Modality.Shape {
		h.number(uint64(s))
	}
	h.numbers(b.Numbers.Data)
	h.strings(b.Texts)
	for _, c := range b.Causes {
		_, _ = h.Write([]byte{byte(c)})
	}
}

// numbers writes the bits; every NaN counts as the same missing cell.
func (h hasher) numbers(data []float64) {
	buf := make([]byte, 0, 8*4096)
	for start := 0; start < len(data); start += 4096 {
		buf = buf[:0]
		for _, x := range data[start:min(start+4096, len(data))] {
			if math.IsNaN(x) {
				x = math.NaN()
			}
			buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(x))
		}
		_, _ = h.Write(buf)
	}
}
