package table

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"

	"github.com/parquet-go/parquet-go"

	"lacuna/dataset"
	"lacuna/internal/say"
)

const parquetMagic = "PAR1"

// parquetOpener reads Parquet.
var parquetOpener = opener{
	endings: []string{".parquet", ".pq"},
	is: func(file string, head []byte) bool {
		return bytes.HasPrefix(head, []byte(parquetMagic)) || slices.Contains([]string{".parquet", ".pq"}, endingOf(file))
	},
	open: openParquet,
}

func openParquet(ctx context.Context, fsys fs.FS, file string, r Request) ([]*Table, error) {
	at, size, done, err := randomAccess(ctx, fsys, file)
	if err != nil {
		return nil, err
	}
	defer done()
	p := &parquetFile{ctx: ctx, file: file, request: r}
	err = guarded(func() error { return p.read(at, size) })
	var u *dataset.UserError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &u):
		return nil, err
	case err != nil:
		return nil, &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: say.Kept("it is no sound Parquet file: %s", say.English(err)), Try: say.Mark("Get or write the file once more."), Err: err}
	}
	return []*Table{p.table()}, nil
}

// guarded turns a panic of a library over a damaged file into an error.
func guarded(read func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = say.Errorf("the file is damaged (%v)", r)
		}
	}()
	return read()
}

// parquetFile is a Parquet file that is being read.
type parquetFile struct {
	ctx      context.Context
	file     string
	request  Request
	rows     int
	names    []string
	columns  [][]string
	left     map[string][]string // columns by the reason why they are left out
	problems []dataset.Problem
}

func (p *parquetFile) read(at io.ReaderAt, size int64) error {
	if err := soundFooter(at, size); err != nil {
		return err
	}
	f, err := parquet.OpenFile(at, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return err
	}
	leaves := leavesOf(f.Root(), nil, "")
	rows := int64(0)
	for _, group := range f.RowGroups() {
		rows += min(max(group.NumRows(), 0), mostCells+1)
	}
	if len(leaves) > mostColumns || rows*int64(max(1, len(leaves))) > mostCells {
		return &dataset.UserError{What: say.Kept("%s cannot be read", p.file), Why: say.Kept("it has %d rows of %d columns, more than %d million cells", rows, len(leaves), mostCells>>20),
			Try: say.Mark("Write the columns that you need, or parts of the rows, to another file.")}
	}
	p.rows = int(rows)
	for _, l := range leaves {
		if err := soundPages(at, size, f, l.index); err != nil && l.write != nil {
			return say.Errorf("column %s: %w", l.name, err)
		}
		if err := p.leaf(f, l); err != nil {
			return err
		}
	}
	p.sayLeft()
	if len(p.names) == 0 {
		return &dataset.UserError{What: say.Kept("%s cannot be read", p.file), Why: say.Kept("none of its columns holds what is read%s", p.some()), Try: say.Mark("Write the values as columns of numbers or words.")}
	}
	return nil
}

// leaf reads one column.
func (p *parquetFile) leaf(f *parquet.File, l leaf) error {
	if l.write == nil {
		p.leave(l, l.cannot)
		return nil
	}
	c := &parquetColumn{file: p, leaf: l, row: -1}
	for _, group := range f.RowGroups() {
		chunk := group.ColumnChunks()[l.index]
		if err := c.chunk(chunk, int(group.NumRows())); err != nil {
			if errors.Is(err, errBytes) {
				p.leave(l, say.Mark("bytes, such as pictures inside of the table, which are not read"))
				return nil
			}
			return say.Errorf("column %s: %w", l.name, err)
		}
	}
	if c.row+1 != p.rows {
		return say.Errorf("column %s has %d values, not %d", l.name, c.row+1, p.rows)
	}
	c.finish()
	return nil
}

func (p *parquetFile) leave(l leaf, why string) {
	if p.left == nil {
		p.left = map[string][]string{}
	}
	p.left[why] = append(p.left[why], l.name)
}

// sayLeft says which columns are left out, once for each reason.
func (p *parquetFile) sayLeft() {
	for _, why := range slices.Sorted(maps.Keys(p.left)) {
		names := p.left[why]
		p.problems = append(p.problems, dataset.Problem{File: p.file, Column: names[0],
			What: say.KeptCount(len(names), "column holds", "columns hold") + " " + why, Done: say.Kept("left out: %s", some(names))})
	}
}

