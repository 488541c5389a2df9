package charts

import (
	"fmt"
	"strconv"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "masking",
	Title: say.Mark("What the mask does"),
	Help:  say.Mark("How many modalities records have before and after a comparison hides some, how many lack each, and what patterns are left, in its first repetition."),
	Needs: NeedsPresence,
	New: func(in Input) (canvas.Figure, error) {
		f := &masking{in: in}
		if in.Mask != nil {
			split := dataset.Split{Train: allOf(in.Data)}
			if in.Split != nil {
				split = *in.Split
			}
			f.of = metric.NewMasking(in.Data, in.Mask, split)
		}
		return f, nil
	},
})

// masking shows what a mask does to the records of a split.
type masking struct {
	in Input
	of metric.Masking
}

func allOf(d *dataset.Dataset) []int {
	rows := make([]int, d.Records())
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// Name implements Figure.
func (f *masking) Name() string { return "masking" }

// nothing says why there is nothing to draw, or is empty.
func (f *masking) nothing() string {
	if n, _ := f.of.Hidden(); n == 0 {
		return say.Text("Nothing is hidden.")
	}
	return ""
}

// Title implements Figure.
func (f *masking) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	n, had := f.of.Hidden()
	text := say.Form("%s of what %s have is hidden (%s of %s).", share(n, had), plural(f.of.Records, "record", "records"), count(n), count(had))
	if unseen := f.of.Unseen(); len(unseen) > 0 {
		text += " " + unseenWords(unseen, f.of.Modalities)
	}
	return text
}

// unseenWords warns of patterns that are tested and not learned from.
func unseenWords(unseen []metric.Left, modalities []string) string {
	var names []string
	records := 0
	for _, l := range unseen {
		names = append(names, l.Pattern.Label(modalities))
		records += l.Test
	}
	if more := len(names) - shownUnseen; more > 0 {
		names = append(names[:shownUnseen], plural(more, "other", "others"))
	}
	return say.Form("No development record has just the modalities of these test records: %s (n test %s).", say.List(names), count(records))
}

// shownUnseen is how many patterns a warning names.
const shownUnseen = 3

// Description implements Figure.
func (f *masking) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("What the mask %s hides from %s in the first repetition, dataset %s: modalities per record and missing share of each modality before and after, and the patterns that are left.",
		f.of.Name, plural(f.of.Records, "record", "records"), f.in.Data.Name)
	var text strings.Builder
	text.WriteString(f.Title() + " " + short)
	for m, name := range f.of.Modalities {
		text.WriteString(" " + say.Form("%s is missing in %s before and %s after.", name, share(f.of.Lacked[m], f.of.Records), share(f.of.Lacks[m], f.of.Records)))
	}
	return canvas.Description{Short: short, Long: text.String()}
}

// Table implements Figure.
func (f *masking) Table() canvas.Table {
	t := canvas.Table{Header: []string{"of", "what", "before", "after", "development", "test"}}
	if f.in.Data != nil {
		t.Context = dataContext(f.in.Data.Name, f.in.Data.Hash(), f.of.Records)
	}
	for k := range f.of.Had {
		t.Rows = append(t.Rows, []string{say.Code("modalities present"), strconv.Itoa(k), strconv.Itoa(f.of.Had[k]), strconv.Itoa(f.of.Has[k]), "", ""})
	}
	for m, name := range f.of.Modalities {
		t.Rows = append(t.Rows, []string{say.Code("modality missing"), name, strconv.Itoa(f.of.Lacked[m]), strconv.Itoa(f.of.Lacks[m]), "", ""})
	}
	for _, l := range f.of.Patterns {
		t.Rows = append(t.Rows, []string{"pattern", l.Pattern.Label(f.of.Modalities), "", strconv.Itoa(l.Records()), strconv.Itoa(l.Development), strconv.Itoa(l.Test)})
	}
	return t
}

// maskingRow is a line of the chart: two bars of one whole.
type maskingRow struct {
	section string // where one begins with it
	label   string
	bars    [2]int
	words   string
	warn    bool
	pattern dataset.Pattern // of a pattern's row
}

// rows are the lines, of which those of patterns come last.
func (f *masking) rows() []maskingRow {
	var out []maskingRow
	from := 0
	for from < len(f.of.Had)-1 && f.of.Had[from]+f.of.Has[from] == 0 {
		from++
	}
	for k := len(f.of.Had) - 1; k >= from; k-- {
		out = append(out, maskingRow{label: say.Form("%d of %d", k, len(f.of.Had)-1), bars: [2]int{f.of.Had[k], f.of.Has[k]},
			words: count(f.of.Had[k]) + " → " + count(f.of.Has[k])})
	}
	out[0].section = say.Text("Records by modalities present")
	first := len(out)
	for m, name := range f.of.Modalities {
		out = append(out, maskingRow{label: name, bars: [2]int{f.of.Lacked[m], f.of.Lacks[m]},
			words: share(f.of.Lacked[m], f.of.Records) + " → " + share(f.of.Lacks[m], f.of.Records)})
	}
	out[first].section = say.Text("Records that lack a modality")
	first = len(out)
	for _, l := range f.of.Patterns {
		r := maskingRow{label: patternName(l.Pattern, f.of.Modalities), bars: [2]int{0, l.Records()}, pattern: l.Pattern,
			words: say.Form("%s: dev %s, test %s", count(l.Records()), count(l.Development), count(l.Test)), warn: l.Unseen()}
		if r.warn {
			r.words = say.Form("%s: only in the test", count(l.Test))
		}
		out = append(out, r)
	}
	out[first].section = say.Text("Patterns that are left")
	return out
}

// Characters implements Figure.
func (f *masking) Characters(width int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	var text strings.Builder
	var lines [][]string
	flush := func() {
		if len(lines) > 0 {
			text.WriteString(canvas.Columns(lines))
		}
		lines = nil
	}
	for _, r := range f.rows() {
		if r.section != "" {
			flush()
			fmt.Fprintln(&text, r.section)
		}
		lines = append(lines, []string{"  " + canvas.Short(r.label, 30), r.words})
	}
	flush()
	return text.String()
}
