package table

import "bytes"

// blanks is the delimiter of columns that stand under each other: any number
// of spaces and tabs.
const blanks = " "

// separate rewrites a text whose delimiter is several bytes, or any number of
// blanks, so that one byte separates its cells. Lines stay where they are.
func separate(text []byte, delim string, quote byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		line, rest, more := bytes.Cut(text, []byte{'\n'})
		if delim == blanks {
			line = bytes.Trim(line, " \t\r")
		}
		out = separateLine(out, line, delim, quote)
		if more {
			out = append(out, '\n')
		}
		text = rest
	}
	return out
}

func separateLine(out, line []byte, delim string, quote byte) []byte {
	for start := true; len(line) > 0; {
		if start && quote != 0 && line[0] == quote {
			if n := quotedEnd(line, delim, quote); n > 0 {
				out, line, start = append(out, line[:n]...), line[n:], false
				continue
			}
		}
		if n := delimiterAt(line, delim); n > 0 {
			out, line, start = append(out, unitSeparator), line[n:], true
			continue
		}
		c := line[0]
		if c == unitSeparator {
			c = ' '
		}
		out, line, start = append(out, c), line[1:], false
	}
	return out
}

// quotedEnd returns the length of the quoted cell that a line begins with, or
// 0 where it does not end there.
func quotedEnd(line []byte, delim string, quote byte) int {
	for i := 1; i < len(line); i++ {
		if line[i] != quote {
			continue
		}
		if i+1 < len(line) && line[i+1] == quote {
			i++
			continue
		}
		if end := bytes.TrimLeft(line[i+1:], "\r"); len(end) == 0 || delimiterAt(line[i+1:], delim) > 0 {
			return i + 1
		}
	}
	return 0
}

// delimiterAt returns the length of the delimiter that text begins with, or 0.
func delimiterAt(text []byte, delim string) int {
	if delim != blanks {
		if bytes.HasPrefix(text, []byte(delim)) {
			return len(delim)
		}
		return 0
	}
	n := 0
	for n < len(text) && (text[n] == ' ' || text[n] == '\t') {
		n++
	}
	return n
}
