package table

import (
	"fmt"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// dropUnits drops up to two lines under the header that hold units or
// explanations instead of values.
func (o *opening) dropUnits() {
	for n := 0; n < 2 && o.header && o.d.rows() > 2; n++ {
		all := make([]int, len(o.t.Names))
		for j := range all {
			all[j] = j
		}
		rows := make([]int, min(60, o.d.rows()))
		for i := range rows {
			rows[i] = i
		}
		by := o.d.pick(all, rows)
		cells := make([][]string, len(rows))
		for i := range cells {
			for j := range by {
				cells[i] = append(cells[i], by[j][i])
			}
		}
		if rowOfRecords(o.t.Names, cells[0]) {
			return
		}
		line := o.t.Line(0)
		if n == 0 && secondHeader(o.t.Names, cells[0], cells[1:]) {
			o.joinHeaders(cells[0], line)
			continue
		}
		if !unitsRow(cells[0], cells[1:]) {
			return
		}
		o.problem(line, "", say.Kept("line %d holds units or explanations, no values: %s", line, shorten(strings.Join(cells[0], ", "))), say.Mark("left out"))
		o.d.dropFirst()
	}
}

// secondHeader says whether the line under the header holds the names of the
// columns, and the header what some of them have in common: a name stands there
// that only headers have, and the header leaves columns without a name or gives
// one to several.
func secondHeader(names, second []string, below [][]string) bool {
	known, plain := 0, true
	for j, v := range second {
		if v == "" {
			continue
		}
		if likeBelow(v, column(below, j)) > 0 || numberish(v) {
			return false
		}
		if isHeaderName(v) {
			known++
		}
	}
	for j, name := range names {
		plain = plain && name != "" && name != fmt.Sprintf("c%d", j+1) && !strings.HasSuffix(name, " (2)")
	}
	return !plain && (known > 0 || tellsTwins(names, second))
}

// tellsTwins says whether every column whose name comes several times has a word
// below it that no other of that name has: crp and wbc below blood and blood.
func tellsTwins(names, second []string) bool {
	above, times, pairs := withoutNumbers(names), map[string]int{}, map[[2]string]bool{}
	for _, name := range above {
		times[name]++
	}
	twins := 0
	for j, name := range above {
		if times[name] < 2 || name == "" {
			continue
		}
		if pair := [2]string{name, second[j]}; second[j] == "" || pairs[pair] {
			return false
		} else {
			pairs[pair] = true
		}
		twins++
	}
	return twins > 0
}

// withoutNumbers takes the numbers off names that came several times.
func withoutNumbers(names []string) []string {
	plain := slices.Clone(names)
	for j, name := range names {
		if twin := strings.LastIndex(name, " ("); twin > 0 && slices.Contains(names, name[:twin]) {
			plain[j] = name[:twin]
		}
	}
	return plain
}

// joinHeaders takes the names of the second line of a header. Names that stand
// there several times have what the first line says above them in front; so have
// those under a name that does, where they alone are no header.
func (o *opening) joinHeaders(second []string, line int) {
	above, times, over := withoutNumbers(o.t.Names), map[string]int{}, map[string]int{}
	for j, name := range above {
		over[name]++
		if j > 0 && (name == "" || name == fmt.Sprintf("c%d", j+1)) {
			above[j] = above[j-1]
		}
		times[second[j]]++
	}
	names := slices.Clone(second)
	whole := slices.ContainsFunc(second, isHeaderName)
	for j, name := range second {
		if times[name] > 1 || !whole && over[above[j]] > 1 || name == "" {
			names[j] = strings.TrimSpace(above[j] + " " + name)
		}
	}
	first := strings.Join(o.t.Names, ", ")
	o.t.Problems = slices.DeleteFunc(o.t.Problems, func(p dataset.Problem) bool {
		return strings.Contains(p.What, "no name") || strings.Contains(p.What, "the name of an earlier one")
	})
	var problems []dataset.Problem
	o.t.Names, problems = cleanNames(o.t.File, names)
	o.t.Problems = append(o.t.Problems, problems...)
	o.problem(line, "", say.Kept("the header has two lines: %s above %s", shorten(first), shorten(strings.Join(second, ", "))), say.Mark("the names are those of the second line, with those above in front where either stands several times"))
	o.d.dropFirst()
}

// dropFirst drops the first row.
func (d *delimited) dropFirst() {
	line := d.line(1)
	d.spans = d.spans[1:]
	jumps := []jump{{0, line}}
	for _, j := range d.jumps {
		if j.row > 1 {
			jumps = append(jumps, jump{j.row - 1, j.line})
		}
	}
	d.jumps = jumps
}
