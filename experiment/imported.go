package experiment

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Imported names predictions of a program of somebody's own, which stand beside
// those of the methods.
type Imported struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // of what was imported
	Runs   []Part `json:"runs"`   // the repetitions and splits that it covers
}

// Part is one split of one repetition.
type Part struct {
	Seed int `json:"seed"`
	Fold int `json:"fold"`
}

// imports makes the jobs of imported predictions on one split.
func (s Spec) imports(d *dataset.Dataset, seed, index int, f fold) []Job {
	var jobs []Job
	for _, imported := range s.Imported {
		if !slices.Contains(imported.Runs, Part{seed, index}) {
			continue
		}
		j := Job{
			Method: Method{Name: imported.Name}, Label: imported.Name, Seed: seed, Fold: index, Root: s.Root,
			Imported: imported.SHA256, Split: f.split, Mask: f.mask,
		}
		j.ID = identity(0, d.Hash(), f.mask.Hash(), j) // of no version: no code of ours made it
		jobs = append(jobs, j)
	}
	return jobs
}

// errImported is what becomes of an imported job that is to be run.
func errImported(j Job) error {
	return say.Errorf("%s: its predictions were imported for other records (another split, mask or root), or have gone; import them again (lacuna import-predictions)", j.Label)
}

// Import puts predictions beside the methods of a comparison: it returns the
// comparison with them, in the place of earlier ones of that name, and saves a
// run for each split that they cover in the store. Every test record of such a
// split must be there. Errors name the record.
func Import(d *dataset.Dataset, spec Spec, read MaskReader, name string, p Predictions, store Store) (Spec, []result.Run, error) {
	spec, jobs, err := spec.without(name).planned(d, read, name)
	if err != nil {
		return spec, nil, err
	}
	parts, err := p.divide(d, jobs)
	if err != nil {
		return spec, nil, err
	}
	imported := Imported{Name: name, SHA256: p.SHA256}
	for _, j := range jobs {
		if len(parts[Part{j.Seed, j.Fold}]) > 0 {
			imported.Runs = append(imported.Runs, Part{j.Seed, j.Fold})
		}
	}
	spec.Imported = append(slices.Clip(spec.Imported), imported)
	var runs []result.Run
	for _, j := range jobs {
		of := Part{j.Seed, j.Fold}
		if len(parts[of]) == 0 {
			continue
		}
		own := spec.imports(d, j.Seed, j.Fold, fold{split: j.Split, mask: j.Mask})
		j = own[len(own)-1]
		run, err := importedRun(d, j, parts[of])
		if err == nil {
			err = store.Save(j, run)
		}
		if err != nil {
			return spec, nil, err
		}
		runs = append(runs, run)
	}
	return spec, runs, nil
}

// without leaves out earlier predictions of a name.
func (s Spec) without(name string) Spec {
	s.Imported = slices.DeleteFunc(slices.Clone(s.Imported), func(i Imported) bool { return i.Name == name })
	return s
}

// planned returns one job for every split of the comparison.
func (s Spec) planned(d *dataset.Dataset, read MaskReader, name string) (Spec, []Job, error) {
	jobs, err := Plan(d, s, read)
	if err != nil {
		return s, nil, err
	}
	if err := checkName(name); err != nil {
		return s, nil, err
	}
	if slices.ContainsFunc(jobs, func(j Job) bool { return j.Label == name }) {
		return s, nil, say.Errorf("the comparison has a method called %q already; give the predictions another name", name)
	}
	jobs = slices.DeleteFunc(jobs, func(j Job) bool { return j.Beside })
	return s, slices.CompactFunc(jobs, func(a, b Job) bool { return a.Seed == b.Seed && a.Fold == b.Fold }), nil
}

// importedRun makes the run of one split.
func importedRun(d *dataset.Dataset, j Job, lines []predicted) (result.Run, error) {
	t := &trial{data: d, job: j}
	type shown struct {
		record  int
		series  result.Series
		pattern dataset.Pattern
	}
	seen, patterns := map[shown]bool{}, t.testPatterns()
	var rows []result.Row
	for _, l := range lines {
		row, err := t.importedRow(l, patterns)
		if err != nil {
			return result.Run{}, err
		}
		key := shown{row.Record, row.Series, row.Pattern}
		if seen[key] {
			return result.Run{}, say.Errorf("line %d: record %s is there twice for seed %d, fold %d", l.line, row.ID, j.Seed, j.Fold)
		}
		seen[key] = true
		rows = append(rows, row)
	}
	if err := t.covered(rows); err != nil {
		return result.Run{}, err
	}
	run := t.frame(rows)
	run.Imported, run.FitScope = true, result.Unknown
	run.Warnings = append(t.noted(), say.Kept("predictions were imported: what they were learned from is not known here; n dev counts what the split offers"))
	return run, nil
}

// checkName refuses names that tables, files and shells would garble.
func checkName(name string) error {
	odd := func(r rune) bool { return !unicode.IsPrint(r) }
	if name == "" || name != strings.TrimSpace(name) || !utf8.ValidString(name) || strings.ContainsFunc(name, odd) {
		return say.Errorf("%q cannot name a method in tables: choose a name (--name) without line breaks, control characters and blanks at its ends", name)
	}
	return nil
}

