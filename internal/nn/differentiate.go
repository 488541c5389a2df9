package nn

import (
	G "gorgonia.org/gorgonia"
)

// differentiate adds the gradients of the objectives to the graph.
func (g *Graph) differentiate() {
	if len(g.objectives) == 0 {
		fail("the build function declares no objective")
	}
	taken := map[*G.Node]string{}
	for _, o := range g.objectives {
		active := g.activate(o)
		for n := range active {
			if other, shared := taken[n]; shared {
				fail("objectives %q and %q both train %v; name the parameters of each by prefix, and apply shared layers anew for each objective", other, o.name, n)
			}
			taken[n] = o.name
		}
		if len(o.wrt) == 0 {
			fail("objective %q depends on no parameter that it trains", o.name)
		}
		wrt := make([]*G.Node, len(o.wrt))
		for i, name := range o.wrt {
			wrt[i] = g.paramNodes[name]
		}
		var err error
		o.grads, err = G.Grad(o.loss.node, wrt...)
		check(err)
	}
}

// activate finds the parameters that an objective trains, in the order of their
// declaration, and returns the nodes through which their gradients flow.
func (g *Graph) activate(o *objective) map[*G.Node]bool {
	names := map[*G.Node]string{}
	for name, n := range g.paramNodes {
		names[n] = name
	}
	active, seen := map[*G.Node]bool{}, map[*G.Node]bool{}
	var visit func(n *G.Node) bool
	visit = func(n *G.Node) bool {
		if seen[n] {
			return active[n]
		}
		seen[n] = true
		name, isParam := names[n]
		on := isParam && o.trains(name)
		for i, c := range children(g.expr, n) {
			if n.Op().(*fused).diff[i] && visit(c) { // not below what is constant, as Detach makes it
				on = true
			}
		}
		if on {
			active[n] = true
		}
		return on
	}
	visit(o.loss.node)
	for _, p := range g.params.specs {
		if n := g.paramNodes[p.name]; n != nil && active[n] {
			o.wrt = append(o.wrt, p.name)
		}
	}
	return active
}

// children returns the operands of a node, in order.
func children(expr *G.ExprGraph, n *G.Node) []*G.Node {
	it := expr.From(n.ID())
	if it == nil {
		return nil
	}
	var out []*G.Node
	for it.Next() {
		out = append(out, it.Node().(*G.Node))
	}
	return out
}
