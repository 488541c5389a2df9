package format

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"

	"lacuna/dataset"
)

// Text with quotes is rewritten once, so that everything after it can cut at
// plain bytes: cells end at a unit separator, and line ends inside cells
// become record separators until a cell is read as text.
const (
	unitSeparator   = 0x1f
	recordSeparator = 0x1e
)

type unquoted struct {
	text     []byte
	lines    []int // file line of each line of text
	problems []dataset.Problem
}

// unquote rewrites a quoted file. A quote that is never closed spoils its own
// line only: reading goes on with the next one.
func unquote(file string, body []byte, delimiter byte, firstLine int) unquoted {
	out := unquoted{text: make([]byte, 0, len(body))}
	line, fields := firstLine, -1
	for restarts := 0; len(body) > 0; restarts++ {
		used, ok := out.run(body, delimiter, line, &fields, restarts < maxListed)
		line += bytes.Count(body[:used], []byte{'\n'})
		body = body[used:]
		if ok {
			break
		}
		skipped, rest := cutLine(body)
		out.problems = append(out.problems, dataset.Problem{File: file, Row: line,
			What: "a quote is opened and not closed: " + shorten(string(skipped)), Done: "the line is left out"})
		line++
		body = rest
	}
	return out
}

// run rewrites records until the end or, with retry, until one swallows lines
// that are not its own: it spans several and has the wrong number of fields.
// It returns how many bytes it dealt with, and whether that was all.
func (u *unquoted) run(body []byte, delimiter byte, line int, fields *int, retry bool) (used int, all bool) {
	r := csv.NewReader(bytes.NewReader(body))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = rune(delimiter), -1, true, true
	for {
		start := int(r.InputOffset())
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return len(body), true
		}
		if err != nil {
			return start, false
		}
		at, _ := r.FieldPos(0)
		last, _ := r.FieldPos(len(record) - 1)
		spans := last > at || bytes.IndexByte([]byte(record[len(record)-1]), '\n') >= 0
		if *fields < 0 {
			*fields = len(record)
		}
		if retry && spans && len(record) != *fields {
			return start + blankPrefix(body[start:]), false
		}
		u.append(record, line+at-1)
	}
}

// blankPrefix returns the length of the empty lines at the start.
func blankPrefix(body []byte) int {
	n := 0
	for n < len(body) && (body[n] == '\n' || body[n] == '\r') {
		n++
	}
	return n
}

func (u *unquoted) append(record []string, line int) {
	for j, cell := range record {
		if j > 0 {
			u.text = append(u.text, unitSeparator)
		}
		for i := range len(cell) {
			switch c := cell[i]; c {
			case '\n':
				u.text = append(u.text, recordSeparator)
			case unitSeparator, recordSeparator:
				u.text = append(u.text, ' ')
			default:
				u.text = append(u.text, c)
			}
		}
	}
	u.text = append(u.text, '\n')
	u.lines = append(u.lines, line)
}

// restoreLines gives a cell its line ends back.
func restoreLines(cell []byte) []byte {
	if bytes.IndexByte(cell, recordSeparator) < 0 {
		return cell
	}
	return bytes.ReplaceAll(cell, []byte{recordSeparator}, []byte{'\n'})
}
