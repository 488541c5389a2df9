package vm

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/param"
	"lacuna/internal/say"
)

// Hide is what is hidden from imputers so that they can be scored.
type Hide string

// What can be hidden.
const (
	HideNumbers    Hide = "single numbers"
	HideModalities Hide = "whole modalities"
)

// Filling is imputation as a task of its own: which imputers are tried, what is
// hidden from them, how far their values lie from what was hidden, what they make,
// and files of filled data. One piece of work runs at a time, beside the event
// goroutine. It needs no labels.
type Filling struct {
	part
	data     *dataset.Dataset
	file     func() string // the project file
	choices  []experiment.ImputerChoice
	hide     Hide
	share    float64
	modality string // that is hidden as a whole; "" for each
	seeds    int
	faults   map[string]string // what was typed and cannot be, by field
	used     string            // the imputer that was last looked at or written with, or scored best

	work    *fillWork // nil for none
	trials  []experiment.ImputationTrial
	ranking metric.ImputerRanking
	hidden  experiment.Hiding // from those that are ranked
	shifts  shifting
}

// fillWork is what runs.
type fillWork struct {
	cancel  context.CancelFunc
	started time.Time
	doing   string // "Scoring"
	done    int
	total   int // 0 where it is not known
}

// firstImputers are proposed for every dataset: the plain one, and three strong
// simple ones that need no time.
var firstImputers = []string{"mean", "knn", "ridge", "hotdeck"}

func (f *Filling) open(d *dataset.Dataset) {
	f.Stop()
	f.data, f.hide, f.share, f.modality, f.seeds, f.faults = d, HideNumbers, 0.2, "", 3, map[string]string{}
	f.choices, f.trials, f.ranking, f.used = nil, nil, metric.ImputerRanking{}, ""
	f.shifts = shifting{deltas: experiment.UsualShifts}
	for _, name := range firstImputers {
		f.choices = append(f.choices, experiment.ImputerChoice{Name: name})
	}
}

// Choices lists the imputers that are tried.
func (f *Filling) Choices() []experiment.ImputerChoice { return f.choices }

// Add adds an imputer.
func (f *Filling) Add(name string) error {
	if slices.ContainsFunc(f.choices, func(c experiment.ImputerChoice) bool { return c.Name == name }) {
		return say.Errorf("%s is there already", name)
	}
	if _, err := impute.Lookup(name); err != nil {
		return err
	}
	f.choices = append(slices.Clone(f.choices), experiment.ImputerChoice{Name: name})
	f.emit(FillingChanged)
	return nil
}

// Remove takes the i-th imputer out.
func (f *Filling) Remove(i int) {
	f.choices = slices.Delete(slices.Clone(f.choices), i, i+1)
	f.emit(FillingChanged)
}

// About says what the i-th imputer is, and which settings are not its defaults.
func (f *Filling) About(i int) string {
	if set := f.choices[i].Set; len(set) > 0 {
		return settingsWords(set)
	}
	info, err := impute.Lookup(f.choices[i].Name)
	if err != nil {
		return err.Error()
	}
	return say.Text(info.Title)
}

// ScoresWords says what the scores of the last scoring are, and of how much.
func (f *Filling) ScoresWords() string {
	if len(f.ranking.Table) == 0 {
		return ""
	}
	s, what := f.ranking.Table[0], say.Text("Error in standard deviations of a column")
	switch {
	case s.Cells == 0:
		what = say.Text("Share of false words")
	case s.Words > 0:
		what = say.Text("Error in standard deviations of a column and, of words, share of false ones")
	}
	words := say.Form("%s, with 95 %% intervals over repetitions; hidden: %s, %s.", what, result.HidingWords(f.hidden.Words()), say.Count(s.Cells+s.Words, "value", "values"))
	if slices.ContainsFunc(s.Further, func(f metric.FurtherMean) bool { return f.Of == metric.DownstreamOf }) {
		words = say.Form("%s Downstream: logistic regression on filled records that it did not learn from.", words)
	}
	return words
}

