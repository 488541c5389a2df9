package cli

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/project"
)

var _ = register(newImpute)

type imputeFlags struct {
	from              dataFlags
	method, mask, out string
	settings          []string
	seed              uint64
	cells             float64
	score             bool
	workers           int
}

// imputeDocument is the JSON that others may rely on.
type imputeDocument struct {
	Method    string                     `json:"method"`
	Fitted    int                        `json:"n_train"`
	Cells     int                        `json:"cells"` // scored
	RMSE      number                     `json:"rmse"`
	NRMSE     number                     `json:"nrmse"`
	MAE       number                     `json:"mae"`
	Words     int                        `json:"words,omitempty"` // hidden cells that hold words
	Wrong     int                        `json:"words_wrong,omitempty"`
	By        map[string]imputationScore `json:"by_modality"`
	Seconds   float64                    `json:"seconds"`
	Fit       float64                    `json:"fit_seconds"`
	Transform float64                    `json:"transform_seconds"`
	Warnings  []string                   `json:"warnings,omitempty"`
	Remarks   remarkDocument             `json:"remarks"`
}

type imputationScore struct {
	Cells int    `json:"cells"`
	RMSE  number `json:"rmse"`
	NRMSE number `json:"nrmse"`
	MAE   number `json:"mae"`
	Words int    `json:"words,omitempty"`
	Wrong int    `json:"words_wrong,omitempty"`
}

func newImpute(a *app) *cobra.Command {
	flags := imputeFlags{workers: runtime.GOMAXPROCS(0)}
	cmd := &cobra.Command{
		Use:   "impute DATA",
		Short: "Fill what is missing and write the dataset, or score the filling",
		Long: `Fill what is missing and write the dataset as one CSV file per modality.

Where the data bring a split of their own, the imputer is fitted on its training
records only; else on all. With --score, values that are known are hidden first,
by --mask or --cells, and compared with what is filled in.`,
		Args: exactly("DATA"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.impute(cmd.Context(), args[0], flags) },
	}
	a.jsonFlag(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.method, "method", "mean", "imputer (lacuna methods lists them)")
	f.StringArrayVar(&flags.settings, "set", nil, "parameter of the imputer: k=7")
	f.StringVar(&flags.mask, "mask", "", "mask file: modalities to hide first")
	f.Float64Var(&flags.cells, "cells", 0, "share of single numbers to hide first, completely at random")
	f.Uint64Var(&flags.seed, "seed", 0, "root of the random numbers")
	f.BoolVar(&flags.score, "score", false, "score the filled values against the hidden ones")
	f.StringVarP(&flags.out, "output", "o", "", "folder to write; it must not exist yet")
	workersFlag(cmd, &flags.workers)
	flags.from.add(cmd, nil)
	flags.from.addStrict(cmd)
	return cmd
}

func (a *app) impute(ctx context.Context, path string, flags imputeFlags) error {
	if flags.out == "" && !flags.score {
		return usagef("impute needs a folder to write (-o DIR) or --score")
	}
	if flags.score && flags.mask == "" && flags.cells == 0 {
		return usagef("--score needs values to hide: --cells 0.2 or --mask FILE")
	}
	imputer, err := flags.imputer()
	if err != nil {
		return err
	}
	flags.from.keepAll()
	truth, err := openData(ctx, path, &flags.from)
	if err != nil {
		return err
	}
	remarks := project.NewRemarks(truth.Problems)
	a.remarked(remarks, path)
	h, err := hide(ctx, truth, flags)
	if err != nil {
		return err
	}
	env := job.Env{Seed: rng.New(flags.seed).Child("impute/" + flags.method), Workers: flags.workers}
	done, err := experiment.Impute(ctx, h.data, h.mask, imputer, env, a.Now)
	if err != nil {
		return err
	}
	if err := a.writeImputed(done, flags.out); err != nil {
		return err
	}
	return a.reportImputed(truth, h, done, flags, remarks)
}

// imputer finds and configures the method. "knn.k=7" and "k=7" mean the same.
func (f imputeFlags) imputer() (impute.Imputer, error) {
	info, err := impute.Lookup(f.method)
	if err != nil {
		return nil, usageError{err}
	}
	settings, err := parseSettings(f.settings)
	if err != nil {
		return nil, err
	}
	imputer, err := info.Make(unqualified(settings, info.Name))
	if err != nil {
		return nil, usageError{err}
	}
	return imputer, nil
}

func unqualified(settings map[string]string, owner string) map[string]string {
	out := map[string]string{}
	for name, value := range settings {
		if len(name) > len(owner) && name[:len(owner)+1] == owner+"." {
			name = name[len(owner)+1:]
		}
		out[name] = value
	}
	return out
}

// hidden is a dataset with holes and what they are.
type hidden struct {
	data  *dataset.Dataset
	mask  *dataset.Mask     // whole modalities; nil for none
	cells *dataset.CellMask // single numbers; nil for none
}

func hide(ctx context.Context, truth *dataset.Dataset, flags imputeFlags) (hidden, error) {
	h := hidden{data: truth}
	var err error
	if flags.mask != "" {
		if h.mask, err = format.ReadMask(ctx, flags.mask, truth); err != nil {
			return h, err
		}
	}
	if flags.cells != 0 {
		h.data, h.cells, err = truth.WithoutCells(flags.cells, rng.New(flags.seed).Child("cells"))
	}
	return h, err
}

