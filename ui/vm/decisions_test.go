package vm

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// What is written for a list of words is read as the same list; what would be
// lost is refused.
func TestWordsOfDecisions(t *testing.T) {
	for _, words := range [][]string{nil, {"a"}, {"a", "b c", `say "no"`, "1,5"}} {
		got, err := splitWords(joinWords(words))
		if diff := cmp.Diff(words, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Error(diff, err)
		}
	}
	for _, text := range []string{"a\nb", `"open`} {
		if got, err := splitWords(text); err == nil {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}
