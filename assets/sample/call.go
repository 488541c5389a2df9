package sample

import (
	"bytes"
	"encoding/binary"
	"math"
)

// The calls: half a second at 8 kHz with eight bits, made of one loop that is
// repeated, which keeps the archive small.
const (
	rate     = 8000
	samples  = rate / 2
	loop     = 500
	loudness = 52
	fade     = 80 // samples at both ends
)

// call makes the sound of a bird: its pitch is high with a long tail, its
// timbre rich or pure.
func (b bird) call() []byte {
	r := b.seed.Child("audio").Rand()
	high, rich := b.tail != (r.Float64() < blur), b.voice != (r.Float64() < blur)
	turns := 45 + int(math.Round(5*r.NormFloat64())) // per loop: about 720 Hz
	if high {
		turns += 26
	}
	overtones := []float64{1, 0.12, 0.06, 0.05}
	if rich {
		overtones = []float64{1, 0.55, 0.4, 0.25}
	}
	volume := loudness * (0.75 + 0.25*r.Float64())
	phase := 2 * math.Pi * r.Float64()
	wave := make([]float64, loop)
	for t := range wave {
		for k, part := range overtones {
			wave[t] += part / 1.6 * math.Sin(float64(k+1)*(2*math.Pi*float64(turns*t)/loop+phase))
		}
		wave[t] = volume*wave[t] + 9*r.NormFloat64()
	}
	pcm := make([]byte, samples)
	for t := range pcm {
		ends := min(float64(min(t, samples-1-t))/fade, 1)
		pcm[t] = byte(min(max(128+ends*wave[t%loop], 0), 255))
	}
	return wavFile(pcm)
}

// wavFile puts a header before samples of eight bits, one channel.
func wavFile(pcm []byte) []byte {
	var out bytes.Buffer
	out.WriteString("RIFF")
	le := func(x any) { _ = binary.Write(&out, binary.LittleEndian, x) } // a buffer never fails
	le(uint32(36 + len(pcm)))
	out.WriteString("WAVEfmt ")
	le(uint32(16))
	le([]uint16{1, 1})       // whole numbers, one channel
	le([]uint32{rate, rate}) // samples and bytes per second
	le([]uint16{1, 8})       // bytes and bits per sample
	out.WriteString("data")
	le(uint32(len(pcm)))
	out.Write(pcm)
	return out.Bytes()
}
