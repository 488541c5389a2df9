package media

import (
	"cmp"
	"context"
	"encoding/binary"
	"io"
	"math"
	"math/bits"

	"lacuna/internal/say"
)

// flacMark begins every FLAC file (RFC 9639).
const flacMark = "fLaC"

// openFLAC opens a FLAC file.
func openFLAC(_ context.Context, data []byte) (stream, error) {
	f, err := parseFLAC(data)
	if err != nil {
		return stream{}, err
	}
	return stream{rate: f.rate, channels: f.channels, next: f.next}, nil
}

// flacStream hands the frames of a FLAC file on.
type flacStream struct {
	data           []byte // the frames that are still to come
	rate, channels int
	depth          int // bits of a sample
	want, got      int64
	block          [][]int64 // samples of the frame at hand, by channel
	at             int       // how many of them were handed on
	scale          float64
}

// parseFLAC reads the description of the stream and passes over titles and
// pictures.
func parseFLAC(data []byte) (*flacStream, error) {
	const described = 4 + 4 + 34
	if len(data) < described {
		return nil, io.ErrUnexpectedEOF
	}
	info := data[8:]
	if data[4]&0x7f != 0 {
		return nil, say.Error("the FLAC file does not begin with its description")
	}
	packed := binary.BigEndian.Uint64(info[10:])
	f := &flacStream{rate: int(packed >> 44), channels: int(packed>>41&7) + 1, depth: int(packed>>36&31) + 1, want: int64(packed & (1<<36 - 1))}
	f.scale = math.Ldexp(1, 1-f.depth)
	for rest := data[4:]; ; {
		if len(rest) < 4 {
			return nil, io.ErrUnexpectedEOF
		}
		last := rest[0]&0x80 != 0
		size := 4 + (int(rest[1])<<16 | int(rest[2])<<8 | int(rest[3]))
		if size > len(rest) {
			return nil, io.ErrUnexpectedEOF
		}
		if rest = rest[size:]; last {
			f.data = rest
			return f, nil
		}
	}
}

// next hands samples on, frame by frame.
func (f *flacStream) next(frames []float64) (int, error) {
	for f.block == nil || f.at == len(f.block[0]) {
		if err := f.read(); err != nil {
			return 0, err
		}
	}
	n := 0
	for ; n < len(frames) && f.at < len(f.block[0]); f.at++ {
		for _, samples := range f.block {
			frames[n] = float64(samples[f.at]) * f.scale
			n++
		}
	}
	return n, nil
}

// read reads the next frame. What stands behind the last one is no sound.
func (f *flacStream) read() error {
	done := f.want > 0 && f.got >= f.want
	if !done && len(f.data) == 0 && f.got < f.want {
		return say.Errorf("truncated: %d of %d samples are there", f.got, f.want)
	}
	if done || len(f.data) == 0 {
		return io.EOF
	}
	r := &bitReader{data: f.data}
	h, err := f.header(r)
	if err != nil {
		return err
	}
	f.block, f.at = make([][]int64, f.channels), 0
	for c := range f.block {
		if f.block[c], err = r.subframe(h.size, f.depth+h.extra(c)); err != nil {
			return err
		}
	}
	end := (r.at + 7) / 8
	if end+2 > len(f.data) {
		return io.ErrUnexpectedEOF
	}
	if crc16(f.data[:end]) != binary.BigEndian.Uint16(f.data[end:]) {
		return say.Error("a frame of the FLAC file is broken: its checksum is another")
	}
	h.separate(f.block)
	f.data = f.data[end+2:]
	f.got += int64(h.size)
	return nil
}

// flacHeader is what the head of a frame says.
type flacHeader struct {
	size     int // samples of one channel
	relation int // how two channels were stored; 0 for each by itself
}

// How two channels are stored: one of them, or their mean, and the difference.
const (
	leftSide  = 8
	sideRight = 9
	midSide   = 10
)

// extra returns the bits that a channel has more: a difference needs one.
func (h flacHeader) extra(channel int) int {
	if (h.relation == leftSide || h.relation == midSide) && channel == 1 || h.relation == sideRight && channel == 0 {
		return 1
	}
	return 0
}

// separate makes two channels of one and the difference.
func (h flacHeader) separate(block [][]int64) {
	if h.relation == 0 {
		return
	}
	a, b := block[0], block[1]
	for i := range a {
		switch h.relation {
		case leftSide:
			b[i] = a[i] - b[i]
		case sideRight:
			a[i] += b[i]
		case midSide:
			mid := a[i]<<1 | b[i]&1
			a[i], b[i] = (mid+b[i])>>1, (mid-b[i])>>1
		}
	}
}

// header reads the head of a frame.
func (f *flacStream) header(r *bitReader) (h flacHeader, err error) {
	broken := say.Error("the FLAC file is broken: no frame where one should be")
	if r.read(15) != 0x7ffc {
		return h, broken
	}
	r.read(1) // whether all frames have one size
	size, rate, relation, depth := int(r.read(4)), r.read(4), int(r.read(4)), r.read(3)
	r.read(1)
	for first := uint8(r.read(8)); first&0xc0 == 0xc0; first <<= 1 { // number of the frame, as in UTF-8
		r.read(8)
	}
	switch {
	case size == 0:
		return h, broken
	case size == 1:
		h.size = 192
	case size <= 5:
		h.size = 576 << (size - 2)
	case size == 6:
		h.size = int(r.read(8)) + 1
	case size == 7:
		h.size = int(r.read(16)) + 1
	default:
		h.size = 256 << (size - 8)
	}
	r.skip(map[uint64]int{12: 8, 13: 16, 14: 16}[rate])
	r.read(8) // checksum of the head; that of the frame covers it
	channels := relation + 1
	if relation >= leftSide && relation <= midSide {
		h.relation, channels = relation, 2
	}
	if bits := [8]int{0, 8, 12, -1, 16, 20, 24, 32}[depth]; channels != f.channels || bits != 0 && bits != f.depth {
		return h, say.Error("the FLAC file changes its channels or depth on the way")
	}
	return h, r.err()
}

