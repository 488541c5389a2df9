package vm

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/internal/say"
)

// Decision is one question about how data are read, with the answer in force.
type Decision struct {
	Key   string
	Title string
	Help  string
	// Text is what people decided; "" leaves it to recognition, which says
	// Recognised.
	Text       string
	Recognised string
	Options    []string // answers to choose from; nil for none
	Free       bool     // others can be typed
}

// decision is one question: where its answer stands in an import, and what can
// be answered.
type decision struct {
	key, title, help string
	get              func(*dataset.Import) string
	set              func(*dataset.Import, string) error
	options          func(d *dataset.Dataset) []string
	free             bool
}

// decisionList is every question in the order in which it is asked.
var decisionList = []decision{
	choice("reader", "Layout", "how the files belong together", func(i *dataset.Import) *string { return &i.Reader }, readerNames, false),
	choice("label", "Label", "column with the class of each record", func(i *dataset.Import) *string { return &i.Label }, columnNames, true),
	choice("id", "Record id", "column with the same id in every table", func(i *dataset.Import) *string { return &i.ID }, columnNames, true),
	choice("split", "Split", "column that says which records are for the test", func(i *dataset.Import) *string { return &i.Split }, columnNames, true),
	list("groups", "Groups", "columns of subjects, sites and the like, with commas between", func(i *dataset.Import) *[]string { return &i.Groups }),
	list("missing", "Missing codes", "CODE, or COLUMN=CODE for one column", func(i *dataset.Import) *[]string { return &i.Missing }),
	list("keep", "No missing codes", "codes that are values though they look missing", func(i *dataset.Import) *[]string { return &i.Values }),
	choice("censored", "Limits of detection", "of cells such as <5", func(i *dataset.Import) *string { return &i.Censored },
		func(*dataset.Dataset) []string {
			return []string{dataset.LimitTaken, dataset.LimitImputed, dataset.LimitRoot2}
		}, false),
	list("drop", "Leave out", "columns", func(i *dataset.Import) *[]string { return &i.Drop }),
	list("without", "Modalities left out", "by the names that they are recognised by", func(i *dataset.Import) *[]string { return &i.Without }),
	list("kinds", "Kinds of columns", "COLUMN=number, category, date or text", func(i *dataset.Import) *[]string { return &i.Kinds }),
	list("feature", "Keep as features", "columns that look like ids or tell the label", func(i *dataset.Import) *[]string { return &i.Features }),
	list("join", "Join ids alike but for", "", func(i *dataset.Import) *[]string { return &i.Join }),
	choice("delimiter", "Cells are separated by", "", func(i *dataset.Import) *string { return &i.Delimiter },
		delimiters, true),
	choice("decimal", "Decimal mark", "", func(i *dataset.Import) *string { return &i.Decimal },
		func(*dataset.Dataset) []string { return []string{".", ","} }, false),
	choice("charset", "Charset", "", func(i *dataset.Import) *string { return &i.Charset },
		func(*dataset.Dataset) []string {
			return []string{"utf-8", "windows-1252", "utf-16le", "gb18030", "shift_jis"}
		}, true),
	size("image-size", "Size of images", "height and width in pixels", func(i *dataset.Import) *int { return &i.ImageSize }),
	size("sample-rate", "Sampling rate of sounds", "hertz at most", func(i *dataset.Import) *int { return &i.SampleRate }),
}

// choice is a question with one word as its answer.
func choice(key, title, help string, at func(*dataset.Import) *string, options func(*dataset.Dataset) []string, free bool) decision {
	return decision{key, title, help,
		func(i *dataset.Import) string { return *at(i) },
		func(i *dataset.Import, text string) error { *at(i) = text; return nil },
		options, free}
}

// list is a question with any number of words as its answer.
func list(key, title, help string, at func(*dataset.Import) *[]string) decision {
	return decision{key, title, help,
		func(i *dataset.Import) string { return joinWords(*at(i)) },
		func(i *dataset.Import, text string) (err error) { *at(i), err = splitWords(text); return err },
		nil, true}
}

// size is a question with a number as its answer.
func size(key, title, help string, at func(*dataset.Import) *int) decision {
	return decision{key, title, help,
		func(i *dataset.Import) string {
			if *at(i) == 0 {
				return ""
			}
			return strconv.Itoa(*at(i))
		},
		func(i *dataset.Import, text string) error {
			n, err := strconv.Atoi(text)
			if err != nil && text != "" {
				return say.Errorf("%s is no whole number", text)
			}
			*at(i) = n
			return nil
		}, nil, true}
}

func delimiters(*dataset.Dataset) []string {
	return []string{"comma", "semicolon", "tab", "space", "bar"}
}

