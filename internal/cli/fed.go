package cli

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/project"
)

var _ = register(newFed)

// fedDocument is the JSON of fed.
type fedDocument struct {
	Record     string            `json:"record"`
	Part       string            `json:"part"` // training, validation, test or none
	Method     string            `json:"method"`
	Settings   map[string]string `json:"settings"`
	Seed       int               `json:"seed"`
	Fold       int               `json:"fold"`
	Split      string            `json:"split"`
	Mask       string            `json:"mask"`
	Imputer    string            `json:"imputer,omitempty"`
	Modalities []fedEntry        `json:"modalities"`
}

// fedEntry is what is given of one modality.
type fedEntry struct {
	Name     string      `json:"name"`
	Kind     string      `json:"kind"`
	State    string      `json:"state"` // present, absent or masked
	Cause    string      `json:"cause"`
	Read     *fedNumbers `json:"read,omitempty"`
	Text     string      `json:"text,omitempty"`
	File     string      `json:"file,omitempty"`
	Features string      `json:"features"`
	Given    *fedNumbers `json:"given,omitempty"`
	Shape    []int       `json:"shape"`
	Imputed  int         `json:"imputed"`
	Instead  string      `json:"instead,omitempty"`
}

// fedNumbers are some numbers: all of them counted, the first shown.
type fedNumbers struct {
	Count   int        `json:"count"`
	Missing int        `json:"missing"`
	Min     number     `json:"min"`
	Mean    number     `json:"mean"`
	Max     number     `json:"max"`
	First   []fedValue `json:"first"`
}

type fedValue struct {
	Column  string `json:"column"`
	Value   number `json:"value"`
	Word    string `json:"as_read,omitempty"`
	Imputed bool   `json:"imputed,omitempty"`
}

// fedFlags say what is shown to whom.
type fedFlags struct {
	from       dataFlags
	method     string
	settings   []string
	seed, fold int
	first      int
}

func newFed(a *app) *cobra.Command {
	var flags fedFlags
	cmd := &cobra.Command{
		Use:   "fed STUDY|DATA RECORD",
		Short: "Show what a method is given of one record, modality by modality",
		Long: `Show what a method is given of one record, modality by modality: what was read,
what is absent or masked, which numbers reach the method after features and
imputer, which of them were put in and by what, and what stands in the place of a
modality that is not there.

Of a project, this is what the method's job is given, with its split, mask and
settings; features and imputer are fitted again, the model is not trained. Of
data, it is what a hold-out comparison would give. Networks and logistic
regression bring these numbers once more to mean 0 and one common scale of the
records that they learn from.`,
		Example: "  lacuna fed study.lacuna p0231 --method knn+mlp\n  lacuna fed DATA p0231 --method attention --json",
		Args:    exactly("STUDY|DATA", "RECORD"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.fed(cmd.Context(), args[0], args[1], flags)
		},
	}
	a.jsonFlag(cmd)
	flags.from.add(cmd, nil)
	f := cmd.Flags()
	f.StringVar(&flags.method, "method", "", "method, as results name it; default: the first of the project")
	f.StringArrayVar(&flags.settings, "set", nil, "parameter of the method, for DATA: knn.k=7")
	f.IntVar(&flags.seed, "seed", 0, "which repetition, counted from 0 as everywhere")
	f.IntVar(&flags.fold, "fold", -1, "which fold or group, from 0; default: the one that tests the record")
	f.IntVar(&flags.first, "first", 5, "how many numbers of each modality are shown")
	return cmd
}

