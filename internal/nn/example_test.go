package nn_test

import (
	"context"
	"fmt"

	"lacuna/internal/job"
	"lacuna/internal/nn"
	"lacuna/internal/rng"
)

// A classifier of two features, trained with early stopping on a validation
// set.
func Example() {
	sample := func(seed rng.Seed, n int) nn.Data {
		r := seed.Rand()
		x, labels := make([]float32, 2*n), make([]int, n)
		for i := range n {
			x[2*i], x[2*i+1] = r.Float32()-0.5, r.Float32()-0.5
			if x[2*i]*x[2*i+1] > 0 {
				labels[i] = 1
			}
		}
		return nn.Data{Records: n, Blocks: map[string]nn.Block{"x": nn.Dense(2, x)}, Labels: labels}
	}
	net, err := nn.New(rng.New(1), func(g *nn.Graph) {
		x := g.Input("x", 2)
		hidden := g.Linear("hidden", 32, nn.ReLU, x)
		logits := g.Linear("head", 2, nn.Identity, hidden)
		g.Output(nn.Logits, logits)
		g.Objective("train", g.CrossEntropy(logits, nn.CrossEntropyOptions{}))
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, env := context.Background(), job.Env{Seed: rng.New(2), Workers: 2}
	train, validation, test := sample(rng.New(3), 1000), sample(rng.New(4), 200), sample(rng.New(5), 500)
	options := nn.Options{Phase: "mlp", Epochs: 60, Rate: 0.01, Patience: 10}
	if _, err := net.Fit(ctx, train, &validation, options, env); err != nil {
		fmt.Println(err)
		return
	}
	out, err := net.Predict(ctx, test, env, nn.Logits)
	if err != nil {
		fmt.Println(err)
		return
	}
	right := 0
	for i, label := range test.Labels {
		scores := out[0].Row(i)
		if (scores[1] > scores[0]) == (label == 1) {
			right++
		}
	}
	fmt.Println("accuracy above 95 %:", right > 475)
	// Output: accuracy above 95 %: true
}
