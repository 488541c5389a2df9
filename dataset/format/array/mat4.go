package array

import (
	"encoding/binary"

	"lacuna/internal/say"
)

// kinds4 are the numbers of level 4 by their digit in the type.
var kinds4 = []number{{kind: 'f', width: 8}, {kind: 'f', width: 4}, {kind: 'i', width: 4}, {kind: 'i', width: 2}, {kind: 'u', width: 2}, {kind: 'u', width: 1}}

// openMAT4 reads a file of level 4: matrices behind each other, each with 20
// bytes of header.
func openMAT4(s *source) error {
	for at := int64(0); at < s.size; {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		b := s.from(at, s.size-at)
		m, err := head4(b)
		if err != nil && len(s.arrays)+len(s.left) == 0 {
			return err
		}
		if err != nil {
			s.leave(say.Mark("what follows is left out: %v"), err)
			return nil
		}
		size := int64(m.n) * int64(m.number.width)
		if size > b.left {
			s.leave(say.Mark("%s is left out: %v"), m.name, errShort)
			return nil
		}
		next := s.size - b.left + size
		if err := s.matrix4(m, b); err != nil {
			if s.ctx.Err() != nil {
				return err
			}
			s.leave(say.Mark("%s is left out: %v"), m.name, err)
		}
		at = next
	}
	return nil
}

// matrix4 is what heads a matrix of level 4.
type matrix4 struct {
	name   string
	number number
	kind   int // 0 numbers, 1 text, 2 sparse
	shape  []int
	n      int // with the imaginary part
}

const (
	text4   = 1
	sparse4 = 2
)

// head4 reads the header and the name of a matrix.
func head4(b *bounded) (m matrix4, err error) {
	head := make([]byte, 20)
	if err := b.full(head); err != nil {
		return m, err
	}
	var order binary.ByteOrder = binary.LittleEndian
	if order.Uint32(head) > 9999 {
		order = binary.BigEndian
	}
	kind := int(order.Uint32(head))
	precision := kind / 10 % 10
	m.kind = kind % 10
	if kind > 9999 || kind/100%10 != 0 || precision >= len(kinds4) || m.kind > sparse4 {
		return m, say.Error("it does not begin as a file of MATLAB does")
	}
	m.number = kinds4[precision]
	m.number.order = order
	m.shape = []int{int(int32(order.Uint32(head[4:]))), int(int32(order.Uint32(head[8:])))}
	complex, length := order.Uint32(head[12:]), order.Uint32(head[16:])
	n, ok := count(m.shape)
	if !ok || complex > 1 || length == 0 || length > maxName {
		return m, say.Error("the header of a matrix cannot be right: the file is damaged")
	}
	m.n = n * int(1+complex)
	name := make([]byte, length)
	err = b.full(name)
	m.name = string(name[:len(name)-zeros(name)])
	return m, err
}

// matrix4 reads the content of a matrix.
func (s *source) matrix4(m matrix4, b *bounded) error {
	if err := s.budget.takeArray(); err != nil {
		return err
	}
	rows, columns := m.shape[0], m.shape[1]
	if m.n != rows*columns || m.kind == sparse4 && columns == 4 {
		return say.Error("it holds complex numbers; save real(x), imag(x) or abs(x)")
	}
	if err := s.budget.takeValues(m.n); err != nil {
		return err
	}
	a := &Array{Name: m.name, Shape: m.shape}
	c := newCollector(a, m.n, true)
	err := b.items(s.ctx, m.n, m.number.width, func(value []byte) error {
		c.put(m.number.decode(value))
		return nil
	})
	if err != nil {
		return err
	}
	switch m.kind {
	case text4:
		if a, err = s.words4(a); err != nil {
			return err
		}
	case sparse4:
		if a, err = s.sparse4(a); err != nil {
			return err
		}
	}
	if err := c.finish(s); err != nil {
		return err
	}
	s.add(a)
	return nil
}

// words4 makes a word of each row of codes.
func (s *source) words4(codes *Array) (*Array, error) {
	rows, columns := codes.Shape[0], codes.Shape[1]
	if columns == 0 {
		rows = 0
	}
	if err := s.budget.takeWords(rows); err != nil {
		return nil, err
	}
	a := &Array{Name: codes.Name, Shape: []int{rows}, Words: make([]string, rows)}
	row := make([]rune, columns)
	for r := range rows {
		for i := range row {
			row[i] = rune(codes.Numbers[r*columns+i])
		}
		a.Words[r] = spell(row)
	}
	return a, nil
}

// sparse4 makes a matrix of rows of (row, column, number); the last of them
// holds its size.
func (s *source) sparse4(list *Array) (*Array, error) {
	n := list.Shape[0]
	if list.Shape[1] != 3 || n == 0 {
		return nil, say.Error("its sparse matrix has no three columns")
	}
	last := list.Numbers[3*n-3:]
	shape := []int{int(last[0]), int(last[1])}
	values, ok := count(shape)
	if !ok {
		return nil, say.Errorf("its header promises %s values", sizes(shape))
	}
	if err := s.budget.takeValues(values); err != nil {
		return nil, err
	}
	a := &Array{Name: list.Name, Shape: shape, Numbers: make([]float64, values)}
	for i := range n - 1 {
		row, column := int(list.Numbers[3*i])-1, int(list.Numbers[3*i+1])-1
		if row < 0 || column < 0 || row >= shape[0] || column >= shape[1] {
			return nil, say.Error("a number of its sparse matrix stands outside of it")
		}
		a.Numbers[row*shape[1]+column] = list.Numbers[3*i+2]
	}
	return a, nil
}
