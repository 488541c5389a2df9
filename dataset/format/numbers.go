package format

import (
	"bytes"
	"context"
	"fmt"
	"math"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
)

// columnScan counts what the cells of one column are.
type columnScan struct {
	numbers, missing, infinite, texts int

	textLine int    // line of the first cell that is text
	text     string // that cell
}

// isText says whether the column holds words rather than numbers. A few cells
// that are no numbers, at most one in twenty, do not make a column text: they
// are typing errors.
func (c columnScan) isText() bool { return c.texts > 0 && c.texts*20 > c.numbers+c.texts }

func (c *columnScan) add(d columnScan) {
	if c.texts == 0 {
		c.text, c.textLine = d.text, d.textLine
	}
	c.numbers += d.numbers
	c.missing += d.missing
	c.infinite += d.infinite
	c.texts += d.texts
}

// rowsPerScan is the number of rows that one goroutine takes at a time.
const rowsPerScan = 512

// numbers reads the listed columns as numbers: rows × columns, NaN where a
// cell is missing or no number. It says of each what its cells are.
func (s *sheet) numbers(ctx context.Context, columns []int, workers int) (dataset.Matrix, []columnScan, error) {
	out := dataset.NewMatrix(len(s.rows), len(columns))
	target := s.targets(columns)
	blocks := (len(s.rows) + rowsPerScan - 1) / rowsPerScan
	scans := make([][]columnScan, blocks)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for b := range blocks {
		g.Go(func() error {
			scans[b] = make([]columnScan, len(columns))
			for i := b * rowsPerScan; i < min((b+1)*rowsPerScan, len(s.rows)); i++ {
				s.scanRow(s.rows[i], target, out.Row(i), scans[b])
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return dataset.Matrix{}, nil, err
	}
	total := make([]columnScan, len(columns))
	for _, block := range scans {
		for k := range total {
			total[k].add(block[k])
		}
	}
	return out, total, nil
}

// scanRow reads one row. The row has exactly as many cells as target.
func (s *sheet) scanRow(r rowSpan, target []int, out []float64, scans []columnScan) {
	rest := s.data[r.start:r.end]
	for _, k := range target {
		if k < 0 {
			rest = rest[s.cellEnd(rest):]
		} else {
			rest = s.scanCell(rest, &out[k], &scans[k], r.line)
		}
		if len(rest) > 0 {
			rest = rest[1:]
		}
	}
}

// scanCell reads one cell at the start of rest and returns what follows it,
// the delimiter first.
func (s *sheet) scanCell(rest []byte, out *float64, scan *columnScan, line int) []byte {
	x, n := plainNumber(rest)
	if n > 0 && (n == len(rest) || rest[n] == s.delimiter) {
		*out = x
		scan.numbers++
		return rest[n:]
	}
	n = s.cellEnd(rest)
	cell := bytes.TrimSpace(rest[:n])
	x, kind := parseNumber(cell, s.decimal)
	*out = x
	switch kind {
	case isNumber:
		scan.numbers++
	case isMissing:
		scan.missing++
	case isInfinite:
		scan.infinite++
	case isText:
		if scan.texts == 0 {
			scan.text, scan.textLine = shorten(string(cell)), line
		}
		scan.texts++
		*out = math.NaN()
	}
	return rest[n:]
}

func (s *sheet) cellEnd(rest []byte) int {
	if n := bytes.IndexByte(rest, s.delimiter); n >= 0 {
		return n
	}
	return len(rest)
}

// oddCells reports the cells of a numeric column that are no finite numbers.
func (s *sheet) oddCells(name string, c columnScan) {
	if c.infinite > 0 {
		s.problem(0, name, fmt.Sprintf("%d cells are infinite", c.infinite), "taken as missing")
	}
	if c.texts > 0 && !c.isText() {
		s.problem(c.textLine, name, fmt.Sprintf("%d of %d cells are no numbers, the first %q", c.texts, c.texts+c.numbers, c.text), "taken as missing")
	}
}
