package nn

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

// fusion is a robust model of the fixture with everything random in it.
func fusion(g *Graph) {
	a, b := encoders(g)
	s := g.ClassToken("c", g.Tokens("f", Masked, a, b))
	s, w := g.SelfAttention("one", 2, s)
	h := g.Dropout(0.3, g.LayerNorm("n", g.TokenAt(0, s)))
	logits := g.Linear("head", 3, Identity, h)
	g.Output(Logits, logits)
	g.Output("weights", w)
	g.Output("only a", a)
	z := g.MSE(g.Linear("z", 2, Identity, h), g.Uniform("z", -1, 1, 2), Cells{})
	aux := g.CrossEntropy(g.Linear("aux", 3, Identity, a), CrossEntropyOptions{})
	g.Objective("train", g.Total(Term{Loss: g.CrossEntropy(logits, CrossEntropyOptions{}), Weight: 1}, Term{Loss: z, Weight: 0.1}, Term{Loss: aux, Weight: 0.3}))
}

func fit(t *testing.T, build func(*Graph), workers int, o Options) (*Network, []job.Epoch) {
	t.Helper()
	net, err := New(rng.New(1), build)
	if err != nil {
		t.Fatal(err)
	}
	train, validation := fixture(101), fixture(43)
	h, err := net.Fit(context.Background(), train, &validation, o, job.Env{Seed: rng.New(2), Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return net, h
}

func weightsOf(t *testing.T, n *Network) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := n.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSameNumbersForAnyWorkers(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, shards := range []int{1, 3, 4} {
		o := Options{Epochs: 3, Batch: 32, Shards: shards, ClipNorm: 1, WeightDecay: 0.01, Rate: 0.01, ModalityDropout: ModalityDropout{P: 0.2, Only: 0.3}}
		one, h1 := fit(t, fusion, 1, o)
		for _, workers := range []int{1, 2, 4} {
			other, h := fit(t, fusion, workers, o)
			if !bytes.Equal(weightsOf(t, one), weightsOf(t, other)) {
				t.Errorf("%d shards: 1 and %d workers give different parameters", shards, workers)
			}
			if diff := cmp.Diff(h1, h); diff != "" {
				t.Errorf("%d shards, %d workers: %s", shards, workers, diff)
			}
		}
	}
}

// Without anything random in the step, the number of shards moves the result
// only by rounding: the losses are means over the minibatch, not the shard.
func TestShardsMakeOneMinibatch(t *testing.T) {
	build := func(g *Graph) {
		a, b := encoders(g)
		aux := g.CrossEntropy(g.Linear("aux", 3, Identity, a), CrossEntropyOptions{ClassWeights: []float32{1, 5, 2}})
		logits := g.Linear("head", 3, Identity, g.Mean(g.Tokens("f", Masked, a, b)))
		g.Objective("train", g.Total(Term{Loss: g.CrossEntropy(logits, CrossEntropyOptions{}), Weight: 1}, Term{Loss: aux, Weight: 1}))
	}
	o := Options{Epochs: 2, Batch: 40, Shards: 1}
	one, h1 := fit(t, build, 1, o)
	o.Shards = 4
	four, h4 := fit(t, build, 1, o)
	for i, v := range one.params.values {
		if math.Abs(float64(v-four.params.values[i])) > 1e-4 {
			t.Fatalf("parameter %d: %v with one shard, %v with four", i, v, four.params.values[i])
		}
	}
	if math.Abs(h1[0].TrainLoss-h4[0].TrainLoss) > 1e-5 {
		t.Errorf("losses %v and %v", h1[0].TrainLoss, h4[0].TrainLoss)
	}
}

func TestPredictionDoesNotDependOnBlocks(t *testing.T) {
	net, _ := fit(t, fusion, 1, Options{Epochs: 1})
	d := fixture(600)
	env := job.Env{Seed: rng.New(5)}
	all, err := net.Predict(context.Background(), d, env, Logits, "weights", "only a")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.IntRange(0, 598).Draw(t, "lo")
		hi := rapid.IntRange(lo+1, 600).Draw(t, "hi")
		part, err := net.Predict(context.Background(), part(d, lo, hi), env, Logits, "weights", "only a")
		if err != nil {
			t.Fatal(err)
		}
		for k, m := range all {
			if diff := cmp.Diff(m.Values[lo*m.Cols:hi*m.Cols], part[k].Values); diff != "" {
				t.Fatalf("output %d of records %d to %d: %s", k, lo, hi, diff)
			}
		}
	})
	two, err := net.Predict(context.Background(), d, job.Env{Seed: rng.New(5), Workers: 2}, Logits)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all[0], two[0]); diff != "" {
		t.Errorf("1 and 2 workers: %s", diff)
	}
}

