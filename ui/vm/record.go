package vm

import (
	"fmt"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// Lens is one modality of one record, as the inspector shows it.
type Lens struct {
	Modality dataset.Modality
	Present  bool   // there is something to show
	Hidden   bool   // it is there, but the comparison hides it from the methods
	Reason   string // why it is not there
	Row      []float64
	Text     string
}

// Lenses returns the modalities of the current record.
func (w *Workbench) Lenses() []Lens {
	i, ok := w.Current()
	if !ok {
		return nil
	}
	out := make([]Lens, len(w.data.Blocks))
	for m, b := range w.data.Blocks {
		l := Lens{Modality: b.Modality, Present: w.data.Presence.Has(i, m)}
		l.Hidden = l.Present && !w.presence.Has(i, m)
		if !l.Present {
			l.Reason = reason(w.data, i, m)
		} else if b.Texts != nil {
			l.Text = b.Texts[i]
		} else {
			l.Row = b.Row(i)
		}
		out[m] = l
	}
	return out
}

// reason says why a modality of a record is absent, with the place.
func reason(d *dataset.Dataset, i, m int) string {
	b := d.Blocks[m]
	cause := d.Presence.Cause(i, m)
	file := b.Modality.Source
	if b.Files != nil && b.Files[i] != "" {
		file = b.Files[i]
	}
	switch cause {
	case dataset.NoRow:
		return fmt.Sprintf("no row for %s in %s", d.IDs[i], b.Modality.Source)
	case dataset.Null:
		return "the value is empty in " + file
	case dataset.Sentinel:
		return "the value is a code for missing in " + file
	case dataset.NoFile:
		if file == b.Modality.Source {
			return fmt.Sprintf("no file for %s in %s", d.IDs[i], file)
		}
		return "file not found: " + file
	case dataset.Unreadable:
		return "cannot be decoded: " + file
	case dataset.AllNaN:
		return "every column is empty in " + file
	}
	return "hidden on purpose"
}

// RecordTitle names the current record: its id and its label.
func (w *Workbench) RecordTitle() string {
	i, ok := w.Current()
	if !ok {
		return "No record"
	}
	if l := w.data.Labels[i]; l != dataset.NoLabel {
		return w.data.IDs[i] + ", class " + w.data.Classes[l]
	}
	return w.data.IDs[i] + ", no label"
}

// Guess is what one method says of the current record.
type Guess struct {
	Method  string
	Class   string
	Share   float64 // mean probability of that class
	Correct bool
	Runs    int // runs in which the record was tested
}

// Guesses returns what each visible method says of the current record, where
// it was tested.
func (w *Workbench) Guesses() []Guess {
	i, ok := w.Current()
	if !ok {
		return nil
	}
	var out []Guess
	for _, method := range w.study.Methods {
		if w.hidden[method] {
			continue
		}
		mean, n := w.meanRow(method, i, func(r result.Row) []float64 { return r.Probabilities })
		if n == 0 {
			continue
		}
		best := argmax(mean)
		out = append(out, Guess{method, w.study.Classes[best], mean[best], best == w.data.Labels[i], n})
	}
	return out
}

// meanRow averages something of a record's observed predictions over runs.
func (w *Workbench) meanRow(method string, record int, of func(result.Row) []float64) (mean []float64, n int) {
	return w.meanOver(method, func(r result.Row) bool { return r.Record == record }, of)
}

func (w *Workbench) meanOver(method string, match func(result.Row) bool, of func(result.Row) []float64) (mean []float64, n int) {
	for _, run := range w.study.Runs {
		if run.Method != method {
			continue
		}
		for _, row := range run.Rows {
			if row.Series != result.Observed || !match(row) || of(row) == nil {
				continue
			}
			if mean == nil {
				mean = make([]float64, len(of(row)))
			}
			for k, x := range of(row) {
				mean[k] += x
			}
			n++
		}
	}
	for k := range mean {
		mean[k] /= float64(n)
	}
	return mean, n
}

func argmax(xs []float64) int {
	best := 0
	for k, x := range xs {
		if x > xs[best] {
			best = k
		}
	}
	return best
}

// Attention is how one method spreads its attention over the modalities.
type Attention struct {
	Method  string
	Bars    []AttentionBar
	Words   string // whose attention this is
	Warning string
}

// AttentionBar is the share of one modality.
type AttentionBar struct {
	Modality string
	Share    float64 // of the current record, or of all test records
	Typical  float64 // mean over the selected test records, or over all
	Present  bool    // in the current record
}

// Attentions returns the attention of every visible method that has one: for
// the current record where it was tested, else the mean of the tested ones.
func (w *Workbench) Attentions() []Attention {
	var out []Attention
	for _, method := range w.study.Methods {
		if w.hidden[method] {
			continue
		}
		if a, ok := w.attention(method); ok {
			out = append(out, a)
		}
	}
	return out
}

func (w *Workbench) attention(method string) (Attention, bool) {
	of := func(r result.Row) []float64 { return r.Attention }
	typical, n := w.meanOver(method, w.inSelection, of)
	if n == 0 {
		typical, n = w.meanOver(method, func(result.Row) bool { return true }, of)
	}
	if n == 0 {
		return Attention{}, false
	}
	a := Attention{Method: method, Words: "mean of the test records"}
	if !w.query.Empty() {
		a.Words = "mean of the selected test records"
	}
	i, ok := w.Current()
	share, tested := typical, 0
	if ok {
		if own, k := w.meanRow(method, i, of); k > 0 {
			share, tested = own, k
			a.Words = fmt.Sprintf("record %s in %s; tick: %s", w.data.IDs[i], plural(k, "run"), a.Words)
		}
	}
	for m, name := range w.study.Modalities {
		present := tested == 0 || w.presence.Has(i, m)
		a.Bars = append(a.Bars, AttentionBar{name, share[m], typical[m], present})
	}
	if tested > 0 {
		a.Warning = w.unseen(method, w.presence.Pattern(i))
	}
	return a, true
}

func (w *Workbench) inSelection(r result.Row) bool {
	if w.query.Empty() {
		return true
	}
	_, found := slices.BinarySearch(w.selected, r.Record)
	return found
}

// unseen warns where no development record has a pattern.
func (w *Workbench) unseen(method string, p dataset.Pattern) string {
	for _, run := range w.study.Runs {
		if run.Method == method && run.DevPatterns[p] > 0 {
			return ""
		}
	}
	return "No development record (training or validation) has this pattern."
}
