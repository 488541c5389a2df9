package table

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// factors say what may stand around the numbers of a column, and what those
// are to be taken times. Any other cell is no number of the column.
type factors map[affix]float64

// of returns what a number with something around it is to be taken times.
func (f factors) of(a affix) (factor float64, ok bool) {
	if a == (affix{}) {
		return 1, true
	}
	factor, ok = f[a]
	return factor, ok
}

// scaled is x times factor, rounded once where the factor or its inverse is
// whole.
func scaled(x, factor float64) float64 {
	const near = 1e-9
	if inverse := math.Round(1 / factor); factor < 1 && math.Abs(inverse*factor-1) < near {
		return x / inverse
	}
	if whole := math.Round(factor); math.Abs(whole-factor) < near*factor {
		factor = whole
	}
	return x * factor
}

// key writes what stands around a number so that its spellings are one: blanks
// do not count, nor does case in what is no unit of the SI.
func (a affix) key() affix {
	suffix := foldMicro(strings.TrimSpace(a.suffix))
	if _, _, si := siUnit(suffix); !si && len(suffix) > 2 {
		suffix = strings.ToLower(suffix)
	}
	return affix{strings.TrimSpace(a.prefix), suffix}
}

func (a affix) String() string { return strings.TrimSpace(a.prefix + " " + a.suffix) }

// affixGroup are the spellings of what stands around some numbers of a column.
type affixGroup struct {
	spellings []affix // the most frequent one first
	n         int
}

// groups returns what stands around the numbers of a column, most frequent
// first.
func (c *typing) groups() []affixGroup {
	by := map[affix][]affix{}
	for a := range c.scan.affixes {
		by[a.key()] = append(by[a.key()], a)
	}
	out := make([]affixGroup, 0, len(by))
	for _, spellings := range by {
		slices.SortFunc(spellings, func(a, b affix) int {
			return cmp.Or(c.scan.affixes[b]-c.scan.affixes[a], strings.Compare(a.prefix+a.suffix, b.prefix+b.suffix), strings.Compare(a.prefix, b.prefix))
		})
		g := affixGroup{spellings: spellings}
		for _, a := range spellings {
			g.n += c.scan.affixes[a]
		}
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b affixGroup) int {
		x, y := a.spellings[0], b.spellings[0]
		return cmp.Or(b.n-a.n, strings.Compare(x.prefix+x.suffix, y.prefix+y.suffix), strings.Compare(x.prefix, y.prefix))
	})
	return out
}

// takeUnits decides what may stand around the numbers of a column: what most
// have, in any spelling, or several that can be converted.
func (c *typing) takeUnits() {
	groups := c.groups()
	if len(groups) == 0 || c.takeFlags() || c.takePercents(groups) || c.takeMultipliers(groups) || c.takeFamily(groups) {
		return
	}
	if groups[0].n < c.scan.plain {
		return // numbers alone; the others are misfits
	}
	c.affix = groups[0].spellings[0]
	c.factors = factors{}
	for _, a := range groups[0].spellings {
		c.factors[a] = 1
	}
}

// takeFamily converts numbers with units that measure the same, if each has
// one, to the most frequent unit.
func (c *typing) takeFamily(groups []affixGroup) bool {
	first := groups[0].spellings[0]
	measures, unit, ok := siUnit(first.suffix)
	if !ok || len(groups) < 2 || c.scan.plain > 0 {
		return false
	}
	taken := factors{}
	for a := range c.scan.affixes {
		same, size, ok := siUnit(a.suffix)
		if !ok || same != measures || strings.TrimSpace(a.prefix) != "" {
			return false
		}
		if taken[a] = size / unit; size == unit {
			taken[a] = 1
		}
	}
	if c.affix, c.factors = first, taken; !c.unscaled() {
		c.converted = say.Kept("converted to %s", first)
	}
	return true
}

