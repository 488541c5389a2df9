package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/charts"
	"lacuna/experiment/result"
)

// curvesChart is the chart that curveFlags are for.
const curvesChart = "learning"

// curveFlags say how learning curves are drawn.
type curveFlags struct {
	look   charts.CurveLook
	runs   []string // methods that have a line for each run
	smooth string
}

// curveNames are the flags that no other chart takes.
var curveNames = []string{"unfold", "runs-of", "smooth"}

func (f *curveFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.look.Unfold, "unfold", false, "chart learning: a line for each run in place of mean and standard error")
	flags.StringArrayVar(&f.runs, "runs-of", nil, "chart learning: a line for each run of this method alone; may be given several times")
	flags.StringVar(&f.smooth, "smooth", charts.NotSmoothed.Name(), "chart learning: draw smoothed lines, raw values faint behind: light, medium or strong (a value 1, 3 or 10 epochs back counts half)")
}

// check looks which chart the flags are given for, and what --by tells its curves
// apart by.
func (f *curveFlags) check(cmd *cobra.Command, chart, by string) error {
	if chart != curvesChart {
		for _, name := range curveNames {
			if cmd.Flags().Changed(name) {
				return usagef("--%s goes with chart %s, not with %s", name, curvesChart, chart)
			}
		}
		return nil
	}
	smoothing, err := charts.SmoothingNamed(f.smooth)
	if f.look.Smoothing = smoothing; err != nil {
		return usagef("--smooth: %s", err)
	}
	if by == cmd.Flag("by").DefValue {
		return nil
	}
	if by != "pattern" {
		return usagef("--by %s: losses are kept for all validation records and by pattern; chart %s takes --by pattern or none", by, curvesChart)
	}
	if f.look.Unfold || len(f.runs) > 0 {
		return usagef("--by pattern draws the mean of the runs of each pattern: leave --unfold and --runs-of away")
	}
	f.look.ByPattern = true
	return nil
}

// unfolded are the methods of a study that have a line for each run.
func (f *curveFlags) unfolded(of result.Study) (map[string]bool, error) {
	var known []string
	for _, r := range of.Runs {
		if len(r.Curves) > 0 && !slices.Contains(known, r.Method) {
			known = append(known, r.Method)
		}
	}
	out := map[string]bool{}
	for _, m := range f.runs {
		if !slices.Contains(known, m) {
			return nil, usagef("--runs-of %s: no method of that name has learning curves; these have: %s", m, cmp.Or(strings.Join(known, ", "), "none"))
		}
		out[m] = true
	}
	return out, nil
}
