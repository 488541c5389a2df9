package cli

import (
	"math"
	"slices"

	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// resultDocument is the JSON of compare and results; others rely on its names.
type resultDocument struct {
	Dataset   datasetEntry  `json:"dataset"`
	Masks     []maskEntry   `json:"masks"`
	Metric    string        `json:"metric"` // that of the verdict, with its interval in every stratum
	Intervals string        `json:"intervals"`
	Estimate  string        `json:"estimate,omitempty"` // what the values are over several runs
	Counts    string        `json:"counts,omitempty"`   // what n_test and n_dev count over several runs
	Chance    number        `json:"chance"`
	Majority  number        `json:"majority"`
	Methods   []scoredEntry `json:"methods"`
	Pairs     []pairEntry   `json:"pairs"`
	Costs     []costEntry   `json:"costs,omitempty"` // of missing modalities, on the same records
	Verdict   string        `json:"verdict"`
	// Sweep is there where methods were tested or trained under further masks.
	Sweep *sweepDocument `json:"sweep,omitempty"`
	// Imputations is there where gaps were to be filled several times.
	Imputations *imputationsDocument `json:"imputations,omitempty"`
	// Shifts is there where imputed values were moved.
	Shifts *shiftsDocument `json:"shifts,omitempty"`
	// Arithmetic is what decided the last bits of the runs.
	Arithmetic string `json:"arithmetic"`

	Remarks remarkDocument `json:"remarks"` // from reading the data

	answers // to what else was asked
}

type datasetEntry struct {
	Name       string   `json:"name"`
	SHA256     string   `json:"sha256"`
	Modalities []string `json:"modalities"`
	Classes    []string `json:"classes"`
}

type maskEntry struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Seed   int    `json:"seed"`
	Split  string `json:"split"`
	Cell   number `json:"cell_rate"`
	Record number `json:"record_rate"`
	// Apart, as metric.AchievedRates has them.
	Development achievedEntry `json:"development"`
	Test        achievedEntry `json:"test"`
}

type achievedEntry struct {
	N           int               `json:"n"`
	Cell        number            `json:"cell_rate"`
	Record      number            `json:"record_rate"`
	Modality    map[string]number `json:"modality_rates"`
	Information number            `json:"class_information_bits"` // null of development records
	Chance      number            `json:"class_information_by_chance"`
}

func newAchievedEntry(a metric.Achieved, modalities []string) achievedEntry {
	e := achievedEntry{a.N, number(a.Rates.Cell), number(a.Rates.Record), map[string]number{}, number(a.Information), number(a.Chance)}
	for m, rate := range a.Rates.Modality {
		e.Modality[modalities[m]] = number(rate)
	}
	return e
}

type scoredEntry struct {
	Name     string         `json:"name"`
	FitScope string         `json:"fit_scope"`
	Runs     int            `json:"runs"`
	Seconds  number         `json:"seconds"`
	Strata   []stratumEntry `json:"strata"`
	Features []string       `json:"features"` // of the first run, one line per modality
	Searches []searchEntry  `json:"searches,omitempty"`
	Warnings []string       `json:"warnings,omitempty"`
}

// searchEntry is the search for settings of one run.
type searchEntry struct {
	Seed  int                `json:"seed"`
	Split string             `json:"split"`
	Tried []result.Candidate `json:"tried"`
}

type stratumEntry struct {
	Name     string    `json:"name"`
	NTest    int       `json:"n_test"`
	NDev     int       `json:"n_dev"`
	Accuracy number    `json:"accuracy"`
	CI95     [2]number `json:"ci95"`
	PerRun   []number  `json:"per_run"`
	Balanced number    `json:"balanced_accuracy"`
	MacroF1  number    `json:"macro_f1"`
	Weighted number    `json:"weighted_f1"`
	AUROC    number    `json:"auroc"`
	LogLoss  number    `json:"log_loss"`
	Brier    number    `json:"brier"`
	ECE      number    `json:"ece"`
	// Intervals are those of the metrics above by name, as far as computed: all
	// of them on all records, elsewhere that of the metric asked for.
	Intervals map[string][2]number `json:"ci95_of,omitempty"`
}

type pairEntry struct {
	A          string    `json:"a"`
	B          string    `json:"b"`
	Stratum    string    `json:"stratum"`
	N          int       `json:"n_test"`
	Difference number    `json:"difference"`
	CI95       [2]number `json:"ci95"`
	P          number    `json:"p"`
	PHolm      number    `json:"p_holm"`
	Better     number    `json:"p_a_better"`
	Test       string    `json:"test"`
	Family     string    `json:"adjusted_for"` // what p_holm is adjusted for
}

// costEntry is what it costs a method to see less of the same complete records.
type costEntry struct {
	Method  string    `json:"method"`
	From    string    `json:"from"` // modalities present
	To      string    `json:"to"`
	Lost    []string  `json:"lost"`
	N       int       `json:"n_test"`
	Units   int       `json:"n_units"`
	Points  number    `json:"cost"` // of accuracy, 0…1
	CI95    [2]number `json:"ci95"`
	P       number    `json:"p"`
	PHolm   number    `json:"p_holm"`
	Test    string    `json:"test"`
	Adjusts string    `json:"adjusted_for"`
}

