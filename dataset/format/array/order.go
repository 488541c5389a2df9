package array

// walk goes through the positions of a row-major array in the order in which a
// file stores its values.
type walk struct {
	shape, strides, index []int
	at                    int
	columns               bool // the first index runs fastest
}

func newWalk(shape []int, columns bool) *walk {
	w := &walk{shape: shape, columns: columns && len(shape) > 1}
	if !w.columns {
		return w
	}
	w.index, w.strides = make([]int, len(shape)), make([]int, len(shape))
	for i, stride := len(shape)-1, 1; i >= 0; i-- {
		w.strides[i] = stride
		stride *= shape[i]
	}
	return w
}

// next returns the position of the next value.
func (w *walk) next() int {
	at := w.at
	if !w.columns {
		w.at++
		return at
	}
	for i := range w.shape {
		w.index[i]++
		w.at += w.strides[i]
		if w.index[i] < w.shape[i] {
			break
		}
		w.at -= w.strides[i] * w.shape[i]
		w.index[i] = 0
	}
	return at
}
