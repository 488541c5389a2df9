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
	case canvas.StratumRow:
		return s.ofStudyWords(s.stratumWords(r.Key))
	case canvas.PatternRow:
		q := s.selection.pattern(dataset.Pattern(r.Key))
		return s.countWords(q)
	case canvas.ColumnsRow:
		return s.countWords(s.withColumns(r.Key))
	case canvas.ModalityHead, canvas.ColumnHead:
		return s.countWords(query.Of(query.Has(r.Key)))
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

// countWords says how many records a query chooses.
func (s *Scene) countWords(q query.Query) string {
	on := s.selection
	column, err := q.Bits(on.source())
	if err != nil {
		return ""
	}
	n, all := query.Count(column), on.data.Records()
	return say.Form("%s of %s with %s (dataset %s, sha256 %.12s)", Grouped(n), say.Count(all, "record", "records"),
		q.Words(on.naming()), on.data.Name, on.data.Hash())
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