func costEntries(study result.Study) []costEntry {
	var list []costEntry
	for _, method := range study.Methods {
		for _, c := range metric.Costs(study, method) {
			list = append(list, costEntry{
				method, c.A, c.B, c.Lost, c.N, c.Units, number(c.Difference), interval(c.CI95), number(c.P), number(c.PHolm), c.Test, c.Family,
			})
		}
	}
	return list
}

func newResultDocument(found result.Study, table metric.Table, m metric.Measure, s *study) resultDocument {
	table = withAllIntervals(found, table)
	doc := resultDocument{
		Dataset:   datasetEntry{found.Dataset, found.Hash, found.Modalities, found.Classes},
		Masks:     maskEntries(found),
		Metric:    m.Name,
		Intervals: table.IntervalWords(m), Estimate: table.Estimate, Counts: table.Counts, Chance: number(table.Chance), Majority: number(table.Majority),
		Methods: []scoredEntry{}, Pairs: pairEntries(found), Costs: costEntries(found), Verdict: metric.VerdictIn(found, m), Arithmetic: experiment.ArithmeticWords(found), Remarks: newRemarkDocument(s.remarks),
		Sweep: newSweepDocument(found), Imputations: newImputationsDocument(found, table, m, s.spec), Shifts: newShiftsDocument(metric.NewShifts(found, m)),
	}
	for m, name := range table.Methods {
		doc.Methods = append(doc.Methods, newScoredEntry(found, table, m, name))
	}
	return doc
}

// withAllIntervals adds the intervals of all metrics on all records.
func withAllIntervals(study result.Study, table metric.Table) metric.Table {
	for s, stratum := range table.Strata {
		if stratum.Kind != metric.AllRecords {
			continue
		}
		one := table
		one.Strata, one.Scores = table.Strata[s:s+1], table.Scores[s:s+1]
		for _, m := range metric.Measures() {
			one = metric.WithIntervals(study, one, m)
		}
		table.Scores = slices.Clone(table.Scores)
		table.Scores[s] = one.Scores[0]
	}
	return table
}

// maskEntries lists each mask once; all methods of a split share it.
func maskEntries(study result.Study) []maskEntry {
	list, seen := []maskEntry{}, map[string]bool{}
	for _, r := range study.Runs {
		dev, test := metric.AchievedRates(r)
		e := maskEntry{r.Mask, r.MaskHash, r.Seed, r.Split, number(r.Rates.Cell), number(r.Rates.Record),
			newAchievedEntry(dev, study.Modalities), newAchievedEntry(test, study.Modalities)}
		if key := e.SHA256 + "/" + e.Split; !seen[key] {
			seen[key] = true
			list = append(list, e)
		}
	}
	return list
}

func newScoredEntry(study result.Study, table metric.Table, m int, name string) scoredEntry {
	entry := scoredEntry{Name: name, FitScope: string(result.TrainOnly), Strata: []stratumEntry{}}
	seconds := 0.0
	for _, r := range study.RunsOf(name) {
		if entry.Runs++; entry.Runs == 1 {
			entry.Features = r.Features
		}
		entry.FitScope = string(r.FitScope)
		seconds += r.Seconds
		if len(r.Search) > 0 {
			entry.Searches = append(entry.Searches, searchEntry{r.Seed, r.Split, r.Search})
		}
		entry.Warnings = appendNew(entry.Warnings, r.Warnings)
	}
	entry.Seconds = number(seconds)
	for s, stratum := range table.Strata {
		entry.Strata = append(entry.Strata, newStratumEntry(stratum.Name, table.Scores[s][m]))
	}
	return entry
}

func appendNew(list, more []string) []string {
	for _, w := range more {
		known := false
		for _, old := range list {
			known = known || old == w
		}
		if !known {
			list = append(list, w)
		}
	}
	return list
}

func newStratumEntry(name string, s metric.Score) stratumEntry {
	var of map[string][2]number
	for _, m := range metric.Measures() {
		if i := s.Interval(m); !math.IsNaN(i.Low) {
			if of == nil {
				of = map[string][2]number{}
			}
			of[m.Name] = interval(i)
		}
	}
	return stratumEntry{
		Name: name, NTest: s.N, NDev: s.NDev, Accuracy: number(s.Accuracy), CI95: interval(s.CI95),
		PerRun: numbers(s.PerRun), Balanced: number(s.Balanced), MacroF1: number(s.MacroF1), Weighted: number(s.Weighted), AUROC: number(s.AUROC),
		LogLoss: number(s.LogLoss), Brier: number(s.Brier), ECE: number(s.ECE), Intervals: of,
	}
}

func interval(i metric.Interval) [2]number { return [2]number{number(i.Low), number(i.High)} }
