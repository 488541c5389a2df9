package vm

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"lacuna/dataset"
)

// What was generated is as far from what is real as the standard deviations of
// the training records say; what is missing is in no number.
func TestVersusIsInStandardDeviations(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.wait("the plan", k.Settled)
	train := k.Selection.Split().Train
	var sum, squares, n float64
	for _, i := range train {
		if x := k.data.Blocks[1].At(i, 0); k.data.Presence.Has(i, 1) {
			sum, n = sum+x, n+1
		}
	}
	for _, i := range train {
		if x := k.data.Blocks[1].At(i, 0); k.data.Presence.Has(i, 1) {
			squares += (x - sum/n) * (x - sum/n)
		}
	}
	sd := math.Sqrt(squares / (n - 1))
	l := Lens{Modality: k.data.Blocks[1].Modality, At: 1, Present: true, Row: []float64{1, math.NaN()}, Standin: &Standin{Row: []float64{1 + 2*sd, 5}}}
	var v Versus
	var ok bool
	tell := func(found Versus, both bool) { v, ok = found, both }
	k.Inspector.Versus(l, tell)
	if !ok || v.Compared != 1 || v.Training != int(n) || math.Abs(v.Cells[0].Standard-2) > 1e-12 || math.Abs(v.Distance-2) > 1e-12 {
		t.Errorf("%+v, want 2 standard deviations of %g over %g records", v, sd, n)
	}
	if words := v.Words(); !strings.Contains(words, "Distance 2 standard deviations (root mean square over 1 column") {
		t.Error(words)
	}
	before := k.Inspector.spreads
	if k.Inspector.Versus(l, tell); !ok || len(before) != 1 {
		t.Errorf("what was found is not kept: %v", before)
	}
	if k.Inspector.Versus(Lens{Present: true, Row: []float64{1}}, tell); ok {
		t.Error("something is compared with nothing")
	}
}

// Of many cells, also of few records with many columns, the spread is found beside the
// event goroutine, and told of the data that are shown.
func TestVersusOfManyCells(t *testing.T) {
	k := newDesk(t)
	const records = 200
	const width = fewCells/records + 1
	many := func() *dataset.Dataset {
		d := dataset.Dataset{Name: "many", Blocks: []dataset.Block{{
			Modality: dataset.Modality{Name: "m", Kind: dataset.Table},
			Numbers:  dataset.NewMissing(records, width), Causes: make([]dataset.Cause, records),
		}}}
		for j := range width {
			d.Blocks[0].Modality.Columns = append(d.Blocks[0].Modality.Columns, fmt.Sprint("x", j))
		}
		for i := range records {
			d.IDs = append(d.IDs, fmt.Sprint(i))
			for j := range width {
				d.Blocks[0].Numbers.Set(i, j, float64(i%2))
			}
		}
		out, err := dataset.New(d)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	k.Show(many())
	l := Lens{Present: true, Row: slices.Repeat([]float64{1}, width), Standin: &Standin{Row: slices.Repeat([]float64{2}, width)}}
	told := 0
	tell := func(v Versus, ok bool) {
		if told++; !ok || math.Abs(v.Distance-2*math.Sqrt(1-1./records)) > 1e-9 {
			t.Errorf("%+v", v)
		}
	}
	if k.Inspector.Versus(l, tell); told != 0 {
		t.Error("many cells are looked through between two frames")
	}
	k.wait("the spread", func() bool { return told == 1 })
}
