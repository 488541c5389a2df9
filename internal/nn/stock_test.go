package nn

import (
	"fmt"
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
	places [][]int // where each number of each parameter lies in our arena
}

func (s *stock) matrix(name string, rows, cols int, x []float32) *G.Node {
	v := make([]float64, rows*cols)
	for i := range v {
		v[i] = float64(x[i])
	}
	return G.NewMatrix(s.g, tensor.Float64, G.WithName(name), G.WithShape(rows, cols),
		G.WithValue(tensor.New(tensor.WithShape(rows, cols), tensor.WithBacking(v))))
}

// param is a whole parameter of our network.
func (s *stock) param(name string) *G.Node {
	p := s.net.params.specs[s.net.params.byName[name]]
	return s.block(name, 0, p.rows, 0, p.cols)
}

// block is a part of a parameter: the rows r0 to r1 and columns c0 to c1.
func (s *stock) block(name string, r0, r1, c0, c1 int) *G.Node {
	i, ok := s.net.params.byName[name]
	if !ok {
		s.t.Fatalf("no parameter %q", name)
	}
	p := s.net.params.specs[i]
	var values []float32
	var places []int
	for r := r0; r < r1; r++ {
		for c := c0; c < c1; c++ {
			places = append(places, p.off+r*p.cols+c)
			values = append(values, s.net.params.values[p.off+r*p.cols+c])
		}
	}
	n := s.matrix(fmt.Sprintf("%s[%d,%d]", name, r0, c0), r1-r0, c1-c0, values)
	s.params, s.places = append(s.params, n), append(s.places, places)
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
		for k, want := range grads[i].Value().Data().([]float64) {
			if got := float64(ours.grads[s.places[i][k]]); math.Abs(got-want) > 1e-5 {
				s.t.Errorf("gradient of %s, number %d: %v, stock operations %v", n.Name(), k, got, want)
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

// head is one head of attention over two tokens: the outputs for both.
func (s *stock) head(xs []*G.Node, lo, hi, d int) (out []*G.Node) {
	project := func(part int) (ys []*G.Node) {
		w := s.block("self/qkv/W", 0, d, part*d+lo, part*d+hi)
		b := s.block("self/qkv/b", 0, 1, part*d+lo, part*d+hi)
		for _, x := range xs {
			ys = append(ys, G.Must(G.BroadcastAdd(G.Must(G.Mul(x, w)), b, nil, []byte{0})))
		}
		return ys
	}
	q, k, v := project(0), project(1), project(2)
	scale := G.NewConstant(1/math.Sqrt(float64(hi-lo)), G.WithName("scale"))
	for i := range xs {
		var e []*G.Node
		for j := range xs {
			dot := G.Must(G.Sum(G.Must(G.HadamardProd(q[i], k[j])), 1))
			e = append(e, G.Must(G.Exp(G.Must(G.Mul(scale, dot)))))
		}
		sum := G.Must(G.Add(e[0], e[1]))
		var terms []*G.Node
		for j := range xs {
			w := G.Must(G.Reshape(G.Must(G.HadamardDiv(e[j], sum)), tensor.Shape{9, 1}))
			terms = append(terms, G.Must(G.BroadcastHadamardProd(v[j], w, nil, []byte{1})))
		}
		out = append(out, G.Must(G.Add(terms[0], terms[1])))
	}
	return out
}

func TestStockSelfAttention(t *testing.T) {
	d := plainFixture()
	ours := step(t, func(g *Graph) {
		x, y := g.Linear("x", 4, Tanh, g.Input("x", 3)), g.Linear("y", 4, Tanh, g.Input("target", 3))
		s, _ := g.SelfAttention("self", 2, g.Tokens("f", Masked, x, y))
		classify(g, g.Sum(s))
	}, d)
	s := &stock{t: t, g: G.NewGraph(), net: ours.graph}
	xs := []*G.Node{
		G.Must(G.Tanh(s.linear("x", s.matrix("in x", 9, 3, d.Blocks["x"].X)))),
		G.Must(G.Tanh(s.linear("y", s.matrix("in y", 9, 3, d.Blocks["target"].X)))),
	}
	var sum *G.Node
	for h := range 2 {
		w := s.block("self/out/W", 2*h, 2*h+2, 0, 4)
		for _, o := range s.head(xs, 2*h, 2*h+2, 4) {
			y := G.Must(G.Mul(o, w))
			if sum != nil {
				y = G.Must(G.Add(sum, y))
			}
			sum = y
		}
	}
	bias := s.param("self/out/b")
	sum = G.Must(G.BroadcastAdd(sum, G.Must(G.Add(bias, bias)), nil, []byte{0}))
	s.compare(s.crossEntropy(s.linear("head", sum), d.Labels), ours)
}

func TestStockLayerNorm(t *testing.T) {
	d := plainFixture()
	ours := step(t, func(g *Graph) {
		classify(g, g.LayerNorm("n", g.Linear("h", 4, Tanh, g.Input("x", 3))))
	}, d)
	s := &stock{t: t, g: G.NewGraph(), net: ours.graph}
	h := G.Must(G.Tanh(s.linear("h", s.matrix("x", 9, 3, d.Blocks["x"].X))))
	column := func(n *G.Node) *G.Node { return G.Must(G.Reshape(n, tensor.Shape{9, 1})) }
	quarter := G.NewConstant(0.25, G.WithName("quarter"))
	h = G.Must(G.BroadcastSub(h, column(G.Must(G.Mul(quarter, G.Must(G.Sum(h, 1))))), nil, []byte{1}))
	variance := G.Must(G.Mul(quarter, G.Must(G.Sum(G.Must(G.Square(h)), 1))))
	deviation := G.Must(G.Sqrt(G.Must(G.Add(variance, G.NewConstant(normEpsilon, G.WithName("epsilon"))))))
	unit := G.Must(G.BroadcastHadamardDiv(h, column(deviation), nil, []byte{1}))
	scaled := G.Must(G.BroadcastHadamardProd(unit, s.param("n/gain"), nil, []byte{0}))
	scaled = G.Must(G.BroadcastAdd(scaled, s.param("n/bias"), nil, []byte{0}))
	s.compare(s.crossEntropy(s.linear("head", scaled), d.Labels), ours)
}

func TestStockBCE(t *testing.T) {
	d := plainFixture()
	ours := step(t, func(g *Graph) {
		g.Objective("train", g.BCEWithLogits(g.Linear("h", 3, Identity, g.Input("x", 3)), g.Input("mask", 3), Cells{}))
	}, d)
	s := &stock{t: t, g: G.NewGraph(), net: ours.graph}
	z := s.linear("h", s.matrix("x", 9, 3, d.Blocks["x"].X))
	target := s.matrix("mask", 9, 3, d.Blocks["mask"].X)
	// −t·log σ(z) − (1−t)·log(1−σ(z)) = log(1+e^z) − t·z
	soft := G.Must(G.Log(G.Must(G.Add(G.Must(G.Exp(z)), G.NewConstant(1.0, G.WithName("unit"))))))
	s.compare(G.Must(G.Mean(G.Must(G.Sub(soft, G.Must(G.HadamardProd(target, z)))))), ours)
}