func readerNames(*dataset.Dataset) []string {
	var out []string
	for _, c := range format.Readers() {
		out = append(out, c.Name)
	}
	return out
}

// mostColumns bounds the columns to choose from: more do not fit a menu, and
// any can be typed.
const mostColumns = 100

// columnNames lists the columns that are known of a dataset.
func columnNames(d *dataset.Dataset) []string {
	if d == nil {
		return nil
	}
	imp := d.Import
	names := slices.Concat([]string{imp.Label, imp.ID, imp.Split}, imp.Groups, imp.Drop)
	for _, f := range imp.Files {
		for name := range f.Columns {
			names = append(names, name)
		}
	}
	for _, b := range d.Blocks {
		if b.Modality.Kind == dataset.Table {
			names = append(names, b.Modality.Columns...)
		}
	}
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(s string) bool { return s == "" })
	return names[:min(len(names), mostColumns)]
}

// Decisions lists all questions with what people and recognition say.
func (o *Opening) Decisions() []Decision {
	var out []Decision
	for _, q := range decisionList {
		q.title = say.Text(q.title)
		out = append(out, o.answered(q))
	}
	return out
}

// answered is a question with what people and recognition say.
func (o *Opening) answered(q decision) Decision {
	var recognised dataset.Import
	if o.data != nil {
		recognised = o.data.Import
	}
	d := Decision{Key: q.key, Title: q.title, Help: say.Text(q.help), Text: q.get(&o.asked), Recognised: q.get(&recognised), Free: q.free}
	if q.options != nil {
		d.Options = q.options(o.data)
	}
	return d
}

// Question is the question of a key, with what people and recognition say; not ok
// where it is asked no more.
func (o *Opening) Question(key string) (Decision, bool) {
	q, ok := o.asks(key)
	if !ok {
		return Decision{}, false
	}
	return o.answered(q), true
}

// asks finds a question by its key: of the list, or of a cell of the table.
func (o *Opening) asks(key string) (decision, bool) {
	is := func(q decision) bool { return q.key == key }
	if at := slices.IndexFunc(decisionList, is); at >= 0 {
		q := decisionList[at]
		q.title = say.Text(q.title)
		return q, true
	}
	for _, l := range lanes(o.data) {
		list := l.decisions()
		if at := slices.IndexFunc(list, is); at >= 0 {
			return list[at], true
		}
	}
	return decision{}, false
}

// Set answers a question; "" leaves it to recognition. An answer that cannot
// be is an error and changes nothing.
func (o *Opening) Set(ctx context.Context, key, text string) error {
	q, ok := o.asks(key)
	if !ok {
		return say.Errorf("there is no decision %q", key)
	}
	asked := copied(o.asked)
	if err := q.set(&asked, strings.TrimSpace(text)); err != nil {
		return err
	}
	if err := format.Check(asked); err != nil {
		return err
	}
	if !sameImport(asked, o.asked) {
		o.decide(ctx, asked)
	}
	return nil
}

// Decided says whether something was decided here that was not asked for at first.
func (o *Opening) Decided() bool { return !sameImport(o.asked, o.began) }

// sameImport compares imports as they are written down.
func sameImport(a, b dataset.Import) bool {
	one, err1 := json.Marshal(a)
	two, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(one, two)
}

// copied returns an import whose lists are its own.
func copied(imp dataset.Import) dataset.Import {
	for _, l := range []*[]string{&imp.Groups, &imp.Missing, &imp.Values, &imp.Drop, &imp.Features, &imp.Join, &imp.Without, &imp.Kinds} {
		*l = slices.Clone(*l)
	}
	imp.Names, imp.Files = maps.Clone(imp.Names), maps.Clone(imp.Files)
	return imp
}

// splitWords reads words with commas between; one with a comma in it stands in
// quotes.
func splitWords(text string) ([]string, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	r := csv.NewReader(strings.NewReader(text))
	r.TrimLeadingSpace = true
	words, err := r.Read()
	if err == nil {
		if _, more := r.Read(); more != io.EOF { // a second line would be lost
			err = errors.Join(more, say.Error("several lines"))
		}
	}
	if err != nil {
		return nil, say.Errorf("write words with commas between; one with a comma in it stands in quotes")
	}
	for i, w := range words {
		words[i] = strings.TrimSpace(w)
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" }), nil
}

// joinWords is the inverse of splitWords, but for empty words and blanks around
// a word, which mean nothing here.
func joinWords(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		if strings.ContainsAny(w, ",\"\n") || strings.TrimSpace(w) != w {
			w = `"` + strings.ReplaceAll(w, `"`, `""`) + `"`
		}
		out[i] = w
	}
	return strings.Join(out, ", ")
}
