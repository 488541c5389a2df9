package metric

import (
	"cmp"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Dependence says how much the pattern of missing modalities tells about the
// class, and whether that is more than chance.
type Dependence struct {
	N           int     // records
	Information float64 // mutual information of pattern and class, nats; within groups where there are groups
	Chance      float64 // its mean over permuted labels, nats: many patterns seem to tell much of few records
	// Share is what the pattern tells beyond chance, as a share of what there is
	// to tell beyond chance: (Information − Chance) / (entropy of the class −
	// Chance), the mutual information adjusted for chance (Vinh, Epps and Bailey
	// 2010). It is 1 where the pattern decides the class and chance
	// alone would not, 0 where any labels would be told, about 0 where the two
	// are independent, and can be a little below.
	Share  float64
	P      float64 // share of permutations that tell as much; NaN where class or pattern does not vary
	Within string  // what the groups are, or empty
	Hidden int     // records of which the experiment hid something itself
}

// alarmLevel is the p below which missingness is said to tell the class: every
// dataset is tested, so that one false alarm in twenty would be too many.
const alarmLevel = 0.01

// Tells says whether the dependence is more than chance.
func (d Dependence) Tells() bool { return d.P < alarmLevel }

// Words says what was found, or is empty where there is no alarm.
func (d Dependence) Words() string {
	if !d.Tells() {
		return ""
	}
	within := ""
	if d.Within != "" {
		within = say.Form(" within each %s", d.Within)
	}
	words := say.Form("What is missing tells the class by itself%s: the pattern explains %s of the uncertainty about it beyond chance (permutation test, %s, n = %s).",
		within, d.beyond(), PValue(d.P), say.Grouped(d.N))
	if d.Hidden > 0 {
		words += say.Form(" Of %s of these records the mask of the experiment hid something: this speaks of what the methods saw, not only of what the data lack by nature.", say.Grouped(d.Hidden))
	}
	return words
}

// beyond writes the share that is explained beyond chance, which is none where
// chance explains more.
func (d Dependence) beyond() string { return percent(max(0, d.Share)) }

// Finding says what was found, whether there is an alarm or none.
func (d Dependence) Finding() string {
	switch {
	case d.Tells():
		return d.Words()
	case math.IsNaN(d.P):
		return say.Form("Whether what is missing tells the class cannot be tested: the pattern or the class does not vary (n = %s).", say.Grouped(d.N))
	}
	return say.Form("No evidence that what is missing tells the class: the pattern explains %s of the uncertainty about it beyond chance (permutation test, %s, n = %s).",
		d.beyond(), PValue(d.P), say.Grouped(d.N))
}

// Most and fewest permutations, and the number of records that may be
// exchanged in all.
const (
	mostPermutations   = 1999
	fewestPermutations = 199
	permutationBudget  = 5_000_000
)

// PatternTells tests whether patterns and classes are independent: labels are
// permuted among the records of each group, and the mutual information of
// pattern and label counted anew (a permutation test, Good 2005). groups is nil,
// or has a value for each record. The same input gives the same p.
func PatternTells(patterns []dataset.Pattern, labels []int, groups []string) Dependence {
	t := newContingency(patterns, labels, groups)
	d := Dependence{N: len(labels), Information: t.information(t.labels), P: math.NaN()}
	if t.entropy == 0 || t.constant {
		return d
	}
	draws := max(fewestPermutations, min(mostPermutations, permutationBudget/len(labels)))
	r := rng.New(0).Child("pattern tells").Rand()
	shuffled, as, sum := slices.Clone(t.labels), 1, 0.0
	for range draws {
		for _, g := range t.spans {
			part := shuffled[g[0]:g[1]]
			r.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
		}
		told := t.information(shuffled)
		sum += told
		if told >= d.Information-1e-12 {
			as++
		}
	}
	d.P, d.Chance = float64(as)/float64(draws+1), sum/float64(draws)
	if rest := t.entropy - d.Chance; rest > 1e-12 { // else any labels would be told: nothing is beyond chance
		d.Share = (d.Information - d.Chance) / rest
	}
	return d
}

// contingency holds records in order of their group, with patterns and labels
// as numbers.
type contingency struct {
	cells, labels      []int // cell: a pattern within a group
	spans              [][2]int
	nCells, nLabels    int
	logs               []float64 // n log n
	cellSizes, counts  []int
	entropy, marginals float64 // of labels within groups, nats; its parts that no permutation moves
	constant           bool    // no group has two patterns
}

func newContingency(patterns []dataset.Pattern, labels []int, groups []string) *contingency {
	group := func(i int) string {
		if groups == nil {
			return ""
		}
		return groups[i]
	}
	order := make([]int, len(labels))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(group(a), group(b)) })
	t := &contingency{logs: make([]float64, len(labels)+1)}
	for n := 2; n < len(t.logs); n++ {
		t.logs[n] = float64(n) * math.Log(float64(n))
	}
	cells, classes := map[string]int{}, map[int]int{}
	for at, i := range order {
		if at == 0 || group(order[at-1]) != group(i) {
			t.spans = append(t.spans, [2]int{at, at})
		}
		t.spans[len(t.spans)-1][1] = at + 1
		key := group(i) + "\x00" + string(patterns[i])
		enumerate(cells, key)
		enumerate(classes, labels[i])
		t.cells, t.labels = append(t.cells, cells[key]), append(t.labels, classes[labels[i]])
	}
	t.nCells, t.nLabels, t.constant = len(cells), len(classes), len(cells) == len(t.spans)
	t.count()
	return t
}

