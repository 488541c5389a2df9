package boost

import "lacuna/internal/say"

// State is a forest as data: the nodes of all trees behind each other, those of
// tree k from Roots[k] on. A leaf has the column −1.
type State struct {
	Classes   int
	Start     []float64 // per output
	Roots     []int32   // of each tree, rounds × outputs; and the number of nodes
	Column    []int32
	Left      []int32 // in its tree
	Right     []int32
	Threshold []float64
	Missing   []bool // a missing value goes left
	Value     []float64
}

// State returns the forest as data.
func (f *Forest) State() State {
	s := State{Classes: f.classes, Start: f.start, Roots: []int32{0}}
	for _, t := range f.trees {
		for _, n := range t {
			s.Column, s.Left, s.Right = append(s.Column, n.column), append(s.Left, n.left), append(s.Right, n.right)
			s.Threshold, s.Missing, s.Value = append(s.Threshold, n.threshold), append(s.Missing, n.missingLeft), append(s.Value, n.value)
		}
		s.Roots = append(s.Roots, int32(len(s.Column)))
	}
	return s
}

// Forest returns the forest of so many classes on so many columns, or says what
// does not fit.
func (s State) Forest(classes, columns int) (*Forest, error) {
	f := &Forest{classes: classes, outputs: len(s.Start), start: s.Start}
	outputs := classes
	if classes == 2 {
		outputs = 1
	}
	n := len(s.Column)
	switch {
	case s.Classes != classes || classes < 1 || len(s.Start) != outputs:
		return nil, say.Errorf("trees for %d classes with %d scores where there are %d classes", s.Classes, len(s.Start), classes)
	case len(s.Left) != n || len(s.Right) != n || len(s.Threshold) != n || len(s.Missing) != n || len(s.Value) != n:
		return nil, say.Errorf("%d nodes of trees whose parts are not as many", n)
	case len(s.Roots) == 0 || s.Roots[0] != 0 || int(s.Roots[len(s.Roots)-1]) != n || (len(s.Roots)-1)%outputs != 0:
		return nil, say.Errorf("%d trees of %d nodes for %d scores", len(s.Roots)-1, n, outputs)
	}
	for k, low := range s.Roots[:len(s.Roots)-1] {
		t, err := s.tree(int(low), int(s.Roots[k+1]), columns)
		if err != nil {
			return nil, say.Errorf("tree %d: %w", k+1, err)
		}
		f.trees = append(f.trees, t)
	}
	return f, nil
}

// tree returns the tree of some nodes. Children stand behind their parents, so
// that every way down ends.
func (s State) tree(low, high, columns int) (tree, error) {
	if low < 0 || high <= low || high > len(s.Column) {
		return nil, say.Errorf("nodes %d to %d of %d", low, high, len(s.Column))
	}
	t := make(tree, high-low)
	for k := range t {
		i := low + k
		t[k] = treeNode{s.Column[i], s.Left[i], s.Right[i], s.Threshold[i], s.Missing[i], s.Value[i]}
		if n := t[k]; n.column >= 0 && (int(n.column) >= columns || int(min(n.left, n.right)) <= k || int(max(n.left, n.right)) >= len(t)) {
			return nil, say.Errorf("node %d splits column %d of %d into nodes %d and %d of %d", k, n.column, columns, n.left, n.right, len(t))
		}
	}
	return t, nil
}
