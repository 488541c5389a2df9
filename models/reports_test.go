package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/internal/job"
)

// Three members side by side, the last one first to end: the events come as if
// one had followed the other.
func TestReportsComeInOrder(t *testing.T) {
	var got []string
	r := newReports(3, func(e job.Event) { got = append(got, e.(job.Progress).Phase) })
	say := func(member int, what string) { r.of(member)(job.Progress{Phase: what}) }
	say(2, "c1")
	say(0, "a1")
	say(1, "b1")
	r.finish(2)
	say(0, "a2")
	if d := cmp.Diff([]string{"a1", "a2"}, got); d != "" {
		t.Errorf("before the first has ended: %s", d)
	}
	r.finish(0)
	say(1, "b2")
	r.finish(1)
	if d := cmp.Diff([]string{"a1", "a2", "b1", "b2", "c1"}, got); d != "" {
		t.Error(d)
	}
}

// Who hears of the epochs of a member knows which of how many it is.
func TestReportsSayWhoseTheyAre(t *testing.T) {
	var got []job.Epoch
	r := newReports(3, func(e job.Event) { got = append(got, e.(job.Epoch)) })
	for member := range 3 {
		r.of(member)(job.Epoch{Epoch: 1, Epochs: 4})
		r.finish(member)
	}
	for k, e := range got {
		if e.Part != k+1 || e.Parts != 3 {
			t.Errorf("an epoch of member %d says %d of %d", k+1, e.Part, e.Parts)
		}
	}
}
