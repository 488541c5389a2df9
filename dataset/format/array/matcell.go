package array

import (
	"fmt"
	"math"
	"strings"

	"lacuna/internal/say"
)

// node is an array of MATLAB before it is known which arrays it makes.
type node struct {
	name    string
	array   *Array
	numbers *collector // of array, where it has numbers
	cells   []*node    // of a cell array or of one field of a struct array, by columns
	shape   []int      // of cells
	fields  []*node    // of a struct, with their names
	why     string     // why it is left out; "" where it is not
}

// cells reads the cells of a cell array.
func (m *mat) cells(out *node, h header, depth int) error {
	if err := m.promised(8 * h.n); err != nil {
		return err
	}
	out.shape, out.cells = h.shape, []*node{}
	for range h.n {
		n, err := m.nested(depth)
		if err != nil {
			return err
		}
		out.cells = append(out.cells, n)
	}
	return nil
}

// nested reads an array inside another.
func (m *mat) nested(depth int) (*node, error) {
	if err := m.source.ctx.Err(); err != nil {
		return nil, err
	}
	t, err := m.tag()
	if err != nil {
		return nil, err
	}
	return m.element(t, depth+1)
}

// fields reads a struct, or an array of structs, whose fields each become a
// cell array.
func (m *mat) fields(out *node, h header, depth int) error {
	if h.class == mxObject {
		if _, err := m.text(maxName); err != nil {
			return err
		}
	}
	names, err := m.fieldNames()
	if err != nil {
		return err
	}
	if len(names) > 0 && h.n > maxArrays/len(names) {
		return errShort
	}
	if err := m.promised(8 * h.n * len(names)); err != nil {
		return err
	}
	out.fields = make([]*node, len(names))
	for i, name := range names {
		out.fields[i] = &node{name: name, shape: h.shape, cells: []*node{}}
	}
	for range h.n {
		for _, f := range out.fields {
			n, err := m.nested(depth)
			if err != nil {
				return err
			}
			f.cells = append(f.cells, n)
		}
	}
	return nil
}

// fieldNames reads the length that every name has, and the names.
func (m *mat) fieldNames() ([]string, error) {
	length, err := m.integers(1, 1)
	if err != nil {
		return nil, err
	}
	text, err := m.text(maxName * 16)
	if err != nil {
		return nil, err
	}
	n := length[0]
	if n < 1 || len(text)/n > maxFields {
		return nil, say.Error("the names of its fields cannot be read")
	}
	var names []string
	for ; len(text) >= n; text = text[n:] {
		name, _, _ := strings.Cut(text[:n], "\x00")
		names = append(names, strings.ToValidUTF8(name, "?"))
	}
	return names, nil
}

// flatten adds the arrays that a node makes, under a name.
func (n *node) flatten(s *source, name string) {
	switch {
	case n.why != "":
		s.leave(say.Mark("%s is left out: %s"), name, n.why)
	case n.array != nil:
		n.array.Name = name
		n.finish(s)
		s.add(n.array)
	case len(n.fields) > 0:
		for _, f := range n.fields {
			f.flattenCells(s, name+"."+f.name, len(f.cells) == 1)
		}
	case n.cells != nil:
		n.flattenCells(s, name, false)
	default:
		s.leave(say.Mark("%s is empty"), name)
	}
}

func (n *node) finish(s *source) {
	if n.numbers == nil {
		return
	}
	if err := n.numbers.finish(s); err != nil {
		s.leave(say.Mark("%s: %v"), n.array.Name, err)
	}
}

// flattenCells adds the arrays of cells: one array where each cell holds a word
// or a number, and else each cell as an array of its own.
func (n *node) flattenCells(s *source, name string, single bool) {
	switch {
	case len(n.cells) == 0:
		s.leave(say.Mark("%s is empty"), name)
	case single:
		n.cells[0].flatten(s, name)
	case n.each(oneWord):
		s.add(n.words(name))
	case n.each(oneNumber):
		s.add(n.values(s, name))
	default:
		for i, c := range n.cells {
			c.flatten(s, fmt.Sprintf("%s{%d}", name, i+1))
		}
	}
}

func (n *node) each(holds func(*node) bool) bool {
	some := false
	for _, c := range n.cells {
		if !c.empty() && !holds(c) {
			return false
		}
		some = some || holds(c)
	}
	return some && len(n.cells) > 1
}

func (n *node) empty() bool {
	return n.array != nil && len(n.array.Numbers) == 0 && len(n.array.Words) == 0
}

func oneWord(n *node) bool { return n.array != nil && len(n.array.Words) == 1 }

func oneNumber(n *node) bool {
	return n.array != nil && len(n.array.Numbers) == 1 && (n.numbers == nil || len(n.numbers.wide) == 0)
}

// words makes one array of cells that each hold a word.
func (n *node) words(name string) *Array {
	a := &Array{Name: name, Shape: n.shape, Words: make([]string, len(n.cells))}
	w := newWalk(n.shape, true)
	for _, c := range n.cells {
		if at := w.next(); !c.empty() {
			a.Words[at] = c.array.Words[0]
		}
	}
	return a
}

// values makes one array of cells that each hold a number.
func (n *node) values(s *source, name string) *Array {
	a := &Array{Name: name, Shape: n.shape, Numbers: make([]float64, len(n.cells))}
	w, infinite := newWalk(n.shape, true), 0
	for _, c := range n.cells {
		at := w.next()
		a.Numbers[at] = math.NaN()
		if c.empty() {
			continue
		}
		a.Numbers[at] = c.array.Numbers[0]
		if c.numbers != nil {
			infinite += c.numbers.infinite
		}
	}
	if infinite > 0 {
		s.leaveInfinite(name, infinite)
	}
	return a
}
