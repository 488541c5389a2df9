package vm

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/internal/say"
	"lacuna/internal/shell"
)

// shifting is how far what an imputer fills in is moved, and what came of it.
type shifting struct {
	deltas []float64 // in standard deviations of the column
	fault  error     // why what was typed last cannot be
	by     experiment.ImputerChoice
	hidden experiment.Hiding // for list
	list   []experiment.ShiftedScore
}

// Deltas are the shifts that are tried, as they are typed.
func (f *Filling) Deltas() string {
	words := make([]string, len(f.shifts.deltas))
	for k, x := range f.shifts.deltas {
		words[k] = strconv.FormatFloat(x, 'g', -1, 64)
	}
	return strings.Join(words, " ")
}

// SetDeltas takes shifts as they are typed, apart by spaces, or says why they cannot
// be; then none are tried until that is mended. A decimal comma is one.
func (f *Filling) SetDeltas(text string) error {
	deltas, err := readDeltas(text)
	if f.shifts.fault = err; err == nil {
		f.shifts.deltas = deltas
	}
	f.emit(FillingChanged)
	return err
}

func readDeltas(text string) ([]float64, error) {
	var deltas []float64
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ';' }) {
		number := strings.NewReplacer(",", ".", "−", "-").Replace(strings.TrimSuffix(word, ","))
		x, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return nil, say.Errorf("%q is no number; write shifts apart by spaces: -1 -0.5 0.5 1", word)
		}
		deltas = append(deltas, x)
	}
	if len(deltas) == 0 {
		return nil, say.Error("write at least one shift, such as -0.5 0.5")
	}
	return deltas, experiment.Shifts{Deltas: deltas}.Check(nil)
}

// ShiftRefused says why nothing can be moved; nil where it can.
func (f *Filling) ShiftRefused() error {
	if err := f.Refused(); err != nil {
		return err
	}
	return f.shifts.fault
}

// Shift hides values once, as the form says, fills them by the i-th imputer, and
// scores what it filled in as it is, and moved by each shift: the same as lacuna
// impute --score --delta.
func (f *Filling) Shift(i int) error {
	if err := f.ShiftRefused(); err != nil {
		return err
	}
	imputer, env, err := f.fitting(i)
	if err != nil {
		return err
	}
	by, hiding, shifts := f.choices[i], f.hiding(), experiment.Shifts{Deltas: f.shifts.deltas}
	f.shifts.list, f.used = nil, by.Name
	data, read, clock := f.data, f.around.maskReader(f.data, f.file()), f.around.Now
	work, ctx := f.begin(say.Form("Moving what %s fills in", by.Name), 0)
	go func() {
		var list []experiment.ShiftedScore
		err := guarded(func() error {
			hidden, err := hiding.Draw(data, rng.New(fillingRoot), read)
			if err != nil {
				return err
			}
			hidden.FillOnly(imputer)
			done, err := hidden.Impute(ctx, imputer, env, clock)
			if err != nil {
				return err
			}
			list, err = hidden.Shifted(ctx, done, shifts, job.Env{Seed: rng.New(fillingRoot).Child("downstream"), Workers: f.around.Workers})
			return err
		})
		f.around.Do(func() {
			if f.end(work, err) {
				f.shifts.by, f.shifts.hidden, f.shifts.list = by, hiding, list
				f.emit(FillingChanged)
			}
		})
	}()
	return nil
}

// ShiftRow is what came of one shift: its mean error, what else there is to tell,
// and all of it with its context.
type ShiftRow struct{ Shift, Error, Note, Quote string }

// Shifted lists what came of each shift, of no shift among them; none before any
// was tried. said is the finding, and of what all rows are.
func (f *Filling) Shifted() (rows []ShiftRow, said, of string) {
	list := f.shifts.list
	if len(list) == 0 {
		return nil, "", ""
	}
	of = f.shiftsWords()
	for _, s := range list {
		row := shiftRow(s)
		row.Quote = ofDataWords(say.Form("%s, shift %s: mean error %s; %s. %s", f.shifts.by.Name, row.Shift, row.Error, row.Note, of), f.data)
		rows = append(rows, row)
	}
	return rows, experiment.MetAt(list), of
}

// shiftsWords says what the mean errors are, and of how much.
func (f *Filling) shiftsWords() string {
	by, bias := f.shifts.by.Name, f.shifts.list[0].Bias
	if len(f.shifts.by.Set) > 0 {
		by = fmt.Sprintf("%s (%s)", by, settingsWords(f.shifts.by.Set))
	}
	if bias.Cells == 0 {
		return say.Form("Filled in by %s; hidden: %s. No hidden number is in a column that is moved and has different values: no mean error can be told.", by, result.HidingWords(f.shifts.hidden.Words()))
	}
	return say.Form("Filled in by %s. Mean error: filled less true, in standard deviations, of %s of %s. Intervals of 95 %% are over records. One repetition; hidden: %s.",
		by, say.Count(bias.Cells, "hidden number", "hidden numbers"), say.Count(bias.Records, "record", "records"), result.HidingWords(f.shifts.hidden.Words()))
}

func shiftRow(s experiment.ShiftedScore) ShiftRow {
	row := ShiftRow{Shift: s.Shift.Short(), Error: "–"}
	if s.Shift.None() {
		row.Shift = say.Text("as it is")
	}
	if s.Bias.Cells > 0 {
		row.Error = inInterval(s.Bias.Mean, s.Bias.Low, s.Bias.High)
	}
	parts := []string{say.Form("%s moved", say.Count(s.Moved, "filled number", "filled numbers"))}
	if !math.IsNaN(s.Scores.NRMSE) {
		parts = append(parts, say.Form("NRMSE %.3f", s.Scores.NRMSE))
	}
	if n := s.Down.Records; n > 0 {
		parts = append(parts, say.Form("accuracy downstream %s, n = %s", inInterval(s.Down.Filled.Share, s.Down.Filled.Low, s.Down.Filled.High), Grouped(n)))
		if !s.Shift.None() {
			parts = append(parts, say.Form("change %s", inInterval(s.Change.Share, s.Change.Low, s.Change.High)))
		}
	}
	row.Note = strings.Join(parts, "; ")
	return row
}

// inInterval writes a number with its interval, where it has one.
func inInterval(x, low, high float64) string {
	if math.IsNaN(low) || math.IsNaN(high) {
		return strings.Replace(fmt.Sprintf("%.3f", x), "-", "−", 1)
	}
	return strings.ReplaceAll(fmt.Sprintf("%.3f [%.3f, %.3f]", x, low, high), "-", "−")
}

// ShiftCommand is the command that moves what the i-th imputer fills in; empty where
// none can name the data.
func (w *Workbench) ShiftCommand(i int) string {
	d, f := w.Document, w.Filling
	if !d.named() || i < 0 || i >= len(f.choices) {
		return ""
	}
	c := f.choices[i]
	words := append([]string{"lacuna", "impute", d.sources[0], "--method", c.Name}, setFlags("", c.Set)...)
	words = append(append(words, f.hideFlags()...), "--score", "--delta="+strings.ReplaceAll(f.Deltas(), " ", ","), "--as-compared")
	return shell.Line(append(words, readingFlags(d.data.Import)...)...)
}
