package dataset

import (
	"fmt"
	"strings"

	"lacuna/internal/say"
)

// Words says what the modality was read as: "10 numbers, 2 categories",
// "images of 28×28", "texts".
func (m Modality) Words() string {
	switch {
	case m.Kind == Text:
		return say.Text("texts")
	case m.Kind == Image && len(m.Shape) == 3:
		return say.Form("colour images of %d×%d", m.Shape[0], m.Shape[1])
	case m.Kind == Image && len(m.Shape) == 2:
		return say.Form("images of %d×%d", m.Shape[0], m.Shape[1])
	case m.Kind == Audio && len(m.Shape) == 2:
		return say.Form("sounds of %d bands × %d frames", m.Shape[0], m.Shape[1])
	}
	return m.fieldWords()
}

// fieldWords counts the columns of a table by what they stand for.
func (m Modality) fieldWords() string {
	count := map[FieldKind]int{Quantity: len(m.Columns)}
	for _, f := range m.Fields {
		kind := f.Kind
		if kind == Whole {
			kind = Quantity
		}
		count[Quantity]--
		count[kind]++
	}
	var parts []string
	for _, kind := range []FieldKind{Quantity, Category, Date} {
		if n := count[kind]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kind.noun(n)))
		}
	}
	if len(parts) == 0 {
		return say.Text("no columns")
	}
	return strings.Join(parts, ", ")
}

// noun is what n cells of a kind are called.
func (k FieldKind) noun(n int) string {
	switch k {
	case Category:
		return say.Plural(n, "category", "categories")
	case Date:
		return say.Plural(n, "date", "dates")
	}
	return say.Plural(n, "number", "numbers")
}
