package missingness

import (
	"context"
	"math"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// Little is one test of missing completely at random (Little, A test of missing
// completely at random for multivariate data with missing values, JASA 1988).
type Little struct {
	Level     string // what the columns of the test are: Columns or Modalities
	N         int    // records with at least one cell
	Columns   int    // columns in the test
	Patterns  int    // of missing cells, among N records
	Statistic float64
	DF        int
	P         float64
	Refused   string   // why there is no test; "" where there is one
	Notes     []string // what was left out or assumed
}

// The levels of Little's test.
const (
	Columns    = "columns"    // each number that a record has
	Modalities = "modalities" // each modality, by its first principal components
)

// level is the p below which there is evidence.
const level = 0.05

// Guard rails: of fewer records a pattern has no mean to speak of, and beyond
// mostWork (patterns × columns³) the test takes minutes.
const (
	fewestOfPattern = 5
	mostColumns     = 200
	mostWork        = 200_000_000
)

// Words says what came out. It never says that data are missing completely at
// random.
func (l Little) Words() string {
	if l.Refused != "" {
		return say.Form("Little's test at the level of %s was not made: %s.", say.Text(l.Level), l.Refused)
	}
	numbers := say.Form("Little's test at the level of %s: χ² %.1f, df %d, %s, n = %s, %s patterns, %d columns",
		say.Text(l.Level), l.Statistic, l.DF, metric.PValue(l.P), say.Grouped(l.N), say.Grouped(l.Patterns), l.Columns)
	if l.P < level {
		return say.Form("Evidence against missing completely at random (%s).", numbers)
	}
	return say.Form("No evidence against missing completely at random (%s). This does not show that it is so.", numbers)
}

// Untestable is what has to be said beside every result.
const Untestable = "Whether values are missing because of what they would have been (MNAR) cannot be tested with any of this."

// LittleTest tests the cells of a table, records × columns with NaN for what is
// missing, by expectation–maximisation of mean and covariance under a normal
// distribution. Constant columns, and those that others determine, are left out
// and named. The error is that of ctx.
func LittleTest(ctx context.Context, names []string, cells dataset.Matrix) (l Little, err error) {
	t := newTable(names, cells)
	l = Little{Statistic: math.NaN(), P: math.NaN()}
	if len(t.constant) > 0 {
		l.Notes = append(l.Notes, say.Form("left out because they do not vary, or are too large to be squared: %s", listed(t.constant)))
	}
	var dependent []string
	defer func() {
		if len(dependent) > 0 {
			l.Notes = append(l.Notes, say.Form("left out because other columns determine them: %s", listed(dependent)))
		}
	}()
	for {
		l.N, l.Columns, l.Patterns = t.n, len(t.names), len(t.patterns)
		if l.Refused = t.refusal(); l.Refused != "" {
			return l, nil
		}
		fit, err := t.maximise(ctx)
		if err != nil {
			return l, err
		}
		if len(fit.dependent) > 0 {
			for _, j := range fit.dependent {
				dependent = append(dependent, t.names[j])
			}
			t = t.without(fit.dependent)
			continue
		}
		l.judge(t, fit)
		return l, nil
	}
}

// judge compares the means of each pattern with those of all.
func (l *Little) judge(t *table, fit estimate) {
	if !fit.converged {
		l.Refused = say.Text("the estimate of means and covariances did not settle, as happens where much is missing")
		return
	}
	l.Statistic, l.DF = 0, -len(t.names)
	few := 0
	for _, p := range t.patterns {
		l.Statistic += fit.distance(p)
		l.DF += len(p.observed)
		if p.n < fewestOfPattern {
			few++
		}
	}
	l.P = distuv.ChiSquared{K: float64(l.DF)}.Survival(l.Statistic)
	if few > 0 {
		l.Notes = append(l.Notes, say.Form("%d of %d patterns have fewer than %d records, which makes p rough", few, len(t.patterns), fewestOfPattern))
	}
}

// refusal says why the table cannot be tested, or "".
func (t *table) refusal() string {
	p := len(t.names)
	work := float64(len(t.patterns)) * math.Pow(float64(p), 3)
	switch {
	case p < 2:
		return say.Text("it needs two columns that vary")
	case len(t.patterns) < 2:
		return say.Text("all records have the same cells, so there are no patterns to compare")
	case p >= t.n:
		return say.Form("there are %s columns and %s records; more records than columns are needed", say.Grouped(p), say.Grouped(t.n))
	case p > mostColumns || work > mostWork:
		return say.Form("%d columns with %d patterns are too many to estimate a covariance in seconds", p, len(t.patterns))
	case t.inSmallPatterns()*2 > t.n:
		return say.Form("most records are in patterns of fewer than %d records (%s patterns of %s records), so their means tell nothing", fewestOfPattern, say.Grouped(len(t.patterns)), say.Grouped(t.n))
	}
	return t.strangers(p + 2)
}

func (t *table) inSmallPatterns() int {
	n := 0
	for _, p := range t.patterns {
		if p.n < fewestOfPattern {
			n += p.n
		}
	}
	return n
}

// strangers names two columns that too few records have both of: their
// covariance is unknown.
func (t *table) strangers(least int) string {
	p := len(t.names)
	both := make([]int, p*p)
	for _, pattern := range t.patterns {
		for _, i := range pattern.observed {
			for _, j := range pattern.observed {
				both[i*p+j] += pattern.n
			}
		}
	}
	at := 0
	for k, n := range both {
		if n < both[at] {
			at = k
		}
	}
	if both[at] >= least {
		return ""
	}
	i, j := at/p, at%p
	if i == j {
		return say.Form("only %s %s; with %d columns %d are needed", have(both[at]), t.names[i], p, least)
	}
	return say.Form("only %s both %s and %s; with %d columns %d are needed", have(both[at]), t.names[i], t.names[j], p, least)
}

// have is the subject and the verb of so many records.
func have(n int) string {
	if n == 1 {
		return say.Text("1 record has")
	}
	return say.Form("%s records have", say.Grouped(n))
}

// listed names some of many.
func listed(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return say.Form("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
