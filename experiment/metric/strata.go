package metric

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// DefaultStrata returns the strata that are always shown, as far as the study
// has test records of them: all, complete, any missing, each modality absent,
// each pattern (the complete one first, then by number of test records), and
// beside the patterns the complete records masked to them.
func DefaultStrata(study result.Study) []Stratum {
	return slices.Concat(ByMissing(study), ByModality(study), ByPattern(study))
}

// ByMissing returns all, complete and any-missing.
func ByMissing(study result.Study) []Stratum {
	complete := dataset.Pattern.Complete
	incomplete := func(p dataset.Pattern) bool { return !p.Complete() }
	return occurring(study, []Stratum{
		observed(AllRecords, "all", say.Text("all records"), func(dataset.Pattern) bool { return true }),
		observed(CompleteOnly, "complete", say.Text("nothing missing"), complete),
		observed(AnyMissing, "any-missing", say.Text("anything missing"), incomplete),
	})
}

// ByModality returns one stratum for each modality: the records without it.
func ByModality(study result.Study) []Stratum {
	var strata []Stratum
	for m, name := range study.Modalities {
		absent := func(p dataset.Pattern) bool { return !p.Has(m) }
		strata = append(strata, observed(WithoutOne, "without:"+name, say.Form("%s missing", name), absent))
	}
	return occurring(study, strata)
}

// ByPattern returns one stratum for each pattern of the test records, the
// complete one first, then by falling number of records; and after them the
// same for the complete records that were masked to a pattern.
func ByPattern(study result.Study) []Stratum {
	var strata []Stratum
	for _, p := range patterns(study, result.Observed) {
		label := p.Label(study.Modalities)
		s := observed(OnePattern, "pattern:"+label, say.Form("%s present", label), func(q dataset.Pattern) bool { return q == p })
		s.Pattern = p
		strata = append(strata, s)
	}
	for _, p := range patterns(study, result.MaskedComplete) {
		label := p.Label(study.Modalities)
		strata = append(strata, Stratum{
			Name: "masked:" + label, Title: say.Form("complete records masked to %s", label), Kind: MaskedPattern, Pattern: p,
			Match:   func(r result.Row) bool { return r.Series == result.MaskedComplete && r.Pattern == p },
			Trained: func(q dataset.Pattern) bool { return q == p },
		})
	}
	return strata
}

// ByNumberPresent returns one stratum for each number of modalities present.
func ByNumberPresent(study result.Study) []Stratum {
	var strata []Stratum
	for k := len(study.Modalities); k >= 0; k-- {
		title := say.Form("%d of %d modalities", k, len(study.Modalities))
		has := func(p dataset.Pattern) bool { return p.Count() == k }
		strata = append(strata, observed(NumberPresent, "present:"+strconv.Itoa(k), title, has))
	}
	return occurring(study, strata)
}

// ByGroup returns one stratum for each value of a column, in alphabetical
// order. values has one entry per record of the dataset.
func ByGroup(study result.Study, column string, values []string) []Stratum {
	var strata []Stratum
	for _, value := range slices.Sorted(maps.Keys(distinct(values))) {
		in := func(record int) bool { return record < len(values) && values[record] == value }
		title := say.Form("%s is %s", column, value)
		if value == "" {
			title = say.Form("%s is not known", column)
		}
		s := recordStratum(OneGroup, column+"="+value, title, in)
		s.Column, s.Value = column, value
		strata = append(strata, s)
	}
	return occurring(study, strata)
}

// Selection returns the stratum of the records that a selection holds. The
// name is the selection's, or its query.
func Selection(name string, selected func(record int) bool) Stratum {
	return recordStratum(SelectedRecord, "selection:"+name, name, selected)
}

// strataWords are the words of the command line for strata and the like, which may be
// names of columns, too.
var strataWords = []string{"pattern", "missing", "modality", "present", "default", "sweep"}

// columnWord goes before the name of a column that is such a word, as it does where
// records are put in an order.
const columnWord = "column:"

// ByColumn is the word that StrataBy takes for a column, whatever the column is called.
func ByColumn(column string) string {
	if slices.Contains(strataWords, column) || strings.HasPrefix(column, columnWord) {
		return columnWord + column
	}
	return column
}

// StrataBy returns the strata that a word of the command line stands for: ""
// (the default strata), "pattern", "missing", "modality", "present", or a column
// of the dataset, as ByColumn writes it. columns holds the values per record.
func StrataBy(study result.Study, by string, columns map[string][]string) ([]Stratum, error) {
	switch by {
	case "":
		return DefaultStrata(study), nil
	case "pattern":
		return ByPattern(study), nil
	case "missing":
		return ByMissing(study), nil
	case "modality":
		return slices.Concat(ByMissing(study), ByModality(study)), nil
	case "present":
		return ByNumberPresent(study), nil
	}
	column := strings.TrimPrefix(by, columnWord)
	if values, ok := columns[column]; ok {
		return ByGroup(study, column, values), nil
	}
	known := slices.Clone(strataWords[:4])
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		known = append(known, ByColumn(name))
	}
	return nil, say.Errorf("cannot divide the test records by %q; there are %s", by, strings.Join(known, ", "))
}

// observed makes a stratum of the test records as they were seen.
func observed(kind StratumKind, name, title string, has func(dataset.Pattern) bool) Stratum {
	return Stratum{
		Name: name, Title: title, Kind: kind, Trained: has,
		Match: func(r result.Row) bool { return r.Series == result.Observed && has(r.Pattern) },
	}
}

// recordStratum makes a stratum of some records, as they were seen.
func recordStratum(kind StratumKind, name, title string, in func(record int) bool) Stratum {
	return Stratum{
		Name: name, Title: title, Kind: kind, DevRecord: in,
		Match: func(r result.Row) bool { return r.Series == result.Observed && in(r.Record) },
	}
}

// occurring drops the strata without a test record.
func occurring(study result.Study, strata []Stratum) []Stratum {
	return slices.DeleteFunc(strata, func(s Stratum) bool {
		for _, run := range study.Runs {
			if slices.ContainsFunc(run.Rows, s.Match) {
				return false
			}
		}
		return true
	})
}

// patterns lists the patterns of a series, the complete one first, then by
// falling number of test records.
func patterns(study result.Study, series result.Series) []dataset.Pattern {
	var list []dataset.Pattern
	for _, run := range firstOfEach(study.Runs) {
		for _, row := range run.Rows {
			if row.Series == series {
				list = append(list, row.Pattern)
			}
		}
	}
	var out []dataset.Pattern
	for _, g := range dataset.GroupByPattern(len(list), func(i int) dataset.Pattern { return list[i] }) {
		out = append(out, g.Pattern)
	}
	return out
}

// firstOfEach returns one run of each trial: methods of the same trial were
// tested on the same records, which count once.
func firstOfEach(runs []result.Run) []result.Run {
	seen := map[trial]bool{}
	var out []result.Run
	for _, run := range runs {
		if t := trialOf(run); !seen[t] {
			seen[t] = true
			out = append(out, run)
		}
	}
	return out
}

func distinct(values []string) map[string]bool {
	set := map[string]bool{}
	for _, v := range values {
		set[v] = true
	}
	return set
}
