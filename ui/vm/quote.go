package vm

import (
	"slices"
	"strings"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/internal/say"
)

// Quote is the number that a region of a figure stands for, with its context;
// empty where it stands for none.
func (s *Scene) Quote(r canvas.Region) string {
	if s.selection.data == nil {
		return ""
	}
	switch r.Kind {
	case canvas.MethodMark:
		return s.ofStudyWords(s.markWords(r))
	case canvas.CurveName, canvas.CurveLine:
		return s.ofStudyWords(s.curveWords(r))
	case canvas.StratumRow:
		return s.ofStudyWords(s.stratumWords(r.Key))
	case canvas.PatternRow:
		q := s.selection.pattern(dataset.Pattern(r.Key))
		return s.countWords(q)
	case canvas.ColumnsRow:
		return s.countWords(s.withColumns(r.Key))
	case canvas.ModalityHead, canvas.ColumnHead:
		return s.countWords(query.Of(query.Has(r.Key)))
	case canvas.Note:
		return ofDataWords(r.Key, s.selection.data)
	case canvas.PairCell, canvas.PairBreak:
		return s.pairWords(r)
	}
	return ""
}

// markWords says what a mark of a method stands for: its score in a stratum, or in
// all records, or what the table of the figure has about it.
func (s *Scene) markWords(r canvas.Region) string {
	stratum := r.Sub
	if stratum == "" {
		stratum = "all"
	}
	words := s.scoreWords(r.Key, stratum)
	if words == "" {
		words = s.tableWords(r)
	}
	if words == "" {
		words = r.Sub
	}
	if words == "" {
		return ""
	}
	return r.Key + ": " + words
}

// tableWords are the numbers of the first row about a mark in the table of pane D.
func (s *Scene) tableWords(r canvas.Region) string {
	f, err := s.Figure(StrataPane)
	if f == nil || err != nil {
		return ""
	}
	if slow, ok := f.(canvas.Slow); ok && !slow.Tabled() {
		return ""
	}
	t := f.Table()
	i := slices.IndexFunc(t.Rows, func(row []string) bool {
		return slices.Contains(row, r.Key) && (r.Sub == "" || slices.Contains(row, r.Sub))
	})
	if i < 0 {
		return ""
	}
	var words []string
	for k, cell := range t.Rows[i] {
		if cell != "" && cell != r.Key {
			words = append(words, headOf(t, k)+" "+cell)
		}
	}
	return strings.Join(words, ", ")
}

// stratumWords says what the methods that are shown reach in a stratum.
func (s *Scene) stratumWords(stratum string) string {
	var words []string
	for _, method := range s.comparison.table.Methods {
		if text := s.scoreWords(method, stratum); text != "" && !s.display.hidden[method] {
			words = append(words, method+": "+text)
		}
	}
	return strings.Join(words, "; ")
}

// ofStudyWords adds to words of what they are true.
func (s *Scene) ofStudyWords(words string) string {
	if words == "" {
		return ""
	}
	study, seeds := s.comparison.study, map[int]bool{}
	for _, run := range study.Runs {
		seeds[run.Seed] = true
	}
	return say.Form("%s (%s; dataset %s, sha256 %.12s)", words, say.Count(len(seeds), "seed", "seeds"), study.Dataset, study.Hash)
}

// InContext adds to words of the window what they are true of: the data, and where
// these have results, the seeds of those.
func (w *Workbench) InContext(words string) string {
	switch d := w.Document.Data(); {
	case d == nil:
		return words
	case len(w.Comparison.study.Runs) > 0:
		return w.Scene.ofStudyWords(words)
	default:
		return ofDataWords(words, d)
	}
}

// ofDataWords adds to words of which data they are true.
func ofDataWords(words string, d *dataset.Dataset) string {
	return say.Form("%s (dataset %s, sha256 %.12s)", words, d.Name, d.Hash())
}

// QuoteRecord is what is said of the current record, with its context.
func (in *Inspector) QuoteRecord(words string) string {
	return ofDataWords(in.RecordTitle()+": "+words, in.selection.data)
}

