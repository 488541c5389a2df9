package forest

import (
	"slices"

	"lacuna/internal/say"
)

// State is a forest as data: the nodes and the leaves of all trees behind each
// other, those of tree k from Roots[k] and from Leaves[k] on. A leaf has the
// column −1.
type State struct {
	Targets int
	Roots   []int32 // of each tree, and the number of nodes
	Leaves  []int32 // of each tree, and the number of leaves
	Column  []int32
	First   []int32 // child or leaf, in its tree
	Last    []uint8
	Values  []float32 // leaves × targets
}

// State returns the forest as data.
func (f *Forest) State() State {
	s := State{Targets: f.targets, Roots: []int32{0}, Leaves: []int32{0}}
	for _, t := range f.trees {
		for _, n := range t.nodes {
			s.Column, s.First, s.Last = append(s.Column, n.column), append(s.First, n.first), append(s.Last, n.last)
		}
		s.Values = append(s.Values, t.values...)
		s.Roots = append(s.Roots, int32(len(s.Column)))
		s.Leaves = append(s.Leaves, int32(len(s.Values)/f.targets))
	}
	return s
}

// Forest returns the forest of so many targets on so many columns, or says what
// does not fit.
func (s State) Forest(targets, columns int) (*Forest, error) {
	n, trees := len(s.Column), len(s.Roots)-1
	switch {
	case s.Targets != targets || targets < 1 || trees < 1:
		return nil, say.Errorf("%d trees for %d targets where there are %d", trees, s.Targets, targets)
	case len(s.First) != n || len(s.Last) != n || len(s.Leaves) != trees+1:
		return nil, say.Errorf("%d nodes of trees whose parts are not as many", n)
	case !parts(s.Roots, n) || !parts(s.Leaves, len(s.Values)/targets) || len(s.Values)%targets != 0:
		return nil, say.Errorf("%d nodes and %d numbers, which do not make %d trees", n, len(s.Values), trees)
	}
	f := &Forest{targets: targets}
	for k := range trees {
		t := &tree{values: s.Values[int(s.Leaves[k])*targets : int(s.Leaves[k+1])*targets]}
		for i := s.Roots[k]; i < s.Roots[k+1]; i++ {
			t.nodes = append(t.nodes, node{s.Column[i], s.First[i], s.Last[i]})
		}
		if err := t.check(targets, columns); err != nil {
			return nil, say.Errorf("tree %d: %w", k+1, err)
		}
		f.trees = append(f.trees, t)
	}
	return f, nil
}

// parts says whether rising places part so many things.
func parts(places []int32, n int) bool {
	return places[0] == 0 && int(places[len(places)-1]) == n && slices.IsSorted(places)
}

// check makes sure that every way down ends at a leaf.
func (t *tree) check(targets, columns int) error {
	if len(t.nodes) == 0 {
		return say.Errorf("it has no node")
	}
	for k, n := range t.nodes {
		inner := n.column >= 0
		if inner && (int(n.column) >= columns || int(n.first) <= k || int(n.first) >= len(t.nodes)-1) ||
			!inner && (n.first < 0 || int(n.first) >= len(t.values)/targets) {
			return say.Errorf("node %d splits column %d of %d and leads to %d", k, n.column, columns, n.first)
		}
	}
	return nil
}

// Bins are the bounds of the bins of a table's columns, those of column j from
// Start[j] on.
type Bins struct {
	Start  []int
	Bounds []float64
}

// Bins returns the bounds of the table as data.
func (t *Table) Bins() Bins {
	b := Bins{Start: []int{0}}
	for _, bounds := range t.bounds {
		b.Bounds = append(b.Bounds, bounds...)
		b.Start = append(b.Start, len(b.Bounds))
	}
	return b
}

// Empty returns a table without rows that has these bins, or says what does not
// fit: Like makes one with rows of it.
func (b Bins) Empty(columns int) (*Table, error) {
	if len(b.Start) != columns+1 || b.Start[0] != 0 || b.Start[columns] != len(b.Bounds) || !slices.IsSorted(b.Start) {
		return nil, say.Errorf("%d bounds of bins for %d columns", len(b.Bounds), columns)
	}
	t := &Table{bounds: make([][]float64, columns), codes: make([][]uint8, columns)}
	for j := range columns {
		if t.bounds[j] = b.Bounds[b.Start[j]:b.Start[j+1]]; len(t.bounds[j]) > mostBins {
			return nil, say.Errorf("%d bounds of bins in a column", len(t.bounds[j]))
		}
	}
	return t, nil
}
