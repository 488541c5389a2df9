package table

import (
	"bytes"
	"context"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// indexFile finds the rows of a text that stays in its file, from the place
// from on, which is on the given line: many parts at once. It fails with
// errHeld where a row does not end with its line, or a part is no plain text.
func (x *indexer) indexFile(ctx context.Context, from, line, workers int) (*indexed, error) {
	f := x.file
	size := int(f.size) - f.shift
	parts := make([]*indexed, (size-from+f.sizes.part-1)/f.sizes.part)
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range max(1, workers) {
		g.Go(func() error {
			p := filePart{indexer: x, first: from}
			defer p.close()
			for k := int(next.Add(1)) - 1; k < len(parts); k = int(next.Add(1)) - 1 {
				start := from + k*f.sizes.part
				var err error
				if parts[k], err = p.index(ctx, start, min(start+f.sizes.part, size)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	rows := 0
	for _, p := range parts {
		rows += len(p.spans)
	}
	out := &indexed{lines: line - 1, spans: make([]span, 0, rows)}
	for k, p := range parts {
		out.join(p)
		parts[k] = nil
	}
	return out, nil
}

// filePart finds the rows of parts of a file, one after the other.
type filePart struct {
	*indexer
	first  int // where the rows of the text begin
	reader *fileReader
	data   []byte
}

func (p *filePart) close() {
	if p.reader != nil {
		p.reader.close()
	}
}

// index finds the rows of the lines that begin in a part of the text.
func (p *filePart) index(ctx context.Context, from, to int) (*indexed, error) {
	start, lines, err := p.lines(from, to)
	if err != nil {
		return nil, err
	}
	if !fits(lines) {
		return nil, errHeld
	}
	x := *p.indexer
	x.delimited = p.over(lines)
	x.from, x.lastQuote = -1, -1
	if from == p.first {
		x.from = 0
	}
	if x.quote != 0 {
		x.lastQuote = bytes.LastIndexByte(lines, x.quote)
	}
	out, err := x.run(ctx, 0, len(lines))
	if err != nil {
		return nil, err
	}
	if out.spanning.count+out.unclosed.count+out.whole.count+out.tooLong > 0 {
		return nil, errHeld
	}
	for k := range out.spans {
		out.spans[k].start += start
	}
	return out, nil
}

// lines reads the lines that begin in a part of the text.
func (p *filePart) lines(from, to int) (start int, lines []byte, err error) {
	if start, err = p.lineStart(from); err != nil || start >= to {
		return start, nil, err
	}
	end, err := p.lineStart(to)
	if err != nil {
		return 0, nil, err
	}
	if cap(p.data) < end-start {
		p.data = make([]byte, end-start, end-start+p.file.sizes.part/8)
	}
	p.data = p.data[:end-start]
	return start, p.data, p.read(p.data, start)
}

// lineStart returns where the first line begins that does not begin before a
// place.
func (p *filePart) lineStart(at int) (int, error) {
	const most = 16 << 20
	size := int(p.file.size) - p.file.shift
	if at == p.first {
		return at, nil
	}
	for from, ahead := at-1, min(1<<12, p.file.sizes.part); from < size; ahead *= 2 {
		if from-at > most {
			return 0, errHeld
		}
		data := make([]byte, min(ahead, size-from))
		if err := p.read(data, from); err != nil {
			return 0, err
		}
		if n := bytes.IndexByte(data, '\n'); n >= 0 {
			return from + n + 1, nil
		}
		from += len(data)
	}
	return size, nil
}

func (p *filePart) read(data []byte, from int) error {
	if p.reader == nil {
		var err error
		if p.reader, err = p.file.open(); err != nil {
			return err
		}
	}
	if err := p.reader.read(data, int64(p.file.shift+from)); err != nil {
		return unreadable(p.file.file, err)
	}
	return nil
}