func (a *app) fed(ctx context.Context, path, record string, flags fedFlags) error {
	if flags.first < 0 || flags.seed < 0 || flags.fold < -1 {
		return usagef("--seed, --fold and --first count from 0")
	}
	s, err := fedStudy(ctx, path, &flags)
	if err != nil {
		return err
	}
	at := slices.Index(s.data.IDs, record)
	if at < 0 {
		return usagef("no record %q; the first of %d is %s", record, s.data.Records(), s.data.IDs[0])
	}
	masks, read := watched(s.masks(ctx))
	jobs, err := experiment.Plan(s.data, s.spec, masks)
	if err != nil {
		return unfit(ctx, err, read)
	}
	j, err := flags.job(jobs, at)
	if err != nil {
		return err
	}
	runner := experiment.Runner{Workers: runtime.GOMAXPROCS(0), Masks: s.masks(ctx)}
	if s.store != nil {
		runner.Store = s.store
	}
	found, err := runner.Fed(ctx, s.data, j, at)
	if err != nil {
		return err
	}
	doc := newFedDocument(s.data, j, found, flags.first)
	if a.json {
		return a.document(doc)
	}
	a.printFed(doc)
	return nil
}

// fedStudy opens a project, or makes a comparison of one method of data.
func fedStudy(ctx context.Context, path string, flags *fedFlags) (*study, error) {
	if filepath.Ext(path) == project.Extension {
		switch {
		case flags.from.decided():
			return nil, errOfProject(path)
		case len(flags.settings) > 0:
			return nil, usagef("%s says itself how its methods are set; --set goes with data alone", path)
		}
		return openStudy(ctx, path)
	}
	if flags.method == "" {
		return nil, usagef("fed needs a --method for data, for example --method mean+logistic (lacuna methods lists them)")
	}
	spec, err := (&specFlags{mask: maskFlags{mechanism: string(experiment.Natural), on: string(experiment.OnBoth)}, methods: []string{flags.method}, settings: flags.settings, seeds: flags.seed + 1, imputed: 1, split: string(experiment.Holdout)}).spec()
	if err != nil {
		return nil, err
	}
	d, err := openData(ctx, path, &flags.from)
	if err != nil {
		return nil, err
	}
	spec.Split = spec.Split.Careful(d)
	return &study{data: d, spec: spec}, nil
}

// job finds the job of the method: that which tests the record, where no fold
// is named.
func (f fedFlags) job(jobs []experiment.Job, record int) (experiment.Job, error) {
	var names []string
	var found *experiment.Job
	for k, j := range jobs {
		if !slices.Contains(names, j.Label) {
			names = append(names, j.Label)
		}
		if f.method == "" {
			f.method = j.Label
		}
		if j.Label != f.method || j.Seed != f.seed || f.fold >= 0 && j.Fold != f.fold {
			continue
		}
		if found == nil || f.fold < 0 && slices.Contains(j.Split.Test, record) {
			found = &jobs[k]
		}
	}
	switch {
	case found != nil:
		return *found, nil
	case !slices.Contains(names, f.method):
		return experiment.Job{}, usagef("no method %q; there are %s", f.method, strings.Join(names, ", "))
	}
	return experiment.Job{}, usagef("%s has no seed %d with that fold; both count from 0", f.method, f.seed)
}

func newFedDocument(d *dataset.Dataset, j experiment.Job, x experiment.Fed, first int) fedDocument {
	doc := fedDocument{Record: x.ID, Part: x.Part, Method: x.Method, Settings: x.Settings, Seed: j.Seed, Fold: j.Fold,
		Split: j.Split.Name, Mask: j.Mask.Name, Imputer: x.Imputer, Modalities: []fedEntry{}}
	for m, y := range x.Modalities {
		entry := fedEntry{Name: y.Name, Kind: string(y.Kind), State: y.State, Cause: y.Cause, Text: y.Text, File: y.File, Features: y.Features,
			Read: newFedNumbers(y.Read, nil, first), Given: newFedNumbers(y.Given, y.Imputed, first), Shape: y.Shape, Instead: y.Instead}
		for k := range min(first, len(y.Read.Values)) {
			if fields := d.Blocks[m].Modality.Fields; fields != nil && fields[k].Kind != dataset.Quantity {
				entry.Read.First[k].Word = fields[k].Format(y.Read.Values[k])
			}
		}
		for _, in := range y.Imputed {
			if in {
				entry.Imputed++
			}
		}
		if entry.Shape == nil {
			entry.Shape = []int{len(y.Given.Values)}
		}
		doc.Modalities = append(doc.Modalities, entry)
	}
	return doc
}

