package record

import (
	"cmp"
	"context"
	"hash/fnv"
	"math"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
)

// What counts as telling the label. A column is judged on records that its rule
// has not seen; chance is the probability of as many right answers from a
// column that knows nothing, times the number of columns looked at. In a small
// study an honest measurement may part the classes, too.
const (
	leastAccuracy = 0.99
	leastGain     = 0.9  // of the errors that the most frequent class makes
	mostChance    = 1e-4 // over all columns of a table
	leastRecords  = 50
	mostRecords   = 20_000
	folds         = 5
)

// leak is a column that tells the label by itself.
type leak struct {
	column   int
	accuracy float64 // on held-out records
	records  int     // that were asked
	gap      bool    // its being missing tells, not its values
}

// judge holds what a search for leaks needs of the labels; it is made once and
// asked for each table.
type judge struct {
	rows    []int // records with a label, in order
	class   []int // of each of them
	fold    []uint8
	classes int
	look    []int // positions in rows for a first look: as many of each class as there are
}

// newJudge prepares labels, indices of classes or dataset.NoLabel. Records
// with equal keys, such as those of one subject, are held out together; keys
// are ids where there are no subjects.
func newJudge(labels []int, keys []string) *judge {
	j := &judge{rows: make([]int, 0, len(labels))}
	for i, l := range labels {
		if l != dataset.NoLabel {
			j.rows = append(j.rows, i)
			j.classes = max(j.classes, l+1)
		}
	}
	j.rows = sampled(j.rows, mostRecords)
	j.class, j.fold = make([]int, len(j.rows)), make([]uint8, len(j.rows))
	for k, i := range j.rows {
		j.class[k], j.fold[k] = labels[i], uint8(hashed(keys[i])%folds)
	}
	j.look = j.balanced()
	return j
}

// sampled takes at most n entries of a list, one of each n-th part: not always
// the same of a part, or classes that take turns would look like one.
func sampled(list []int, n int) []int {
	if len(list) <= n {
		return list
	}
	some := make([]int, n)
	for k := range some {
		from, to := uint64(k)*uint64(len(list))/uint64(n), uint64(k+1)*uint64(len(list))/uint64(n)
		some[k] = list[from+(uint64(k)*0x9e3779b97f4a7c15>>32)%(to-from)]
	}
	return some
}

func hashed(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64() >> 20
}

// balanced returns positions for the first look, as many of every class as
// there are, so that a rare class counts.
func (j *judge) balanced() []int {
	const size, most = 64, 16
	lists := make([][]int, j.classes)
	for k, c := range j.class {
		lists[c] = append(lists[c], k)
	}
	lists = slices.DeleteFunc(lists, func(l []int) bool { return len(l) == 0 })
	slices.SortStableFunc(lists, func(a, b []int) int { return cmp.Compare(len(b), len(a)) })
	lists = lists[:min(len(lists), most)]
	var look []int
	for _, l := range lists {
		look = append(look, sampled(l, max(4, size/len(lists)))...)
	}
	slices.Sort(look)
	return look
}

// rows are the numbers of records: a dataset.Block or a matrix.
type rows interface {
	Row(record int) []float64 // nil where it has none
	At(record, column int) float64
}

