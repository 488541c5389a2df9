package vm

import (
	"strings"
	"testing"
)

// What matches is said: the columns that have the text, and the names.
func TestFindSaysWhatMatches(t *testing.T) {
	k := compared(t)
	for text, want := range map[string]string{
		"image":    "modality image",
		"logistic": "method mean+logistic",
		"r00":      "10 records (10 in id)",
		"nowhere":  "nothing found",
	} {
		k.Finder.Search(text)
		k.wait("the search", func() bool { return !k.Finder.Searching() })
		if got := k.Finder.Words(); !strings.HasPrefix(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
