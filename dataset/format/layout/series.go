package layout

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

const (
	// mostPoints is how many points of a series are kept, mostWidth how many of
	// all its columns.
	mostPoints = 64
	mostWidth  = 4096
	// fewPoints is how many rows a record has at least where its rows are a
	// series; visits are fewer.
	fewPoints = 4
)

var pointNames = newWords("time t timestamp times frame frameid frames step steps tick ticks seconds second sec ms millis milliseconds sampleindex sampleno pos position epoch")

// drawSeries makes one row of the many that a record has in a table of
// measurements over time.
func (f *finder) drawSeries() {
	for k, s := range f.sources {
		if wide := f.drawn(s); wide != nil {
			f.sources[k] = wide
		}
	}
}

// series is a table with many rows per record.
type series struct {
	*source
	records []string
	rows    map[string][]int
	points  int
	time    int
	lines   []int // columns that are drawn
	fixed   []int // columns with one value per record
	left    []string
}

// asSeries says whether a table is one of series: its ids come again, and a
// column counts time, or the table was gathered from one per record.
func (f *finder) asSeries(s *source) *series {
	if s.id < 0 || !s.gathered && s.Rows() < 2*fewPoints {
		return nil
	}
	q := &series{source: s, rows: map[string][]int{}, time: -1}
	for j, name := range s.Names {
		if j != s.id && pointNames.has(name) {
			q.time = j
		}
	}
	if q.time < 0 && !s.gathered {
		return nil
	}
	for i, id := range s.Texts(s.id)[0] {
		if q.rows[id] == nil {
			q.records = append(q.records, id)
		}
		q.rows[id] = append(q.rows[id], i)
	}
	q.sortRows()
	if len(q.records) < 2 || !s.gathered && s.Rows() < fewPoints*len(q.records) || s.Rows() == len(q.records) {
		return nil
	}
	return q
}

// sortRows brings the rows of each record into the order of time.
func (q *series) sortRows() {
	if q.time < 0 {
		return
	}
	times := make([]float64, q.Rows())
	for i, cell := range q.Texts(q.time)[0] {
		x, err := strconv.ParseFloat(cell, 64)
		if err != nil || math.IsNaN(x) {
			return // dates and the like stay in the order of the file
		}
		times[i] = x
	}
	for _, rows := range q.rows {
		slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(times[a], times[b]) })
	}
}

// drawn returns a table with one row per record, or nil where the table has no
// series.
func (f *finder) drawn(s *source) *source {
	q := f.asSeries(s)
	if q == nil {
		return nil
	}
	cells := s.Texts(table.UpTo(len(s.Names))...)
	q.sortColumns(cells)
	if len(q.lines) == 0 {
		return nil
	}
	q.points = q.length()
	names := []string{s.Names[s.id]}
	columns := [][]string{slices.Clone(q.records)}
	for _, j := range q.fixed {
		names, columns = append(names, s.Names[j]), append(columns, q.once(cells[j]))
	}
	for _, j := range q.lines {
		if f.ctx.Err() != nil {
			return nil
		}
		for p, column := range q.draw(cells[j]) {
			names, columns = append(names, s.Names[j]+".t"+itoa(p+1)), append(columns, column)
		}
	}
	t := &source{Table: table.New(f.ctx, s.File, names, columns, f.request(s.File)), entry: s.entry, name: s.name, dir: s.dir, parts: nil}
	t.Problems = slices.Concat(s.Problems, t.Problems)
	t.spans = []span{{t.Rows(), t.dir}}
	t.look(f.ctx, names[0])
	f.problem(s.File, say.Kept("records have many rows, %s of %s: they are series", say.KeptCount(s.Rows(), "row", "rows"), say.KeptCount(len(q.records), "record", "records")),
		say.Kept("each column is drawn through %s of the same distance", say.KeptCount(q.points, "point", "points")))
	if len(q.left) > 0 {
		f.problem(s.File, say.Kept("%s within a record: %s", say.KeptCount(len(q.left), "column of words changes", "columns of words change"), someOf(q.left)), say.Mark("left out"))
	}
	return t
}

// sortColumns tells columns of numbers from those that have one value per
// record.
func (q *series) sortColumns(cells [][]string) {
	for j := range q.Names {
		if j == q.id || j == q.time {
			continue
		}
		switch {
		case q.isFixed(cells[j]):
			q.fixed = append(q.fixed, j)
		case !q.isWords(j):
			q.lines = append(q.lines, j)
		default:
			q.left = append(q.left, q.Names[j])
		}
	}
}

// isFixed says whether each record has one value in all its rows.
func (q *series) isFixed(cells []string) bool {
	for _, rows := range q.rows {
		for _, i := range rows {
			if cells[i] != cells[rows[0]] {
				return false
			}
		}
	}
	return true
}

// length is the number of points: as many as half of the records have, within
// bounds.
func (q *series) length() int {
	var lengths []int
	for _, rows := range q.rows {
		lengths = append(lengths, len(rows))
	}
	slices.Sort(lengths)
	return max(1, min(lengths[len(lengths)/2], mostPoints, mostWidth/len(q.lines)))
}

func (q *series) once(cells []string) []string {
	out := make([]string, len(q.records))
	for i, id := range q.records {
		out[i] = cells[q.rows[id][0]]
	}
	return out
}

// draw draws a line through the numbers of each record and returns its points,
// one column for each.
func (q *series) draw(cells []string) [][]string {
	columns := make([][]string, q.points)
	for p := range columns {
		columns[p] = make([]string, len(q.records))
	}
	for i, id := range q.records {
		rows := q.rows[id]
		var at, value []float64
		for k, row := range rows {
			if x, err := strconv.ParseFloat(strings.TrimSpace(cells[row]), 64); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
				at, value = append(at, float64(k)), append(value, x)
			}
		}
		for p := range columns {
			if len(at) > 0 {
				columns[p][i] = strconv.FormatFloat(between(at, value, q.position(p, len(rows))), 'g', -1, 64)
			}
		}
	}
	return columns
}

// position is where a point lies among the rows of a record.
func (q *series) position(p, rows int) float64 {
	if q.points == 1 {
		return float64(rows-1) / 2
	}
	return float64(p) * float64(rows-1) / float64(q.points-1)
}

// between is the value of the line through some points at x.
func between(at, value []float64, x float64) float64 {
	k, found := slices.BinarySearch(at, x)
	switch {
	case found:
		return value[k]
	case k == 0:
		return value[0]
	case k == len(at):
		return value[k-1]
	}
	t := (x - at[k-1]) / (at[k] - at[k-1])
	return value[k-1]*(1-t) + value[k]*t
}
