package vm

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/internal/say"
)

// Preview is what has been recognised in a dataset, before it is opened.
type Preview struct {
	Title   string
	Words   string
	Why     string // the evidence; "" for none
	Header  []string
	Rows    [][]string
	Remarks []string // the gravest first
}

// NewPreview describes a dataset.
func NewPreview(d *dataset.Dataset) Preview {
	rates := d.Presence.Rates(nil)
	why := make([]string, len(d.Import.Why))
	for k, w := range d.Import.Why {
		why[k] = say.Again(w)
	}
	p := Preview{
		Title:  say.Form("Open “%s”?", d.Name),
		Header: previewHeader(),
		Words: say.Form("%s, %s incomplete, %s, %s%s. Read as %s.", say.Count(d.Records(), "record", "records"), percentWords(rates.Record),
			say.Count(len(d.Blocks), "modality", "modalities"), labelWords(d), loneWords(d), readerWords(d.Format)),
		Why: strings.Join(why, "; "),
	}
	for m, l := range lanes(d) {
		p.Rows = append(p.Rows, previewRow(d, m, l))
	}
	for _, x := range dataset.Worst(d.Problems) {
		p.Remarks = append(p.Remarks, x.String())
	}
	return p
}

func previewRow(d *dataset.Dataset, m int, l lane) []string {
	b := l.block
	if b == nil {
		return []string{l.name, say.Text(leftOut), "", "", "", "", "", "", "", ""}
	}
	n, bad := d.Presence.Count(m), d.Presence.CauseCount(m, dataset.Unreadable)
	return []string{
		b.Modality.Name, b.Modality.Words(), l.ids(&d.Import), l.gaps(d.Import), d.Import.Files[l.file].Delimiter,
		Grouped(n), Grouped(d.Records() - n - bad), Grouped(bad), Grouped(partial(d, m)), b.Modality.Source,
	}
}

// loneWords says how many ids only one source knows: that of most, since ids that
// are written otherwise there look so.
func loneWords(d *dataset.Dataset) string {
	alone := map[string]int{}
	for i := range d.Records() {
		only, several := "", false
		for m, b := range d.Blocks {
			if d.Presence.Cause(i, m) == dataset.NoRow {
				continue
			}
			several = several || only != "" && only != b.Modality.Source
			only = b.Modality.Source
		}
		if !several && only != "" {
			alone[only]++
		}
	}
	most := ""
	for _, source := range slices.Sorted(maps.Keys(alone)) {
		if alone[source] > alone[most] {
			most = source
		}
	}
	if most == "" || alone[most] == d.Records() {
		return ""
	}
	return say.Form(", %s only in %s", say.Count(alone[most], "id", "ids"), most)
}

// partial counts the records whose modality is there with gaps in it.
func partial(d *dataset.Dataset, m int) int {
	b, n := d.Blocks[m], 0
	if b.Texts != nil {
		return 0
	}
	for i := range d.Records() {
		if !d.Presence.Has(i, m) {
			continue
		}
		for _, x := range b.Row(i) {
			if math.IsNaN(x) {
				n++
				break
			}
		}
	}
	return n
}

// percentWords writes a share so that what is not quite nothing or everything
// never looks as if it were.
func percentWords(x float64) string {
	switch {
	case x > 0 && x < 0.01:
		return "<1 %"
	case x < 1 && x > 0.99:
		return ">99 %"
	}
	return fmt.Sprintf("%.0f %%", say.Percent(x, 0))
}

// readerWords says a layout in words.
func readerWords(name string) string {
	for _, c := range format.Readers() {
		if c.Name == name {
			return name + ", " + say.Text(c.Help)
		}
	}
	return orElse(name, say.Text("a dataset"))
}

func labelWords(d *dataset.Dataset) string {
	n := len(d.Labelled())
	if n == 0 {
		return say.Text("no labels")
	}
	if n == d.Records() {
		return say.Form("%d classes", len(d.Classes))
	}
	return say.Form("%d labelled in %d classes", n, len(d.Classes))
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
