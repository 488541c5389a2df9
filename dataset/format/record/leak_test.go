package record

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// study draws n records of k classes, sorted by class or in turn.
func study(n, k int, sorted bool) (labels []int, ids []string) {
	for i := range n {
		l := i % k
		if sorted {
			l = i * k / n
		}
		labels, ids = append(labels, l), append(ids, fmt.Sprintf("r%04d", i))
	}
	return labels, ids
}

// columnOf makes one column of a rule.
func columnOf(n int, cell func(i int) float64) dataset.Matrix {
	m := dataset.NewMatrix(n, 1)
	for i := range n {
		m.Set(i, 0, cell(i))
	}
	return m
}

var (
	uniform    = rand.New(rand.NewPCG(1, 2))
	fourLevels = []dataset.Field{{Kind: dataset.Category, Levels: []string{"a", "b", "c", "d"}}}
)

// columnsOfStudy are columns beside the labels of n records of k classes.
var columnsOfStudy = []struct {
	name    string
	n, k    int
	sorted  bool
	fields  []dataset.Field
	cell    func(i, label int) float64
	want    bool
	byEmpty bool
}{
	{name: "noise", n: 200, k: 2, cell: func(_, _ int) float64 { return uniform.NormFloat64() }},
	{name: "the label", n: 60, k: 2, cell: func(_, l int) float64 { return float64(l) }, want: true},
	{name: "the label of many records in turn", n: 3 * mostRecords, k: 3, cell: func(_, l int) float64 { return float64(l) }, want: true},
	{name: "noise beside many records in turn", n: 3 * mostRecords, k: 3, cell: func(_, _ int) float64 { return uniform.NormFloat64() }},
	{name: "the label in a small study", n: 40, k: 2, cell: func(_, l int) float64 { return float64(l) }},
	{name: "a threshold", n: 200, k: 2, cell: func(i, l int) float64 { return 3*float64(l) + uniform.Float64() }, want: true},
	{name: "a range", n: 200, k: 2, cell: func(i, l int) float64 { return uniform.Float64() + float64((l+i%3)%2*2+l*i%3) }},
	{name: "inside and outside", n: 200, k: 2, cell: func(i, l int) float64 {
		if l == 1 {
			return uniform.Float64()
		}
		return 2 - 4*float64(i/2%2) + uniform.Float64()
	}, want: true},
	{name: "row numbers, sorted by class", n: 120, k: 3, sorted: true, cell: func(i, _ int) float64 { return float64(i) }, want: true},
	{name: "row numbers, ten classes", n: 500, k: 10, sorted: true, cell: func(i, _ int) float64 { return float64(i) }, want: true},
	{name: "row numbers in any order", n: 120, k: 3, cell: func(i, _ int) float64 { return float64(i) }},
	{name: "levels", n: 60, k: 3, fields: fourLevels, cell: func(_, l int) float64 { return float64((l + 2) % 3) }, want: true},
	{name: "two levels of one class", n: 80, k: 2, fields: fourLevels, cell: func(i, l int) float64 { return float64(l + 2*(i/2%2)) }, want: true},
	{name: "codes without an order", n: 300, k: 2, cell: func(i, l int) float64 { return float64(2*(i/2%11) + l) }, want: true},
	{name: "strong but not sure", n: 200, k: 2, cell: func(i, l int) float64 {
		if i%20 == 0 {
			l = 1 - l
		}
		return 3*float64(l) + uniform.Float64()
	}},
	{name: "rare class found by no one", n: 400, k: 200, cell: func(_, _ int) float64 { return uniform.NormFloat64() }},
	{name: "there for one class only", n: 60, k: 2, cell: func(i, l int) float64 {
		if l == 0 {
			return math.NaN()
		}
		return uniform.NormFloat64()
	}, want: true, byEmpty: true},
}

func TestLeaks(t *testing.T) {
	for _, tt := range columnsOfStudy {
		t.Run(tt.name, func(t *testing.T) {
			labels, ids := study(tt.n, tt.k, tt.sorted)
			m := dataset.NewMatrix(tt.n, 2) // a second column, so that no record is empty
			for i := range tt.n {
				m.Set(i, 0, tt.cell(i, labels[i]))
			}
			var fields []dataset.Field
			if tt.fields != nil {
				fields = append(tt.fields, dataset.Field{})
			}
			found, err := newJudge(labels, ids).leaks(t.Context(), fields, m.Cols, m)
			if err != nil {
				t.Fatal(err)
			}
			if got := len(found) == 1 && found[0].column == 0; got != tt.want || len(found) > 1 {
				t.Fatalf("found %+v, want a leak: %v", found, tt.want)
			}
			if tt.want && (found[0].gap != tt.byEmpty || found[0].accuracy < 0.98 || found[0].records != min(tt.n, mostRecords)) {
				t.Errorf("found %+v", found[0])
			}
		})
	}
}

// A rule that is learnt and held out by subject does not take a constant of
// the subject for a leak.
func TestLeaksHoldSubjectsOut(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const subjects, visits = 20, 6
	labels, ids, keys := make([]int, 0, 120), make([]string, 0, 120), make([]string, 0, 120)
	m := dataset.NewMatrix(subjects*visits, 1)
	for s := range subjects {
		age, label := r.Float64(), s%2
		for v := range visits {
			m.Set(len(ids), 0, age)
			labels, keys = append(labels, label), append(keys, fmt.Sprint("P", s))
			ids = append(ids, fmt.Sprintf("P%d_v%d", s, v))
		}
	}
	for name, by := range map[string][]string{"ids": ids, "subjects": keys} {
		found, err := newJudge(labels, by).leaks(t.Context(), nil, 1, m)
		if err != nil {
			t.Fatal(err)
		}
		if want := name == "ids"; (len(found) == 1) != want {
			t.Errorf("held out by %s: found %+v", name, found)
		}
	}
}

func TestLeaksInRareClass(t *testing.T) {
	const n = 1000
	labels, ids := make([]int, n), make([]string, n)
	m := dataset.NewMatrix(n, 2)
	for i := range n {
		ids[i] = fmt.Sprint(i)
		if i%100 == 7 {
			labels[i] = 1
		}
		m.Set(i, 0, float64(labels[i]))              // tells it
		m.Set(i, 1, float64(i%3)+0.001*float64(i%7)) // does not, though always "no" is right 99 times of 100
	}
	found, err := newJudge(labels, ids).leaks(t.Context(), nil, 2, m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0}, columnsFound(found)); diff != "" {
		t.Error(diff)
	}
}

func columnsFound(list []leak) []int {
	var columns []int
	for _, l := range list {
		columns = append(columns, l.column)
	}
	return columns
}

func BenchmarkLeaks(b *testing.B) {
	const n, columns = 2000, 5000
	r := rand.New(rand.NewPCG(5, 6))
	labels, ids := study(n, 2, false)
	m := dataset.NewMatrix(n, columns)
	for k := range m.Data {
		m.Data[k] = r.NormFloat64()
	}
	j := newJudge(labels, ids)
	for b.Loop() {
		if found, err := j.leaks(b.Context(), nil, columns, m); err != nil || len(found) != 0 {
			b.Fatalf("%+v, %v", found, err)
		}
	}
}
