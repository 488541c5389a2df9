package cli

import (
	"github.com/spf13/cobra"

	"lacuna/assets/gallery"
	"lacuna/charts"
	"lacuna/dataset/format"
	"lacuna/docs/guide"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/impute"
	"lacuna/models"
)

// A lister lists the words that can stand in one place of a command line.
type lister func() []string

// completeAll tells shells which words may come next where that is a list of
// ours; elsewhere they offer files.
func completeAll(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "chart":
			completeArgument(cmd, 1, chartNames)
		case "guide":
			completeArgument(cmd, 0, pageNames)
		case "gallery":
			completeArgument(cmd, 0, lessonNames)
		case "compare":
			completeFlag(cmd, "method", pipelineNames)
		case "impute":
			completeFlag(cmd, "method", impute.Names)
		}
		completeFlag(cmd, "mechanism", mechanismNames)
		completeFlag(cmd, "metric", metricNames)
		completeFlag(cmd, "reader", readerNames)
	}
}

// completeFlag completes the values of a flag, if the command has it.
func completeFlag(cmd *cobra.Command, flag string, list lister) {
	if cmd.Flags().Lookup(flag) == nil {
		return
	}
	_ = cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return list(), cobra.ShellCompDirectiveNoFileComp
	}) // fails for an unknown flag only
}

// completeArgument completes the argument at a place, and files before it.
func completeArgument(cmd *cobra.Command, place int, list lister) {
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		switch {
		case len(args) < place:
			return nil, cobra.ShellCompDirectiveDefault
		case len(args) > place:
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return list(), cobra.ShellCompDirectiveNoFileComp
	}
}

// pipelineNames lists what compare can compare: models alone, and classifiers
// behind each imputer.
func pipelineNames() []string {
	var names []string
	for _, m := range models.All() {
		if !m.NeedsComplete() {
			names = append(names, m.Name)
			continue
		}
		for _, imputer := range impute.Names() {
			names = append(names, imputer+"+"+m.Name)
		}
	}
	return names
}

func mechanismNames() []string {
	var names []string
	for _, m := range experiment.Mechanisms() {
		names = append(names, string(m))
	}
	return names
}

func metricNames() []string {
	var names []string
	for _, m := range metric.Measures() {
		names = append(names, m.Name)
	}
	return names
}

func readerNames() []string {
	var names []string
	for _, c := range format.Readers() {
		names = append(names, c.Name)
	}
	return names
}

func chartNames() []string {
	var names []string
	for _, c := range charts.All() {
		names = append(names, c.Name)
	}
	return names
}

func pageNames() []string {
	var names []string
	for _, p := range guide.Pages() {
		names = append(names, p.Name)
	}
	return names
}

func lessonNames() []string {
	var names []string
	for _, l := range gallery.All() {
		names = append(names, l.Name)
	}
	return names
}
