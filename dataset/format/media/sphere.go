package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"strconv"
	"strings"

	"lacuna/internal/say"
)

// openSphere opens a NIST SPHERE file, as speech corpora have them: a header of
// lines, then samples.
func openSphere(_ context.Context, data []byte) (stream, error) {
	fields, samples, err := sphereHeader(data)
	if err != nil {
		return stream{}, err
	}
	number := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(fields[name]); err == nil {
			return n
		}
		return otherwise
	}
	w := waveform{order: binary.LittleEndian, code: wavInteger, width: number("sample_n_bytes", 2)}
	if fields["sample_byte_format"] == "10" {
		w.order = binary.BigEndian
	}
	coding := strings.ToLower(fields["sample_coding"])
	switch coding {
	case "", "pcm":
	case "ulaw", "mu-law":
		w.code = wavMuLaw
	case "alaw":
		w.code = wavALaw
	default:
		return stream{}, stranger{say.Kept("the samples are packed as %.40q, which is not understood; convert the file to WAV", coding)}
	}
	sample, err := w.sample()
	if err != nil {
		return stream{}, err
	}
	channels := number("channel_count", 1)
	s := stream{rate: number("sample_rate", 0)}
	if want := int64(number("sample_count", -1)); want >= 0 && channels > 0 && channels <= mostChannels && want < mostSamples {
		size := want * int64(channels*w.width)
		if size > int64(len(samples)) {
			return stream{}, say.Errorf("truncated: the samples should be %d bytes and are %d", size, len(samples))
		}
		samples = samples[:size]
	}
	return pcm(samples, w.width, channels, sample, s), nil
}

// sphereHeader returns the fields of the header ("name -type value") and what
// follows it.
func sphereHeader(data []byte) (fields map[string]string, samples []byte, err error) {
	lines := bytes.SplitN(data[:min(len(data), 1<<16)], []byte("\n"), 3)
	broken := say.Error("the SPHERE header cannot be read")
	if len(lines) < 3 {
		return nil, nil, broken
	}
	size, err := strconv.Atoi(string(bytes.TrimSpace(lines[1])))
	if err != nil || size < 16 || size > len(data) {
		return nil, nil, broken
	}
	fields = map[string]string{}
	for line := range strings.Lines(string(data[:min(size, 1<<16)])) {
		if parts := strings.Fields(line); len(parts) >= 3 {
			fields[parts[0]] = parts[2]
		}
	}
	return fields, data[size:], nil
}
