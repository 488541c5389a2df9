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
	from     dataFlags
	methods  []string
	hide     maskFlags
	out      string
	by, keep string // files of a fitted imputer: to fill by, to write
	settings []string
	set      map[string]string // the same, read
	seed     uint64
	cells    []float64
	score    bool
	grid     bool
	chart    string // file for the chart of a grid
	seeds    int
	workers  int
	compared bool // only the columns that a comparison has
	shifts   shiftFlags
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
	Empty     int                        `json:"cells_left_empty,omitempty"`
	Moved     number                     `json:"wasserstein"`
	Related   number                     `json:"correlation_error"`
	By        map[string]imputationScore `json:"by_modality"`
	Whole     []wholeScore               `json:"whole_modalities,omitempty"` // that were hidden and made again
	Down      *downstreamScore           `json:"downstream,omitempty"`       // where the data have labels
	Shifted   []shiftedScore             `json:"shifts,omitempty"`           // where filled values were moved
	met       string                     // at which shift the hidden numbers are
	Seconds   float64                    `json:"seconds"`
	Fit       float64                    `json:"fit_seconds"`
	Transform float64                    `json:"transform_seconds"`
	Warnings  []string                   `json:"warnings,omitempty"`
	Remarks   remarkDocument             `json:"remarks"`
}

type imputationScore struct {
	Cells   int    `json:"cells"`
	RMSE    number `json:"rmse"`
	NRMSE   number `json:"nrmse"`
	MAE     number `json:"mae"`
	Words   int    `json:"words,omitempty"`
	Wrong   int    `json:"words_wrong,omitempty"`
	Empty   int    `json:"cells_left_empty,omitempty"`
	Moved   number `json:"wasserstein"`
	Related number `json:"correlation_error"`
}

func newImputationScore(s metric.ImputationScore) imputationScore {
	return imputationScore{s.Cells, number(s.RMSE), number(s.NRMSE), number(s.MAE), s.Words, s.Wrong, s.Empty, number(s.Wasserstein), number(s.Correlation)}
}

func newImpute(a *app) *cobra.Command {
	flags := imputeFlags{workers: runtime.GOMAXPROCS(0)}
	cmd := &cobra.Command{
		Use:   "impute DATA",
		Short: "Fill what is missing and write the dataset, or score the filling",
		Long: `Fill what is missing and write the dataset as one CSV file per modality.

Where the data bring a split of their own, the imputer is fitted on its training
records only; else on all. With --score, values that are known are hidden first,
by --cells, --mask or --mechanism, and compared with what is filled in. Of a whole
modality that was hidden it is also said how like the real ones what was made looks,
whether it is copied, and how much a classifier of real ones reads in it. Where
the data have labels, the accuracy of a classifier on filled records is told, too.

With --grid, several methods (all, unless --method names some) are scored under
each of --cells and --rate and over --seeds repetitions; the table says which
errs least on these data. -o then names a CSV file for the table, --chart a file
for the chart of it.
Both the table and the file have the scores of whole modalities and of a
classifier, too.

With --save-imputer the fitted imputer is kept in a file; with --imputer it fills
other records later, each as in any other company. What differs between the data
is told (docs/models.md).

Where a whole image, spectrogram or text was made, it can be looked at: PNG, WAV and
text files lie in DIR-generated, with single draws of methods that draw, and a
manifest that marks each as generated. A text is the nearest real one.`,
		Args: exactly("DATA"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.impute(cmd.Context(), args[0], flags) },
	}
	a.jsonFlag(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&flags.methods, "method", nil, "imputer (lacuna methods lists them); default: mean, and with --grid all")
	f.StringArrayVar(&flags.settings, "set", nil, "parameter of the imputer: k=7")
	f.StringVar(&flags.hide.file, "mask", "", "mask file: modalities to hide first")
	f.Float64SliceVar(&flags.cells, "cells", nil, "share of single numbers to hide first, completely at random")
	flags.hide.add(cmd)
	f.BoolVar(&flags.grid, "grid", false, "score several methods under several ways of hiding")
	f.StringVar(&flags.chart, "chart", "", "with --grid: file for the chart, .png .svg .pdf .csv or .txt")
	f.IntVar(&flags.seeds, "seeds", 3, "with --grid: repetitions, each hiding other cells")
	f.Uint64Var(&flags.seed, "seed", 0, "root of the random numbers")
	f.BoolVar(&flags.score, "score", false, "score the filled values against the hidden ones")
	f.StringVar(&flags.keep, "save-imputer", "", "write the fitted imputer to a file: IMPUTER.safetensors")
	f.StringVar(&flags.by, "imputer", "", "fill by a fitted imputer, of impute --save-imputer or of a model file, instead of fitting one")
	f.StringVarP(&flags.out, "output", "o", "", "folder to write; it must not exist yet")
	workersFlag(cmd, &flags.workers)
	f.BoolVar(&flags.compared, "as-compared", false, "leave out the columns that compare and the window leave out, such as ids and what tells the label; default: all are filled and written")
	flags.shifts.add(cmd, "with --score: also move what is filled in by these shifts, in standard deviations: -1,-0.5,0.5,1 (docs/sweeps.md)")
	flags.from.add(cmd, &flags.hide.modality)
	flags.from.addStrict(cmd)
	return cmd
}