// newFedNumbers is nil of no numbers.
func newFedNumbers(x experiment.Numbers, imputed []bool, first int) *fedNumbers {
	if len(x.Values) == 0 {
		return nil
	}
	low, mean, high := x.Range()
	out := &fedNumbers{Count: len(x.Values), Missing: x.Missing(), Min: number(low), Mean: number(mean), Max: number(high), First: []fedValue{}}
	for k, value := range x.Values[:min(first, len(x.Values))] {
		v := fedValue{Value: number(value), Imputed: imputed != nil && imputed[k]}
		if k < len(x.Columns) {
			v.Column = x.Columns[k]
		}
		out.First = append(out.First, v)
	}
	return out
}

func (a *app) printFed(x fedDocument) {
	a.say("record %s as %s is given it (seed %d, %s; %s; mask %s)", x.Record, x.Method, x.Seed, x.Split, partWords(x.Part), x.Mask)
	rows := [][]string{{"modality", "state", "read", "missing", "given", "imputed", "min", "mean", "max", "shape"}}
	for _, m := range x.Modalities {
		row := []string{m.Name, m.State, "–", "–", "–", fmt.Sprint(m.Imputed), "–", "–", "–", "–"}
		if m.State == "absent" {
			row[1] += " (" + m.Cause + ")"
		}
		if m.Read != nil {
			row[2], row[3] = fmt.Sprint(m.Read.Count), fmt.Sprint(m.Read.Missing)
		}
		if g := m.Given; g != nil {
			row[4], row[6], row[7], row[8] = fmt.Sprint(g.Count), shortNumber(g.Min), shortNumber(g.Mean), shortNumber(g.Max)
			row[9] = strings.Trim(strings.ReplaceAll(fmt.Sprint(m.Shape), " ", "×"), "[]")
		}
		rows = append(rows, row)
	}
	a.table(rows)
	for _, m := range x.Modalities {
		a.printFedModality(m)
	}
}

func (a *app) printFedModality(m fedEntry) {
	a.say("\n%s", m.Features)
	if m.File != "" {
		a.say("  file: %s", m.File)
	}
	if m.Text != "" {
		a.say("  read: %s", shortText(m.Text))
	}
	if m.Read != nil {
		a.say("  read: %s", firstWords(m.Read))
	}
	if m.Given != nil {
		a.say("  given: %s", firstWords(m.Given))
	}
	if m.Instead != "" {
		a.say("  for what is missing: %s", m.Instead)
	}
}

func partWords(part string) string {
	if part == "none" {
		return "in no part of the split"
	}
	return part + " part"
}

// firstWords writes the first numbers; * marks one that was put in.
func firstWords(n *fedNumbers) string {
	var list []string
	for _, v := range n.First {
		text := v.Word
		if text == "" {
			text = shortNumber(v.Value)
		}
		if v.Imputed {
			text += "*"
		}
		list = append(list, strings.TrimSpace(v.Column+" "+text))
	}
	if more := n.Count - len(n.First); more > 0 {
		list = append(list, fmt.Sprintf("… and %d more", more))
	}
	return strings.Join(list, ", ")
}

func shortNumber(x number) string {
	switch {
	case math.IsNaN(float64(x)):
		return "missing"
	case math.Abs(float64(x)) < rounding: // the mean of standardised numbers
		return "0"
	}
	return fmt.Sprintf("%.4g", float64(x))
}

// rounding is the size below which a standardised number is what is left of a 0.
const rounding = 1e-12

func shortText(s string) string {
	const most = 200
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + " …"
	}
	return s
}
