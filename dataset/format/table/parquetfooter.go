package table

import (
	"encoding/binary"
	"errors"
	"io"

	"lacuna/internal/say"
)

// Bounds of the description at the end of a Parquet file: its bytes, and the
// entries of all its lists, for each of which memory is taken.
const (
	mostFooter  = 128 << 20
	mostListed  = 1 << 21
	mostStructs = 64 // inside of each other
)

// errFooter says that the description cannot be right.
var errFooter = say.Error("its description of columns is damaged")

// soundFooter walks through the description at the end of a file before a
// library takes memory for what it promises.
func soundFooter(at io.ReaderAt, size int64) error {
	end := make([]byte, 8)
	if size < 12 {
		return say.Error("it is too short")
	}
	if _, err := at.ReadAt(end, size-8); err != nil {
		return err
	}
	n := int64(binary.LittleEndian.Uint32(end))
	if string(end[4:]) != parquetMagic || n > size-12 || n > mostFooter {
		return say.Error("its end is missing")
	}
	f := &footer{b: make([]byte, n)}
	if _, err := at.ReadAt(f.b, size-8-n); err != nil {
		return err
	}
	return f.skip(thriftStruct, 0)
}

// Types of values in Thrift's compact protocol.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftInt64  = 6 // 16 and 32 bits stand before, written alike
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
)

// footer is what is left of a description in Thrift's compact protocol.
type footer struct {
	b      []byte
	listed uint64
}

func (f *footer) drop(n uint64) error {
	if n > uint64(len(f.b)) {
		return errFooter
	}
	f.b = f.b[n:]
	return nil
}

func (f *footer) byte() (byte, error) {
	if len(f.b) == 0 {
		return 0, errFooter
	}
	c := f.b[0]
	f.b = f.b[1:]
	return c, nil
}

func (f *footer) varint() (uint64, error) {
	x, n := binary.Uvarint(f.b)
	if n <= 0 {
		return 0, errFooter
	}
	f.b = f.b[n:]
	return x, nil
}

// skip passes over a value.
func (f *footer) skip(kind byte, depth int) error {
	if depth > mostStructs {
		return errFooter
	}
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		return f.drop(1)
	case thriftDouble:
		return f.drop(8)
	case thriftBinary:
		n, err := f.varint()
		if err != nil {
			return err
		}
		return f.drop(n)
	case thriftList, thriftSet:
		return f.skipList(depth)
	case thriftMap:
		return f.skipMap(depth)
	case thriftStruct:
		return f.skipStruct(depth)
	}
	if kind < thriftByte || kind > thriftInt64 {
		return errFooter
	}
	_, err := f.varint()
	return err
}

func (f *footer) skipStruct(depth int) error {
	for {
		head, err := f.byte()
		if err != nil || head == 0 {
			return err
		}
		if head>>4 == 0 {
			if _, err := f.varint(); err != nil {
				return err
			}
		}
		if kind := head & 0xf; kind != thriftTrue && kind != thriftFalse { // those stand in the head
			if err := f.skip(kind, depth+1); err != nil {
				return err
			}
		}
	}
}

func (f *footer) skipList(depth int) error {
	head, err := f.byte()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 0xf {
		if n, err = f.varint(); err != nil {
			return err
		}
	}
	return f.each(n, func() error { return f.skip(head&0xf, depth+1) })
}

func (f *footer) skipMap(depth int) error {
	n, err := f.varint()
	if err != nil || n == 0 {
		return err
	}
	kinds, err := f.byte()
	if err != nil {
		return err
	}
	return f.each(n, func() error {
		return errors.Join(f.skip(kinds>>4, depth+1), f.skip(kinds&0xf, depth+1))
	})
}

func (f *footer) each(n uint64, skip func() error) error {
	if f.listed += n; n > uint64(len(f.b)) || f.listed > mostListed {
		return errFooter
	}
	for range n {
		if err := skip(); err != nil {
			return err
		}
	}
	return nil
}