// QuoteScore is the score of an imputer, with its context.
func (f *Filling) QuoteScore(s metric.ImputerSummary) string {
	words := say.Form("%s: error %.3f", s.Method, s.Loss.Value)
	if !math.IsNaN(s.Loss.Low) {
		words = say.Form("%s (95 %% interval %.3f to %.3f over repetitions)", words, s.Loss.Low, s.Loss.High)
	}
	return ofDataWords(say.Form("%s; %s Of it: %s", words, f.ScoresWords(), say.Count(s.Seeds, "repetition", "repetitions")), f.data)
}

// ScoreNote says of one imputer what its score leaves out: words apart from
// numbers, a classifier on what was filled, fewer repetitions, failures. It is
// empty where there is nothing to add. The table of the chart has all scores.
func ScoreNote(s metric.ImputerSummary, seeds int) string {
	var notes []string
	if s.Words > 0 && s.Cells > 0 {
		notes = append(notes, say.Form("numbers %.3f, false words %.1f %%", s.NRMSE.Value, say.Percent(s.PFC.Value, 1)))
	}
	if s.Failed > 0 {
		notes = append(notes, say.Form("%d failed (see the log)", s.Failed))
	}
	if s.Seeds+s.Failed < seeds {
		notes = append(notes, say.Form("%d of %s so far", s.Seeds, say.Count(seeds, "repetition", "repetitions")))
	}
	var down []string
	for _, f := range s.Further {
		if f.Of == metric.DownstreamOf {
			down = append(down, fmt.Sprintf("%s %.3f", say.Text(f.Name), f.Value))
		}
	}
	if len(down) > 0 {
		notes = append(notes, say.Form("downstream: %s", strings.Join(down, ", ")))
	}
	return strings.Join(notes, "; ")
}

// Fields lists the parameters of the i-th imputer with their values.
func (f *Filling) Fields(i int) []Field {
	info, err := impute.Lookup(f.choices[i].Name)
	if err != nil {
		return nil
	}
	var out []Field
	for _, s := range info.Params {
		text, set := f.choices[i].Set[s.Name]
		if !set {
			text = param.Format(s.Default)
		}
		out = append(out, Field{s.Name, info.Title, s, text})
	}
	return out
}

// SetField changes one parameter of the i-th imputer, or says why that cannot be.
func (f *Filling) SetField(i int, key, text string) error {
	set, err := changed(f.choices[i].Set, f.Fields(i), key, text)
	if err != nil {
		return err
	}
	f.choices = slices.Clone(f.choices)
	f.choices[i].Set = set
	f.emit(FillingChanged)
	return nil
}

// Hiding returns what is hidden, of which share, of which modality ("" for each),
// and in how many repetitions.
func (f *Filling) Hiding() (what Hide, share float64, modality string, seeds int) {
	return f.hide, f.share, f.modality, f.seeds
}

// SetHiding changes that.
func (f *Filling) SetHiding(what Hide, share float64, modality string, seeds int) {
	f.hide, f.share, f.modality, f.seeds = what, share, modality, seeds
	f.emit(FillingChanged)
}

// Fault notes why what was typed in a field cannot be, or with "" that it can.
func (f *Filling) Fault(field, why string) {
	if why == "" {
		delete(f.faults, field)
	} else {
		f.faults[field] = why
	}
	f.emit(FillingChanged)
}

// Settle forgets what was typed and cannot be: the fields are shown anew, as they
// are set.
func (f *Filling) Settle() {
	if len(f.faults) > 0 {
		clear(f.faults)
		f.emit(FillingChanged)
	}
}

// Refused says why imputers cannot be scored; nil where they can.
func (f *Filling) Refused() error {
	switch {
	case f.data == nil:
		return errNoData
	case f.work != nil:
		return errFilling
	case len(f.choices) == 0:
		return say.Error("choose at least one imputer")
	}
	for _, field := range slices.Sorted(maps.Keys(f.faults)) {
		return fmt.Errorf("%s: %s", field, f.faults[field])
	}
	return nil
}

