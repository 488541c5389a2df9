package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/experiment/metric"
	"lacuna/experiment/missingness"
	"lacuna/project"
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
	Tells      tellsInspection      `json:"pattern_tells_class"`
	Problems   []dataset.Problem    `json:"problems"`
	// Missingness is there where it was asked for.
	Missingness *missingnessInspection `json:"missingness,omitempty"`
	Layout      string                 `json:"layout"`
	Roles       rolesInspection        `json:"roles"`
	Import      dataset.Import         `json:"import"`

	ownSplit bool // the data's split can be used as it is
}

// tellsInspection is the test of whether the pattern of missing modalities
// tells the class.
type tellsInspection struct {
	Records     int    `json:"n"`
	Information number `json:"mutual_information"`        // nats
	Chance      number `json:"mutual_information_chance"` // its mean over permuted labels, nats
	Share       number `json:"share_beyond_chance"`       // of the entropy, both less what chance tells
	P           number `json:"p"`                         // of a permutation test
	Words       string `json:"warning,omitempty"`         // where it does
}

// rolesInspection says where what is no feature was found; "" for nowhere.
type rolesInspection struct {
	Label  string   `json:"label"`
	ID     string   `json:"id"`
	Split  string   `json:"split"`
	Groups []string `json:"groups"`
}