// The same for layers wide enough for every path of the products.
func TestWidePredictionDoesNotDependOnBlocks(t *testing.T) {
	net, err := New(rng.New(1), reference(512, 130, 512, 1024, 77))
	if err != nil {
		t.Fatal(err)
	}
	d := benchData(70, 0.3, 512, 1024, 77)
	all, err := net.Predict(context.Background(), d, job.Env{Workers: 2}, Logits)
	if err != nil {
		t.Fatal(err)
	}
	for lo, step := 0, 1; lo < 70; lo, step = lo+step, step*2 {
		hi := min(lo+step, 70)
		few, err := net.Predict(context.Background(), part(d, lo, hi), job.Env{}, Logits)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all[0].Values[lo*10:hi*10], few[0].Values); diff != "" {
			t.Errorf("records %d to %d: %s", lo, hi, diff)
		}
	}
}

// part returns the records lo to hi of d.
func part(d Data, lo, hi int) Data {
	out := Data{Records: hi - lo, Blocks: map[string]Block{}}
	for name, b := range d.Blocks {
		p := Block{Cols: b.Cols, X: b.X}
		if b.Row != nil {
			p.Row = b.Row[lo:hi]
		} else {
			p.X = b.X[lo*b.Cols : hi*b.Cols]
		}
		out.Blocks[name] = p
	}
	return out
}

func TestOverfits(t *testing.T) {
	net, err := New(rng.New(1), fusion)
	if err != nil {
		t.Fatal(err)
	}
	d := fixture(30)
	h, err := net.Fit(context.Background(), d, &d, Options{Epochs: 300, Rate: 0.01, Batch: 16}, job.Env{})
	if err != nil {
		t.Fatal(err)
	}
	best := 0.0
	for _, e := range h {
		best = max(best, e.ValidationAccuracy)
	}
	if best < 0.85 { // records without a modality cannot be learned
		t.Errorf("accuracy on the training data %v", best)
	}
}

func TestEarlyStopping(t *testing.T) {
	net, err := New(rng.New(1), func(g *Graph) { classify(g, g.Linear("h", 64, ReLU, g.Input("x", 3))) })
	if err != nil {
		t.Fatal(err)
	}
	train, validation := fixture(30), fixture(20)
	for i := range validation.Labels {
		validation.Labels[i] = (validation.Labels[i] + 1) % 3
	}
	var events []job.Epoch
	env := job.Env{Report: func(e job.Event) { events = append(events, e.(job.Epoch)) }}
	h, err := net.Fit(context.Background(), train, &validation, Options{Phase: "p", Epochs: 500, Rate: 0.05, Patience: 4}, env)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(h, events); diff != "" {
		t.Errorf("events and history differ: %s", diff)
	}
	best, loss := 0, math.Inf(1)
	for i, e := range h {
		if e.Best != (e.ValidationLoss < loss) {
			t.Errorf("epoch %d of loss %v after %v: best %v", e.Epoch, e.ValidationLoss, loss, e.Best)
		}
		if e.Best {
			best, loss = i+1, e.ValidationLoss
		}
	}
	if len(h) != best+4 {
		t.Errorf("stopped after %d epochs, the best was %d and patience 4", len(h), best)
	}
	v, err := newValidator(net, &validation, env)
	if err != nil {
		t.Fatal(err)
	}
	if got, _, _ := v.run(context.Background()); got != loss {
		t.Errorf("the parameters kept have loss %v, the best epoch %v", got, loss)
	}
}

