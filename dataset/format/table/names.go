package table

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// cleanNames trims names and makes them different: a later twin is numbered,
// and a column without a name is called after its place, but for the first,
// where row names stand.
func cleanNames(file string, raw []string) ([]string, []dataset.Problem) {
	names := make([]string, len(raw))
	taken := make(map[string]bool, len(raw))
	var nameless []string
	for j, n := range raw {
		if names[j] = oneLine(trim(n)); names[j] == "" && j > 0 {
			names[j] = fmt.Sprintf("c%d", j+1)
			nameless = append(nameless, names[j])
		}
		taken[names[j]] = false
	}
	var problems []dataset.Problem
	if len(nameless) > 0 {
		problems = append(problems, dataset.Problem{File: file, Column: nameless[0],
			What: say.KeptCount(len(nameless), "column has no name", "columns have no name"), Done: say.Kept("called after the place: %s", some(nameless))})
	}
	if genes := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !datedGene.MatchString(n) }); len(genes) > 0 {
		problems = append(problems, dataset.Problem{File: file, Column: genes[0],
			What: say.Kept("%s like a date, as spreadsheets make of genes such as MARCH1, SEPT2 and DEC1: %s", say.KeptCount(len(genes), "column is called", "columns are called"), some(genes)), Done: say.Mark("kept as they are")})
	}
	return names, append(problems, nameTwins(file, names, taken)...)
}

// datedGene is what spreadsheets make of the names of some genes.
var datedGene = regexp.MustCompile(`^(?i:\d{1,2}-(?:Mar|Sep|Dec|Oct|Apr)|(?:Mar|Sep|Dec)-0?\d)$`)

// oneLine makes one line of a name that a spreadsheet broke into several.
func oneLine(name string) string {
	if !strings.ContainsAny(name, "\r\n\t") {
		return name
	}
	return strings.Join(strings.Fields(name), " ")
}

// nameTwins numbers the names that an earlier column has. Taken holds every
// name, so that a made one is not that of a later column.
func nameTwins(file string, names []string, taken map[string]bool) []dataset.Problem {
	var problems []dataset.Problem
	var made []string
	next := map[string]int{}
	for j, name := range names {
		if !taken[name] {
			taken[name] = true
			continue
		}
		k := max(next[name], 2)
		unique := fmt.Sprintf("%s (%d)", name, k)
		for _, there := taken[unique]; there; _, there = taken[unique] {
			k++
			unique = fmt.Sprintf("%s (%d)", name, k)
		}
		next[name], taken[unique] = k+1, true
		names[j], made = unique, append(made, unique)
	}
	if len(made) > 0 {
		problems = append(problems, dataset.Problem{File: file, Column: made[0],
			What: say.Kept("%s the name of an earlier one", say.KeptCount(len(made), "column has", "columns have")), Done: say.Kept("numbered: %s", some(made))})
	}
	return problems
}

// some lists the first few of some names.
func some(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return say.Kept("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
