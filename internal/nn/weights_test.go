package nn

import (
	"bytes"
	"math"
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
	kept := net.params.values[0]
	net.params.values[0] = float32(math.NaN())
	var nan bytes.Buffer
	if err := net.Save(&nan); err != nil {
		t.Fatal(err)
	}
	net.params.values[0] = kept
	cases := map[string]struct {
		file []byte
		want string
	}{
		"empty":       {nil, "cut off in the length"},
		"no file":     {[]byte("hello, this is a text file"), "no safetensors file"},
		"cut header":  {good[:40], "cut off in its header"},
		"cut numbers": {good[:len(good)-3], "is cut off in tensor"},
		"longer":      {append(append([]byte(nil), good...), 0), "more behind the last tensor"},
		"broken JSON": {edit(`{"`, `["`), "no JSON"},
		"type":        {edit(`F32`, `X32`), "does not read"},
		"shape":       {edit(`[3,5]`, `[5,3]`), "checksum"},
		"name":        {edit(`"h/W"`, `"g/W"`), "checksum"},
		"offsets":     {edit(`[0,`, `[4,`), "has its numbers at bytes"},
		"NaN":         {nan.Bytes(), "not finite"},
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

// TestNewWith holds networks with given weights against those that they are
// from, and refuses weights of others.
func TestNewWith(t *testing.T) {
	a := small(t, 1)
	build := func(g *Graph) { classify(g, g.Linear("h", 5, ReLU, g.Input("x", 3))) }
	b, err := NewWith(a.Weights(), build)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a.params.values, b.params.values); diff != "" {
		t.Error(diff)
	}
	for name, change := range map[string]func(w map[string]Matrix){
		"one fewer": func(w map[string]Matrix) { delete(w, "h/W") },
		"shape":     func(w map[string]Matrix) { w["h/W"] = Matrix{5, 3, w["h/W"].Values} },
		"NaN":       func(w map[string]Matrix) { w["h/b"] = Matrix{1, 5, []float32{0, 0, float32(math.Inf(1)), 0, 0}} },
		"name":      func(w map[string]Matrix) { w["g/W"] = w["h/W"]; delete(w, "h/W") },
	} {
		weights := a.Weights()
		change(weights)
		if _, err := NewWith(weights, build); err == nil {
			t.Errorf("%s: no error", name)
		}
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
