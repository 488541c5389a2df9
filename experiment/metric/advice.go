package metric

import (
	"cmp"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Advice is what to expect for a test record if a modality that it lacks were
// acquired: what the same step changed for complete test records that were
// masked as it is, and of which the method said the same class.
type Advice struct {
	Record        int
	ID            string
	Seed          int
	Split         string
	Pattern       string // modalities present
	Modality      string // that would be acquired
	Rank          int    // 1 is the most useful of the record; 0 where nothing can be said
	N             int    // complete records that it is estimated from
	Accuracy      float64
	CI95          Interval // of Accuracy, a paired difference
	LogLoss       float64  // by how much log-loss is expected to fall
	Probability   float64  // by how much that of the true class is expected to rise
	Basis, Reason string   // records that are alike; why nothing can be said
}

// leastAdvised is how many complete records a piece of advice needs.
const leastAdvised = 20

// change sums up what a step from one pattern to another changed.
type change struct {
	records, kin       map[int]bool // distinct ones, and those of them that no two of are kin
	n                  float64
	gained, lost       float64 // predictions that turned right, and wrong
	logLoss, rightness float64
}

func (c *change) add(before, after result.Row, kin dataset.Kin) {
	if c.records == nil {
		c.records, c.kin = map[int]bool{}, map[int]bool{}
	}
	c.records[before.Record], c.kin[kin.Of(before.Record)] = true, true
	c.n++
	switch sign(after.Correct(), before.Correct()) {
	case 1:
		c.gained++
	case -1:
		c.lost++
	}
	c.logLoss += logLoss(before) - logLoss(after)
	c.rightness += after.Probabilities[after.Label] - before.Probabilities[before.Label]
}

// step is one modality more for records that the method takes for a class; a
// class of −1 is any.
type step struct {
	from, to dataset.Pattern
	class    int
}

// Advise says for every test record as observed that lacks something which
// modality would help most, for one method. It needs complete records that were
// masked; where they are fewer than twenty of the same predicted class, all of
// the pattern are taken, and where those are fewer, nothing is said but why.
func Advise(study result.Study, method string) ([]Advice, error) {
	runs := study.RunsOf(method)
	if len(runs) == 0 {
		return nil, say.Errorf("no method %q with results; there are %v", method, study.Methods)
	}
	changes := changesBySteps(study, runs)
	if len(changes) == 0 {
		return nil, say.Errorf("advice rests on complete test records that were masked, and there are none; compare with --masked-complete")
	}
	var out []Advice
	for _, run := range runs {
		for _, row := range run.Rows {
			if row.Series != result.Observed || row.Pattern.Complete() {
				continue
			}
			var own []Advice
			for m, name := range study.Modalities {
				if row.Pattern.Has(m) {
					continue
				}
				a := advise(changes, row, m)
				a.Record, a.ID, a.Seed, a.Split, a.Pattern, a.Modality = row.Record, row.ID, run.Seed, run.Split, row.Pattern.Label(study.Modalities), name
				own = append(own, a)
			}
			out = append(out, rankAdvice(own)...)
		}
	}
	return out, nil
}

// with is the pattern with one modality more.
func with(p dataset.Pattern, m int) dataset.Pattern {
	bits := []byte(p)
	bits[m] = '1'
	return dataset.Pattern(bits)
}

// changesBySteps looks at the complete records shown with a pattern and with
// one modality more.
func changesBySteps(study result.Study, runs []result.Run) map[step]*change {
	series := maskedSeries(study)
	matches := func(r result.Row) bool {
		return slices.ContainsFunc(series, func(s Stratum) bool { return s.Match(r) })
	}
	out := map[step]*change{}
	for _, run := range runs {
		shown := map[int]map[dataset.Pattern]result.Row{}
		for _, row := range run.Rows {
			if !matches(row) {
				continue
			}
			if shown[row.Record] == nil {
				shown[row.Record] = map[dataset.Pattern]result.Row{}
			}
			shown[row.Record][row.Pattern] = row
		}
		for _, row := range run.Rows { // in order: sums depend on it
			if before, ok := shown[row.Record][row.Pattern]; !ok || !matches(row) || before.Series != row.Series {
				continue
			}
			for m := range study.Modalities {
				after, ok := shown[row.Record][with(row.Pattern, m)]
				if row.Pattern.Has(m) || !ok {
					continue
				}
				for _, class := range []int{-1, row.Predicted()} {
					key := step{row.Pattern, after.Pattern, class}
					if out[key] == nil {
						out[key] = &change{}
					}
					out[key].add(row, after, study.Kin)
				}
			}
		}
	}
	return out
}

// advise finds what is known of acquiring a modality.
func advise(changes map[step]*change, row result.Row, m int) Advice {
	to := with(row.Pattern, m)
	c, basis := changes[step{row.Pattern, to, row.Predicted()}], say.Text("complete records masked to the pattern, same predicted class")
	if c == nil || len(c.records) < leastAdvised {
		c, basis = changes[step{row.Pattern, to, -1}], say.Text("complete records masked to the pattern, any class")
	}
	switch {
	case c == nil:
		return Advice{CI95: unknown(), Reason: say.Text("no complete records were shown both with and without it")}
	case len(c.records) < leastAdvised:
		return Advice{N: len(c.records), CI95: unknown(), Reason: say.Form("fewer than %d complete records", leastAdvised)}
	}
	n := float64(len(c.kin))
	return Advice{
		N: len(c.records), Accuracy: (c.gained - c.lost) / c.n, CI95: adjustedWald(c.gained/c.n, c.lost/c.n, n),
		LogLoss: c.logLoss / c.n, Probability: c.rightness / c.n, Basis: basis,
	}
}

// rankAdvice puts the most useful modality first: by the rise of the true
// class's probability, which tells more of few records than accuracy does.
func rankAdvice(list []Advice) []Advice {
	slices.SortStableFunc(list, func(a, b Advice) int {
		if known := cmp.Compare(bit(b.Reason == ""), bit(a.Reason == "")); known != 0 {
			return known
		}
		return cmp.Compare(b.Probability, a.Probability)
	})
	for i := range list {
		if list[i].Reason == "" {
			list[i].Rank = i + 1
		}
	}
	return list
}
