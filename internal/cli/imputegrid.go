package cli

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/impute"
	"lacuna/internal/report"
	"lacuna/project"
)

// gridDocument is the JSON that others may rely on.
type gridDocument struct {
	Methods []gridRow      `json:"methods"`
	Trials  []trialRow     `json:"trials"`
	Best    string         `json:"best"`
	Ties    []string       `json:"not_told_apart,omitempty"`
	Verdict string         `json:"verdict"`
	Remarks remarkDocument `json:"remarks"`
}

type gridRow struct {
	Method string   `json:"method"`
	Hiding string   `json:"hiding"`
	Seeds  int      `json:"seeds"`
	Failed int      `json:"failed,omitempty"`
	Cells  int      `json:"cells"`
	Words  int      `json:"words,omitempty"`
	NRMSE  seedMean `json:"nrmse"`
	RMSE   seedMean `json:"rmse"`
	MAE    seedMean `json:"mae"`
	PFC    seedMean `json:"pfc"`
	Moved  seedMean `json:"wasserstein"`
	Corr   seedMean `json:"correlation_error"`
	// Further scores: of a classifier behind the imputer, and of whole modalities.
	Further []furtherRow `json:"further,omitempty"`
}

type seedMean struct {
	Mean number    `json:"mean"`
	CI95 [2]number `json:"ci95"`
}

type trialRow struct {
	Method  string                     `json:"method"`
	Hiding  string                     `json:"hiding"`
	Seed    uint64                     `json:"seed"`
	All     imputationScore            `json:"all"`
	By      map[string]imputationScore `json:"by_modality"`
	Whole   []wholeScore               `json:"whole_modalities,omitempty"`
	Down    *downstreamScore           `json:"downstream,omitempty"`
	Seconds float64                    `json:"seconds"`
	Error   string                     `json:"error,omitempty"`
}

func (a *app) imputeGrid(ctx context.Context, path string, flags imputeFlags) error {
	grid, err := flags.asGrid()
	if err != nil {
		return err
	}
	if flags.out != "" {
		if err := target("-o", flags.out, path, "a table of scores", ".csv"); err != nil {
			return err
		}
	}
	if flags.chart != "" {
		if err := chartTarget("--chart", flags.chart, path); err != nil {
			return err
		}
	}
	flags.keepColumns()
	truth, err := openData(ctx, path, &flags.from)
	if err != nil {
		return err
	}
	remarks := project.NewRemarks(truth.Problems)
	a.remarked(remarks, path)
	masks, read := watched(masksOf(ctx, truth))
	done := 0
	trials, err := grid.Run(ctx, truth, flags.workers, masks, a.Now, func(t experiment.ImputationTrial) {
		done++
		a.tellTrial(t, done, grid.Size())
	})
	if err != nil {
		return unfit(ctx, err, read)
	}
	ranking := experiment.RankTrials(trials)
	if flags.out != "" {
		if err := writeFile(flags.out, func(w io.Writer) error { return writeGrid(w, ranking) }); err != nil {
			return err
		}
	}
	if flags.chart != "" {
		drawn := chartFlags{out: flags.chart, page: canvas.Page{Width: 16}}
		if err := a.writeChart("imputers", charts.Input{Data: truth, Imputed: &ranking}, drawn); err != nil {
			return err
		}
	}
	if a.json {
		if err := a.document(newGridDocument(trials, ranking, remarks)); err != nil {
			return err
		}
		return failedTrials(trials)
	}
	a.printGrid(ranking, trials)
	return failedTrials(trials)
}

// asGrid reads the methods, what is hidden and how often.
func (f *imputeFlags) asGrid() (experiment.ImputationGrid, error) {
	g := experiment.ImputationGrid{Seeds: f.seeds, Root: f.seed}
	switch {
	case f.seeds < 1 || f.seeds > 1000:
		return g, usagef("--seeds %d is not between 1 and 1000", f.seeds)
	}
	if err := f.gridHidings(&g); err != nil {
		return g, err
	}
	if err := f.onceEach(g); err != nil {
		return g, err
	}
	names := f.methods
	if len(names) == 0 {
		names = impute.Names()
	}
	settings, err := parseSettings(f.settings)
	if err != nil {
		return g, err
	}
	for _, name := range names {
		info, err := impute.Lookup(name)
		if err != nil {
			return g, usageError{err}
		}
		own := settingsOf(settings, name)
		if _, err := info.Make(own); err != nil {
			return g, usageError{err}
		}
		g.Methods = append(g.Methods, experiment.ImputerChoice{Name: name, Set: own})
	}
	for name := range settings {
		owner, _, _ := strings.Cut(name, ".")
		if !slices.Contains(names, owner) {
			return g, usagef("--set %s belongs to no method of the grid; write it as METHOD.NAME=VALUE with one of %s", name, strings.Join(names, ", "))
		}
	}
	return g, nil
}

