package models

import "lacuna/internal/nn"

// build writes the network down.
func (r *robust) build(g *nn.Graph, classes int) {
	target := nn.CrossEntropyOptions{Smoothing: r.training.smoothing}
	parts, scores, losses := r.encode(g, classes, target)
	logits := r.decide(g, parts, scores, classes)
	g.Output(nn.Logits, logits)
	losses = append(losses, nn.Term{Loss: g.CrossEntropy(logits, target), Weight: 1})
	g.Objective("classify", g.Total(losses...))
	g.Validation(g.CrossEntropy(logits, nn.CrossEntropyOptions{}))
}

// encode returns each modality's embedding and, where anything asks for them,
// the scores of a head of its own and their loss.
func (r *robust) encode(g *nn.Graph, classes int, target nn.CrossEntropyOptions) (parts, scores []nn.Tensor, losses []nn.Term) {
	for k, b := range r.blocks {
		o := r.encoding
		o.InputDropout = scaledDropout(o.InputDropout, b.width(), b.seen)
		name := "encoder/" + b.name()
		encoder := encoderFor(r.kinds[k], b)
		x := encoder.Encode(g, name, g.Modality(b.name(), encoder.Shape()...), o)
		parts = append(parts, x)
		if r.aux == 0 && r.decider == nil {
			continue
		}
		own := g.Linear(name+"/head", classes, nn.Identity, g.Activate(nn.ReLU, x))
		scores = append(scores, own)
		if r.aux > 0 {
			losses = append(losses, nn.Term{Loss: g.CrossEntropy(own, target), Weight: r.aux / float64(len(r.blocks))})
		}
	}
	return parts, scores, losses
}

// decide returns the scores of the classes, fused from embeddings or from the
// modalities' own scores.
func (r *robust) decide(g *nn.Graph, parts, scores []nn.Tensor, classes int) nn.Tensor {
	if r.decider != nil {
		return r.decider.Decide(g, scores)
	}
	return g.Linear("head", classes, nn.Identity, g.Dropout(r.encoding.Dropout, r.fusion.Fuse(g, parts)))
}
