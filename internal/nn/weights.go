package nn

import (
	"io"

	"lacuna/internal/rng"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// Weights returns the parameters by their names; they share the memory of the
// network.
func (n *Network) Weights() map[string]Matrix {
	out := make(map[string]Matrix, len(n.params.specs))
	for _, p := range n.Params() {
		out[p.Name] = Matrix{p.Rows, p.Cols, p.Values}
	}
	return out
}

// NewWith builds a network with these weights, which may come from anybody's
// file: unless they are exactly the parameters of the network, all finite, it
// returns an error, and before it makes room for them.
func NewWith(weights map[string]Matrix, build func(*Graph)) (*Network, error) {
	n := &Network{build: build, params: &paramSet{byName: map[string]int{}}, replicas: map[int][]*replica{}}
	err := Guard("building the network", func() error {
		r := newReplica(n.params, build, 1, true)
		n.classes, n.products = r.graph.classes, r.graph.products
		if err := n.params.check(weights); err != nil {
			return err
		}
		n.params.materialise(rng.New(0))
		for _, p := range n.params.specs {
			copy(n.params.values[p.off:p.off+p.size()], weights[p.name].Values)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return n, nil
}

// check compares weights with the parameters that are declared.
func (s *paramSet) check(weights map[string]Matrix) error {
	if len(weights) != len(s.specs) {
		return say.Errorf("there are %d matrices, the network has %d", len(weights), len(s.specs))
	}
	for _, p := range s.specs {
		w, ok := weights[p.name]
		switch {
		case !ok:
			return say.Errorf("%q is not there", p.name)
		case w.Rows != p.rows || w.Cols != p.cols || len(w.Values) != p.size():
			return say.Errorf("%q is %d×%d, the network wants %d×%d", p.name, w.Rows, w.Cols, p.rows, p.cols)
		case !(saved.Tensor{Values: w.Values}).Finite():
			return say.Errorf("%q holds numbers that are not finite", p.name)
		}
	}
	return nil
}

// Save writes the parameters in the safetensors layout, each a matrix of 32-bit
// floats under its name. Any reader of safetensors opens the file.
func (n *Network) Save(w io.Writer) error {
	if err := fileOf(n.params.stored("", n.params.values)).Write(w); err != nil {
		return say.Errorf("nn: saving weights: %w", err)
	}
	return nil
}

// Load reads parameters that Save wrote. The file must hold exactly the
// parameters of this network; otherwise nothing changes and the error says what
// is wrong with it.
func (n *Network) Load(r io.Reader) error {
	file, err := saved.Read(r)
	if err == nil {
		err = take(file, n.params.stored("", n.params.values))
	}
	if err != nil {
		return say.Errorf("nn: loading weights: %w", err)
	}
	return nil
}

// stored describes an arena of the parameters' layout for a file: matrices that
// share its memory.
func (s *paramSet) stored(prefix string, arena []float32) []saved.Tensor {
	out := make([]saved.Tensor, len(s.specs))
	for i, p := range s.specs {
		out[i] = saved.Tensor{Name: prefix + p.name, Shape: []int{p.rows, p.cols}, Values: arena[p.off : p.off+p.size()]}
	}
	return out
}

func fileOf(tensors []saved.Tensor) *saved.File {
	f := &saved.File{Metadata: map[string]string{}, Tensors: map[string]saved.Tensor{}}
	for _, t := range tensors {
		f.Tensors[t.Name] = t
	}
	return f
}

// take copies the tensors of a file, which must be exactly those given, into
// these. If anything is wrong with it, no value changes.
func take(file *saved.File, into []saved.Tensor) error {
	if len(file.Tensors) != len(into) {
		return say.Errorf("the file holds %d matrices, the network has %d", len(file.Tensors), len(into))
	}
	for _, t := range into {
		from, ok := file.Tensors[t.Name]
		if !ok {
			return say.Errorf("%q is not in the file", t.Name)
		}
		if _, floats := from.Values.([]float32); !floats {
			return say.Errorf("%q does not hold 32-bit floats", t.Name)
		}
		if len(from.Shape) != 2 || from.Shape[0] != t.Shape[0] || from.Shape[1] != t.Shape[1] {
			return say.Errorf("%q has shape %v, the network wants %d×%d", t.Name, from.Shape, t.Shape[0], t.Shape[1])
		}
		if !from.Finite() {
			return say.Errorf("%s holds numbers that are not finite", t.Name)
		}
	}
	for _, t := range into {
		copy(t.Values.([]float32), file.Tensors[t.Name].Values.([]float32))
	}
	return nil
}
