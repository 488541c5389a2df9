package fitted

import (
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Difference is something in which a dataset differs from a schema, in words,
// and what was done about it.
type Difference struct {
	Modality string `json:"modality"`
	What     string `json:"what"`
	Done     string `json:"done"`
}

// String is the difference as a sentence.
func (d Difference) String() string {
	return say.Form("modality %s: %s; %s", d.Modality, d.What, d.Done)
}

// Adapt brings a dataset to the schema of the pipeline: its modalities and
// columns by their names, in the order of the schema. What the dataset lacks is
// absent, what the schema lacks is left out, and each is told. Words that the
// schema does not know stay words, which stand for none of the others. Labels
// are brought to the classes of the model, if there is one; one that is none of
// them is left away and told. Units cannot be compared: numbers are taken as they are.
func (p *Pipeline) Adapt(d *dataset.Dataset) (*dataset.Dataset, []Difference, error) {
	a := &adapter{from: d, schema: p.Features.Inputs()}
	out := dataset.Dataset{Name: d.Name, Root: d.Root, Media: d.Media, Format: d.Format, Import: d.Import, IDs: d.IDs, Splits: d.Splits, Groups: d.Groups}
	for _, want := range a.schema {
		b, err := a.block(want)
		if err != nil {
			return nil, nil, err
		}
		out.Blocks = append(out.Blocks, b)
	}
	a.tellLeft()
	if out.Classes, out.Labels = d.Classes, d.Labels; p.Model != nil {
		out.Classes, out.Labels = p.Classes, a.labels(p.Classes)
	}
	made, err := dataset.New(out)
	return made, a.told, err
}

// adapter is one call of Adapt.
type adapter struct {
	from   *dataset.Dataset
	schema []dataset.Modality
	used   []int // modalities of the dataset that are taken
	told   []Difference
}

func (a *adapter) tell(modality, what, done string) {
	a.told = append(a.told, Difference{modality, what, done})
}

// block makes the block of one modality of the schema.
func (a *adapter) block(want dataset.Modality) (dataset.Block, error) {
	m := slices.IndexFunc(a.from.Blocks, func(b dataset.Block) bool { return b.Modality.Name == want.Name })
	if m < 0 {
		if m = a.renamed(want); m >= 0 {
			a.tell(want.Name, say.Form("the data call it %s", a.from.Blocks[m].Modality.Name), say.Text("taken for it, as no other has its columns"))
		}
	}
	if m < 0 {
		a.tell(want.Name, say.Text("not in the data"), say.Text("absent from every record"))
		return a.absent(want), nil
	}
	a.used = append(a.used, m)
	b := a.from.Blocks[m]
	if isText(want) != isText(b.Modality) {
		return b, &dataset.UserError{What: say.Form("modality %s is %s in the data and was %s when the model was fitted", want.Name, kindWords(b.Modality), kindWords(want)),
			Why: say.Text("what was learned of one says nothing about the other"), Try: say.Text("Read the data in another way (lacuna inspect DATA --help), or leave the modality out with --drop.")}
	}
	if isText(want) {
		b.Modality = want
		return b, nil
	}
	if want.Shape != nil && !slices.Equal(want.Shape, b.Modality.Shape) {
		return b, &dataset.UserError{What: say.Form("modality %s has the shape %v in the data and had %v when the model was fitted", want.Name, b.Modality.Shape, want.Shape),
			Why: say.Text("images and sounds must be brought to one size"), Try: say.Text("Read the data with --image-size or --sample-rate as the study did.")}
	}
	if shared(b.Modality, want) == 0 {
		a.tell(want.Name, say.Form("none of its columns is in the data, which have %s", someNames(b.Modality.Columns)), say.Text("absent from every record; give columns that were renamed their old names"))
		return a.absent(want), nil
	}
	return a.columns(b, want), nil
}

// renamed returns a modality of the dataset that can only be the wanted one by
// another name: of its kind, no modality of the schema, with more than half of
// its columns, and the only one.
func (a *adapter) renamed(want dataset.Modality) int {
	found := -1
	for m, b := range a.from.Blocks {
		known := slices.ContainsFunc(a.schema, func(s dataset.Modality) bool { return s.Name == b.Modality.Name })
		if known || slices.Contains(a.used, m) || b.Modality.Kind != want.Kind || isText(b.Modality) != isText(want) || 2*shared(b.Modality, want) <= len(want.Columns) && !isText(want) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = m
	}
	return found
}

// shared counts the columns that two modalities have in common.
func shared(a, b dataset.Modality) int {
	n := 0
	has := map[string]bool{}
	for _, name := range a.Columns {
		has[name] = true
	}
	for _, name := range b.Columns {
		if has[name] {
			n++
		}
	}
	return n
}

func isText(m dataset.Modality) bool { return m.Kind == dataset.Text && len(m.Columns) == 0 }

func kindWords(m dataset.Modality) string {
	if isText(m) {
		return say.Text("text")
	}
	return say.Form("%s of %d columns", say.Text(string(m.Kind)), len(m.Columns))
}

// absent is a block that no record has.
func (a *adapter) absent(want dataset.Modality) dataset.Block {
	n := a.from.Records()
	b := dataset.Block{Modality: want, Causes: slices.Repeat([]dataset.Cause{dataset.NoRow}, n)}
	if isText(want) {
		b.Texts = make([]string, n)
		return b
	}
	b.Rows = slices.Repeat([]int{-1}, n)
	b.Numbers = dataset.Matrix{Cols: len(want.Columns)}
	return b
}

// columns brings the columns of a block to those of the schema.
func (a *adapter) columns(b dataset.Block, want dataset.Modality) dataset.Block {
	place := make(map[string]int, len(b.Modality.Columns))
	for j, name := range b.Modality.Columns {
		if _, twice := place[name]; !twice {
			place[name] = j
		}
	}
	out := b
	out.Modality = want
	out.Modality.Fields = slices.Clone(want.Fields)
	moved := dataset.MoveBounds(b.Bounds, func(j int) int { return slices.Index(want.Columns, b.Modality.Columns[j]) })
	out.Bounds = dataset.LimitsOf(moved, want.Fields) // a single record does not tell that its column holds whole numbers
	out.Keep(dataset.NewMissing(b.Numbers.Rows, len(want.Columns)))
	var lacking []string
	for j, name := range want.Columns {
		at, ok := place[name]
		if !ok {
			lacking = append(lacking, name)
			continue
		}
		delete(place, name)
		a.column(out, b, j, at)
	}
	a.tellColumns(want, b.Modality, lacking, place)
	return out
}

// tellColumns tells the columns that only one side has.
func (a *adapter) tellColumns(want, have dataset.Modality, lacking []string, left map[string]int) {
	var more []string
	for _, name := range have.Columns {
		if _, ok := left[name]; ok {
			more = append(more, name)
		}
	}
	if len(lacking) > 0 {
		done := say.Text("missing in every record")
		if len(more) > 0 {
			done += say.Form("; if a column was renamed, give it its old name: the data also have %s", someNames(more))
		}
		a.tell(want.Name, say.Form("no column %s", someNames(lacking)), done)
	}
	if len(more) > 0 {
		a.tellMore(want, have, more)
	}
}

// tellMore tells the columns of a modality that the schema does not have in it:
// those that it has in modalities which the data lack, and the others.
func (a *adapter) tellMore(want, have dataset.Modality, more []string) {
	apart := []string{want.Name + "=" + strings.Join(both(have, want), ",")}
	for _, other := range a.schema {
		named := func(b dataset.Block) bool { return b.Modality.Name == other.Name }
		if of := both(dataset.Modality{Columns: more}, other); len(of) > 0 && !slices.ContainsFunc(a.from.Blocks, named) {
			apart = append(apart, other.Name+"="+strings.Join(of, ","))
			more = slices.DeleteFunc(slices.Clone(more), func(c string) bool { return slices.Contains(of, c) })
		}
	}
	if len(apart) > 1 {
		a.tell(want.Name, say.Text("the data have columns of other modalities in it"), say.Form("left out; to have them used: --modality %s", strings.Join(apart, " --modality ")))
	}
	if len(more) > 0 {
		a.tell(want.Name, say.Form("the model does not know the column %s", someNames(more)), say.Text("left out"))
	}
}

// both lists the columns of one modality that another has, too.
func both(have, other dataset.Modality) []string {
	return slices.DeleteFunc(slices.Clone(have.Columns), func(c string) bool { return !slices.Contains(other.Columns, c) })
}

// someNames lists the first names.
func someNames(names []string) string {
	const shown = 5
	list := strings.Join(names[:min(len(names), shown)], ", ")
	if more := len(names) - shown; more > 0 {
		list += say.Form(" and %d more", more)
	}
	return list
}

// tellLeft tells the modalities that the schema does not have.
func (a *adapter) tellLeft() {
	for m, b := range a.from.Blocks {
		if !slices.Contains(a.used, m) {
			a.tell(b.Modality.Name, say.Text("the model does not know it"), say.Text("left out"))
		}
	}
}

// labels brings the labels to the classes of the pipeline.
func (a *adapter) labels(classes []string) []int {
	out := make([]int, a.from.Records())
	var strange []string
	for i, l := range a.from.Labels {
		out[i] = dataset.NoLabel
		if l == dataset.NoLabel {
			continue
		}
		if out[i] = slices.Index(classes, a.from.Classes[l]); out[i] < 0 {
			out[i] = dataset.NoLabel
			if !slices.Contains(strange, a.from.Classes[l]) {
				strange = append(strange, a.from.Classes[l])
			}
		}
	}
	if len(strange) > 0 {
		a.tell("label", say.Form("the model does not know the class %s", someNames(strange)), say.Text("taken as no label"))
	}
	return out
}
