package vm

import (
	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

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
func (in *Inspector) Attentions() []Attention {
	var out []Attention
	for _, method := range in.comparison.study.Methods {
		if in.display.hidden[method] {
			continue
		}
		if a, ok := in.attention(method); ok {
			out = append(out, a)
		}
	}
	return out
}

func (in *Inspector) attention(method string) (Attention, bool) {
	of := func(r *result.Row) []float64 { return r.Attention }
	typical := in.asked.typical(in.comparison.study, method, in.selection, of)
	if typical == nil {
		return Attention{}, false
	}
	a := Attention{Method: method, Words: say.Text("mean of the test records")}
	if in.selection.bits != nil {
		a.Words = say.Text("mean of the selected test records")
	}
	i, ok := in.selection.Current()
	share, tested := typical, 0
	if ok {
		if own, k := in.asked.meanOf(in.comparison.study, method, i, of); k > 0 {
			share, tested = own, k
			a.Words = say.Form("record %s in %s; tick: %s", in.selection.data.IDs[i], several(k, say.Plural(k, "run", "runs")), a.Words)
		}
	}
	for m, name := range in.comparison.study.Modalities {
		present := tested == 0 || in.selection.presence.Has(i, m)
		a.Bars = append(a.Bars, AttentionBar{name, share[m], typical[m], present})
	}
	if tested > 0 {
		a.Warning = in.unseen(method, in.selection.presence.Pattern(i))
	}
	return a, true
}

// unseen warns where no development record has a pattern.
func (in *Inspector) unseen(method string, p dataset.Pattern) string {
	for _, run := range in.comparison.study.Runs {
		if run.Method == method && run.DevPatterns[p] > 0 {
			return ""
		}
	}
	return say.Text("No development record (training or validation) has this pattern.")
}
