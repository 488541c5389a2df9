package nn

import (
	"math"
	"testing"

	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// materialise gives every gradient a place, as the tape machine runs the whole
// graph and not only what the objectives need.
func materialise(g *Graph) {
	for _, n := range g.expr.AllNodes() {
		if p, ok := n.Op().(*pick); ok && p.from.grads[p.index] == nil {
			p.store(make([]float32, p.out.size()))
		}
	}
}

// The tape machine is gorgonia's own way to run a graph. It must find the same
// loss and gradients as the executor.
func TestTapeMachineAgrees(t *testing.T) {
	r := step(t, fusion, fixture(9))
	g := r.graph
	materialise(g)
	want := append([]float32(nil), r.grads...)
	loss := numbers(g.objectives[0].loss.node.Value())[0]
	clear(r.grads)
	vm := G.NewTapeMachine(g.expr)
	defer func() {
		if err := vm.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := vm.RunAll(); err != nil {
		t.Fatal(err)
	}
	if got := numbers(g.objectives[0].loss.node.Value())[0]; got != loss {
		t.Errorf("loss %v, the executor has %v", got, loss)
	}
	for i, name := range g.objectives[0].wrt {
		p := g.params.specs[g.params.byName[name]]
		got := numbers(g.objectives[0].grads[i].Value())
		for k, v := range got {
			if math.Abs(float64(v-want[p.off+k])) > 1e-6 {
				t.Fatalf("gradient of %s[%d]: %v, the executor has %v", name, k, v, want[p.off+k])
			}
		}
	}
}

// stock is a graph of gorgonia's own operations in float64.
type stock struct {
	t      *testing.T
	g      *G.ExprGraph
	net    *Graph
	params []*G.Node
}

func (s *stock) matrix(name string, rows, cols int, x []float32) *G.Node {
	v := make([]float64, rows*cols)
	for i := range v {
		v[i] = float64(x[i])
	}
	return G.NewMatrix(s.g, tensor.Float64, G.WithName(name), G.WithShape(rows, cols),
		G.WithValue(tensor.New(tensor.WithShape(rows, cols), tensor.WithBacking(v))))
}

func (s *stock) param(name string) *G.Node {
	p, err := s.net.params.find(name)
	if err != nil {
		s.t.Fatal(err)
	}
	n := s.matrix(name, p.Rows, p.Cols, p.Values)
	s.params = append(s.params, n)
	return n
}

func (s *stock) linear(name string, x *G.Node) *G.Node {
	y := G.Must(G.Mul(x, s.param(name+"/W")))
	return G.Must(G.BroadcastAdd(y, s.param(name+"/b"), nil, []byte{0}))
}

// crossEntropy is mean(log Σe^z − z[label]) by elementary operations.
func (s *stock) crossEntropy(z *G.Node, labels []int) *G.Node {
	rows, classes := z.Shape()[0], z.Shape()[1]
	hot := make([]float32, rows*classes)
	for i, y := range labels {
		hot[i*classes+y] = 1
	}
	logSum := G.Must(G.Log(G.Must(G.Sum(G.Must(G.Exp(z)), 1))))
	at := G.Must(G.Sum(G.Must(G.HadamardProd(z, s.matrix("hot", rows, classes, hot))), 1))
	return G.Must(G.Mean(G.Must(G.Sub(logSum, at))))
}

// compare runs the stock graph and compares loss and gradients with ours.
func (s *stock) compare(loss *G.Node, ours *replica) {
	s.t.Helper()
	grads, err := G.Grad(loss, s.params...)
	if err != nil {
		s.t.Fatal(err)
	}
	vm := G.NewTapeMachine(s.g)
	defer func() { _ = vm.Close() }()
	if err := vm.RunAll(); err != nil {
		s.t.Fatal(err)
	}
	got := float64(numbers(s.net.objectives[0].loss.node.Value())[0])
	if want := loss.Value().Data().(float64); math.Abs(got-want) > 1e-6*math.Abs(want)+1e-6 {
		s.t.Errorf("loss %v, stock operations %v", got, want)
	}
	for i, n := range s.params {
		p := s.net.params.specs[s.net.params.byName[n.Name()]]
		for k, want := range grads[i].Value().Data().([]float64) {
			if got := float64(ours.grads[p.off+k]); math.Abs(got-want) > 1e-5 {
				s.t.Errorf("gradient of %s[%d]: %v, stock operations %v", n.Name(), k, got, want)
			}
		}
	}
}

func plainFixture() Data {
	d := fixture(9)
	d.Labels[8], d.Weights = 0, nil
	return d
}

func TestStockClassifier(t *testing.T) {
	d := plainFixture()
	ours := step(t, func(g *Graph) {
		h := g.Linear("h1", 6, ReLU, g.Input("x", 3))
		h = g.Linear("h2", 5, Sigmoid, h)
		classify(g, g.Linear("h3", 4, Tanh, h))
	}, d)
	s := &stock{t: t, g: G.NewGraph(), net: ours.graph}
	h := G.Must(G.Rectify(s.linear("h1", s.matrix("x", 9, 3, d.Blocks["x"].X))))
	h = G.Must(G.Sigmoid(s.linear("h2", h)))
	h = G.Must(G.Tanh(s.linear("h3", h)))
	s.compare(s.crossEntropy(s.linear("head", h), d.Labels), ours)
}

func TestStockAttentionPool(t *testing.T) {
	d := plainFixture()
	ours := step(t, func(g *Graph) {
		x, y := g.Input("x", 3), g.Input("target", 3)
		pooled, _ := g.AttentionPool("pool", g.Tokens("f", Masked, g.Linear("x", 4, Tanh, x), g.Linear("y", 4, Tanh, y)))
		classify(g, pooled)
	}, d)
	s := &stock{t: t, g: G.NewGraph(), net: ours.graph}
	x := G.Must(G.Tanh(s.linear("x", s.matrix("in x", 9, 3, d.Blocks["x"].X))))
	y := G.Must(G.Tanh(s.linear("y", s.matrix("in y", 9, 3, d.Blocks["target"].X))))
	query := G.Must(G.Transpose(s.param("pool/query")))
	half := G.NewConstant(0.5) // 1/√4
	ex := G.Must(G.Exp(G.Must(G.Mul(half, G.Must(G.Mul(x, query))))))
	ey := G.Must(G.Exp(G.Must(G.Mul(half, G.Must(G.Mul(y, query))))))
	sum := G.Must(G.Add(ex, ey))
	weigh := func(e, x *G.Node) *G.Node {
		return G.Must(G.BroadcastHadamardProd(x, G.Must(G.HadamardDiv(e, sum)), nil, []byte{1}))
	}
	s.compare(s.crossEntropy(s.linear("head", G.Must(G.Add(weigh(ex, x), weigh(ey, y)))), d.Labels), ours)
}
