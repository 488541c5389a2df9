package record

import (
	"context"
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/media"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// part is one modality as it was found: rows of its own, in an order of its
// own.
type part struct {
	modality dataset.Modality
	ids      []string      // per row; "" for a row that is no record
	numbers  dataset.Cells // rows × columns, or what rows point to
	rows     []int         // per row: its row of numbers, −1 for none; nil for row r
	texts    []string      // per row, or nil
	files    []string      // per row, or nil
	causes   []dataset.Cause
	bounds   map[int][]dataset.Bound // per row: what is known of missing cells
	absent   dataset.Cause           // of records without a row
	sheet    *sheet                  // of a table, or nil
	take     []int                   // its columns of sheet
	column   string                  // the column that names its files, or ""
	order    [2]int                  // the table and the column that it begins with
}

// group of columns of one table that make one modality.
type bundle struct {
	name    string
	kind    dataset.Kind
	columns []int
	names   []string // of the columns in the modality
}

// makeTables makes modalities of the features of the data tables.
func (a *assembly) makeTables(ctx context.Context) error {
	for k, s := range a.sheets {
		if s.Role != layout.Data {
			continue
		}
		for _, b := range a.bundles(s) {
			before := len(a.parts)
			if err := a.makeTable(ctx, s, b); err != nil {
				return err
			}
			for _, p := range a.parts[before:] {
				p.order = [2]int{k, b.columns[0]}
			}
		}
	}
	return nil
}

// bundles deals the features of a table out to modalities: as an import says,
// by the names of the columns, or all to one; each column of free text is one
// of its own.
func (a *assembly) bundles(s *sheet) []bundle {
	if len(a.imp.Modalities) > 0 {
		return a.givenBundles(s)
	}
	var list []bundle
	taken := map[int]bool{}
	for k, columns := range s.Wide {
		b := bundle{name: s.WideNames[k]}
		for n, j := range columns {
			taken[j] = true
			if s.use[j] == asFeature {
				b.columns, b.names = append(b.columns, j), append(b.names, s.WideColumns[k][n])
			}
		}
		list = append(list, b)
	}
	loose := bundle{name: s.Name}
	for _, j := range s.unused() {
		if !taken[j] {
			loose.columns, loose.names = append(loose.columns, j), append(loose.names, s.Names[j])
		}
	}
	if len(s.Wide) > 0 || len(s.Paths) > 0 {
		loose.name = a.looseName(list)
	}
	return s.withTexts(append(list, loose), a.found.About)
}

// looseName names the columns that no modality claims.
func (a *assembly) looseName(list []bundle) string {
	name := "table"
	for slices.ContainsFunc(list, func(b bundle) bool { return b.name == name }) {
		name += "2"
	}
	return name
}

// withTexts takes the columns of free text out of bundles. One that is alone
// in a table of its own keeps the table's name.
func (s *sheet) withTexts(list []bundle, about layout.About) []bundle {
	var out []bundle
	for _, b := range list {
		rest := bundle{name: b.name, kind: b.kind}
		var texts []bundle
		for n, j := range b.columns {
			if s.columns[j].Import.Kind == dataset.TextColumn {
				texts = append(texts, bundle{name: b.names[n], kind: dataset.Text, columns: []int{j}, names: b.names[n : n+1]})
				continue
			}
			rest.columns, rest.names = append(rest.columns, j), append(rest.names, b.names[n])
		}
		if len(rest.columns) == 0 && len(texts) == 1 && b.name != "table" && !s.holdsMore() {
			texts[0].name = b.name
		}
		if slices.ContainsFunc(texts, func(t bundle) bool { return t.name == rest.name }) {
			rest.name += " table"
		}
		if len(rest.columns) > 0 {
			out = append(out, rest)
		}
		out = append(out, texts...)
	}
	for k := range out {
		if m := aboutOf(about, out[k].name); m.Kind == dataset.Text && len(out[k].columns) == 1 && m.Columns == 0 {
			out[k].kind = dataset.Text
		}
	}
	return out
}

// holdsMore says whether a table holds more than one modality: its name is
// then not that of any of them.
func (s *sheet) holdsMore() bool {
	return len(s.Wide) == 0 && slices.ContainsFunc(s.use, func(u use) bool { return u == asLabel || u == asSplit || u == asPath })
}

func aboutOf(about layout.About, name string) layout.AboutModality {
	for _, m := range about.Modalities {
		if m.Name == name {
			return m
		}
	}
	return layout.AboutModality{}
}

// givenBundles makes the modalities that an import describes. What it names
// in none is left out, and said.
func (a *assembly) givenBundles(s *sheet) []bundle {
	var list []bundle
	taken := map[int]bool{}
	for _, m := range a.imp.Modalities {
		b := bundle{name: m.Name, kind: m.Kind}
		for _, name := range m.Columns {
			if j := s.column(name); j >= 0 && s.use[j] == asFeature && !slices.Contains(b.columns, j) {
				taken[j] = true
				b.columns, b.names = append(b.columns, j), append(b.names, s.Names[j])
			}
		}
		if len(b.columns) > 0 {
			list = append(list, b)
		}
	}
	left := slices.DeleteFunc(s.unused(), func(j int) bool { return taken[j] })
	if len(left) > 0 {
		a.problem(s.File, someOf(s.named(left)), say.Kept("%s in none of the modalities that were asked for", say.KeptCount(len(left), "column stands", "columns stand")), say.Mark("left out; --modality NAME=COLUMNS names them, --drop leaves them out"))
	}
	return s.withTexts(list, a.found.About)
}

// makeTable reads one bundle.
func (a *assembly) makeTable(ctx context.Context, s *sheet, b bundle) error {
	p := &part{modality: dataset.Modality{Name: b.name, Kind: dataset.Table, Source: s.File}, ids: s.ids, sheet: s, take: b.columns, absent: dataset.NoRow}
	for _, j := range b.columns {
		a.problems = append(a.problems, s.columns[j].Problems...)
	}
	if b.kind == dataset.Text && len(b.columns) == 1 {
		p.setTexts(s.cellsOf(b.columns[0]))
		a.parts = append(a.parts, p)
		return nil
	}
	if len(b.columns) == 0 {
		return nil
	}
	block, err := s.Block(ctx, b.columns, pickColumns(s.columns, b.columns))
	if err != nil {
		return err
	}
	p.modality.Columns, p.numbers, p.bounds = b.names, block.Numbers, block.Bounds
	if slices.ContainsFunc(block.Fields, isDescribed) {
		p.modality.Fields = block.Fields
	}
	p.causes = rowCauses(p.numbers)
	a.dropCounters(s, p)
	if len(p.modality.Columns) > 0 {
		a.declared(p)
		a.parts = append(a.parts, p)
	}
	return nil
}

func pickColumns(all []table.Column, take []int) []table.Column {
	out := make([]table.Column, len(take))
	for k, j := range take {
		out[k] = all[j]
	}
	return out
}

// dropCounters leaves out columns that number the rows.
func (a *assembly) dropCounters(s *sheet, p *part) {
	var gone []int
	var names []string
	numbers := counters(p.modality.Columns, p.modality.Fields, p.numbers)
	anyName, rising := rowNumbers(p.modality.Fields, p.numbers, s.partStarts())
	if len(anyName) == len(p.modality.Columns) { // nothing else would be left
		anyName, rising = nil, append(rising, anyName...)
	}
	numbers = append(numbers, anyName...)
	slices.Sort(numbers)
	a.tellRising(s, p, rising, numbers)
	for _, k := range slices.Compact(numbers) {
		if j := p.take[k]; !a.keeps(s, j) && !a.keepsAll() {
			gone, names = append(gone, k), append(names, p.modality.Columns[k])
			s.use[j] = asNothing
		}
	}
	if len(gone) == 0 {
		return
	}
	a.problem(s.File, someOf(names), say.Kept("%s the rows", say.KeptCount(len(gone), "column numbers", "columns number")), say.Kept("left out%s", keepHint(names[0])))
	p.without(gone)
}

// tellRising says which columns count up with the rows and are kept all the same.
func (a *assembly) tellRising(s *sheet, p *part, rising, gone []int) {
	var names []string
	for _, k := range rising {
		if !slices.Contains(gone, k) && !a.keeps(s, p.take[k]) && !a.keepsAll() {
			names = append(names, p.modality.Columns[k])
		}
	}
	if len(names) > 0 {
		a.problem(s.File, someOf(names), say.Kept("%s by one from row to row", say.KeptCount(len(names), "column rises", "columns rise")),
			say.Kept("kept as numbers; if they only number the rows, leave them out with --drop %s", names[0]))
	}
}

// partStarts lists the rows at which a part of the data begins.
func (s *sheet) partStarts() []int {
	var starts []int
	for r := 1; r < len(s.Parts); r++ {
		if s.Parts[r] != s.Parts[r-1] {
			starts = append(starts, r)
		}
	}
	return starts
}

func picked[T any](list []T, which []int) []T {
	out := make([]T, len(which))
	for n, k := range which {
		out[n] = list[k]
	}
	return out
}

// declared takes rows of zeros or of −1 as missing where the import says so of
// the modality: "image=zeros", "audio=-1".
func (a *assembly) declared(p *part) {
	for _, code := range a.imp.Missing {
		value, ok := codeOf(code, p.modality.Name)
		if !ok {
			continue
		}
		n := 0
		for r := range p.causes {
			row := p.row(r)
			if p.causes[r] == dataset.Present && row != nil && !slices.ContainsFunc(row, func(x float64) bool { return x != value }) {
				p.causes[r] = dataset.Sentinel
				n++
			}
		}
		if n > 0 {
			a.problem(p.modality.Source, p.modality.Name, say.Kept("%s only %g, as declared missing", say.KeptCount(n, "row holds", "rows hold"), value), say.Mark("taken as missing"))
		}
	}
}

// codeOf reads a declaration about whole rows of a modality.
func codeOf(code, modality string) (value float64, ok bool) {
	switch code {
	case modality + "=zeros", modality + "=0":
		return 0, true
	case modality + "=-1":
		return -1, true
	}
	return 0, false
}

func (p *part) setTexts(cells []string) {
	p.modality.Kind, p.modality.Columns = dataset.Text, nil
	p.texts, p.numbers = cells, dataset.NewMatrix(len(cells), 0)
	p.causes = make([]dataset.Cause, len(cells))
	for r, c := range cells {
		if c == "" {
			p.causes[r] = dataset.Null
		}
	}
}

// makePaths decodes the files that tables name.
func (a *assembly) makePaths(ctx context.Context) error {
	for k, s := range a.sheets {
		for _, p := range s.Paths {
			if s.use[p.Column] == asNothing {
				continue
			}
			a.problems = append(a.problems, p.Problems...)
			f := media.Files{Name: p.Name, Source: s.File, IDs: s.ids, Paths: p.Files, Causes: p.Causes, Kind: p.Kind}
			if err := a.decode(ctx, f, dataset.Null); err != nil {
				return err
			}
			last := a.parts[len(a.parts)-1]
			last.column, last.order = s.Names[p.Column], [2]int{k, p.Column}
		}
	}
	return nil
}

// makeMedia decodes the files that lie in folders.
func (a *assembly) makeMedia(ctx context.Context) error {
	for _, m := range a.found.Media {
		f := media.Files{Name: m.Name, Source: m.Source, IDs: m.Stems, Paths: m.Files, Causes: m.Causes, Kind: m.Kind}
		if err := a.decode(ctx, f, dataset.NoFile); err != nil {
			return err
		}
	}
	return nil
}

func (a *assembly) decode(ctx context.Context, f media.Files, absent dataset.Cause) error {
	d, err := media.Decode(ctx, a.found.FS, f, a.options)
	if err != nil {
		return err
	}
	a.problems = append(a.problems, d.Problems...)
	d.Modality.Source = f.Source
	p := &part{modality: d.Modality, ids: f.IDs, numbers: d.Numbers, rows: d.Rows, texts: d.Texts, files: f.Paths, causes: d.Causes, absent: absent}
	if d.Texts != nil {
		p.numbers, p.rows = dataset.NewMatrix(len(d.Texts), 0), nil
	}
	a.declared(p)
	p.order = [2]int{len(a.sheets), 0}
	a.parts = append(a.parts, p)
	return nil
}
