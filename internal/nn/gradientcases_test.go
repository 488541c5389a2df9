package nn

// layerCases are networks with layers.
var layerCases = map[string]func(*Graph){
	"linear":        func(g *Graph) { classify(g, g.Input("x", 3)) },
	"several":       func(g *Graph) { classify(g, g.Linear("h", 5, Tanh, g.Input("x", 3), g.Input("mask", 3))) },
	"sigmoid":       func(g *Graph) { classify(g, g.Linear("h", 5, Sigmoid, g.Input("x", 3))) },
	"gelu":          func(g *Graph) { classify(g, g.Linear("h", 5, GELU, g.Input("x", 3))) },
	"activate tanh": func(g *Graph) { classify(g, g.Activate(Tanh, g.Linear("h", 5, Identity, g.Input("x", 3)))) },
	"activate gelu": func(g *Graph) { classify(g, g.Activate(GELU, g.Linear("h", 5, Identity, g.Input("x", 3)))) },
	"dropout":       func(g *Graph) { classify(g, g.Dropout(0.4, g.Linear("h", 5, Tanh, g.Input("x", 3)))) },
	"layer norm":    func(g *Graph) { classify(g, g.LayerNorm("n", g.Linear("h", 5, Tanh, g.Input("x", 3)))) },
	"residual": func(g *Graph) {
		h := g.Linear("h", 5, Tanh, g.Input("x", 3))
		classify(g, g.Add(h, g.Linear("h2", 5, Tanh, h)))
	},
	"twice": func(g *Graph) {
		h := g.Linear("h", 5, Tanh, g.Input("x", 3))
		classify(g, g.Mul(g.Add(h, h), g.Add(h, g.Linear("h2", 5, Tanh, h))))
	},
	"shared weights": func(g *Graph) {
		h := g.Linear("first", 5, Tanh, g.Input("x", 3))
		h = g.Linear("same", 5, Tanh, h)
		h = g.Linear("same", 5, Tanh, h)
		classify(g, g.Linear("same", 5, Tanh, h))
	},
	"softmax": func(g *Graph) { classify(g, g.Softmax(g.Linear("h", 5, Identity, g.Input("x", 3)))) },
}

// sequenceCases are networks with what is done with the tokens of modalities.
var sequenceCases = map[string]func(*Graph){
	"masked tokens": func(g *Graph) { a, b := encoders(g); classify(g, g.Flatten(g.Tokens("f", Masked, a, b))) },
	"zero tokens":   func(g *Graph) { a, b := encoders(g); classify(g, g.Flatten(g.Tokens("f", Zero, a, b))) },
	"learned tokens": func(g *Graph) {
		a, b := encoders(g)
		classify(g, g.Flatten(g.Tokens("f", Token, a, b)))
	},
	"pattern tokens": func(g *Graph) {
		a, b := encoders(g)
		classify(g, g.Flatten(g.Tokens("f", PatternToken, a, b)))
	},
	"mean": func(g *Graph) { a, b := encoders(g); classify(g, g.Mean(g.Tokens("f", Masked, a, b))) },
	"gated": func(g *Graph) {
		a, b := encoders(g)
		s := g.Tokens("f", Masked, a, b)
		classify(g, g.Sum(s.With(g.Mul(g.Linear("gate", s.Width(), Sigmoid, s.Tensor), s.Tensor))))
	},
	"experts": func(g *Graph) {
		a, b := encoders(g)
		s := g.Tokens("f", Masked, g.LogSoftmax(g.Linear("ha", 3, Identity, a)), g.LogSoftmax(g.Linear("hb", 3, Identity, b)))
		g.Objective("train", g.CrossEntropy(g.Sum(s), CrossEntropyOptions{}))
	},
	"pool": func(g *Graph) {
		a, b := encoders(g)
		pooled, _ := g.AttentionPool("pool", g.Tokens("f", Masked, a, b))
		classify(g, pooled)
	},
	"attention": func(g *Graph) {
		a, b := encoders(g)
		s := g.ClassToken("c", g.Tokens("f", Masked, a, b))
		s, _ = g.SelfAttention("one", 2, s)
		s, _ = g.SelfAttention("two", 3, s)
		classify(g, g.TokenAt(0, s))
	},
	"attention over learned tokens": func(g *Graph) {
		a, b := encoders(g)
		s, _ := g.SelfAttention("one", 2, g.Tokens("f", Token, a, b))
		classify(g, g.Mean(s))
	},
	"presence": func(g *Graph) {
		a, b := encoders(g)
		s := g.Tokens("f", Zero, a, b)
		classify(g, g.Linear("h", 5, Tanh, g.Flatten(s), g.Presence(a, b)))
	},
	"embrace": func(g *Graph) { a, b := encoders(g); classify(g, g.Embrace(g.Tokens("f", Masked, a, b))) },
}

