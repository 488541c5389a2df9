package format

import (
	"bytes"
	"io"
	"io/fs"

	"github.com/parquet-go/parquet-go"

	"lacuna/dataset"
)

// hiddenPair is a row of a mask as Parquet.
type hiddenPair struct {
	ID       string `parquet:"id"`
	Modality string `parquet:"modality,dict"`
	Cause    string `parquet:"cause,dict"`
}

// maskKey is the name under which the first line of a mask as CSV stands in one
// as Parquet.
const maskKey = "mask"

// WriteMaskParquet writes a mask as WriteMask does, as Parquet: the first line is
// in its metadata, under "mask".
func WriteMaskParquet(w io.Writer, d *dataset.Dataset, mask *dataset.Mask, meta MaskMeta) error {
	if err := fits(mask, d); err != nil {
		return err
	}
	out := parquet.NewGenericWriter[hiddenPair](w, parquet.Compression(&parquet.Snappy), parquet.KeyValueMetadata(maskKey, meta.line(d, mask)))
	err := eachHidden(d, mask, func(id, modality, cause string) error {
		_, err := out.Write([]hiddenPair{{id, modality, cause}})
		return err
	})
	if err != nil {
		return err
	}
	return out.Close()
}

// parquetLine returns what stands in a mask as Parquet for its first line, "" for
// nothing or another kind of file.
func parquetLine(fsys fs.FS, file string) string {
	data, err := fs.ReadFile(fsys, file)
	if err != nil || !bytes.HasPrefix(data, []byte("PAR1")) {
		return ""
	}
	in, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return ""
	}
	line, _ := in.Lookup(maskKey)
	return line
}
