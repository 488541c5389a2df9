package models

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
)

// sentences makes a view of texts over so many words. An empty text is absent.
// The columns count the words.
func sentences(t *testing.T, vocabulary int, labels []int, words [][]int) dataset.View {
	t.Helper()
	b := dataset.Block{
		Modality: dataset.Modality{Name: "note", Kind: dataset.Text}, Numbers: dataset.NewMissing(len(words), vocabulary),
		Causes: make([]dataset.Cause, len(words)),
	}
	d := dataset.Dataset{Name: "texts", Classes: []string{"0", "1"}, Labels: labels}
	for w := range vocabulary {
		b.Modality.Columns = append(b.Modality.Columns, fmt.Sprint("w", w))
	}
	for i, list := range words {
		d.IDs = append(d.IDs, fmt.Sprint("r", i))
		if len(list) == 0 {
			b.Causes[i] = dataset.NoRow
			continue
		}
		clear(b.Numbers.Row(i))
		for _, w := range list {
			b.Numbers.Row(i)[w]++
		}
	}
	d.Blocks = []dataset.Block{b}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	v, err := made.All().WithWords(0, words)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// neighbours are texts with words 0 and 1 side by side among others: which of
// them comes first tells the class, and which there are tells nothing.
func neighbours(t *testing.T, n int, seed uint64) dataset.View {
	r := rng.New(seed).Rand()
	var words [][]int
	var labels []int
	for i := range n {
		list := make([]int, 3+r.IntN(6))
		for k := range list {
			list[k] = 2 + r.IntN(6)
		}
		pair := []int{i % 2, 1 - i%2}
		words, labels = append(words, slices.Insert(list, r.IntN(len(list)), pair...)), append(labels, i%2)
	}
	return sentences(t, 8, labels, words)
}

func rightOf(p *Prediction, v dataset.View) int {
	right := 0
	for i := range v.Len() {
		if learn.Highest(p.Probabilities.Row(i)) == v.Label(i) {
			right++
		}
	}
	return right
}

// Only convolutions see the order of words.
func TestTextsAreConvolved(t *testing.T) {
	train, test := neighbours(t, 300, 1), neighbours(t, 100, 2)
	for way, seesOrder := range map[string]bool{readTerms: false, readBag: false, readConv: true} {
		set := map[string]string{"text": way, "members": "1", "epochs": "40", "batch": "16", "rate": "0.003", "width": "16", "hidden": "16"}
		right := rightOf(fitAndPredict(t, "bypass", set, train, test.Select(nil), test), test)
		if seesOrder != (right >= 95) || !seesOrder && right > 75 {
			t.Errorf("%s: %d of 100 texts are right", way, right)
		}
	}
}

// A bag learns what a word says, also in texts longer than those of training
// and beside words that it never saw.
func TestTextsAreBags(t *testing.T) {
	var words [][]int
	var labels []int
	for i := range 80 {
		words, labels = append(words, []int{2 + i%3, i % 2, 2 + i%4}), append(labels, i%2)
	}
	train := sentences(t, 8, labels, words)
	test := sentences(t, 8, []int{1, 0, 1, 0}, [][]int{{1, 1, 7, 2, 2, 3}, {0}, {}, {7}})
	set := map[string]string{"text": readBag, "members": "1", "epochs": "30", "batch": "16", "rate": "0.01", "width": "8", "hidden": "8"}
	p := fitAndPredict(t, "bypass", set, train, test.Select(nil), test)
	if a, b := p.Probabilities.At(0, 1), p.Probabilities.At(1, 0); a < 0.8 || b < 0.8 {
		t.Errorf("the words of a class give it %g and %g", a, b)
	}
	if got := p.Probabilities.At(2, 0); got != 0.5 {
		t.Errorf("a record without text has %g, want the prior", got)
	}
}

func TestReadingLaysOutWords(t *testing.T) {
	v := sentences(t, 5, []int{0, 0, 0}, [][]int{{4, 0}, {1, 2, 3, 4}, {}})
	for _, c := range []struct {
		way  string
		rows []int // of training
		want [][]float32
	}{
		{readBag, []int{0, 1}, [][]float32{{4, 0, -1, -1}, {1, 2, 3, 4}}},
		{readBag, []int{0}, [][]float32{{4, 0, -1}, {1, 2, 3}}},            // no shorter than a filter; the rest is cut
		{readBag, []int{2}, [][]float32{{1, 0, 0, 0, 1}, {0, 1, 1, 1, 1}}}, // no words in training
	} {
		b := block{modality: 0, mean: make([]float64, 5), low: make([]float64, 5), high: slices.Repeat([]float64{9}, 5), scale: 1}
		b.readWords(v, c.rows, c.way)
		var got [][]float32
		for i := range 2 {
			row := make([]float32, b.width())
			b.features(row, v, i)
			got = append(got, row)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("training rows %v: %s", c.rows, d)
		}
	}
}

// What is said of a text does not depend on the texts beside it, nor on the
// workers.
func TestTextsStandAlone(t *testing.T) {
	train, test := neighbours(t, 60, 1), neighbours(t, 9, 2)
	for _, way := range []string{readBag, readConv} {
		info, err := Lookup("attention")
		if err != nil {
			t.Fatal(err)
		}
		model, err := info.Make(map[string]string{"text": way, "members": "2", "epochs": "3", "width": "8", "hidden": "8"})
		if err != nil {
			t.Fatal(err)
		}
		env := job.Env{Seed: rng.New(1), Workers: 4}
		if err := model.Fit(context.Background(), train, test.Select(nil), env); err != nil {
			t.Fatal(err)
		}
		whole, err := model.Predict(context.Background(), test, env)
		if err != nil {
			t.Fatal(err)
		}
		alone := fitAndPredict(t, "attention", map[string]string{"text": way, "members": "2", "epochs": "3", "width": "8", "hidden": "8"}, train, test.Select(nil), test.Select([]int{5}))
		if d := cmp.Diff(whole.Probabilities.Row(5), alone.Probabilities.Row(0)); d != "" {
			t.Errorf("%s: %s", way, d)
		}
	}
}
