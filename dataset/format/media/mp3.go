package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"

	"github.com/hajimehoshi/go-mp3"
)

// openMP3 opens an MP3 file. The decoder makes two channels of 16 bits of
// everything.
func openMP3(ctx context.Context, data []byte) (stream, error) {
	data = withoutTags(data)
	if n := titleLength(data); n > 0 && holds(data, n, flacMark) {
		return openFLAC(ctx, data[n:])
	}
	in := bytes.NewReader(data)
	d, err := mp3.NewDecoder(reader{ctx, in})
	if err != nil {
		return stream{}, err
	}
	m := &mp3Stream{Decoder: d, in: in, size: len(data)}
	return stream{rate: d.SampleRate(), channels: 2, next: m.next}, nil
}

type mp3Stream struct {
	*mp3.Decoder
	in   *bytes.Reader
	size int
	got  bool
	buf  []byte
}

func (m *mp3Stream) next(frames []float64) (int, error) {
	if len(m.buf) != 2*len(frames) {
		m.buf = make([]byte, 2*len(frames))
	}
	n, err := io.ReadFull(m.Decoder, m.buf)
	n = n / 4 * 2
	for i := range n {
		frames[i] = float64(int16(binary.LittleEndian.Uint16(m.buf[2*i:]))) / (1 << 15)
	}
	m.got = m.got || n > 0
	switch {
	case err == nil:
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		err = io.EOF
	case m.got && float64(m.in.Len()) <= mostLost*float64(m.size):
		err = io.EOF // what is left is too little to be a sound
	}
	return n, err
}

// withoutTags cuts off what stands behind the sound: title and singer.
func withoutTags(data []byte) []byte {
	if n := len(data) - 128; n >= 0 && holds(data, n, "TAG") {
		data = data[:n]
	}
	if n := len(data) - 32; n >= 0 && holds(data, n, "APETAGEX") {
		size := int64(binary.LittleEndian.Uint32(data[n+12:]))
		data = data[:max(0, min(int64(n), int64(len(data))-size))]
	}
	return data
}

// titleLength returns the length of the title that stands before a sound (ID3).
func titleLength(data []byte) int {
	if !holds(data, 0, "ID3") || len(data) < 10 {
		return 0
	}
	n := 0
	for _, b := range data[6:10] { // seven bits each
		n = n<<7 | int(b&0x7f)
	}
	return 10 + n
}

// isMP3 looks for the head of a frame, and for a title before it.
func isMP3(data []byte) bool {
	if holds(data, 0, "ID3") {
		return true
	}
	return len(data) >= 4 && data[0] == 0xff && data[1]&0xe6 == 0xe2 && data[2]>>4 != 15 && data[2]>>4 != 0 && data[2]>>2&3 != 3
}
