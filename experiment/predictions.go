package experiment

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/floats"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
	"lacuna/models"
)

// Predictions are class probabilities as a CSV file holds them: a line per test
// record with its id, the repetition and split it was tested in (seed and fold,
// from 0) and a column "p:CLASS" for each class. WritePredictions says what
// further columns there are.
type Predictions struct {
	SHA256       string // of the file
	Methods      []string
	Swept        int // lines of a sweep, which are passed over
	lines        []predicted
	seeds, folds bool // the file says them
}

// predicted is one line.
type predicted struct {
	line, seed, fold int
	record           int // once it is known
	id, method       string
	label            string // as the file has it, or empty
	series           result.Series
	pattern          dataset.Pattern
	probabilities    []float64
	uncertainty      *float64
}

// predictionColumns are the columns beside those of the classes.
var predictionColumns = []string{"method", "seed", "fold", "split", "id", "label", "series", "pattern", "natural", "uncertainty", "condition", "trained_on"}

// WritePredictions writes the stored predictions of planned jobs, one line per
// test record and series, probabilities to the last digit. series is
// "observed" or "masked"; pattern and natural have a digit per modality. Lines of
// a sweep say in which condition the record was shown, and what the method was
// trained on where that is not the comparison's own mask.
func WritePredictions(w io.Writer, classes []string, jobs []Job, load func(Job) (result.Run, error)) error {
	out := csv.NewWriter(w)
	head := slices.Clone(predictionColumns)
	for _, class := range classes {
		head = append(head, "p:"+class)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, j := range jobs {
		run, err := load(j)
		if err != nil {
			continue // not run yet
		}
		if err := writeRows(out, classes, j, "", run.Rows); err != nil {
			return err
		}
		for _, s := range run.Swept {
			rows, _ := run.Under(s.Name)
			if err := writeRows(out, classes, j, s.Name, rows); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// writeRows writes the predictions of a run in a condition of a sweep, or outside
// of one.
func writeRows(out *csv.Writer, classes []string, j Job, condition string, rows []result.Row) error {
	for _, r := range rows {
		if err := out.Write(predictionCells(classes, j, condition, r)); err != nil {
			return err
		}
	}
	return nil
}

func predictionCells(classes []string, j Job, condition string, r result.Row) []string {
	label, doubt, trained := "", "", ""
	if j.Beside {
		trained = j.Training
	}
	if r.Label != dataset.NoLabel {
		label = classes[r.Label]
	}
	if r.Uncertainty != nil {
		doubt = exactly(*r.Uncertainty)
	}
	cells := []string{
		j.Label, strconv.Itoa(j.Seed), strconv.Itoa(j.Fold), j.Split.Name, r.ID, label,
		string(r.Series), string(r.Pattern), string(r.Natural), doubt, condition, trained,
	}
	for _, p := range r.Probabilities {
		cells = append(cells, exactly(p))
	}
	return cells
}

func exactly(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// ReadPredictions reads a file as WritePredictions writes it; of its columns
// only the id and those of the classes ("p:CLASS" or the class alone) must be
// there. method, where it is not empty, picks the lines of one method. Lines of a
// sweep are passed over and counted.
func ReadPredictions(r io.Reader, classes []string, method string) (Predictions, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return Predictions{}, err
	}
	sum := sha256.Sum256(text)
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	head, err := in.Read()
	if err != nil {
		return Predictions{}, say.Errorf("its header cannot be read: %w", err)
	}
	columns, err := findColumns(head, classes)
	if err != nil {
		return Predictions{}, err
	}
	p := Predictions{SHA256: hex.EncodeToString(sum[:]), seeds: columns.at["seed"] >= 0, folds: columns.at["fold"] >= 0}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return p, p.one(method)
		}
		if err != nil {
			return p, err
		}
		line, _ := in.FieldPos(0)
		l, err := columns.predicted(cells, line)
		if err != nil {
			return p, say.Errorf("line %d: %w", line, err)
		}
		if method != "" && l.method != method {
			continue
		}
		if columns.swept(cells) {
			p.Swept++
			continue
		}
		if !slices.Contains(p.Methods, l.method) {
			p.Methods = append(p.Methods, l.method)
		}
		p.lines = append(p.lines, l)
	}
}

// one reports a file of several methods, or of none.
func (p Predictions) one(method string) error {
	switch {
	case len(p.Methods) > 1:
		return say.Errorf("it holds predictions of %d methods (%s, %s, …); name one with --method", len(p.Methods), p.Methods[0], p.Methods[1])
	case len(p.Methods) == 0 && method != "":
		return say.Errorf("it holds no prediction of %q", method)
	}
	return nil
}

// predictionTable knows where the columns of a file are.
type predictionTable struct {
	at      map[string]int // by name; -1 where it is not there
	classes []int
}

func findColumns(head, classes []string) (predictionTable, error) {
	t := predictionTable{at: map[string]int{}}
	for _, name := range predictionColumns {
		t.at[name] = slices.Index(head, name)
	}
	if t.at["id"] < 0 {
		return t, say.Error("it has no column \"id\"")
	}
	for _, class := range classes {
		k := slices.Index(head, "p:"+class)
		if k < 0 {
			k = slices.Index(head, class)
		}
		if k < 0 {
			return t, say.Errorf("it has no column \"p:%s\" with the probability of the class %q", class, class)
		}
		t.classes = append(t.classes, k)
	}
	return t, nil
}

func (t predictionTable) text(cells []string, name string) string {
	if k := t.at[name]; k >= 0 {
		return cells[k]
	}
	return ""
}

// swept says whether a line is of a sweep.
func (t predictionTable) swept(cells []string) bool {
	return t.text(cells, "condition") != "" || t.text(cells, "trained_on") != ""
}

func (t predictionTable) whole(cells []string, name string) (int, error) {
	if t.at[name] < 0 {
		return 0, nil
	}
	n, err := strconv.Atoi(t.text(cells, name))
	if err != nil {
		return 0, say.Errorf("%s %q is no whole number", name, t.text(cells, name))
	}
	return n, nil
}

// predicted reads one line.
func (t predictionTable) predicted(cells []string, line int) (predicted, error) {
	l := predicted{
		line: line, id: t.text(cells, "id"), method: t.text(cells, "method"), label: t.text(cells, "label"),
		series: result.Series(t.text(cells, "series")), pattern: dataset.Pattern(t.text(cells, "pattern")),
	}
	var err, err2 error
	l.seed, err = t.whole(cells, "seed")
	l.fold, err2 = t.whole(cells, "fold")
	if err = errors.Join(err, err2); err != nil {
		return l, err
	}
	if l.series != "" && l.series != result.Observed && l.series != result.MaskedComplete {
		return l, say.Errorf("series %q is neither %s nor %s", l.series, result.Observed, result.MaskedComplete)
	}
	if text := t.text(cells, "uncertainty"); text != "" {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(x >= 0 && x <= 1) {
			return l, say.Errorf("uncertainty %q is not between 0 and 1", text)
		}
		l.uncertainty = &x
	}
	for _, k := range t.classes {
		x, err := strconv.ParseFloat(cells[k], 64)
		if err != nil || !(x >= 0 && x <= 1+models.ProbabilityError) {
			return l, say.Errorf("%q is no probability; write class probabilities between 0 and 1, not scores", cells[k])
		}
		l.probabilities = append(l.probabilities, x)
	}
	if sum := floats.Sum(l.probabilities); math.Abs(sum-1) > models.ProbabilityError {
		return l, say.Errorf("the probabilities of record %s add up to %g, not to 1", l.id, sum)
	}
	return l, nil
}
