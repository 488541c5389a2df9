package project

import (
	"errors"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// columns reads a table of a run folder column by column, which takes a fraction
// of what it takes by rows: a project has thousands of small tables.
type columns struct {
	file *parquet.File
	at   map[string]int // columns by their path, with dots
	rows int
	most int64 // values of a column that its bytes can hold
	seen int64 // of the column that is being read
	buf  [128]parquet.Value
}

// openColumns opens a table. Such files may be anybody's: one that claims more
// rows or values than its bytes can hold is an error. Over others the library may
// panic.
func openColumns(data []byte) (*columns, error) {
	file, rows, err := openTable(data)
	if err != nil {
		return nil, err
	}
	c := &columns{file: file, at: map[string]int{}, rows: rows, most: rowsAByte * int64(len(data))}
	for i, path := range file.Schema().Columns() {
		c.at[strings.Join(path, ".")] = i
	}
	return c, nil
}

// each calls f with every value of a column, which must be of that kind; a column
// that is not there has none.
func (c *columns) each(path string, kind parquet.Kind, f func(parquet.Value) error) error {
	at, ok := c.at[path]
	if !ok {
		return nil
	}
	c.seen = 0
	for _, group := range c.file.RowGroups() {
		chunk := group.ColumnChunks()[at]
		if chunk.Type().Kind() != kind {
			return say.Errorf("it is damaged: column %s holds %s", path, chunk.Type())
		}
		if err := c.pages(chunk, f); err != nil {
			return say.Errorf("column %s: %w", path, err)
		}
	}
	return nil
}

func (c *columns) pages(chunk parquet.ColumnChunk, f func(parquet.Value) error) (err error) {
	pages := chunk.Pages()
	defer func() { err = errors.Join(err, pages.Close()) }()
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		err = c.values(page.Values(), f)
		parquet.Release(page)
		if err != nil {
			return err
		}
	}
}

func (c *columns) values(in parquet.ValueReader, f func(parquet.Value) error) error {
	for {
		n, err := in.ReadValues(c.buf[:])
		if c.seen += int64(n); c.seen > c.most {
			return say.Errorf("it is damaged: more than %d values", c.most)
		}
		for _, v := range c.buf[:n] {
			if err := f(v); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err == nil && n == 0:
			return say.Error("it is damaged: a page ends before its values do")
		case err != nil:
			return err
		}
	}
}

// plain calls set with the value of each row, in their order.
func (c *columns) plain(path string, kind parquet.Kind, set func(row int, v parquet.Value)) error {
	row := 0
	err := c.each(path, kind, func(v parquet.Value) error {
		if row >= c.rows {
			return c.uneven(row + 1)
		}
		set(row, v)
		row++
		return nil
	})
	if err == nil && row != c.rows && c.has(path) {
		err = c.uneven(row)
	}
	return err
}

// lists returns the numbers of a column of lists, a slice for each row.
func (c *columns) lists(name string) ([][]float64, error) {
	path := name + ".list.element"
	out := make([][]float64, c.rows)
	var flat []float64
	ends := make([]int, 0, c.rows)
	err := c.each(path, parquet.Double, func(v parquet.Value) error {
		if v.RepetitionLevel() == 0 {
			if len(ends) == c.rows {
				return c.uneven(len(ends) + 1)
			}
			ends = append(ends, len(flat))
		}
		if !v.IsNull() {
			flat = append(flat, v.Double())
		}
		if len(ends) == 0 {
			return say.Error("it is damaged: a list begins in its middle")
		}
		ends[len(ends)-1] = len(flat)
		return nil
	})
	if err == nil && len(ends) != c.rows && c.has(path) {
		err = c.uneven(len(ends))
	}
	if err != nil {
		return nil, err
	}
	from := 0
	for i, to := range ends {
		out[i], from = flat[from:to:to], to
	}
	return out, nil
}

func (c *columns) has(path string) bool {
	_, ok := c.at[path]
	return ok
}

func (c *columns) uneven(n int) error {
	return say.Errorf("it is damaged: %d rows are there of %d", n, c.rows)
}

// words returns a column of texts; equal ones share their letters.
func (c *columns) words(path string) ([]string, error) {
	out, known := make([]string, c.rows), map[string]string{}
	err := c.plain(path, parquet.ByteArray, func(row int, v parquet.Value) {
		word, ok := known[string(v.ByteArray())]
		if !ok {
			word = string(v.ByteArray())
			known[word] = word
		}
		out[row] = word
	})
	return out, err
}

// decodeRows reads predictions.parquet.
func decodeRows(data []byte) (rows []result.Row, err error) {
	defer guard(&err)
	c, err := openColumns(data)
	if err != nil {
		return nil, err
	}
	rows = make([]result.Row, c.rows)
	ids, err1 := c.words("id")
	series, err2 := c.words("series")
	patterns, err3 := c.words("pattern")
	natural, err4 := c.words("natural")
	probabilities, err5 := c.lists("probabilities")
	attention, err6 := c.lists("attention")
	err7 := c.plain("record", parquet.Int64, func(row int, v parquet.Value) { rows[row].Record = int(v.Int64()) })
	err8 := c.plain("label", parquet.Int64, func(row int, v parquet.Value) { rows[row].Label = int(v.Int64()) })
	err9 := c.plain("uncertainty", parquet.Double, func(row int, v parquet.Value) {
		if !v.IsNull() {
			x := v.Double()
			rows[row].Uncertainty = &x
		}
	})
	if err := errors.Join(err1, err2, err3, err4, err5, err6, err7, err8, err9); err != nil {
		return nil, err
	}
	for i := range rows {
		r := &rows[i]
		r.ID, r.Series, r.Pattern, r.Natural = ids[i], result.Series(series[i]), dataset.Pattern(patterns[i]), dataset.Pattern(natural[i])
		if r.Probabilities = probabilities[i]; len(attention[i]) > 0 {
			r.Attention = attention[i]
		}
	}
	return rows, nil
}

// guard makes an error of a panic of the library over a file of anybody's.
func guard(err *error) {
	if r := recover(); r != nil {
		*err = say.Errorf("it is damaged: %v", r)
	}
}
