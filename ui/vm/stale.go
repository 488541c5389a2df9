package vm

import (
	"bytes"
	"encoding/json"
	"strings"

	"lacuna/experiment"
	"lacuna/internal/say"
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
		{say.Text("methods"), ran.Methods, now.Methods}, {say.Text("what is hidden"), ran.Mask, now.Mask}, {say.Text("the split"), ran.Split, now.Split},
		{say.Text("repetitions"), ran.Seeds, now.Seeds}, {say.Text("case mix"), ran.MaskedComplete, now.MaskedComplete},
		{say.Text("settings tried"), ran.Search, now.Search}, {say.Text("imputations"), ran.Imputations, now.Imputations}, {say.Text("the sweep"), ran.Sweep, now.Sweep}, {say.Text("features"), ran.Features, now.Features},
	} {
		if written(p.was) != written(p.now) {
			parts = append(parts, p.name)
		}
	}
	if len(parts) == 0 {
		parts = []string{say.Text("the set-up")}
	}
	return say.Form("Results of an earlier set-up: %s changed since.", strings.Join(parts, ", "))
}
