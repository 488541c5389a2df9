package format

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"

	"lacuna/dataset"
)

// sheet is one delimited text file: its header, and where its rows lie.
type sheet struct {
	file      string
	names     []string // of all columns, trimmed, each different
	delimiter byte     // between the cells of data
	decimal   byte     // between units and tenths
	data      []byte   // the text without header, quotes undone
	rows      []rowSpan
	id        int      // the id column, or -1
	ids       []string // per row; nil until takeIDs
	problems  []dataset.Problem
}

// rowSpan is one row of a sheet: data[start:end], without its line end.
type rowSpan struct {
	start, end int
	line       int // 1-based line of the file
}

// A file full of broken lines would drown every other problem, so only the
// first ones are listed one by one.
const maxListed = 20

// openSheet reads a file and finds its header and rows. Lines with the wrong
// number of fields are left out and become problems. It fails where there is
// no header.
func openSheet(fsys fs.FS, file string) (*sheet, error) {
	data, err := readText(fsys, file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	return newSheet(file, data)
}

func unreadable(file string, err error) error {
	return &dataset.UserError{What: file + " cannot be read", Why: err.Error(), Try: "Check the file and its permissions.", Err: err}
}

func newSheet(file string, data []byte) (*sheet, error) {
	if bytes.IndexByte(data[:min(len(data), 4096)], 0) >= 0 {
		return nil, &dataset.UserError{What: file + " is no table", Why: "it is no text file", Try: "Open a folder or a CSV file."}
	}
	body, line := skipComments(data)
	s := &sheet{file: file, delimiter: sniffDelimiter(body), decimal: '.', id: -1}
	if s.delimiter == ';' {
		s.decimal = ',' // as spreadsheets write where the comma marks decimals
	}
	var lineOf func(int) int
	if bytes.IndexByte(body, '"') >= 0 {
		q := unquote(file, body, s.delimiter, line)
		s.data, s.delimiter, s.problems = q.text, unitSeparator, q.problems
		lineOf = func(k int) int { return q.lines[k] }
	} else {
		s.data = body
		lineOf = func(k int) int { return line + k }
	}
	if err := s.takeHeader(); err != nil {
		return nil, err
	}
	s.findRows(lineOf)
	return s, nil
}

// skipComments drops leading lines that start with # or are blank, and
// returns the number of the line that follows.
func skipComments(data []byte) (body []byte, line int) {
	line = 1
	for len(data) > 0 {
		first, rest, _ := bytes.Cut(data, []byte{'\n'})
		trimmed := bytes.TrimSpace(first)
		if len(trimmed) > 0 && trimmed[0] != '#' {
			break
		}
		data = rest
		line++
	}
	return data, line
}

// takeHeader reads the first line as column names. A header that is one name
// short names no id column, as R's write.table leaves it.
func (s *sheet) takeHeader() error {
	first, rest := cutLine(s.data)
	fields := bytes.Split(first, []byte{s.delimiter})
	if len(bytes.TrimSpace(first)) == 0 {
		return &dataset.UserError{What: s.file + " is empty", Why: "it has no header line",
			Try: "Give it a first line with column names, the first of them id."}
	}
	numeric := 0
	for _, f := range fields {
		name := strings.TrimSpace(string(f))
		s.names = append(s.names, name)
		if _, kind := parseNumber([]byte(name), s.decimal); kind == isNumber {
			numeric++
		}
	}
	if numeric == len(fields) {
		return &dataset.UserError{What: s.file + " has no header", Why: fmt.Sprintf("its first line, %q, holds only numbers", shorten(string(first))),
			Try: "Add a first line with column names, the first of them id."}
	}
	if second, _ := cutLine(rest); bytes.Count(second, []byte{s.delimiter}) == len(fields) && idColumn(s.names) < 0 {
		s.names = append([]string{""}, s.names...)
	}
	s.nameTwins()
	return nil
}

// nameTwins numbers columns that have the name of an earlier one.
func (s *sheet) nameTwins() {
	seen := map[string]bool{}
	for j, name := range s.names {
		unique := name
		for k := 2; seen[unique]; k++ {
			unique = fmt.Sprintf("%s (%d)", name, k)
		}
		if unique != name {
			s.problem(0, name, "two columns have this name", "the later one is called "+unique)
		}
		seen[unique] = true
		s.names[j] = unique
	}
}

// findRows finds every line below the header, and checks its number of fields.
func (s *sheet) findRows(lineOf func(int) int) {
	want, broken := len(s.names), 0
	_, rest := cutLine(s.data)
	at := len(s.data) - len(rest)
	for k := 1; at < len(s.data); k++ {
		end := len(s.data)
		if n := bytes.IndexByte(s.data[at:], '\n'); n >= 0 {
			end = at + n
		}
		line := bytes.TrimSuffix(s.data[at:end], []byte{'\r'})
		have := bytes.Count(line, []byte{s.delimiter}) + 1
		switch {
		case len(line) == 0 || have == 1 && want > 1 && len(bytes.TrimSpace(line)) == 0:
		case have == want:
			s.rows = append(s.rows, rowSpan{at, at + len(line), lineOf(k)})
		default:
			if broken++; broken <= maxListed {
				s.problem(lineOf(k), "", fmt.Sprintf("the line has %d fields where the header has %d", have, want), "the line is left out")
			}
		}
		at = end + 1
	}
	if broken > maxListed {
		s.problem(0, "", fmt.Sprintf("%d more lines have the wrong number of fields", broken-maxListed), "they are left out")
	}
}

func cutLine(data []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(data, []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'}), rest
}

func (s *sheet) problem(line int, column, what, done string) {
	s.problems = append(s.problems, dataset.Problem{File: s.file, Row: line, Column: column, What: what, Done: done})
}

// text returns the trimmed cells of one column.
func (s *sheet) text(column int) []string { return s.texts([]int{column})[0] }

// texts returns the trimmed cells of some columns, in one pass over the rows.
func (s *sheet) texts(columns []int) [][]string {
	out := make([][]string, len(columns))
	for k := range out {
		out[k] = make([]string, len(s.rows))
	}
	target := s.targets(columns)
	last := -1
	for j, k := range target {
		if k >= 0 {
			last = j
		}
	}
	for i, r := range s.rows {
		rest := s.data[r.start:r.end]
		for _, k := range target[:last+1] {
			n := s.cellEnd(rest)
			if k >= 0 {
				out[k][i] = string(bytes.TrimSpace(restoreLines(rest[:n])))
			}
			rest = rest[min(n+1, len(rest)):]
		}
	}
	return out
}

// targets returns for each column of the sheet its place in columns, or -1.
func (s *sheet) targets(columns []int) []int {
	target := make([]int, len(s.names))
	for j := range target {
		target[j] = -1
	}
	for k, j := range columns {
		target[j] = k
	}
	return target
}

func shorten(s string) string {
	const most = 60
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
