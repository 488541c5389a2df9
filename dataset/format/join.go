package format

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"lacuna/dataset"
)

// join makes the dataset: one record for every id, in the order of the labels
// and then of the parts; a record that a part does not know lacks that
// modality.
func (c *collection) join() (*dataset.Dataset, error) {
	if len(c.parts) == 0 {
		return nil, noModality(c)
	}
	for _, p := range c.parts {
		if err := duplicates(p.modality.Source, p.ids, p.lines); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(c.parts, func(a, b *part) int {
		return cmp.Compare(c.about.index(a.modality.Name), c.about.index(b.modality.Name))
	})
	d := dataset.Dataset{Name: c.place.name, Root: c.place.root, Format: c.format}
	var index map[string]int
	d.IDs, index = c.order()
	if len(d.IDs) == 0 {
		return nil, &dataset.UserError{What: c.place.name + " has no records", Why: "its tables have a header but no row that can be read", Try: "Check the files."}
	}
	var sources []idSource
	for _, p := range c.parts {
		b, has := p.block(d.IDs, index)
		d.Blocks = append(d.Blocks, b)
		sources = append(sources, idSource{p.modality.Source, has})
	}
	c.reportIDs(d.IDs, sources)
	c.describe(&d, index)
	c.applyDescription(&d)
	if slices.ContainsFunc(d.Blocks, func(b dataset.Block) bool { return b.Files != nil }) {
		d.Media = c.place.fsys
	}
	d.Problems = c.problems
	return dataset.New(d)
}

func noModality(c *collection) error {
	u := &dataset.UserError{What: c.place.name + " has no modality", Why: "no table or folder in it has values that can be read",
		Try: "Give each modality a table with an id column and at least one column of values."}
	for _, p := range c.problems {
		if p.Done != "" {
			u.Why = fmt.Sprintf("%s: %s; %s", p.File, p.What, p.Done)
			break
		}
	}
	return u
}

// order lists the ids of all records and where each stands.
func (c *collection) order() ([]string, map[string]int) {
	var lists [][]string
	if c.labels != nil {
		lists = append(lists, c.labels.ids)
	}
	for _, p := range c.parts {
		lists = append(lists, p.ids)
	}
	ids := slices.Clone(lists[0])
	index := make(map[string]int, len(ids))
	for i, id := range ids {
		index[id] = i
	}
	for _, list := range lists[1:] {
		if slices.Equal(list, lists[0]) {
			continue
		}
		for _, id := range list {
			if _, ok := index[id]; !ok {
				index[id] = len(ids)
				ids = append(ids, id)
			}
		}
	}
	return ids, index
}

// block brings a part into the order of the records, and says which it knows.
func (p *part) block(ids []string, index map[string]int) (dataset.Block, []bool) {
	b := dataset.Block{Modality: p.modality}
	if slices.Equal(p.ids, ids) {
		b.Numbers, b.Texts, b.Files, b.Causes = p.numbers, p.texts, p.files, p.causes
		return b, slices.Repeat([]bool{true}, len(ids))
	}
	n := len(ids)
	has := make([]bool, n)
	b.Numbers = dataset.NewMissing(n, p.numbers.Cols)
	absent := cmp.Or(p.absent, dataset.NoRow)
	b.Causes = slices.Repeat([]dataset.Cause{absent}, n)
	if p.texts != nil {
		b.Texts = make([]string, n)
	}
	if p.files != nil {
		b.Files = make([]string, n)
	}
	for i, id := range p.ids {
		at := index[id]
		has[at], b.Causes[at] = true, p.causes[i]
		copy(b.Numbers.Row(at), p.numbers.Row(i))
		if p.texts != nil {
			b.Texts[at] = p.texts[i]
		}
		if p.files != nil {
			b.Files[at] = p.files[i]
		}
	}
	return b, has
}

// reportIDs reports records without any modality, and ids that look alike.
func (c *collection) reportIDs(ids []string, sources []idSource) {
	alone, complete, unlabelled := 0, true, 0
	if c.labels != nil {
		unlabelled = len(ids) - len(c.labels.ids) // the labels' ids come first
	}
	for i := range ids {
		n := 0
		for _, s := range sources {
			if s.has[i] {
				n++
			}
		}
		complete = complete && n == len(sources)
		if n == 0 {
			alone++
		}
	}
	if alone > 0 {
		c.problem(c.labels.file, fmt.Sprintf("%s in no modality", plural(alone, "id is", "ids are")), "kept as records with nothing present")
	}
	if unlabelled > 0 {
		c.problem(c.labels.file, plural(unlabelled, "record has no row there", "records have no row there"), "kept without a label")
	}
	if !complete || unlabelled > 0 {
		if c.labels != nil {
			known := make([]bool, len(ids))
			for i := range c.labels.ids {
				known[i] = true
			}
			sources = append(slices.Clone(sources), idSource{c.labels.file, known})
		}
		c.problems = append(c.problems, nearMisses(ids, sources)...)
	}
}

// describe adds labels, the split and groups.
func (c *collection) describe(d *dataset.Dataset, index map[string]int) {
	if c.labels != nil {
		cells, _ := c.labels.perRecord(index, len(d.IDs))
		c.setLabels(d, cells)
	}
	groups := map[string][]string{}
	for _, g := range c.groups {
		cells, strangers := g.perRecord(index, len(d.IDs))
		c.strangers(g, strangers)
		groups[g.name] = cells
	}
	if c.split != nil {
		cells, strangers := c.split.perRecord(index, len(d.IDs))
		c.strangers(c.split, strangers)
		d.Splits = cells
		groups["split"] = cells
	}
	if len(groups) > 0 {
		d.Groups = groups
	}
}

// setLabels makes classes of label names: sorted, as numbers where all are.
func (c *collection) setLabels(d *dataset.Dataset, cells []string) {
	counts := map[string]int{}
	words := 0
	for _, name := range cells {
		if !missingText(name) {
			counts[name]++
		} else if name != "" {
			words++
		}
	}
	if words > 0 {
		c.problem(c.labels.file, fmt.Sprintf("%s such as NA or null", plural(words, "label is a word", "labels are words")), "taken as no label")
	}
	if len(counts) > 100 && 2*len(counts) > len(cells) {
		c.problem(c.labels.file, fmt.Sprintf("%d different labels for %d records look like a quantity rather than classes", len(counts), len(cells)), "kept as classes")
	}
	d.Classes = sortedClasses(counts)
	index := make(map[string]int, len(d.Classes))
	for k, name := range d.Classes {
		index[name] = k
	}
	d.Labels = make([]int, len(cells))
	for i, name := range cells {
		if k, ok := index[name]; ok {
			d.Labels[i] = k
		} else {
			d.Labels[i] = dataset.NoLabel
		}
	}
}

func sortedClasses(counts map[string]int) []string {
	names := slices.Sorted(maps.Keys(counts))
	values := make(map[string]float64, len(names))
	for _, name := range names {
		x, err := strconv.ParseFloat(name, 64)
		if err != nil {
			return names
		}
		values[name] = x
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(values[a], values[b]) })
	return names
}
