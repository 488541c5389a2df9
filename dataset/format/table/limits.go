package table

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"lacuna/dataset"
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
	done := "the limit itself is taken; --censored impute has each filled within its limit"
	switch c.table.request.Censored {
	case dataset.LimitImputed:
		done = "taken as missing, to be filled within their limits"
		c.column.Filled, c.column.Missing = c.column.Filled-s.limits, c.column.Missing+s.limits
	case dataset.LimitRoot2:
		done = "the limit over √2 is taken of what lies below it, else the limit"
	}
	c.problem(s.limit.row, fmt.Sprintf("%s of detection, such as %q", plural(s.limits, "cell is a limit", "cells are limits"), s.limit.cell), done)
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
	open []struct{ row, column int }
}

// add notes a limit. The ends are those of the value, included: of whole numbers
// bounds makes the next one of it.
func (l *limits) add(row, column int, side limit, x float64) {
	b := dataset.Bound{Column: column, Low: math.Inf(-1), High: math.Inf(1)}
	if side == below || side == atMost {
		b.High = x
	} else {
		b.Low = x
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	l.of[row] = append(l.of[row], b)
	if side == below || side == above {
		l.open = append(l.open, struct{ row, column int }{row, column})
	}
}

// bounds finishes what was collected: beyond a limit lies the next whole number of
// a column of whole numbers, and a column in which no number is negative has none
// below its limits either. It is nil where there are no limits.
func (l *limits) bounds(numbers dataset.Matrix, fields []dataset.Field) map[int][]dataset.Bound {
	if len(l.of) == 0 {
		return nil
	}
	for _, o := range l.open {
		if fields[o.column].Kind != dataset.Whole {
			continue
		}
		for k := range l.of[o.row] {
			if b := &l.of[o.row][k]; b.Column == o.column {
				b.High, b.Low = math.Ceil(b.High)-1, math.Floor(b.Low)+1
			}
		}
	}
	negative := make([]bool, numbers.Cols)
	for _, row := range numbers.All() {
		for j, x := range row {
			negative[j] = negative[j] || x < 0
		}
	}
	for _, list := range l.of {
		for _, b := range list {
			negative[b.Column] = negative[b.Column] || b.High < 0 || b.Low < 0 && !math.IsInf(b.Low, -1)
		}
	}
	for _, list := range l.of {
		for k := range list {
			if b := &list[k]; math.IsInf(b.Low, -1) && !negative[b.Column] {
				b.Low = 0
			}
		}
		slices.SortFunc(list, func(a, b dataset.Bound) int { return cmp.Compare(a.Column, b.Column) })
	}
	return l.of
}