// enumerate gives a new key the next number.
func enumerate[K comparable](numbers map[K]int, key K) {
	if _, ok := numbers[key]; !ok {
		numbers[key] = len(numbers)
	}
}

// count prepares what stays the same under permutation.
func (t *contingency) count() {
	t.counts, t.cellSizes = make([]int, t.nCells*t.nLabels), make([]int, t.nCells)
	for _, c := range t.cells {
		t.cellSizes[c]++
	}
	total := 0.0
	for _, span := range t.spans {
		sizes := make([]int, t.nLabels)
		for _, l := range t.labels[span[0]:span[1]] {
			sizes[l]++
		}
		total += t.logs[span[1]-span[0]]
		for _, n := range sizes {
			total -= t.logs[n]
		}
	}
	if n := float64(len(t.labels)); n > 0 {
		t.entropy = max(0, total/n)
	}
	for _, n := range t.cellSizes {
		t.marginals += t.logs[n]
	}
}

// information is the mutual information of cell and label within groups: the
// entropy of the label less what is left of it in the cells.
func (t *contingency) information(labels []int) float64 {
	if len(labels) == 0 {
		return 0
	}
	clear(t.counts)
	for i, c := range t.cells {
		t.counts[c*t.nLabels+labels[i]]++
	}
	left := t.marginals
	for _, n := range t.counts {
		left -= t.logs[n]
	}
	return max(0, t.entropy-left/float64(len(labels)))
}

// studyTells tests whether the patterns of the test records tell their class,
// as the methods saw them; within groups where groups are left out. A record
// counts once, as it was tested first.
func studyTells(study result.Study) Dependence {
	var patterns []dataset.Pattern
	var labels []int
	var groups []string
	seen, hidden := map[int]bool{}, 0
	for _, run := range firstOfEach(study.Runs) {
		for _, row := range run.Rows {
			if kin := study.Kin.Of(row.Record); row.Series == result.Observed && !seen[kin] { // kin are no independent witnesses
				seen[kin] = true
				patterns, labels, groups = append(patterns, row.Pattern), append(labels, row.Label), append(groups, run.Split)
				hidden += bit(row.Natural != "" && row.Natural != row.Pattern)
			}
		}
	}
	if designOf(study) != leftOut {
		groups = nil
	}
	d := PatternTells(patterns, labels, groups)
	d.Hidden = hidden
	if groups != nil {
		d.Within = say.Text("group")
	}
	return d
}

// mostTold is how many records tell enough: of more, so many are drawn.
const mostTold = 25_000

// DataTell tests whether the patterns of the labelled records of a dataset
// tell their class, on a random part of very many records.
func DataTell(d *dataset.Dataset) Dependence {
	rows := d.Labelled()
	if len(rows) > mostTold {
		drawn := rng.New(0).Child("data tells").Rand().Perm(len(rows))[:mostTold]
		slices.Sort(drawn)
		for k, i := range drawn {
			drawn[k] = rows[i]
		}
		rows = drawn
	}
	patterns, labels := make([]dataset.Pattern, len(rows)), make([]int, len(rows))
	for k, i := range rows {
		patterns[k], labels[k] = d.Presence.Pattern(i), d.Labels[i]
	}
	return PatternTells(patterns, labels, nil)
}
