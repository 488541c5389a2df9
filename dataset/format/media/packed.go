package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/hajimehoshi/go-mp3"
	"github.com/mewkiz/flac"
)

// openFLAC opens a FLAC file.
func openFLAC(ctx context.Context, data []byte) (stream, error) {
	in, err := flac.New(reader{ctx, bytes.NewReader(data)})
	if err != nil {
		return stream{}, err
	}
	info := in.Info
	f := &flacStream{Stream: in, channels: int(info.NChannels), scale: math.Ldexp(1, 1-int(info.BitsPerSample)), want: info.NSamples}
	return stream{rate: int(info.SampleRate), channels: f.channels, next: f.next}, nil
}

// flacStream hands the blocks of a FLAC file on.
type flacStream struct {
	*flac.Stream
	channels  int
	scale     float64
	want, got uint64 // frames that the header announces, and those read
	block     [][]int32
	at        int // frames of the block that were handed on
}

func (f *flacStream) next(frames []float64) (int, error) {
	n := 0
	for n+f.channels <= len(frames) {
		if f.block == nil || f.at == len(f.block[0]) {
			if n > 0 {
				return n, nil
			}
			if err := f.read(); err != nil {
				return 0, err
			}
			continue
		}
		for _, samples := range f.block {
			frames[n] = float64(samples[f.at]) * f.scale
			n++
		}
		f.at++
	}
	return n, nil
}

// read reads the next block.
func (f *flacStream) read() error {
	block, err := f.ParseNext()
	if errors.Is(err, io.EOF) && f.got < f.want {
		return fmt.Errorf("truncated: %d of %d samples are there", f.got, f.want)
	}
	if err != nil {
		return err
	}
	if len(block.Subframes) != f.channels {
		return errors.New("the number of channels changes")
	}
	f.block, f.at = nil, 0
	for _, sub := range block.Subframes {
		if len(sub.Samples) != len(block.Subframes[0].Samples) {
			return errors.New("the channels differ in length")
		}
		f.block = append(f.block, sub.Samples)
	}
	f.got += uint64(len(f.block[0]))
	return nil
}

// openMP3 opens an MP3 file. The decoder makes two channels of 16 bits of
// everything.
func openMP3(ctx context.Context, data []byte) (stream, error) {
	data = withoutTags(data)
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

// isMP3 looks for the head of a frame, and for a title before it.
func isMP3(data []byte) bool {
	if holds(data, 0, "ID3") {
		return true
	}
	return len(data) >= 4 && data[0] == 0xff && data[1]&0xe6 == 0xe2 && data[2]>>4 != 15 && data[2]>>4 != 0 && data[2]>>2&3 != 3
}
