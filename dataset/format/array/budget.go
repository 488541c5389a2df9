package array

import (
	"errors"
	"io"

	"lacuna/internal/say"
)

// Bounds of one file. Whatever a header says, no more is kept than this.
const (
	maxValues = 1 << 28 // numbers: 2 GiB of them
	maxWords  = 1 << 24
	maxText   = 1 << 30 // bytes of all words
	maxBytes  = 1 << 33 // unpacked
	maxArrays = 1 << 20 // arrays, cells and fields
	maxLetter = 1 << 20 // bytes of one word
)

// expansion is how many times longer than itself the content of a deflate
// stream can be.
const expansion = 1032

// budget is what may still be read of a file.
type budget struct{ values, words, text, bytes, arrays int64 }

func fresh() budget { return budget{maxValues, maxWords, maxText, maxBytes, maxArrays} }

func (b *budget) takeValues(n int) error {
	if int64(n) > b.values {
		return say.Errorf("the file holds more than %d million numbers; cut it up", maxValues>>20)
	}
	b.values -= int64(n)
	return nil
}

func (b *budget) takeWords(n int) error {
	if int64(n) > b.words {
		return say.Errorf("the file holds more than %d million words; cut it up", maxWords>>20)
	}
	b.words -= int64(n)
	return nil
}

func (b *budget) takeText(n int) error {
	if int64(n) > b.text {
		return say.Errorf("the words of the file are longer than %d GiB; cut it up", maxText>>30)
	}
	b.text -= int64(n)
	return nil
}

func (b *budget) takeArray() error {
	if b.arrays--; b.arrays < 0 {
		return say.Errorf("the file holds more than %d million arrays", maxArrays>>20)
	}
	return nil
}

// errShort says that a file ends before what its header promises.
var errShort = say.Error("the file ends early: it is cut off or damaged")

// bounded is a stream of which at most left bytes are promised. It counts what
// is read towards the budget of the file.
type bounded struct {
	r      io.Reader
	left   int64
	budget *budget
}

// Read reads no more than what is left.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, io.EOF
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	if b.budget.bytes -= int64(n); b.budget.bytes < 0 {
		return n, say.Errorf("the file unpacks to more than %d GiB", maxBytes>>30)
	}
	return n, err
}

// full fills p or says that the file ends early.
func (b *bounded) full(p []byte) error {
	if int64(len(p)) > b.left {
		return errShort
	}
	_, err := io.ReadFull(b, p)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errShort
	}
	return err
}

// skip passes over n bytes.
func (b *bounded) skip(n int64) error {
	if n > b.left {
		return errShort
	}
	copied, err := io.CopyN(io.Discard, b, n)
	if copied < n && errors.Is(err, io.EOF) {
		return errShort
	}
	return err
}

// count multiplies a shape out; false where it is negative or beyond what any
// file may hold.
func count(shape []int) (int, bool) {
	n := 1
	for _, d := range shape {
		if d < 0 {
			return 0, false
		}
		if d > 0 && n > maxValues/d {
			return 0, zeroIn(shape)
		}
		n *= d
	}
	return n, true
}

func zeroIn(shape []int) bool {
	for _, d := range shape {
		if d == 0 {
			return true
		}
	}
	return false
}
