package array

import (
	"encoding/binary"
	"io"
	"math"

	"lacuna/internal/say"
)

// maxHeader bounds the header of an NPY file, which NumPy itself keeps below
// 10 kB unless asked.
const maxHeader = 1 << 20

func openNPY(s *source) error {
	b := &bounded{r: io.NewSectionReader(s.at, 0, s.size), left: s.size, budget: &s.budget}
	if err := s.npy(s.stem, b); err != nil {
		return err
	}
	s.behind(s.stem, b)
	return nil
}

// behind names what stands behind an array.
func (s *source) behind(name string, b *bounded) {
	if b.left > 0 {
		s.leave(say.Mark("%s: %d bytes behind the array are left out; save each array in a file of its own, or all in one .npz"), name, b.left)
	}
}

// npy reads one array in NumPy's format (NEP 1). Arrays that are sound but not
// read are left out with a reason.
func (s *source) npy(name string, b *bounded) error {
	text, err := npyHeader(b)
	if err != nil {
		return err
	}
	v, err := readLiteral(text)
	header, _ := v.(map[string]any)
	if err != nil || header == nil {
		return errLiteral
	}
	shape := dimensions(header["shape"])
	n, ok := count(shape)
	if !ok {
		return say.Errorf("its header promises an array of %v", header["shape"])
	}
	if len(shape) == 0 {
		shape = []int{1}
	}
	fields, width, err := readDtype(header["descr"])
	if err != nil {
		return err
	}
	columns, _ := header["fortran_order"].(bool)
	return s.npyValues(name, b, npyArray{shape: shape, n: n, fields: fields, width: width, columns: columns})
}

// npyArray is what the header of an array says.
type npyArray struct {
	shape   []int
	n       int // values, or records
	fields  []dtype
	width   int // bytes of one value or record
	columns bool
}

// npyHeader passes over the magic bytes and returns the text of the header.
func npyHeader(b *bounded) (string, error) {
	head := make([]byte, 8)
	if err := b.full(head); err != nil {
		return "", err
	}
	if string(head[:6]) != "\x93NUMPY" {
		return "", say.Error("it does not begin as a file of NumPy does")
	}
	long := make([]byte, 4)
	switch head[6] {
	case 1:
		if err := b.full(long[:2]); err != nil {
			return "", err
		}
	case 2, 3:
		if err := b.full(long); err != nil {
			return "", err
		}
	default:
		return "", say.Errorf("it has version %d of NumPy's format, which is not known", head[6])
	}
	n := binary.LittleEndian.Uint32(long)
	if n > maxHeader {
		return "", say.Errorf("its header promises %d bytes of text", n)
	}
	text := make([]byte, n)
	err := b.full(text)
	return string(text), err
}

// npyValues reads the values behind a header, field by field. Where none is
// read, nothing of the stream is left.
func (s *source) npyValues(name string, b *bounded, a npyArray) error {
	var takers []taker
	for _, d := range a.fields {
		full := name
		if d.field != "" {
			full += "." + d.field
		}
		if err := s.budget.takeArray(); err != nil {
			return err
		}
		if d.cannot != "" {
			s.leave(say.Mark("%s is left out: %s"), full, d.cannot)
			continue
		}
		if a.width > 0 && int64(a.n) > b.left/int64(a.width) {
			return say.Errorf("it is cut off: its header promises %s values, and bytes are left for %d", sizes(a.shape), b.left/int64(a.width))
		}
		t, err := s.newTaker(d, full, a)
		if err != nil {
			return err
		}
		takers = append(takers, t)
	}
	if len(takers) == 0 {
		b.left = 0
		return nil
	}
	err := b.items(s.ctx, a.n, a.width, func(value []byte) error { return takeAll(takers, value) })
	if err != nil {
		return err
	}
	return s.keep(takers)
}

func takeAll(takers []taker, value []byte) error {
	for i := range takers {
		t := &takers[i]
		if err := t.take(value[t.offset : t.offset+t.width]); err != nil {
			return err
		}
	}
	return nil
}

func (s *source) keep(takers []taker) error {
	for i := range takers {
		if c := takers[i].numbers; c != nil {
			if err := c.finish(s); err != nil {
				return err
			}
		}
		s.add(takers[i].array)
	}
	return nil
}

// taker takes the stored values of one field to an array.
type taker struct {
	dtype
	array   *Array
	numbers *collector // of numbers
	walk    *walk      // of words
	budget  *budget
}

func (s *source) newTaker(d dtype, name string, a npyArray) (taker, error) {
	t := taker{dtype: d, array: &Array{Name: name, Shape: a.shape}, budget: &s.budget}
	if d.words() {
		if err := s.budget.takeWords(a.n); err != nil {
			return t, err
		}
		t.array.Words, t.walk = make([]string, a.n), newWalk(a.shape, a.columns)
		return t, nil
	}
	if err := s.budget.takeValues(a.n); err != nil {
		return t, err
	}
	t.numbers = newCollector(t.array, a.n, a.columns)
	return t, nil
}

func (t *taker) take(value []byte) error {
	switch {
	case t.walk != nil:
		text := t.text(value)
		t.array.Words[t.walk.next()] = text
		return t.budget.takeText(len(text))
	case t.kind == 'm':
		n := int64(t.order.Uint64(value))
		if n == notATime {
			t.numbers.put(math.NaN(), "")
			return nil
		}
		t.numbers.put(float64(n), "")
	default:
		t.numbers.put(number{t.kind, t.width, t.order}.decode(value))
	}
	return nil
}
