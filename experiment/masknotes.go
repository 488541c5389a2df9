package experiment

import (
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// shownUnseen is how many patterns a note names.
const shownUnseen = 3

// maskNoted lists what about the missing modalities a reader of the result must
// know.
func (t *trial) maskNoted() []string {
	var out []string
	switch {
	case !t.job.MaskedComplete:
	case len(t.completeTest()) == 0:
		out = append(out, say.Kept("masking complete records to each pattern did nothing: no test record is complete"))
	case len(t.maskedPatterns()) == 0:
		why := say.Kept("no record lacks a modality")
		if slices.ContainsFunc(t.data.View(t.job.records(), t.job.Mask).Patterns(), func(g dataset.PatternCount) bool { return !g.Pattern.Complete() }) {
			why = say.Kept("no record lacks some modalities and has others")
		}
		out = append(out, say.Kept("masking complete records to each pattern did nothing: %s", why))
	}
	if words := t.unseen(); words != "" {
		out = append(out, words)
	}
	return out
}

// unseen tells which patterns of the test no development record has.
func (t *trial) unseen() string {
	seen := map[dataset.Pattern]bool{}
	for _, g := range t.data.View(t.job.Split.Development(), t.job.Mask).Patterns() {
		seen[g.Pattern] = true
	}
	var names []string
	records := 0
	for _, g := range t.data.View(t.job.Split.Test, t.job.Mask).Patterns() {
		if !seen[g.Pattern] {
			names = append(names, g.Pattern.Label(t.data.Names()))
			records += len(g.Records)
		}
	}
	if len(names) == 0 {
		return ""
	}
	text := strings.Join(names[:min(len(names), shownUnseen)], ", ")
	if more := len(names) - shownUnseen; more > 0 {
		text += say.Kept(" and %d more", more)
	}
	return say.Kept("no development record has just the modalities that these test records have: %s (n test %d)", text, records)
}
