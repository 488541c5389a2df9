package vm

import (
	"slices"

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
	All     Call   // what it says of the current record, where it was asked
	Drops   []Drop // and without each of its modalities
	Askable bool   // it has to be fitted again for that
}

// AttentionBar is the share of one modality.
type AttentionBar struct {
	Modality string
	Share    float64 // of the current record, or of all test records
	Typical  float64 // mean over the test records with the pattern of the current one
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
	if in.under != in.selection.presence { // patterns are others under another mask
		in.under = in.selection.presence
		clear(in.asked.means)
	}
	of := func(r *result.Row) []float64 { return r.Attention }
	share, n := in.usual(method, of)
	if share == nil {
		return Attention{}, false
	}
	a := Attention{Method: method, Words: say.Form("mean of %s", say.Count(n, "test record", "test records"))}
	if in.selection.bits != nil {
		a.Words = say.Form("mean of the test records among those selected, or of all where there is none: %s", Grouped(n))
	}
	tick, tested := share, 0
	i, ok := in.selection.Current()
	if ok {
		pattern := in.selection.presence.Pattern(i)
		alike, m := in.asked.typical(in.comparison.study, method, "pattern "+string(pattern), func(r int) bool { return in.selection.presence.Pattern(r) == pattern }, of)
		if m > 0 {
			tick = alike
		}
		if own, k := in.asked.meanOf(in.comparison.study, method, i, of); k > 0 {
			share, tested = own, k
			a.Words = say.Form("record %s in %s; tick: mean of the %s with its pattern", in.selection.data.IDs[i], say.Count(k, "run", "runs"),
				say.Count(m, "test record", "test records"))
			a.Warning = in.unseen(method, pattern)
		}
		in.without(&a)
	}
	for m, name := range in.comparison.study.Modalities {
		present := tested == 0 || in.selection.presence.Has(i, m)
		a.Bars = append(a.Bars, AttentionBar{name, share[m], tick[m], present})
	}
	return a, true
}

// usual is the mean of something over the selected test records of a method, or
// over all where none of those was tested, and of how many; nil where nothing has
// it.
func (in *Inspector) usual(method string, of func(*result.Row) []float64) ([]float64, int) {
	on, study := in.selection, in.comparison.study
	if mean, n := in.asked.typical(study, method, "selected "+on.query.String(), on.holds, of); n > 0 {
		return mean, n
	}
	return in.asked.typical(study, method, "all", func(int) bool { return true }, of)
}

// without adds what the method says of the record without each modality, where it
// has been asked, or that it can be.
func (in *Inspector) without(a *Attention) {
	for _, s := range in.whatIf.Supposed() {
		if s.Method == a.Method && s.Fault == "" {
			a.All, a.Drops = s.All, s.Drops
			return
		}
	}
	a.Askable = !in.whatIf.Running() && slices.Contains(in.whatIf.Needed(), a.Method)
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
