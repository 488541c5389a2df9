package project

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"github.com/parquet-go/parquet-go"

	"lacuna/internal/say"
)

// rowsAByte is more rows than a byte of our tables can hold: every row has an id
// or a record of its own.
const rowsAByte = 16

// readRows reads a table of a run folder. Such files may be anybody's: one that
// claims more rows than its bytes can hold, or over which the library panics, is
// an error.
func readRows[T any](data []byte) (rows []T, err error) {
	defer guard(&err)
	file, claimed, err := openTable(data)
	if err != nil {
		return nil, err
	}
	in := parquet.NewGenericReader[T](file)
	defer func() { err = errors.Join(err, in.Close()) }()
	rows = make([]T, claimed)
	for at := 0; at < len(rows); {
		n, err := in.Read(rows[at:])
		if at += n; at == len(rows) || err == nil && n > 0 {
			continue
		}
		if err == nil || errors.Is(err, io.EOF) {
			err = say.Errorf("it is damaged: %d rows are there of %d", at, claimed)
		}
		return nil, err
	}
	return rows, nil
}

// openTable opens a table and counts its rows. The library makes room for a footer
// as long as the file says before it looks for it, so that is looked at first.
func openTable(data []byte) (*parquet.File, int, error) {
	size := int64(len(data))
	if size < footerEnd || int64(binary.LittleEndian.Uint32(data[size-footerEnd:])) > size-footerEnd {
		return nil, 0, say.Errorf("it is damaged: the %d bytes have no whole footer", size)
	}
	file, err := parquet.OpenFile(bytes.NewReader(data), size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, 0, err
	}
	claimed := file.NumRows()
	if claimed < 0 || claimed > rowsAByte*size {
		return nil, 0, say.Errorf("it is damaged: %d rows in %d bytes", claimed, size)
	}
	return file, int(claimed), nil
}

// footerEnd is what ends a file: the length of its footer and four letters.
const footerEnd = 8
