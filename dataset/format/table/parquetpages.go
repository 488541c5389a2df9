package table

import (
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"lacuna/internal/say"
)

// Bounds of a page: what its header may take, what it may unpack to, and how
// many times its packed size that may be.
const (
	mostPageHeader = 16 << 20
	mostPage       = 1 << 30
	freePage       = 64 << 20
	mostPageRatio  = 1000
)

var errPage = say.Error("the header of one of its pages is damaged")

// soundPages walks through the headers of the pages of a column, before a
// library takes memory for what they promise.
func soundPages(at io.ReaderAt, size int64, f *parquet.File, column int) error {
	for _, group := range f.Metadata().RowGroups {
		if column >= len(group.Columns) {
			return errFooter
		}
		if err := soundChunk(at, size, group.Columns[column].MetaData); err != nil {
			return err
		}
	}
	return nil
}

func soundChunk(at io.ReaderAt, size int64, chunk format.ColumnMetaData) error {
	from := chunk.DataPageOffset
	if d := chunk.DictionaryPageOffset; d > 0 && d < from {
		from = d
	}
	if from < 0 || chunk.TotalCompressedSize < 0 || from > size || chunk.TotalCompressedSize > size-from {
		return errPage
	}
	for end := from + chunk.TotalCompressedSize; from < end; {
		header, packed, unpacked, err := pageHeader(at, from, end)
		if err != nil {
			return err
		}
		if packed < 0 || unpacked < 0 || packed > end-from-header || unpacked > mostPage || unpacked > max(freePage, mostPageRatio*packed) {
			return errPage
		}
		from += header + packed
	}
	return nil
}

// pageHeader reads how long a page's header is and how large the page is, packed
// and unpacked. Headers are short, unless they hold long values of a statistic.
func pageHeader(at io.ReaderAt, from, end int64) (header, packed, unpacked int64, err error) {
	for window := int64(4096); ; window *= 16 {
		b := make([]byte, min(window, end-from))
		if _, err := at.ReadAt(b, from); err != nil && err != io.EOF {
			return 0, 0, 0, err
		}
		f := &footer{b: b}
		if packed, unpacked, err = f.page(); err == nil {
			return int64(len(b) - len(f.b)), packed, unpacked, nil
		}
		if int64(len(b)) == end-from || window > mostPageHeader {
			return 0, 0, 0, errPage
		}
	}
}

// The fields of a page header that hold its sizes.
const (
	unpackedField = 2
	packedField   = 3
)

// page passes over a page header and returns its sizes.
func (f *footer) page() (packed, unpacked int64, err error) {
	packed, unpacked = -1, -1
	for id := int64(0); ; {
		head, err := f.byte()
		if err != nil || head == 0 {
			return packed, unpacked, err
		}
		if id += int64(head >> 4); head>>4 == 0 {
			n, err := f.varint()
			if err != nil {
				return 0, 0, err
			}
			id = zigzag(n)
		}
		kind := head & 0xf
		switch {
		case kind == thriftTrue || kind == thriftFalse:
			continue
		case kind > thriftByte && kind <= thriftInt64 && (id == packedField || id == unpackedField):
			n, err := f.varint()
			if err != nil {
				return 0, 0, err
			}
			if id == packedField {
				packed = zigzag(n)
			} else {
				unpacked = zigzag(n)
			}
			continue
		}
		if err := f.skip(kind, 1); err != nil {
			return 0, 0, err
		}
	}
}

// zigzag is how Thrift writes signed numbers.
func zigzag(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }
