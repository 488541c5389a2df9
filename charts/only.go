package charts

import (
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Only are the records that charts of the data are about, where these are not all
// of them.
type Only struct {
	Records []uint64 // a bit column, as Input.Selected is
	Words   string   // say which they are: "split = test"
}

// excerpt is what a figure knows of the data that it shows a part of.
type excerpt struct {
	hash  string // of all the data
	rows  []int  // places in the data of the records shown, rising; nil where these are all
	words string // say which they are; empty for all
}

// narrowed returns the input as if the records that the chart is about were all
// there are, with what leads back. None left is an error.
func (in Input) narrowed() (Input, excerpt, error) {
	of := excerpt{hash: in.Data.Hash()}
	if in.Only == nil {
		return in, of, nil
	}
	of.words = in.Only.Words
	for i := range in.Data.Records() {
		if in.Only.Records[i/64]>>(i%64)&1 == 1 {
			of.rows = append(of.rows, i)
		}
	}
	if len(of.rows) == 0 {
		return in, of, say.Errorf("none of the %s is in the part that is to be shown, %s", plural(in.Data.Records(), "record", "records"), of.words)
	}
	data, err := in.Data.Only(of.rows)
	if err != nil {
		return in, of, err
	}
	in.Data, in.Groups, in.Only = data, nil, nil
	if in.Mask != nil {
		in.Mask = in.Mask.Only(of.rows)
	}
	if in.Split != nil {
		in.Split = in.Split.Only(of.rows)
	}
	in.Selected = of.local(in.Selected)
	in.Why = of.notes(in.Why)
	return in, of, nil
}

// local is a bit column over the data as one over the records shown.
func (e excerpt) local(column []uint64) []uint64 {
	if e.rows == nil || column == nil {
		return column
	}
	out := make([]uint64, (len(e.rows)+63)/64)
	for k, i := range e.rows {
		out[k/64] |= column[i/64] >> (i % 64) & 1 << (k % 64)
	}
	return out
}

// all are records shown by their place in the data.
func (e excerpt) all(shown []int32) []int32 {
	if e.rows == nil {
		return shown
	}
	out := make([]int32, len(shown))
	for k, i := range shown {
		out[k] = int32(e.rows[i])
	}
	return out
}

// shown is the place among the records shown of one of the data, which is one of
// them.
func (e excerpt) shown(record int) int {
	if e.rows == nil {
		return record
	}
	k, _ := slices.BinarySearch(e.rows, record)
	return k
}

// said writes a finding about the records shown.
func (e excerpt) said(finding string) string {
	if e.words == "" {
		return finding
	}
	return say.Form("Only %s: %s", e.words, finding)
}

// notes are of all records, whichever are shown.
func (e excerpt) notes(list []string) []string {
	if e.words == "" {
		return list
	}
	var out []string
	for _, note := range list {
		out = append(out, say.Form("Of all records: %s", note))
	}
	return out
}

// context is what holds for every number about the records shown.
func (e excerpt) context(name string, records int) [][2]string {
	out := dataContext(name, e.hash, records)
	if e.words != "" {
		out = append(out, [2]string{"only", e.words})
	}
	return out
}

// among are the groups with just the records that the charts are about, the
// complete pattern first, then by falling count.
func (o *Only) among(groups []dataset.PatternCount) []dataset.PatternCount {
	if o == nil {
		return groups
	}
	return dataset.Within(groups, o.Records)
}

// elsewhere says, in a chart of results, that the records which other charts are
// about give it no more than an order.
func (in Input) elsewhere() string {
	if in.Only == nil {
		return ""
	}
	return say.Form(" Scores are of test records whatever is chosen (%s); the patterns stand in the order of the chosen records.", in.Only.Words)
}
