package metric

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// threeModal is a study with patterns abc ×2, ab ×3, c ×1 and a masked series.
func threeModal() result.Study {
	run := result.Run{
		Method: "m", Split: "holdout", Mask: "natural", DevRecords: []int{10, 11, 12},
		DevPatterns: map[dataset.Pattern]int{"111": 20, "110": 7, "010": 1},
	}
	for i, p := range []dataset.Pattern{"110", "111", "110", "001", "111", "110"} {
		row := answer(i, i%2 == 0)
		row.Pattern = p
		run.Rows = append(run.Rows, row)
		if p.Complete() {
			row.Series, row.Pattern = result.MaskedComplete, "110"
			run.Rows = append(run.Rows, row)
		}
	}
	return result.Study{
		Modalities: []string{"image", "audio", "text"}, Classes: []string{"no", "yes"},
		Methods: []string{"m"}, Runs: []result.Run{run},
	}
}

func names(strata []Stratum) string {
	var list []string
	for _, s := range strata {
		list = append(list, s.Name)
	}
	return strings.Join(list, " ")
}

func TestStrataNames(t *testing.T) {
	study := threeModal()
	site := map[string][]string{"site": {"va", "cl", "va", "cl", "va", "", "", "", "", "", "va", "cl", "va"}}
	cases := []struct{ by, want string }{
		{"", "all complete any-missing without:image without:audio without:text pattern:image+audio+text pattern:image+audio pattern:text masked:image+audio"},
		{"missing", "all complete any-missing"},
		{"modality", "all complete any-missing without:image without:audio without:text"},
		{"pattern", "pattern:image+audio+text pattern:image+audio pattern:text masked:image+audio"},
		{"present", "present:3 present:2 present:1"},
		{"site", "site= site=cl site=va"},
		{ByColumn("site"), "site= site=cl site=va"},
		{"column:present", "present=yes"}, // a column that is called like a word
	}
	site["present"] = slices.Repeat([]string{"yes"}, 13)
	for _, c := range cases {
		strata, err := StrataBy(study, c.by, site)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, names(strata)); diff != "" {
			t.Errorf("by %q: %s", c.by, diff)
		}
	}
	if _, err := StrataBy(study, "colour", site); err == nil || !strings.Contains(err.Error(), "present, column:present, site") {
		t.Errorf("an unknown column gives %v, want an error that lists what there is", err)
	}
}

func TestStrataCounts(t *testing.T) {
	study := threeModal()
	chosen := Selection("chosen", func(record int) bool { return record < 3 || record == 11 })
	table := Stratify(study, append(DefaultStrata(study), chosen))
	want := map[string][2]int{ // n_test, n_dev
		"all": {6, 28}, "complete": {2, 20}, "any-missing": {4, 8},
		"without:image": {1, 1}, "without:audio": {1, 0}, "without:text": {5 - 2, 8},
		"pattern:image+audio+text": {2, 20}, "pattern:image+audio": {3, 7}, "pattern:text": {1, 0},
		"masked:image+audio": {2, 7}, "selection:chosen": {3, 1},
	}
	got := map[string][2]int{}
	for i, s := range table.Strata {
		got[s.Name] = [2]int{table.Scores[i][0].N, table.Scores[i][0].NDev}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if table.Chance != 0.5 || table.Majority != 0.5 {
		t.Errorf("chance %g and majority %g, want 0.5 and 0.5", table.Chance, table.Majority)
	}
}

// Strata of the default set that divide the records do so without remainder.
func TestStrataDivide(t *testing.T) {
	study := simulated(3, 2, 50, 0.7)
	sum := map[StratumKind]int{}
	table := Stratify(study, append(DefaultStrata(study), ByNumberPresent(study)...))
	for i, s := range table.Strata {
		sum[s.Kind] += table.Scores[i][0].Scored
	}
	all := sum[AllRecords]
	if sum[CompleteOnly]+sum[AnyMissing] != all || sum[OnePattern] != all || sum[NumberPresent] != all {
		t.Errorf("parts do not add up to %d: %v", all, sum)
	}
}

// What the counts count is said where there are several runs.
func TestCountsAreExplained(t *testing.T) {
	masked := simulated(3, 2, 50, 0.7)
	for i, row := range masked.Runs[1].Rows { // another mask in the second repetition
		masked.Runs[1].Rows[i].Pattern = map[dataset.Pattern]dataset.Pattern{"11": "10", "10": "11"}[row.Pattern]
	}
	cases := []struct {
		name     string
		study    result.Study
		has, not string
	}{
		{"one run", simulated(3, 1, 50, 0.7), "", "n_t"},
		{"folds", folded(simulated(3, 1, 50, 0.7), 5), "n_dev is the mean", "distinct"},
		{"seeds", simulated(3, 2, 50, 0.7), "n_test counts distinct test records, and n_dev is the mean", "add up"},
		{"seeds with masks", masked, "complete in one run and incomplete in another, so the n of strata need not add up", "folds"},
	}
	for _, c := range cases {
		got := Stratify(c.study, ByMissing(c.study)).Counts
		if !strings.Contains(got, c.has) || strings.Contains(got, c.not) {
			t.Errorf("%s: %q; want %q in it and not %q", c.name, got, c.has, c.not)
		}
	}
}
