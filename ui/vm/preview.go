package vm

import (
	"fmt"
	"math"
	"strconv"

	"lacuna/dataset"
)

// Preview is what has been recognised in a dataset, before it is opened.
type Preview struct {
	Title    string
	Words    string
	Header   []string
	Rows     [][]string
	Problems []string
}

// NewPreview describes a dataset.
func NewPreview(d *dataset.Dataset) Preview {
	rates := d.Presence.Rates(nil)
	p := Preview{
		Title:  "Open “" + d.Name + "”?",
		Header: []string{"modality", "kind", "columns", "records", "absent", "unreadable", "partial", "source"},
		Words: fmt.Sprintf("%d records, %.0f %% incomplete, %s, %s. Read as %s.",
			d.Records(), 100*rates.Record, modalityWords(len(d.Blocks)), labelWords(d), orElse(d.Format, "a dataset")),
	}
	for m := range d.Blocks {
		p.Rows = append(p.Rows, previewRow(d, m))
	}
	for _, x := range d.Problems {
		p.Problems = append(p.Problems, problemWords(x))
	}
	return p
}

func previewRow(d *dataset.Dataset, m int) []string {
	b := d.Blocks[m]
	n, bad := d.Presence.Count(m), d.Presence.CauseCount(m, dataset.Unreadable)
	columns := strconv.Itoa(len(b.Modality.Columns))
	if b.Texts != nil {
		columns = "text"
	}
	return []string{
		b.Modality.Name, string(b.Modality.Kind), columns, strconv.Itoa(n), strconv.Itoa(d.Records() - n - bad),
		strconv.Itoa(bad), strconv.Itoa(partial(d, m)), b.Modality.Source,
	}
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

func modalityWords(n int) string {
	if n == 1 {
		return "1 modality"
	}
	return fmt.Sprintf("%d modalities", n)
}

func labelWords(d *dataset.Dataset) string {
	n := len(d.Labelled())
	if n == 0 {
		return "no labels"
	}
	if n == d.Records() {
		return fmt.Sprintf("%d classes", len(d.Classes))
	}
	return fmt.Sprintf("%d labelled in %d classes", n, len(d.Classes))
}

func problemWords(p dataset.Problem) string {
	place := p.File
	if p.Row > 0 {
		place += ", line " + strconv.Itoa(p.Row)
	}
	if p.Column != "" {
		place += ", column " + p.Column
	}
	if place != "" {
		place += ": "
	}
	if p.Done == "" {
		return place + p.What
	}
	return place + p.What + "; " + p.Done
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
