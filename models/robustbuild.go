package models

import "lacuna/internal/nn"

// build writes the network down.
func (r *robust) build(g *nn.Graph, target goal) {
	parts := r.encode(g)
	var logits nn.Tensor
	var losses []nn.Term
	if r.decider != nil {
		logits, losses = r.decide(g, r.ownScores(g, parts, target.classes), target)
	} else {
		logits, losses = r.fuse(g, parts, target)
	}
	g.Output(nn.Logits, logits)
	g.Objective("classify", g.Total(losses...))
	g.Validation(g.CrossEntropy(logits, target.stop))
}

// own is the weight of a loss of each modality's own.
func (r *robust) own() float64 { return r.aux / float64(len(r.blocks)) }

// encode returns each modality's embedding.
func (r *robust) encode(g *nn.Graph) []nn.Tensor {
	parts := make([]nn.Tensor, len(r.blocks))
	for k, b := range r.blocks {
		o := r.encoding
		o.InputDropout = scaledDropout(o.InputDropout, b.width(), b.seen)
		encoder := encoderFor(r.kinds[k], b)
		parts[k] = encoder.Encode(g, b.encoder(), g.Modality(b.name(), encoder.Shape()...), o)
	}
	return parts
}

// ownScores returns the scores of a head for each modality.
func (r *robust) ownScores(g *nn.Graph, parts []nn.Tensor, classes int) []nn.Tensor {
	scores := make([]nn.Tensor, len(parts))
	for k, b := range r.blocks {
		scores[k] = g.Linear(b.encoder()+"/head", classes, nn.Identity, g.Activate(nn.ReLU, parts[k]))
	}
	return scores
}

// fuse returns the scores of a head over the fused embeddings, and the losses.
func (r *robust) fuse(g *nn.Graph, parts []nn.Tensor, target goal) (nn.Tensor, []nn.Term) {
	var losses []nn.Term
	if r.aux > 0 {
		for _, x := range r.ownScores(g, parts, target.classes) {
			losses = append(losses, nn.Term{Loss: g.CrossEntropy(x, target.train), Weight: r.own()})
		}
	}
	logits := g.Linear("head", target.classes, nn.Identity, g.Dropout(r.encoding.Dropout, r.fusion.Fuse(g, parts)))
	return logits, append(losses, nn.Term{Loss: g.CrossEntropy(logits, target.train), Weight: 1})
}

// decide returns the joint opinion, and the losses.
func (r *robust) decide(g *nn.Graph, scores []nn.Tensor, target goal) (nn.Tensor, []nn.Term) {
	opinions := make([]nn.Tensor, len(scores))
	var losses []nn.Term
	for k, x := range scores {
		opinions[k] = r.decider.Opinion(g, x)
		if r.aux > 0 {
			losses = append(losses, nn.Term{Loss: r.decider.Loss(g, opinions[k], target.train), Weight: r.own()})
		}
	}
	joint := r.decider.Decide(g, opinions)
	return joint, append(losses, nn.Term{Loss: r.decider.Loss(g, joint, target.train), Weight: 1})
}
