package dataset

import (
	"fmt"
	"strings"
)

// Words says what the modality was read as: "10 numbers, 2 categories",
// "images of 28×28", "texts".
func (m Modality) Words() string {
	switch {
	case m.Kind == Text:
		return "texts"
	case m.Kind == Image && len(m.Shape) == 3:
		return fmt.Sprintf("colour images of %d×%d", m.Shape[0], m.Shape[1])
	case m.Kind == Image && len(m.Shape) == 2:
		return fmt.Sprintf("images of %d×%d", m.Shape[0], m.Shape[1])
	case m.Kind == Audio && len(m.Shape) == 2:
		return fmt.Sprintf("sounds of %d bands × %d frames", m.Shape[0], m.Shape[1])
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
	for _, k := range []struct {
		kind      FieldKind
		one, many string
	}{{Quantity, "number", "numbers"}, {Category, "category", "categories"}, {Date, "date", "dates"}} {
		switch n := count[k.kind]; {
		case n == 1:
			parts = append(parts, "1 "+k.one)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", n, k.many))
		}
	}
	if len(parts) == 0 {
		return "no columns"
	}
	return strings.Join(parts, ", ")
}
