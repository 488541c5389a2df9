package feature

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
)

// Series is a line that columns of a table are the points of, in their order.
type Series struct {
	Name    string    // what its columns are called before their numbers; "" where they are numbers alone
	Axis    string    // what the numbers count, such as t; "" where the names do not say
	Columns []int     // of the modality
	At      []float64 // where the points stand: the numbers in the names of the columns, rising or falling
}

// A series has at least shortestSeries points, and series hold at least half of the
// columns of a table that is seen as lines.
const shortestSeries = 8

// numbered is the name of a point: what is before its number, the number, and a
// short unit.
var numbered = regexp.MustCompile(`^(.*?)(\d+(?:\.\d+)?)([ _]?[A-Za-zµ]{0,3})$`)

// timed are names that say that the numbers behind them count time.
var timed = regexp.MustCompile(`(?i)^(?:(.*)[._ -])?(t|time|step|frame|sec|ms)$`)

// SeriesOf returns the lines that the columns of a table make: columns whose names
// differ in a number that rises or falls from one to the next, where the names say
// that it counts time, or where neighbours are alike, each as it differs from its
// own mean. nil where it makes none, or holds pictures. It is for looking at them:
// features are not made by it.
func SeriesOf(v dataset.View, m int) []Series {
	about := v.Modality(m)
	if about.Kind != dataset.Table || PictureShape(v, m) != nil {
		return nil
	}
	var out []Series
	held := 0
	var rows [][]float64
	for _, s := range candidates(about) {
		if len(s.Columns) < shortestSeries {
			continue
		}
		if s.Axis == "" {
			if rows == nil {
				rows = standardised(v, m)
			}
			if !s.neighbourly(rows) {
				continue
			}
		}
		out, held = append(out, s), held+len(s.Columns)
	}
	if 2*held < len(about.Columns) {
		return nil
	}
	return out
}

// candidates groups the columns of numbers by their names without the numbers.
func candidates(about dataset.Modality) []Series {
	var out []Series
	place := map[string]int{}
	for j, name := range about.Columns {
		part := numbered.FindStringSubmatch(name)
		if part == nil || about.Fields != nil && about.Fields[j].Kind != dataset.Quantity {
			continue
		}
		at, err := strconv.ParseFloat(part[2], 64)
		if err != nil {
			continue
		}
		key := part[1] + "\x00" + part[3]
		k, known := place[key]
		if !known {
			k, place[key] = len(out), len(out)
			s := Series{Name: strings.TrimRight(part[1], "._ -")}
			if in := timed.FindStringSubmatch(s.Name); in != nil {
				s.Name, s.Axis = in[1], in[2]
			}
			out = append(out, s)
		}
		out[k].Columns, out[k].At = append(out[k].Columns, j), append(out[k].At, at)
	}
	return slices.DeleteFunc(out, func(s Series) bool { return !monotone(s.At) })
}

// monotone says whether numbers rise or fall from each to the next.
func monotone(x []float64) bool {
	for k := 1; k < len(x); k++ {
		if x[k] == x[k-1] || (x[k] > x[k-1]) != (x[1] > x[0]) {
			return false
		}
	}
	return true
}

// neighbourly says whether neighbours differ by less than points that are far
// apart, in standardised rows. Of several distances, as a wave may come again.
func (s Series) neighbourly(rows [][]float64) bool {
	n := len(s.Columns)
	line := make([]float64, n)
	var beside, apart float64
	for _, row := range rows {
		for k, j := range s.Columns {
			line[k] = row[j]
		}
		beside += roughness(line, 1)
		apart += (roughness(line, n/4) + roughness(line, n/3) + roughness(line, n/2)) / 3
	}
	return beside < neighbourly*apart
}
