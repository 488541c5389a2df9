package table

import "strings"

// longer returns the delimiter of which the one that was tried is a part, or "":
// it always stands twice, as in || and |~|, or between the same signs, as in ~|~.
func (p *probed) longer() string {
	if p.width%2 == 1 && p.doubled() {
		return p.delim + p.rows[p.skip][1] + p.delim
	}
	before, after := "", ""
	for k, row := range p.rows[p.skip:] {
		if len(row) != p.width {
			return ""
		}
		for j, cell := range row {
			if first := k+j == 0; j < len(row)-1 {
				before = commonSigns(before, cell[len(strings.TrimRight(cell, signs)):], first, strings.HasSuffix)
			}
			if first := k == 0 && j == 1; j > 0 {
				after = commonSigns(after, cell[:len(cell)-len(strings.TrimLeft(cell, signs))], first, strings.HasPrefix)
			}
		}
	}
	if before == "" || after == "" {
		return ""
	}
	return before + p.delim + after
}

// signs are what people put around a delimiter, and none of what a cell begins or
// ends with.
const signs = "~|^#:;=!§¦"

// commonSigns returns what the signs of one more cell have in common with those of
// the others: the shorter where the longer has it at that end, else nothing.
func commonSigns(common, more string, first bool, has func(s, end string) bool) string {
	switch {
	case first || has(common, more):
		return more
	case has(more, common):
		return common
	}
	return ""
}

// doubled says whether every other cell is empty, or the same sign, in all rows.
func (p *probed) doubled() bool {
	between := p.rows[p.skip][1]
	if strings.Trim(between, signs) != "" {
		return false
	}
	for _, row := range p.rows[p.skip:] {
		for j := 1; j < len(row); j += 2 {
			if row[j] != between {
				return false
			}
		}
		if len(row)%2 == 0 {
			return false
		}
	}
	return true
}