// takeMultipliers reads 1.2M and 3.4K as what they stand for, where both stand
// in a column or numbers without such a letter do.
func (c *typing) takeMultipliers(groups []affixGroup) bool {
	prefix := groups[0].spellings[0].prefix
	taken, different := factors{}, map[float64]bool{}
	if c.scan.plain > 0 {
		different[1] = true
	}
	for a := range c.scan.affixes {
		suffix := strings.TrimSpace(a.suffix)
		factor, ok := multipliers[suffix]
		if suffix == "" {
			factor, ok = 1, true
		}
		if !ok || a.prefix != prefix {
			return false
		}
		taken[a], different[factor] = factor, true
	}
	if len(different) < 2 {
		return false
	}
	c.affix, c.factors, c.converted = affix{prefix: prefix}, taken, say.Mark("read as thousands, millions or what the letter stands for")
	return true
}

// takePercents reads 12% as 0.12, where the numbers without the sign are
// fractions of one and those with it are not.
func (c *typing) takePercents(groups []affixGroup) bool {
	if len(groups) != 1 || groups[0].spellings[0].key() != (affix{suffix: "%"}) || c.scan.plain == 0 {
		return false
	}
	p := &percents{mark: c.scan.mark}
	cells := c.table.source([]int{c.at})
	cells.each(0, c.table.Rows(), []byte{c.scan.mark}, p)
	if p.beyond || p.between == 0 || 2*p.above <= groups[0].n {
		return false
	}
	c.factors = factors{}
	for _, a := range groups[0].spellings {
		c.factors[a] = 0.01
	}
	c.affix, c.converted = affix{}, say.Kept("%d others are fractions of 1, so 12%% is read as 0.12", c.scan.plain)
	return true
}

// percents looks at a column of percentages and fractions.
type percents struct {
	mark    byte
	between int  // numbers between 0 and 1
	beyond  bool // a number outside of them
	above   int  // percentages above 1
}

func (p *percents) number(_, _ int, x float64, _, _ int) {
	p.beyond = p.beyond || x < 0 || x > 1
	if x > 0 && x < 1 {
		p.between++
	}
}

func (p *percents) cell(row, k int, cell []byte) {
	switch r := parse(cell, p.mark); {
	case r.class != aNumber:
	case r.suffix == "":
		p.number(row, k, r.x, 0, 0)
	case math.Abs(r.x) > 1:
		p.above++
	}
}

// sayUnits tells of numbers that were converted, and of those without the unit
// that others have.
func (c *typing) sayUnits() {
	if c.converted != "" {
		row, list := c.withAffixes(func(a affix) bool { return c.factors[a] != 1 || a != c.affix })
		c.problem(row, list, c.converted)
		return
	}
	if n := c.scan.plain; n > 0 && c.affix != (affix{}) {
		c.problem(-1, say.Kept("%s no %q, which others have", say.KeptCount(n, "number has", "numbers have"), c.affix), say.Mark("all are taken for the same"))
	}
}

// withAffixes lists what stands around some numbers, and returns the first row
// of those that satisfy want.
func (c *typing) withAffixes(want func(affix) bool) (row int, list string) {
	row, example := -1, ""
	for w, n := range c.scan.words.of {
		r := parse([]byte(w), c.scan.mark)
		if a := (affix{r.prefix, r.suffix}); r.class != aWord && a != (affix{}) && want(a) && (row < 0 || n.row < row) {
			row, example = n.row, w
		}
	}
	groups := c.groups()
	if len(groups) == 1 {
		return row, say.Kept("%s %q, such as %q", say.KeptCount(groups[0].n, "number has", "numbers have"), groups[0].spellings[0], example)
	}
	return row, say.Kept("numbers have different units: %s, such as %q", c.kindsOf(groups), example)
}

// kindsOf lists what stands around numbers, with counts.
func (c *typing) kindsOf(groups []affixGroup) string {
	kinds := make([]string, len(groups))
	for k, g := range groups {
		kinds[k] = fmt.Sprintf("%q (%d)", g.spellings[0].String(), g.n)
	}
	return some(kinds)
}

// unitOf says what a column of numbers has around them.
func (c *typing) unitOf(f *dataset.Field) {
	if f.Prefix, f.Suffix = c.affix.prefix, c.affix.suffix; c.affix != (affix{}) {
		c.column.Import.Why = say.Kept("numbers with %q around them", c.affix)
	}
}

// unscaled says whether the numbers of a column are as they were written.
func (c *typing) unscaled() bool {
	return !slices.ContainsFunc(slices.Collect(maps.Values(c.factors)), func(x float64) bool { return x != 1 })
}
