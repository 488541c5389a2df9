package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// join makes the dataset: one record for every id, in the order of the labels
// and then of the parts; a record that a part does not know lacks that
// modality.
func (a *assembly) join(ctx context.Context) (*dataset.Dataset, error) {
	a.foundLabels()
	slices.SortStableFunc(a.parts, func(p, q *part) int { return slices.Compare(p.order[:], q.order[:]) })
	a.uniqueNames()
	if err := a.leaveOut(); err != nil {
		return nil, err
	}
	a.applyAbout()
	if err := a.checkCodes(); err != nil {
		return nil, err
	}
	if err := a.anything(); err != nil {
		return nil, err
	}
	a.joinIDs()
	if err := a.meeting(); err != nil {
		return nil, err
	}
	if err := a.renameModalities(); err != nil {
		return nil, err
	}
	d := dataset.Dataset{Name: a.found.Name, Root: a.found.Root, Format: a.found.Layout}
	var index map[string]int
	d.IDs, index = a.order()
	if len(d.IDs) == 0 {
		return nil, &dataset.UserError{What: say.Kept("%s has no records", d.Name), Why: say.Mark("its tables have a header but no row that can be read"), Try: say.Mark("Check the files.")}
	}
	for _, p := range a.parts {
		a.nearlyLost(p)
		d.Blocks = append(d.Blocks, p.block(d.IDs, index))
	}
	if err := a.describeRecords(ctx, &d, index); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(d.Blocks, func(b dataset.Block) bool { return b.Files != nil }) {
		d.Media = a.found.FS
	}
	d.Import = a.decisions()
	return a.finish(ctx, d)
}