func TestCancel(t *testing.T) {
	defer goleak.VerifyNone(t)
	net, err := New(rng.New(1), fusion)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	epochs := 0
	env := job.Env{Workers: 2, Report: func(job.Event) {
		if epochs++; epochs == 2 {
			cancel()
		}
	}}
	d := fixture(50)
	_, err = net.Fit(ctx, d, nil, Options{Epochs: 1000, Shards: 2}, env)
	if !errors.Is(err, context.Canceled) || epochs != 2 {
		t.Errorf("after %d epochs: %v", epochs, err)
	}
	if _, err = net.Predict(ctx, d, env, Logits); !errors.Is(err, context.Canceled) {
		t.Errorf("predict: %v", err)
	}
}

func TestErrors(t *testing.T) {
	classifier := func(g *Graph) { classify(g, g.Linear("h", 4, ReLU, g.Modality("a", 4))) }
	change := func(f func(*Data)) Data {
		d := fixture(20)
		d.Labels[19] = 0
		f(&d)
		return d
	}
	block := func(name string, f func(*Block)) func(*Data) {
		return func(d *Data) { b := d.Blocks[name]; f(&b); d.Blocks[name] = b }
	}
	cases := map[string]struct {
		data Data
		o    Options
		want string
	}{
		"no records":     {change(func(d *Data) { d.Records = 0 }), Options{}, "no records to train on"},
		"no block":       {change(func(d *Data) { delete(d.Blocks, "a") }), Options{}, `input "a": the data have no such block`},
		"wrong width":    {change(block("a", func(b *Block) { b.Cols = 2 })), Options{}, "rows of 4 numbers, the data have 2"},
		"short table":    {change(block("a", func(b *Block) { b.Row = b.Row[:5] })), Options{}, "position table of 5 for 20"},
		"wild row":       {change(block("a", func(b *Block) { b.Row[3] = 99 })), Options{}, "record 3 points to row 99"},
		"NaN":            {change(block("a", func(b *Block) { b.X[5] = float32(math.NaN()) })), Options{}, "record 1, column 1 is NaN"},
		"few labels":     {change(func(d *Data) { d.Labels = d.Labels[:3] }), Options{}, "3 labels for 20 records"},
		"label":          {change(func(d *Data) { d.Labels[7] = 3 }), Options{}, "record 7 has label 3"},
		"weights":        {change(func(d *Data) { d.Weights = d.Weights[:3] }), Options{}, "3 weights for 20 records"},
		"rate":           {change(func(*Data) {}), Options{Rate: -1}, "learning rate must be positive"},
		"probability":    {change(func(*Data) {}), Options{ModalityDropout: ModalityDropout{P: 2}}, "modality dropout"},
		"diverging loss": {change(block("a", func(b *Block) { b.X[9] = 1e38 })), Options{Rate: 1e30, Epochs: 5, Batch: 20}, "in epoch"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			net, err := New(rng.New(1), classifier)
			if err != nil {
				t.Fatal(err)
			}
			_, err = net.Fit(context.Background(), c.data, nil, c.o, job.Env{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
		})
	}
}

// Prediction names the first number that it cannot use, whichever block fails
// first.
func TestPredictRefusesNaN(t *testing.T) {
	net, err := New(rng.New(1), fusion)
	if err != nil {
		t.Fatal(err)
	}
	d := fixture(600)
	a := d.Blocks["a"]
	for i, row := range a.Row {
		if row >= 0 && i%200 > 150 {
			a.X[int(row)*a.Cols+2] = float32(math.Inf(1))
		}
	}
	var words []string
	for _, workers := range []int{1, 2} {
		_, err := net.Predict(t.Context(), d, job.Env{Workers: workers}, Logits)
		if err == nil || !strings.Contains(err.Error(), "column 2 is +Inf") {
			t.Fatalf("%d workers: error %v", workers, err)
		}
		words = append(words, err.Error())
	}
	if words[0] != words[1] {
		t.Errorf("1 worker says %q, 2 say %q", words[0], words[1])
	}
}

// What an operation finds wrong while running is an error as well.
func TestErrorWhileRunning(t *testing.T) {
	net, err := New(rng.New(1), func(g *Graph) { classify(g, g.EmbeddingBag("e", 3, 5, g.Input("words", 5))) })
	if err != nil {
		t.Fatal(err)
	}
	d := fixture(20) // its words go up to 3
	for _, workers := range []int{1, 2} {
		_, err = net.Fit(context.Background(), d, nil, Options{Shards: 2}, job.Env{Workers: workers})
		if want := `embedding "e": word 3 is beyond the vocabulary of 3`; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%d workers: error %v, want one that says %q", workers, err, want)
		}
	}
	if _, err := net.Predict(context.Background(), d, job.Env{}, Logits); err == nil {
		t.Error("no error when predicting")
	}
}

