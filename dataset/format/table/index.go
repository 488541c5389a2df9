package table

import (
	"bytes"
	"context"
	"slices"

	"golang.org/x/sync/errgroup"
)

// indexer finds the rows of a text.
type indexer struct {
	*delimited
	header    []byte // a line that is dropped where it comes again, or nil
	whole     bool   // whole lines may be in quotes
	lastQuote int    // where the last quote of the text is
	most      int    // rows that are wanted, 0 for all
	from      int    // where the rows begin
}

// index finds the rows of data[from:], of which the first is on the given
// line. A text without quotes that span lines is looked at in parts at once.
func (x *indexer) index(ctx context.Context, from, line, workers int) (*indexed, error) {
	const part = 8 << 20
	x.from, x.lastQuote = from, -1
	if x.quote != 0 && bytes.IndexByte(x.data, x.quote) >= 0 {
		x.lastQuote = bytes.LastIndexByte(x.data, x.quote)
	}
	out := &indexed{lines: line - 1}
	if cuts := lineStarts(x.data, from, part); len(cuts) > 2 && workers > 1 && !x.whole {
		parts := make([]*indexed, len(cuts)-1)
		g, inner := errgroup.WithContext(ctx)
		g.SetLimit(workers)
		for k := range parts {
			g.Go(func() error {
				var err error
				parts[k], err = x.run(inner, cuts[k], cuts[k+1])
				return err
			})
		}
		if err := g.Wait(); err != nil {
			return nil, err
		}
		alone := true
		for _, p := range parts {
			alone = alone && p.spanning.count+p.unclosed.count == 0
		}
		if alone {
			rows := 0
			for _, p := range parts {
				rows += len(p.spans)
			}
			out.spans = make([]span, 0, rows)
			for k, p := range parts {
				out.join(p)
				parts[k] = nil
			}
			return out, nil
		}
	}
	all, err := x.run(ctx, from, len(x.data))
	if err != nil {
		return nil, err
	}
	out.join(all)
	return out, nil
}

// lineStarts cuts data[from:] into parts that begin at the start of a line.
func lineStarts(data []byte, from, part int) []int {
	cuts := []int{from}
	for at := from + part; at < len(data); at += part {
		n := bytes.IndexByte(data[at:], '\n')
		if n < 0 {
			break
		}
		at += n + 1
		cuts = append(cuts, at)
	}
	if cuts[len(cuts)-1] < len(data) || len(cuts) == 1 {
		cuts = append(cuts, len(data))
	}
	return cuts
}

// run finds the rows of data[from:to]; lines count from 1 there.
func (x *indexer) run(ctx context.Context, from, to int) (*indexed, error) {
	out := &indexed{start: from, end: to}
	for at, turn := from, 0; at < to; turn++ {
		if turn&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		end := to
		if n := bytes.IndexByte(x.data[at:to], '\n'); n >= 0 {
			end = at + n
		}
		r := record{end: end, lines: 1}
		if x.quote != 0 && bytes.IndexByte(x.data[at:end], x.quote) >= 0 {
			r = x.record(out, at, end)
		} else {
			r.fields = bytes.Count(x.data[at:end], []byte{x.delim}) + 1
		}
		if r.end-at > mostLine && out.tooLong == 0 {
			out.tooLong = out.lines + 1
		} else {
			x.add(out, at, r)
		}
		out.lines += r.lines
		at = r.end + 1
		if x.most > 0 && len(out.spans) >= x.most {
			break
		}
	}
	return out, nil
}

// record is one row of cells and where it ends: of several lines, where a
// quoted cell has such.
type record struct {
	end, lines, fields int
	quoted             bool
}

// record finds the end of a row with quotes, which begins at at in a line that
// ends at end. A quote that is never closed is a character of its line.
func (x *indexer) record(out *indexed, at, end int) record {
	r, ok := x.quotedRecord(out, at, end)
	if ok && r.lines > 1 && !x.exact {
		if ok = !x.swallowed(x.data[at:r.end], r); ok {
			out.spanning.add(out.lines+1, x.data[at:end])
		}
	}
	if !ok {
		out.unclosed.add(out.lines+1, x.data[at:end])
		return record{end: end, lines: 1, quoted: true, fields: x.count(x.data[at:end], true)}
	}
	return r
}

func (x *indexer) quotedRecord(out *indexed, at, end int) (record, bool) {
	r := record{end: end, lines: 1, quoted: true}
	for pos := at; ; pos++ {
		r.fields++
		if start := x.opening(x.data[pos:r.end]); start >= 0 {
			c := x.closing(x.data[:x.bound(out, pos, r.end)], pos+start, x.oddQuote(r.end))
			if c.at < 0 {
				out.wasted += c.end - pos
				return r, false
			}
			if pos = c.end; pos > r.end {
				r.lines += bytes.Count(x.data[r.end:pos], []byte{'\n'})
				if r.end = len(x.data); pos < r.end {
					if n := bytes.IndexByte(x.data[pos:], '\n'); n >= 0 {
						r.end = pos + n
					}
				}
			}
		} else if n := bytes.IndexByte(x.data[pos:r.end], x.delim); n >= 0 {
			pos += n
		} else {
			pos = r.end
		}
		if pos >= r.end {
			return r, true
		}
	}
}

// bound is how far the end of a quoted cell is looked for: not beyond the last
// quote, and after much vain looking not beyond the line.
func (x *indexer) bound(out *indexed, pos, end int) int {
	if out.wasted > 1<<20+2*len(x.data) {
		return end
	}
	return max(end, min(len(x.data), pos+mostLine, x.lastQuote+bytesBehindQuote))
}

