package nn_test

import (
	"context"
	"fmt"

	"lacuna/internal/job"
	"lacuna/internal/nn"
	"lacuna/internal/rng"
)

// A robust classifier: an encoder for each modality, run only on the records
// that have it, a class token, masked multi-head attention over the tokens
// that are there, and modality dropout in training.
func Example_fusion() {
	const records, width = 400, 16
	r := rng.New(1).Rand()
	image, sound, labels := make([]float32, records*8), make([]float32, records*4), make([]int, records)
	hasImage, hasSound := make([]bool, records), make([]bool, records)
	for i := range records {
		labels[i] = i % 2
		for j := range 8 {
			image[i*8+j] = float32(labels[i]) + 0.3*r.Float32()
		}
		for j := range 4 {
			sound[i*4+j] = float32(1-labels[i]) + 0.3*r.Float32()
		}
		hasImage[i], hasSound[i] = i%3 != 0, i%3 != 1
	}
	data := nn.Data{Records: records, Labels: labels, Blocks: map[string]nn.Block{
		"image": nn.Sparse(8, image, hasImage),
		"sound": nn.Sparse(4, sound, hasSound),
	}}
	net, err := nn.New(rng.New(2), func(g *nn.Graph) {
		encode := func(name string, features int) nn.Tensor {
			h := g.Linear(name+"/1", 32, nn.ReLU, g.Modality(name, features))
			return g.Linear(name+"/2", width, nn.Identity, h)
		}
		tokens := g.Tokens("fusion", nn.Masked, encode("image", 8), encode("sound", 4))
		tokens = g.ClassToken("fusion", tokens)
		tokens, weights := g.SelfAttention("attention", 4, tokens)
		logits := g.Linear("head", 2, nn.Identity, g.TokenAt(0, tokens))
		g.Output(nn.Logits, logits)
		g.Output("weights", weights)
		g.Objective("train", g.CrossEntropy(logits, nn.CrossEntropyOptions{}))
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	env := job.Env{Seed: rng.New(3), Workers: 2}
	options := nn.Options{Phase: "attention", Epochs: 20, ModalityDropout: nn.ModalityDropout{P: 0.2}}
	history, err := net.Fit(context.Background(), data, &data, options, env)
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := net.Predict(context.Background(), data, env, nn.Logits, "weights")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("accuracy above 95 %:", history[len(history)-1].ValidationAccuracy > 0.95)
	// 4 heads × 3 tokens × 3 tokens; record 0 has no image (token 1).
	fmt.Println("weights of a record:", out[1].Cols, "- of the class token on the absent image:", out[1].Row(0)[1])
	// Output:
	// accuracy above 95 %: true
	// weights of a record: 36 - of the class token on the absent image: 0
}

// A GAN in small (GAIN; Yoon, Jordon and van der Schaar, ICML 2018): the
// generator fills the cells that the mask leaves out, the discriminator tells
// observed cells from filled ones with the help of a hint. Two objectives, each
// with its own parameters by prefix; the discriminator is applied anew for the
// second.
func Example_adversarial() {
	const records, features = 512, 4
	r := rng.New(1).Rand()
	x, mask := make([]float32, records*features), make([]float32, records*features)
	for i := range records {
		v := r.Float32()
		for j := range features {
			x[i*features+j] = v
			if r.Float32() < 0.8 {
				mask[i*features+j] = 1
			}
		}
	}
	net, err := nn.New(rng.New(2), func(g *nn.Graph) {
		x, m := g.Input("x", features), g.Input("mask", features)
		z := g.Uniform("z", 0, 0.01, features)
		h := g.Linear("g/1", 16, nn.ReLU, g.Blend(m, x, z), m)
		made := g.Linear("g/2", features, nn.Sigmoid, h)
		filled := g.Blend(m, x, made)
		hint := g.Blend(g.Bernoulli("b", 0.9, features), m, g.Affine(0, 0.5, m))
		judge := func() nn.Tensor {
			return g.Linear("d/2", features, nn.Identity, g.Linear("d/1", 16, nn.ReLU, filled, hint))
		}
		g.Objective("discriminator", g.BCEWithLogits(judge(), m, nn.Cells{}), "d/")
		deceive := g.BCEWithLogits(judge(), g.Affine(0, 1, m), nn.Cells{Weight: g.Affine(-1, 1, m), OverAll: true})
		rebuild := g.MSE(made, x, nn.Cells{Weight: m})
		g.Objective("generator", g.Total(nn.Term{Loss: deceive, Weight: 1}, nn.Term{Loss: rebuild, Weight: 100}), "g/")
		g.Validation(rebuild)
		g.Output("filled", filled)
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	data := nn.Data{Records: records, Blocks: map[string]nn.Block{"x": nn.Dense(features, x), "mask": nn.Dense(features, mask)}}
	env := job.Env{Seed: rng.New(3)}
	history, err := net.Fit(context.Background(), data, &data, nn.Options{Phase: "gain", Epochs: 100}, env)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("error on observed cells below 0.01:", history[len(history)-1].ValidationLoss < 0.01)
	// Output: error on observed cells below 0.01: true
}
