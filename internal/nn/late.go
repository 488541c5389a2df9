package nn

import (
	"lacuna/internal/kernel"

	G "gorgonia.org/gorgonia"
)

// lateGradient is the gradient xᵀ·dz of a weight matrix that the backward pass
// leaves to the update. There a few of its rows at a time are computed, summed
// over the shards, and used up by the optimiser while they are in the cache: the
// whole gradient is never written down, and no shard has one of its own.
type lateGradient struct {
	rows  liveRows
	x, dz []float32
	k     int // rows of the weight matrix
	out   int // its columns
}

// add computes count rows of the gradient from row on, or adds them to dst.
func (l *lateGradient) add(w *kernel.Workspace, row, count int, accumulate bool, dst []float32) {
	n := l.rows.n()
	if n > 0 {
		w.Gemm(true, false, count, l.out, n, l.x[row:], l.k, l.dz, l.out, accumulate, dst, l.out)
	} else if !accumulate {
		clear(dst[:count*l.out])
	}
}

// postpone leaves the gradient n to the update, if it is that of a weight matrix
// of a linear layer and nothing else, and says whether it is.
func (c *compiler) postpone(n *G.Node) bool {
	p, ok := n.Op().(*pick)
	if !ok {
		return false
	}
	m, ok := p.from.of.math.(*linearMath)
	p.late = ok && p.index%2 == 1 && p.index < 2*len(m.widths)
	return p.late
}

// lateGradients returns the postponed among some gradients, nil for the others.
func (c *compiler) lateGradients(grads []*G.Node) []*lateGradient {
	late := make([]*lateGradient, len(grads))
	for i, n := range grads {
		if p, ok := n.Op().(*pick); ok && p.late {
			late[i] = c.lateGradient(n)
		}
	}
	return late
}

// lateGradient returns what a postponed gradient is computed from.
func (c *compiler) lateGradient(n *G.Node) *lateGradient {
	p := n.Op().(*pick)
	m := p.from.of.math.(*linearMath)
	operands := children(c.graph.expr, children(c.graph.expr, n)[0])
	x, dout := c.at(operands[p.index-1]), c.at(operands[len(operands)-1])
	return &lateGradient{rows: m.rows, x: x, dz: m.before(dout), k: m.widths[p.index/2], out: m.out}
}
