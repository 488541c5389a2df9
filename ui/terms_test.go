package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

// Every row of the protocol is explained, in a dialog that Escape leaves.
func TestEveryRowOfTheProtocolIsExplained(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	var words []string
	for _, t := range protocolTerms {
		words = append(words, strings.Split(t.word, ", ")...)
	}
	rows := 0
	for _, o := range test.LaidOutObjects(b.inspector.compare.protocol.root) {
		if l := labelOf(o); l != nil && l.Text != "" {
			rows++
			if !slices.Contains(words, l.Text) {
				t.Errorf("%q is not explained", l.Text)
			}
		}
	}
	if rows < 6 {
		t.Errorf("only %d rows are seen", rows)
	}
	b.showTerms("Protocol", protocolTerms)
	b.press("Escape")
	if len(b.modals) != 0 {
		t.Error("the explanation stays")
	}
}
