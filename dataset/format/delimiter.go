package format

import "bytes"

// sniffDelimiter finds what separates the cells: of comma, semicolon, tab and
// bar the one that the header has most of, if the next lines agree; else the
// one that the header has most of.
func sniffDelimiter(body []byte) byte {
	lines := firstLines(body, 6)
	if len(lines) == 0 {
		return ','
	}
	best, bestCount, bestAgrees := byte(','), 0, false
	for _, d := range []byte{',', ';', '\t', '|'} {
		count := countOutsideQuotes(lines[0], d)
		agrees := count > 0
		for _, l := range lines[1:] {
			if n := countOutsideQuotes(l, d); n < count {
				agrees = false
			}
		}
		if agrees && !bestAgrees || agrees == bestAgrees && count > bestCount {
			best, bestCount, bestAgrees = d, count, agrees
		}
	}
	return best
}

func firstLines(body []byte, n int) [][]byte {
	var lines [][]byte
	for len(lines) < n && len(body) > 0 {
		var line []byte
		if line, body = cutLine(body); len(bytes.TrimSpace(line)) > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

func countOutsideQuotes(line []byte, d byte) int {
	if bytes.IndexByte(line, '"') < 0 {
		return bytes.Count(line, []byte{d})
	}
	n, inside := 0, false
	for _, c := range line {
		switch {
		case c == '"':
			inside = !inside
		case c == d && !inside:
			n++
		}
	}
	return n
}