// imageCases are networks with images and text.
var imageCases = map[string]func(*Graph){
	"convolution": func(g *Graph) {
		c := g.Conv2D("c1", Conv{Channels: 3, Pad: 1}, Tanh, g.Input("image", 6, 6, 2))
		classify(g, g.Conv2D("c2", Conv{Channels: 2, Height: 2, Width: 3, Stride: 2}, GELU, c))
	},
	"pooling": func(g *Graph) {
		c := g.Conv2D("c1", Conv{Channels: 2, Pad: 1}, Identity, g.Input("image", 6, 6, 2))
		classify(g, g.MaxPool(c))
	},
	"global pooling": func(g *Graph) {
		c := g.Conv2D("c1", Conv{Channels: 3}, Tanh, g.Input("image", 6, 6, 2))
		classify(g, g.Linear("h", 4, Tanh, g.GlobalMean(c), g.GlobalMax(c)))
	},
	"words": func(g *Graph) {
		c := g.Conv2D("c1", Conv{Channels: 3, Height: 1, Width: 4}, Tanh, g.Input("image", 1, 36, 2))
		classify(g, g.GlobalMax(c))
	},
	"upsampled": func(g *Graph) {
		c := g.Reshape(g.Linear("h", 12, Tanh, g.Input("x", 3)), 2, 2, 3)
		c = g.Conv2D("c1", Conv{Channels: 2, Pad: 1}, Tanh, g.Upsample(4, 3, c))
		classify(g, g.Conv2D("c2", Conv{Channels: 2, Pad: 1}, Tanh, g.Upsample(5, 6, c)))
	},
	"jitter": func(g *Graph) {
		c := g.Conv2D("c1", Conv{Channels: 3}, Tanh, g.Jitter(1, g.Input("image", 6, 6, 2)))
		classify(g, g.Jitter(2, c))
	},
	"edges": func(g *Graph) {
		c := g.Conv2D("c1", Conv{Channels: 3}, Tanh, g.Input("image", 6, 6, 2))
		classify(g, g.Edges(c))
	},
	"embedding": func(g *Graph) {
		e := g.Embedding("e", 4, 3, g.Input("words", 5))
		classify(g, g.GlobalMean(g.Conv2D("c", Conv{Channels: 3, Height: 1, Width: 2}, Tanh, e)))
	},
	"embedding bag": func(g *Graph) { classify(g, g.EmbeddingBag("e", 4, 5, g.Input("words", 5))) },
}

// lossCases are networks with losses.
var lossCases = map[string]func(*Graph){
	"smoothing and class weights": func(g *Graph) {
		logits := g.Linear("h", 3, Identity, g.Input("x", 3))
		g.Objective("train", g.CrossEntropy(logits, CrossEntropyOptions{ClassWeights: []float32{1, 2, 0.5}, Smoothing: 0.2}))
	},
	"loss on a modality": func(g *Graph) {
		a, b := encoders(g)
		la := g.CrossEntropy(g.Linear("ha", 3, Identity, a), CrossEntropyOptions{})
		lb := g.CrossEntropy(g.Linear("hb", 3, Identity, b), CrossEntropyOptions{})
		g.Objective("train", g.Total(Term{Loss: la, Weight: 0.5}, Term{Loss: lb, Weight: 2}))
	},
	"bce": func(g *Graph) {
		x := g.Linear("h", 3, Identity, g.Input("x", 3))
		g.Objective("train", g.BCEWithLogits(x, g.Input("mask", 3), Cells{}))
	},
	"masked mse": func(g *Graph) {
		x := g.Linear("h", 3, Sigmoid, g.Input("x", 3))
		g.Objective("train", g.MSE(x, g.Input("target", 3), Cells{Weight: g.Input("mask", 3)}))
	},
	"blend and affine": func(g *Graph) {
		m := g.Input("mask", 3)
		x := g.Blend(m, g.Input("x", 3), g.Linear("h", 3, Sigmoid, g.Input("target", 3), g.Uniform("z", 0, 0.1, 3)))
		hint := g.Blend(g.Bernoulli("b", 0.9, 3), m, g.Affine(0, 0.5, m))
		d := g.Linear("d", 3, Identity, x, hint)
		g.Objective("train", g.BCEWithLogits(d, g.Affine(0, 1, m), Cells{Weight: g.Affine(-1, 1, m), OverAll: true}))
	},
	"energy score": func(g *Graph) {
		h := g.Linear("h", 6, Tanh, g.Input("x", 3))
		a, b := g.Linear("made", 3, Identity, h, g.Uniform("z1", -1, 1, 2)), g.Linear("made", 3, Identity, h, g.Uniform("z2", -1, 1, 2))
		target := g.Input("target", 3)
		whole := g.EnergyScore(a, b, target, Tensor{})
		part := g.EnergyScore(a, b, target, g.Input("mask", 3))
		g.Objective("train", g.Total(Term{Loss: whole, Weight: 1}, Term{Loss: part, Weight: 2}))
	},
	"mean matching": func(g *Graph) {
		x := g.Linear("h", 3, Tanh, g.Input("x", 3))
		g.Objective("train", g.MeanMatching(x, g.Input("target", 3)))
	},
	"spectral norm": func(g *Graph) {
		g.SpectralNorm("d/")
		h := g.Linear("d/h", 4, Tanh, g.Linear("h", 3, Tanh, g.Input("x", 3)))
		classify(g, g.Linear("d/out", 1, Identity, h, g.Input("mask", 3)))
	},
	"soft targets": func(g *Graph) {
		logits := g.Linear("h", 3, Identity, g.Input("x", 3))
		g.Objective("train", g.SoftCrossEntropy(logits, g.Softmax(g.Input("target", 3)), 2))
	},
}
