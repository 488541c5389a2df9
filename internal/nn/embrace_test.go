package nn

import (
	"math"
	"testing"
)

// In training each number comes from one token of the record, each equally
// often; a record without tokens has 0.
func TestEmbraceDrawsFromThePresent(t *testing.T) {
	const width = 2000
	x := make([]float32, 4*width)
	for i := range x {
		x[i] = float32(i%width) + 1
	}
	d := Data{Records: 4, Labels: []int{0, 1, 2, 0}, Blocks: map[string]Block{
		"a": Sparse(width, x, []bool{true, true, false, false}),
		"b": Sparse(width, x, []bool{true, false, true, false}),
		"c": Sparse(width, x, []bool{true, false, false, false}),
	}}
	var out Tensor
	r := step(t, func(g *Graph) {
		a, b, c := g.Modality("a", width), g.Affine(2, 0, g.Modality("b", width)), g.Affine(3, 0, g.Modality("c", width))
		out = g.Embrace(g.Tokens("f", Masked, a, b, c))
		classify(g, out)
	}, d)
	y := numbers(out.node.Value())
	var counts [4][4]int
	for i := range r.graph.all.n * width {
		record, j := i/width, i%width
		counts[record][int(y[i]/float32(j+1))]++
	}
	for record, want := range [4][4]float64{{0, 1. / 3, 1. / 3, 1. / 3}, {0, 1}, {0, 0, 1}, {1}} {
		for token, share := range want {
			got := float64(counts[record][token]) / width
			if math.Abs(got-share) > 0.05 || share < 0.1 && got > 0 {
				t.Errorf("record %d: token %d gives a share of %.3f, want %.3f", record, token, got, share)
			}
		}
	}
}
