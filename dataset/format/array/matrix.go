package array

import (
	"errors"
	"strings"

	"lacuna/internal/say"
)

// Classes of arrays of MATLAB.
const (
	mxCell     = 1
	mxStruct   = 2
	mxObject   = 3
	mxChar     = 4
	mxSparse   = 5
	mxLast     = 15 // int8 … uint64 and double, single stand between
	mxFunction = 16
	mxOpaque   = 17
)

// deepestCell is how deeply cells and structs may be nested.
const deepestCell = 32

// Bounds of what heads an array.
const (
	maxDimensions = 32
	maxName       = 1 << 12
	maxFields     = 1 << 16
	maxStored     = 1 << 25 // numbers of a sparse matrix
)

// header is what heads an array.
type header struct {
	class   int
	complex bool
	shape   []int
	n       int
	stored  int // numbers of a sparse array
}

// element reads one array.
func (m *mat) element(t tag, depth int) (*node, error) {
	if t.kind != miMatrix {
		return nil, say.Errorf("an element of type %d stands where an array should", t.kind)
	}
	if depth > deepestCell {
		return nil, say.Error("its cells are nested too deeply")
	}
	if err := m.source.budget.takeArray(); err != nil {
		return nil, err
	}
	if t.size == 0 {
		return &node{array: &Array{Shape: []int{0, 0}}}, nil
	}
	var out *node
	err := m.within(t, func(b *bounded) error {
		in := &mat{source: m.source, order: m.order, bounded: b}
		var err error
		out, err = in.array(depth)
		return err
	})
	return out, err
}

// array reads the content of an array. With an error it returns what is known,
// the name at least.
func (m *mat) array(depth int) (*node, error) {
	flags, err := m.integers(-1, 2)
	if err != nil || len(flags) == 0 {
		return nil, errors.Join(say.Error("its header cannot be read"), err)
	}
	h := header{class: flags[0] & 0xff, complex: flags[0]&0x0800 != 0}
	if len(flags) > 1 {
		h.stored = flags[1]
	}
	if h.class == mxOpaque {
		return m.opaque()
	}
	if h.shape, err = m.integers(-1, maxDimensions); err != nil {
		return nil, err
	}
	out := &node{}
	if out.name, err = m.text(maxName); err != nil {
		return nil, err
	}
	var ok bool
	if h.n, ok = count(h.shape); !ok || len(h.shape) < 2 {
		return out, say.Errorf("its header promises %s values", sizes(h.shape))
	}
	return out, m.fill(out, h, depth)
}

func (m *mat) fill(out *node, h header, depth int) error {
	if h.complex {
		out.why = say.Mark("it holds complex numbers; save real(x), imag(x) or abs(x)")
		return nil
	}
	switch h.class {
	case mxCell:
		return m.cells(out, h, depth)
	case mxStruct, mxObject:
		return m.fields(out, h, depth)
	case mxChar:
		return m.chars(out, h)
	case mxSparse:
		return m.sparse(out, h)
	case mxFunction:
		out.why = say.Mark("it is a function")
		return nil
	}
	if h.class == 0 || h.class > mxLast {
		return say.Errorf("it has class %d, which is not known", h.class)
	}
	return m.dense(out, h)
}

// opaque names an object of MATLAB, whose content only MATLAB understands.
func (m *mat) opaque() (*node, error) {
	name, err := m.text(maxName)
	if err != nil {
		return nil, err
	}
	out := &node{name: name, why: say.Mark("it is an object of MATLAB, such as a table or a string array; save table2array(x), table2struct(x) or cellstr(x)")}
	if system, err := m.text(maxName); err == nil && system == "MCOS" {
		if class, err := m.text(maxName); err == nil && class != "" {
			out.why = say.Kept("it is an object of MATLAB (%s); save table2array(x), table2struct(x) or cellstr(x)", strings.ToValidUTF8(class, "?"))
		}
	}
	return out, nil
}

// dense reads numbers, all of them stored.
func (m *mat) dense(out *node, h header) error {
	if err := m.promised(h.n); err != nil {
		return err
	}
	out.array = &Array{Shape: h.shape}
	if h.n == 0 {
		return nil
	}
	if err := m.source.budget.takeValues(h.n); err != nil {
		return err
	}
	out.numbers = newCollector(out.array, h.n, true)
	return m.numbers(h.n, h.n, func(x float64, words string) error {
		out.numbers.put(x, words)
		return nil
	})
}

// promised checks that what is left of a file can hold n values: each takes at
// least a byte, except that one tag can hold four.
func (m *mat) promised(n int) error {
	if int64(n) > m.left {
		return errShort
	}
	return nil
}

// sparse reads a sparse matrix by columns: the row of each number, where each
// column begins, the numbers.
func (m *mat) sparse(out *node, h header) error {
	if len(h.shape) != 2 || h.stored < 0 {
		return say.Error("its header cannot be read")
	}
	rows, err := m.integers(-1, maxStored)
	if err != nil {
		return err
	}
	begins, err := m.integers(-1, maxStored)
	if err != nil {
		return err
	}
	if len(begins) != h.shape[1]+1 || begins[0] != 0 || begins[len(begins)-1] > len(rows) {
		return say.Error("the columns of its sparse matrix do not fit its header")
	}
	if err := m.source.budget.takeValues(h.n); err != nil {
		return err
	}
	out.array = &Array{Shape: h.shape, Numbers: make([]float64, h.n)}
	used := begins[len(begins)-1]
	at, column := 0, 0
	return m.numbers(-1, len(rows), func(x float64, _ string) error {
		if at >= used {
			return nil
		}
		for column < h.shape[1] && at >= begins[column+1] {
			column++
		}
		row := rows[at]
		if row < 0 || row >= h.shape[0] || column >= h.shape[1] {
			return say.Error("a number of its sparse matrix stands outside of it")
		}
		out.array.Numbers[row*h.shape[1]+column] = x
		at++
		return nil
	})
}