// onceEach refuses what would be counted twice, as if it were a further seed.
func (f *imputeFlags) onceEach(g experiment.ImputationGrid) error {
	for i, name := range f.methods {
		if slices.Contains(f.methods[:i], name) {
			return usagef("--method %s is given twice; name each once", name)
		}
	}
	seen := map[string]bool{}
	for _, h := range g.Hidings {
		if words := h.Words(); seen[words] {
			return usagef("%s is to be hidden twice; give each rate once", words)
		} else {
			seen[words] = true
		}
	}
	return nil
}

// gridHidings makes one hiding of each share of cells and of each rate.
func (f *imputeFlags) gridHidings(g *experiment.ImputationGrid) error {
	for _, share := range f.cells {
		g.Hidings = append(g.Hidings, experiment.Hiding{Cells: share})
	}
	rates := f.hide.rate
	if len(rates) == 0 {
		rates = []float64{math.NaN()} // a mask file, rates by modality, a pattern
	}
	for _, rate := range rates {
		one := f.hide
		if one.rate = nil; !math.IsNaN(rate) {
			one.rate = []float64{rate}
		}
		mask, err := one.spec()
		if err != nil {
			return err
		}
		if h := (experiment.Hiding{Mask: mask}); !h.Nothing() {
			g.Hidings = append(g.Hidings, h)
		}
	}
	if len(g.Hidings) == 0 {
		return usagef("--grid needs values to hide: --cells .1,.3, --mechanism mcar --rate .1,.3 or --mask FILE")
	}
	return nil
}

// settingsOf picks the settings of one method: NAME.key=value.
func settingsOf(settings map[string]string, method string) map[string]string {
	out := map[string]string{}
	for name, value := range settings {
		if rest, ok := strings.CutPrefix(name, method+"."); ok {
			out[rest] = value
		}
	}
	return out
}

func (a *app) tellTrial(t experiment.ImputationTrial, done, all int) {
	if t.Failed != nil {
		a.tell("%d of %d: %s, %s, seed %d failed: %v", done, all, t.Method, t.Hiding, t.Seed, t.Failed)
		return
	}
	a.tell("%d of %d: %s, %s, seed %d: NRMSE %.4f in %.2f s", done, all, t.Method, t.Hiding, t.Seed, t.Scores.All.NRMSE, t.Seconds)
}

func (a *app) printGrid(r metric.ImputerRanking, trials []experiment.ImputationTrial) {
	words := slices.ContainsFunc(r.Table, func(s metric.ImputerSummary) bool { return s.Words > 0 })
	header := []string{"hidden", "method", "seeds", "n", "NRMSE", "RMSE", "MAE", "Wasserstein", "correlation", "seconds"}
	if words {
		header = append(header, "words", "false")
	}
	rows := [][]string{header}
	for _, s := range r.Table {
		row := []string{s.Hiding, s.Method, seedsOf(s), fmt.Sprint(s.Cells), meanWords(s.NRMSE), meanWords(s.RMSE), meanWords(s.MAE),
			meanWords(s.Wasserstein), meanWords(s.Correlation), fmt.Sprintf("%.2f", meanSeconds(trials, s))}
		if words {
			row = append(row, fmt.Sprint(s.Words), meanWords(s.PFC))
		}
		rows = append(rows, row)
	}
	a.table(rows)
	a.say("means over seeds with 95 %% intervals (Student's t); n: hidden numbers, mean over seeds; RMSE and MAE with each column scaled to 0…1; NRMSE with each error divided by the standard deviation of its column, over all hidden cells of all modalities alike")
	a.printFurther(r)
	a.say("%s", r.Said)
}

