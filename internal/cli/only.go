package cli

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/charts"
	"lacuna/dataset/query"
	"lacuna/experiment/result"
	"lacuna/project"
)

// The charts that show which records --where chooses, those that --only narrows
// down, and those whose rows --rows orders.
var (
	choosing  = []string{"difference", "patterns", "presence", "strata"}
	narrowing = []string{"comissing", "difference", "joined", "patterns", "presence", "strata"}
	ordering  = []string{"difference", "joined", "patterns", "strata"}
)

// orderOfRows are the orders of patterns by what --rows calls them.
var orderOfRows = map[string]charts.PatternOrder{
	"records": charts.ByRecords, "missing": charts.ByLack, "score": charts.ByScore, "difference": charts.ByDifference,
}

// checkWhere looks whether the chart can show what is chosen.
func (f *chartFlags) checkWhere(chart string) error {
	if f.where != "" && !slices.Contains(choosing, chart) {
		return usagef("--where goes with charts %s", strings.Join(choosing, ", "))
	}
	return nil
}

// checkOnly looks whether the chart can be of some records.
func (f *chartFlags) checkOnly(chart string) error {
	if f.only != "" && !slices.Contains(narrowing, chart) {
		return usagef("--only goes with charts %s", strings.Join(narrowing, ", "))
	}
	return nil
}

// division is the one as which the records are chosen: in all charts but that of
// what a method makes, --seed names the repetition.
func (f *chartFlags) division() division { return division{int(f.look.seed), f.fold} }

// checkDivision looks whether there can be several.
func (f *chartFlags) checkDivision(cmd *cobra.Command, source, chart string) error {
	for _, name := range []string{"seed", "fold"} {
		switch given := cmd.Flags().Changed(name); {
		case !given || name == "seed" && chart == lookChart:
		case f.only == "" || filepath.Ext(source) != project.Extension:
			return usagef("--%s goes with --only QUERY, of a study (…%s)", name, project.Extension)
		case f.fold < 0:
			return usagef("--fold %d: folds and groups count from 0", f.fold)
		}
	}
	return nil
}

// checkRows looks at the order of patterns, and what it needs.
func (f *chartFlags) checkRows(source, chart string) error {
	switch _, ok := orderOfRows[f.rows]; {
	case !ok:
		return usagef("--rows %q: patterns stand in the order of %s", f.rows, strings.Join(slices.Sorted(maps.Keys(orderOfRows)), ", "))
	case f.rows != "records" && !slices.Contains(ordering, chart):
		return usagef("--rows goes with charts %s", strings.Join(ordering, ", "))
	case f.ranked() && filepath.Ext(source) != project.Extension:
		return usagef("--rows %s needs results: name a study (…%s)", f.rows, project.Extension)
	case f.ranked() && f.a == "":
		return usagef("--rows %s needs a method: --a METHOD", f.rows)
	case f.rows == "difference" && f.b == "":
		return usagef("--rows difference needs two methods: --a METHOD --b METHOD")
	case f.rows == "difference" && f.a == f.b:
		return usagef("--rows difference needs two methods: %s does not differ from itself", f.a)
	}
	return nil
}

// ranked says whether the order of patterns is made of scores.
func (f *chartFlags) ranked() bool { return f.rows == "score" || f.rows == "difference" }

// checkMethods looks whether the methods whose scores order patterns are there.
func (f *chartFlags) checkMethods(known []string) error {
	for _, m := range []string{f.a, f.b} {
		if f.ranked() && m != "" && !slices.Contains(known, m) {
			return usagef("--rows %s: no method %q; there are %s", f.rows, m, strings.Join(known, ", "))
		}
	}
	return nil
}

// choose looks for the records that --where and --only choose.
func (f *chartFlags) choose(in *charts.Input, kept []project.Query, from query.Source) (err error) {
	if in.Selected, _, err = chosen("--where", f.where, kept, from); err != nil || f.only == "" {
		return err
	}
	column, words, err := chosen("--only", f.only, kept, from)
	if err != nil {
		return err
	}
	if len(query.Records(column)) == 0 {
		return usagef("--only %s: none of the %d records is so", words, from.Data.Records())
	}
	if f.as != "" {
		words += ", as in " + f.as
	}
	in.Only = &charts.Only{Records: column, Words: words}
	return nil
}

// chooseFor does so in a project, for a chart of the data.
func (s *study) chooseFor(ctx context.Context, in *charts.Input, flags chartFlags) error {
	if flags.where == "" && flags.only == "" {
		return nil
	}
	found, _, _, err := s.collected(ctx)
	if err != nil {
		return err
	}
	return s.onlyFor(ctx, in, flags, found)
}

// onlyFor does so with results at hand.
func (s *study) onlyFor(ctx context.Context, in *charts.Input, flags chartFlags, found result.Study) error {
	from, err := s.query(ctx, found, flags.division())
	if err != nil {
		return err
	}
	return flags.choose(in, s.queries, from)
}
