package table

import (
	"math"
	"strings"
	"sync"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// limit says on which side of a limit of detection a number lies.
type limit uint8

const (
	noLimit limit = iota
	below         // <5
	atMost        // ≤5
	above         // >5
	atLeast       // ≥5
)

// limitSigns are the signs before limits of detection, the longer ones first.
var limitSigns = []struct {
	sign string
	of   limit
}{
	{"<=", atMost}, {">=", atLeast}, {"=<", atMost}, {"=>", atLeast}, {"<", below}, {">", above}, {"≤", atMost}, {"≥", atLeast},
	{"&lt;=", atMost}, {"&gt;=", atLeast}, {"&lt;", below}, {"&gt;", above}, {"&le;", atMost}, {"&ge;", atLeast},
}

// cutLimit removes the sign of a limit of detection.
func cutLimit(text string) (rest string, side limit) {
	for _, s := range limitSigns {
		if rest, ok := strings.CutPrefix(text, s.sign); ok {
			return strings.TrimLeft(rest, " "), s.of
		}
	}
	return text, noLimit
}

// moved says whether limits of detection are not taken as the values themselves.
func (r *Request) moved() bool { return r.Censored != "" && r.Censored != dataset.LimitTaken }

// sayLimits tells of limits of detection, and what is made of them.
func (c *typing) sayLimits() {
	s := c.scan
	done := say.Mark("the limit itself is taken; --censored impute has each filled within its limit")
	switch c.table.request.Censored {
	case dataset.LimitImputed:
		done = say.Mark("taken as missing, to be filled within their limits")
		c.column.Filled, c.column.Missing = c.column.Filled-s.limits, c.column.Missing+s.limits
	case dataset.LimitRoot2:
		done = say.Mark("the limit over √2 is taken of what lies below it, else the limit")
	}
	c.problem(s.limit.row, say.Kept("%s of detection, such as %q", say.KeptCount(s.limits, "cell is a limit", "cells are limits"), s.limit.cell), done)
}

// limit returns the limit of detection that a cell is, and on which side of it the
// value lies.
func (r *cellReader) limit(cell []byte) (side limit, x float64) {
	v := parse(cell, r.decimal)
	if v.limit == noLimit {
		return noLimit, 0
	}
	if x = r.number(cell); math.IsNaN(x) {
		return noLimit, 0
	}
	return v.limit, x
}

// limits collects the limits of detection of a block.
type limits struct {
	lock sync.Mutex
	of   map[int][]dataset.Bound // by row
}

// add notes a limit; what it says of its column bounds adds.
func (l *limits) add(row, column int, side limit, x float64) {
	read := dataset.Limit{At: x, Side: 1, Itself: side == atMost || side == atLeast}
	if side == below || side == atMost {
		read.Side = -1
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	l.of[row] = append(l.of[row], dataset.Bound{Column: column, Limit: read})
}

// bounds finishes what was collected. It marks columns with limits in which no
// number is negative in their fields, and returns nil where there are no limits.
func (l *limits) bounds(numbers dataset.Matrix, fields []dataset.Field) map[int][]dataset.Bound {
	if len(l.of) == 0 {
		return nil
	}
	negative := make([]bool, numbers.Cols)
	for _, row := range numbers.All() {
		for j, x := range row {
			negative[j] = negative[j] || x < 0
		}
	}
	for _, list := range l.of {
		for _, b := range list {
			negative[b.Column] = negative[b.Column] || b.Limit.Negative(fields[b.Column])
		}
	}
	for _, list := range l.of {
		for _, b := range list {
			fields[b.Column].NoNegative = !negative[b.Column]
		}
	}
	return dataset.LimitsOf(l.of, fields)
}
