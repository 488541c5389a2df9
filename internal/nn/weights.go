package nn

import (
	"fmt"
	"io"
)

// Save writes the parameters in the safetensors layout, each a matrix of 32-bit
// floats under its name. Any reader of safetensors opens the file.
func (n *Network) Save(w io.Writer) error {
	if err := writeSafetensors(w, nil, n.params.stored("", n.params.values)); err != nil {
		return fmt.Errorf("nn: saving weights: %w", err)
	}
	return nil
}

// Load reads parameters that Save wrote. The file must hold exactly the
// parameters of this network, in any order; otherwise nothing changes and the
// error says what is wrong with it.
func (n *Network) Load(r io.Reader) error {
	if _, err := readSafetensors(r, n.params.stored("", n.params.values)); err != nil {
		return fmt.Errorf("nn: loading weights: %w", err)
	}
	return nil
}

// stored describes an arena of the parameters' layout for a file.
func (s *paramSet) stored(prefix string, arena []float32) []storedTensor {
	out := make([]storedTensor, len(s.specs))
	for i, p := range s.specs {
		out[i] = storedTensor{prefix + p.name, p.rows, p.cols, arena[p.off : p.off+p.size()]}
	}
	return out
}
