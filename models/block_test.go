package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
)

// gappy is a modality of two columns, the second with a missing cell.
func gappy(t *testing.T) dataset.View {
	t.Helper()
	b := dataset.Block{
		Modality: dataset.Modality{Name: "m", Kind: dataset.Table, Columns: []string{"a", "b"}},
		Numbers:  dataset.Matrix{Rows: 4, Cols: 2, Data: []float64{-2, 1, 2, gap, -2, 1, 2, 1}},
		Causes:   make([]dataset.Cause, 4),
	}
	d, err := dataset.New(dataset.Dataset{
		Name: "gappy", IDs: []string{"a", "b", "c", "d"}, Classes: []string{"0", "1"}, Labels: []int{0, 1, 0, 1},
		Blocks: []dataset.Block{b},
	})
	if err != nil {
		t.Fatal(err)
	}
	return d.All()
}

func TestBlockFeatures(t *testing.T) {
	v := gappy(t)
	b := fitBlock(v, []int{0, 1, 2, 3}, 0)
	if b.width() != 3 {
		t.Fatalf("%d features, want two columns and an indicator", b.width())
	}
	got := make([]float32, 3)
	b.write(got, []float64{2, gap})
	unit := got[0]
	if unit <= 0 || got[1] != 0 || got[2] != 1 {
		t.Errorf("features %v, want a positive one, 0 for the gap, and its indicator", got)
	}
	b.write(got, []float64{1e9, 1})
	if want := unit + margin; got[0] != want || got[2] != 0 {
		t.Errorf("a wild value became %v, want the largest of training and %d more: %g", got, margin, want)
	}
}

func TestCrossFitDealsEveryRecordOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "folds")
		labels := rapid.SliceOfN(rapid.IntRange(0, 3), 2*n, 60).Draw(t, "labels")
		s := learn.NewSamples(len(labels), 1)
		for i := range labels {
			s.X[i], s.Labels[i] = float32(i), labels[i]
		}
		cut := rapid.IntRange(0, len(labels)).Draw(t, "cut")
		head, tail := samplesRange(s, 0, cut), samplesRange(s, cut, len(labels))
		d := crossFit(dataOf(head), dataOf(tail), nil, n, rng.New(1))
		seen := map[float32]int{}
		for k := range n {
			train, held := d.of(k)
			if train.Records+held.Records != len(labels) {
				t.Fatalf("fold %d: %d and %d of %d records", k, train.Records, held.Records, len(labels))
			}
			block := held.Blocks["columns"]
			for i, row := range block.Row {
				x := block.X[row]
				seen[x]++
				if held.Labels[i] != labels[int(x)] {
					t.Fatalf("record %g lost its label", x)
				}
			}
		}
		for i := range labels {
			if seen[float32(i)] != 1 {
				t.Fatalf("record %d is held out %d times", i, seen[float32(i)])
			}
		}
	})
}

// Records of a family are held out together: nobody learns from one of them and
// is stopped by another.
func TestCrossFitKeepsFamiliesTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "folds")
		labels := rapid.SliceOfN(rapid.IntRange(0, 2), 6*n, 60).Draw(t, "labels")
		s := learn.NewSamples(len(labels), 1)
		var families [][]int
		for i := range labels {
			s.X[i], s.Labels[i] = float32(i), labels[i]
			if i == 0 || rapid.IntRange(0, 2).Draw(t, "new") > 0 {
				families = append(families, nil)
			}
			last := &families[len(families)-1]
			*last = append(*last, i)
		}
		cut := rapid.IntRange(0, len(labels)).Draw(t, "cut")
		d := crossFit(dataOf(samplesRange(s, 0, cut)), dataOf(samplesRange(s, cut, len(labels))), families, n, rng.New(1))
		if len(families) < n {
			if d.fold != nil {
				t.Fatal("fewer families than folds are dealt")
			}
			return
		}
		held := 0
		for k := range n {
			_, out := d.of(k)
			held += out.Records
			in := map[int]bool{}
			for _, x := range out.Blocks["columns"].X {
				in[int(x)] = true
			}
			for _, family := range families {
				for _, i := range family {
					if in[i] != in[family[0]] {
						t.Fatalf("fold %d parts the family %v", k, family)
					}
				}
			}
		}
		if held != len(labels) {
			t.Fatalf("%d records are held out, want each of %d once", held, len(labels))
		}
	})
}

func samplesRange(s learn.Samples, low, high int) learn.Samples {
	return learn.Samples{Rows: high - low, Cols: s.Cols, X: s.X[low*s.Cols : high*s.Cols], Labels: s.Labels[low:high]}
}

// Joined position tables still point to the same numbers.
func TestJoinDataKeepsPositions(t *testing.T) {
	v := table(t, 2, []int{0, 1, 0, 1}, []float64{1, gap}, []float64{gap, 2}, []float64{3, 4}, []float64{5, gap})
	r := robust{blocks: []block{fitBlock(v, []int{0, 1, 2, 3}, 0), fitBlock(v, []int{0, 1, 2, 3}, 1)}}
	whole := r.data(v, []int{0, 1, 2, 3})
	joined := joinData(r.data(v, []int{0, 1}), r.data(v, []int{2, 3}))
	if d := cmp.Diff(whole, joined); d != "" {
		t.Error(d)
	}
}
