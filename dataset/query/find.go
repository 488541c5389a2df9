package query

import (
	"context"
	"math"
	"strconv"
	"strings"

	"lacuna/dataset"
)

// Find looks for a text in the records: in their ids, labels, further columns,
// raw texts, names of files, words and dates, whatever the case; a number finds
// the cells of tables that have its value. It returns the records as a bit
// column, and the columns that it was found in first, with how many records each,
// in the order in which they are looked through; no text is in none of them.
func Find(ctx context.Context, d *dataset.Dataset, text string) ([]uint64, []Place, error) {
	out := make([]uint64, (d.Records()+63)/64)
	if text == "" {
		return out, nil, nil
	}
	spots := placesOf(d, text)
	counts := make([]int, len(spots))
	for i := range d.Records() {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if k, _ := where(spots, i); k >= 0 {
			out[i/64] |= 1 << (i % 64)
			counts[k]++
		}
	}
	var places []Place
	for k, n := range counts {
		if n > 0 {
			places = append(places, Place{spots[k].name, n})
		}
	}
	return out, places, nil
}

// Place is a column in which a text was found.
type Place struct {
	Column  string // as queries name it
	Records int    // in which it was found there, and in no column before
}

// Where says in what column of a record a text was found, and what stands there;
// nothing where it was not.
func Where(d *dataset.Dataset, record int, text string) (column, value string) {
	spots := placesOf(d, text)
	if k, value := where(spots, record); k >= 0 {
		return spots[k].name, value
	}
	return "", ""
}

// where is the first spot in which the text is found, and what stands there; −1 for
// none.
func where(spots []spot, i int) (k int, value string) {
	for k, s := range spots {
		if value, ok := s.at(i); ok {
			return k, value
		}
	}
	return -1, ""
}

func found(d *dataset.Dataset, text string) []uint64 {
	column, _, _ := Find(context.Background(), d, text) // which is not stopped
	return column
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