// leaks returns the columns of a table that tell the label by themselves: by a
// few thresholds, by a class for each of their values, or by being missing.
// There is a field for each column, or none at all.
func (j *judge) leaks(ctx context.Context, fields []dataset.Field, columns int, list rows) ([]leak, error) {
	if len(j.rows) < leastRecords || j.classes < 2 {
		return nil, nil
	}
	passed, present := j.firstLook(fields, columns, list), j.present(list)
	told := make([]*leak, columns)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for c := range columns {
		if passed[c] == noHope {
			continue
		}
		g.Go(func() error {
			if l, ok := j.tells(list, present, c, isCategory(fields, c), passed[c], columns); ok {
				told[c] = &l
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var found []leak
	for _, l := range told {
		if l != nil {
			found = append(found, *l)
		}
	}
	return found, nil
}

// hope is what a first look at a few records leaves open.
type hope uint8

const (
	noHope   hope = 0
	byValue  hope = 1
	byAbsent hope = 2
)

// firstLook looks at a few records in every column, so that wide tables cost
// next to nothing: most columns are hopeless.
func (j *judge) firstLook(fields []dataset.Field, columns int, list rows) []hope {
	const block = 512
	passed := make([]hope, columns)
	cells := make([][]point, min(block, columns))
	for start := 0; start < columns; start += block {
		end := min(start+block, columns)
		for k := range cells {
			cells[k] = cells[k][:0]
		}
		for _, k := range j.look {
			if r := list.Row(j.rows[k]); r != nil {
				for c, x := range r[start:end] {
					cells[c] = append(cells[c], point{x, j.class[k], 0})
				}
			}
		}
		for c := start; c < end; c++ {
			passed[c] = hopeOf(cells[c-start], j.classes, isCategory(fields, c))
		}
	}
	return passed
}

func isCategory(fields []dataset.Field, c int) bool {
	return c < len(fields) && fields[c].Kind == dataset.Category
}

// hopeOf judges the points of a first look, kindly.
func hopeOf(points []point, classes int, category bool) hope {
	var h hope
	there := slices.DeleteFunc(slices.Clone(points), func(p point) bool { return math.IsNaN(p.x) })
	if gone := len(points) - len(there); gone >= 2 && len(there) >= 2 {
		h |= byAbsent
	}
	if len(there) < 4 || category {
		return h | byValue // too few to be judged here, or levels without an order
	}
	slices.SortFunc(there, byX)
	wrong, runs, values := runsOf(there, classes)
	leaves := max(4, 2*classes)
	if values <= 24 {
		leaves = max(leaves, values) // a class for each value
	}
	if allowed := max(2, len(there)/8); wrong <= allowed && runs <= 2*allowed+leaves {
		h |= byValue
	}
	return h
}

// runsOf counts, in points that are sorted, those that are not of the most
// frequent class among equal values, the runs of one class, and the values.
func runsOf(points []point, classes int) (wrong, runs, values int) {
	last := -1
	counts := make([]int, classes)
	for i := 0; i < len(points); {
		clear(counts)
		start, best := i, points[i].class
		for ; i < len(points) && points[i].x == points[start].x; i++ {
			c := points[i].class
			if counts[c]++; counts[c] > counts[best] {
				best = c
			}
		}
		wrong += i - start - counts[best]
		values++
		if best != last {
			runs, last = runs+1, best
		}
	}
	return wrong, runs, values
}

// present says which records have any value.
func (j *judge) present(list rows) []bool {
	there := make([]bool, len(j.rows))
	for k, i := range j.rows {
		there[k] = !absent(list.Row(i))
	}
	return there
}

// tells holds one column against the labels.
func (j *judge) tells(list rows, present []bool, column int, category bool, h hope, columns int) (leak, bool) {
	points, presence := make([]point, 0, len(j.rows)), make([]point, 0, len(j.rows))
	for k, i := range j.rows {
		if !present[k] {
			continue
		}
		p := point{list.At(i, column), j.class[k], j.fold[k]}
		there := 0.0
		if !math.IsNaN(p.x) {
			points, there = append(points, p), 1
		}
		presence = append(presence, point{there, p.class, p.fold})
	}
	if h&byValue != 0 {
		if a, ok := j.accuracy(points, category, columns); ok {
			return leak{column: column, accuracy: a, records: len(points)}, true
		}
	}
	if h&byAbsent != 0 && j.mayTell(presence) {
		if a, ok := j.accuracy(presence, true, columns); ok {
			return leak{column: column, accuracy: a, records: len(presence), gap: true}, true
		}
	}
	return leak{}, false
}

// mayTell says whether the most frequent class among the records with a value,
// and that among those without, are right often enough: most columns are done
// with by this count.
func (j *judge) mayTell(presence []point) bool {
	counts := [2][]int{make([]int, j.classes), make([]int, j.classes)}
	for _, p := range presence {
		counts[int(p.x)][p.class]++
	}
	right := slices.Max(counts[0]) + slices.Max(counts[1])
	return float64(right) >= leastAccuracy*float64(len(presence))
}

// accuracy returns the share of held-out points whose class a rule of one
// column tells, and whether that is telling.
func (j *judge) accuracy(points []point, category bool, columns int) (float64, bool) {
	n := len(points)
	if n < leastRecords {
		return 0, false
	}
	counts := make([]int, j.classes)
	for _, p := range points {
		counts[p.class]++
	}
	slices.SortFunc(points, byX)
	right, edges := 0, 0
	wrong, runs, values := runsOf(points, j.classes)
	if n-wrong < int(leastAccuracy*float64(n)) {
		return 0, false // not even with a class for each value
	}
	if category || values <= n/4 {
		right = byLevels(points, j.classes)
	}
	// An error parts a run in three at most: more runs are too many errors.
	if leaves := max(4, 2*j.classes); !category && runs <= leaves+n/20 {
		var byCuts int
		byCuts, edges = byThresholds(points, j.classes)
		right = max(right, byCuts)
	}
	a, most := float64(right)/float64(n), float64(slices.Max(counts))/float64(n)
	telling := float64(right+edges) >= leastAccuracy*float64(n) && 1-a <= (1-leastGain)*(1-most) && chance(a, most, n)*float64(columns) < mostChance
	return a, telling
}

// chance bounds the probability that n guesses of which each is right with
// probability p are right as often as a (Chernoff).
func chance(a, p float64, n int) float64 {
	if a <= p {
		return 1
	}
	divergence := a * math.Log(a/p)
	if a < 1 {
		divergence += (1 - a) * math.Log((1-a)/(1-p))
	}
	return math.Exp(-float64(n) * divergence)
}

// absent says whether a row has no value at all.
func absent(row []float64) bool {
	for _, x := range row {
		if !math.IsNaN(x) {
			return false
		}
	}
	return true
}