// seedsOf says how many seeds have scores, and how many have not.
func seedsOf(s metric.ImputerSummary) string {
	if s.Failed > 0 {
		return fmt.Sprintf("%d, %d failed", s.Seeds, s.Failed)
	}
	return fmt.Sprint(s.Seeds)
}

func meanWords(m metric.SeedMean) string {
	switch {
	case math.IsNaN(m.Value):
		return "–"
	case math.IsNaN(m.Low):
		return fmt.Sprintf("%.4f", m.Value)
	}
	return fmt.Sprintf("%.4f [%.4f, %.4f]", m.Value, m.Low, m.High)
}

func meanSeconds(trials []experiment.ImputationTrial, s metric.ImputerSummary) float64 {
	sum, n := 0.0, 0
	for _, t := range trials {
		if t.Method == s.Method && t.Hiding == s.Hiding && t.Failed == nil {
			sum, n = sum+t.Seconds, n+1
		}
	}
	return sum / float64(n)
}

// writeGrid writes the table for spreadsheets, a line for each method and hiding.
func writeGrid(w io.Writer, r metric.ImputerRanking) error {
	header := []string{"hiding", "method", "seeds", "failed", "cells", "words"}
	for _, name := range []string{"nrmse", "rmse", "mae", "pfc", "wasserstein", "correlation_error"} {
		header = append(header, name, name+"_low", name+"_high")
	}
	further := r.FurtherNames()
	header = append(header, furtherHeader(further)...)
	var rows [][]string
	for _, s := range r.Table {
		row := []string{s.Hiding, s.Method, fmt.Sprint(s.Seeds), fmt.Sprint(s.Failed), fmt.Sprint(s.Cells), fmt.Sprint(s.Words)}
		for _, m := range []metric.SeedMean{s.NRMSE, s.RMSE, s.MAE, s.PFC, s.Wasserstein, s.Correlation} {
			row = append(row, cellOf(m.Value), cellOf(m.Low), cellOf(m.High))
		}
		rows = append(rows, append(row, furtherCells(s, further)...))
	}
	return report.WriteCSV(w, header, rows)
}

// cellOf writes a number in full, nothing where it is undefined.
func cellOf(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	return fmt.Sprint(x)
}

func newGridDocument(trials []experiment.ImputationTrial, r metric.ImputerRanking, remarks project.Remarks) gridDocument {
	doc := gridDocument{Best: r.Best, Ties: r.Ties, Verdict: r.Said, Remarks: newRemarkDocument(remarks)}
	for _, s := range r.Table {
		doc.Methods = append(doc.Methods, gridRow{Method: s.Method, Hiding: s.Hiding, Seeds: s.Seeds, Failed: s.Failed, Cells: s.Cells, Words: s.Words,
			NRMSE: newSeedMean(s.NRMSE), RMSE: newSeedMean(s.RMSE), MAE: newSeedMean(s.MAE), PFC: newSeedMean(s.PFC),
			Moved: newSeedMean(s.Wasserstein), Corr: newSeedMean(s.Correlation), Further: newFurtherRows(s.Further)})
	}
	for _, t := range trials {
		row := trialRow{Method: t.Method, Hiding: t.Hiding, Seed: t.Seed, All: newImputationScore(t.Scores.All), Seconds: t.Seconds, By: map[string]imputationScore{}, Whole: newWholeScores(t.Whole), Down: newDownstreamScore(t.Down)}
		for name, s := range t.Scores.By {
			row.By[name] = newImputationScore(s)
		}
		if t.Failed != nil {
			row.Error = t.Failed.Error()
		}
		doc.Trials = append(doc.Trials, row)
	}
	return doc
}

func newSeedMean(m metric.SeedMean) seedMean {
	return seedMean{number(m.Value), [2]number{number(m.Low), number(m.High)}}
}

// failedTrials is the error of a grid some of whose trials failed.
func failedTrials(trials []experiment.ImputationTrial) error {
	failed := 0
	for _, t := range trials {
		if t.Failed != nil {
			failed++
		}
	}
	if failed == 0 {
		return nil
	}
	return someFailed(fmt.Sprintf("%d of %d trials failed", failed, len(trials)))
}

// someFailed is the error of work of which the rest is done and shown.
type someFailed string

func (s someFailed) Error() string { return string(s) }
