package vm

import (
	"bytes"
	"encoding/json"
	"strings"

	"lacuna/experiment"
)

// sameSpec compares comparisons as they are written down: what a file leaves
// out does not make a difference.
func sameSpec(a, b experiment.Spec) bool { return written(a) == written(b) }

func written(x any) string {
	var out bytes.Buffer
	if err := json.NewEncoder(&out).Encode(x); err != nil {
		return ""
	}
	return out.String()
}

// staleWords says in what the comparison that is set up differs from the one
// that has run; empty where they are the same.
func staleWords(ran *experiment.Spec, now experiment.Spec) string {
	if ran == nil || sameSpec(*ran, now) {
		return ""
	}
	var parts []string
	for _, p := range []struct {
		name     string
		was, now any
	}{
		{"methods", ran.Methods, now.Methods}, {"what is hidden", ran.Mask, now.Mask}, {"the split", ran.Split, now.Split},
		{"repetitions", ran.Seeds, now.Seeds}, {"case mix", ran.MaskedComplete, now.MaskedComplete},
		{"settings tried", ran.Search, now.Search}, {"imputations", ran.Imputations, now.Imputations}, {"the sweep", ran.Sweep, now.Sweep}, {"features", ran.Features, now.Features},
	} {
		if written(p.was) != written(p.now) {
			parts = append(parts, p.name)
		}
	}
	if len(parts) == 0 {
		parts = []string{"the set-up"}
	}
	return "Results of an earlier set-up: " + strings.Join(parts, ", ") + " changed since."
}
