package cli

import "testing"

func TestVersionNamesTheSources(t *testing.T) {
	for revision, want := range map[string]string{
		"":                            Version,
		"v" + Version:                 Version,
		"d1036af":                     Version + " (d1036af)",
		"v" + Version + "-3-gd1036af": Version + " (v" + Version + "-3-gd1036af)",
		"d1036af-dirty":               Version + " (d1036af-dirty)",
	} {
		if got := versionOf(revision); got != want {
			t.Errorf("revision %q: version %q, want %q", revision, got, want)
		}
	}
}