// subframe reads the samples of one channel.
func (r *bitReader) subframe(size, depth int) ([]int64, error) {
	r.read(1)
	kind := int(r.read(6))
	wasted := 0
	if r.read(1) == 1 {
		wasted = int(r.unary()) + 1
	}
	if depth -= wasted; depth < 1 {
		return nil, say.Error("the FLAC file is broken: samples without bits")
	}
	samples := make([]int64, size)
	var err error
	switch {
	case kind == 0:
		x := r.signed(depth)
		for i := range samples {
			samples[i] = x
		}
	case kind == 1:
		for i := range samples {
			samples[i] = r.signed(depth)
		}
	case kind >= 8 && kind <= 12:
		err = r.fixed(samples, depth, kind-8)
	case kind >= 32:
		err = r.linear(samples, depth, kind-31)
	default:
		err = say.Error("the FLAC file is broken: a kind of frame that there is not")
	}
	for i := range samples {
		samples[i] <<= wasted
	}
	return samples, cmp.Or(err, r.err())
}

// fixedPredictors are the coefficients of the predictors by order.
var fixedPredictors = [5][]int64{{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}}

// begin reads the samples from which the others are predicted.
func (r *bitReader) begin(samples []int64, depth, order int) error {
	if order > len(samples) {
		return say.Error("the FLAC file is broken: a frame shorter than what it begins with")
	}
	for i := range order {
		samples[i] = r.signed(depth)
	}
	return nil
}

// fixed reads samples that are predicted by one of the common predictors.
func (r *bitReader) fixed(samples []int64, depth, order int) error {
	if err := r.begin(samples, depth, order); err != nil {
		return err
	}
	return r.residuals(samples, fixedPredictors[order], 0)
}

// linear reads samples that are predicted by coefficients of their own.
func (r *bitReader) linear(samples []int64, depth, order int) error {
	if err := r.begin(samples, depth, order); err != nil {
		return err
	}
	precision := int(r.read(4)) + 1
	shift := r.signed(5)
	if precision == 16 || shift < 0 {
		return say.Error("the FLAC file is broken: a predictor that there is not")
	}
	coefficients := make([]int64, order)
	for i := range coefficients {
		coefficients[i] = r.signed(precision)
	}
	return r.residuals(samples, coefficients, uint(shift))
}

// residuals adds what the predictor missed, in parts with a Rice parameter each.
func (r *bitReader) residuals(samples, coefficients []int64, shift uint) error {
	width := 4 + int(r.read(2))
	parts := 1 << r.read(4)
	length := len(samples) / parts
	if width > 5 || length*parts != len(samples) || length < len(coefficients) {
		return say.Error("the FLAC file is broken: its parts do not fit")
	}
	at := len(coefficients)
	for part := range parts {
		parameter := int(r.read(width))
		raw := -1
		if parameter == 1<<width-1 {
			raw = int(r.read(5))
		}
		for ; at < (part+1)*length; at++ {
			predicted := int64(0)
			for k, c := range coefficients {
				predicted += c * samples[at-1-k]
			}
			missed := int64(0)
			if raw >= 0 {
				missed = r.signed(raw)
			} else {
				folded := r.unary()<<parameter | r.read(parameter)
				missed = int64(folded>>1) ^ -int64(folded&1)
			}
			samples[at] = predicted>>shift + missed
		}
		if err := r.err(); err != nil {
			return err
		}
	}
	return nil
}

// bitReader reads numbers of any bits, the highest first. Beyond the end all
// bits are 0, and err says so.
type bitReader struct {
	data []byte
	at   int // in bits
}

func (r *bitReader) err() error {
	if r.at > 8*len(r.data) {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// ahead returns the next bits at the top of a word: 57 at least.
func (r *bitReader) ahead() uint64 {
	k := r.at / 8
	if k+8 <= len(r.data) {
		return binary.BigEndian.Uint64(r.data[k:]) << (r.at % 8)
	}
	var word [8]byte
	if k < len(r.data) {
		copy(word[:], r.data[k:])
	}
	return binary.BigEndian.Uint64(word[:]) << (r.at % 8)
}

func (r *bitReader) skip(n int) { r.at += n }

// read reads a number of up to 57 bits.
func (r *bitReader) read(n int) uint64 {
	x := r.ahead() >> (64 - n)
	r.skip(n)
	return x
}

func (r *bitReader) signed(n int) int64 {
	if n == 0 {
		return 0
	}
	return int64(r.read(n)<<(64-n)) >> (64 - n)
}

// unary counts the zeros before the next one.
func (r *bitReader) unary() uint64 {
	n := 0
	for r.err() == nil {
		zeros := min(bits.LeadingZeros64(r.ahead()), 56)
		r.skip(zeros)
		n += zeros
		if zeros < 56 {
			break
		}
	}
	r.skip(1)
	return uint64(n)
}

// crc16 is the checksum of a frame.
func crc16(data []byte) uint16 {
	sum := uint16(0)
	for _, b := range data {
		sum = sum<<8 ^ crc16Table[byte(sum>>8)^b]
	}
	return sum
}

var crc16Table = func() (table [256]uint16) {
	for i := range table {
		x := uint16(i) << 8
		for range 8 {
			x = x<<1 ^ x>>15*0x8005
		}
		table[i] = x
	}
	return table
}()