// keepColumns reads every column, so that none is lost, unless only those of a
// comparison are wanted.
func (f *imputeFlags) keepColumns() {
	if !f.compared {
		f.from.keepAll()
	}
}

func (a *app) impute(ctx context.Context, path string, flags imputeFlags) error {
	if len(flags.shifts.deltas) > 0 && (!flags.score || flags.grid) {
		return usagef("--delta moves what is filled in to score it: it goes with --score, and not with --grid")
	}
	if flags.grid {
		return a.imputeGrid(ctx, path, flags)
	}
	if flags.chart != "" {
		return usagef("--chart draws the scores of --grid; what one imputer makes is drawn by: lacuna chart DATA generated --method NAME")
	}
	if flags.by != "" {
		return a.imputeBy(ctx, path, flags)
	}
	if err := flags.checkWriting(path); err != nil {
		return err
	}
	hiding, err := flags.hiding()
	if err != nil {
		return err
	}
	imputer, err := flags.imputer()
	if err != nil {
		return err
	}
	flags.keepColumns()
	truth, err := openData(ctx, path, &flags.from)
	if err != nil {
		return err
	}
	remarks := project.NewRemarks(truth.Problems)
	a.remarked(remarks, path)
	masks, read := watched(masksOf(ctx, truth))
	h, err := hiding.Draw(truth, rng.New(flags.seed), masks)
	if err != nil {
		return unfit(ctx, err, read)
	}
	env := job.Env{Seed: experiment.ImputationSeed(flags.seed, flags.methods[0]), Workers: flags.workers, Report: a.phases()}
	if flags.keep == "" { // what is kept may be asked for any modality
		h.FillOnly(imputer)
	}
	done, err := h.Impute(ctx, imputer, env, a.Now)
	if err != nil {
		return err
	}
	if err := writeImputed(ctx, done, truth, flags.out); err != nil {
		return err
	}
	if flags.keep != "" {
		if err := writeModel(ctx, done.Keep(truth, flags.methods[0], flags.set), flags.keep, flags.workers); err != nil {
			return err
		}
		a.tell("the imputer is kept in %s", flags.keep)
	}
	if flags.out != "" && !hiding.Nothing() {
		done.Warnings = append(done.Warnings, "the values that were hidden on purpose (--cells, --mask or --mechanism) are written as they were filled in, not as the data have them; without these flags only the gaps of the data are filled")
	}
	return a.reportImputed(ctx, truth, h, done, flags, remarks)
}

// checkWriting looks at what a single run is to write and to move, before any
// work.
func (f *imputeFlags) checkWriting(path string) error {
	if f.out == "" && !f.score && f.keep == "" {
		return usagef("impute needs a folder to write (-o DIR), a file for the imputer (--save-imputer FILE) or --score")
	}
	if f.keep != "" {
		if err := target("--save-imputer", f.keep, "", "an imputer", ".safetensors"); err != nil {
			return err
		}
	}
	if _, err := f.shifts.spec(); err != nil {
		return err
	}
	return folderTarget(f.out, path)
}

