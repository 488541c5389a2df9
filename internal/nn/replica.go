package nn

import (
	"fmt"

	G "gorgonia.org/gorgonia"

	"lacuna/internal/say"
)

// replica is one copy of a network's graph with its buffers and programs over
// the shared parameters. Each belongs to one goroutine at a time.
type replica struct {
	graph    *Graph
	validate *program // made on first use
	predicts map[string]*program

	// Of a replica that trains:
	grads []float32
	late  [][]*lateGradient // for each objective's parameters, nil where grads has the gradient
	steps []*program        // one for each objective
	step  *program          // what a whole step reads
}

// program is an executor and what must be in place before it runs.
type program struct {
	*executor
	inputs []*input
	noises []*noise
	norms  []normalised
	labels bool // the arithmetic reads labels and record weights
	roots  []*G.Node
}

// newReplica builds a graph for batches of at most limit records, which trains
// only if asked to.
func newReplica(params *paramSet, build func(*Graph), limit int, trains bool) *replica {
	building.Lock()
	defer building.Unlock()
	g := newGraph(params, limit)
	g.trains = trains
	build(g)
	r := &replica{graph: g, predicts: map[string]*program{}}
	if trains {
		g.differentiate()
	}
	if trains && params.frozen {
		r.compileSteps()
	}
	return r
}

// compileSteps makes one program for each objective. Later ones reuse what
// earlier ones computed, as far as the parameters below were not stepped.
func (r *replica) compileSteps() {
	g := r.graph
	r.grads = make([]float32, g.params.total)
	c := newCompiler(g)
	for _, o := range g.objectives {
		for i, name := range o.wrt {
			p := g.params.specs[g.params.byName[name]]
			if !c.postpone(o.grads[i]) {
				c.land(o.grads[i], r.grads[p.off:p.off+p.size()])
			}
		}
	}
	for _, o := range g.objectives {
		r.steps = append(r.steps, r.assemble(c, append([]*G.Node{o.loss.node}, o.grads...)...))
		r.late = append(r.late, c.lateGradients(o.grads))
		stepped := map[*G.Node]bool{}
		for _, name := range o.wrt {
			stepped[g.paramNodes[name]] = true
		}
		c.forget(stepped)
	}
	var losses []*G.Node
	for _, o := range g.objectives {
		losses = append(losses, o.loss.node)
	}
	r.step = r.assemble(newCompiler(g), losses...)
}

// validation returns the program for the validation loss and the logits.
func (r *replica) validation() *program {
	if r.validate != nil {
		return r.validate
	}
	g := r.graph
	loss := g.objectives[0].loss
	if g.validation != nil {
		loss = *g.validation
	}
	roots := []*G.Node{loss.node}
	if t, ok := g.outputs[Logits]; ok {
		roots = append(roots, t.node)
	}
	r.validate = r.assemble(newCompiler(g), roots...)
	return r.validate
}

// predict returns the program for the named outputs.
func (r *replica) predict(outputs []string) (*program, error) {
	key := fmt.Sprintf("%q", outputs)
	if p := r.predicts[key]; p != nil {
		return p, nil
	}
	roots := make([]*G.Node, len(outputs))
	for i, name := range outputs {
		t, ok := r.graph.outputs[name]
		if !ok {
			return nil, say.Errorf("nn: the network has no output %q", name)
		}
		roots[i] = t.node
	}
	r.predicts[key] = r.assemble(newCompiler(r.graph), roots...)
	return r.predicts[key], nil
}

// assemble compiles a program and notes what it reads.
func (r *replica) assemble(c *compiler, roots ...*G.Node) *program {
	p := &program{executor: c.program(roots...), roots: roots}
	reached := map[*G.Node]bool{}
	seen := map[*G.Node]bool{}
	for _, root := range roots {
		c.visit(root, seen, func(n *G.Node) { reached[n] = true })
	}
	for _, in := range r.graph.inputs {
		if reached[in.tensor.node] {
			p.inputs = append(p.inputs, in)
		}
	}
	for _, z := range r.graph.noises {
		if reached[z.tensor.node] {
			p.noises = append(p.noises, z)
		}
	}
	for _, l := range r.graph.losses {
		if reached[l] {
			p.norms = append(p.norms, r.graph.norms[l])
			_, ok := r.graph.norms[l].(supervised)
			p.labels = p.labels || ok
		}
	}
	return p
}
