package vm

import (
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/query"
)

// Place is the cell of the preview's table that a remark speaks of: that of the
// modality of its file and column, and in it what is decided by what it offers, or
// else the file. Not ok where the table has none, as of labels.
func (o *Opening) Place(p dataset.Problem) (row, column int, ok bool) {
	row = -1
	for k, l := range lanes(o.data) {
		b := l.block
		if b == nil || p.File == "" || b.Modality.Source != p.File && !slices.Contains(b.Files, p.File) {
			continue
		}
		if row < 0 || slices.Contains(b.Modality.Columns, p.Column) {
			row = k
		}
	}
	return row, decidedBy(p.Done), row >= 0
}

// decidedBy is the column of the preview's table in which the first decision that
// words offer is made; the last one, of files, where they offer none.
func decidedBy(words string) int {
	column, first := len(previewHeader())-1, len(words)
	for decided, flag := range map[int]string{kindColumn: "--kind ", missingColumn: "--missing ", idColumn: "--id ", delimiterColumn: "--delimiter "} {
		if at := strings.Index(words, flag); at >= 0 && at < first {
			column, first = decided, at
		}
	}
	return column
}

// Concerned finds for each remark the records that it names, by their ids or their
// files, beside the event goroutine, and tells them on it unless other data are
// shown by then.
func (s *Selection) Concerned(list []dataset.Problem, around *Surroundings, tell func([][]int)) {
	d := s.data
	go func() {
		found := concerned(d, list)
		around.Do(func() {
			if s.data == d {
				tell(found)
			}
		})
	}()
}

// concerned lists the records by the place of the remark.
func concerned(d *dataset.Dataset, list []dataset.Problem) [][]int {
	by := map[string][]int{} // remarks by the ids and files that they may name
	for k, p := range list {
		for _, word := range append(strings.Fields(p.What+" "+p.Done), p.File) {
			word = strings.Trim(word, `,.;:()“”"'`)
			if strings.Trim(word, "0123456789.") != "" && !slices.Contains(by[word], k) { // a number is rather a count
				by[word] = append(by[word], k)
			}
		}
	}
	out := make([][]int, len(list))
	add := func(i int, name string) {
		for _, k := range by[name] {
			if n := len(out[k]); n == 0 || out[k][n-1] != i {
				out[k] = append(out[k], i)
			}
		}
	}
	for i, id := range d.IDs {
		add(i, id)
		for _, b := range d.Blocks {
			if b.Files != nil && b.Files[i] != "" {
				add(i, b.Files[i])
			}
		}
	}
	return out
}

// SelectRecords selects records by their places, and shows the first.
func (s *Selection) SelectRecords(records []int) {
	if s.data == nil || len(records) == 0 {
		return
	}
	bits := make([]uint64, (s.data.Records()+63)/64)
	for _, i := range records {
		bits[i/64] |= 1 << (i % 64)
	}
	s.Select(query.Of(query.Rows(bits, s.data.Records())))
}