// finish makes the dataset, and meanwhile looks for values that may stand for
// missing, for numbers that may be codes and for records that are there twice.
func (a *assembly) finish(ctx context.Context, d dataset.Dataset) (out *dataset.Dataset, err error) {
	var suspects []dataset.Problem
	var again doubles
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(max(1, a.options.Workers))
	g.Go(func() (err error) {
		out, err = dataset.New(d)
		return err
	})
	g.Go(func() error {
		suspects = append(suspectsOf(d), a.coded()...)
		return inner.Err()
	})
	g.Go(func() (err error) {
		again, err = duplicates(inner, &d)
		return err
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out.Problems = slices.Concat(a.lost, a.problems, suspects, again.problems)
	out.Same = again.sets
	return out, nil
}

// describeRecords adds split, groups and labels, and takes out what tells the
// label.
func (a *assembly) describeRecords(ctx context.Context, d *dataset.Dataset, index map[string]int) error {
	groups := a.groupsOf(index, len(d.IDs))
	if a.splits != nil {
		cells, strangers := a.splits.perRecord(index, len(d.IDs))
		a.strangers(a.splits, strangers)
		a.sayNoPart(cells)
		d.Splits, groups["split"] = cells, cells
	}
	if a.label != nil {
		cells, _ := a.label.perRecord(index, len(d.IDs))
		a.joinLabels(cells)
		a.setLabels(d, cells)
	}
	if a.subjects() == "" && a.found.About.Version == 0 { // a folder of this program lists its groups
		group, p := subjects(d.IDs, d.Labels, d.Classes)
		if p != nil {
			a.problems = append(a.problems, *p)
		}
		switch {
		case group == nil:
		case p.Column == siteGroup && groups[siteGroup] == nil:
			groups[siteGroup] = group
		case p.Column != siteGroup:
			groups["subject"], d.Subjects = group, "subject"
		}
	}
	d.Subjects = cmp.Or(d.Subjects, a.subjects())
	if len(groups) > 0 {
		d.Groups = groups
	}
	if err := a.refuseLeaks(ctx, d); err != nil {
		return err
	}
	a.sayRivals()
	return nil
}

// refuseLeaks leaves out the columns that tell the label by themselves.
func (a *assembly) refuseLeaks(ctx context.Context, d *dataset.Dataset) error {
	if d.Labels == nil || len(d.Classes) < 2 {
		return nil
	}
	keys := d.IDs
	if g := d.Groups[d.Subjects]; g != nil {
		keys = g
	}
	j := newJudge(d.Labels, keys)
	for k, p := range a.parts {
		b := d.Blocks[k]
		if b.Modality.Kind != dataset.Table || p.sheet == nil {
			continue
		}
		if len(j.rows) < leastRecords {
			a.fewTwins(d, k)
			continue
		}
		found, err := j.leaks(ctx, b.Modality.Fields, b.Numbers.Cols, b)
		if err != nil {
			return err
		}
		a.dropLeaks(d, k, found)
	}
	d.Blocks = slices.DeleteFunc(d.Blocks, func(b dataset.Block) bool { return b.Texts == nil && b.Numbers.Cols == 0 })
	if len(d.Blocks) == 0 {
		return noModality(a)
	}
	return nil
}

func (a *assembly) dropLeaks(d *dataset.Dataset, k int, found []leak) {
	p, b := a.parts[k], &d.Blocks[k]
	var gone []int
	for _, l := range found {
		name := b.Modality.Columns[l.column]
		if a.keeps(p.sheet, p.take[l.column]) {
			continue
		}
		what := say.Kept("it tells the label by itself: right in %.0f %% of %d held-out records", say.Percent(l.accuracy, 0), l.records)
		if l.gap {
			what = say.Kept("its being missing tells the label: right in %.0f %% of %d held-out records", say.Percent(l.accuracy, 0), l.records)
		}
		if a.keepsAll() {
			a.lost = append(a.lost, p.sheet.problem(name, what, say.Mark("kept, as all columns are; a comparison leaves it out")))
			continue
		}
		a.lost = append(a.lost, p.sheet.problem(name, what, say.Kept("left out%s", keepHint(name))))
		gone = append(gone, l.column)
	}
	if len(gone) == 0 {
		return
	}
	p.without(gone)
	b.Modality, b.Bounds = p.modality, withoutBounds(b.Bounds, gone)
	b.Keep(p.numbers)
}

// noModality says why nothing is left to look at.
func noModality(a *assembly) error {
	u := &dataset.UserError{What: say.Kept("%s has no modality", a.found.Name), Why: say.Mark("no table or folder in it has values that can be read"),
		Try: say.Mark("Give each modality a table with an id column and at least one column of values, or a folder of files.")}
	if all := slices.Concat(a.lost, a.problems); len(all) > 0 {
		u.Why = dataset.Worst(all)[0].String()
	}
	return u
}

// anything fails where nothing of any modality is there: a result on nothing
// is worth nothing.
func (a *assembly) anything() error {
	a.parts = slices.DeleteFunc(a.parts, func(p *part) bool {
		if p.texts != nil || p.width() > 0 {
			return false
		}
		a.lost = append(a.lost, dataset.Problem{File: p.modality.Source, Column: p.modality.Name, What: say.Kept("no record has anything of this modality that can be read%s", p.why()), Done: say.Mark("left out")})
		return true
	})
	if len(a.parts) == 0 {
		return noModality(a)
	}
	if err := a.lostFiles(); err != nil {
		return err
	}
	present := slices.ContainsFunc(a.parts, func(p *part) bool { return slices.Contains(p.causes, dataset.Present) })
	rows := slices.ContainsFunc(a.parts, func(p *part) bool { return len(p.causes) > 0 })
	if !present && rows {
		return a.noValue()
	}
	return nil
}

// lostFiles fails where a column names files and none of them is to be had.
func (a *assembly) lostFiles() error {
	for _, p := range a.parts {
		named := 0
		for _, c := range p.causes {
			if c == dataset.NoFile || c == dataset.Unsupported || c == dataset.Unreadable {
				named++
			}
		}
		if p.column == "" || named == 0 || slices.Contains(p.causes, dataset.Present) {
			continue
		}
		u := &dataset.UserError{What: say.Kept("%s: none of the %d files that the column %s names can be read", p.modality.Source, named, p.column),
			Why: strings.TrimPrefix(p.why(), " "), Try: say.Kept("Put the files where the table says, or leave the column out with --drop %s.", p.column)}
		for _, x := range dataset.Worst(a.problems) {
			if x.Column == p.column && x.File == p.modality.Source {
				u.Why = x.What + "; " + x.Done
				break
			}
		}
		return u
	}
	return nil
}

// nearlyLost says first of all when hardly anything is left of a modality: its
// files are not to be had or not to be read, its cells hold no values.
func (a *assembly) nearlyLost(p *part) {
	there, gone := 0, 0
	for _, c := range p.causes {
		switch c {
		case dataset.Present:
			there++
		case dataset.NoFile, dataset.Unreadable, dataset.Unsupported, dataset.AllNaN:
			gone++
		}
	}
	if gone > 9*there {
		a.lost = append(a.lost, dataset.Problem{File: p.modality.Source, Column: p.modality.Name,
			What: say.Kept("nearly all of this modality cannot be read: %d of %d records have lost it%s", gone, len(p.causes), p.why()), Done: say.Mark("read without them")})
	}
}

// uniqueNames gives modalities of one name different ones.
func (a *assembly) uniqueNames() {
	taken := map[string]bool{}
	for _, p := range a.parts {
		name := cmp.Or(p.modality.Name, "unnamed")
		for k := 2; taken[name]; k++ {
			name = fmt.Sprintf("%s (%d)", p.modality.Name, k)
		}
		if name != p.modality.Name {
			a.problem(p.modality.Source, p.modality.Name, say.Mark("another modality has this name"), say.Kept("this one is called %s", name))
		}
		taken[name] = true
		p.modality.Name = name
	}
}

// why counts the causes of absence.
func (p *part) why() string {
	counts := map[dataset.Cause]int{}
	for _, c := range p.causes {
		counts[c]++
	}
	text := ""
	for c := dataset.NoRow; c <= dataset.Unsupported; c++ {
		if n := counts[c]; n > 0 {
			text += fmt.Sprintf(", %s %d", c, n)
		}
	}
	if text == "" {
		return ""
	}
	return " (" + text[2:] + ")"
}

// order lists the ids of all records and where each stands.
func (a *assembly) order() ([]string, map[string]int) {
	var ids []string
	index := map[string]int{}
	var before []string
	add := func(list []string) {
		if slices.Equal(list, before) {
			return
		}
		if before = list; len(index) == 0 {
			ids, index = make([]string, 0, len(list)), make(map[string]int, len(list))
		}
		for _, id := range list {
			if _, ok := index[id]; !ok && id != "" {
				index[id] = len(ids)
				ids = append(ids, id)
			}
		}
	}
	for _, s := range a.sheets {
		if s.Role == layout.Labels {
			add(s.ids)
		}
	}
	for _, p := range a.parts {
		add(p.ids)
	}
	if s := a.roll(); s != nil {
		add(s.ids)
	}
	return ids, index
}

// block brings a part into the order of the records.
func (p *part) block(ids []string, index map[string]int) dataset.Block {
	b := dataset.Block{Modality: p.modality}
	b.Keep(p.numbers)
	if slices.Equal(p.ids, ids) {
		b.Rows, b.Texts, b.Files, b.Causes, b.Bounds = p.rows, p.texts, p.files, p.causes, p.bounds
		return b
	}
	if p.bounds != nil {
		b.Bounds = map[int][]dataset.Bound{}
	}
	n := len(ids)
	b.Causes = slices.Repeat([]dataset.Cause{cmp.Or(p.absent, dataset.NoRow)}, n)
	b.Rows = slices.Repeat([]int{-1}, n)
	if p.texts != nil {
		b.Texts, b.Rows, b.Numbers = make([]string, n), nil, dataset.NewMatrix(n, 0)
	}
	if p.files != nil {
		b.Files = make([]string, n)
	}
	for r, id := range p.ids {
		if id == "" {
			continue
		}
		i := index[id]
		b.Causes[i] = p.causes[r]
		if list := p.bounds[r]; list != nil {
			b.Bounds[i] = list
		}
		switch {
		case p.texts != nil:
			b.Texts[i] = p.texts[r]
		case p.rows != nil:
			b.Rows[i] = p.rows[r]
		default:
			b.Rows[i] = r
		}
		if p.files != nil {
			b.Files[i] = p.files[r]
		}
	}
	return b
}

// perRecord brings values into the order of the records, and counts those of
// ids that no record has.
func (v *values) perRecord(index map[string]int, n int) (cells []string, strangers int) {
	cells = make([]string, n)
	for r, id := range v.ids {
		if i, ok := index[id]; ok {
			cells[i] = v.cells[r]
		} else if id != "" {
			strangers++
		}
	}
	return cells, strangers
}

func (a *assembly) strangers(v *values, n int) {
	if n > 0 {
		a.problem(v.file, v.name, say.Kept("%s no record", say.KeptCount(n, "id is", "ids are")), say.Mark("left out"))
	}
}
