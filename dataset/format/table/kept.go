package table

import "slices"

// mostKept is how many columns of words are kept on the way: ids, labels and
// parts are wanted as words soon, and lie anywhere in a row.
const mostKept = 8

// kept collects the cells of a few columns of words while all are looked at.
type kept struct {
	d       *delimited
	columns []int // of the table, in the order of texts
	places  []int // per column that is looked at: its place in texts, or −1
	texts   [][]string
}

// keepWords prepares to keep columns of words, or returns nil.
func (t *Table) keepWords(columns []int, wordy []bool) *kept {
	d, ok := t.cells.(*delimited)
	if !ok || !slices.Contains(wordy, true) {
		return nil
	}
	w := &kept{d: d, places: make([]int, len(columns))}
	for k := range columns {
		if w.places[k] = -1; wordy[k] && len(w.columns) < mostKept {
			w.places[k] = len(w.columns)
			w.columns, w.texts = append(w.columns, columns[k]), append(w.texts, make([]string, t.Rows()))
		}
	}
	return w
}

// unmark returns the marks with 0 where words are kept, so that every cell is
// handed over as one.
func (w *kept) unmark(marks []byte) []byte {
	if w == nil {
		return marks
	}
	cut := slices.Clone(marks)
	for k, p := range w.places {
		if p >= 0 {
			cut[k] = 0
		}
	}
	return cut
}

// keep makes the cells known to the table.
func (w *kept) keep() {
	if w != nil {
		w.d.know(w.columns, w.texts)
	}
}

// keptPart collects the cells of some rows: all in one string for each column.
type keptPart struct {
	*kept
	from  int
	bytes [][]byte
	ends  [][]int
}

func (w *kept) part(from, to int) *keptPart {
	if w == nil {
		return nil
	}
	p := &keptPart{kept: w, from: from, bytes: make([][]byte, len(w.columns)), ends: make([][]int, len(w.columns))}
	for n := range p.ends {
		p.ends[n] = make([]int, 0, to-from)
	}
	return p
}

// put keeps a cell; those of a column come row by row, none left out.
func (p *keptPart) put(_, k int, cell []byte) {
	if p == nil || p.places[k] < 0 {
		return
	}
	n := p.places[k]
	p.bytes[n] = append(p.bytes[n], cell...)
	p.ends[n] = append(p.ends[n], len(p.bytes[n]))
}

// done cuts the strings.
func (p *keptPart) done() {
	if p == nil {
		return
	}
	for n, ends := range p.ends {
		all, start := string(p.bytes[n]), 0
		for i, end := range ends {
			p.texts[n][p.from+i] = all[start:end]
			start = end
		}
	}
}
