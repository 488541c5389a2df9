package feature

import (
	"iter"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// categorical makes the features of a table of which some columns hold words:
// a 0/1 column for every level that a training row shows, or the number of the
// level. A level that no training row shows is all zeros, none of the others;
// as a number it is missing.
type categorical struct {
	scaling          // of the expanded columns
	parts   []part   // per column of the table
	names   []string // of the expanded columns
	words   int      // columns that hold words
	ordinal bool
}

// part is one column of a table and where it went.
type part struct {
	at     int   // its first expanded column
	levels []int // of words: the levels that training rows show; nil for numbers
	counts []int // in how many training rows each
	place  []int // per level of the field: its place in levels, or −1
}

// noLevel is the name of the one column of words that no training row shows.
const noLevel = " (no word in the training rows)"

// holdsWords says whether a modality has a column of categories.
func holdsWords(m dataset.Modality) bool {
	return slices.ContainsFunc(m.Fields, func(f dataset.Field) bool { return f.Kind == dataset.Category })
}

func fitCategorical(train dataset.View, m int, o Options) (transform, []string) {
	in := train.Modality(m)
	c := &categorical{ordinal: o.Categories == Ordinal}
	for j, name := range in.Columns {
		p := part{at: len(c.names)}
		if f := in.Fields[j]; f.Kind == dataset.Category {
			p.learn(train, m, j, len(f.Levels))
			c.words++
			c.names = append(c.names, c.namesOf(name, f, p)...)
		} else {
			c.names = append(c.names, name)
		}
		c.parts = append(c.parts, p)
	}
	c.by = o.Scaling
	never := c.fit(len(c.names), c.expanded(rowsOf(train, m)))
	if c.by == Robust && !c.ordinal {
		c.standardiseWords(train, m)
	}
	warnings := c.unseen(in)
	if never > 0 {
		warnings = append(warnings, say.Kept("%d of %d columns are never observed in the training rows; they are left unscaled", never, len(c.names)))
	}
	return c, warnings
}

// worded returns a transform for a modality whose columns may have other words
// than the one that it was fitted on.
func worded(t transform, in, now dataset.Modality) transform {
	switch t := t.(type) {
	case *components:
		other := *t
		other.transform = worded(t.transform, in, now)
		return &other
	case *categorical:
		other := *t
		other.parts = slices.Clone(t.parts)
		for j, f := range in.Fields {
			if f.Kind == dataset.Category && !slices.Equal(f.Levels, now.Fields[j].Levels) {
				other.parts[j].place = placesOfWords(f, t.parts[j].place, now.Fields[j].Levels)
			}
		}
		return &other
	}
	return t
}

// placesOfWords returns the place of each word, given those of the words of a
// field; −1 for a word that it does not have.
func placesOfWords(f dataset.Field, place []int, words []string) []int {
	out := make([]int, len(words))
	for k, word := range words {
		out[k] = -1
		if level := f.Level(word); level >= 0 {
			out[k] = place[level]
		}
	}
	return out
}

// learn counts the levels that training rows show.
func (p *part) learn(train dataset.View, m, j, levels int) {
	counts := make([]int, levels)
	for row := range rowsOf(train, m) {
		if x := row[j]; !math.IsNaN(x) {
			counts[int(x)]++
		}
	}
	p.place, p.levels = make([]int, levels), []int{}
	for k, n := range counts {
		p.place[k] = -1
		if n > 0 {
			p.place[k] = len(p.levels)
			p.levels, p.counts = append(p.levels, k), append(p.counts, n)
		}
	}
}

// namesOf names the expanded columns of a column of words.
func (c *categorical) namesOf(name string, f dataset.Field, p part) []string {
	switch {
	case c.ordinal:
		return []string{name}
	case len(p.levels) == 0:
		return []string{name + noLevel}
	}
	names := make([]string, len(p.levels))
	for k, level := range p.levels {
		names[k] = name + "=" + f.Levels[level]
	}
	return names
}

// standardiseWords scales the 0/1 columns as usual: the quartiles of most of
// them are alike.
func (c *categorical) standardiseWords(train dataset.View, m int) {
	usual := scaling{}
	usual.fit(len(c.names), c.expanded(rowsOf(train, m)))
	for k, p := range c.parts {
		if p.levels != nil {
			for j := p.at; j < c.end(k); j++ {
				c.middle[j], c.scale[j] = usual.middle[j], usual.scale[j]
			}
		}
	}
}

// end returns the expanded column behind the last one of part k.
func (c *categorical) end(k int) int {
	if k+1 < len(c.parts) {
		return c.parts[k+1].at
	}
	return len(c.names)
}

// unseen says which columns have words that no training row shows.
func (c *categorical) unseen(in dataset.Modality) []string {
	var words []string
	for k, p := range c.parts {
		for level, at := range p.place {
			if at < 0 {
				words = append(words, say.Kept("%q of column %s", in.Fields[k].Levels[level], in.Columns[k]))
			}
		}
	}
	if len(words) == 0 {
		return nil
	}
	as := say.Mark("all zeros")
	if c.ordinal {
		as = "missing"
	}
	const shown = 3
	list := strings.Join(words[:min(len(words), shown)], ", ")
	if more := len(words) - shown; more > 0 {
		list = say.Kept("%s and %d more", list, more)
	}
	return []string{say.Kept("no training row shows %s; records that have such a word are %s there", list, as)}
}

// expanded lists the rows with their words as numbers, in memory that the next
// row takes.
func (c *categorical) expanded(rows iter.Seq[[]float64]) iter.Seq[[]float64] {
	return func(yield func([]float64) bool) {
		out := make([]float64, len(c.names))
		for row := range rows {
			c.expand(row, out)
			if !yield(out) {
				return
			}
		}
	}
}

func (c *categorical) expand(row, out []float64) {
	for k, p := range c.parts {
		x := row[k]
		if p.levels == nil {
			out[p.at] = x
			continue
		}
		cells := out[p.at:c.end(k)]
		for j := range cells {
			cells[j] = 0
			if math.IsNaN(x) {
				cells[j] = x
			}
		}
		if !math.IsNaN(x) {
			c.mark(cells, p.place[int(x)])
		}
	}
}

// mark writes the level at a place to the cells of its column.
func (c *categorical) mark(cells []float64, place int) {
	switch {
	case c.ordinal && place < 0:
		cells[0] = math.NaN()
	case c.ordinal:
		cells[0] = float64(place)
	case place >= 0:
		cells[place] = 1
	}
}

func (c *categorical) modality(in dataset.Modality) dataset.Modality {
	columns := in.Columns
	in.Fields, in.Columns = make([]dataset.Field, len(c.names)), c.names
	for k, p := range c.parts {
		for j := p.at; j < c.end(k) && p.levels != nil && !c.ordinal; j++ {
			in.Fields[j] = dataset.Field{Kind: dataset.Level, Of: columns[k]}
		}
	}
	return in
}

func (c *categorical) row(v dataset.View, i, m int, out []float64) {
	c.expand(v.Row(i, m), out)
	c.apply(out)
}

func (c *categorical) width() int { return len(c.parts) }

// unscale brings words back to the level with the highest number.
func (c *categorical) unscale(row, out []float64) {
	wide := make([]float64, len(row))
	c.scaling.unscale(row, wide)
	for k, p := range c.parts {
		if p.levels == nil {
			out[k] = wide[p.at]
		} else {
			out[k] = c.level(p, wide[p.at:c.end(k)])
		}
	}
}

// alike is how far apart two numbers of a 0/1 column are taken as the same:
// what scaling and unscaling leaves.
const alike = 1e-9

// level returns the level that the cells of a column stand for; of two that are
// alike, the one that more training rows show. NaN where there is none.
func (c *categorical) level(p part, cells []float64) float64 {
	if len(p.levels) == 0 || math.IsNaN(cells[0]) {
		return math.NaN()
	}
	if c.ordinal {
		place := min(max(math.Round(cells[0]), 0), float64(len(p.levels)-1))
		return float64(p.levels[int(place)])
	}
	best := 0
	for k := range p.levels {
		if d := cells[k] - cells[best]; d > alike || d > -alike && p.counts[k] > p.counts[best] {
			best = k
		}
	}
	return float64(p.levels[best])
}

func (c *categorical) describe() string {
	words := say.Mark("1 column of words")
	if c.words > 1 {
		words = say.Kept("%d columns of words", c.words)
	}
	if c.ordinal {
		return say.Kept("%s as the numbers of their levels; %s", words, c.scaling.describe())
	}
	levels := len(c.names) - (len(c.parts) - c.words)
	return say.Kept("%s as %d columns of 0 and 1, one a level; a level that training lacks is all zeros; %s", words, levels, c.scaling.describe())
}
