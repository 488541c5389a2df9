package dataset

import (
	"math"
	"testing"

	"lacuna/internal/rng"
)

func TestWithoutCellsHidesTheShareAndSaysWhich(t *testing.T) {
	const n, cols = 400, 5
	block := Block{
		Modality: Modality{Name: "a", Kind: Table, Columns: make([]string, cols)},
		Numbers:  NewMatrix(n, cols), Causes: make([]Cause, n),
	}
	ids := make([]string, n)
	for i := range n {
		ids[i] = string(rune('a'+i%26)) + string(rune('A'+i/26))
		for j := range cols {
			block.Numbers.Set(i, j, float64(i*cols+j))
		}
	}
	d, err := New(Dataset{Name: "t", IDs: ids, Blocks: []Block{block}})
	if err != nil {
		t.Fatal(err)
	}
	holed, mask, err := d.WithoutCells(0.3, rng.New(1))
	if err != nil {
		t.Fatal(err)
	}
	if share := float64(mask.Count()) / (n * cols); math.Abs(share-0.3) > 0.04 {
		t.Errorf("hid %.3f of the cells, want about 0.3", share)
	}
	for i := range n {
		for j := range cols {
			if gone := math.IsNaN(holed.Blocks[0].Numbers.At(i, j)); gone != mask.Hides(i, 0, j) {
				t.Fatalf("cell %d,%d: missing %v, mask says %v", i, j, gone, mask.Hides(i, 0, j))
			}
			if math.IsNaN(d.Blocks[0].Numbers.At(i, j)) {
				t.Fatal("the original dataset was changed")
			}
		}
	}
	again, _, err := d.WithoutCells(0.3, rng.New(1))
	if err != nil || again.Hash() != holed.Hash() {
		t.Errorf("the same seed gave other holes (%v)", err)
	}
	if _, _, err := d.WithoutCells(1, rng.New(1)); err == nil {
		t.Error("hiding everything was accepted")
	}
}
