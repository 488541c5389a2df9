package models

import "lacuna/internal/nn"

// build writes the network down.
func (r *robust) build(g *nn.Graph, target goal) {
	parts := r.encode(g)
	opinions := r.opinions(g, parts, target.classes)
	logits, losses := r.joint(g, parts, opinions, target.classes)
	g.Output(nn.Logits, logits)
	if r.aux > 0 {
		weight := r.aux / float64(len(opinions))
		if r.auxSum {
			weight = r.aux
		}
		for _, x := range opinions {
			losses = append(losses, nn.Term{Loss: r.loss(g, x, target.train), Weight: weight})
		}
	}
	losses = append(losses, nn.Term{Loss: r.loss(g, logits, target.train), Weight: 1 - r.distill.share})
	if r.distill.share > 0 {
		losses = append(losses, r.distill.term(g, logits, func() nn.Tensor { return r.whole(g, target.classes) }))
	}
	g.Objective("classify", g.Total(losses...))
	g.Validation(g.CrossEntropy(logits, target.stop))
}

// whole returns the scores of the classes by a network of its own.
func (r *robust) whole(g *nn.Graph, classes int) nn.Tensor {
	parts := r.encode(g)
	var opinions []nn.Tensor
	if r.decider != nil {
		opinions = r.opinions(g, parts, classes)
	}
	logits, _ := r.joint(g, parts, opinions, classes)
	return logits
}

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

// opinions returns what a head for each modality says of the classes, where
// anything asks for it.
func (r *robust) opinions(g *nn.Graph, parts []nn.Tensor, classes int) []nn.Tensor {
	if r.aux == 0 && r.decider == nil {
		return nil
	}
	out := make([]nn.Tensor, len(parts))
	for k, b := range r.blocks {
		out[k] = g.Linear(b.encoder()+"/head", classes, nn.Identity, g.Activate(nn.ReLU, parts[k]))
		if r.decider != nil {
			out[k] = r.decider.Opinion(g, out[k])
		}
	}
	return out
}

// joint returns the scores of the classes, decided from the modalities' opinions
// or by a head over the fused embeddings, and the fusion's own losses.
func (r *robust) joint(g *nn.Graph, parts, opinions []nn.Tensor, classes int) (nn.Tensor, []nn.Term) {
	if r.decider != nil {
		return r.decider.Decide(g, opinions), nil
	}
	x, losses := r.fuse(g, parts)
	return g.Linear("head", classes, nn.Identity, g.Dropout(r.encoding.Dropout, x)), losses
}

func (r *robust) fuse(g *nn.Graph, parts []nn.Tensor) (nn.Tensor, []nn.Term) {
	if s, ok := r.fusion.(Supervisor); ok {
		return s.FuseSupervised(g, parts)
	}
	return r.fusion.Fuse(g, parts), nil
}

// loss is what trains an opinion or the joint scores.
func (r *robust) loss(g *nn.Graph, x nn.Tensor, o nn.CrossEntropyOptions) nn.Loss {
	if r.decider != nil {
		return r.decider.Loss(g, x, o)
	}
	return g.CrossEntropy(x, o)
}
