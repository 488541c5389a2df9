package table

import (
	"strings"

	"lacuna/internal/say"
)

// labFlags stand behind a result of a laboratory that is high, low or otherwise
// remarkable. They are no units: the number is the same without.
var labFlags = map[string]bool{"H": true, "L": true, "HH": true, "LL": true, "N": true, "*": true, "**": true, "***": true, "!": true, "↑": true, "↓": true}

// flag says whether what stands around a number is such a flag, perhaps in
// brackets.
func (a affix) flag() bool { return a.prefix == "" && labFlags[strings.Trim(a.suffix, " ()[]")] }

// takeFlags takes numbers with flags for plain ones, where there are several of
// them, and plain numbers or other flags beside: else the sign is a unit, or a
// slip of the pen. It says whether it did.
func (c *typing) takeFlags() bool {
	const several = 3
	n, kinds, most := 0, 0, c.scan.plain
	taken := factors{}
	for a, cells := range c.scan.affixes {
		if a.flag() {
			n, kinds, taken[a] = n+cells, kinds+1, 1
		} else if cells > most {
			return false // a unit
		}
	}
	if n < several || c.scan.plain == 0 && kinds < 2 {
		return false
	}
	c.factors, c.flagged = taken, n
	return true
}

// sayFlags tells of numbers that are taken without their flags.
func (c *typing) sayFlags() {
	if c.flagged == 0 {
		return
	}
	row, example := -1, ""
	for w, n := range c.scan.words.of {
		r := parse([]byte(w), c.scan.mark)
		if (affix{r.prefix, r.suffix}).flag() && (row < 0 || n.row < row) {
			row, example = n.row, w
		}
	}
	c.problem(row, say.Kept("%s a flag behind, such as %q", say.KeptCount(c.flagged, "number has", "numbers have"), example), say.Mark("the numbers are taken, the flags are left out"))
}