// errFilling is returned where work is to start while some runs.
var errFilling = say.Error("something is being filled; stop it first")

// hiding is what the form says.
func (f *Filling) hiding() experiment.Hiding {
	if f.hide == HideNumbers {
		return experiment.Hiding{Cells: f.share}
	}
	return wholes(f.share, f.modality)
}

// wholes hides a share of one modality, or of each.
func wholes(share float64, modality string) experiment.Hiding {
	return experiment.Hiding{Mask: experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Rate: share, Modality: modality}}
}

// Trials returns the results of the last scoring, and their summary.
func (f *Filling) Trials() ([]experiment.ImputationTrial, metric.ImputerRanking) {
	return f.trials, f.ranking
}

// Score scores all imputers on what is hidden from them.
func (f *Filling) Score() error {
	if err := f.Refused(); err != nil {
		return err
	}
	f.trials, f.ranking, f.hidden = nil, metric.ImputerRanking{}, f.hiding()
	grid := experiment.ImputationGrid{Methods: f.choices, Hidings: []experiment.Hiding{f.hidden}, Seeds: f.seeds}
	data, read, workers, clock := f.data, f.around.maskReader(f.data, f.file()), f.around.Workers, f.around.Now
	work, ctx := f.begin(say.Text("Scoring"), grid.Size())
	go func() {
		_, err := grid.Run(ctx, data, workers, read, clock, func(t experiment.ImputationTrial) {
			f.around.Do(func() { f.scored(work, grid, t) })
		})
		f.around.Do(func() { f.end(work, err) })
	}()
	return nil
}

// scored takes one result; those of work that was stopped are late and dropped.
func (f *Filling) scored(work *fillWork, grid experiment.ImputationGrid, t experiment.ImputationTrial) {
	if f.work != work {
		return
	}
	work.done++
	f.trials = append(f.trials, t)
	if f.ranking = experiment.RankTrialsSoFar(f.trials, grid); work.done == work.total {
		f.ranking = experiment.RankTrials(f.trials)
	}
	f.used = f.ranking.Best
	if t.Failed != nil {
		f.log.Note(say.Form("%s, seed %d failed: %v", t.Method, t.Seed, t.Failed))
	}
	f.emit(FillingChanged)
}

func (f *Filling) begin(doing string, total int) (*fillWork, context.Context) {
	ctx, cancel := context.WithCancel(context.Background())
	f.work = &fillWork{cancel: cancel, started: f.around.Now(), doing: doing, total: total}
	f.emit(FillingChanged)
	return f.work, ctx
}

// end says whether the work was still wanted, and tells its error.
func (f *Filling) end(work *fillWork, err error) bool {
	work.cancel()
	if f.work != work {
		return false
	}
	f.work = nil
	f.emit(FillingChanged)
	if err != nil {
		f.fail(err)
	}
	return err == nil
}

// Stop ends what runs; scores that are there stay.
func (f *Filling) Stop() {
	if f.work == nil {
		return
	}
	f.work.cancel()
	f.work = nil
	f.log.Note(say.Text("imputation stopped"))
	f.emit(FillingChanged)
}

// Running says whether something is being scored, made or written.
func (f *Filling) Running() bool { return f.work != nil }

// Progress says what runs and how far it is; "" where nothing does.
func (f *Filling) Progress() string {
	switch w := f.work; {
	case w == nil:
		return ""
	case w.total > 0:
		return say.Form("%s: %d of %d done", w.doing, w.done, w.total)
	default:
		return w.doing + "…"
	}
}

// fitting is an imputer at work on the dataset: what it is, and its surroundings.
func (f *Filling) fitting(i int) (impute.Imputer, job.Env, error) {
	info, err := impute.Lookup(f.choices[i].Name)
	if err != nil {
		return nil, job.Env{}, err
	}
	made, err := info.Make(f.choices[i].Set)
	return made, job.Env{Seed: experiment.ImputationSeed(fillingRoot, info.Name), Workers: f.around.Workers}, err
}

// fillingRoot is the root of the random numbers, the same as of the command.
const fillingRoot = 0
