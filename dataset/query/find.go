package query

import (
	"context"
	"math"
	"strconv"
	"strings"

	"lacuna/dataset"
)

// Match is a place in a record where a text was found.
type Match struct {
	Record int
	Where  string // id, label, a column, a modality
	Value  string // what stands there
}

// Find looks for a text in the records: in their ids, labels, further columns,
// raw texts, names of files, words and dates, whatever the case; a number finds
// the cells of tables that have its value. It returns the records as a bit
// column, and what was found in each of the first, most of them at most.
func Find(ctx context.Context, d *dataset.Dataset, text string, most int) (bits []uint64, first []Match, err error) {
	bits = make([]uint64, (d.Records()+63)/64)
	if text == "" {
		return bits, nil, nil
	}
	spots := placesOf(d, text)
	for i := range d.Records() {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		for _, s := range spots {
			value, ok := s.at(i)
			if !ok {
				continue
			}
			bits[i/64] |= 1 << (i % 64)
			if len(first) < most {
				first = append(first, Match{i, s.name, value})
			}
			break
		}
	}
	return bits, first, nil
}

func found(d *dataset.Dataset, text string) []uint64 {
	bits, _, _ := Find(context.Background(), d, text, 0) // which is not stopped
	return bits
}

// spot is where a text may be found in every record.
type spot struct {
	name string
	at   func(i int) (value string, ok bool)
}

// placesOf lists where a text may be found, in the order in which it is looked
// for.
func placesOf(d *dataset.Dataset, text string) []spot {
	low := strings.ToLower(text)
	in := func(name string, of func(i int) string) spot {
		return spot{name, func(i int) (string, bool) {
			v := of(i)
			return v, strings.Contains(strings.ToLower(v), low)
		}}
	}
	spots := []spot{in("id", func(i int) string { return d.IDs[i] })}
	for _, name := range Columns(d) {
		if name == "label" || d.Groups[name] != nil {
			c, err := columnOf(Source{Data: d}, name)
			if err == nil && c.word != nil {
				spots = append(spots, in(name, c.word))
			}
		}
	}
	for k := range d.Blocks {
		b := &d.Blocks[k]
		if b.Texts != nil {
			spots = append(spots, in(b.Modality.Name, func(i int) string { return b.Texts[i] }))
		}
		if b.Files != nil {
			spots = append(spots, in(b.Modality.Name, func(i int) string { return b.Files[i] }))
		}
		spots = append(spots, cellSpots(b, text)...)
	}
	return spots
}

// cellSpots are the columns of a table in which a text may be found.
func cellSpots(b *dataset.Block, text string) []spot {
	if b.Modality.Kind != dataset.Table {
		return nil
	}
	number, bad := strconv.ParseFloat(text, 64)
	low := strings.ToLower(text)
	var out []spot
	for j, name := range b.Modality.Columns {
		field := dataset.Field{}
		if b.Modality.Fields != nil {
			field = b.Modality.Fields[j]
		}
		written := field.Kind == dataset.Category || field.Kind == dataset.Date
		if !written && bad != nil {
			continue
		}
		c := column{field: &field, number: func(i int) float64 { return b.At(i, j) }}
		holds := func(i int) bool { return c.number(i) == number }
		if written {
			holds = formatted(c, func(word string) bool { return strings.Contains(strings.ToLower(word), low) })
		}
		out = append(out, spot{b.Modality.Name + "." + name, func(i int) (string, bool) {
			if x := c.number(i); math.IsNaN(x) || !holds(i) {
				return "", false
			}
			return field.Format(c.number(i)), true
		}})
	}
	return out
}