type modalityInspection struct {
	Name       string         `json:"name"`
	Kind       string         `json:"kind"`
	ReadAs     string         `json:"read_as"` // in words
	Source     string         `json:"source"`
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

// inspectFlags say what of a dataset is shown.
type inspectFlags struct {
	from     dataFlags
	suggest  bool
	problems string
	diagnose bool
	where    string
}

func newInspect(a *app) *cobra.Command {
	var flags inspectFlags
	cmd := &cobra.Command{
		Use:   "inspect DATA",
		Short: "Show what is recognised: modalities, presence, patterns, causes, problems",
		Long: `Show what is recognised: modalities, presence, patterns, causes, problems.

Whatever is recognised can be decided otherwise, here and on every command that
takes DATA: by flags, or by a file that --suggest prints, which can be edited and
given back with --import. DATA may be a project, too: its data are read as it says.`,
		Example: `  lacuna inspect DATA --suggest > decisions.json
  lacuna inspect DATA --import decisions.json --label outcome --missing -9
  lacuna inspect DATA --problems problems.csv
  lacuna inspect DATA --where 'image missing and age >= 60'
  lacuna inspect DATA --missingness`,
		Args: exactly("DATA"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.inspect(cmd.Context(), args[0], flags) },
	}
	a.jsonFlag(cmd)
	flags.from.add(cmd, nil)
	flags.from.addStrict(cmd)
	cmd.Flags().BoolVar(&flags.suggest, "suggest", false, "print how DATA are read, as a file for --import")
	cmd.Flags().BoolVar(&flags.diagnose, "missingness", false, "diagnose why something is missing: Little's test, what predicts it, drift along the records")
	whereFlag(cmd, &flags.where, "only the records that it chooses")
	cmd.Flags().StringVar(&flags.problems, "problems", "", "write all remarks to a file, .csv")
	return cmd
}

func (a *app) inspect(ctx context.Context, path string, flags inspectFlags) error {
	if flags.problems != "" {
		if err := target("--problems", flags.problems, path, "a list of remarks", ".csv"); err != nil {
			return err
		}
	}
	d, err := inspected(ctx, path, flags.from)
	if err != nil {
		return err
	}
	if flags.problems != "" {
		if err := writeFile(flags.problems, func(w io.Writer) error { return format.WriteProblems(w, d.Problems) }); err != nil {
			return err
		}
		a.tell("%s written to %s", numbered(len(d.Problems), "remark"), flags.problems)
	}
	if err := flags.from.check(d, path); err != nil {
		return err
	}
	if d, err = a.only(d, flags.where); err != nil {
		return err
	}
	if flags.suggest {
		a.remarkedBriefly(project.NewRemarks(d.Problems), path)
		return a.document(d.Import)
	}
	return a.shown(ctx, d, flags.diagnose)
}

// shown prints what was recognised, and why something is missing where that is
// asked for.
func (a *app) shown(ctx context.Context, d *dataset.Dataset, diagnose bool) error {
	doc := inspect(d)
	var found missingness.Diagnosis
	if diagnose {
		var err error
		if found, err = missingness.Diagnose(ctx, d, runtime.GOMAXPROCS(0)); err != nil {
			return err
		}
		doc.Missingness = newMissingnessInspection(found)
	}
	if a.json {
		doc.SHA256 = d.Hash()
		return a.document(doc)
	}
	a.printInspection(doc)
	if diagnose {
		a.printMissingness(found)
	}
	return nil
}

// inspected reads data, or the data of a project. Remarks are shown, so that
// --strict comes afterwards.
func inspected(ctx context.Context, path string, from dataFlags) (*dataset.Dataset, error) {
	from.strict = false
	if filepath.Ext(path) != project.Extension {
		return openData(ctx, path, &from)
	}
	if from.decided() {
		return nil, errOfProject(path)
	}
	p, err := project.Open(path)
	if err != nil {
		return nil, err
	}
	return openProjectData(ctx, path, p.Dataset)
}

func inspect(d *dataset.Dataset) inspection {
	rates := d.Presence.Rates(nil)
	out := inspection{
		Name: d.Name, Records: d.Records(), Labelled: len(d.Labelled()),
		Classes:  map[string]int{},
		Rates:    ratesInspection{rates.Cell, rates.Record, map[string]float64{}},
		Problems: append([]dataset.Problem{}, dataset.Worst(d.Problems)...),
		Layout:   d.Format, Roles: roles(d), Import: d.Import,
	}
	out.ownSplit = hasOwnSplit(d)
	tells := metric.DataTell(d)
	out.Tells = tellsInspection{tells.N, number(tells.Information), number(tells.Chance), number(tells.Share), number(tells.P), tells.Words()}
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

// roles says what the import decided, or that something was found where no
// column says it: in names of folders and files.
func roles(d *dataset.Dataset) rolesInspection {
	imp := d.Import
	out := rolesInspection{imp.Label, cmp.Or(imp.ID, idsOf(imp)), imp.Split, slices.Sorted(maps.Keys(d.Groups))}
	if out.Label == "" && len(d.Labelled()) > 0 {
		out.Label = "found"
	}
	if out.Split == "" && d.Splits != nil {
		out.Split = "found"
	}
	if out.Groups == nil {
		out.Groups = []string{}
	}
	return out
}

// idsOf names the columns of ids where tables call theirs differently: "PatientID
// of blood.csv, id of labels.csv".
func idsOf(imp dataset.Import) string {
	const most = 4
	files := map[string][]string{}
	for _, file := range slices.Sorted(maps.Keys(imp.Files)) {
		if ids := imp.Files[file].IDs; len(ids) > 0 {
			name := cmp.Or(strings.Join(ids, " and "), "the column without a name")
			files[name] = append(files[name], file)
		}
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		of := files[name]
		if len(of) > most {
			of = append(of[:most:most], fmt.Sprintf("%d more", len(of)-most))
		}
		words = append(words, name+" of "+strings.Join(of, ", "))
	}
	return strings.Join(words, "; ")
}

func inspectModality(d *dataset.Dataset, m int) modalityInspection {
	b := d.Blocks[m]
	out := modalityInspection{
		Name: b.Modality.Name, Kind: string(b.Modality.Kind), ReadAs: b.Modality.Words(), Source: b.Modality.Source, Columns: b.Numbers.Cols,
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
	a.printReading(x)
	a.say("missing: %s of all record × modality pairs; %s of the records lack something\n",
		percent(x.Rates.Cell), percent(x.Rates.Record))
	rows := [][]string{{"modality", "kind", "columns", "present", "absent", "unreadable", "partial", "missing", "causes", "read as"}}
	for _, m := range x.Modalities {
		rows = append(rows, []string{
			m.Name, m.Kind, fmt.Sprint(m.Columns), fmt.Sprint(m.Present), fmt.Sprint(m.Absent),
			fmt.Sprint(m.Unreadable), fmt.Sprint(m.Partial), percent(x.Rates.Modality[m.Name]), describeCauses(m.Causes), m.ReadAs,
		})
	}
	a.table(rows)
	a.printPatterns(x)
	a.printProblems(x.Problems)
}

// shownPatterns is how many patterns fit a terminal.
const shownPatterns = 20

// printPatterns shows the most frequent patterns, and how many are left.
func (a *app) printPatterns(x inspection) {
	a.say("\npatterns (modalities present)")
	shown := x.Patterns[:min(len(x.Patterns), shownPatterns)]
	var rows [][]string
	left := x.Records
	for _, p := range shown {
		rows = append(rows, []string{fmt.Sprintf("%7d", p.Count), percent(float64(p.Count) / float64(x.Records)), describePattern(p.Present)})
		left -= p.Count
	}
	a.table(rows)
	if more := len(x.Patterns) - len(shown); more > 0 {
		a.say("  … and %s with %s (all of them with --json)", numbered(more, "more pattern"), numbered(left, "record"))
	}
}

// printReading says how the data were read, and why so.
func (a *app) printReading(x inspection) {
	line := "read as " + x.Layout
	for _, c := range format.Readers() {
		if c.Name == x.Layout {
			line += " (" + c.Help + ")"
		}
	}
	if len(x.Import.Why) > 0 {
		line += ": " + strings.Join(x.Import.Why, "; ")
	}
	a.say("%s", line)
	a.say("label: %s; id: %s; split: %s; groups: %s", orNone(x.Roles.Label), orNone(x.Roles.ID), orNone(x.Roles.Split),
		orNone(strings.Join(x.Roles.Groups, ", ")))
	if x.Roles.Split != "" {
		a.say("%s", splitWords(x.ownSplit, x.Roles.Groups))
	}
}

// splitWords says what becomes of a split that the data bring.
func splitWords(usable bool, groups []string) string {
	words := "compare draws splits of its own and does not use this one"
	if usable {
		words += "; --split file does"
	}
	if len(groups) > 0 {
		words += "; --split group:" + groups[0] + " leaves out one group at a time"
	}
	return words
}

func orNone(s string) string { return cmp.Or(s, "none") }

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

// shownProblems is how many remarks fit a terminal.
const shownProblems = 10

func (a *app) printProblems(list []dataset.Problem) {
	if len(list) == 0 {
		return
	}
	a.say("\n%s from reading", numbered(len(list), "remark"))
	for _, p := range dataset.Worst(list)[:min(len(list), shownProblems)] {
		a.say("  %s", p)
	}
	if more := len(list) - shownProblems; more > 0 {
		a.say("  … and %d more (all of them with --json, or in a table with --problems FILE.csv)", more)
	}
}