// bytesBehindQuote is how much of what follows a quote may be looked at to see
// whether it ends a cell.
const bytesBehindQuote = 4096

// oddQuote returns what tells, in the lines after the first, a quote that
// opens a cell of another row: it follows a delimiter or a line end.
func (x *indexer) oddQuote(firstEnd int) func(at int) bool {
	return func(at int) bool {
		if x.exact || at <= firstEnd {
			return true
		}
		before := at - 1
		for before > firstEnd && x.data[before] == ' ' {
			before--
		}
		opens := x.data[before] == x.delim || x.data[before] == '\n'
		if at+1 < len(x.data) && x.data[at+1] == x.quote {
			_, empty := x.ends(x.data, at+2)
			return !opens || !empty
		}
		return !opens
	}
}

// swallowed says whether a record of several lines holds lines that are rows
// themselves, so that its quote is one that was never closed.
func (x *indexer) swallowed(text []byte, r record) bool {
	if x.width < 2 {
		return false
	}
	all, second := true, false
	for k, line := range bytes.Split(text, []byte{'\n'}) {
		rows := bytes.Count(line, []byte{x.delim})+1 == x.width
		all = all && rows
		second = second || k == 1 && rows
	}
	return all && (r.lines > 2 || x.width > 3) || r.fields != x.width && second
}

// add takes a row, or tells why not.
func (x *indexer) add(out *indexed, at int, r record) {
	text := bytes.TrimSuffix(x.data[at:r.end], []byte{'\r'})
	if len(text) == 0 || r.fields == 1 && len(trimBytes(text)) == 0 {
		return
	}
	line, width := out.lines+1, x.width
	if x.whole && r.fields == 1 && width > 1 && x.unwrap(text) {
		out.whole.add(line, text)
		r.quoted = bytes.IndexByte(text, x.quote) >= 0
		r.fields = x.count(text, r.quoted)
	}
	switch {
	case x.exact && r.fields == width:
	case x.header != nil && len(text) >= len(x.header) && bytes.Equal(trimBytes(text), x.header):
		out.repeated.add(line, text)
		return
	case r.fields == width:
		if width > 1 && at == x.from && isRuler(text) {
			out.rulers.add(line, text)
			return
		}
	case width == 0:
	case text[0] == '#':
		out.comments.add(line, text)
		return
	case r.fields < width:
		if width > 1 && isRuler(text) {
			out.rulers.add(line, text)
			return
		}
		if x.isForeign(text, r) {
			out.foreign.add(line, text)
			return
		}
		out.short.add(line, text)
	case r.fields-x.emptyTail(text) <= width:
		out.surplus.add(line, text)
	case x.rest:
		out.joined.add(line, text)
	case !r.quoted && x.isParted(text):
		out.parted.add(line, text)
		for _, row := range bytes.Split(text, []byte{'\r'}) {
			x.take(out, at, len(row), line, false)
			at += len(row) + 1
		}
		return
	default:
		out.long.add(line, text)
		return
	}
	x.take(out, at, len(text), line, r.quoted)
}

// firstRows is how many rows tell how many there will be.
const firstRows = 512

func (x *indexer) take(out *indexed, at, size, line int, quoted bool) {
	row := len(out.spans)
	if row == firstRows { // by now it is known how long lines are
		out.spans = slices.Grow(out.spans, int(int64(out.end-at)*firstRows/int64(max(at-out.start, 1))*17/16))
	}
	if n := len(out.jumps); n == 0 || out.jumps[n-1].line+row-out.jumps[n-1].row != line {
		out.jumps = append(out.jumps, jump{row, line})
	}
	out.spans = append(out.spans, span{at, uint32(size), quoted})
	if out.blanks++; !x.blank(x.data[at : at+size]) {
		out.blanks = 0
	}
}

// blank says whether a row holds nothing but delimiters.
func (x *indexer) blank(text []byte) bool {
	for _, c := range text {
		if c != x.delim && c != ' ' && c != '\t' {
			return false
		}
	}
	return true
}

// emptyTail counts the empty cells at the end of a line.
func (x *indexer) emptyTail(text []byte) int {
	n := 0
	for len(text) > 0 {
		c := text[len(text)-1]
		switch {
		case c == x.delim:
			n++
		case c == ' ' || c == '\t':
		case c == x.quote && x.quote != 0 && len(text) > 2 && text[len(text)-2] == x.quote && text[len(text)-3] == x.delim:
			text = text[:len(text)-1]
		default:
			return n
		}
		text = text[:len(text)-1]
	}
	return n
}

// unwrap removes the quotes around a whole line, in place: what they were is
// blank then.
func (x *indexer) unwrap(text []byte) bool {
	inside := bytes.TrimRight(text, " \t")
	if len(inside) < 2 || inside[0] != x.quote || inside[len(inside)-1] != x.quote {
		return false
	}
	plain := bytes.ReplaceAll(inside[1:len(inside)-1], []byte{x.quote, x.quote}, []byte{x.quote})
	if x.count(plain, true) < 2 {
		return false
	}
	n := copy(text, plain)
	for ; n < len(text); n++ {
		text[n] = ' '
	}
	return true
}

// isRuler says whether a line only draws a line: ---|---, ====, +----+.
func isRuler(text []byte) bool {
	const marks = "-=_+|: \t\x1f"
	drawn := 0
	for _, c := range text {
		if bytes.IndexByte([]byte(marks), c) < 0 {
			return false
		}
		if c == '-' || c == '=' || c == '_' {
			drawn++
		}
	}
	return drawn >= 3 && (bytes.Contains(text, []byte("---")) || bytes.Contains(text, []byte("===")) || bytes.Contains(text, []byte("___")))
}
