package nn

import (
	"bytes"
	"strings"
	"testing"

	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
)

func small(t testing.TB, seed uint64) *Network {
	t.Helper()
	net, err := New(rng.New(seed), func(g *Graph) {
		classify(g, g.Linear("h", 5, ReLU, g.Input("x", 3)))
	})
	if err != nil {
		t.Fatal(err)
	}
	return net
}

func TestSaveLoad(t *testing.T) {
	a, b := small(t, 1), small(t, 2)
	var file bytes.Buffer
	if err := a.Save(&file); err != nil {
		t.Fatal(err)
	}
	if cmp.Equal(a.params.values, b.params.values) {
		t.Fatal("two seeds gave the same parameters")
	}
	if err := b.Load(bytes.NewReader(file.Bytes())); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a.params.values, b.params.values); diff != "" {
		t.Error(diff)
	}
}

func TestLoadRefuses(t *testing.T) {
	net := small(t, 1)
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	good := file.Bytes()
	edit := func(old, new string) []byte {
		if !bytes.Contains(good, []byte(old)) {
			t.Fatalf("the header has no %s", old)
		}
		return bytes.Replace(good, []byte(old), []byte(new), 1)
	}
	nan := append([]byte(nil), good...)
	copy(nan[len(nan)-4:], []byte{0, 0, 0xc0, 0x7f})
	cases := map[string]struct {
		file []byte
		want string
	}{
		"empty":       {nil, "cut off in the length"},
		"no file":     {[]byte("hello, this is a text file"), "no safetensors file"},
		"cut header":  {good[:40], "cut off in its header"},
		"cut numbers": {good[:len(good)-3], "the numbers of the file take"},
		"longer":      {append(append([]byte(nil), good...), 0), "the numbers of the file take"},
		"broken JSON": {edit(`{"`, `["`), "no JSON"},
		"type":        {edit(`F32`, `I32`), "not F32"},
		"shape":       {edit(`[3,5]`, `[5,3]`), "has shape [5 3]"},
		"name":        {edit(`"h/W"`, `"g/W"`), `"h/W" is not in the file`},
		"offsets":     {edit(`[0,60]`, `[4,60]`), "at bytes [4 60]"},
		"NaN":         {nan, "holds NaN"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			before := append([]float32(nil), net.params.values...)
			err := net.Load(bytes.NewReader(c.file))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
			if diff := cmp.Diff(before, net.params.values); diff != "" {
				t.Errorf("parameters changed: %s", diff)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	net := small(f, 1)
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add([]byte{2, 0, 0, 0, 0, 0, 0, 0, '{', '}'})
	f.Fuzz(func(t *testing.T, data []byte) { _ = net.Load(bytes.NewReader(data)) })
}
