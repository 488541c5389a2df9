package dataset

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"maps"
	"math"
	"slices"
	"time"
)

// contentHash covers everything that can change a result, and nothing about
// where the data lie.
func contentHash(d *Dataset) string {
	h := newHasher()
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

type hasher struct {
	hash.Hash
	buffer []byte
}

// hashedAtOnce is how many numbers are handed to the hash together.
const hashedAtOnce = 4096

func newHasher() hasher { return hasher{sha256.New(), make([]byte, 0, 8*hashedAtOnce)} }

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
	if b.Modality.Fields != nil {
		h.fields(b.Modality.Fields)
	}
	h.rows(b)
	h.bounds(b.Bounds, len(b.Causes))
	h.strings(b.Texts)
	for _, c := range b.Causes {
		_, _ = h.Write([]byte{byte(c)})
	}
}

// fields writes what columns stand for. Datasets without fields have the hash
// that they had before there were any.
func (h hasher) fields(list []Field) {
	for _, f := range list {
		h.strings([]string{string(f.Kind), f.Layout, f.Prefix, f.Suffix, f.Epoch.UTC().Format(time.RFC3339Nano)})
		h.strings(f.Levels)
		h.number(uint64(int64(f.Decimals)))
		h.number(uint64(int64(f.Width)))
	}
}

// rows writes the numbers of every record, wherever they are kept. Of media
// files, which many records may share, a digest of each stands for its numbers.
func (h hasher) rows(b Block) {
	if b.Files != nil {
		h.digests(b)
		return
	}
	if b.Rows == nil && b.Decimals == nil {
		h.numbers(b.Numbers.Data)
		return
	}
	cells := b.Cells()
	if b.Rows == nil {
		for _, row := range cells.All() {
			h.numbers(row)
		}
		return
	}
	missing := NewMissing(1, b.Numbers.Cols).Data
	for _, r := range b.Rows {
		if r < 0 {
			h.numbers(missing)
		} else {
			h.numbers(cells.Row(r))
		}
	}
}

// digests writes a SHA-256 of the numbers of every record, computed once for
// each row that is kept.
func (h hasher) digests(b Block) {
	cells, known := b.Cells(), make([][]byte, b.Numbers.Rows)
	none := make([]byte, sha256.Size)
	for i := range b.Causes {
		r := i
		if b.Rows != nil {
			r = b.Rows[i]
		}
		if b.kept(i) < 0 {
			_, _ = h.Write(none)
			continue
		}
		if known[r] == nil {
			one := newHasher()
			one.numbers(cells.Row(r))
			known[r] = one.Sum(nil)
		}
		_, _ = h.Write(known[r])
	}
}

// numbers writes the bits; every NaN counts as the same missing cell.
func (h hasher) numbers(data []float64) {
	for start := 0; start < len(data); start += hashedAtOnce {
		buf := h.buffer[:0]
		for _, x := range data[start:min(start+hashedAtOnce, len(data))] {
			if math.IsNaN(x) {
				x = math.NaN()
			}
			buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(x))
		}
		_, _ = h.Write(buf)
	}
}
