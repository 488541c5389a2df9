// Package savedtest damages files of states on purpose, as somebody might who
// knows their layout: every law of loading is tried on what it leaves.
package savedtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"lacuna/internal/rng"
	"lacuna/internal/saved"
)

// Saved writes a state to a file and reads it again.
func Saved(state any) (*saved.File, error) {
	file, err := saved.Encode(state)
	if err != nil {
		return nil, err
	}
	data, err := file.Bytes()
	if err != nil {
		return nil, err
	}
	return saved.Read(bytes.NewReader(data))
}

// Damaged returns a copy of a file with one thing in it changed, of which the
// seed decides: a number, a truth, the length of a list, an entry of the state.
// Its checksum is right. A second value says in words what was changed.
func Damaged(f *saved.File, seed uint64) (*saved.File, string, error) {
	r := rng.New(seed).Child("damage").Rand()
	out := &saved.File{Metadata: maps.Clone(f.Metadata), Tensors: maps.Clone(f.Tensors)}
	names := slices.Sorted(maps.Keys(out.Tensors))
	var said string
	if len(names) > 0 && r.IntN(2) == 0 {
		name := names[r.IntN(len(names))]
		out.Tensors[name], said = damagedTensor(out.Tensors[name], r)
		said = name + " " + said
	} else {
		var tree any
		decoder := json.NewDecoder(bytes.NewReader([]byte(out.Metadata["state"])))
		decoder.UseNumber()
		if err := decoder.Decode(&tree); err != nil {
			return nil, "", err
		}
		tree, said = damagedTree(tree, r)
		text, err := json.Marshal(tree)
		if err != nil {
			return nil, "", err
		}
		out.Metadata["state"] = string(text)
	}
	data, err := out.Bytes()
	if err != nil {
		return nil, "", err
	}
	out, err = saved.Read(bytes.NewReader(data))
	return out, said, err
}

// damagedTensor changes a number, or leaves the last row away.
func damagedTensor(t saved.Tensor, r *rand.Rand) (saved.Tensor, string) {
	n := 1
	for _, s := range t.Shape {
		n *= s
	}
	if n == 0 || r.IntN(3) == 0 {
		if len(t.Shape) == 0 || t.Shape[0] == 0 {
			return t, "is empty and stays so"
		}
		t.Shape = slices.Clone(t.Shape)
		t.Shape[0]--
		t.Values = shorter(t.Values, n/(t.Shape[0]+1)*t.Shape[0])
		return t, "lost its last row"
	}
	at, x := r.IntN(n), odd[r.IntN(len(odd))]
	t.Values = changed(t.Values, at, x)
	return t, fmt.Sprintf("has %g at %d", x, at)
}

var odd = []float64{-1, 0, 1, 3, 250, 1e9, -1e9, 1e300, math.NaN(), math.Inf(1), math.Inf(-1)}

func shorter(values any, n int) any {
	switch x := values.(type) {
	case []float32:
		return x[:n]
	case []float64:
		return x[:n]
	case []int32:
		return x[:n]
	case []int64:
		return x[:n]
	case []uint64:
		return x[:n]
	case []uint8:
		return x[:n]
	}
	return values.([]bool)[:n]
}

func changed(values any, at int, x float64) any {
	whole := int64(max(min(x, 1e15), -1e15)) // NaN is some number or other
	switch list := values.(type) {
	case []float32:
		list = slices.Clone(list)
		list[at] = float32(x)
		return list
	case []float64:
		list = slices.Clone(list)
		list[at] = x
		return list
	case []int32:
		list = slices.Clone(list)
		list[at] = int32(whole)
		return list
	case []int64:
		list = slices.Clone(list)
		list[at] = whole
		return list
	case []uint64:
		list = slices.Clone(list)
		list[at] = uint64(whole)
		return list
	case []uint8:
		list = slices.Clone(list)
		list[at] = uint8(whole)
		return list
	}
	list := slices.Clone(values.([]bool))
	list[at] = !list[at]
	return list
}

// damagedTree walks down to some entry and changes it.
func damagedTree(tree any, r *rand.Rand) (any, string) {
	switch x := tree.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(x))
		if len(keys) == 0 || r.IntN(24) == 0 {
			return nil, "became null"
		}
		key := keys[r.IntN(len(keys))]
		if r.IntN(24) == 0 {
			delete(x, key)
			return x, key + " was left away"
		}
		var said string
		x[key], said = damagedTree(x[key], r)
		return x, key + "." + said
	case []any:
		switch k := r.IntN(8); {
		case len(x) == 0:
			return []any{json.Number("7")}, "got an entry"
		case k == 0:
			return x[:len(x)-1], "lost its last entry"
		case k == 1:
			return append(x, x[0]), "got its first entry twice"
		}
		at := r.IntN(len(x))
		var said string
		x[at], said = damagedTree(x[at], r)
		return x, fmt.Sprintf("%d.%s", at, said)
	case json.Number:
		return []any{json.Number("-1"), json.Number("0"), json.Number("7"), json.Number("1000000000"), "NaN", "word"}[r.IntN(6)], "is another number than " + x.String()
	case bool:
		return !x, "was turned over"
	case string:
		return []any{"tensor", "", "x", nil}[r.IntN(4)], "is another word than " + x
	}
	return json.Number("1"), "was null"
}

// Survive damages a file n times and uses each: load and use may fail, which
// says so, but must not panic.
func Survive(file *saved.File, n uint64, use func(*saved.File)) error {
	for seed := range n {
		bad, what, err := Damaged(file, seed)
		if err != nil {
			return err
		}
		if err := calmly(func() { use(bad) }); err != nil {
			return fmt.Errorf("damage %d, where %s: %w", seed, what, err)
		}
	}
	return nil
}

// calmly turns a panic into an error.
func calmly(f func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	f()
	return nil
}