// testPatterns is what the methods see of each test record.
func (t *trial) testPatterns() map[int]dataset.Pattern {
	patterns := make(map[int]dataset.Pattern, len(t.job.Split.Test))
	seen := t.data.View(t.job.Split.Test, t.job.Mask)
	for i := range seen.Len() {
		patterns[seen.Record(i)] = seen.Pattern(i)
	}
	return patterns
}

// importedRow makes a row of a line, given what is seen of the test records.
func (t *trial) importedRow(l predicted, patterns map[int]dataset.Pattern) (result.Row, error) {
	pattern, tested := patterns[l.record]
	row := result.Row{
		ID: t.data.IDs[l.record], Record: l.record, Label: t.data.Labels[l.record], Series: result.Observed,
		Natural: t.data.Presence.Pattern(l.record), Pattern: pattern,
		Probabilities: l.probabilities, Uncertainty: l.uncertainty,
	}
	if !tested {
		return row, say.Errorf("line %d: record %s is not in the test of %s, seed %d", l.line, row.ID, t.job.Split.Name, t.job.Seed)
	}
	if l.series == result.MaskedComplete {
		if len(l.pattern) != len(t.data.Blocks) || strings.Trim(string(l.pattern), "01") != "" {
			return row, say.Errorf("line %d: %q is no pattern of %d modalities, such as %s", l.line, l.pattern, len(t.data.Blocks), row.Natural)
		}
		row.Series = l.series
	}
	if err := t.contradicts(l, row); err != nil {
		return row, err
	}
	if row.Series == result.MaskedComplete {
		row.Pattern = l.pattern
	}
	return row, nil
}

// contradicts reports what a line says otherwise than the data do: then its
// prediction is of another record, or of the same one seen otherwise.
func (t *trial) contradicts(l predicted, row result.Row) error {
	switch {
	case l.label != "" && l.label != t.data.Classes[row.Label]:
		return say.Errorf("line %d: the label of record %s is %q in the file and %q in %s: the ids may be those of other records (a file without the column \"label\" is not checked)",
			l.line, row.ID, l.label, t.data.Classes[row.Label], t.data.Name)
	case row.Series == result.MaskedComplete && !row.Natural.Complete():
		return say.Errorf("line %d: record %s is not complete, and only complete records are masked to a pattern; leave the line out", l.line, row.ID)
	case row.Series == result.Observed && len(l.pattern) == len(row.Pattern) && l.pattern != row.Pattern:
		return say.Errorf("line %d: record %s was predicted with the modalities %s, and the comparison shows it with %s; predict it as the methods see it",
			l.line, row.ID, l.pattern, row.Pattern)
	}
	return nil
}

// covered reports test records without a prediction.
func (t *trial) covered(rows []result.Row) error {
	have := map[int]bool{}
	for _, r := range rows {
		have[r.Record] = have[r.Record] || r.Series == result.Observed
	}
	var lacking []string
	for _, i := range t.job.Split.Test {
		if !have[i] {
			lacking = append(lacking, t.data.IDs[i])
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return &dataset.UserError{
		What: say.Form("%d of %d test records of %s, seed %d have no prediction, such as %s", len(lacking), len(t.job.Split.Test), t.job.Split.Name, t.job.Seed, lacking[0]),
		Why:  say.Text("methods are compared on the same records"),
		Try:  say.Text("Predict every test record; lacuna export-predictions STUDY lists them"),
	}
}

// divide finds the split of each line: by its seed and fold, or, where the file
// has none, by the split whose test has the record.
func (p Predictions) divide(d *dataset.Dataset, jobs []Job) (map[Part][]predicted, error) {
	seeds, splits, tests := map[int]bool{}, map[Part]bool{}, map[int]map[int]int{}
	for _, j := range jobs {
		seeds[j.Seed], splits[Part{j.Seed, j.Fold}] = true, true
		if tests[j.Seed] == nil {
			tests[j.Seed] = map[int]int{}
		}
		for _, i := range j.Split.Test {
			tests[j.Seed][i] = j.Fold
		}
	}
	if !p.seeds && len(seeds) > 1 {
		return nil, say.Errorf("the comparison has %d repetitions, and the file has no column \"seed\" (from 0) that tells which one a line is of", len(seeds))
	}
	index := make(map[string]int, len(d.IDs))
	for i, id := range d.IDs {
		index[id] = i
	}
	parts := map[Part][]predicted{}
	for _, l := range p.lines {
		record, known := index[l.id]
		if !known {
			return nil, say.Errorf("line %d: no record %q in %s", l.line, l.id, d.Name)
		}
		l.record = record
		of := Part{l.seed, l.fold}
		if !seeds[l.seed] {
			return nil, say.Errorf("line %d: the comparison has no seed %d (they count from 0)", l.line, l.seed)
		}
		if fold, tested := tests[l.seed][record]; !p.folds {
			if !tested {
				return nil, say.Errorf("line %d: record %s is in no test of seed %d", l.line, l.id, l.seed)
			}
			of.Fold = fold
		}
		if !splits[of] {
			return nil, say.Errorf("line %d: seed %d has no fold %d (they count from 0)", l.line, of.Seed, of.Fold)
		}
		parts[of] = append(parts[of], l)
	}
	if len(parts) == 0 {
		return nil, say.Error("the file holds no prediction")
	}
	return parts, nil
}
