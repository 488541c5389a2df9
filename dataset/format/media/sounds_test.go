package media

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/dataset/feature"
)

func load1(t *testing.T, file string) (Sound, error) {
	return LoadSound(t.Context(), fstest.MapFS{"a.wav": {Data: []byte(file)}}, "a.wav")
}

// Every way of writing samples gives the same samples.
func TestSampleFormats(t *testing.T) {
	want := []float64{0, 0.5, -0.5, -1, 0.25, 0.9375}
	for _, c := range []struct {
		name string
		wave
	}{
		{"8 bits", wave{8000, 1, 1, 8, false}}, {"16 bits", cd}, {"24 bits", wave{8000, 1, 1, 24, false}}, {"32 bits", wave{8000, 1, 1, 32, false}},
		{"40 bits", wave{8000, 1, 1, 40, false}}, {"64 bits", wave{8000, 1, 1, 64, false}}, {"float", wave{8000, 1, 3, 32, false}}, {"double", wave{8000, 1, 3, 64, false}},
		{"RIFX 16 bits", wave{8000, 1, 1, 16, true}}, {"RIFX 24 bits", wave{8000, 1, 1, 24, true}}, {"RIFX float", wave{8000, 1, 3, 32, true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := load1(t, c.whole(want...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(Sound{Rate: 8000, Samples: want}, s); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The tables of G.711: the ends and the middle.
func TestTelephony(t *testing.T) {
	for _, c := range []struct {
		name string
		wave
		bytes string
		want  []float64
	}{
		{"µ-law", wave{8000, 1, 7, 8, false}, "\xff\x7f\x80\x00\xef", []float64{0, 0, 32124, -32124, 132}},
		{"A-law", wave{8000, 1, 6, 8, false}, "\xd5\x55\xaa\x2a\xc5", []float64{8, -8, 32256, -32256, 264}},
	} {
		s, err := load1(t, c.file(c.bytes))
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.want {
			c.want[i] /= 32768
		}
		if diff := cmp.Diff(c.want, s.Samples); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// Files with errors around whole samples are read, and mended ones are said.
func TestMendedWAV(t *testing.T) {
	want := []float64{0, 0.5, -0.5, 0.25}
	pcm := cd.pcm(want...)
	size := func(n uint32) string { return string(binary.LittleEndian.AppendUint32(nil, n)) }
	raw := func(riff uint32, chunks string) string { return "RIFF" + size(riff) + "WAVE" + chunks }
	header, data := cd.header(""), func(n uint32) string { return "data" + size(n) + pcm }
	extensible := wave{8000, 1, 0xfffe, 16, false}.header("\x16\x00\x10\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71")
	odd := "LIST" + size(3) + "abc"
	ds64 := "ds64" + size(28) + "\x00\x00\x00\x00\x00\x00\x00\x00" + size(8) + size(0) + size(4) + size(0) + size(0)
	for _, c := range []struct {
		name, file string
		mended     bool
	}{
		{"whole", raw(44, header+data(8)), false},
		{"sizes never written", raw(0, header+data(0)), true},
		{"sizes unknown", raw(math.MaxUint32, header+data(math.MaxUint32)), true},
		{"sizes of a pipe", raw(0x7fffffff, header+data(0x7fffffff-36)), true},
		{"wrong RIFF size", raw(7, header+data(8)), false},
		{"RIFF size too large", raw(1e6, header+data(8)), false},
		{"two bytes too many", raw(44, header+data(10)), true},
		{"a thousand bytes too many", raw(44, header+data(1008)), true},
		{"title behind", raw(44, header+data(8)) + "TAG" + strings.Repeat(" ", 125), false},
		{"zeros behind", raw(44, header+data(8)) + "\x00\x00\x00", false},
		{"list behind is cut off", raw(44, header+data(8)+"LIST"+size(100)+"INFO"), false},
		{"list before", raw(70, header+"LIST"+size(4)+"INFO"+data(8)), false},
		{"odd list before", raw(70, odd+"\x00"+header+data(8)), false},
		{"odd list without filling", raw(70, odd+header+data(8)), false},
		{"list of nonsense length", raw(70, "LIST"+size(9999)+"abcd"+header+data(8)), true},
		{"junk with the name of a chunk", raw(70, "JUNK"+size(8)+"fmt data"+header+data(8)), false},
		{"junk that looks like a header", raw(70, "JUNK"+size(36)+"fmt "+strings.Repeat("\x00", 32)+extensible+data(8)), false},
		{"extensible", raw(84, extensible+data(8)), false},
		{"RF64", "RF64" + size(math.MaxUint32) + "WAVE" + ds64 + header + data(math.MaxUint32) + "LIST" + size(4) + "INFO", false},
		{"BW64", "BW64" + size(math.MaxUint32) + "WAVE" + ds64 + header + data(math.MaxUint32), false},
		{"half a sample", raw(45, header+"data"+size(9)+pcm+"x"), false},
		{"RIFX by name only", "RIFX" + size(44) + "WAVE" + header + data(8), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := load1(t, c.file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(Sound{Rate: 8000, Samples: want}, s); diff != "" {
				t.Error(diff)
			}
			d := decode(t, map[string]string{"a.wav": c.file}, Options{})
			if mended := len(d.Problems) > 0; mended != c.mended {
				t.Errorf("problems: %+v", d.Problems)
			}
			if c.mended {
				wantProblem(t, d, "1 sound with another length in the header", "read to the end")
			}
		})
	}
}

// The ends of a sound that are missing: a little is said, much is an error.
func TestTruncatedWAV(t *testing.T) {
	whole := cd.whole(tone(1000, 8000, 440, 0.5)...)
	d := decode(t, map[string]string{"a.wav": whole[:len(whole)-4], "b.wav": whole[:len(whole)/2]}, Options{})
	if diff := cmp.Diff([]string{present, "unreadable"}, presence(d)); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "1 sound with an end that is missing, for example a.wav")
	wantProblem(t, d, "b.wav", "truncated: the samples should be 2000 bytes and are 978")
}

func TestRefusedSounds(t *testing.T) {
	adpcm := wave{8000, 1, 17, 4, false}
	files := map[string]struct{ file, cause, says string }{
		"adpcm.wav":   {adpcm.file("abcd"), "unsupported", "IMA ADPCM, which is not understood; convert"},
		"empty.wav":   {"", "unreadable", "the file is empty"},
		"nothing.wav": {cd.file(""), "unreadable", "holds no sample"},
		"list.wav":    {cd.riff(cd.header("") + cd.chunk("data", "") + cd.chunk("LIST", "INFOabcd")), "unreadable", "holds no sample"},
		"half.wav":    {cd.riff(cd.header("")), "unreadable", "no samples"},
		"no.wav":      {cd.riff(cd.chunk("data", "abcd")), "unreadable", "no header"},
		"zero.wav":    {wave{0, 1, 1, 16, false}.whole(0, 0), "unreadable", "0 Hz"},
		"mute.wav":    {wave{8000, 0, 1, 16, false}.whole(0, 0), "unreadable", "no channels"},
		"ogg.wav":     {"OggS\x00\x02", "unsupported", "the file is a Ogg sound"},
		"web.wav":     {"<html>", "unreadable", "HTML"},
		"odd.wav":     {"nothing", "unreadable", "does not begin as any kind"},
		"x.m4a":       {"?", "unsupported", ".m4a are not understood"},
		"cut.mp3":     {mp3File(1)[:60], "unreadable", "too early"},
		"cut.flac":    {flacFile(t, 8000, []int32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})[:50], "unreadable", "too early"},
		"image.wav":   {pngFile(ramp(2, 2)), "unsupported", "the file is an image"},
	}
	for name, c := range files {
		d := decode(t, map[string]string{name: c.file, "zz.wav": cd.whole(0, 0.5), "zzz.wav": cd.whole(0, 0.25)}, Options{})
		if d.Causes[0].String() != c.cause {
			t.Errorf("%s: %v, %+v", name, d.Causes[0], d.Problems)
		}
		wantProblem(t, d, name, c.says)
	}
}

func TestFLAC(t *testing.T) {
	s, err := load1(t, flacFile(t, 16000, []int32{0, 16384, -32768, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4}, []int32{0, -16384, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -4}))
	if err != nil {
		t.Fatal(err)
	}
	want := make([]float64, 16)
	want[2], want[3] = -0.5, 100./32768
	if diff := cmp.Diff(Sound{Rate: 16000, Samples: want}, s); diff != "" {
		t.Error(diff)
	}
}

func TestMP3(t *testing.T) {
	for name, file := range map[string]string{
		"plain": mp3File(10), "with a title": "ID3\x03\x00\x00\x00\x00\x00\x04abcd" + mp3File(10), "with an old title": mp3File(10) + "TAG" + strings.Repeat("x", 125),
	} {
		s, err := load1(t, file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		peak := 0.0
		for _, x := range s.Samples {
			peak = max(peak, math.Abs(x))
		}
		if s.Rate != 44100 || len(s.Samples) != 10*1152 || peak < 1e-4 || peak > 1 {
			t.Errorf("%s: %d samples at %d Hz, peak %g", name, len(s.Samples), s.Rate, peak)
		}
	}
}

func TestSphere(t *testing.T) {
	head := "NIST_1A\n   1024\nchannel_count -i 1\nsample_rate -i 16000\nsample_n_bytes -i 2\nsample_count -i 3\nsample_byte_format -s2 "
	file := func(rest, samples string) string {
		h := head + rest + "\nend_head\n"
		return h + strings.Repeat(" ", 1024-len(h)) + samples
	}
	want := Sound{Rate: 16000, Samples: []float64{0, 0.5, -1}}
	for name, f := range map[string]string{
		"little": file("01\nsample_coding -s3 pcm", cd.pcm(0, 0.5, -1)),
		"big":    file("10", wave{8000, 1, 1, 16, true}.pcm(0, 0.5, -1)+"more"),
	} {
		s, err := load1(t, f)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, s); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for name, f := range map[string]string{"packed": file("01\nsample_coding -s26 pcm,embedded-shorten-v2.00", "abcdef"), "short": file("01", "abc"), "broken": head} {
		if _, err := load1(t, f); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

// The channels are averaged; what is left of opposite ones is not the file's
// silence.
func TestChannels(t *testing.T) {
	stereo := wave{8000, 2, 1, 16, false}
	s, err := load1(t, stereo.whole(0.5, 0.25, -0.5, 0))
	if diff := cmp.Diff([]float64{0.375, -0.25}, s.Samples); diff != "" || err != nil {
		t.Error(err, diff)
	}
	d := decode(t, map[string]string{"a.wav": stereo.whole(0.5, -0.5, 0.25, -0.25), "b.wav": stereo.whole(0, 0, 0, 0)}, Options{})
	wantProblem(t, d, "1 sound with channels that cancel each other out when mixed, for example a.wav")
	wantProblem(t, d, "1 sound of one value throughout", "b.wav", "may stand for missing")
}

// Floating-point samples beyond 1 are scaled, not cut.
func TestFloatScale(t *testing.T) {
	float := wave{8000, 1, 3, 32, false}
	base := tone(800, 8000, 440, 0.5)
	times := func(by float64) string {
		list := make([]float64, len(base))
		for i, x := range base {
			list[i] = x * by
		}
		return float.whole(list...)
	}
	d := decode(t, map[string]string{"a.wav": times(1), "b.wav": times(32768), "c.wav": times(8)}, Options{})
	same := cmpopts.EquateApprox(0, 1e-4)
	if diff := cmp.Diff(row(t, d, 0), row(t, d, 1), same); diff != "" {
		t.Error("16 bits in floating point:", diff)
	}
	// A peak of 4 becomes 1: twice that of the first.
	loud, first := row(t, d, 2), row(t, d, 0)
	if got := maximum(loud) - maximum(first); math.Abs(got-math.Log(4)) > 1e-3 {
		t.Errorf("the logarithm of the power grew by %g, want %g", got, math.Log(4))
	}
	wantProblem(t, d, "2 sounds of floating-point samples beyond −1…1", "divided by")
	// Among whole numbers, quiet ones are whole numbers, too.
	d = decode(t, map[string]string{"a.wav": times(32768), "b.wav": times(30000), "c.wav": times(100)}, Options{})
	if diff := maximum(row(t, d, 0)) - maximum(row(t, d, 2)); diff < 8 {
		t.Errorf("a sound 50 dB below is only %g below", diff)
	}
	wantProblem(t, d, "3 sounds of floating-point samples", "32768")
	s, err := load1(t, float.whole(0, 5, -2.5))
	if diff := cmp.Diff([]float64{0, 1, -0.5}, s.Samples); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func maximum(list []float64) float64 {
	m := math.Inf(-1)
	for _, x := range list {
		m = max(m, x)
	}
	return m
}

func TestSamplesThatAreNoNumbers(t *testing.T) {
	float := wave{8000, 1, 3, 64, false}
	d := decode(t, map[string]string{"a.wav": float.whole(math.NaN(), math.Inf(1)), "b.wav": float.whole(0.5, math.NaN(), 0.25)}, Options{})
	if diff := cmp.Diff([]dataset.Cause{dataset.AllNaN, dataset.Present}, d.Causes); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "a.wav", "no sample is a number", "absent for record a")
	wantProblem(t, d, "1 sound with samples that are no numbers, for example b.wav", "silence")
	for _, x := range row(t, d, 1) {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Fatal(row(t, d, 1))
		}
	}
}

// One sound of another rate moves nobody's bands.
// The common rate is the most frequent one, of equally many the lower; a header
// with a slip in it, at whose rate nothing can be heard, moves nobody's bands.
func TestCommonRate(t *testing.T) {
	for name, c := range map[string]struct {
		counts map[int]int
		want   int
	}{
		"most":               {map[int]int{16000: 5, 8000: 2}, 16000},
		"equally many":       {map[int]int{16000: 2, 8000: 2}, 8000},
		"a slip":             {map[int]int{16000: 1, 1: 1}, 16000},
		"slips":              {map[int]int{16000: 2, 44100: 1, 1: 3}, 16000},
		"slow sounds":        {map[int]int{250: 4, 16000: 1}, 250},
		"nothing but slow":   {map[int]int{250: 1, 500: 1}, 250},
		"different in each":  {map[int]int{8000: 1, 16000: 1, 44100: 1}, 8000},
		"most have the slip": {map[int]int{1: 4, 16000: 1}, 1},
	} {
		if got := commonRate(c.counts); got != c.want {
			t.Errorf("%s: %d Hz, want %d", name, got, c.want)
		}
	}
}

func TestSamplingRates(t *testing.T) {
	at := func(rate int) string {
		return wave{rate, 1, 1, 16, false}.whole(tone(rate/10, rate, 1000, 0.5)...)
	}
	files := map[string]string{"a.wav": at(16000), "b.wav": at(16000) + " ", "c.wav": at(4000), "d.wav": at(44100)}
	d := decode(t, files, Options{})
	alone := feature.Spectrogram{Bands: 20, Frames: 20, Highest: 8000}.LogMel(tone(1600, 16000, 1000, 0.5), 16000)
	if diff := cmp.Diff(alone, row(t, d, 0), cmpopts.EquateApprox(0, 1e-2)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{20, 20}, d.Modality.Shape); diff != "" || d.Modality.Kind != dataset.Audio {
		t.Error(diff)
	}
	loudest := func(i int) int {
		best, list := 0, row(t, d, i)
		for k := range list {
			if list[k] > list[best] {
				best = k
			}
		}
		return best / 20
	}
	if a, c, e := loudest(0), loudest(2), loudest(3); a != c || a != e {
		t.Errorf("1000 Hz is loudest in bands %d, %d and %d", a, c, e)
	}
	if top := row(t, d, 2)[19*20]; top != feature.Loudness(0) {
		t.Errorf("the highest band of a sound of 4000 Hz is %g", top)
	}
	wantProblem(t, d, "1 sound sampled at less than 16000 Hz (4000 Hz), for example c.wav", "up to 8000 Hz, are silent")
	wantProblem(t, d, "1 sound sampled at another rate than the 16000 Hz of 2 of 4 (44100 Hz), for example d.wav")
	chosen := decode(t, files, Options{SampleRate: 4000})
	want := feature.Spectrogram{Bands: 20, Frames: 20, Highest: 2000}.LogMel(tone(1600, 16000, 1000, 0.5), 16000)
	if diff := cmp.Diff(want, row(t, chosen, 0), cmpopts.EquateApprox(0, 1e-2)); diff != "" {
		t.Error(diff)
	}
}
