package table

import (
	"bytes"
	"cmp"
	"context"
	"io/fs"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// opening is a text on its way to a table.
type opening struct {
	ctx       context.Context
	r         Request
	t         *Table
	file      *fileText // where the text lies; nil where all of it is held
	beginning []byte    // the text, or the beginning of it where it lies in a file
	text      []byte    // of beginning, from the first line that counts
	line      int       // of that line
	given     string    // delimiter
	entire    bool      // beginning is all of the file
	comment   []byte    // the text from the last comment line above, or nil
	above     int       // that line
	d         *delimited
	dialect   dialect
	rows      [][]string // the first lines, cut into cells
	header    bool
}

// openText makes a table of a delimited text. A large file stays where it is
// if it can.
func openText(ctx context.Context, fsys fs.FS, file string, r Request) (*Table, error) {
	charset := cmp.Or(r.File.Charset, r.Charset)
	if f, head := largeText(fsys, file, r.sizes); f != nil {
		if text, ok := f.begin(ctx, head, charset); ok {
			f.shift = len(head) - len(text.text)
			o := newOpening(ctx, file, text, r)
			if o.file = f; int64(len(head)) == f.size {
				o.entire = true
			}
			if err := o.open(); err != errHeld {
				return o.t, err
			}
		}
	}
	data, err := readAll(ctx, fsys, file, r.workers())
	if err != nil {
		return nil, err
	}
	text, err := toText(ctx, file, data, charset)
	if err != nil {
		return nil, err
	}
	o := newOpening(ctx, file, text, r)
	return o.t, o.open()
}

func newOpening(ctx context.Context, file string, text decoded, r Request) *opening {
	o := &opening{ctx: ctx, r: r, beginning: text.text, text: text.text, line: 1, given: cmp.Or(r.File.Delimiter, r.Delimiter)}
	o.t = &Table{File: file, Import: dataset.FileImport{Charset: text.charset}, Problems: text.problems, request: r}
	o.why(text.why)
	return o
}

func (o *opening) why(why string) {
	if why != "" {
		o.t.Import.Why = append(o.t.Import.Why, why)
	}
}

func (o *opening) problem(row int, column, what, done string) {
	o.t.Problems = append(o.t.Problems, dataset.Problem{File: o.t.File, Row: row, Column: column, What: what, Done: done})
}

func (o *opening) open() error {
	if !o.t.request.Exact {
		o.separatorLine()
		o.skipComments()
	}
	o.d = &delimited{ctx: o.ctx, data: o.text, exact: o.t.request.Exact, workers: o.t.workers()}
	o.t.cells = o.d
	if isMarkup(o.text) {
		return &dataset.UserError{What: say.Kept("%s is no table", o.t.File), Why: say.Mark("it is a web page or other text in markup, such as a message of an error that was saved under this name"),
			Try: say.Mark("Get the file once more."), Err: ErrLines}
	}
	if len(trimBytes(o.text[:min(len(o.text), 1<<16)])) == 0 && len(trimBytes(o.text)) == 0 {
		if o.part() {
			return errHeld
		}
		o.problem(0, "", say.Mark("the file is empty"), say.Mark("a table without columns"))
		return nil
	}
	head, err := o.head()
	if err != nil {
		return err
	}
	o.recognise(head)
	if err := o.ctx.Err(); err != nil {
		return err
	}
	if o.file != nil && (o.d.delim == unitSeparator || o.dialect.whole) {
		return errHeld
	}
	if err := o.index(); err != nil {
		return err
	}
	if err := o.dropNameless(); err != nil {
		return err
	}
	if !o.d.exact {
		o.dropUnits()
		o.dropFooter()
	}
	if len(o.d.spans) == 0 {
		o.problem(0, "", say.Mark("it has a header and no row"), say.Mark("nothing is known of its columns"))
	}
	o.t.decideDecimal(o.ctx, o.dialect.delim)
	return nil
}

// isMarkup says whether a text is HTML or XML.
func isMarkup(text []byte) bool {
	const enough = 64
	head := bytes.ToLower(bytes.TrimLeftFunc(text[:min(len(text), enough)], unseen))
	for _, start := range []string{"<!doctype", "<html", "<?xml", "<head", "<body"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	return false
}

// separatorLine takes the line sep=; by which Excel is told the delimiter.
func (o *opening) separatorLine() {
	first, rest, _ := bytes.Cut(o.text[:min(len(o.text), 64)], []byte{'\n'})
	name := strings.Trim(string(trimBytes(first)), `"`)
	if sep, ok := strings.CutPrefix(strings.ToLower(string(first)), "sep="); ok && strings.Trim(sep, "\r") == "\t" {
		name = "sep=\t"
	}
	if len(name) != 5 || !strings.EqualFold(name[:4], "sep=") {
		return
	}
	o.text, o.line = o.text[min(len(first)+1, len(o.text)):], 2
	if len(rest) == 0 && len(o.text) == 0 {
		return
	}
	if o.given == "" {
		o.given = name[4:]
	}
	o.why(say.Kept("the first line says %s", strings.ReplaceAll(name, "\t", "tab")))
}

// skipComments goes to the first line that is neither blank nor a comment.
func (o *opening) skipComments() {
	for len(o.text) > 0 {
		n := bytes.IndexByte(o.text, '\n')
		if n < 0 {
			n = len(o.text)
		}
		line := trimBytes(o.text[:n])
		if len(line) > 0 && line[0] != '#' && !quotedComment(line) {
			return
		}
		if len(line) > 0 && line[0] == '#' {
			o.comment, o.above = o.text, o.line
		}
		o.text = o.text[min(n+1, len(o.text)):]
		o.line++
	}
	if o.comment != nil { // nothing but comments: the last may be a header without rows
		o.text, o.line, o.comment = o.comment, o.above, nil
	}
}

// quotedComment says whether a line is a comment as spreadsheets write it back:
// one cell in quotes, with nothing but delimiters behind it.
func quotedComment(line []byte) bool {
	if !bytes.HasPrefix(line, []byte(`"# `)) {
		return false
	}
	end := bytes.LastIndexByte(line, '"')
	return end > 0 && len(bytes.Trim(line[end+1:], ",;\t|")) == 0 && end+1 < len(line)
}

// head returns enough lines to recognise the dialect by.
func (o *opening) head() ([]byte, error) {
	const enough, few = 1 << 18, 3
	first, _, some := bytes.Cut(o.text[:min(len(o.text), mostLine+1)], []byte{'\n'})
	if !some && o.part() {
		return nil, errHeld
	}
	if len(first) > mostLine {
		return nil, o.tooLong(o.line)
	}
	for _, delim := range append(slices.Clone(usual), " ", delimiterNamed(o.given)) {
		if delim != "" && bytes.Count(first, []byte(delim)) > mostColumns {
			return nil, &dataset.UserError{What: say.Kept("%s cannot be read", o.t.File), Why: say.Kept("its first line has more than %d cells", mostColumns),
				Try: say.Mark("Check that it is a table; a wide one can be kept as .npy or .npz.")}
		}
	}
	end := 0
	for lines := 0; end < len(o.text) && (end < enough || lines < few); lines++ {
		n := bytes.IndexByte(o.text[end:min(len(o.text), end+mostLine+1)], '\n')
		if n < 0 {
			end = len(o.text)
			break
		}
		end += n + 1
	}
	if end >= len(o.text) && o.part() {
		return nil, errHeld
	}
	return o.text[:end], nil
}

// part says whether more of the text follows than is here.
func (o *opening) part() bool { return o.file != nil && !o.entire }

func (o *opening) tooLong(line int) error {
	return &dataset.UserError{What: say.Kept("%s cannot be read", o.t.File), Why: say.Kept("line %d has more than %d MB", line, mostLine>>20),
		Try: say.Mark("Check that it is a table, and that every quote that is opened is closed.")}
}

// recognise finds dialect, header and the number of columns, and rewrites the
// text where one byte does not separate its cells.
func (o *opening) recognise(head []byte) {
	o.dialect = recognise(o.ctx, head, o.given)
	d := &o.dialect
	o.why(d.why)
	o.t.Import.Delimiter = delimiterName(d.delim)
	o.d.delim, o.d.quote, o.d.escape = d.delim[0], d.quote, d.escape
	if d.whole {
		o.why(say.Mark("lines are quoted as a whole"))
		head = unwrapped(head)
	}
	if d.quote == '\'' {
		o.why(say.Mark("cells are in single quotes"))
		o.problem(0, "", say.Mark("cells are in single quotes"), say.Mark("the quotes are no part of them"))
	}
	o.rows = probe(o.ctx, head, d.delim).rows
	o.takeComment()
	if len(d.delim) > 1 || d.delim == blanks {
		o.d.data, o.d.delim = separate(o.text, d.delim, d.quote), unitSeparator
	} else {
		o.d.data = o.text
	}
	o.findHeader()
}

// takeComment makes the last comment line the header if it has as many cells
// as the lines below, and those do not begin with a header themselves.
func (o *opening) takeComment() {
	d := o.dialect
	if o.comment == nil || d.width < 2 || d.skip > 0 || len(o.rows) == 0 || o.r.File.Header == "none" {
		return
	}
	line, _, _ := bytes.Cut(o.comment, []byte{'\n'})
	cells := probe(o.ctx, line, d.delim).rows
	if len(cells) == 0 || len(cells[0]) != d.width {
		return
	}
	if headed, sure, _ := looksHeader(o.rows[0], o.rows[1:]); headed && sure && o.rows[0][0] != "" {
		return
	}
	o.rows = append([][]string{cells[0]}, o.rows...)
	o.text, o.line = o.comment, o.above
	o.r.File.Header = cmp.Or(o.r.File.Header, "first")
	o.why(say.Mark("the comment above the rows has as many cells as they, and is the header"))
}

// findHeader decides whether the first line holds names.
func (o *opening) findHeader() {
	skip := min(o.dialect.skip, len(o.rows)-1)
	first, below := o.rows[skip], o.rows[skip+1:]
	below = below[:min(len(below), 100)]
	headed, sure, why := looksHeader(first, below)
	if len(first) == o.dialect.width-1 && slices.ContainsFunc(first, func(v string) bool { return v != "" && !numberish(v) }) {
		headed, sure, why = true, true, say.Mark("the first line has one cell less than those below, as R writes it")
	}
	if given := o.r.File.Header; given != "" {
		headed, sure, why = given != "none", true, say.Mark("the header is given")
	}
	o.header = headed
	o.why(why)
	o.t.Import.Header = "first"
	switch {
	case !headed:
		o.t.Import.Header = "none"
		o.problem(o.line+skip, "", say.Kept("the table has no header: %s", why), say.Mark("the first line is read as a row, and the columns are called c1, c2, …"))
	case !sure && (len(below) > 0 || slices.ContainsFunc(first, numberish)):
		o.problem(o.line+skip, "", say.Kept("nothing tells whether the first line is a header: %s", shorten(strings.Join(first, ", "))), say.Mark("taken for the names of the columns"))
	}
}