// scored says whether the value of a cell was hidden and is to be compared.
func (h hidden) scored(i, m, j int) bool {
	return (h.mask != nil && h.mask.Hides(i, m)) || (h.cells != nil && h.cells.Hides(i, m, j))
}

// writeImputed writes the filled dataset, and notes what a reader of it has to
// know.
func (a *app) writeImputed(done *experiment.Imputation, folder string) error {
	if folder == "" {
		return nil
	}
	told, err := format.WriteFilled(folder, done.Source, done.Values)
	for _, p := range told {
		done.Warnings = append(done.Warnings, p.What+"; "+p.Done)
	}
	return err
}

func (a *app) reportImputed(truth *dataset.Dataset, h hidden, done *experiment.Imputation, flags imputeFlags, remarks project.Remarks) error {
	doc := imputeDocument{
		Method: flags.method, Fitted: done.Fitted, By: map[string]imputationScore{}, Warnings: done.Warnings,
		Remarks: newRemarkDocument(remarks),
		Seconds: (done.FitTime + done.Transform).Seconds(), Fit: done.FitTime.Seconds(), Transform: done.Transform.Seconds(),
	}
	doc.RMSE, doc.NRMSE, doc.MAE = number(math.NaN()), number(math.NaN()), number(math.NaN())
	if flags.score {
		if err := doc.score(truth, h, done); err != nil {
			return err
		}
	}
	if a.json {
		return a.document(doc)
	}
	a.printImputed(doc, flags, truth)
	return nil
}

// score compares all modalities of numbers, texts being no numbers. Words are
// right or wrong and counted by themselves, and what was left empty counts
// nowhere.
func (doc *imputeDocument) score(truth *dataset.Dataset, h hidden, done *experiment.Imputation) error {
	var known, filled []dataset.Matrix
	var places []int
	for m, b := range truth.Blocks {
		if b.Texts != nil {
			continue
		}
		values := truth.All().Dense(m)
		doc.scoreWords(b.Modality, values, done.Values[m], func(i, j int) bool { return h.scored(i, m, j) })
		known, filled, places = append(known, values), append(filled, done.Values[m]), append(places, m)
	}
	all, each, err := metric.ScoreImputation(known, filled, func(i, k, j int) bool { return h.scored(i, places[k], j) })
	if err != nil {
		return err
	}
	doc.Cells, doc.RMSE, doc.NRMSE, doc.MAE = all.Cells, number(all.RMSE), number(all.NRMSE), number(all.MAE)
	for k, s := range each {
		name := truth.Blocks[places[k]].Modality.Name
		words := doc.By[name]
		doc.By[name] = imputationScore{s.Cells, number(s.RMSE), number(s.NRMSE), number(s.MAE), words.Words, words.Wrong}
		doc.Words, doc.Wrong = doc.Words+words.Words, doc.Wrong+words.Wrong
	}
	return nil
}

// scoreWords counts the hidden words of a modality and those that were filled
// wrongly, and takes them, and what was left empty, out of the known numbers.
func (doc *imputeDocument) scoreWords(about dataset.Modality, known, filled dataset.Matrix, scored func(i, j int) bool) {
	score := doc.By[about.Name]
	for j := range known.Cols {
		words := about.Fields != nil && about.Fields[j].Kind == dataset.Category
		for i := range known.Rows {
			x := known.At(i, j)
			if words && !math.IsNaN(x) && scored(i, j) {
				score.Words++
				if filled.At(i, j) != x {
					score.Wrong++
				}
			}
			if words || math.IsNaN(filled.At(i, j)) {
				known.Set(i, j, math.NaN())
			}
		}
	}
	doc.By[about.Name] = score
}

func (a *app) printImputed(doc imputeDocument, flags imputeFlags, truth *dataset.Dataset) {
	a.say("%s: fitted on %d of %d records in %.2f s, filled in %.2f s", doc.Method, doc.Fitted, truth.Records(), doc.Fit, doc.Transform)
	if flags.score {
		a.say("\nerror on %d hidden numbers, each column scaled to 0…1", doc.Cells)
		rows := [][]string{{"modality", "n", "RMSE", "NRMSE", "MAE"}}
		for _, name := range sortedKeys(doc.By) {
			rows = append(rows, scoreRow(name, doc.By[name]))
		}
		a.table(append(rows, scoreRow("all", imputationScore{Cells: doc.Cells, RMSE: doc.RMSE, NRMSE: doc.NRMSE, MAE: doc.MAE})))
		a.say("RMSE and MAE are on that scale; for NRMSE each error is divided by the standard deviation of its column: about 1 where each cell gets the mean of its column")
		if doc.Words > 0 {
			a.say("of %s, %d were filled wrongly", numbered(doc.Words, "hidden word"), doc.Wrong)
		}
	}
	for _, w := range doc.Warnings {
		a.say("note: %s", w)
	}
	if flags.out != "" {
		a.say("written to %s", flags.out)
	}
}

func scoreRow(name string, s imputationScore) []string {
	row := []string{name, fmt.Sprint(s.Cells)}
	for _, x := range []number{s.RMSE, s.NRMSE, s.MAE} {
		cell := "–"
		if !math.IsNaN(float64(x)) {
			cell = fmt.Sprintf("%.4f", x)
		}
		row = append(row, cell)
	}
	return row
}
