package array

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"lacuna/internal/say"
)

// runeCost is about the memory that one character takes while it is read.
const runeCost = 16

// chars reads an array of characters: one word per row.
func (m *mat) chars(out *node, h header) error {
	if err := m.promised(h.n); err != nil {
		return err
	}
	rows := h.shape[0]
	if h.n == 0 {
		rows = 0
	}
	if err := m.source.budget.takeText(runeCost * h.n); err != nil {
		return err
	}
	if err := m.source.budget.takeWords(rows); err != nil {
		return err
	}
	letters, err := m.letters(h.n)
	if err != nil {
		return err
	}
	out.array = &Array{Shape: []int{rows}, Words: make([]string, rows)}
	row := make([]rune, 0, h.n/max(1, rows))
	for r := range rows {
		row = row[:0]
		for i := r; i < len(letters); i += rows {
			row = append(row, letters[i])
		}
		out.array.Words[r] = spell(row)
	}
	return nil
}

// letters reads n characters in the encoding that the element names.
func (m *mat) letters(n int) ([]rune, error) {
	t, err := m.tag()
	if err != nil {
		return nil, err
	}
	k, ok := stored[t.kind]
	if !ok || k.kind == 'f' {
		return nil, say.Errorf("an element of type %d stands where characters should", t.kind)
	}
	k.order = m.order
	units := int(t.size) / k.width
	if units > utf8.UTFMax*n {
		return nil, say.Errorf("it holds %d bytes of text where its header promises %d characters", t.size, n)
	}
	var codes []rune
	err = m.within(t, func(b *bounded) error {
		return b.items(m.source.ctx, units, k.width, func(value []byte) error {
			codes = append(codes, rune(min(k.unsigned(value), utf8.MaxRune+1)))
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return decoded(codes, t.kind, n)
}

// miUTF8 is the type of an element of text in UTF-8.
const miUTF8 = 16

// decoded brings code units to n characters. MATLAB counts the units of UTF-16,
// other writers count characters.
func decoded(codes []rune, kind, n int) ([]rune, error) {
	if kind == miUTF8 {
		b := make([]byte, len(codes))
		for i, c := range codes {
			b[i] = byte(c)
		}
		codes = []rune(string(b))
	}
	if len(codes) != n {
		var units []rune
		for _, u := range utf16.Encode(codes) {
			units = append(units, rune(u))
		}
		codes = units
	}
	if len(codes) != n {
		return nil, say.Errorf("it holds %d characters where its header promises %d", len(codes), n)
	}
	return codes, nil
}

// spell makes a word of a row of characters or of units of UTF-16, without the
// blanks that fill it up.
func spell(row []rune) string {
	if slices.ContainsFunc(row, utf16.IsSurrogate) {
		units := make([]uint16, 0, len(row))
		for _, r := range row {
			units = utf16.AppendRune(units, r)
			if utf16.IsSurrogate(r) {
				units[len(units)-1] = uint16(r)
			}
		}
		row = utf16.Decode(units)
	}
	return strings.TrimRight(string(row), " \x00")
}
