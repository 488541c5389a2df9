package dataset

import (
	"math/bits"
	"slices"
)

// Presence is the table records × modalities of what is there. It is stored
// as one bit column per modality, so that a million records can be counted
// word by word, with a cause beside every absence. It is immutable.
type Presence struct {
	records int
	columns [][]uint64 // per modality, bit i%64 of word i/64 = record i is present
	causes  [][]Cause  // per modality, per record
}

// NewPresence makes the table from the cause of each record in each modality:
// causes[m][i]. It keeps the slices.
func NewPresence(records int, causes [][]Cause) *Presence {
	p := &Presence{records: records, causes: causes, columns: make([][]uint64, len(causes))}
	for m, column := range causes {
		words := make([]uint64, (records+63)/64)
		for i, c := range column {
			if c == Present {
				words[i/64] |= 1 << (i % 64)
			}
		}
		p.columns[m] = words
	}
	return p
}

// Records returns the number of records.
func (p *Presence) Records() int { return p.records }

// Modalities returns the number of modalities.
func (p *Presence) Modalities() int { return len(p.columns) }

// Has says whether record i has modality m.
func (p *Presence) Has(i, m int) bool { return p.columns[m][i/64]>>(i%64)&1 == 1 }

// Cause returns why modality m of record i is absent, or Present.
func (p *Presence) Cause(i, m int) Cause { return p.causes[m][i] }

// Column returns the bit column of modality m: bit i%64 of word i/64 is
// record i. It must not be changed.
func (p *Presence) Column(m int) []uint64 { return p.columns[m] }

// Count returns the number of records that have modality m.
func (p *Presence) Count(m int) int {
	n := 0
	for _, w := range p.columns[m] {
		n += bits.OnesCount64(w)
	}
	return n
}

// CauseCount returns how many records lack modality m for the given cause.
func (p *Presence) CauseCount(m int, cause Cause) int {
	n := 0
	for _, c := range p.causes[m] {
		if c == cause {
			n++
		}
	}
	return n
}

// Pattern returns the pattern of record i.
func (p *Presence) Pattern(i int) Pattern {
	b := make([]byte, len(p.columns))
	for m := range p.columns {
		b[m] = '0'
		if p.Has(i, m) {
			b[m] = '1'
		}
	}
	return Pattern(b)
}

// Patterns groups all records by pattern, in the order of GroupByPattern.
func (p *Presence) Patterns() []PatternCount { return p.group(allRows(p.records)) }

// group groups the places 0…len(rows)-1 by the pattern of their records, in the
// order of GroupByPattern. Records are told apart by words of bits, so that only
// groups need a pattern, not every record.
func (p *Presence) group(rows []int) []PatternCount {
	of, n := make([]int32, len(rows)), min(1, len(rows)) // group of each place
	for columns := range slices.Chunk(p.columns, 64) {
		n = split(of, rows, wordsOf(columns, p.records))
	}
	sizes := make([]int, n)
	for _, g := range of {
		sizes[g]++
	}
	groups, places := make([]PatternCount, n), make([]int, len(rows))
	for g, size := range sizes {
		groups[g].Records, places = places[:0:size], places[size:]
	}
	for k, g := range of {
		if len(groups[g].Records) == 0 {
			groups[g].Pattern = p.Pattern(rows[k])
		}
		groups[g].Records = append(groups[g].Records, k)
	}
	sortGroups(groups)
	return groups
}

// wordsOf turns up to 64 bit columns into a word for each record.
func wordsOf(columns [][]uint64, records int) []uint64 {
	words := make([]uint64, records)
	for m, column := range columns {
		for at, bits := range column {
			for i := range words[64*at : min(64*at+64, records)] {
				words[64*at+i] |= bits >> i & 1 << m
			}
		}
	}
	return words
}

// split parts groups of places by the words of their records, and returns how many
// groups there are then.
func split(of []int32, rows []int, words []uint64) int {
	type part struct {
		group int32
		word  uint64
	}
	parts := map[part]int32{}
	for k, i := range rows {
		key := part{of[k], words[i]}
		g, ok := parts[key]
		if !ok {
			g = int32(len(parts))
			parts[key] = g
		}
		of[k] = g
	}
	return len(parts)
}

// Rates returns the missing rates of the given records; nil means all.
func (p *Presence) Rates(rows []int) Rates {
	if rows == nil {
		rows = allRows(p.records)
	}
	r := Rates{Modality: make([]float64, p.Modalities())}
	if len(rows) == 0 || p.Modalities() == 0 {
		return r
	}
	for _, i := range rows {
		absent := 0
		for m := range p.columns {
			if !p.Has(i, m) {
				r.Modality[m]++
				absent++
			}
		}
		r.Cell += float64(absent)
		if absent > 0 {
			r.Record++
		}
	}
	n := float64(len(rows))
	r.Cell /= n * float64(p.Modalities())
	r.Record /= n
	for m := range r.Modality {
		r.Modality[m] /= n
	}
	return r
}

// Rates are the three missing rates that the field calls by one name.
type Rates struct {
	Cell     float64   // share of absent (record, modality) pairs
	Record   float64   // share of records with at least one modality absent
	Modality []float64 // share of records that lack each modality
}

// hide returns a copy in which the pairs chosen by hidden, where present,
// have become absent with the cause Masked.
func (p *Presence) hide(hidden func(i, m int) bool) *Presence {
	causes := make([][]Cause, len(p.causes))
	for m := range p.causes {
		causes[m] = slices.Clone(p.causes[m])
		for i := range causes[m] {
			if causes[m][i] == Present && hidden(i, m) {
				causes[m][i] = Masked
			}
		}
	}
	return NewPresence(p.records, causes)
}

func allRows(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}