// imputer finds and configures the method. "knn.k=7" and "k=7" mean the same.
func (f *imputeFlags) imputer() (impute.Imputer, error) {
	if len(f.methods) == 0 {
		f.methods = []string{"mean"}
	}
	if len(f.methods) > 1 {
		return nil, usagef("several methods need --grid")
	}
	info, err := impute.Lookup(f.methods[0])
	if err != nil {
		return nil, usageError{err}
	}
	settings, err := parseSettings(f.settings)
	if err != nil {
		return nil, err
	}
	f.set = unqualified(settings, info.Name)
	imputer, err := info.Make(f.set)
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

// hiding is what is hidden first, of a single run.
func (f *imputeFlags) hiding() (experiment.Hiding, error) {
	var h experiment.Hiding
	if len(f.cells) > 1 || len(f.hide.rate) > 1 {
		return h, usagef("several rates need --grid")
	}
	if len(f.cells) == 1 {
		h.Cells = f.cells[0]
	}
	var err error
	if h.Mask, err = f.hide.spec(); err == nil && f.score && h.Nothing() {
		err = usagef("--score needs values to hide: --cells 0.2, --mechanism mcar --rate 0.3 or --mask FILE")
	}
	return h, err
}

// masksOf reads mask files for the records of a dataset.
func masksOf(ctx context.Context, d *dataset.Dataset) experiment.MaskReader {
	return func(file string) (*dataset.Mask, error) { return format.ReadMask(ctx, file, d) }
}

// writeImputed writes the filled dataset, where a folder is given.
func writeImputed(ctx context.Context, done *experiment.Imputation, data *dataset.Dataset, folder string) error {
	if folder == "" {
		return nil
	}
	return done.Write(ctx, data, folder)
}

func (a *app) reportImputed(ctx context.Context, truth *dataset.Dataset, h experiment.Hidden, done *experiment.Imputation, flags imputeFlags, remarks project.Remarks) error {
	doc := imputeDocument{
		Method: flags.methods[0], Fitted: done.Fitted, By: map[string]imputationScore{}, Warnings: done.Warnings,
		Remarks: newRemarkDocument(remarks),
		Seconds: (done.FitTime + done.Transform).Seconds(), Fit: done.FitTime.Seconds(), Transform: done.Transform.Seconds(),
	}
	scores := experiment.ImputationScores{All: metric.ImputationScore{RMSE: math.NaN(), NRMSE: math.NaN(), MAE: math.NaN(), Wasserstein: math.NaN(), Correlation: math.NaN()}}
	if flags.score {
		var err error
		if scores, err = h.Score(done); err != nil {
			return err
		}
		whole, err := h.Judge(ctx, done, job.Env{Seed: rng.New(flags.seed).Child("judge"), Workers: flags.workers})
		if err != nil {
			return err
		}
		doc.Whole = newWholeScores(whole)
		down, err := h.Downstream(ctx, done, job.Env{Seed: rng.New(flags.seed).Child("downstream"), Workers: flags.workers})
		if err != nil {
			return err
		}
		doc.Down = newDownstreamScore(down)
		shifted, err := flags.shifted(ctx, h, done)
		if err != nil {
			return err
		}
		doc.Shifted, doc.met = newShiftedScores(shifted), experiment.MetAt(shifted)
	}
	doc.take(scores)
	if a.json {
		return a.document(doc)
	}
	a.printImputed(doc, flags, truth)
	return nil
}

// shifted scores what was filled in, moved by each of --delta.
func (f *imputeFlags) shifted(ctx context.Context, h experiment.Hidden, done *experiment.Imputation) ([]experiment.ShiftedScore, error) {
	shifts, err := f.shifts.spec()
	if err != nil || len(shifts.Deltas) == 0 {
		return nil, err
	}
	return h.Shifted(ctx, done, shifts, job.Env{Seed: rng.New(f.seed).Child("downstream"), Workers: f.workers})
}

// take writes scores into the document.
func (doc *imputeDocument) take(scores experiment.ImputationScores) {
	all := newImputationScore(scores.All)
	doc.Cells, doc.RMSE, doc.NRMSE, doc.MAE = all.Cells, all.RMSE, all.NRMSE, all.MAE
	doc.Words, doc.Wrong, doc.Empty, doc.Moved, doc.Related = all.Words, all.Wrong, all.Empty, all.Moved, all.Related
	for name, score := range scores.By {
		doc.By[name] = newImputationScore(score)
	}
}

func (a *app) printImputed(doc imputeDocument, flags imputeFlags, truth *dataset.Dataset) {
	if flags.by != "" {
		a.say("%s: fitted on %s before, filled %s in %.2f s", doc.Method, numbered(doc.Fitted, "record"), numbered(truth.Records(), "record"), doc.Transform)
	} else {
		a.say("%s: fitted on %d of %d records in %.2f s, filled in %.2f s", doc.Method, doc.Fitted, truth.Records(), doc.Fit, doc.Transform)
	}
	if flags.score {
		a.say("\nerror on %d hidden numbers, each column scaled to 0…1", doc.Cells)
		rows := [][]string{{"modality", "n", "RMSE", "NRMSE", "MAE", "Wasserstein", "correlation"}}
		for _, name := range sortedKeys(doc.By) {
			rows = append(rows, scoreRow(name, doc.By[name]))
		}
		a.table(append(rows, scoreRow("all", imputationScore{Cells: doc.Cells, RMSE: doc.RMSE, NRMSE: doc.NRMSE, MAE: doc.MAE, Moved: doc.Moved, Related: doc.Related})))
		a.say("RMSE and MAE are on that scale; for NRMSE each error is divided by the standard deviation of its column: about 1 where each cell gets the mean of its column; over all modalities each hidden cell counts once, so that a modality of many columns weighs as many cells; Wasserstein is how far filled values lie from the true ones as a distribution, in such deviations; correlation is the mean error of the correlations between columns")
		if doc.Empty > 0 {
			a.say("%s left empty and counted nowhere", numbered(doc.Empty, "hidden cell"))
		}
		if doc.Words > 0 {
			a.say("of %s, %d were filled wrongly", numbered(doc.Words, "hidden word"), doc.Wrong)
		}
	}
	a.printWhole(doc.Whole)
	a.printDownstream(doc.Down)
	a.printShifted(doc.Shifted, doc.met)
	for _, w := range doc.Warnings {
		a.say("note: %s", w)
	}
	if flags.out != "" {
		a.say("written to %s", flags.out)
	}
}

func scoreRow(name string, s imputationScore) []string {
	row := []string{name, fmt.Sprint(s.Cells)}
	for _, x := range []number{s.RMSE, s.NRMSE, s.MAE, s.Moved, s.Related} {
		cell := "–"
		if !math.IsNaN(float64(x)) {
			cell = fmt.Sprintf("%.4f", x)
		}
		row = append(row, cell)
	}
	return row
}
