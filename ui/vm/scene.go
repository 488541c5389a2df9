package vm

import (
	"cmp"
	"slices"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/say"
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

// Heading is what a pane shows now, in a word or two; the strata name their
// metric.
func (s *Scene) Heading(p Pane) string {
	view := s.display.View(p)
	info, err := charts.Find(view.Chart)
	switch columns := s.display.Columns(); {
	case p == PresencePane && view.Chart == string(p) && columns.Table != "":
		return say.Form("Columns of %s", columns.Table)
	case p == StrataPane && view.Group != "":
		return say.Form("%s by %s", capital(s.display.MetricTitle()), view.Group)
	case p == StrataPane && view.Chart == "strata":
		return say.Form("%s by stratum", capital(s.display.MetricTitle()))
	case p == StrataPane && err == nil:
		return say.Text(info.Title)
	}
	return p.Heading()
}

// Heading is what a pane shows, in a word or two.
func (p Pane) Heading() string {
	switch p {
	case PresencePane:
		return say.Text("Presence")
	case PatternsPane:
		return say.Text("Patterns")
	case LearningPane:
		return say.Text("Learning")
	}
	return say.Text("Accuracy by stratum")
}

// Word names a pane where there is room for one word.
func (p Pane) Word() string {
	if p == StrataPane {
		return say.Text("Strata")
	}
	return p.Heading()
}

// Scene is what the four panes show, made from all owners, and what a click in
// them means.
type Scene struct {
	comparison *Comparison
	selection  *Selection
	display    *Display
	stale      func() string
	kept       map[Pane]keptFigure
	drawing    map[Pane]bool // figures of data that are being made
	counted    counted
	late       late
	tabling    *tabling            // nil where no table is being made
	why        *diagnosis          // of these data; nil until it is asked for
	strataOf   *dataset.Presence   // under which strataBits hold
	strataBits map[string][]uint64 // records of strata, by name
}

// counted are the records of a dataset that are shown by pattern, under a mask.
type counted struct {
	data   *dataset.Dataset
	mask   *dataset.Mask
	only   *charts.Only
	groups []dataset.PatternCount
}

// Figure returns what a pane shows, or nil where there is nothing yet: Ghost
// says what will be there. The error is for people.
func (s *Scene) Figure(p Pane) (canvas.Figure, error) {
	if s.selection.data == nil {
		return nil, nil
	}
	view := s.display.View(p)
	switch chart := view.Chart; {
	case chart == string(LearningPane):
		return s.learning(view.Curves)
	case p == LearningPane:
		return s.ofStudy(chart)
	case p == StrataPane:
		return s.strata(view)
	default:
		return s.ofData(p, view)
	}
}

func (s *Scene) learning(look charts.CurveLook) (canvas.Figure, error) {
	study := s.comparison.CurveStudy()
	if !slices.ContainsFunc(study.Runs, func(r result.Run) bool { return len(r.Curves) > 0 }) {
		return nil, nil
	}
	look.Smoothing = s.display.smoothing
	in := charts.Input{
		Data: s.selection.data, Study: study, Table: s.comparison.Table(), Hidden: s.display.hidden, Places: s.display.places,
		Metric: s.display.Metric(), Curves: look, Unfolded: s.display.unfolded, Unfinished: s.comparison.unfinished(),
	}
	in.Done, in.Planned = s.comparison.counted()
	return charts.New(string(LearningPane), in)
}

// ofStudy is a chart of the finished runs.
func (s *Scene) ofStudy(chart string) (canvas.Figure, error) {
	study := s.comparison.Study()
	if len(study.Runs) == 0 {
		return nil, nil
	}
	return charts.New(chart, charts.Input{Data: s.selection.data, Mask: s.comparison.mask(shown{}), Study: study, Hidden: s.display.hidden, Places: s.display.places})
}

// input is what the charts of results are made from. It does not change with the
// comparison, so that a chart can be made beside the event goroutine.
func (s *Scene) input() charts.Input {
	c := s.comparison
	mask := c.mask(s.selection.shown)
	s.count(mask)
	a, b := s.Pair()
	study, table := c.study, s.table()
	done, planned := c.counted()
	return charts.Input{
		Data: s.selection.data, Mask: mask, Split: s.selection.split, Study: &study, Table: &table, Pairs: c.scoring.base.pairs, Groups: s.counted.groups,
		Done: done, Planned: planned,
		Hidden: s.display.hidden, Places: s.display.places, Metric: s.display.Metric(), Selected: s.selection.Bits(), Only: s.selection.only, A: a, B: b, Negligible: s.display.band(),
		Patterns: s.display.View(PatternsPane).Rows, Picked: s.picked(), Pinned: s.pinned(),
	}
}

// count counts the records that are shown by pattern, once for each mask.
func (s *Scene) count(mask *dataset.Mask) {
	data := s.selection.data
	if s.counted.data == data && s.counted.mask == mask && s.counted.only == s.selection.only && s.counted.groups != nil {
		return
	}
	seen := data.Presence
	switch {
	case mask == s.selection.mask:
		seen = s.selection.presence
	case mask != nil:
		seen = mask.Apply(data.Presence)
	}
	groups := seen.Patterns()
	if only := s.selection.only; only != nil {
		groups = dataset.Within(groups, only.Records)
	}
	s.counted = counted{data, mask, s.selection.only, groups}
}

// Pair returns the two methods whose difference is shown: those that were chosen,
// else of those that are switched on the best on all records and the next.
func (s *Scene) Pair() (a, b string) {
	t := s.comparison.table
	a, b = s.display.pair[0], s.display.pair[1]
	if !slices.Contains(t.Methods, a) {
		a = ""
	}
	if !slices.Contains(t.Methods, b) {
		b = ""
	}
	for _, name := range s.ranked() {
		switch {
		case name == a, name == b:
		case a == "":
			a = name
		case b == "":
			b = name
		}
	}
	if b == "" {
		return "", ""
	}
	return a, b
}

// ranked lists the methods that are switched on and have results, the best on all
// records first.
func (s *Scene) ranked() []string {
	return slices.DeleteFunc(s.finished(), func(name string) bool { return s.display.hidden[name] })
}

// finished lists the methods that have results on all records, the best first.
func (s *Scene) finished() []string {
	t := s.comparison.table
	all := slices.IndexFunc(t.Strata, func(x metric.Stratum) bool { return x.Kind == metric.AllRecords })
	by, err := metric.MeasureNamed(string(s.display.Metric()))
	if all < 0 || err != nil {
		return nil
	}
	var done []int
	for m := range t.Methods {
		if t.Scores[all][m].N > 0 {
			done = append(done, m)
		}
	}
	sign := -1.0
	if by.Falling {
		sign = 1
	}
	slices.SortStableFunc(done, func(i, j int) int { return cmp.Compare(sign*by.Of(t.Scores[all][i]), sign*by.Of(t.Scores[all][j])) })
	var out []string
	for _, m := range done {
		out = append(out, t.Methods[m])
	}
	return out
}

// Stale says, where the comparison that is set up is not the one whose results
// are shown, what differs; else it is empty.
func (s *Scene) Stale() string { return s.stale() }

// Ghost says in one sentence what a pane will show.
func (s *Scene) Ghost(p Pane) string {
	switch {
	case p == StrataPane && s.unpaired():
		return s.lonely()
	case s.drawing[p] || p == StrataPane && s.late.making != nil:
		return say.Text("This chart is being computed.")
	case p == PresencePane:
		return say.Text("Which records have which modality will appear here.")
	case p == PatternsPane:
		return say.Text("How often modalities are missing together will appear here.")
	case p == LearningPane && s.comparison.Running():
		return say.Text("Waiting for the first epoch of a network.")
	case p == LearningPane && len(s.comparison.study.Runs) > 0:
		return say.Text("None of the finished methods learns in epochs, so there is no curve.")
	case p == LearningPane:
		return say.Text("How training goes, epoch by epoch, will appear here.")
	case p == StrataPane && s.comparison.earlier != "":
		return s.comparison.earlier
	case p == StrataPane && len(s.comparison.study.Runs) > 0:
		return say.Text("The first results are being scored.")
	case s.comparison.Running():
		return say.Text("Waiting for the first finished job.")
	}
	return say.Text("Accuracy for each missing pattern will appear here.")
}

// Lit says whether a region of a figure belongs to the selection. What does
// not is faded. Without a selection everything is lit.
func (s *Scene) Lit(r canvas.Region) bool {
	if s.selection.bits == nil || r.Kind != canvas.StratumRow {
		return true
	}
	i := slices.IndexFunc(s.comparison.table.Strata, func(x metric.Stratum) bool { return x.Name == r.Key })
	if i < 0 || s.comparison.table.Strata[i].Kind == metric.SelectedRecord {
		return true
	}
	column := s.bitsOf(s.comparison.table.Strata[i])
	return column != nil && s.selection.holdsAll(column)
}

// bitsOf are the records of a stratum; nil for all of them. They are kept while
// the mask stays.
func (s *Scene) bitsOf(x metric.Stratum) []uint64 {
	if s.strataOf != s.selection.presence {
		s.strataOf, s.strataBits = s.selection.presence, map[string][]uint64{}
	}
	column, ok := s.strataBits[x.Name]
	if !ok {
		column, _ = stratumQuery(x, s.selection.data).Bits(s.selection.source()) // its names are those of the data
		s.strataBits[x.Name] = column
	}
	return column
}

// Press does what a click on a region of a figure means.
func (s *Scene) Press(r canvas.Region, shift bool) {
	switch r.Kind {
	case canvas.PatternRow:
		s.selection.press(s.selection.pattern(dataset.Pattern(r.Key)), shift)
	case canvas.StratumRow:
		s.SelectStratum(r.Key)
	case canvas.ColumnsRow:
		s.selection.press(s.withColumns(r.Key), shift)
	case canvas.ModalityHead, canvas.ColumnHead:
		s.selection.SelectLacking(r.Key, !shift)
	case canvas.PairCell, canvas.PairBreak:
		s.selection.toggle(s.selection.ofPair(r, shift))
	case canvas.CurveName, canvas.CurveLine:
		if shift {
			s.display.mark(r.Key)
			return
		}
		s.display.Unfold(r.Key, s.comparison.study.Methods)
	case canvas.MethodMark:
		if r.Sub != "" {
			s.SelectStratum(r.Sub)
			return
		}
		if shift {
			s.display.mark(r.Key)
			return
		}
		s.display.ShowMethod(r.Key, s.display.hidden[r.Key])
	}
}

// Hint says what a click on a region would do.
func (s *Scene) Hint(r canvas.Region) string {
	switch r.Kind {
	case canvas.PatternRow:
		return s.hint(s.selection.pattern(dataset.Pattern(r.Key)))
	case canvas.StratumRow:
		return s.stratumHint(r.Key)
	case canvas.ColumnsRow:
		return s.hint(s.withColumns(r.Key))
	case canvas.ColumnHead:
		return s.columnHint(r.Key)
	case canvas.ModalityHead:
		return say.Form("Click: select the records without %s. Shift-click: those with it.", r.Key)
	case canvas.PairCell, canvas.PairBreak:
		return s.pairHint(r)
	case canvas.MethodMark:
		if r.Sub != "" {
			if words := s.scoreWords(r.Key, r.Sub); words != "" {
				return r.Key + ": " + words
			}
			return r.Key + ": " + r.Sub
		}
		return say.Form("Click: hide or show %s in all panes. Shift-click two methods: their difference.", r.Key)
	case canvas.CurveName, canvas.CurveLine:
		return s.curveHint(r)
	case canvas.OtherRows:
		return say.Text("Click, or turn the wheel: the next rows.")
	}
	return ""
}

// SelectStratum selects the records of a stratum by its name in tables:
// "complete", "without:image", "pattern:image+audio", "masked:image".
func (s *Scene) SelectStratum(name string) {
	for _, x := range s.comparison.table.Strata {
		if x.Name == name {
			s.selection.toggle(stratumQuery(x, s.selection.data))
			return
		}
	}
}
