package rng

import "testing"

func TestSamePathSameNumbers(t *testing.T) {
	a := New(7).Child("fold=2").Child("impute/knn").Rand()
	b := New(7).Child("fold=2").Child("impute/knn").Rand()
	for i := range 100 {
		if x, y := a.Uint64(), b.Uint64(); x != y {
			t.Fatalf("draw %d: %d and %d", i, x, y)
		}
	}
}

func TestPathsDiffer(t *testing.T) {
	root := New(7)
	seen := map[uint64]string{}
	for _, s := range []struct {
		name string
		seed Seed
	}{
		{"root", root},
		{"a", root.Child("a")},
		{"b", root.Child("b")},
		{"a/b", root.Child("a").Child("b")},
		{"b/a", root.Child("b").Child("a")},
		{"block 0", root.Block(0)},
		{"block 1", root.Block(1)},
		{"other root", New(8)},
	} {
		x := s.seed.Rand().Uint64()
		if was, ok := seen[x]; ok {
			t.Errorf("%s and %s start with the same number", s.name, was)
		}
		seen[x] = s.name
	}
}

// The first numbers are pinned: a change here would change every stored result.
func TestStreamIsPinned(t *testing.T) {
	const want = 8409484228460270663
	if got := New(1).Child("split").Rand().Uint64(); got != uint64(want) {
		t.Fatalf("first draw %d, pinned %d", got, uint64(want))
	}
}