// some is the first reason why columns are left out.
func (p *parquetFile) some() string {
	if len(p.problems) == 0 {
		return ""
	}
	return ": " + p.problems[0].What
}

// pandasIndex is what pandas calls the names of rows, which have none there.
const pandasIndex = "__index_level_0__"

// table makes the table. The names of rows stand first, as in other files.
func (p *parquetFile) table() *Table {
	if k := slices.Index(p.names, pandasIndex); k >= 0 {
		cells := p.columns[k]
		p.names = slices.Insert(slices.Delete(p.names, k, k+1), 0, "")
		p.columns = slices.Insert(slices.Delete(p.columns, k, k+1), 0, cells)
	}
	t := New(p.ctx, p.file, p.names, p.columns, p.request.pointed())
	t.Problems = append(t.Problems, p.problems...)
	return t
}

// parquetColumn gathers the cells of one column. A list has several a row.
type parquetColumn struct {
	file *parquetFile
	leaf
	row   int
	cells []string   // one a row
	lists [][]string // of a list
	held  int        // values of lists
}

// errBytes says that a column of bytes holds no text.
var errBytes = say.Error("the column holds bytes")

// chunk reads the values of a group of rows.
func (c *parquetColumn) chunk(chunk parquet.ColumnChunk, rows int) error {
	pages := chunk.Pages()
	defer func() { _ = pages.Close() }()
	last := c.row + rows
	for {
		if err := c.file.ctx.Err(); err != nil {
			return err
		}
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		err = c.page(page.Values(), last)
		parquet.Release(page)
		if err != nil {
			return err
		}
	}
	if c.row != last {
		return say.Error("its values end early")
	}
	return nil
}

// page reads the values of a page. Their text is written behind each other and
// cut into cells at the end.
func (c *parquetColumn) page(values parquet.ValueReader, last int) error {
	buffer := make([]parquet.Value, 1024)
	var text []byte
	for {
		n, err := values.ReadValues(buffer)
		text = text[:0]
		ends := make([]int, n)
		for i, v := range buffer[:n] {
			from := len(text)
			if !v.IsNull() {
				text = c.write(text, v)
			}
			if ends[i] = len(text); c.bytes && !isText(text[from:]) {
				return errBytes
			}
		}
		if bad := c.cut(string(text), ends, buffer[:n], last); bad != nil {
			return bad
		}
		if errors.Is(err, io.EOF) || n == 0 && err == nil {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// cut gives the pieces of a text to rows.
func (c *parquetColumn) cut(text string, ends []int, values []parquet.Value, last int) error {
	from := 0
	for i, v := range values {
		if v.RepetitionLevel() == 0 {
			if c.row++; c.row > last {
				return say.Error("it has more values than rows")
			}
		}
		if c.row < 0 {
			return say.Error("its first value belongs to no row")
		}
		cell := text[from:ends[i]]
		from = ends[i]
		if !c.list {
			c.cells = append(c.cells, cell)
			continue
		}
		for len(c.lists) <= c.row {
			c.lists = append(c.lists, nil)
		}
		if v.IsNull() && v.DefinitionLevel() < c.empty {
			continue
		}
		if c.held++; c.held > mostCells {
			return errCells
		}
		c.lists[c.row] = append(c.lists[c.row], cell)
	}
	return nil
}

// finish adds the column to the table. Lists of words are joined, of numbers
// spread over columns.
func (c *parquetColumn) finish() {
	p := c.file
	if c.times {
		shortenTimes(c.cells)
	}
	switch {
	case !c.list:
		p.names, p.columns = append(p.names, c.name), append(p.columns, c.cells)
	case c.number && !tooManyCells(len(c.lists), widest(c.lists), c.held):
		for k := range widest(c.lists) {
			cells := make([]string, len(c.lists))
			for i, list := range c.lists {
				if k < len(list) {
					cells[i] = list[k]
				}
			}
			p.names, p.columns = append(p.names, fmt.Sprintf("%s.%d", c.name, k)), append(p.columns, cells)
		}
	default:
		p.names, p.columns = append(p.names, c.name), append(p.columns, joinLists(c.lists))
	}
}
