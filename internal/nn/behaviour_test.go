package nn

import (
	"context"
	"math"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/kernel"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

var approx = cmpopts.EquateApprox(0, 1e-5)

// outputs builds a network and predicts its outputs for d.
func outputs(t *testing.T, build func(*Graph), d Data, names ...string) []Matrix {
	t.Helper()
	net, err := New(rng.New(1), func(g *Graph) {
		build(g)
		x := g.Input("unused", 1)
		g.Objective("train", g.MSE(g.Linear("unused", 1, Identity, x), x, Cells{}))
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := net.Predict(context.Background(), d, job.Env{}, names...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// two modalities over four records: both, only a, only b, neither.
var four = Data{Records: 4, Blocks: map[string]Block{
	"a": {Cols: 2, X: []float32{1, 2, 3, 4}, Row: []int32{0, 1, -1, -1}},
	"b": {Cols: 2, X: []float32{5, 6, 7, 8}, Row: []int32{1, -1, 0, -1}},
}}

func TestFusionsKnownAnswers(t *testing.T) {
	out := outputs(t, func(g *Graph) {
		a, b := g.Modality("a", 2), g.Modality("b", 2)
		s := g.Tokens("f", Masked, a, b)
		g.Output("flat", g.Flatten(s))
		g.Output("mean", g.Mean(s))
		g.Output("sum", g.Sum(s))
		g.Output("embrace", g.Embrace(s))
		g.Output("presence", g.Presence(a, b))
		g.Output("second", g.TokenAt(1, s))
		g.Output("a", a)
	}, four, "flat", "mean", "sum", "embrace", "presence", "second", "a")
	want := [][]float32{
		{1, 2, 7, 8, 3, 4, 0, 0, 0, 0, 5, 6, 0, 0, 0, 0},
		{4, 5, 3, 4, 5, 6, 0, 0},
		{8, 10, 3, 4, 5, 6, 0, 0},
		{4, 5, 3, 4, 5, 6, 0, 0},
		{1, 1, 1, 0, 0, 1, 0, 0},
		{7, 8, 0, 0, 5, 6, 0, 0},
		{1, 2, 3, 4, 0, 0, 0, 0},
	}
	for i, m := range out {
		if diff := cmp.Diff(want[i], m.Values, approx); diff != "" {
			t.Errorf("output %d: %s", i, diff)
		}
	}
}

// Absent tokens get no weight at all, the others a distribution.
func TestAttentionWeights(t *testing.T) {
	out := outputs(t, func(g *Graph) {
		s := g.Tokens("f", Masked, g.Modality("a", 2), g.Modality("b", 2))
		_, pool := g.AttentionPool("pool", s)
		_, heads := g.SelfAttention("self", 2, g.ClassToken("c", s))
		g.Output("pool", pool)
		g.Output("heads", heads)
	}, four, "pool", "heads")
	present := [][]bool{{true, true}, {true, false}, {false, true}, {false, false}}
	for b, on := range present {
		checkWeights(t, out[0].Row(b), on)
		withClass := append([]bool{true}, on...)
		for h := range 2 {
			for q := range 3 {
				w := out[1].Row(b)[(h*3+q)*3 : (h*3+q+1)*3]
				if withClass[q] {
					checkWeights(t, w, withClass)
				} else {
					checkWeights(t, w, []bool{false, false, false})
				}
			}
		}
	}
}

func checkWeights(t *testing.T, w []float32, on []bool) {
	t.Helper()
	var sum float64
	any := 0.0
	for i, v := range w {
		if !on[i] && v != 0 {
			t.Errorf("weights %v: an absent token has one", w)
		}
		if on[i] {
			any = 1
		}
		sum += float64(v)
	}
	if math.Abs(sum-any) > 1e-5 {
		t.Errorf("weights %v sum to %v", w, sum)
	}
}

// An encoder runs on the records that have its modality and on no others.
func TestBypass(t *testing.T) {
	net, err := New(rng.New(1), fusion)
	if err != nil {
		t.Fatal(err)
	}
	d := fixture(12)
	team, limit, err := net.predictors(12, 1)
	if err != nil {
		t.Fatal(err)
	}
	p, err := team[0].predict([]string{Logits})
	if err != nil {
		t.Fatal(err)
	}
	f, err := newFeed(p, &d, 3)
	if err != nil {
		t.Fatal(err)
	}
	err = eachBlock(context.Background(), team, 12, limit, func(r *replica, records []int32, _ int) error {
		return r.evaluate(p, f, records, 0)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range team[0].graph.inputs {
		if !in.modality {
			continue
		}
		want := 0
		for _, row := range d.Blocks[in.name].Row {
			if row >= 0 {
				want++
			}
		}
		if in.rows.n != want || want == 12 {
			t.Errorf("modality %q: %d rows computed, %d records have it", in.name, in.rows.n, want)
		}
	}
}

// A modality that nobody has, in training or prediction, is legal, and leaves
// no trace of the batch before in the gradients.
func TestModalityAbsentEverywhere(t *testing.T) {
	d := fixture(20)
	none := make([]int32, 20)
	for i := range none {
		none[i] = -1
	}
	d.Blocks["a"], d.Blocks["image"] = Block{Cols: 4, Row: none}, Block{Cols: 72, Row: none}
	net, err := New(rng.New(1), func(g *Graph) {
		a, b := encoders(g)
		c := g.GlobalMean(g.MaxPool(g.Conv2D("c", Conv{Channels: 6, Pad: 1}, GELU, g.Modality("image", 6, 6, 2))))
		classify(g, g.Mean(g.Tokens("f", Token, a, b, g.LayerNorm("n", c))))
	})
	if err != nil {
		t.Fatal(err)
	}
	before, _ := net.Param("c/W")
	start := append([]float32(nil), before.Values...)
	if _, err := net.Fit(context.Background(), d, &d, Options{Epochs: 2, Batch: 7, Shards: 3}, job.Env{}); err != nil {
		t.Fatal(err)
	}
	after, _ := net.Param("c/W")
	if diff := cmp.Diff(start, after.Values); diff != "" {
		t.Errorf("an encoder that nothing went through was trained: %s", diff)
	}
	out, err := net.Predict(context.Background(), d, job.Env{}, Logits)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range out[0].Values {
		if math.IsNaN(float64(v)) {
			t.Fatal("NaN among the logits")
		}
	}
}

func TestModalityDropout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records, modalities := rapid.IntRange(1, 40).Draw(t, "records"), rapid.IntRange(1, 5).Draw(t, "modalities")
		d := ModalityDropout{P: rapid.Float64Range(0, 1).Draw(t, "p"), Only: rapid.Float64Range(0, 1).Draw(t, "only")}
		inputs := make([]*input, modalities)
		before := make([]int, records)
		for k := range inputs {
			inputs[k] = &input{modality: true, rows: newRowSet("m", records)}
			for i := range records {
				inputs[k].rows.row[i] = int32(rapid.IntRange(-1, 0).Draw(t, "row"))
				before[i] += 1 + int(inputs[k].rows.row[i])
			}
		}
		d.apply(inputs, records, branch(rapid.Uint64().Draw(t, "key"), 0))
		for i := range records {
			after := 0
			for k := range inputs {
				after += 1 + int(inputs[k].rows.row[i])
			}
			if after > before[i] || after < min(1, before[i]) || d.Only == 1 && after > 1 {
				t.Fatalf("record %d had %d modalities and has %d", i, before[i], after)
			}
		}
	})
}

func TestModalityDropoutRate(t *testing.T) {
	const n = 20000
	inputs := []*input{{modality: true, rows: newRowSet("a", n)}, {modality: true, rows: newRowSet("b", n)}, {modality: true, rows: newRowSet("c", n)}}
	ModalityDropout{P: 0.3}.apply(inputs, n, branch(1, 0))
	for _, in := range inputs {
		dropped := 0
		for _, row := range in.rows.row {
			dropped -= int(row)
		}
		// One of three is spared where all would go: 0.3 − 0.3³/3.
		if got := float64(dropped) / n; math.Abs(got-0.291) > 0.01 {
			t.Errorf("modality %q dropped in %v", in.rows.name, got)
		}
	}
}

// Dropout keeps the expectation in training and does nothing otherwise.
func TestDropout(t *testing.T) {
	m := &dropoutMath{graph: &Graph{training: true, key: 3}, rows: liveRows{&rowSet{n: 1000}, 1}, width: 100, p: 0.3, factor: make([]float32, 100000)}
	x, y := make([]float32, 100000), make([]float32, 100000)
	for i := range x {
		x[i] = 1
	}
	m.forward([][]float32{x}, y)
	zeros := 0
	for _, v := range y {
		if v == 0 {
			zeros++
		} else if math.Abs(float64(v)-1/0.7) > 1e-6 {
			t.Fatalf("a kept number became %v", v)
		}
	}
	if math.Abs(float64(zeros)/100000-0.3) > 0.01 {
		t.Errorf("%d of 100000 dropped", zeros)
	}
	m.graph.training = false
	m.forward([][]float32{x}, y)
	if diff := cmp.Diff(x, y); diff != "" {
		t.Error("dropout changes predictions")
	}
}

func TestSchedules(t *testing.T) {
	cases := []struct {
		s    Schedule
		want []float64 // at steps 0, 5, 10, 15, 19 of two epochs of ten
	}{
		{Schedule{}, []float64{1, 1, 1, 1, 1}},
		{Schedule{Warmup: 1}, []float64{0.1, 0.6, 1, 1, 1}},
		{Schedule{Decay: Cosine}, []float64{1, 0.853553, 0.5, 0.146447, 0.006156}},
		{Schedule{Decay: Step, Every: 1, Factor: 0.5}, []float64{1, 1, 0.5, 0.5, 0.5}},
	}
	for _, c := range cases {
		var got []float64
		for _, step := range []int{0, 5, 10, 15, 19} {
			got = append(got, c.s.rate(step, 10, 20))
		}
		if diff := cmp.Diff(c.want, got, cmpopts.EquateApprox(0, 1e-6)); diff != "" {
			t.Errorf("%+v: %s", c.s, diff)
		}
	}
}

// Clipping shrinks the whole gradient to the limit and no further.
func TestClip(t *testing.T) {
	p := &paramSet{byName: map[string]int{}}
	p.declare(paramSpec{name: "w", rows: 1, cols: 2, init: Zeros})
	p.materialise(rng.New(1))
	o := newOptimiser(p, []*objective{{wrt: []string{"w"}}}, [][]*lateGradient{{nil}}, Options{ClipNorm: 1})
	grads := make([]float32, p.total)
	grads[0], grads[1] = 3, 4
	o.squares[0] = float64(kernel.SumSq(grads))
	if got := o.clip(0); math.Abs(float64(got)-0.2) > 1e-6 {
		t.Errorf("a gradient of norm 5 is scaled by %v", got)
	}
	grads[0], grads[1] = 0.3, 0.4
	o.squares[0] = float64(kernel.SumSq(grads))
	if got := o.clip(0); got != 1 {
		t.Errorf("a gradient of norm 0.5 is scaled by %v", got)
	}
}

// Adding a parameter does not change how the others start.
func TestInitialValuesGoByName(t *testing.T) {
	one, two := small(t, 1), &Network{}
	var err error
	two, err = New(rng.New(1), func(g *Graph) {
		x := g.Input("x", 3)
		classify(g, g.Linear("h", 5, ReLU, g.Linear("extra", 3, ReLU, x)))
	})
	if err != nil {
		t.Fatal(err)
	}
	a, _ := one.Param("h/W")
	b, _ := two.Param("h/W")
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
	limit := math.Sqrt(6.0 / 3)
	for _, v := range a.Values {
		if math.Abs(float64(v)) > limit {
			t.Errorf("He's limit is %v, a weight is %v", limit, v)
		}
	}
}

func TestConvolutionKnownAnswer(t *testing.T) {
	d := Data{Records: 1, Blocks: map[string]Block{"x": Dense(9, []float32{1, 2, 3, 4, 5, 6, 7, 8, 9})}}
	net, err := New(rng.New(1), func(g *Graph) {
		c := g.Conv2D("c", Conv{Channels: 1, Height: 2}, Identity, g.Input("x", 3, 3, 1))
		g.Output("c", c)
		g.Output("max", g.MaxPool(c))
		g.Objective("o", g.MSE(c, g.Input("y", 4), Cells{}))
	})
	if err != nil {
		t.Fatal(err)
	}
	w, _ := net.Param("c/W")
	copy(w.Values, []float32{1, 10, 100, 1000})
	b, _ := net.Param("c/b")
	b.Values[0] = 0.5
	out, err := net.Predict(context.Background(), d, job.Env{}, "c", "max")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float32{5421.5, 6532.5, 8754.5, 9865.5}, out[0].Values); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]float32{9865.5}, out[1].Values); diff != "" {
		t.Error(diff)
	}
}
