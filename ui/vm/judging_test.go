package vm

import (
	"strings"
	"testing"

	"lacuna/dataset/query"
)

// C leads through all records that the leading method has wrong, within the
// selection, round and round; Shift+C through the others that were tested.
func TestStepsThroughWhatIsWrong(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	if words := k.StepJudged(true); !strings.Contains(words, "Compare") {
		t.Errorf("before a comparison: %s", words)
	}
	k.quick()
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the comparison", k.Settled)
	leader := k.Scene.ranked()[0]
	for _, q := range []query.Query{{}, query.Of(query.Has("image"))} {
		k.Selection.Select(q)
		k.wait("the scores", k.Settled)
		right, wrong, err := k.Selection.judged(leader)
		if err != nil {
			t.Fatal(err)
		}
		for name, column := range map[bool][]uint64{true: wrong, false: right} {
			want := map[int]bool{}
			for _, record := range query.Records(column) {
				if k.Selection.holds(record) {
					want[record] = true
				}
			}
			seen := map[int]bool{}
			for range want {
				k.StepJudged(name)
				now, _ := k.Selection.Current()
				seen[now] = true
				if !want[now] {
					t.Fatalf("wrong %v of %s: record %d is none", name, q, now)
				}
			}
			if len(seen) != len(want) || len(want) == 0 {
				t.Errorf("wrong %v of %s: %d of %d records were met", name, q, len(seen), len(want))
			}
		}
	}
}