// QuoteBar is a bar of the attention of a method, with its context.
func (in *Inspector) QuoteBar(method string, b AttentionBar, of string) string {
	if !b.Present {
		return in.QuoteRecord(say.Form("%s has no %s to attend to; %s", method, b.Modality, of))
	}
	return in.QuoteRecord(say.Form("%s attends to %s with a share of %.3f, tick %.3f; %s", method, b.Modality, b.Share, b.Typical, of))
}

// QuoteDrop is what a method says without a modality, with its context.
func (in *Inspector) QuoteDrop(method string, d Drop, all Call) string {
	return in.QuoteRecord(say.Form("%s without %s: probability of %s %.3f, %+.3f against all modalities; one fitted method, no interval", method, d.Modality, all.Class, d.Share, d.Change))
}

// QuoteSupposed is what a method says of the record as it is switched, with its
// context.
func (in *Inspector) QuoteSupposed(s Supposed) string {
	words := say.Form("%s: probability of %s %.3f with all modalities, of %s %.3f as switched; one fitted method, no interval", s.Method, s.All.Class, s.All.Share, s.Now.Class, s.Now.Share)
	if s.Learned {
		words = say.Form("%s; it was fitted on this record", words)
	}
	return in.QuoteRecord(words)
}

// QuoteCell is a number of a table of the current record, with its context; by is
// who filled it in, "" for a real one.
func (in *Inspector) QuoteCell(m dataset.Modality, column int, text, by string) string {
	if by != "" {
		return in.QuoteRecord(say.Form("%s.%s is %s, filled in by %s, not data", m.Name, m.Columns[column], text, by))
	}
	return in.QuoteRecord(say.Form("%s.%s is %s", m.Name, m.Columns[column], text))
}

// QuoteAgainst is a real number beside the generated one, with its context.
func (in *Inspector) QuoteAgainst(l Lens, v Versus, column int) string {
	a := v.Cells[column]
	return in.QuoteRecord(say.Form("%s.%s: real %s, generated by %s %s, difference %s, %s standard deviations of %s", l.Modality.Name, l.Modality.Columns[column],
		say.Figure(a.Real, 5), l.Standin.By, say.Figure(a.Generated, 5), say.Figure(a.Difference, 5), say.Figure(a.Standard, 3), say.Count(v.Training, "training record", "training records")))
}

// countWords says how many records a query chooses.
func (s *Scene) countWords(q query.Query) string {
	on := s.selection
	column, err := q.Bits(on.source())
	if err != nil {
		return ""
	}
	n, all := query.Count(column), on.data.Records()
	return ofDataWords(say.Form("%s of %s with %s", Grouped(n), say.Count(all, "record", "records"), q.Words(on.naming())), on.data)
}

// pairWords says how two modalities are missing together: the coefficient, and the
// four counts that it is made of.
func (s *Scene) pairWords(r canvas.Region) string {
	on := s.selection
	a, b := query.Lacks(r.Key), query.Lacks(r.Sub)
	both, first, second := on.chosen(query.Of(a, b)), on.chosen(query.Of(a)), on.chosen(query.Of(b))
	n := on.data.Records()
	names := on.data.Names()
	phi := charts.Phi(on.presence, slices.Index(names, r.Key), slices.Index(names, r.Sub))
	return say.Form("%s with %s: ρ = %.3f over %s; both missing in %s, only %s in %s, only %s in %s, neither in %s (dataset %s, sha256 %.12s)", r.Key, r.Sub, phi,
		say.Count(n, "record", "records"), Grouped(both), r.Key, Grouped(first-both), r.Sub, Grouped(second-both), Grouped(n-first-second+both), on.data.Name, on.data.Hash())
}

// QuoteGuess is what a method says of the current record, with its context.
func (in *Inspector) QuoteGuess(g Guess) string {
	study := in.comparison.study
	return say.Form("%s: %s says %s with probability %.3f, mean of %s that tested it (dataset %s, sha256 %.12s)", in.RecordTitle(), g.Method, g.Class, g.Share,
		say.Count(g.Runs, "run", "runs"), study.Dataset, study.Hash)
}
