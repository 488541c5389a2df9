package array

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"

	"lacuna/internal/say"
)

// openMAT reads a file of MATLAB: level 5 as its documentation "MAT-File
// Format" describes it, or level 4.
func openMAT(s *source) error {
	head := make([]byte, 128)
	n, err := s.at.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	head = head[:n]
	if bytes.HasPrefix(head, []byte("\x89HDF\r\n\x1a\n")) || bytes.HasPrefix(head, []byte("MATLAB 7.3")) {
		return ErrHDF5
	}
	if n >= 4 && bytes.IndexByte(head[:4], 0) >= 0 {
		return openMAT4(s)
	}
	if n < 128 {
		return errShort
	}
	order, err := mat5Order(head[124:])
	if err != nil {
		return err
	}
	s.subsystem = int64(order.Uint64(head[116:]))
	return s.elements(order)
}

// mat5Order reads the end of the header: a version, and two letters that tell
// the order of bytes.
func mat5Order(b []byte) (binary.ByteOrder, error) {
	var order binary.ByteOrder
	switch string(b[2:4]) {
	case "IM":
		order = binary.LittleEndian
	case "MI":
		order = binary.BigEndian
	default:
		return nil, say.Error("it does not begin as a file of MATLAB does")
	}
	switch order.Uint16(b) >> 8 {
	case 1:
		return order, nil
	case 2:
		return nil, ErrHDF5
	}
	return nil, say.Errorf("it has version %d of MATLAB's format, which is not known", order.Uint16(b)>>8)
}

// Types of data elements.
const (
	miMatrix     = 14
	miCompressed = 15
)

// elements reads the variables of a file. One that cannot be read is left out,
// and reading goes on behind it.
func (s *source) elements(order binary.ByteOrder) error {
	for at := int64(128); at < s.size; {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		m := &mat{source: s, order: order, bounded: s.from(at, s.size-at)}
		t, err := m.tag()
		if err != nil {
			s.leave(say.Mark("what follows is left out: %v"), err)
			return nil
		}
		if t.small {
			at += 8
			continue
		}
		content := m.left
		if t.size > content {
			s.leave(say.Mark("a variable of %d bytes is left out, since the file holds only %d more: it is cut off or damaged"), t.size, content)
			return nil
		}
		if err := s.variable(order, t, at+8); err != nil {
			return err
		}
		at += 8 + t.size
		if t.kind != miCompressed {
			at += padded(t.size)
		}
	}
	return nil
}

func (s *source) from(at, n int64) *bounded {
	return &bounded{r: io.NewSectionReader(s.at, at, n), left: n, budget: &s.budget}
}

// variable reads one variable. An error means that the file as a whole is not
// to be read on.
func (s *source) variable(order binary.ByteOrder, t tag, at int64) error {
	m := &mat{source: s, order: order, bounded: s.from(at, t.size)}
	node, err := m.top(t)
	switch {
	case err == nil && node.name == "" && at-8 == s.subsystem:
	case err == nil:
		node.flatten(s, node.name)
	case s.ctx.Err() != nil:
		return err
	case node != nil && node.name != "":
		s.leave(say.Mark("%s is left out: %v"), node.name, err)
	default:
		s.leave(say.Mark("a variable is left out: %v"), err)
	}
	return nil
}

// top reads the element of a variable, packed or not.
func (m *mat) top(t tag) (*node, error) {
	if t.kind != miCompressed {
		return m.element(t, 0)
	}
	z, err := zlib.NewReader(m.bounded)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	in := &mat{source: m.source, order: m.order, bounded: &bounded{r: z, left: (m.left + 1) * expansion, budget: &m.source.budget}}
	inner, err := in.tag()
	if err != nil {
		return nil, err
	}
	if inner.kind == miCompressed {
		return nil, say.Error("it is packed twice")
	}
	return in.element(inner, 0)
}

// mat reads data elements of level 5.
type mat struct {
	*bounded
	source *source
	order  binary.ByteOrder
}

// tag heads a data element.
type tag struct {
	kind  int
	size  int64
	small bool // the content stands in the tag
	inner [4]byte
}

// tag reads the head of an element.
func (m *mat) tag() (tag, error) {
	var b [8]byte
	if err := m.full(b[:]); err != nil {
		return tag{}, err
	}
	first := m.order.Uint32(b[:4])
	if first>>16 == 0 {
		return tag{kind: int(first), size: int64(m.order.Uint32(b[4:]))}, nil
	}
	t := tag{kind: int(first & 0xffff), size: int64(first >> 16), small: true}
	if t.size > 4 {
		return t, say.Error("the size of an element cannot be right: the file is damaged")
	}
	copy(t.inner[:], b[4:])
	return t, nil
}

// padded returns the bytes that fill an element up to a multiple of eight.
func padded(size int64) int64 { return -size & 7 }

// within hands the content of an element over, and passes over what is not
// read of it and its padding.
func (m *mat) within(t tag, read func(*bounded) error) error {
	if t.small {
		return read(&bounded{r: bytes.NewReader(t.inner[:t.size]), left: t.size, budget: m.budget})
	}
	if t.size > m.left {
		return errShort
	}
	content := &bounded{r: m.bounded, left: t.size, budget: &budget{bytes: t.size}}
	if err := read(content); err != nil {
		return err
	}
	if err := content.skip(content.left); err != nil {
		return err
	}
	return m.skip(min(padded(t.size), m.left))
}

// stored are the numbers of an element's content by its type; text in UTF-8
// and UTF-16 is stored as whole numbers.
var stored = map[int]number{
	1: {kind: 'i', width: 1}, 2: {kind: 'u', width: 1}, 3: {kind: 'i', width: 2}, 4: {kind: 'u', width: 2},
	5: {kind: 'i', width: 4}, 6: {kind: 'u', width: 4}, 7: {kind: 'f', width: 4}, 9: {kind: 'f', width: 8},
	12: {kind: 'i', width: 8}, 13: {kind: 'u', width: 8}, 16: {kind: 'u', width: 1}, 17: {kind: 'u', width: 2}, 18: {kind: 'u', width: 4},
}

// numbers reads an element of numbers: want of them, or any number up to limit
// where want is negative.
func (m *mat) numbers(want, limit int, each func(x float64, words string) error) error {
	t, err := m.tag()
	if err != nil {
		return err
	}
	k, ok := stored[t.kind]
	if !ok {
		return say.Errorf("an element of type %d stands where numbers should", t.kind)
	}
	k.order = m.order
	n := int(t.size) / k.width
	if n > limit || want >= 0 && n != want {
		return say.Errorf("it holds %d values where its header promises %d", n, max(want, 0))
	}
	return m.within(t, func(b *bounded) error {
		return b.items(m.source.ctx, n, k.width, func(value []byte) error { return each(k.decode(value)) })
	})
}

// integers reads an element of up to limit whole numbers.
func (m *mat) integers(want, limit int) ([]int, error) {
	var out []int
	err := m.numbers(want, limit, func(x float64, _ string) error {
		out = append(out, int(x))
		return nil
	})
	return out, err
}

// text reads an element of up to limit bytes.
func (m *mat) text(limit int) (string, error) {
	list, err := m.integers(-1, limit)
	b := make([]byte, len(list))
	for i, n := range list {
		b[i] = byte(n)
	}
	return string(b), err
}
