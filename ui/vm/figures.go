package vm

import (
	"cmp"
	"slices"

	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// Pane names one of the four panes; it is also the name of its chart.
type Pane string

// The panes.
const (
	PresencePane Pane = "presence"
	PatternsPane Pane = "patterns"
	LearningPane Pane = "learning"
	StrataPane   Pane = "strata"
)

// Panes lists the panes by their letters A to D.
func Panes() []Pane { return []Pane{PresencePane, PatternsPane, LearningPane, StrataPane} }

// Heading is what a pane shows, in a word or two.
func (p Pane) Heading() string {
	switch p {
	case PresencePane:
		return "Presence"
	case PatternsPane:
		return "Patterns"
	case LearningPane:
		return "Learning"
	}
	return "Accuracy by stratum"
}

// drawnFrom is what the figure of a dataset depends on.
type drawnFrom struct {
	data  *dataset.Dataset
	mask  *dataset.Mask
	split *dataset.Split
	chart string
}

type keptFigure struct {
	from   drawnFrom
	figure charts.Figure
}

// Figure returns what a pane shows, or nil where there is nothing yet: Ghost
// says what will be there. The error is for people.
func (w *Workbench) Figure(p Pane) (charts.Figure, error) {
	if w.data == nil {
		return nil, nil
	}
	switch chart := w.Chart(p); {
	case chart == string(LearningPane):
		return w.learning()
	case p == LearningPane:
		return w.ofStudy(chart)
	case p == StrataPane:
		return w.strata(chart)
	default:
		return w.ofData(p, chart)
	}
}

// ofData keeps the figure of a dataset, which may be large, and changes its
// selection only.
func (w *Workbench) ofData(p Pane, chart string) (charts.Figure, error) {
	from := drawnFrom{w.data, w.mask, w.split, chart}
	kept, ok := w.figures[p]
	if !ok || kept.from != from {
		f, err := charts.New(chart, charts.Input{Data: w.data, Mask: w.mask, Split: w.split})
		if err != nil {
			return nil, err
		}
		kept = keptFigure{from, f}
		w.figures[p] = kept
	}
	if s, ok := kept.figure.(charts.Selectable); ok && !w.query.Empty() {
		return s.WithSelection(w.SelectedBits()), nil
	}
	return kept.figure, nil
}

func (w *Workbench) learning() (charts.Figure, error) {
	study := w.CurveStudy()
	if !slices.ContainsFunc(study.Runs, func(r result.Run) bool { return len(r.Curves) > 0 }) {
		return nil, nil
	}
	return charts.New(string(LearningPane), charts.Input{Data: w.data, Study: study, Table: &w.table, Hidden: w.hidden, Metric: w.metric})
}

// ofStudy is a chart of the finished runs.
func (w *Workbench) ofStudy(chart string) (charts.Figure, error) {
	if len(w.study.Runs) == 0 {
		return nil, nil
	}
	return charts.New(chart, charts.Input{Data: w.data, Mask: w.mask, Study: &w.study, Hidden: w.hidden})
}

func (w *Workbench) strata(chart string) (charts.Figure, error) {
	if len(w.table.Strata) == 0 {
		return nil, nil
	}
	a, b := w.pair()
	return charts.New(chart, charts.Input{
		Data: w.data, Mask: w.mask, Split: w.split, Study: &w.study, Table: &w.table,
		Hidden: w.hidden, Metric: w.metric, Selected: w.SelectedBits(), A: a, B: b,
	})
}

// pair returns the two methods whose difference is shown: of those that are
// switched on, the most accurate on all records and the next.
func (w *Workbench) pair() (a, b string) {
	all := slices.IndexFunc(w.table.Strata, func(s metric.Stratum) bool { return s.Kind == metric.AllRecords })
	var shown []int
	for m, name := range w.table.Methods {
		if all >= 0 && !w.hidden[name] && w.table.Scores[all][m].N > 0 {
			shown = append(shown, m)
		}
	}
	if len(shown) < 2 {
		return "", ""
	}
	slices.SortStableFunc(shown, func(i, j int) int {
		return cmp.Compare(w.table.Scores[all][j].Accuracy, w.table.Scores[all][i].Accuracy)
	})
	return w.table.Methods[shown[0]], w.table.Methods[shown[1]]
}

// Ghost says in one sentence what a pane will show.
func (w *Workbench) Ghost(p Pane) string {
	switch {
	case p == PresencePane:
		return "Which records have which modality will appear here."
	case p == PatternsPane:
		return "How often modalities are missing together will appear here."
	case p == LearningPane && len(w.study.Runs) > 0:
		return "None of the finished methods learns in epochs, so there is no curve."
	case p == LearningPane && w.Running():
		return "Waiting for the first epoch of a network."
	case p == LearningPane:
		return "How training goes, epoch by epoch, will appear here."
	case w.Running():
		return "Waiting for the first finished job."
	}
	return "Accuracy for each missing pattern will appear here."
}

// Lit says whether a region of a figure belongs to the selection. What does
// not is faded. Without a selection everything is lit.
func (w *Workbench) Lit(r charts.Region) bool {
	if w.query.Empty() || r.Kind != charts.StratumRow {
		return true
	}
	i := slices.IndexFunc(w.table.Strata, func(s metric.Stratum) bool { return s.Name == r.Key })
	if i < 0 || w.table.Strata[i].Kind == metric.SelectedRecord {
		return true
	}
	q := stratumQuery(w.table.Strata[i], w.data)
	return !q.Empty() && w.holdsOnlySelected(q)
}

// holdsOnlySelected says whether all records of a query are selected.
func (w *Workbench) holdsOnlySelected(q Query) bool {
	for _, i := range q.Records(w.data, w.presence) {
		if _, found := slices.BinarySearch(w.selected, i); !found {
			return false
		}
	}
	return true
}

// stratumQuery returns the selection that chooses a stratum's records; empty
// for all of them.
func stratumQuery(s metric.Stratum, d *dataset.Dataset) Query {
	one := func(t Term) Query { return Query{[]Term{t}} }
	switch s.Kind {
	case metric.CompleteOnly:
		return one(Term{Kind: HasPattern, Pattern: dataset.Complete(len(d.Blocks))})
	case metric.AnyMissing:
		return one(Term{Kind: Incomplete})
	case metric.WithoutOne:
		return one(Term{Kind: Lacks, Modality: s.Name[len("without:"):]})
	case metric.OnePattern, metric.MaskedPattern:
		return one(Term{Kind: HasPattern, Pattern: s.Pattern})
	}
	return Query{}
}

// Press does what a click on a region of a figure means.
func (w *Workbench) Press(r charts.Region, shift bool) {
	switch r.Kind {
	case charts.PatternRow:
		if shift && !w.query.Empty() {
			w.add(Query{[]Term{{Kind: HasPattern, Pattern: dataset.Pattern(r.Key)}}})
			return
		}
		w.SelectPattern(dataset.Pattern(r.Key))
	case charts.StratumRow:
		w.SelectStratum(r.Key)
	case charts.ModalityHead:
		w.SelectLacking(r.Key, !shift)
	case charts.MethodMark:
		if r.Sub != "" {
			w.SelectStratum(r.Sub)
			return
		}
		w.ShowMethod(r.Key, w.hidden[r.Key])
	}
}

// add selects the records of a query beside those that are selected.
func (w *Workbench) add(q Query) {
	rows := append(slices.Clone(w.selected), q.Records(w.data, w.presence)...)
	slices.Sort(rows)
	w.Select(Query{[]Term{{Kind: Among, Records: slices.Compact(rows)}}})
}

// Hint says what a click on a region would do.
func (w *Workbench) Hint(r charts.Region) string {
	switch r.Kind {
	case charts.PatternRow:
		q := Query{[]Term{{Kind: HasPattern, Pattern: dataset.Pattern(r.Key)}}}
		return w.hint(q)
	case charts.StratumRow:
		return w.stratumHint(r.Key)
	case charts.ModalityHead:
		return "Click: select the records without " + r.Key + ". Shift-click: those with it."
	case charts.MethodMark:
		if r.Sub != "" {
			return r.Key + ": " + w.scoreWords(r.Key, r.Sub)
		}
		return "Click: hide or show " + r.Key + " in all panes."
	}
	return ""
}
