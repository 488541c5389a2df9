package cli

import (
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

var _ = register(newInspect)

// inspection is the JSON that others may rely on.
type inspection struct {
	Name       string               `json:"name"`
	SHA256     string               `json:"sha256"`
	Records    int                  `json:"records"`
	Labelled   int                  `json:"labelled"`
	Classes    map[string]int       `json:"classes"`
	Modalities []modalityInspection `json:"modalities"`
	Patterns   []patternInspection  `json:"patterns"`
	Rates      ratesInspection      `json:"rates"`
	Problems   []dataset.Problem    `json:"problems"`
}

type modalityInspection struct {
	Name       string         `json:"name"`
	Kind       string         `json:"kind"`
	Columns    int            `json:"columns"`
	Present    int            `json:"present"`
	Absent     int            `json:"absent"`
	Unreadable int            `json:"unreadable"`
	Partial    int            `json:"partial"` // present, with some cells missing
	Causes     map[string]int `json:"causes"`  // absent records by cause
}

type patternInspection struct {
	Present []string `json:"present"`
	Count   int      `json:"count"`
}

type ratesInspection struct {
	Cell     float64            `json:"cell"`
	Record   float64            `json:"record"`
	Modality map[string]float64 `json:"modality"`
}

func newInspect(a *app) *cobra.Command {
	reader := ""
	cmd := &cobra.Command{
		Use:   "inspect DATA",
		Short: "Show what is recognised: modalities, presence, patterns, causes, problems",
		Args:  exactly("DATA"),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := format.Open(cmd.Context(), args[0], format.Options{Import: dataset.Import{Reader: reader}})
			if err != nil {
				return err
			}
			if a.json {
				return a.document(inspect(d))
			}
			a.printInspection(inspect(d))
			return nil
		},
	}
	a.jsonFlag(cmd)
	readerFlag(cmd, &reader)
	return cmd
}

func readerFlag(cmd *cobra.Command, reader *string) {
	cmd.Flags().StringVar(reader, "reader", "", "read DATA as folder-csv, manifest, media-folders or wide-csv; default: recognised")
}

func inspect(d *dataset.Dataset) inspection {
	rates := d.Presence.Rates(nil)
	out := inspection{
		Name: d.Name, SHA256: d.Hash(), Records: d.Records(), Labelled: len(d.Labelled()),
		Classes:  map[string]int{},
		Rates:    ratesInspection{rates.Cell, rates.Record, map[string]float64{}},
		Problems: append([]dataset.Problem{}, d.Problems...),
	}
	for _, i := range d.Labelled() {
		out.Classes[d.Classes[d.Labels[i]]]++
	}
	for m, name := range d.Names() {
		out.Modalities = append(out.Modalities, inspectModality(d, m))
		out.Rates.Modality[name] = rates.Modality[m]
	}
	for _, g := range d.Presence.Patterns() {
		out.Patterns = append(out.Patterns, patternInspection{g.Pattern.Names(d.Names()), len(g.Records)})
	}
	return out
}

func inspectModality(d *dataset.Dataset, m int) modalityInspection {
	b := d.Blocks[m]
	out := modalityInspection{
		Name: b.Modality.Name, Kind: string(b.Modality.Kind), Columns: b.Numbers.Cols,
		Present: d.Presence.Count(m), Unreadable: d.Presence.CauseCount(m, dataset.Unreadable),
		Causes: map[string]int{},
	}
	out.Absent = d.Records() - out.Present - out.Unreadable
	all := d.All()
	for i := range d.Records() {
		if c := d.Presence.Cause(i, m); c != dataset.Present {
			out.Causes[c.String()]++
		} else if anyNaN(all.Row(i, m)) {
			out.Partial++
		}
	}
	return out
}

func anyNaN(row []float64) bool {
	for _, x := range row {
		if math.IsNaN(x) {
			return true
		}
	}
	return false
}

func (a *app) printInspection(x inspection) {
	a.say("%s: %s, %d labelled, %s", x.Name, numbered(x.Records, "record"), x.Labelled, numbered(len(x.Classes), "class"))
	a.say("missing: %s of all record × modality pairs; %s of the records lack something\n",
		percent(x.Rates.Cell), percent(x.Rates.Record))
	rows := [][]string{{"modality", "kind", "columns", "present", "absent", "unreadable", "partial", "missing", "causes"}}
	for _, m := range x.Modalities {
		rows = append(rows, []string{
			m.Name, m.Kind, fmt.Sprint(m.Columns), fmt.Sprint(m.Present), fmt.Sprint(m.Absent),
			fmt.Sprint(m.Unreadable), fmt.Sprint(m.Partial), percent(x.Rates.Modality[m.Name]), describeCauses(m.Causes),
		})
	}
	a.table(rows)
	a.say("\npatterns (modalities present)")
	rows = nil
	for _, p := range x.Patterns {
		rows = append(rows, []string{fmt.Sprintf("%7d", p.Count), percent(float64(p.Count) / float64(x.Records)), describePattern(p.Present)})
	}
	a.table(rows)
	a.printProblems(x.Problems)
}

func describePattern(present []string) string {
	if len(present) == 0 {
		return "nothing"
	}
	return strings.Join(present, " + ")
}

func describeCauses(causes map[string]int) string {
	var parts []string
	for _, name := range sortedKeys(causes) {
		parts = append(parts, fmt.Sprintf("%s %d", name, causes[name]))
	}
	return strings.Join(parts, ", ")
}

// shownProblems is how many import problems fit a terminal; --json has all.
const shownProblems = 10

func (a *app) printProblems(list []dataset.Problem) {
	if len(list) == 0 {
		return
	}
	a.say("\n%s from reading", numbered(len(list), "remark"))
	for _, p := range list[:min(len(list), shownProblems)] {
		a.say("  %s: %s; %s", place(p), p.What, p.Done)
	}
	if more := len(list) - shownProblems; more > 0 {
		a.say("  … and %d more (all of them with --json)", more)
	}
}

func place(p dataset.Problem) string {
	s := p.File
	if p.Row > 0 {
		s += fmt.Sprintf(", line %d", p.Row)
	}
	if p.Column != "" {
		s += fmt.Sprintf(", column %s", p.Column)
	}
	return s
}
