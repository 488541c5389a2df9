package media

import (
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mewkiz/flac/frame"
)

// Every way in which FLAC stores samples gives them back.
func TestFLACKinds(t *testing.T) {
	left, right, even := make([]int32, 64), make([]int32, 64), make([]int32, 64)
	for i := range left {
		left[i] = int32(9000 * math.Sin(float64(i)/5))
		right[i] = left[i]/2 - int32(i*i%97)
		even[i] = 8 * left[i]
	}
	rice := func(method frame.ResidualCodingMethod, order int, parameter uint) *frame.RiceSubframe {
		r := &frame.RiceSubframe{PartOrder: order}
		for range 1 << order {
			r.Partitions = append(r.Partitions, frame.RicePartition{Param: parameter})
		}
		return r
	}
	kinds := map[string]frame.SubHeader{
		"verbatim": {Pred: frame.PredVerbatim}, "with wasted bits": {Pred: frame.PredVerbatim, Wasted: 3},
		"by two coefficients": {Pred: frame.PredFIR, Order: 2, CoeffPrec: 5, CoeffShift: 2, Coeffs: []int32{7, -4}, RiceSubframe: rice(0, 2, 6)},
	}
	for order := range 5 {
		kinds[fmt.Sprintf("fixed %d", order)] = frame.SubHeader{Pred: frame.PredFixed, Order: order, ResidualCodingMethod: frame.ResidualCodingMethod(order % 2), RiceSubframe: rice(0, order, 8)}
	}
	for name, kind := range kinds {
		for layout, wide := range map[frame.Channels]bool{frame.ChannelsMono: false, frame.ChannelsLR: true, frame.ChannelsLeftSide: true, frame.ChannelsSideRight: true, frame.ChannelsMidSide: true} {
			want := [][]int32{left}
			if wide {
				want = append(want, right)
			}
			if kind.Wasted > 0 {
				want = [][]int32{even}
				if wide {
					continue
				}
			}
			wantFLAC(t, fmt.Sprint(name, " ", layout), flacOf(t, 24000, 24, layout, kind, want...), want)
		}
	}
	constant := [][]int32{make([]int32, 64)}
	for i := range constant[0] {
		constant[0][i] = -77
	}
	wantFLAC(t, "constant", flacOf(t, 44100, 16, frame.ChannelsMono, frame.SubHeader{Pred: frame.PredConstant}, constant...), constant)
}

func wantFLAC(t *testing.T, name, file string, want [][]int32) {
	t.Helper()
	f, err := parseFLAC([]byte(file))
	if err == nil {
		err = f.read()
	}
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	for c := range want {
		got := make([]int32, len(f.block[c]))
		for i, x := range f.block[c] {
			got[i] = int32(x)
		}
		if diff := cmp.Diff(want[c], got); diff != "" {
			t.Errorf("%s, channel %d: %s", name, c, diff)
		}
	}
	if err := f.read(); err != io.EOF {
		t.Errorf("%s: behind the last frame: %v", name, err)
	}
}

// A broken byte is noticed by the checksum, an early end by the count; what
// stands before and behind is no sound.
func TestBrokenFLAC(t *testing.T) {
	good := flacFile(t, 8000, []int32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
	broken := []byte(good)
	broken[len(broken)-6] ^= 4
	longer := []byte(good)
	longer[8+17] = 200 // of the number of samples
	for name, c := range map[string]struct{ file, says string }{
		"broken":           {string(broken), "checksum"},
		"cut":              {string(longer), "truncated: 16 of 200 samples are there"},
		"half":             {good[:len(good)-5], "unexpected EOF"},
		"no stream":        {good[:4] + "\x84\x00\x00\x00" + good[8:], "does not begin with its description"},
		"description only": {good[:42], "truncated"},
		"nothing":          {flacMark, "unexpected EOF"},
		"title behind":     {good + "TAG" + strings.Repeat("x", 125), ""},
		"title before":     {"ID3\x04\x00\x00\x00\x00\x00\x03abc" + good, ""},
	} {
		s, err := load1(t, c.file)
		if c.says == "" && (err != nil || len(s.Samples) != 16 || s.Samples[15] != 16./32768) {
			t.Errorf("%s: %v, %v", name, s, err)
		}
		if c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}
