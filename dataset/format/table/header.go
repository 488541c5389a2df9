package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lacuna/internal/say"
)

// Names that only a header has.
var headerNames = strings.Fields("id label class target split group sample subject patient participant record case uid uuid key name text " +
	"file file_name filename path image audio site age sex gender date y")

// looksHeader says whether the first line names the columns of those below,
// with the evidence; sure is false where there is none.
func looksHeader(first []string, below [][]string) (headed, sure bool, why string) {
	pro, contra, numbers := 0, 0, 0
	known, filled := 0, 0
	for j, v := range first {
		if v == "" {
			continue
		}
		filled++
		like := likeBelow(v, column(below, j))
		if numberish(v) && like >= 0 {
			numbers++
		}
		if isHeaderName(v) {
			known++
		}
		switch like {
		case 1:
			contra++
		case -1:
			pro++
		}
	}
	switch {
	case filled == 0:
		return true, false, say.Mark("the first line is empty")
	case numbers > 0 && numbers >= filled-1 && numbered(first):
		return true, true, say.Mark("the first line counts the columns")
	case numbers == filled:
		return false, true, say.Mark("the first line holds only numbers, as those below")
	case known > 0 && known >= contra:
		return true, true, say.Mark("the first line holds names of columns")
	case evenSteps(first) && likeBelow(first[0], column(below, 0)) <= 0 && !slices.ContainsFunc(below[:min(len(below), 3)], evenSteps):
		return true, true, say.Mark("the first line goes up in even steps")
	case pro > 0 && pro >= contra, pro+known > 0 && ascending(first):
		return true, true, say.Mark("the first line holds words where the lines below hold numbers or other words")
	case contra > 0:
		return false, true, say.Mark("the first line looks like those below")
	}
	return true, known > 0, say.Mark("the first line is taken for the header")
}

func isHeaderName(v string) bool {
	name := strings.ToLower(strings.TrimLeft(v, "#"))
	return slices.Contains(headerNames, name) || strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "_name")
}

func column(rows [][]string, j int) []string {
	var cells []string
	for _, row := range rows {
		if j < len(row) && row[j] != "" {
			cells = append(cells, row[j])
		}
	}
	return cells
}

// likeBelow says whether a cell looks like those below it: 1 for yes, −1 for
// no, 0 where that cannot be told.
func likeBelow(v string, cells []string) int {
	if len(cells) == 0 {
		return 0
	}
	numbers, same, shapes := 0, 0, map[string]int{}
	for _, c := range cells {
		if numberish(c) {
			numbers++
		}
		if c == v {
			same++
		}
		shapes[shape(c)]++
	}
	if 2*numbers > len(cells) {
		switch {
		case hasUnit(v) && 2*countUnits(cells) < numbers:
			return -1 // 12 h above plain numbers is a name
		case numberish(v):
			return 1
		case missingInNumbers(v):
			return 0
		}
		return -1
	}
	mine := shape(v)
	switch hasDigit := strings.Contains(mine, "0"); {
	case same > 0, hasDigit && 5*shapes[mine] >= 3*len(cells):
		return 1
	case hasDigit || shapes[mine] > 0:
		return 0
	}
	for s, n := range shapes {
		if strings.Contains(s, "0") && 5*n >= 4*len(cells) {
			return -1
		}
	}
	return 0
}

// hasUnit says whether a cell is a number with a unit or a currency.
func hasUnit(cell string) bool {
	r := parse([]byte(cell), '.')
	return r.class != aWord && r.prefix+r.suffix != ""
}

func countUnits(cells []string) int {
	n := 0
	for _, c := range cells {
		if hasUnit(c) {
			n++
		}
	}
	return n
}

// shape writes a cell as what its characters are: a0 for p01, 0-0-0 for a date.
func shape(cell string) string {
	var b []rune
	for _, r := range cell {
		switch {
		case unicode.IsLetter(r):
			r = 'a'
		case unicode.IsDigit(r):
			r = '0'
		}
		if n := len(b); n == 0 || b[n-1] != r {
			b = append(b, r)
		}
		if len(b) > 20 {
			break
		}
	}
	return string(b)
}

// numbered says whether a line counts its columns, from 0 or from 1; the first
// may stand apart. Of two columns it must be as pandas writes one without a name.
func numbered(first []string) bool {
	if len(first) < 3 {
		return len(first) == 2 && first[0] == "" && first[1] == "0"
	}
	start := 0
	if !numberish(first[0]) {
		start = 1
	}
	for _, from := range []int{0, 1} {
		ok := true
		for j, v := range first[start:] {
			ok = ok && v == fmt.Sprint(from+j)
		}
		if ok {
			return true
		}
	}
	return false
}

// evenSteps says whether a line is a word and numbers that go up in even
// steps, as years do.
func evenSteps(first []string) bool {
	if len(first) < 3 || numberish(first[0]) || !ascending(first) {
		return false
	}
	step := 0.0
	for j := 2; j < len(first); j++ {
		a, b := parse([]byte(first[j-1]), '.'), parse([]byte(first[j]), '.')
		if a.class != aNumber || b.class != aNumber || j > 2 && b.x-a.x != step {
			return false
		}
		step = b.x - a.x
	}
	return true
}

// ascending says whether the numbers of a line go up steadily, as years and
// wavelengths do in headers.
func ascending(first []string) bool {
	last, n := 0.0, 0
	for _, v := range first {
		r := parse([]byte(v), '.')
		if r.class != aNumber {
			continue
		}
		if n > 0 && r.x <= last {
			return false
		}
		last = r.x
		n++
	}
	return n > 2
}

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// unitsRow says whether the line under the header holds units or explanations:
// no number in any column of numbers, and where others have names, none that
// looks like theirs.
func unitsRow(first []string, below [][]string) bool {
	numbers, words, like := 0, 0, 0
	for j := range first {
		cells := column(below, j)
		n := 0
		for _, c := range cells {
			if numberish(c) {
				n++
			}
		}
		if 10*n >= 9*len(cells) && n > 1 {
			numbers++
			if numberish(first[j]) {
				return false
			}
			if first[j] != "" && !missingInNumbers(first[j]) {
				words++
			}
		} else if first[j] != "" && likeBelow(first[j], cells) > 0 {
			like++
		}
	}
	return numbers > 0 && 2*words >= numbers && like == 0
}