func TestBuildErrors(t *testing.T) {
	cases := map[string]struct {
		build func(*Graph)
		want  string
	}{
		"no objective":   {func(g *Graph) { g.Input("x", 3) }, "no objective"},
		"input twice":    {func(g *Graph) { g.Input("x", 3); g.Input("x", 3) }, "declared twice"},
		"rows":           {func(g *Graph) { g.Add(g.Input("x", 3), g.Modality("a", 3)) }, `has the rows of "all records", the other of "a"`},
		"widths":         {func(g *Graph) { g.Add(g.Input("x", 3), g.Input("y", 4)) }, "one operand is 3 wide, the other 4"},
		"heads":          {func(g *Graph) { g.SelfAttention("s", 4, g.Tokens("f", Zero, g.Input("x", 3))) }, "cannot be shared by 4 heads"},
		"shared shape":   {func(g *Graph) { x := g.Input("x", 3); g.Linear("h", 4, ReLU, x); g.Linear("h", 5, ReLU, x) }, `"h/W" is 3×4 in one place and 3×5`},
		"nothing to fit": {func(g *Graph) { x := g.Input("x", 3); g.Objective("o", g.MSE(x, x, Cells{})) }, "depends on no parameter"},
		"a panic":        {func(*Graph) { panic("boom") }, "boom"},
		"shared objective": {func(g *Graph) {
			x := g.Linear("h", 3, ReLU, g.Input("x", 3))
			g.Objective("one", g.MSE(x, g.Input("y", 3), Cells{}))
			g.Objective("two", g.MSE(x, g.Input("z", 3), Cells{}))
		}, `objectives "one" and "two" both train`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := New(rng.New(1), c.build)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
		})
	}
}

// A GAN's training tells the loss of both objectives.
func TestLossesOfAllObjectives(t *testing.T) {
	net, err := New(rng.New(1), gain(3))
	if err != nil {
		t.Fatal(err)
	}
	var told [][]float64
	o := Options{Epochs: 2, Losses: func(l []float64) { told = append(told, slices.Clone(l)) }}
	history, err := net.Fit(t.Context(), fixture(9), nil, o, job.Env{})
	if err != nil {
		t.Fatal(err)
	}
	for e, l := range told {
		if len(l) != 2 || l[0] != history[e].TrainLoss || l[1] == l[0] {
			t.Errorf("epoch %d: %v, its report says %v", e+1, l, history[e].TrainLoss)
		}
	}
	if len(told) != 2 {
		t.Errorf("told %d times in 2 epochs", len(told))
	}
}
